"""Spider names out of site profiles: every ``data/sites/<name>.toml`` is a spider, none needs code."""

from __future__ import annotations

import builtins
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.names import meant
from spiders.profile import SiteProfile
from spiders.profile_reader import ProfileError, load_profile
from spiders.site_spider import SiteSpider

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


class ProfileSpiderLoader:
    """As much of Scrapy's spider loader protocol as its commands here ask for, over the folder ``NEWS_SITES``."""

    def __init__(self, folder: Path):
        self.folder = folder

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> ProfileSpiderLoader:
        """Make the loader; the folder is read when a spider is asked for."""
        return cls(Path(settings["NEWS_SITES"]))

    def load(self, spider_name: str) -> type[SiteSpider]:
        """Make the spider class of a site.

        Raises ``KeyError`` for an unknown name, :class:`spiders.profile_reader.ProfileError` for a bad profile.
        """
        path = self.folder / f"{spider_name}.toml"
        # A link that leads nowhere is a bad profile, not none; a name longer than a file's may be is none.
        is_there = os.path.lexists(path)
        if path.parent != self.folder or not is_there:
            near = nearest_sites(spider_name, self.folder)
            advice = f"did you mean {' or '.join(near)}?" if near else "'scrapy list' names the sites"
            raise KeyError(f"no site {spider_name!r} in {self.folder}; {advice}")
        return spider_class(load_profile(path))

    def list(self) -> builtins.list[str]:
        """Names of all sites, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.toml"))


def nearest_sites(asked: str, folder: Path) -> builtins.list[str]:
    """Names of the sites that somebody may mean who writes ``asked``: its host, file, own name, or nearly its name."""
    host = (urlsplit(asked).hostname or asked).lower().removeprefix("www.")
    exact, names = [], {}
    for path in sorted(folder.glob("*.toml")):
        names[path.stem] = path.stem
        with suppress(ProfileError):
            profile = load_profile(path)
            names[profile.name] = path.stem
            if asked == profile.name or host in profile.hosts or asked.rpartition("/")[2] == path.name:
                exact.append(path.stem)
    return exact or meant(asked, names)


def spider_class(profile: SiteProfile) -> type[SiteSpider]:
    """Make the generic spider's class for one profile."""
    return type("SiteSpider", (SiteSpider,), {"name": profile.site, "profile": profile})
