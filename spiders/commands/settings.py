"""``scrapy settings``: the operator's settings as they are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands.settings import Command as ScrapySettings
from scrapy.exceptions import UsageError

from pipelines.names import meant
from spiders.command import OwnCommand
from spiders.terminal import refuse_arguments

if TYPE_CHECKING:
    import argparse


class Command(OwnCommand, ScrapySettings):
    """Scrapy's, which without an option prints nothing."""

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return "Print the settings in force: the operator's NEWS_..., or with --get any one"

    def long_desc(self) -> str:
        """Describe what is printed, an example and the exit codes."""
        return (
            "Prints the operator's settings (NEWS_...) as they are in force, one NAME=VALUE a line; with --get one"
            " setting, also of Scrapy's. Example: scrapy settings --get NEWS_DB."
            " Exit codes: 0 printed; 2 wrong options, or no such setting."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the operator's settings, or the one asked for."""
        refuse_arguments(args)
        if asked := opts.get or opts.getbool or opts.getint or opts.getfloat or opts.getlist:
            if asked not in self.settings:
                near = meant(asked, {name: name for name in self.settings})
                advice = f"did you mean {near[0]}?" if near else "'scrapy settings' prints the operator's"
                raise UsageError(f"{asked}: no such setting; {advice}", print_help=False)
            super().run(args, opts)
            return
        for name in sorted(name for name in self.settings if name.startswith("NEWS_")):
            value = self.settings[name]
            print(f"{name}={'' if value is None else value}")
