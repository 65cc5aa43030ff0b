"""PDF files written by hand, and those that lie beside the repository."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench._pdfs import Made
from index.document import ExtractedText
from index.errors import UnreadableFile
from index.pages import cited, pages_of
from index.readers.pdf import ocr
from index.readers.pdf.pdf import read
from index.readers.pdf.pdf_columns import Fragment
from index.readers.pdf.pdf_furniture import Furniture
from index.readers.pdf.pdf_page import Page, Word
from index.reading import as_document

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "formats" / "pdf_pypdf" / "resources"

TIDE = "The harbour master closed the northern gate before the tide had turned that day and nobody came to open it."
PILOT = "Two pilots waited in the rain until the lamps went out, and then they walked home along the western quay."
CROWD = "A crowd had gathered by the customs house, where the clerk read out the names of those who were missing."


@pytest.fixture(autouse=True)
def no_program_reads_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever another test made of this process."""
    monkeypatch.setattr(ocr, "_allowed", None)


def wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def kinds(found: ExtractedText) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def prose(found: ExtractedText) -> list[str]:
    return [words for kind, words in kinds(found) if kind == "prose"]


def checked(found: ExtractedText) -> ExtractedText:
    """What holds of every text."""
    at = 0
    for block in found.blocks:
        assert not found.text[at : block.start].strip() and at <= block.start < block.end
        assert found.text[block.start : block.end].strip() == found.text[block.start : block.end]
        at = block.end
    assert not found.text[at:].strip()
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", found.text)
    assert [page.start for page in found.pages] == sorted(page.start for page in found.pages)
    assert all(0 <= link.start < link.end <= len(found.text) for link in found.links)
    return found


def two_columns() -> Made:
    """Two pages; the first paragraph of the second column goes on from the first, the last one over the page."""
    made = Made()
    for number in (1, 2, 3):
        made.page().at(60, 800, "THE HARBOUR RECORD", 8).at(290, 30, str(number + 40), 8)
        left = wrapped(f"{TIDE} {PILOT} {TIDE}", 36)
        made.lines(60, 760, left)
        made.lines(330, 760, wrapped(f"{CROWD} {TIDE}", 36))
    return made


def test_columns_are_read_one_after_the_other_and_running_heads_once() -> None:
    found = checked(read(two_columns().data()))
    texts = prose(found)
    assert texts[0].startswith(f"{TIDE} {PILOT} {TIDE}") and f"{CROWD} {TIDE}" in " ".join(texts)
    assert [words for kind, words in kinds(found) if kind == "boilerplate"] == ["THE HARBOUR RECORD"]
    assert "41" not in found.text
    assert list(dict.fromkeys(page.label for page in found.pages)) == ["41", "42", "43"]


def test_paragraphs_end_at_indents_gaps_and_short_lines() -> None:
    made = Made().page()
    y = 780.0
    for text in (TIDE, PILOT, CROWD):
        first, *rest = wrapped(text, 60)
        made.at(84, y, first)
        y = made.lines(60, y - 12, rest)
    for text in (PILOT, TIDE):
        y = made.lines(60, y - 8, wrapped(text, 60))
    assert prose(checked(read(made.data()))) == [TIDE, PILOT, CROWD, PILOT, TIDE]


def test_a_paragraph_goes_on_over_the_page_and_its_note_stays_on_its_own() -> None:
    lines = wrapped(f"{TIDE} {PILOT} {CROWD}", 60)
    made = Made().page()
    made.lines(60, 100, lines[:3])
    made.at(60 + 6 * len(lines[2]), 80, "1", 6)
    made.at(60, 46, "1", 5).at(66, 44, "Log of the northern gate, folio 12.", 7).page()
    made.lines(60, 780, lines[3:])
    made.lines(60, 700, wrapped(TIDE, 60))
    found = checked(read(made.data()))
    document = as_document("a.pdf", found, "", frozenset())
    (note,) = [block for block in found.blocks if block.kind == "note"]
    reference = found.text.index("[1]")
    whole = found.text[found.blocks[0].start : found.blocks[0].end]
    assert whole.replace("[1]", "") == f"{TIDE} {PILOT} {CROWD}"
    assert found.text[note.start : note.end] == "[1] Log of the northern gate, folio 12."
    assert pages_of(document, note.start, note.end) == "1" and document.page_at(len(found.text) - 1) == "2"
    assert cited(pages_of(document, 0, len(whole)) or "") == "pp. 1–2"
    targets = {(link.start, link.target) for link in found.links}
    assert targets == {(reference, f"#{note.start}"), (note.start, f"#{reference}")}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("the har-", "bour was shut", "the harbour was shut"),
        ("the northern harbour of the north-", "western coast", "the northern harbour of the north-western coast"),
        ("the pre-", "and post-war years", "the pre- and post-war years"),
        ("in the Anglo-", "Dutch treaty of that year", "in the Anglo-Dutch treaty of that year"),
        ("from nineteen twenty-", "eight on", "from nineteen twenty-eight on"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_undone_with_care(first: str, second: str, expected: str) -> None:
    made = Made().page()
    # Another line of the document tells that it divides words, and that the compound has a hyphen.
    y = made.lines(60, 780, ["The harbour lies on the north-western coast, and ships di-", "vide there; to divide"])
    y = made.lines(60, y - 20, ["It was told that the whole of it stood open, and that " + first, second + "."])
    found = checked(read(made.data()))
    assert expected in found.text and "divide there; to divide" in found.text


def test_headings_lists_captions_and_tables_are_told_apart() -> None:
    made = Made(title="The Harbour Inquiry", author="Ines Haldane", marks=[(0, "Findings of fact")]).page()
    made.at(60, 790, "The Harbour Inquiry", 18).at(60, 760, "What was asked", 10, "F2")
    y = made.lines(60, 740, wrapped(TIDE, 60))
    made.at(60, y - 10, "Findings of fact")
    y = made.lines(60, y - 34, wrapped(PILOT, 60))
    made.at(70, y - 8, "\x95 the lamps were out").at(70, y - 20, "\x95 the gate was shut")
    made.at(60, y - 50, "Figure 3. The northern gate from the west.", 8)
    for row, (name, count, place) in enumerate(
        (("Ship", "Tons", "Berth"), ("Orca", "120", "4"), ("Plover", "80", "7"))
    ):
        made.at(60, y - 90 - 12 * row, name).at(200, y - 90 - 12 * row, count).at(300, y - 90 - 12 * row, place)
    made.lines(60, y - 150, wrapped(CROWD, 60))
    found = checked(read(made.data()))
    assert [(kind, words) for kind, words in kinds(found) if kind != "prose"] == [
        ("heading", "The Harbour Inquiry"),
        ("heading", "What was asked"),
        ("heading", "Findings of fact"),
        ("list", "• the lamps were out"),
        ("list", "• the gate was shut"),
        ("caption", "Figure 3. The northern gate from the west."),
        ("table", "Ship\tTons\tBerth\nOrca\t120\t4\nPlover\t80\t7"),
    ]
    assert [block.rule for block in found.blocks if block.kind == "heading"] == ["pdf:h1", "pdf:h2", "pdf:h1"]
    assert found.metadata.title == "The Harbour Inquiry" and found.metadata.authors == ("Ines Haldane",)
    document = as_document("a.pdf", found, "", frozenset())
    assert document.blocks[0].kind == "headline" and document.metadata.title == "The Harbour Inquiry"


def test_what_the_file_calls_its_pages_and_where_it_leads() -> None:
    made = Made(title="Microsoft Word - x.doc", author="admin", labels="0<</S/r>>2<</S/D/St 1>>")
    for at in range(3):
        made.page().lines(60, 700, wrapped((TIDE, PILOT, CROWD)[at], 60))
    made.links = [(0, (60, 695, 110, 712), "https://harbour.example/log"), (1, (60, 695, 110, 712), "page:2")]
    found = checked(read(made.data()))
    assert [page.label for page in found.pages] == ["i", "ii", "1"]
    third = found.pages[2].start
    assert [(link.target, found.text[link.start : link.end]) for link in found.links] == [
        ("https://harbour.example/log", "The harbour"),
        (f"#{third}", "Two pilots"),
    ]
    assert found.metadata.title is None and found.metadata.authors == ()


def test_stamps_and_dates_that_differ_are_kept_on_each_page() -> None:
    made = Made()
    for at in range(4):
        made.page().at(60, 800, f"Filed 0{at + 1}/12/2031", 8).at(400, 30, f"HBR-00{at + 17}", 8)
        made.lines(60, 700, wrapped((TIDE, PILOT)[at % 2], 60))
    found = checked(read(made.data()))
    assert all(f"HBR-00{at + 17}" in found.text and f"Filed 0{at + 1}/12/2031" in found.text for at in range(4))
    assert sorted(prose(found)) == sorted([TIDE, PILOT] * 2)


def test_a_missing_leaf_does_not_move_the_names_of_the_others() -> None:
    made = Made()
    for number, text in ((49, TIDE), (50, PILOT), (52, CROWD), (53, TIDE), (54, PILOT), (55, CROWD)):
        made.page().at(290, 800, str(number), 8).lines(60, 700, wrapped(text, 60))
    found = checked(read(made.data()))
    assert [page.label for page in found.pages] == ["49", "50", "52", "53", "54", "55"]
    assert "5" not in found.text


def test_letters_that_a_layer_of_a_scan_sets_apart_are_joined() -> None:
    made = Made().page()
    for row in range(8):
        x = 60.0
        for word in ("towers", "of", "Singapore", "harbour"):
            # The last letter stands a little off, and words far from each other.
            made.at(x, 700 - 14 * row, word[:-1]).at(x + 6 * (len(word) - 1) + 2, 700 - 14 * row, word[-1])
            x += 6 * len(word) + 9
    text = checked(read(made.data())).text
    assert "towers of Singapore harbour towers of" in " ".join(text.split())


@pytest.mark.parametrize(("rotate", "matrix", "mode"), [(90, "0 1 -1 0", 0), (0, "-1 0 0 -1", 0), (0, "1 0 0 1", 3)])
def test_turned_and_invisible_writing_is_read(rotate: int, matrix: str, mode: int) -> None:
    made = Made(rotate=rotate, mode=mode).page()
    for at, line in enumerate(wrapped(f"{TIDE} {PILOT}", 60)):
        x, y = {"0 1 -1 0": (60 + 12 * at, 60), "-1 0 0 -1": (500, 60 + 12 * at)}.get(matrix, (60, 700 - 12 * at))
        made.at(x, y, line, matrix=matrix)
    made.at(20, 300, "a stamp aside", 8, matrix="0.7 0.7 -0.7 0.7")
    assert prose(checked(read(made.data()))) == [f"{TIDE} {PILOT}", "a stamp aside"]


def test_a_picture_a_password_and_nonsense_are_refused_with_the_reason() -> None:
    scan = Made(pictures={0})
    scan.page()
    nonsense = Made().page()
    nonsense.lines(60, 700, wrapped(TIDE.translate(str.maketrans("aeiouyAEIOUY", "bcdfgkBCDFGK")) * 4, 60))
    for data, reason in (
        (scan.data(), "a scan without a text layer; "),
        (nonsense.data(), "so that its text means nothing"),
        (Made().page().data(), "without text"),
        (b"PK\x03\x04 not at all", "not a PDF file"),
        (b"%PDF-1.7 and nothing more", "a damaged PDF file"),
    ):
        with pytest.raises(UnreadableFile, match=re.escape(reason)):
            read(data)


PLACED = st.tuples(
    st.integers(-50, 650),
    st.integers(-50, 900),
    st.text("ab-1.)", min_size=1, max_size=9),
    st.sampled_from([4, 10, 30]),
)


@given(st.lists(st.lists(PLACED, max_size=12), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_whatever_stands_wherever_is_read_alike_twice(pages: list[list[tuple[int, int, str, int]]]) -> None:
    made = Made()
    for words in pages:
        made.page()
        for x, y, word, size in words:
            made.at(x, y, word, size)
    data = made.data()
    try:
        found = checked(read(data))
    except UnreadableFile:
        return
    assert read(data) == found


# -- files of others -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the zoo of files is not here")
def test_files_of_others_are_read_or_refused_with_a_reason() -> None:
    reasons: dict[str, str] = {}
    for path in sorted(SAMPLES.rglob("*.pdf")):
        try:
            checked(read(path.read_bytes()))
        except UnreadableFile as error:
            reasons[path.stem] = str(error)
    assert {"r2-user-password", "r6-user-password", "r6-both-passwords", "encrypted-file"} <= set(reasons)
    locked = {name for name, reason in reasons.items() if "it needs a password" in reason}
    assert all("empty" not in name and "owner" not in name for name in locked) and len(locked) == 10
    told = ("password", "without a text layer", "without text")
    assert len(reasons) < 24 and all(any(each in reason for each in told) for reason in reasons.values()), reasons


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the zoo of files is not here")
def test_a_page_is_read_as_its_paragraphs() -> None:
    expected = unicodedata.normalize("NFKC", (SAMPLES / "crazyones.txt").read_text())
    found = read((SAMPLES / "crazyones.pdf").read_bytes())
    words = re.findall(r"\w+", re.sub("['\u2019\ufffd]", "", expected))
    assert re.findall(r"\w+", re.sub("['\u2019]", "", found.text)) == words
    assert len(found.blocks) == 9


def test_pages_numbered_with_an_i_without_its_dot_are_read() -> None:
    def fragment(text: str, y: float) -> Fragment:
        return Fragment([Word(text, 60, 100, y, 10, False, False, False)], 60, 100, y, 10)

    numerals, furniture = ["\u0131", "\u0131\u0131", "\u0131\u0131\u0131", "\u0131v"], Furniture(4)
    furniture.find(0, [(Page(width=600, height=800), [fragment(each, 780), fragment(TIDE, 400)]) for each in numerals])
    assert furniture.numbers == dict(enumerate(numerals))
