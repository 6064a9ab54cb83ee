"""Where something is in a record."""

KeyPath = tuple[str | int, ...]
"""The names of keys and the indices of entries, from 0, that lead to it from the file."""
