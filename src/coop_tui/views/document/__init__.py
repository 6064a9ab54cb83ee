"""Blocks, their layout, and lines."""
