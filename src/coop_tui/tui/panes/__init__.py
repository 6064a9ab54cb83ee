"""The panes of the reader; each shows one view."""
