"""The query language and its index."""
