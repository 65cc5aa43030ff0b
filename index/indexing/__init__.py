"""Keeping what is indexed up to date: the indexer's process, its workers and folders, and what goes wrong with them."""
