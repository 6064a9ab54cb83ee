"""What became of what was promised."""
