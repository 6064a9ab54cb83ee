"""The view of who met whom."""
