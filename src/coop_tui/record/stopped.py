"""Where the parser of TOML stopped, and what was begun there and is not ended."""

from __future__ import annotations

import re

from msgspec import Struct

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
PAIR = re.compile(rf"[ \t]*({KEY})[ \t]*=(?!=)[ \t]*")
HEADER = re.compile(rf"[ \t]*\[\[?[ \t]*({KEY})[ \t]*\]")
_TOKEN = re.compile(
    r"""
      \#[^\n]* | (?P<newline>\n) | (?P<comma>,)
    | (?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5})
    | (?!"{3})"(?:\\.|[^"\\\n])*" | (?!'{3})'[^'\n]*'
    | (?P<quote>\"{3}|'{3}|"|') | (?P<open>[\[{]) | (?P<close>[\]}])
    | [^\n#,"'\[\]{}]+
    """,
    re.VERBOSE | re.DOTALL,
)
_RUNAWAY = re.compile(rf"\n[ \t]*{KEY}[ \t]*=[ \t]*\"{{3,5}}\Z")


class Fault(Struct, frozen=True):
    """A mistake in a text.

    Attributes:
        message: What is wrong.
        at: The character at which it is, from 0.
        hint: What to do; empty if there is nothing to suggest.
    """

    message: str
    at: int
    hint: str = ""


class Stop:
    """Where the parser stopped, and what is open there.

    Attributes:
        text: The document; what stands before ``at`` is sound but for what is open.
        at: Where it stopped.
        statement: Where the statement begins in which it stopped.
        header: Where the last header before that statement begins; -1 if there is none.
        brackets: What is open in it: where each bracket is, and where its last entry begins.
        quote: Where a text begins that is open; -1 if none is.
        runaway: Where a text of several lines begins that ends only where another was to
            begin; -1 if there is none.
    """

    def __init__(self, text: str, at: int) -> None:
        self.text, self.at = text, at
        self.statement, self.header, self.quote, self.runaway = 0, -1, -1, -1
        self.brackets: list[tuple[int, int]] = []
        bracketed = -1
        for token in _TOKEN.finditer(text, 0, at):
            match token.lastgroup:
                case None:
                    continue
                case "newline" if not self.brackets:
                    if bracketed == self.statement:
                        self.header = bracketed
                    self.statement = token.end()
                case "open":
                    if not (self.brackets or text[self.statement : token.start()].strip()):
                        bracketed = self.statement
                    self.brackets.append((token.start(), token.end()))
                case "close" if self.brackets:
                    self.brackets.pop()
                case "comma" if self.brackets:
                    self.brackets[-1] = (self.brackets[-1][0], token.end())
                case "text" if self.runaway < 0 and _RUNAWAY.search(token[0]):
                    self.runaway = token.start()
                case "quote":
                    self.quote = token.start()
                    break
        while text[self.statement : self.statement + 1] in (" ", "\t"):
            self.statement += 1

    @property
    def character(self) -> str:
        """The character at which it stopped; empty at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def rest(self) -> str:
        """What stands from there to the end of the line."""
        return self.text[self.at :].partition("\n")[0]

    @property
    def in_table(self) -> bool:
        """Whether it stopped in ``{ }``."""
        return bool(self.brackets) and self.text[self.brackets[-1][0]] == "{"

    @property
    def begun(self) -> int:
        """Where the entry begins of what is open, or else the statement."""
        return self.brackets[-1][1] if self.brackets else self.statement

    @property
    def pair(self) -> re.Match[str] | None:
        """The key at hand with its ``=``."""
        start = self.begun
        while self.brackets and self.text[start : start + 1].isspace():
            start += 1
        return PAIR.match(self.text, start)

    def line(self, offset: int) -> int:
        """The number of the line of a character."""
        return self.text.count("\n", 0, offset) + 1
