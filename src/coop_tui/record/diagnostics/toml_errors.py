"""What is wrong with a text that is not TOML 1.0, in words for its maintainer.

The message is the parser's own. Where the parser stops is often not where the mistake is:
for the usual mistakes the text before that place shows where they are and what to do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import tomli

from coop_tui.record.characters import escape_controls
from coop_tui.record.diagnostics.date_hints import loose_date
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.toml_writer import to_toml

_PART = r"""(?:[\w-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_ENTRY = re.compile(rf"[ \t]*(?P<at>(?P<header>\[\[?[ \t]*)?(?P<key>{_KEY}))[ \t]*(?(header)\]|=)")
_TOKEN = re.compile(
    r"""
      \#[^\n]* | (?P<newline>\n) | (?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5})
    | (?!"{3})"(?:\\.|[^"\\\n])*" | (?!'{3})'[^'\n]*' | (?P<quote>\"{3}|'{3}|"|')
    | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<value>[=,]) | [^\n#,"'\[\]{}=]+
    """,
    re.VERBOSE | re.DOTALL,
)
_TO_THE_NEXT = re.compile(rf"\n[ \t]*{_KEY}[ \t]*=[ \t]*(?:\"{{3,5}}|'{{3,5}})\Z")
"""The end of a text that is closed only by the marks with which another was to begin."""
_CONFLICT = re.compile(r"<{7}|={7}|>{7}|\|{7}")
_CURLY = "“”„‟‘’‚‛«»「」『』〝〞"

_WIDTH, _BEFORE = 76, 38
"""Cells of an excerpt of a line, and of them those before the caret."""

_Found = tuple[int, str] | None  # the offset of a mistake, and what to do


def toml_problem(error: tomli.TOMLDecodeError, file: str) -> Problem:
    """Describe why a text is not TOML."""
    text, stop = error.doc, error.pos
    at, hint = _mistake(_Scan(text, stop), error.msg) or (stop, "")
    line, stopped = (text.count("\n", 0, offset) + 1 for offset in (at, stop))
    begin = text.rfind("\n", 0, at) + 1
    elsewhere = f", in line {stopped}" if stopped != line else ""
    message = f"not TOML: {escape_controls(error.msg[:1].lower() + error.msg[1:])}{elsewhere}"
    excerpt = pointed_at(text[begin:].partition("\n")[0], at - begin)
    return Problem(file, message, hint=hint, line=line, column=at - begin + 1, excerpt=excerpt)


class _Scan:
    """What is open where the parser stopped; all before that is sound.

    Attributes:
        text, stop: All of it, and where the parser stopped.
        line: Where the line begins in which it stopped.
        character: What stands there; empty at the end, also if an open text hides it.
        statements: Where each line begins that is not part of a value.
        brackets: Where the open brackets are.
        quote: Where an open text begins; -1 if none is open.
        value: Where the last value is due; -1 if none is.
        assigned: Whether the last statement has an equals sign.
    """

    def __init__(self, text: str, stop: int) -> None:
        self.text, self.stop, self.character = text, stop, text[stop : stop + 1]
        self.line = text.rfind("\n", 0, stop) + 1
        self.statements, self.brackets = [0], list[int]()
        self.quote, self.value, self.assigned = -1, -1, False
        for token in _TOKEN.finditer(text, 0, stop):
            match token.lastgroup:
                case "newline" if not self.brackets:
                    self.statements.append(token.end())
                    self.value, self.assigned = -1, False
                case "open":
                    self.brackets.append(token.start())
                case "close" if self.brackets:
                    self.brackets.pop()
                case "value":
                    self.assigned |= token[0] == "="
                case "quote":
                    self.quote = token.start()
                    return
                case "text" if _TO_THE_NEXT.search(token[0]):
                    self.quote, self.character = token.start(), ""
                    return
            if token.lastgroup in ("open", "value"):
                is_due = token[0] == "=" or (self.brackets and text[self.brackets[-1]] == "[")
                self.value = token.end() if is_due and self.assigned else -1


def _mistake(scan: _Scan, message: str) -> _Found:
    if _CONFLICT.match(scan.text, scan.line):
        return scan.line, "keep one side of the merge, and take out <<<<<<<, ======= and >>>>>>>"
    if scan.quote >= 0:
        return _open_text(scan)
    if scan.character and scan.character in _CURLY:
        return scan.stop, 'write a straight quotation mark: "'
    if message.startswith(("Cannot", "Duplicate")):
        return _given_twice(scan)
    return _open_bracket(scan) or _bare_value(scan)


def _open_text(scan: _Scan) -> _Found:
    rest = scan.text[scan.quote :].partition("\n")[0]
    mark = rest[:3] if rest[:3] in ('"""', "'''") else rest[0]
    if scan.character not in (("",) if len(mark) == 3 else ("", "\n")):
        return None  # it is a character or an escape in the text
    hint = f"the text that begins here is not closed: end it with {mark}"
    if len(mark) == 1:
        several = '; text of several lines stands between """ and """'
        hint += ", a curly mark does not close it" if set(_CURLY) & set(rest) else several
    return scan.quote, hint


def _given_twice(scan: _Scan) -> _Found:
    text, start = scan.text, scan.statements[-1]
    entry = _ENTRY.match(text, start)
    if entry is None or (scan.brackets and scan.assigned):
        return scan.stop, "keep one of the two"
    at, key, in_key = entry.start("at"), entry["key"], r"[ \t]*[.=]"
    first, *_, last = re.split(r"[ \t]*\.[ \t]*", f"{key}.{key}")
    above = (_ENTRY.match(text, begin) for begin in scan.statements[:-1])
    table = max((other.start() for other in above if other and other["header"]), default=0)
    searches = [(table, f"{re.escape(name)}{in_key}") for name in (key, first)]
    if entry["header"]:
        header = rf"\[\[?[ \t]*{re.escape(key)}[ \t]*[.\]]"
        searches = [(0, header), (table, f"{re.escape(last)}{in_key}")]
    for begin, pattern in searches:
        if other := re.compile(rf"^[ \t]*{pattern}", re.MULTILINE).search(text, begin, start):
            line, of_list = text.count("\n", 0, other.start()) + 1, f"[[{escape_controls(key)}]]"
            if "[" not in other[0]:
                return at, f"line {line} has it already"
            if other[0].endswith("."):
                return at, f"line {line} has a part of it: put that below {of_list}"
            return at, f"line {line} has it already: keep one, or write {of_list} for each"
    return at, ""


def _open_bracket(scan: _Scan) -> _Found:
    if not scan.brackets:
        return None
    if not scan.assigned:
        at, is_open = scan.brackets[0], scan.character in ("", "\n", "#", "]")
        mark = "]]" if scan.text.startswith("[[", at) else "]"
        return (at, f"the header is not closed: end it with {mark}") if is_open else None
    above, at = [at for at in scan.brackets if at < scan.line], scan.brackets[-1]
    if above and _ENTRY.match(scan.text, scan.line):
        at = above[-1]
    elif scan.character not in (("", "\n", "#") if scan.text[at] == "{" else ("",)):
        return None
    if scan.text[at] == "{":
        return at, "the { that stands here is not closed on its line: write all of { } on one line"
    return at, "the [ that stands here is not closed: end the list with ]"


def _bare_value(scan: _Scan) -> _Found:
    """A text or a date without quotation marks."""
    if scan.value < 0:
        return None
    end = r"[^#\n,\]}]*" if scan.brackets else r"[^#\n]*"
    found = re.compile(rf"\s*({end})").match(scan.text, scan.value)
    assert found is not None
    at, word = found.start(1), found[1].rstrip()
    if not at <= scan.stop <= at + len(word):
        return None
    has_letters = any(map(str.isalpha, word))
    safe = escape_controls(word)
    if (date := loose_date(word)) is not None:
        return at, f"write {to_toml(date)}" + (f', or "{safe}" if it is text' * has_letters)
    if re.fullmatch(r"\d\d?([-/.])\d\d?\1\d{4}", word):
        return at, "the year comes first, then the month: 2025-11-12"
    if not has_letters or re.match(r"\d{4}-\d\d-\d\d", word) or re.search(r"""["'=;{\[]""", word):
        return None
    return at, "text stands in quotation marks" + (f': "{safe}"' * (len(word) < 40))


def pointed_at(line: str, column: int) -> str:
    """A line, cut where it is long, and below it a caret at a column; empty if it is blank.

    Args:
        line: Without its end.
        column: In characters, from 0.
    """
    if not line.strip():
        return ""
    before = "".join(reversed(_fitting(reversed(line[:column]), _BEFORE)))
    cells = _cells(before)
    after = "".join(_fitting(line[column:], _WIDTH - cells))
    return f"  {before}{after}".rstrip() + f"\n  {' ' * cells}^"


def _fitting(characters: Iterable[str], cells: int) -> list[str]:
    """The first characters as they are shown, no more than fit; an ellipsis if some do not."""
    shown: list[str] = []
    for character in characters:
        drawn = _drawn(character)
        cells -= _cells(drawn)
        if cells < 0 or len(shown) > _WIDTH:
            return [*shown, "…"]
        shown.append(drawn)
    return shown


def _drawn(character: str) -> str:
    """A tab as one blank; what could be taken for a blank, or is not seen, by its number."""
    if character == "\t":
        return " "
    if character != " " and unicodedata.category(character) in ("Zs", "Cf"):
        return f"<U+{ord(character):04X}>"
    return escape_controls(character)


def _cells(text: str) -> int:
    """As wide as a text is in a terminal (Unicode Standard Annex #11)."""
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
        if unicodedata.category(character) not in ("Mn", "Me")
    )
