"""The reader: the only room that knows Textual."""
