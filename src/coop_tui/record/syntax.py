"""What is wrong with a document that is no TOML 1.0, in words for its maintainer.

The parser says what it did not expect, and where it stopped. What its author is likely to
have meant, and where the mistake was made, is read off the text before that place and at
it. A complaint of the parser that is not known here is passed on as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import tomli
from msgspec.structs import replace

from coop_tui.record.characters import describe, escape_controls
from coop_tui.record.diagnostics.date_hints import loose_date
from coop_tui.record.diagnostics.problem import Problem, quoted
from coop_tui.record.stopped import HEADER, KEY, PAIR, Fault, Stop
from coop_tui.record.toml_writer import to_toml

_CONFLICT = re.compile(r"<{7}|={7}|>{7}|\|{7}")
_HEADER_HINT = "a header is a name in [ ] or [[ ]], such as [[meeting]]"
_APART = re.compile(rf"\[[ \t]*\[[ \t]*({KEY})[ \t]*\][ \t]*\]")
"""A header of a list, with or without blanks between its brackets."""
_SEVERAL_WORDS = re.compile(rf"\s*({KEY}(?:[ \t]+{KEY})+)[ \t]*=(?!=)")
_CURLY = "“”„‟‘’‚‛«»「」『』〝〞"


def syntax_problem(error: tomli.TOMLDecodeError, file: str) -> Problem:
    """What is wrong with a document at which the parser stopped.

    Args:
        error: What the parser has to say.
        file: The file as the user named it.
    """
    fault = _fault(error.msg, Stop(error.doc, error.pos))
    line = error.doc.count("\n", 0, fault.at) + 1
    column = fault.at - error.doc.rfind("\n", 0, fault.at)
    return Problem(file, f"not TOML: {fault.message}", hint=fault.hint, line=line, column=column)


def _fault(message: str, stop: Stop) -> Fault:
    if stop.runaway >= 0:
        delimiter = stop.text[stop.runaway : stop.runaway + 3]
        return Fault(
            f"the text that begins here runs on into what follows it, up to another {delimiter}",
            stop.runaway,
            f"end it with {delimiter}",
        )
    for beginning, explained in _EXPLAINED.items():
        if message.startswith(beginning) and (fault := explained(stop)) is not None:
            return fault
    return Fault(escape_controls(message[:1].lower() + message[1:]), stop.at)


def _stray(stop: Stop) -> Fault | None:
    """A character that looks like one of TOML, or like nothing at all."""
    character = stop.character
    if character not in ("", "\n", "\t") and unicodedata.category(character) == "Cc":
        hint = "end lines with LF or CR LF" if character == "\r" else "take it out"
        return Fault(f"{describe(character)} cannot stand here", stop.at, hint)
    if not character or character.isascii():
        return None
    if character in _CURLY:
        return Fault(
            f"{character} is no quotation mark of TOML", stop.at, 'write a straight one: "'
        )
    if unicodedata.category(character) in ("Zs", "Cf", "Zl", "Zp"):
        hint = "write a plain blank, or take it out"
        return Fault(f"{describe(character)} is no blank of TOML", stop.at, hint)
    plain = unicodedata.normalize("NFKC", character)
    if plain.isascii() and not plain.isalnum():
        return Fault(f"{describe(character)} is no sign of TOML", stop.at, f"write a plain {plain}")
    return None


def _statement(stop: Stop) -> Fault | None:
    """A line that begins with what no line begins with."""
    if _CONFLICT.match(stop.text, stop.at):
        hint = "keep one side, and take out the lines <<<<<<<, ======= and >>>>>>>"
        return Fault("this is the mark of a merge that is not settled", stop.at, hint)
    if stop.character == "=":
        return Fault("there is no key before =", stop.at, "write key = value")
    if stop.character in ("]", "}"):
        hint = "take it out, or look above for what was to be open"
        return Fault(f"nothing is open that this {stop.character} could close", stop.at, hint)
    if (fault := _stray(stop)) is not None:
        return fault
    return ("=" in stop.rest and _in_key(stop)) or _no_statement(stop)


def _in_key(stop: Stop) -> Fault | None:
    """A letter that is none of a bare key."""
    if not stop.character.isalpha():
        return None
    hint = "a key is letters a to z, digits, - and _, or stands in quotation marks"
    return Fault(f"'{stop.character}' cannot stand in a key", stop.at, hint)


def _no_statement(stop: Stop) -> Fault:
    if stop.rest.startswith(("//", "/*", ";", "%")):
        return Fault("this is no comment of TOML", stop.at, "a comment begins with #")
    return Fault(
        "this line is no key with a value, no [table] and no comment",
        stop.at,
        'text of several lines stands between """ and """',
    )


def _after_value(stop: Stop) -> Fault | None:
    """What follows a value on its line, or a header."""
    if (fault := _stray(stop)) is not None:
        return fault
    rest = stop.rest
    if re.match(r";[ \t\r]*(?:#|\Z)", rest):
        return Fault("a semicolon ends the line", stop.at, "take it away")
    separated = rest.startswith(";") and PAIR.match(rest, 1)
    if rest.startswith(("//", "/*", ";", "%")) and not separated:
        return _no_statement(stop)
    pair = stop.pair
    if pair is None:
        hint = "write as many ] as there are [" if rest.startswith("]") else "begin a new line"
        return Fault(f"{quoted(rest)} follows a header", stop.at, hint)
    if re.match(r",(?!\d)", rest):
        return Fault("a comma ends the line", stop.at, "take it away")
    if rest.startswith(("]", "}")):
        return _statement(stop)
    if separated or PAIR.match(rest):
        hint = "begin a new line"
        return Fault(
            f"a second key stands on the line of '{escape_controls(pair[1])}'", stop.at, hint
        )
    first = stop.text[pair.end()]
    if first in "\"'":
        return _after_text(stop, pair, first)
    return _bare(stop, pair.end())


def _after_text(stop: Stop, pair: re.Match[str], mark: str) -> Fault:
    end = len(stop.text[: stop.at].rstrip(" \t")) - 1
    if (fault := _joined(stop)) is not None:
        return fault
    if mark not in stop.rest:
        hint = "put all of it in quotation marks"
        return Fault(
            f"{quoted(stop.rest)} follows the text of '{escape_controls(pair[1])}'", stop.at, hint
        )
    if mark == '"':
        return Fault('a " in the text ends it', end, 'write \\" for each that is to be shown')
    return Fault("an apostrophe in the text ends it", end, 'put the text between " and "')


def _joined(stop: Stop) -> Fault | None:
    """Two texts with a sign between them that is to make one of them."""
    if stop.character != "+" or not stop.text[: stop.at].rstrip().endswith(('"', "'")):
        return None
    hint = 'put all of it between " and ", or on several lines between """ and """'
    return Fault("texts are not joined by +", stop.at, hint)


def _value(stop: Stop) -> Fault | None:
    """What stands where a value is due, and is none."""
    character = stop.character
    if not stop.in_table and (fault := _open_list(stop)) is not None:
        return fault
    if character == "=":
        return Fault("= stands twice", stop.at, "one is enough")
    if character in ("", "\n", "#") or (character in ",]}" and stop.text[stop.at - 1] in "= \t"):
        if stop.brackets and not stop.in_table:
            return Fault("a value is missing in the list", stop.at, "take one comma out")
        key = stop.pair
        what = f" of '{escape_controls(key[1])}'" if key else ""
        return Fault(f"the value{what} is missing", stop.at, "write one, or leave the key out")
    if character == ",":
        return Fault("a value is missing in the list", stop.at, "take one comma out")
    return _stray(stop) or _bare(stop, stop.at)


def _bare(stop: Stop, start: int) -> Fault:
    """A value that is neither in quotation marks nor a number, a date or a list."""
    end = re.compile(r"[ \t]*(?:[#\n]|\Z)" if not stop.brackets else r"[ \t]*(?:[,\]}#\n]|\Z)")
    found = end.search(stop.text, start)
    word = stop.text[start : found.start() if found else len(stop.text)]
    if re.match("[0-9]", word) or loose_date(word) is not None:
        return _number(word, start)
    if word.lower() in ("true", "false"):
        return Fault(f"{quoted(word)} is no value", start, f"write {word.lower()}, in lower case")
    hint = "text stands in quotation marks"
    if len(word) < 40 and '"' not in word and "\\" not in word:
        hint += f': "{escape_controls(word)}"'
    return Fault(f"{quoted(word)} is no value", start, hint)


def _number(word: str, start: int) -> Fault:
    """A date that is none, or a number."""
    shown = quoted(word)
    if (date := loose_date(word)) is not None:
        hint = f"write {to_toml(date)}"
        if any(map(str.isalpha, word)):
            hint += f', or "{escape_controls(word)}" if it is text'
        elif not date.day:
            hint = f"a month stands in quotation marks: {to_toml(date)}"
        return Fault(f"{shown} is no date of TOML", start, hint)
    if re.fullmatch(r"\d{4}[-/.]\d\d?(?:[-/.]\d\d?)?", word):
        return Fault(f"{shown} is in no calendar", start, "correct the month or the day")
    if re.fullmatch(r"\d\d?[-/.]\d\d?[-/.]\d{4}", word):
        hint = "the year comes first, then the month: 2025-11-12"
        return Fault(f"{shown} is no date of TOML", start, hint)
    if re.match(r"\d{4}-\d\d-\d\d", word):
        return Fault(f"{shown} is no date of TOML", start, "write a day such as 2025-11-12")
    if re.fullmatch(r"\d{1,3}(,\d{3})+", word):
        return Fault(f"{shown} is no number of TOML", start, f"write {word.replace(',', '')}")
    if re.fullmatch(r"0\d+", word):
        hint = f'write {word.lstrip("0") or 0}, or "{word}" if it is text'
        return Fault(f"{shown} begins with 0", start, hint)
    return Fault(f"{shown} is no value", start, "text stands in quotation marks")


def _date(stop: Stop) -> Fault:
    return _number(re.split(r"[\s,\]}#]", stop.text[stop.at : stop.at + 30])[0], stop.at)


def _no_equals(stop: Stop) -> Fault | None:
    """A key without ``=``, or what looks like one."""
    if stop.character == ":":
        return Fault("a colon stands where = is due", stop.at, "write key = value")
    if (fault := _stray(stop)) is not None:
        return fault
    if stop.text.startswith("- ", stop.statement):
        hint = 'a list stands in [ ]: aka = ["one", "two"]'
        return Fault("this is no list of TOML", stop.statement, hint)
    if several := _SEVERAL_WORDS.match(stop.text, stop.begun):
        name = quoted(several[1])
        return Fault(f"a blank stands in the key {name}", several.start(1), "a key is one word")
    if not stop.text[stop.at - 1].isspace() and (fault := _in_key(stop)) is not None:
        return fault
    if stop.brackets:
        return Fault("a key without = stands in { }", stop.at, "write key = value")
    return replace(_no_statement(stop), at=stop.statement)


def _no_key(stop: Stop) -> Fault | None:
    """What stands where a key is due, and is none."""
    if not stop.in_table:
        if (fault := _brackets_apart(stop)) is not None:
            return fault
        header = stop.text.startswith("[", stop.statement)
        what, hint = ("a header", _HEADER_HINT) if header else ("a key", "take the dot out")
        missing = Fault(f"a name is missing in {what}", stop.at, hint)
        return _stray(stop) or _in_key(stop) or missing
    if stop.character in ("\n", "#", ""):
        return _broken_table(stop)
    if stop.character == "}":
        comma = stop.text.rfind(",", 0, stop.at)
        return Fault("in { } no comma stands after the last value", comma, "take it away")
    if stop.character == ",":
        return Fault("a key with its value is missing in { }", stop.at, "take one comma out")
    hint = 'write { key = "value" }; a list of values stands in [ ]'
    return _stray(stop) or Fault("this is no key, and { } holds keys with values", stop.at, hint)


def _broken_table(stop: Stop) -> Fault:
    hint = (
        "write all of it on one line, with } at its end, or give each key a line below a [header]"
    )
    return Fault("the { that stands here is not closed on its line", stop.brackets[-1][0], hint)


def _brackets_apart(stop: Stop) -> Fault | None:
    """A header of a list whose brackets do not touch."""
    header = _APART.match(stop.text, stop.statement)
    if header is None:
        return None
    hint = f"write [[{escape_controls(header[1])}]]"
    return Fault("a blank stands between the brackets of a header", stop.statement, hint)


def _table(stop: Stop) -> Fault | None:
    if stop.character in ("\n", "#", ""):
        return _broken_table(stop)
    return _stray(stop) or _between(stop, "}")


def _list(stop: Stop) -> Fault | None:
    return _open_list(stop) or _stray(stop) or _between(stop, "]")


def _open_list(stop: Stop) -> Fault | None:
    """A list into which the next key or header has got, or that the file ends in."""
    line = stop.text.rfind("\n", 0, stop.at) + 1
    before = [start for start, _ in stop.brackets if start < line]
    if before and (PAIR.match(stop.text, line) or HEADER.match(stop.text, line)):
        start = before[-1]
    elif stop.brackets and not stop.character:
        start = stop.brackets[-1][0]
    else:
        return None
    return Fault("the [ that stands here is not closed", start, "end the list with ]")


def _between(stop: Stop, closing: str) -> Fault:
    if (fault := _joined(stop)) is not None:
        return fault
    begun = re.compile(r"\s*").match(stop.text, stop.pair.end() if stop.pair else stop.begun)
    assert begun is not None
    word = re.split(r"[,\]}#\n]", stop.text[begun.end() : begun.end() + 40])[0].strip()
    if loose_date(word) is not None:
        return _number(word, begun.end())
    return Fault(
        f"{quoted(stop.rest)} follows a value",
        stop.at,
        f"write a comma between two values, or {closing} after the last",
    )


def _header(stop: Stop) -> Fault | None:
    unclosed = Fault("the header is not closed", stop.statement, _HEADER_HINT)
    return _stray(stop) or _brackets_apart(stop) or unclosed


def _unclosed(stop: Stop) -> Fault | None:
    """A text that does not end, or a character that cannot stand in one."""
    if stop.character not in ("", "\n"):
        return Fault(f"{describe(stop.character)} cannot stand here", stop.at, "take it out")
    if stop.quote < 0:
        return None
    mark = re.compile("\"{3}|'{3}|.").match(stop.text, stop.quote)
    assert mark is not None
    line = stop.text[stop.quote :].partition("\n")[0]
    hint = f"end it with {mark[0]}"
    if len(mark[0]) == 1:
        hint += '; text of several lines stands between """ and """'
        if any(curly in line for curly in _CURLY):
            hint = f"a curly quotation mark does not end it: write {mark[0]}"
    return Fault(f"the {mark[0]} that stands here is not closed", stop.quote, hint)


def _escape(stop: Stop) -> Fault:
    start = stop.text.rfind("\\", 0, stop.at)
    escape = stop.text[start : start + 2]
    if code := re.compile(r"\\x([0-9A-Fa-f]{2})").match(stop.text, start):
        return Fault(f"{code[0]} is no escape of TOML 1.0", start, f"write \\u00{code[1]}")
    hint = "write \\\\ for a backslash that is to be shown"
    if escape in ("\\u", "\\U"):
        digits = 4 if escape == "\\u" else 8
        return Fault(f"{digits} hexadecimal digits have to follow {escape}", start, hint)
    return Fault(f"{quoted(escape)} is no escape", start, hint)


def _no_character(stop: Stop) -> Fault:
    start = stop.text.rfind("\\", 0, stop.at)
    return Fault(
        f"{escape_controls(stop.text[start : stop.at])} is no character", start, "take it out"
    )


def _again(stop: Stop) -> Fault | None:
    # It needs the syntax tree, which is expensive.
    from coop_tui.record.redefined import redefined

    return redefined(stop)


_EXPLAINED: dict[str, Callable[[Stop], Fault | None]] = {
    "Invalid statement": _statement,
    "Expected newline or end of document after a statement": _after_value,
    "Illegal character": _unclosed,
    "Found invalid character": _unclosed,
    "Unterminated string": _unclosed,
    "Expected \"'": _unclosed,
    "Cannot ": _again,
    "Duplicate inline table key": _again,
    "Expected ']": _header,
    "Expected '=' after a key": _no_equals,
    "Invalid initial character for a key part": _no_key,
    "Unclosed array": _list,
    "Unclosed inline table": _table,
    "Unescaped '\\' in a string": _escape,
    "Invalid hex value": _escape,
    "Escaped character is not a Unicode scalar value": _no_character,
    "Invalid date or datetime": _date,
    "Invalid value": _value,
}
"""What tomli's complaints begin with, and who knows what they mean."""
