"""A passage in a few lines of a width."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.display import cells
from tui.screens.passage_lines import passage_lines
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
