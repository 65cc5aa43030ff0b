"""Errors that a reader may see. Each says what, where and what to do, in one line."""

from __future__ import annotations


class GlossatorError(Exception):
    """Anything that is told to the reader in one line, without a traceback."""


class CollectionError(GlossatorError):
    """The path or the collection cannot be opened (exit status 3)."""


class Damaged(CollectionError):
    """What was indexed cannot be read; an indexing run finds that and makes it anew from the documents."""


class UnknownDocument(GlossatorError):
    """No document of that path, or it cannot be read (exit status 1)."""


class QueryError(GlossatorError):
    """A query with a mistake: where it is, and what to write instead (exit status 2)."""

    def __init__(self, message: str, start: int, end: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.start = start
        self.end = end
        self.suggestion = suggestion


class OffsetError(GlossatorError):
    """Offsets that do not lie in the document (exit status 2)."""


class UnreadableFile(GlossatorError):
    """A reader cannot make text of this file; the message is the reason."""


class SettingsError(GlossatorError):
    """One or more faults in settings, each as `FILE:LINE:COLUMN: setting: what is wrong` (exit status 2)."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class ReadOnlyError(GlossatorError):
    """The reader's own files cannot be written here; says where and what to do."""


class Cancelled(GlossatorError):
    """Work was given up on request."""
