"""Noticing that files of a collection change while somebody reads it."""
