"""What a reader asks of a record."""
