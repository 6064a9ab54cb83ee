"""A terminal reader for records of co-operation meetings."""

__version__ = "0.1.0"
