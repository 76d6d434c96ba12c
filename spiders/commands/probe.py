"""``scrapy probe URL``: look at a new outlet for a minute, say what was found, write its profile."""

from __future__ import annotations

import re
import shlex
import sys
import warnings
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table
from rich.text import Text
from scrapy.exceptions import UsageError

from cleaners.article import Integrity
from cleaners.links.urls import normalise_url
from cleaners.site import CHINA
from spiders.arguments import check_proxy
from spiders.command import OwnCommand
from spiders.contact import contact_wanted, is_contact, user_agent
from spiders.profile import DEFAULT_PORTS, LOOPBACK_NAMES, is_own_host
from spiders.profile_reader import ProfileError, check_name
from spiders.report import ExitCode
from spiders.terminal import printable_line, refuse_options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from spiders.guarded_client import GuardedClient
    from spiders.probed import Probed, Sample

_SECONDS = 55.0
"""Time for the whole visit; a minute with starting and printing."""
_DELAY = 1.0
"""Seconds between two requests to a server that is not ours."""
_LOOPBACK_DELAY = 0.01
"""Seconds between two requests to a server on this machine."""
_SHOWN_TIME = len("2024-08-29T10:15")
_MAX_CELL_CHARS = 48
"""Characters of a title or address that are shown."""

_TAMPERED = {
    Integrity.INJECTED: "injected: junk of hijackers was cut from them",
    Integrity.MIRROR: "copies that a mirror made of another outlet's articles",
}


class Command(OwnCommand):
    """Look at a new outlet."""

    cleans_pages = True

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "[options] URL"

    def short_desc(self) -> str:
        """Say in one line what the command does."""
        return "Look at a new outlet for a minute and write its site profile"

    def long_desc(self) -> str:
        """Describe what happens, with an example and the exit codes."""
        return (
            "Visits the outlet's home page, robots.txt, feeds, sitemaps, channels, digital newspaper and ten sample"
            " articles, politely and within a minute; prints what it found and writes a commented profile into"
            " NEWS_SITES. Example: scrapy probe https://www.daily.example/ -s NEWS_CONTACT=desk@archive.example."
            f" Exit codes: {ExitCode.SUCCESS} profile written and articles could be read;"
            f" {ExitCode.PARTIAL} profile written, but no sample article could be read;"
            f" {ExitCode.BROKEN} the site could not be had or announces no articles, nothing written;"
            f" {ExitCode.USAGE} wrong arguments, or the profile exists; {ExitCode.STORAGE} it cannot be written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""
        super().add_options(parser)
        parser.add_argument("--name", help="name of the profile (default: made from the host)")
        parser.add_argument("--force", action="store_true", help="write over a profile of that name")
        parser.add_argument("--print", action="store_true", dest="only_print", help="print the profile, write nothing")
        parser.add_argument("--allow-loopback", action="store_true", help="the site runs on this machine")
        parser.add_argument(
            "--ignore-certificate",
            action="store_true",
            help="take a certificate that is not valid, as of an authority of its own; the profile then says so",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Probe the site; sets the exit code."""
        from spiders.guarded_client import FetchError  # Scrapy loads every command at each start; httpx need not be.
        from spiders.probing import probe_site

        refuse_options(args)
        if len(args) != 1:
            raise UsageError("name one address, e.g. https://www.daily.example/", print_help=False)
        urls = args if "://" in args[0] else [f"{scheme}://{args[0]}" for scheme in ("https", "http")]
        target = self._check(urls[0], opts)
        reasons = []
        for url in urls:
            try:
                with self._client(url, opts) as client, warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # what libraries think of the page is not the operator's matter
                    probed = probe_site(client, url, datetime.now(CHINA))
                    probed.verify_certificates = client.certificates_valid
                break
            except FetchError as error:
                reasons.append(str(error))
        else:
            is_here = urlsplit(urls[0]).hostname in LOOPBACK_NAMES and not opts.allow_loopback
            advice = "; say --allow-loopback for a site on this machine" if is_here else ""
            self.fail(ExitCode.BROKEN, f"the site could not be had: {'; '.join(reasons)}{advice}")
            return
        _print_probed(probed)
        if not probed.sources:
            self.fail(ExitCode.BROKEN, f"{probed.home}: found nothing that announces articles; no profile written")
            return
        self._deliver(target, probed, opts)

    def _check(self, url: str, opts: argparse.Namespace) -> Path:
        """Check the arguments before anything is fetched; return where the profile goes."""
        from spiders.outlet import site_name

        if url != "".join(url.split()):
            raise UsageError(f"{url!r}: an address holds no spaces", print_help=False)
        try:
            normalise_url(url)
            check_proxy(self.settings.get("NEWS_PROXY"))
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from None
        contact = self.settings.get("NEWS_CONTACT")
        if not (is_own_host(urlsplit(url).hostname or "") or is_contact(contact)):
            raise UsageError(contact_wanted(contact), print_help=False)
        name = opts.name or site_name(url)
        try:
            check_name(name)
        except ProfileError as error:
            raise UsageError(f"--name: {error}", print_help=False) from None
        target = Path(self.settings["NEWS_SITES"]) / f"{name}.toml"
        if not opts.only_print and target.exists() and not opts.force:
            raise UsageError(f"{target} exists; choose a --name or say --force", print_help=False)
        return target

    def _client(self, url: str, opts: argparse.Namespace) -> GuardedClient:
        from spiders.guarded_client import GuardedClient

        parts = urlsplit(url)
        place = (parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme])
        return GuardedClient(
            user_agent(self.settings["USER_AGENT"], self.settings.get("NEWS_CONTACT")),
            loopback=frozenset({place}) if opts.allow_loopback else frozenset(),
            delay=_LOOPBACK_DELAY if opts.allow_loopback and place[0] in LOOPBACK_NAMES else _DELAY,
            seconds=_SECONDS,
            any_certificate=opts.ignore_certificate,
            proxy=self.settings.get("NEWS_PROXY") or None,
        )

    def _deliver(self, target: Path, probed: Probed, opts: argparse.Namespace) -> None:
        from spiders.profile_text import profile_text

        try:
            text = profile_text(target.stem, probed, datetime.now(CHINA).date())
            if opts.only_print:
                sys.stdout.write(text)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
                print(f"Profile written: {target}. Next: {_next_command(target.stem, opts.set)}")
        except ProfileError as error:
            self.fail(ExitCode.USAGE, f"no profile written: {error}")
            return
        except OSError as error:
            self.fail(ExitCode.STORAGE, f"{target}: {error.strerror}; check path, rights and space")
            return
        self.exitcode = ExitCode.SUCCESS if probed.good_samples else ExitCode.PARTIAL


def _next_command(name: str, given: Sequence[str]) -> str:
    """Write the crawl as it can be typed, with the settings that were given; a proxy's password is not shown."""
    hidden = (re.sub(r"(?s)^NEWS_PROXY=.*@", "NEWS_PROXY=...@", setting) for setting in given)
    settings = (part for setting in hidden for part in ("-s", setting))
    return shlex.join(["scrapy", "crawl", name, "-a", "max_pages=20", *settings])


def _print_probed(probed: Probed) -> None:
    """Print what was found as tables, and in plain words what was not."""
    console = Console(highlight=False)
    facts = Table(title=escape(f"{probed.name or 'unnamed'}  {probed.home}"), title_justify="left", show_header=False)
    facts.add_row("charset", escape(", ".join(probed.charsets)))
    facts.add_row("platform", escape(", ".join(probed.platforms) or "not recognised"))
    facts.add_row("robots.txt", f"crawl delay {probed.crawl_delay:g} s" if probed.crawl_delay else "no crawl delay")
    for kind, sources in (
        ("feed", probed.feeds),
        ("sitemap", probed.sitemaps),
        ("listing", probed.listings),
        ("newspaper", probed.newspapers),
    ):
        for source in sources:
            facts.add_row(kind, escape(_shown(f"{source.url}  {source.content}", 200)))
        if not sources:
            facts.add_row(kind, "none found")
    console.print(facts)
    if probed.samples:
        console.print(_sample_table(probed.samples))
    if probed.deep:
        console.print(f"Mind: {escape(_shown(probed.deep, 200))} is no home page; visited was {escape(probed.home)}")
    for integrity, count in _tampered(probed.samples).items():
        console.print(f"Mind: {count} of {len(probed.samples)} samples are {_TAMPERED[integrity]}")
    for trouble in probed.troubles:
        console.print(f"Could not: {escape(_shown(trouble, 300))}")


def _tampered(samples: Sequence[Sample]) -> Counter[Integrity]:
    """How many samples were tampered with, by kind."""
    found = (sample.article.integrity for sample in samples if sample.article)
    return Counter(integrity for integrity in found if integrity in _TAMPERED)


def _sample_table(samples: list[Sample]) -> Table:
    good = sum(sample.is_good for sample in samples)
    table = Table(
        Column("title", ratio=1),
        Column("published", no_wrap=True),
        Column("source", no_wrap=True),
        Column("characters", no_wrap=True, justify="right"),
        title=f"{good} of {len(samples)} samples read",
        title_justify="left",
        expand=True,
    )
    for sample in samples:
        article = sample.article
        if article is None:
            table.add_row(escape(_shown(f"{urlsplit(sample.url).path}: {sample.trouble}", 80)), "", "", "")
            continue
        title = article.title or sample.url
        state = article.rejection or str(len(article.text))
        published = (article.as_dict()["published_at"] or "?")[:_SHOWN_TIME].replace("T", " ")
        headline = Text(_shown(title), no_wrap=True, overflow="ellipsis")
        table.add_row(headline, published, escape(_shown(article.source or "?", 20)), str(state))
    return table


def _shown(text: str, most: int = _MAX_CELL_CHARS) -> str:
    """Text of a page for the terminal, bounded."""
    text = printable_line(text)
    return text if len(text) <= most else text[: most - 1] + "…"
