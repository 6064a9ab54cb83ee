"""Queries on a record: selections, points, coverage, comparison, search and citations."""
