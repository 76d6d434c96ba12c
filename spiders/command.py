"""What the project's commands have in common: Scrapy's options, and one line on standard error for what goes wrong."""

from __future__ import annotations

import argparse
import logging
import sys
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from scrapy.commands import BaseRunSpiderCommand, ScrapyCommand
from scrapy.exceptions import UsageError

from cleaners.lexicons import LexiconError, check_lexicons
from pipelines.names import meant
from spiders.report import ExitCode

if TYPE_CHECKING:
    from scrapy.settings import Settings


_LOG_LEVELS = "CRITICAL, ERROR, WARNING, INFO, DEBUG"


class OwnCommand(ScrapyCommand):
    """A command of this project. It does not stand among the commands, so that Scrapy does not take it for one."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's own way)
    settings: Settings
    """Set by Scrapy before it calls any of the methods."""
    cleans_pages = False
    """Whether pages are cleaned: a mistyped row of a lexicon is then named before the first of them."""

    @property
    def name(self) -> str:
        """What stands behind ``scrapy``: the name of the command's module."""
        return type(self).__module__.rpartition(".")[2]

    def syntax(self) -> str:
        """Give the arguments' form; most commands have options alone."""
        return "[options]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options, and have wrong ones refused in one line instead of with the usage before it."""
        super().add_options(parser)
        parser.error = self._refuse  # type: ignore[method-assign]

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read Scrapy's options. A setting of ours that does not exist is refused: nobody would read it."""
        ours = {name: name for name in self.settings if name.startswith("NEWS_")}
        for name in (setting.partition("=")[0] for setting in opts.set):
            if name.startswith("NEWS_") and name not in ours:
                advice = f"did you mean {near[0]}?" if (near := meant(name, ours)) else f"known are {', '.join(ours)}"
                raise UsageError(f"-s {name}: no such setting; {advice}", print_help=False)
        for name in [name for name in environ if name.startswith("NEWS_") and name not in ours]:
            if near := meant(name, ours):  # others may be another program's
                self.warn(f"{name} in the environment is no setting; did you mean {near[0]}?")
                del environ[name]  # said once, not by each crawl of crawl-all again
        for option, file in (("logfile", opts.logfile), ("pidfile", opts.pidfile), ("profile", opts.profile)):
            if file:
                _check_writable(f"--{option}", file)
        super().process_options(args, opts)
        if self.cleans_pages:
            try:
                check_lexicons()
            except LexiconError as error:
                raise UsageError(str(error), print_help=False) from None
        if (level := self.settings["LOG_LEVEL"]) not in logging.getLevelNamesMapping():
            raise UsageError(f"-L {level}: no such level; known are {_LOG_LEVELS}", print_help=False)

    def _refuse(self, message: str) -> NoReturn:
        self.fail(ExitCode.USAGE, message if "; " in message else f"{message}; see: scrapy {self.name} --help")
        raise SystemExit(int(ExitCode.USAGE))

    def warn(self, line: object) -> None:
        """Say in one line what the operator should know, beside the output."""
        sys.stderr.write(f"scrapy {self.name}: {line}\n")

    def fail(self, code: int, reason: object) -> None:
        """Say in one line why the command ends, and with which code."""
        self.warn(reason)
        self.exitcode = code


def _check_writable(option: str, file: str) -> None:
    try:
        Path(file).open("a").close()
    except OSError as error:
        raise UsageError(f"{option} {file}: {error.strerror}; check path, rights and space", print_help=False) from None


class CrawlingCommand(OwnCommand, BaseRunSpiderCommand):
    """A command that crawls: it takes ``-a NAME=VALUE``, and refuses Scrapy's ``-o`` and ``-O``."""

    cleans_pages = True
    default_settings = {}  # noqa: RUF012 (Scrapy's own way)

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options, without those that are refused."""
        super().add_options(parser)
        for action in parser._actions:
            if action.dest in {"output", "overwrite_output"}:
                action.help = argparse.SUPPRESS

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options. Articles go into the database, and files are made from it."""
        if opts.output or opts.overwrite_output:
            raise UsageError("-o and -O: articles go into the database; 'scrapy export' writes files", print_help=False)
        super().process_options(args, opts)


class ElsewhereCommand(OwnCommand):
    """A command of Scrapy's that leads nowhere here, because it knows neither site profiles nor the frontier."""

    instead: str
    """What to do in place of it."""

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "..."

    def short_desc(self) -> str:
        """Say in one line where to go."""
        return f"(not in this project) {self.instead}"

    def long_desc(self) -> str:
        """Say the same, with an example and the exit code."""
        return (
            f"Scrapy's own 'scrapy {self.name}' knows no site profiles and does not work in this project."
            f" Example of what does: {self.instead}. Exit codes: 0 for this text, {ExitCode.USAGE} else."
        )

    def run(self, _args: list[str], _opts: argparse.Namespace) -> None:
        """End with code 2, and say what does its work here."""
        self.fail(ExitCode.USAGE, f"Scrapy's own, does not work in this project; {self.instead}")
