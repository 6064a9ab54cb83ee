"""What opens over the reader and closes again."""
