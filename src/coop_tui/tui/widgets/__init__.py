"""The bars round the panes."""
