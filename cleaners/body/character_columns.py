"""What the lines of a page look like by their characters: a class for each, counted per line."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from cleaners.text.character_tables import PLANE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaners.text.arrays import Floats


_MAX_LINE_CHARS = 1500
"""Characters of a line that are counted; what a longer one looks like is clear by then."""
_LATIN_TOKEN_CHARS = 5
"""Letters of an alphabet that weigh as much as one ideograph: the usual length of a word."""
_CLASSES = "other han kana letter upper digit space stop comma colon quote bracket bar mark".split()
"""Classes of characters, in the order of their numbers."""
HAN, KANA, _LETTER, _UPPER, DIGIT, _SPACE, STOP, COMMA = range(1, 9)
"""Numbers of the classes that are asked for by name."""
_CLASS_CHARS = {
    "digit": "0123456789０１２３４５６７８９",
    "space": " \n",
    "stop": ".!?。！？…；;‥།༎༏༐༑࿐᠃᠉؟؛।॥۔။።",
    "comma": ",，、،᠂᠈၊",
    "colon": ":：",
    "quote": "\"'“”‘’「」『』«»",
    "bracket": "()（）[]【】《》〈〉<>",
    "bar": "|｜/\\>»›·•_-–—~",
    "mark": "©®™▲▼►▶◆■●★☆※→←↑↓+#@&*=$%^",
}
"""Characters of the classes that Python's own tests do not tell."""
_ONE_HOT = np.eye(len(_CLASSES), dtype=np.float32)
_TOKEN_WEIGHTS = np.zeros(len(_CLASSES), np.float32)
_TOKEN_WEIGHTS[[HAN, KANA]] = 1
_TOKEN_WEIGHTS[[_LETTER, _UPPER]] = 1 / _LATIN_TOKEN_CHARS
_TOKEN_WEIGHTS[DIGIT] = 1 / 4


@cache
def _class_table() -> NDArray[np.uint8]:
    """Class of each character of the basic plane; the halves of all others count as ``other``."""
    table = np.zeros(PLANE, np.uint8)
    plane = [*map(chr, range(PLANE))]
    is_space, is_letter, is_upper = (
        np.fromiter(map(test, plane), np.bool_, PLANE) for test in (str.isspace, str.isalpha, str.isupper)
    )
    table[is_space] = _SPACE
    table[is_letter] = _LETTER
    table[is_letter & is_upper] = _UPPER
    table[0x3400:0xA000] = table[0xF900:0xFB00] = HAN
    table[0x3040:0x3100] = table[0xAC00:0xD7B0] = KANA
    for name, characters in _CLASS_CHARS.items():
        for character in characters:
            table[ord(character)] = _CLASSES.index(name)
    return table


def count_tokens(counts: Floats, lengths: Floats) -> Floats:
    """Length of each line in tokens, half a one at least; a long line goes on as its beginning does."""
    tokens: Floats = counts @ _TOKEN_WEIGHTS
    np.maximum(tokens, 0.5, out=tokens)
    tokens *= np.maximum(lengths / _MAX_LINE_CHARS, 1)
    return tokens


def count_characters(texts: Sequence[str], page_text: str, lengths: Floats) -> tuple[Floats, NDArray[np.uint8]]:
    """Characters of each class per line; the class of the last character of each. ``page_text`` is the lines joined."""
    if lengths.max() > _MAX_LINE_CHARS:
        texts = [text[:_MAX_LINE_CHARS] for text in texts]
        page_text = "\n".join(texts)
    coded = page_text.encode("utf-16-le", "surrogatepass")
    sizes = np.minimum(lengths, _MAX_LINE_CHARS).astype(np.int64) + 1
    if len(coded) != 2 * (sizes.sum() - 1):  # characters beyond the basic plane take two places
        sizes = np.array([len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in texts]) + 1
    classes = _class_table().take(np.frombuffer(coded, np.uint16))
    ends = sizes.cumsum() - 1
    width = len(_CLASSES)
    cells = np.arange(0, len(texts) * width, width).repeat(sizes)[:-1]
    cells += classes
    counts = np.bincount(cells, minlength=len(texts) * width).reshape(-1, width).astype(np.float32)
    counts[:-1, _SPACE] -= 1  # the line feeds between the lines
    return counts, classes[ends - 1]


def text_columns(counts: Floats, last: NDArray[np.uint8], lengths: Floats, linked: Floats, tokens: Floats) -> Floats:
    """What a line's own text looks like."""
    width = len(_CLASSES)
    out = np.empty((len(counts), 8 + 2 * width), np.float32)
    out[:, 0] = tokens
    out[:, 1:3] = counts[:, STOP : COMMA + 1]
    np.log1p(out[:, :3], out=out[:, :3])
    out[:, 3] = tokens < 3
    out[:, 4] = tokens > 12
    out[:, 5] = tokens > 30
    out[:, 6] = linked / lengths
    out[:, 7] = linked == lengths
    np.divide(counts, np.minimum(lengths, _MAX_LINE_CHARS)[:, None], out=out[:, 8 : 8 + width])
    out[:, 8 + width :] = _ONE_HOT[last, :width]
    return out
