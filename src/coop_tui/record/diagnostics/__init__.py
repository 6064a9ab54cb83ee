"""What is wrong with a file, in words and with a place; imported only when something is."""
