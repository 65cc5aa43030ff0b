"""Text that is what it is in the file."""
