"""A passage in a few lines of a width."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.alike_texts.comparing import Change
from index.annotations.annotation import Annotation, PlacedAnnotation
from tui.display import cells, wrapped
from tui.screens import card, mark_history, near_page
from tui.screens.card import Card
from tui.screens.mark_history import MarkHistory
from tui.screens.near_page import ChangesPage
from tui.screens.passage_lines import passage_lines
from tui.screens.results_page import one_line
from tui.screens.timeline_page import _parts
from tui.widgets import row_list_cells
from tui.widgets.row_list_cells import Line


def texts(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def test_what_has_room_stands_whole_and_breaks_between_words() -> None:
    parts = [("The ferry sank; ", "a"), ("Josef\nHallam", "b"), ("’s letter did not.", "a")]
    assert texts(passage_lines(parts, 1, 60, 2)) == ["The ferry sank; Josef Hallam’s letter did not."]
    assert texts(passage_lines(parts, 1, 28, 2)) == ["The ferry sank; Josef ", "Hallam’s letter did not."]
    assert passage_lines(parts, 1, 28, 2)[1] == [("Hallam", "b"), ("’s letter did not.", "a")]


def test_what_stands_before_is_cut_so_that_the_name_is_in_sight() -> None:
    parts = [("word " * 50, "a"), ("Josef Hallam", "b"), (" left." + " more" * 50, "a")]
    for width, lines in ((18, 1), (40, 2), (80, 1)):
        found = texts(passage_lines(parts, 1, width, lines))
        assert found[0].startswith("… word ") or found[0].startswith("… Josef")
        assert "Josef Hallam" in "".join(found)[: width * lines]


@given(
    st.lists(st.text(alphabet="ab \n\u3000漢é\u0301\x1b", max_size=60), min_size=3, max_size=3),
    st.integers(1, 40),
    st.integers(1, 3),
)
@settings(max_examples=150, deadline=None)
def test_no_line_but_the_last_is_wider_and_nothing_of_a_name_that_fits_is_lost(
    parts: list[str], width: int, lines: int
) -> None:
    found = passage_lines([(part, str(at)) for at, part in enumerate(parts)], 1, width, lines)
    assert 1 <= len(found) <= lines
    assert all(sum(cells(text) for text, _ in line) <= width + 1 for line in found[:-1])
    name = "".join(text for line in found for text, role in line if role == "1")
    whole = "".join(text for text, _ in passage_lines([(parts[1], "1")], 0, 10_000, 1)[0])
    assert name.replace(" ", "") == whole.replace(" ", "")


def test_of_a_text_as_long_as_a_book_only_the_beginning_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    book = "some words of it\n" * 100_000
    looked_at: list[int] = []
    monkeypatch.setattr(row_list_cells, "cells", lambda text: looked_at.append(len(text)) or cells(text))
    line = row_list_cells.fit_line([("▎", "bar"), (book.replace("\n", " "), "ink"), ("behind", "")], 40)
    assert sum(map(cells, texts([line]))) == 40 and texts([line])[0].endswith("…")
    assert max(looked_at) <= row_list_cells.LONGEST + 1

    wrapped_at_once: list[int] = []
    for module in (card, mark_history, near_page):
        monkeypatch.setattr(
            module, "wrapped", lambda text, width: wrapped_at_once.append(len(text)) or wrapped(text, width)
        )
    mark = Annotation("urn:x", "a.txt", "", "", 0, len(book), book, "", "", "", (), None, "ann", "2031-09-08", "")
    for placed in (PlacedAnnotation(mark, "exact", 0, len(book)), PlacedAnnotation(mark, "orphan", None, None)):
        shown = Card.__new__(Card)
        shown._mark, shown._question = placed, str  # type: ignore[method-assign]
        assert len(shown.lines_for(80)) < 9
    history = MarkHistory.__new__(MarkHistory)
    history._mark, history._events = mark, []
    assert len(history.lines_for(80)) == 4
    assert len(ChangesPage.draw_item(ChangesPage.__new__(ChangesPage), Change(book, book, "", book, 0, 0), 80)) == 4
    assert len(wrapped_at_once) > 3 and max(wrapped_at_once) <= row_list_cells.LONGEST + 20
    assert len(one_line(book)) == row_list_cells.LONGEST
    before, words, after = _parts(f"{book}in 2031{book}", len(book), len(book) + 7)
    assert words == "in 2031" and max(len(before), len(after)) <= row_list_cells.LONGEST
