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


def place_of(document: Document, wanted: str) -> int | None:
    """Where a page of the source begins, by what is printed on it; None where there is no such page.

    Among times (`00:12:31`, of subtitles) it is the last that is not later, and hours may be left out.
    """
    label = wanted.strip().casefold()
    for page in document.pages:
        if page.label.casefold() == label:
            return page.start
    time = _seconds(label) if ":" in label else None
    if time is None:
        return None
    told = ((_seconds(page.label), page.start) for page in document.pages)
    return max(((at, start) for at, start in told if at is not None and at <= time), default=(0.0, None))[1]


def span_of_pages(document: Document) -> str:
    """From which page to which: `11 to 13`; "" where the source has none."""
    pages = document.pages
    if not pages:
        return ""
    return pages[0].label if len(pages) == 1 else f"{pages[0].label} to {pages[-1].label}"


def _seconds(label: str) -> float | None:
    """A time `1:02:03` or `02:03`."""
    parts = label.split(":")
    if not 2 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    seconds = 0.0
    for part in parts:
        seconds = 60 * seconds + int(part)
    return seconds
