"""What is asked of several records side by side."""
