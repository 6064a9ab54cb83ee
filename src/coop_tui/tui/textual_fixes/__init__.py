"""Textual, where it fails or falls short."""
