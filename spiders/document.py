"""A response as all that looks for links in one takes it."""

from __future__ import annotations

from typing import NamedTuple


class Document(NamedTuple):
    """A page, feed or answer to a script, with what is needed to read it."""

    body: bytes | str
    """As received, unpacked; text where somebody has decoded it already, which counts as UTF-8."""
    url: str
    """Address that answered; links are taken from there."""
    content_type: str | None = None
    """The header; None when there was none."""
    scripts: tuple[str, ...] = ()
    """Texts of the page's own script files, where they were asked for as well."""

    @property
    def raw(self) -> bytes:
        """The body's bytes."""
        return self.body.encode("utf-8", "replace") if isinstance(self.body, str) else self.body
