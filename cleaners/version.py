"""Which cleaners made an article: a digest of their code, words and models."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from cleaners.lexicons import LEXICON_DIR, MODEL_DIR

_DIGITS = 12
"""Hexadecimal digits, 48 bits: no two versions that one database ever meets are alike."""


def _digest_cleaners() -> str:
    """The digest of every file that decides how a page is read, the same in a checkout and where it is installed."""
    code = Path(__file__).resolve().parent
    parts = ((code, "*.py"), (LEXICON_DIR, "*.tsv"), (MODEL_DIR, "*.tsv"), (MODEL_DIR, "*.npz"))
    digest = sha256()
    for folder, pattern in parts:
        for path in sorted(folder.rglob(pattern)):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()[:_DIGITS]


CLEANER_VERSION = _digest_cleaners()
"""Another one whenever the same bytes may give another article. A number that somebody has to raise stood still over
hundreds of new rules, and what these read otherwise was told as the newsroom's edit."""
