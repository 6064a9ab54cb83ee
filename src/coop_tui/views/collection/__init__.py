"""Views of several records side by side."""
