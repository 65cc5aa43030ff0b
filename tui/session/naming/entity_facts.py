"""The head of the page of an entity: what is known of it, in lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tui.session.naming.entity_rows import Fact
from tui.widgets.document_row import date_in_words, file_name

if TYPE_CHECKING:
    from index.document import DocumentRow
    from index.entities.profile import Profile

FORMS: Final = 24
"""Forms of a name that are listed; of more the number is."""
RULES: Final = 12


def facts_of(profile: Profile) -> Iterator[Fact]:
    """Forms of the name, when it is seen, who found it, and what the reader wrote."""
    head = profile.head
    if head is None or head.beside is not None:
        return
    for note in head.notes:
        for number, line in enumerate(note.split("\n")):
            yield Fact("" if number else "note", line, own=True)
    if head.spellings:
        forms = [f"{each.text} {each.mentions:,}" for each in head.spellings if not each.joined]
        joined = [f"{each.text} {each.mentions:,}" for each in head.spellings if each.joined]
        yield Fact("named", _listed(forms, FORMS))
        if joined:
            yield Fact("joined by you", _listed(joined, FORMS))
    if head.first is not None and head.last is not None:
        yield Fact("first seen", _seen(head.first))
        yield Fact("last seen", _seen(head.last))
        undated = head.dated.found[0].get(None)
        if undated is not None:
            words = "1 document has" if undated.documents == 1 else f"{undated.documents:,} documents have"
            yield Fact("", f"{words} no date")
    if profile.rules:
        rules = sorted(profile.rules.items(), key=lambda rule: (-rule[1], rule[0]))
        yield Fact("found by", _listed([f"{name} {number:,}" for name, number in rules], RULES))


def _listed(parts: list[str], most: int) -> str:
    more = f" · and {len(parts) - most:,} more" if len(parts) > most else ""
    return " · ".join(parts[:most]) + more


def _seen(document: DocumentRow) -> str:
    """By the date of the document: when something is told of is another matter."""
    return f"{date_in_words(document.date)}, the date of {document.title or file_name(document.path)}"
