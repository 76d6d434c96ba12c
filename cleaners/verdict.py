"""Judge a finished draft: is it an article, and was its page tampered with? Changes no text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.article import Integrity, Rejection, RemovalKind

if TYPE_CHECKING:
    from cleaners.draft import Draft

MAX_PAGE_BYTES = 40_000_000
"""Largest input that is read: ten times the largest honest page seen (3 to 4 MB)."""

_BINARY_SIGNS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")


def refuse_input(raw: bytes | str) -> Rejection | None:
    """Say why an input is not read at all; None if it is read."""
    if len(raw) > MAX_PAGE_BYTES:
        return Rejection.TOO_LARGE
    if not raw.strip():
        return Rejection.EMPTY
    if isinstance(raw, bytes) and (raw.startswith(_BINARY_SIGNS) or b"\0\0\0" in raw[:1024]):
        return Rejection.BINARY
    return None


def judge(draft: Draft) -> Draft:
    """Set ``rejection`` and ``integrity``."""
    injected = any(removal.kind is RemovalKind.SPAM for removal in draft.article.removed)
    integrity = draft.article.integrity
    if injected and integrity is Integrity.CLEAN:
        integrity = Integrity.INJECTED
    rejection = None
    if not draft.body:
        rejection = Rejection.SPAM_ONLY if injected else Rejection.NO_BODY
    return draft.note(rejection=rejection, integrity=integrity)
