"""The codes of another program in the codebook: what it says already stays, what it does not say is filled in."""

from __future__ import annotations

from collections.abc import Mapping

from index.codebook.book import Codebook
from index.codebook.code import LONGEST_DESCRIPTION, Code, ancestors, is_code


def with_codes(book: Codebook, codes: Mapping[str, Code]) -> dict[str, Code]:
    """The codebook with these codes; names that it cannot hold, and former names of its codes, are left out."""
    entries = dict(book.entries)
    for name, code in codes.items():
        if not is_code(name) or (name not in entries and book.resolve(name) != name):
            continue
        for above in ancestors(name):
            entries.setdefault(above, Code())
        known = entries.get(name, Code())
        entries[name] = Code(
            known.description or code.description.strip()[:LONGEST_DESCRIPTION],
            known.colour or code.colour,
            known.key,
            known.former,
        )
    return entries
