"""The format of records; imports neither the screen nor the formats of output."""
