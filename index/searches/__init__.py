"""Saved searches: their file, their changes, what was seen of each, and their names in a query."""
