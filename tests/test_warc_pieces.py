"""Files in pieces, damaged anywhere: what was not touched comes back, and nothing is passed over in silence."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.warc_pieces import BROKEN, PACKED, PLAIN, Form, Gap, Piece, walk

RECORDS = [
    b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(body), body)
    for body in (
        b"",
        b"one" * 50,
        bytes(range(256)) * 9,
        gzip.compress(b"inner" * 40),
        b"\r\n\r\nWARC/1.1 in a text",
        b"last",
    )
]
PIECES = {
    "packed": (PACKED, [gzip.compress(record, mtime=0) for record in RECORDS]),
    "stored": (PACKED, [gzip.compress(record, 0, mtime=0) for record in RECORDS]),
    "plain": (PLAIN, RECORDS),
}


def tiled(file: bytes, form: Form) -> list[Piece | Gap]:
    """The walk's pieces and gaps, which lie side by side from the first byte to the last."""
    found = list(walk(BytesIO(file), form, 1 << 20))
    assert [piece.start for piece in found] == [0, *(piece.end for piece in found[:-1])][: len(found)]
    assert (found[-1].end if found else 0) == len(file)
    return found


@pytest.mark.parametrize("kind", PIECES)
def test_a_sound_file_is_all_pieces(kind: str) -> None:
    form, pieces = PIECES[kind]
    found = tiled(b"".join(pieces), form)
    assert [piece.end - piece.start for piece in found] == [len(piece) for piece in pieces]
    assert [piece.plain[:5] for piece in found if isinstance(piece, Piece)] == [b"WARC/"] * len(RECORDS)


@given(st.sampled_from(["packed", "stored"]), st.data())
def test_what_was_not_touched_comes_back(kind: str, data: st.DataObject) -> None:
    form, pieces = PIECES[kind]
    hit = data.draw(st.integers(0, len(pieces) - 1))
    at = data.draw(st.integers(0, len(pieces[hit]) - 1))
    damage = data.draw(st.binary(min_size=1, max_size=12))
    broken = [*pieces[:hit], pieces[hit][:at] + damage + pieces[hit][at + len(damage) :], *pieces[hit + 1 :]]
    found = tiled(b"".join(broken), form)
    plain = [piece.plain for piece in found if isinstance(piece, Piece)]
    for number, record in enumerate(RECORDS):
        assert number == hit or record in plain


@given(st.sampled_from(sorted(PIECES)), st.integers(0, 4000), st.binary(max_size=30), st.integers(0, 40))
def test_no_byte_is_passed_over_in_silence(kind: str, at: int, damage: bytes, cut: int) -> None:
    form, pieces = PIECES[kind]
    file = b"".join(pieces)
    tiled(file[:at] + damage + file[at + cut :], form)


@given(st.sampled_from(["packed", "stored"]), st.integers(1, 4000))
def test_a_cut_end_is_told_from_damage(kind: str, length: int) -> None:
    form, pieces = PIECES[kind]
    file = b"".join(pieces)
    found = tiled(file[:length], form)
    assert not any(isinstance(piece, Gap) for piece in found[:-1])
    assert isinstance(found[-1], Piece) or found[-1].unfinished
    damaged = tiled(file[: len(file) - 9] + b"\0\0\0\0" + file[len(file) - 5 :], form)
    assert damaged[-1] == Gap(len(file) - len(pieces[-1]), len(file), unfinished=False)


def test_reading_a_piece_where_there_is_none_is_an_error() -> None:
    with pytest.raises(BROKEN):
        PACKED.read(BytesIO(b"plain"), 0, 9, 5)
    with pytest.raises(zlib.error):
        PACKED.read(BytesIO(b"\0" * 50), 0, 9, 50)
