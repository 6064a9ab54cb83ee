"""Describes what is wrong with a file, and where. Imported only for a file with mistakes."""
