"""``scrapy list``: the sites that can be crawled."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.command import OwnCommand
from spiders.profile_reader import ProfileError, copied_profiles, in_groups, load_profile, none_chosen
from spiders.report import ExitCode
from spiders.terminal import refuse_arguments

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from spiders.profile import SiteProfile


class Command(OwnCommand):
    """List the sites."""

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return "List the sites of data/sites"

    def long_desc(self) -> str:
        """Describe what is printed, an example and the exit codes."""
        return (
            "Prints the names that 'scrapy crawl' takes, one a line; on a terminal, or with --long, a table with each"
            " outlet's own name, home page, groups, and whether somebody has crawled it and looked (verified)."
            " Example: scrapy list --group guangxi. Exit codes: 0 listed; 2 wrong arguments, no such site, or a bad"
            " profile."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        super().add_options(parser)
        parser.add_argument("-l", "--long", action="store_true", help="a table, also where nobody looks")
        parser.add_argument("--group", action="append", default=[], help="sites of this group (may be repeated)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """List the sites; sets the exit code."""
        refuse_arguments(args)
        profiles = []
        folder = Path(self.settings["NEWS_SITES"])
        for path in sorted(folder.glob("*.toml")):
            try:
                profiles.append(load_profile(path))
            except ProfileError as error:
                self.fail(ExitCode.USAGE, error)
        for line in copied_profiles(profiles):
            self.warn(f"{folder}: {line}")
        chosen = in_groups(profiles, opts.group)
        if not chosen and not self.exitcode:
            self.fail(ExitCode.USAGE, none_chosen(folder, profiles, opts.group, named=False))
        is_table = opts.long or sys.stdout.isatty()
        lines = _site_table(chosen) if is_table else "\n".join(profile.site for profile in chosen)
        if chosen and lines:
            print(lines)


def _site_table(profiles: Sequence[SiteProfile]) -> str:
    """The sites as aligned columns under a heading."""
    from rich.cells import cell_len, set_cell_size  # Chinese characters are two columns wide.

    rows = [("SITE", "OUTLET", "HOME", "GROUPS", "VERIFIED")]
    for profile in profiles:
        home = urlsplit(profile.home)
        groups = ", ".join(sorted(profile.groups))
        verified = "yes" if profile.verified else "no"
        rows.append((profile.site, profile.name, home.netloc + home.path.rstrip("/"), groups, verified))
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    cells = ([set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)] for row in rows)
    return "\n".join("  ".join(row).rstrip() for row in cells)
