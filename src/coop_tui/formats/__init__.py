"""Formats: a view as bytes, and files written whole or not at all."""
