"""The character sets in which a view can be drawn."""

from __future__ import annotations

import unicodedata
from enum import Enum

_STAND_INS = {
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-",
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "…": "...", "·": "-", "•": "*", "†": "+", "¶": "#", "§": "S", "×": "x",
    "€": "EUR", "£": "GBP", "¥": "JPY", "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe",
    "→": "->", "←": "<-", "‹": "<", "›": ">", "⟦": "[[", "⟧": "]]",
    "─": "-", "━": "=", "═": "_", "│": "|", "┊": ":", "▲": "^",
    "◈": "@", "◆": "*", "◇": ".", "●": "#", "○": "o", "▷": ">", "⊕": "+", "░": "~",
    "▣": "X", "■": "x", "◉": "!", "▼": "V", "▽": "v",
    "▰": "#", "▱": "-", "█": "=", "▐": "[", "▌": "]", "▏": "]",
    "▎": "]", "▍": "]", "▋": "]", "▊": "]", "▉": "]",
    "▂": "h", "▃": "u", "▄": "i", "▅": "a", "▆": "s", "▇": "d",
}  # fmt: skip


class Charset(Enum):
    """The characters of an output.

    ``ASCII`` replaces signs and punctuation by their stand-ins, accented letters by plain
    ones (Unicode compatibility decomposition), and every other character by ``?``.
    """

    UNICODE = "unicode"
    ASCII = "ascii"

    def fold(self, text: str) -> str:
        """The text in this character set; it may take more or fewer cells than before."""
        if self is Charset.UNICODE or text.isascii():
            return text
        return "".join(map(_fold, text))


def _fold(character: str) -> str:
    if character.isascii():
        return character
    if character in _STAND_INS:
        return _STAND_INS[character]
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if part.isascii())
    return plain or "?"
