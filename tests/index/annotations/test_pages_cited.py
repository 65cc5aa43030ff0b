"""Whatever cites a passage names the page of the source on which it stands."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

from index.annotations import interchange
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.interchange import ImportedAnnotation, Source
from index.annotations.record import to_record
from index.document import Block, Document, Metadata, PageStart, Span
from index.pages import pages_of
from tui.session.clipboard import citation

TEXT = "The gate was shut. Nobody came."
PAGES = (PageStart(0, "xii"), PageStart(9, "A·{1}"), PageStart(19, "A·{2}"))
PAGED = Document(
    "a.pdf", TEXT, (Block(0, len(TEXT), "prose", "x"),), Metadata(page="7"), "0" * 64, "1" * 64, "pdf/1", 6, PAGES
)


def exported(form: str, one: Annotation, document: Document = PAGED) -> str:
    source = Source(lambda path: None, to_record, {"a.pdf": document}.get)
    return b"".join(interchange.export(form, [PlacedAnnotation(one, "exact", one.start, one.end)], source)).decode()


def test_pages_are_those_of_the_format_before_what_is_known_beside_it() -> None:
    assert [pages_of(PAGED, *each) for each in ((0, 3), (4, 9), (4, 12), (19, 19))] == [
        "xii",
        "xii",
        "xii–A·{1}",
        "A·{2}",
    ]
    unpaged = Document("a.txt", TEXT, PAGED.blocks, Metadata(page="7"), "", "", "text/2", 6)
    assert pages_of(unpaged, 0, 3) == "7"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("markdown", "— characters 4–12 · pp. xii–A&#183;\\{1\\} · "),
        ("html", "pp. xii–A·{1}, paragraph 1, line 1, characters 4–12"),
        ("org", ":PAGE: xii–A·{1}\n"),
        ("bibtex", "  note = {pp. xii--A·\\textbraceleft{}1\\textbraceright{}, chars 4--12},\n"),
    ],
)
def test_an_export_names_the_pages(form: str, expected: str, mark_any: Callable[..., Annotation]) -> None:
    assert expected in exported(form, mark_any(TEXT, 4, 12, document="a.pdf"))


def test_tables_and_libraries_have_a_place_for_pages(mark_any: Callable[..., Annotation]) -> None:
    one = mark_any(TEXT, 20, 26, document="a.pdf", note="a note", codes=("late",))
    (item,) = json.loads(exported("csl-json", one))
    assert item["page"] == "A·{2}" and item["note"] == "p. A·{2}, chars 20–26"
    for form in ("csv", "privilege"):
        (row,) = csv.DictReader(io.StringIO(exported(form, one)))
        assert row["page"] == "A·{2}"
    (back,) = interchange.parse("markdown", exported("markdown", one).encode())
    assert isinstance(back, ImportedAnnotation)
    assert (back.parts.start, back.parts.end, back.parts.codes) == (20, 26, ("late",))
    assert back.record["creator"]["name"] == one.layer


def test_a_copied_passage_is_cited_with_its_page() -> None:
    assert citation(PAGED, Span(19, 31)) == "“Nobody came.”\na.pdf, p. A·{2}, ¶1, characters 19–31"
