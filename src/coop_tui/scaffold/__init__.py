"""What `coop-tui new` writes."""
