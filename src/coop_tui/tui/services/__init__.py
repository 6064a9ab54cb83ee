"""What the reader needs of the system: the file, an editor, a browser."""
