"""Texts that are alike: near copies, and passages in the same words."""
