"""The seam between the reading room and whatever finds names in a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.document import Block, Mention


class EntityExtractor(Protocol):
    """Finds names, dates and quantities in one document."""

    @property
    def name(self) -> str:
        """Short name, such as `rules`."""
        ...

    @property
    def version(self) -> str:
        """Fingerprint of rules and data: mentions made under another version are stale."""
        ...

    def extract(self, text: str, blocks: Sequence[Block], language: str | None) -> list[Mention]:
        """The mentions of `text`, sorted by start, not overlapping, none across a border of blocks.

        Offsets are code points of `text`. `language` is ISO 639-1, or None where undecided. Raises nothing on any text.
        """
        ...
