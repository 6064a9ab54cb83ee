"""Citations held against the texts of their sources."""
