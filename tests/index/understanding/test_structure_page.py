"""A whole page that was copied: its article between menus and other stories, and what is left alone."""

from __future__ import annotations

from index.document import Document
from index.readers.plain.text import read
from index.reading import as_document

_MENU = (
    "Home\nNews\nWeather\nMy Account\nSearch\n\nFerry fares to rise again in spring\n\nTop Stories\nBridge\nPort\n\n"
)
_TEXT = (
    "The harbour at Winterhaven was closed to ships on Monday after the ice broke the wall, the port office said.",
    "“Nobody was hurt, and the wall can be mended before the spring,” the harbour master Ida Brandt told reporters.",
    "Three ferries were sent back, and two hundred travellers spent the night in the halls of the old fish market.",
    "The wall was built in 1931 and has been broken by ice four times, most lately in the winter of 1987.",
    "The town has set aside money for a new one, but the council has yet to say when the work is to begin.",
)
_FOOT = (
    "\n\nShare on Facebook\n\nRelated stories\n\nCouncil votes on the new school\n\n"
    "The council met for six hours before it agreed on a place for the school.\n\nSnow on the roads\n\n"
    "Drivers were told to stay at home.\n\nWhat the ice leaves behind\n\nAbout us\nPrivacy policy\nTerms of use\n"
    "© 2031 Winterhaven Herald. All rights reserved.\n"
)
_HEAD = "Ice breaks the harbour wall of Winterhaven\n\nPorts wait for the thaw as ships are sent back to sea\n\n"
_PAGE = _MENU + _HEAD + "By Mara Delling\n\nMarch 3, 2031\n\nShare\n\n" + "\n\n".join(_TEXT) + _FOOT


def understood(text: str) -> Document:
    return as_document("page.txt", read(text.encode()), "", frozenset())


def kinds(document: Document) -> dict[str, str]:
    return {document.text[block.start : block.end]: block.kind for block in document.blocks}


def test_the_article_of_a_copied_page() -> None:
    document = understood(_PAGE)
    found = kinds(document)
    assert document.metadata.title == "Ice breaks the harbour wall of Winterhaven"
    assert document.metadata.authors == ("Mara Delling",)
    assert document.metadata.date == "2031-03-03"
    assert document.metadata.source == "Winterhaven Herald"
    assert all(found[paragraph] == "prose" for paragraph in _TEXT)
    around = ("Ferry fares to rise again in spring", "Bridge", "Council votes on the new school", "Snow on the roads")
    assert [found[line] for line in (*around, "My Account", "Share", "About us")] == ["boilerplate"] * 7
    for proof in document.metadata.evidence:
        if proof.field == "title" and proof.span is not None:
            assert document.text[proof.span.start : proof.span.end] == document.metadata.title


def test_paragraphs_outside_the_article_are_kept() -> None:
    """Two in a row are text of something, whatever it is."""
    letters = (
        "We walked along the wall and saw the cracks, and nobody had put up a sign.",
        "It was cold all the while.",
    )
    found = kinds(understood(_PAGE + "\n\nYour letters\n\n" + "\n\n".join((letters[0], letters[0] + " " + letters[1]))))
    assert found[letters[0]] == "prose"


def test_what_is_left_out_is_little_beside_the_article() -> None:
    """Rows of short pieces are an article of another kind."""
    pieces = [
        f"Station {n}\n\nThe {n}th station stands above the river, and a path of {n} stones leads to it.\n\n"
        for n in range(20, 60)
    ]
    found = kinds(understood(_PAGE + "".join(pieces)))
    assert sum(kind == "prose" for words, kind in found.items() if "a path of" in words) == 40


def test_texts_that_are_no_pages_are_left_alone() -> None:
    verse = "\n\n".join(f"The {n} of the night\nGoes by without a light\nAnd nobody has seen" for n in range(20))
    chapters = "Contents\n\n" + "\n\n".join(f"{n}. What the {n} winters brought" for n in range(1, 20))
    for text in (verse, chapters + "\n\n" + "\n\n".join(_TEXT), "\n\n".join(_TEXT), _HEAD + "\n\n".join(_TEXT)):
        assert "around-article" not in {block.rule for block in understood(text).blocks}


def test_lines_of_signs_alone_are_no_reason_to_fail() -> None:
    page = _PAGE.replace("Bridge", "›").replace("Port\n", "***\n") + "\n\n" + "›\n\n" * 50
    assert understood(page).metadata.title == "Ice breaks the harbour wall of Winterhaven"
