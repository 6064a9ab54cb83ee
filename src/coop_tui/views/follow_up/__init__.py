"""What became of commitments, and what the next meeting could take up."""
