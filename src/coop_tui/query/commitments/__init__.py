"""Which points take up which, and the status of commitments."""
