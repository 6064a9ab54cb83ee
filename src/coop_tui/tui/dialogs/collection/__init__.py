"""The dialogs over several records."""
