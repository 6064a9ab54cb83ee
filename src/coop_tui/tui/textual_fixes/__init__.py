"""Fixes for failures of Textual."""
