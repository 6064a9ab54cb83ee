"""What changed between two versions of a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.record.entries import Table
from coop_tui.record.introspect import Field, fields_of, table_fields
from coop_tui.record.tables import Dossier, Meeting, Point

ORDER = ("source", "person", "party", "plan", "initiative", "sector", "place")
"""The tables beside the meetings, in the order in which their changes are told."""

_MIN_LIKENESS = 65.0
"""How alike two texts are at least, if one is the other reworded: ``rapidfuzz.fuzz.ratio``."""

# These limit the time: a text may be long, and a meeting may have any number of points.
_MAX_TEXT = 1000
_MAX_DISTANCE = 200
_MAX_CANDIDATES = 5

What = Literal["added", "removed", "changed"]
Entry = TypeVar("Entry", bound=Table)


class KeyChange(Struct, frozen=True):
    """A key of a table with its values in both versions."""

    field: Field
    old: Any
    new: Any

    @property
    def removed(self) -> list[Any]:
        """The items of a list that are not in the new version."""
        return _without(self.old, self.new)

    @property
    def added(self) -> list[Any]:
        """The items of a list that are not in the old version."""
        return _without(self.new, self.old)


class Change(Struct, Generic[Entry], frozen=True):
    """An entry in both versions; None where a version does not have it.

    Attributes:
        keys: The keys that changed, if both versions have it.
    """

    old: Entry | None
    new: Entry | None
    keys: tuple[KeyChange, ...] = ()

    @property
    def entry(self) -> Entry:
        """The entry in the new version, or else in the old."""
        entry = self.new or self.old
        assert entry is not None, "a change of nothing"
        return entry

    @property
    def what(self) -> What:
        """What happened to the entry."""
        if self.old is None:
            return "added"
        return "changed" if self.new else "removed"


class PointChange(Change[Point], frozen=True, kw_only=True):
    """A point, with its number at the meeting in each version, from 1."""

    old_number: int | None = None
    new_number: int | None = None


class MeetingChange(Change[Meeting], frozen=True, kw_only=True):
    """A meeting and its points that changed; all of them, if it was added or removed."""

    points: tuple[PointChange, ...] = ()


class Changes(Struct, frozen=True):
    """What changed in a record.

    Attributes:
        meetings: The meetings that changed, in order of time.
        tables: The entries of every other table that changed, by the key of the table.
        keys: The keys of the record itself that changed.
    """

    meetings: tuple[MeetingChange, ...]
    tables: Mapping[str, tuple[Change[Table], ...]]
    keys: tuple[KeyChange, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.meetings or self.keys or any(self.tables.values()))

    @property
    def points(self) -> Iterator[PointChange]:
        """The points that changed, of all meetings."""
        return (point for meeting in self.meetings for point in meeting.points)


def changes(old: Dossier, new: Dossier) -> Changes:
    """Compare two versions of a record, by the ids of their entries.

    The order of tables makes no difference, nor does white space in a text.
    """
    tables = sorted(
        (field for field in table_fields(Dossier) if field.key != "meeting"),
        key=lambda field: ORDER.index(field.key) if field.key in ORDER else len(ORDER),
    )
    return Changes(
        tuple(_meetings(old, new)),
        {
            field.key: tuple(_entries(getattr(old, field.key), getattr(new, field.key)))
            for field in tables
        },
        tuple(one for one in changed_keys(old, new) if not one.field.is_table),
    )


def changed_keys(old: Table, new: Table) -> tuple[KeyChange, ...]:
    """The keys of two tables of one kind that have different values."""
    return tuple(
        KeyChange(field, before, after)
        for field in fields_of(type(new)).values()
        if not _same(before := getattr(old, field.name), after := getattr(new, field.name))
    )


def _same(old: Any, new: Any) -> bool:
    """Whether two values are the same, but for white space."""
    if old == new:
        return True
    if isinstance(old, str) and isinstance(new, str):
        return old.split() == new.split()
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new) and all(map(_same, old, new))
    if isinstance(old, Table) and isinstance(new, Table):
        return not changed_keys(old, new)
    return False


def _without(values: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    """The values that are not among others; each of these stands for one value only."""
    rest = list(others)
    found = []
    for value in values:
        same = next((number for number, other in enumerate(rest) if _same(value, other)), None)
        if same is None:
            found.append(value)
        else:
            del rest[same]
    return found


def _entries(old: Mapping[str, Table], new: Mapping[str, Table]) -> Iterator[Change[Table]]:
    """The entries that were added or that changed, and then those that were removed."""
    for name, entry in new.items():
        before = old.get(name)
        if before is None:
            yield Change(None, entry)
        elif keys := changed_keys(before, entry):
            yield Change(before, entry, keys)
    for name, entry in old.items():
        if name not in new:
            yield Change(entry, None)


def _meetings(old: Dossier, new: Dossier) -> Iterator[MeetingChange]:
    removed = (meeting for meeting in old.meetings if meeting.id not in new.meeting)
    for meeting in sorted((*new.meetings, *removed), key=lambda meeting: meeting.date):
        before, after = old.meeting.get(meeting.id), new.meeting.get(meeting.id)
        points = tuple(_points(before.points if before else (), after.points if after else ()))
        keys: tuple[KeyChange, ...] = ()
        if before and after:
            # The points are compared one by one, which takes long enough.
            keys = changed_keys(replace(before, points=()), replace(after, points=()))
        if points or keys or not (before and after):
            yield MeetingChange(before, after, keys, points=points)


def _points(old: tuple[Point, ...], new: tuple[Point, ...]) -> Iterator[PointChange]:
    """The points of one meeting that changed: those of the new version, then those removed."""
    if old == new:
        return
    before = {number: number_before for number_before, number in _pairs(old, new)}
    for number, point in enumerate(new):
        if number not in before:
            yield PointChange(None, point, new_number=number + 1)
            continue
        point_before = old[before[number]]
        if point_before != point and (keys := changed_keys(point_before, point)):
            yield PointChange(
                point_before,
                point,
                keys,
                old_number=before[number] + 1,
                new_number=number + 1,
            )
    kept = set(before.values())
    for number, point in enumerate(old):
        if number not in kept:
            yield PointChange(point, None, old_number=number + 1)


def _pairs(old: tuple[Point, ...], new: tuple[Point, ...]) -> Iterator[tuple[int, int]]:
    """The numbers, from 0, of each point that both versions have, in the old and in the new.

    It is the same point if it has the same id; or else, if all of it is the same, or all but
    the id; or else, if the texts are alike.
    """
    rest_old, rest_new = dict(enumerate(old)), dict(enumerate(new))
    by_id = {point.id: number for number, point in rest_old.items() if point.id is not None}
    found = [(by_id[point.id], number) for number, point in rest_new.items() if point.id in by_id]
    for take in (_equal, _equal_but_for_id, _alike):
        for number_old, number_new in found:
            del rest_old[number_old], rest_new[number_new]
        yield from found
        found = list(take(rest_old, rest_new)) if rest_old and rest_new else []
    yield from found


_Points = Mapping[int, Point]
"""Points by their numbers."""


def _equal(old: _Points, new: _Points) -> Iterator[tuple[int, int]]:
    """The numbers of points that are equal, in the old version and in the new."""
    numbers: dict[Point, list[int]] = {}
    for number, point in reversed(list(old.items())):  # the first is taken first
        numbers.setdefault(point, []).append(number)
    for number, point in new.items():
        if rest := numbers.get(point):
            yield rest.pop(), number


def _equal_but_for_id(old: _Points, new: _Points) -> Iterator[tuple[int, int]]:
    without_old, without_new = (
        {number: replace(point, id=None) for number, point in points.items()}
        for points in (old, new)
    )
    return _equal(without_old, without_new)


def _alike(old: _Points, new: _Points) -> Iterator[tuple[int, int]]:
    """The numbers of points whose texts are alike; those that are most alike come first.

    Of equally alike points those come first that have more in common otherwise. A point is
    compared only with those that stand near its place, and never with all of very many.
    """
    from rapidfuzz import fuzz, process

    numbers = list(new)
    texts = [" ".join(new[number].text[:_MAX_TEXT].split()) for number in numbers]
    candidates = []
    for place, (number, point) in enumerate(old.items()):
        first = max(0, place - _MAX_DISTANCE)
        for _, score, found in process.extract(
            " ".join(point.text[:_MAX_TEXT].split()),
            texts[first : place + _MAX_DISTANCE + 1],
            scorer=fuzz.ratio,
            score_cutoff=_MIN_LIKENESS,
            limit=_MAX_CANDIDATES,
        ):
            other = numbers[first + found]
            differing = len(changed_keys(point, new[other]))
            candidates.append((-score, differing, abs(first + found - place), number, other))
    taken_old, taken_new = set(), set()
    for *_, number, other in sorted(candidates):
        if number not in taken_old and other not in taken_new:
            taken_old.add(number)
            taken_new.add(other)
            yield number, other
