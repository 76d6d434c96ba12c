"""What commands write to the terminal, and which words on their line they refuse."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from spiders.launch import OutputError, tell_lost_output

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spiders.profile_reader import ProfileError


def say(text: str) -> None:
    """Write lines to standard output; where they cannot be written, or are not read (``| head``), the run goes on."""
    if not text:
        return
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except OutputError as error:
        tell_lost_output(error)


def printable_line(text: str) -> str:
    """Text of a page for one line of a terminal: a space for all that could steer it or begin another line."""
    return "".join(character if character.isprintable() else " " for character in text)


def print_json(value: Mapping[str, Any]) -> None:
    """Write one line of JSON to standard output, Chinese readable, always UTF-8 whatever the terminal's charset."""
    line = json.dumps(value, ensure_ascii=False)
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")  # a lone surrogate becomes its \u escape


def go_on_without(error: ProfileError) -> None:
    """Name a profile that cannot be read; what has nothing to do with it is done all the same."""
    sys.stderr.write(f"scrapy: {error}; going on without this profile\n")


def refuse_options(args: Sequence[str], *, sign: str = "-") -> None:
    """Refuse what is written like an option and is none of the command's; Scrapy passes it on as an argument.

    ``sign`` is what an option begins with; ``-`` alone is standard input or output.
    """
    if unknown := next((arg for arg in args if arg.startswith(sign) and arg != "-"), None):
        raise UsageError(f"unknown option {unknown}; see --help", print_help=False)


def refuse_arguments(args: Sequence[str]) -> None:
    """Refuse every argument and unknown option, for a command that has none."""
    refuse_options(args)
    if args:
        raise UsageError(f"takes no argument, got {args[0]}", print_help=False)
