"""What the crawl commands have in common at the terminal."""

from __future__ import annotations

import argparse
import os
import sys

from scrapy.exceptions import UsageError


def say(text: str) -> None:
    """Write lines to standard output; when nobody reads them any more (``| head``), the run goes on in silence."""
    if not text:
        return
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at its end; that must not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def hide_feeds(parser: argparse.ArgumentParser) -> None:
    """Keep the options that :func:`refuse_feeds` refuses out of the help."""
    for action in parser._actions:
        if action.dest in {"output", "overwrite_output"}:
            action.help = argparse.SUPPRESS


def refuse_feeds(opts: argparse.Namespace) -> None:
    """Refuse Scrapy's ``-o`` and ``-O``: articles go into the database, and files are made from it."""
    if opts.output or opts.overwrite_output:
        raise UsageError("-o and -O: articles go into the database; 'scrapy export' writes files", print_help=False)
