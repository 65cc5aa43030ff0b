"""Footnotes of a web page: what a small mark in the text leads to, and the way back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping

from index.document import Block, Link
from index.readers.web.html_blocks import HEADINGS, Rendered, own_addresses
from index.readers.web.html_tree import BLOCKS, Element

_MARK = re.compile(
    r"\s*[\[(]?\s*(?:\d{1,3}|[a-z]|[ivx]{1,5}|\*{1,3}|[†‡§¶]|(?:note|fn|nb)\s?\d{1,3})\s*[\])]?\s*", re.IGNORECASE
)
"""What a mark of a footnote looks like."""
_LONGEST = 3_000
"""Characters of a footnote; what is longer is a part of the text."""
_ROLES = frozenset({"doc-noteref", "noteref"})


def find_notes(body: Element, addresses: Iterable[str] = ()) -> dict[str, Element]:
    """The footnotes of a page by the id that leads to each. `addresses` are those of the page itself."""
    own = own_addresses(addresses)
    elements = list(body.walk())
    order = {id(element): number for number, element in enumerate(elements)}
    by_id: dict[str, Element] = {}
    for element in elements:
        for name in (element.get("id"), element.get("name") if element.tag == "a" else ""):
            if name:
                by_id.setdefault(name, element)
    notes: dict[str, Element] = {}
    lengths: dict[int, int] = {}
    for element in elements:
        before, _, name = element.get("href").strip().partition("#") if element.tag == "a" else ("", "", "")
        if before.rstrip("/") not in own:
            continue
        target = by_id.get(name) if name else None
        if target is None or order[id(target)] <= order[id(element)] or not _is_mark(element):
            continue
        note = _block_of(target)
        if note is None or _holds(note, element):
            continue
        if id(note) not in lengths:
            lengths[id(note)] = len(note.text().strip())
        if lengths[id(note)] <= _LONGEST:
            notes[name] = note
    return notes


def _is_mark(link: Element) -> bool:
    if {link.get("role"), link.get("epub:type")} & _ROLES:
        return True
    text = link.text()
    if len(text) > 20 or not _MARK.fullmatch(text):
        return False
    raised = any(e.tag == "sup" for e in link.walk()) or any(e.tag == "sup" for e in link.ancestors())
    return raised or text.strip()[:1] in "[(*†‡§¶" or bool({"footnote", "noteref", "reference", "fn"} & link.names())


def _block_of(target: Element) -> Element | None:
    """The paragraph or item that an id lies in or names."""
    chain = [target, *target.ancestors()]
    block = next((element for element in chain if element.tag in BLOCKS), None)
    if block is None or block.tag in HEADINGS or block.tag in ("body", "html", "main", "article", "table", "tr"):
        return None
    return block


def _holds(outer: Element, inner: Element) -> bool:
    return any(above is outer for above in inner.ancestors())


def ways_back(rendered: Rendered, notes: Mapping[str, Element]) -> list[Link]:
    """Links from each footnote to its mark, where the page has none: on the first word of the note."""
    starts = [block.start for block in rendered.blocks]
    first: dict[int, tuple[Block, int]] = {}
    for link in rendered.links:
        name = link.target.partition("#")[2]
        place = rendered.places.get(name) if name in notes else None
        at = bisect_right(starts, place) - 1 if place is not None else -1
        if at >= 0 and rendered.blocks[at].start > link.end:
            first.setdefault(at, (rendered.blocks[at], link.start))
    taken: set[int] = set()
    for link in rendered.links:
        taken.add(bisect_right(starts, link.start) - 1)
    back = []
    for at, (block, mark) in first.items():
        if at not in taken:
            word = rendered.text[block.start : block.end].split(None, 1)[0]
            back.append(Link(block.start, block.start + len(word), f"#{mark}"))
    return back
