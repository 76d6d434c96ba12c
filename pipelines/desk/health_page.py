"""The health page: one static HTML file, escaped, without script, to put anywhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.desk.plot import draw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipelines.health import SiteHealth

_PLOT_DAYS = 60
"""Days drawn, today included."""


def write_health_page(sites: Sequence[SiteHealth], problems: Sequence[str] | None, now: datetime) -> str:
    """Write the page. ``problems`` are those of the database's own check; None when it was not made."""
    last = now.date()
    plot = draw(
        {(health.record.site, health.record.outlet): health.record.by_day for health in sites},
        last - timedelta(days=_PLOT_DAYS - 1),
        last,
    )
    rows = {row.site: row for row in plot.rows}
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("health.html").render(
        sites=[(health, rows.get(health.record.site)) for health in sites],
        problems=problems,
        at=now.strftime("%Y-%m-%d %H:%M UTC"),
        plot=plot,
        headline=_headline(len(sites), sum(bool(health.findings) for health in sites)),
    )


def _headline(sites: int, sick: int) -> str:
    noun = "site" if sites == 1 else "sites"
    if sick:
        return f"{sick} of {sites} {noun} {'needs' if sick == 1 else 'need'} a look"
    return f"All {sites} {noun} are well" if sites > 1 else "The one site is well" if sites else "No site yet"
