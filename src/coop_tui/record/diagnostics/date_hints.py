"""Reads dates in the forms that people write, for hints. A record allows none of them."""

from __future__ import annotations

import re

from coop_tui.record.dates import Date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_YEAR, _MONTH, _DAY = r"(?P<year>\d{4})", r"(?P<month>\d\d?)", r"(?P<day>\d\d?)"
_WORD, _NTH = r"(?P<word>[a-z]{3,9})\.?", rf"{_DAY}(?:st|nd|rd|th)?"
_FORMS = (
    rf"{_YEAR}[-/.]{_MONTH}(?:[-/.]{_DAY})?",
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
    rf"{_YEAR}\s*年\s*{_MONTH}\s*月(?:\s*{_DAY}\s*[日号號])?",
    rf"(?:{_NTH}[-.\s]\s*(?:of\s+)?)?{_WORD},?[-\s]\s*{_YEAR}",
    rf"{_WORD}\s*{_NTH},?\s+{_YEAR}",
)


def loose_date(text: str) -> Date | None:
    """The month or the day that a text names without ambiguity.

    Args:
        text: ``2023-5-6``, ``2023/05/06``, ``20230506``, ``6 May 2023``, ``May 6th, 2023``,
            ``May 2023``, ``2023年5月6日`` and the like.

    Returns:
        The date; None if the text is not a date of the calendar, or is in a form in which
        the day and the month could be confused.
    """
    for form in _FORMS:
        if match := re.fullmatch(form, text.strip(), re.ASCII | re.IGNORECASE):
            found = match.groupdict()
            word = found.get("word", "").lower()
            names = (number for number, name in enumerate(_MONTHS, 1) if name.startswith(word))
            month = next(names, 0) if word else int(found["month"])
            day = f"-{int(found['day']):02d}" if found["day"] else ""
            try:
                return Date.parse(f"{found['year']}-{month:02d}{day}")
            except ValueError:
                return None
    return None
