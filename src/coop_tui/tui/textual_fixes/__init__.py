"""Corrections of Textual: the only place that uses its private names.

``tests/tui/test_textual_names.py`` lists these names and fails when Textual changes one.
"""
