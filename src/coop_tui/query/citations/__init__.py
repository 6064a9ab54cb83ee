"""Citations, checked in the texts of their sources."""
