"""On which pages of its source a passage stands, for whatever cites it."""

from __future__ import annotations

from index.document import Document


def pages_of(document: Document, start: int, end: int) -> str | None:
    """What is printed on the page, `12`, or on the first and the last, `12–13`; None where the source has no pages.

    What is known beside the text counts where the format itself has no pages.
    """
    first = document.page_at(start)
    if first is None:
        return document.metadata.page
    last = document.page_at(max(start, end - 1))
    return first if last in (None, first) else f"{first}–{last}"


def cited(pages: str) -> str:
    """Pages as a citation names them: `p. 12`, `pp. 12–13`."""
    return f"pp. {pages}" if "–" in pages else f"p. {pages}"
