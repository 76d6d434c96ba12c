"""A probed outlet as the text of a site profile, with comments that tell the operator what to check."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.probed import article_shapes
from spiders.profile import LOOPBACK_NAMES
from spiders.profile_reader import parse_profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from spiders.probed import Probed, Source

_ZONES = {"tw": "Asia/Taipei", "hk": "Asia/Hong_Kong", "mo": "Asia/Macau"}
"""Time zone by top-level domain, where Chinese outlets have another than the default."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def profile_text(site: str, probed: Probed, today: date) -> str:
    """Write the profile of a probed outlet as TOML; what was only seen, not found out, stands in comments.

    Raises ``spiders.profile_reader.ProfileError`` when the profile could not be loaded again.
    """
    text = "\n".join(_lines(probed, today)) + "\n"
    parse_profile(site, tomllib.loads(text))
    return text


def _lines(probed: Probed, today: date) -> Iterator[str]:
    host = (urlsplit(probed.home).hostname or "").removeprefix("www.")
    yield f"# Written by `scrapy probe` on {today}. Check it, crawl a few pages (-a max_pages=20), look at the"
    yield "# articles, then set verified = true."
    yield f"# Charset of the home page: {_comment(', '.join(probed.charsets))}."
    if probed.platforms:
        yield f"# Made with: {_comment(', '.join(probed.platforms))}."
    yield from (f"# Trouble: {_comment(trouble)}" for trouble in probed.troubles)
    name = _comment(probed.name or "").strip()
    origin = "from the home page's title" if name else "the home page's title gives none"
    yield f"name = {_quoted(name or host)}  # {origin}"
    yield f"home = {_quoted(probed.home)}"
    yield from _host_lines(probed, host)
    yield from _path_lines(probed)
    yield '# region = "450000"  # six-digit division code (GB/T 2260) of the place it reports on'
    yield from _language_lines(probed, host)
    yield from _source_lines(probed)
    yield from _article_lines(probed)
    if host in LOOPBACK_NAMES:
        yield "allow_loopback = true"
    if not probed.verify_certificates:
        yield "verify_certificates = false"
    yield "verified = false"


def _host_lines(probed: Probed, own: str) -> Iterator[str]:
    """The hosts of articles that do not lie on the home page's or below it: a crawl leaves others alone."""
    hosts = {(urlsplit(sample.url).hostname or "").removeprefix("www.") for sample in probed.good_samples}
    others = sorted(host for host in hosts if host != own and not host.endswith(f".{own}"))
    if others:
        named = ", ".join(map(_quoted, (own, *others)))
        yield f"hosts = [{named}]  # articles lie there, too; check that all are the outlet's"


def _path_lines(probed: Probed) -> Iterator[str]:
    """How to keep to the folder of a home page that is not its host's own: the host may carry other outlets."""
    folder = urlsplit(probed.home).path.rpartition("/")[0] + "/"
    if folder != "/":
        inside = sum(urlsplit(sample.url).path.startswith(folder) for sample in probed.samples)
        yield f"# {inside} of {len(probed.samples)} sample articles lie below {_comment(folder)}."
        yield f"# When the others are another outlet's: paths = [{_quoted(folder)}]"


def _language_lines(probed: Probed, host: str) -> Iterator[str]:
    scripts = Counter(sample.article.script for sample in probed.good_samples if sample.article)
    script = scripts.most_common(1)[0][0] if scripts else None
    if script:
        yield f"script = {_quoted(script)}"
    zone = _ZONES.get(host.rpartition(".")[2])
    if zone:
        yield f"timezone = {_quoted(zone)}"
    elif probed.good_samples and not any(
        sample.article.lang == "zh" for sample in probed.good_samples if sample.article
    ):
        yield 'timezone = "UTC"  # not a Chinese outlet: set its own zone, e.g. Europe/Lisbon'


def _source_lines(probed: Probed) -> Iterator[str]:
    """What a crawl would not find by itself; the rest in comments, because what is named replaces what is found."""
    channels = [source for source in probed.listings if source.url != probed.home]
    kinds = {"feeds": probed.feeds, "sitemaps": probed.sitemaps, "listings": channels, "epaper": probed.newspapers}
    for key, sources in kinds.items():
        if guessed := [source for source in sources if source.is_guessed]:
            yield from _list_lines(key, guessed)
    found = [(key, source) for key, sources in kinds.items() for source in sources if not source.is_guessed]
    if found:
        yield "# The crawl finds these by itself, and more: a key that named some would leave the others out."
        yield from (f"# {key}: {_comment(_quoted(source.url))}  {_comment(source.content)}" for key, source in found)


def _list_lines(key: str, sources: list[Source]) -> Iterator[str]:
    yield f"{key} = ["
    yield from (f"    {_quoted(source.url)},  # {_comment(source.content)}" for source in sources)
    yield "]"


def _article_lines(probed: Probed) -> Iterator[str]:
    shapes = article_shapes(probed)
    if shapes:
        yield "# Articles are told by the shape of their addresses:"
        yield from (f"#   {_comment(example)} ({count} of {len(probed.good_samples)})" for example, count in shapes)
        yield "# Only where that fails: article_url = 'a regular expression'"
    for reason, count in Counter(sample.trouble for sample in probed.samples if sample.trouble).items():
        yield f"# {count} of {len(probed.samples)} sample articles could not be had: {_comment(reason)}"
    if refused := sum(sample.is_refused for sample in probed.samples):
        yield f"# {refused} of {len(probed.samples)} samples are no articles; `scrapy clean --explain` shows why."
    if probed.crawl_delay:
        yield f"# robots.txt asks for {probed.crawl_delay:g} seconds between two requests, which is kept."


def _quoted(text: str) -> str:
    """Make a TOML basic string: JSON's escapes are all TOML's as well."""
    return json.dumps(_UNSAFE.sub(" ", text), ensure_ascii=False)


def _comment(text: str) -> str:
    """Text that cannot end the comment it stands in."""
    return _UNSAFE.sub(" ", text)[:400]
