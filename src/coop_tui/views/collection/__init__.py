"""Views over several records side by side."""
