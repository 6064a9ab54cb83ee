"""The records that `coop-tui new` writes."""
