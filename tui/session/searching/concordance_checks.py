"""The lines of a concordance that the reader has checked, and what is done with all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol

from index.annotations.annotation import Passage
from index.document import Span
from tui.counted import counted
from tui.session.clipboard import citation
from tui.session.ledgers.quotation_checks import copied

if TYPE_CHECKING:
    from index.asking.concordances import Line
    from tui.session.room import Room

Place = tuple[str, int, int]


class LineSource(Protocol):
    """A list whose lines can be checked."""

    @property
    def lines(self) -> Sequence[Line]:
        """Those that are shown."""

    @property
    def in_hand_lines(self) -> Sequence[Line]:
        """What a command acts on."""


class CheckedLines:
    """Lines in the order in which they were checked. They stay so while the list is sorted and narrowed."""

    PAGE: ClassVar[str] = "concordance"

    def __init__(self, room: Room) -> None:
        self._room = room
        self._lines: dict[Place, Line] = {}

    @property
    def source(self) -> LineSource:
        """Whose lines they are."""
        return self._room.concordance

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, line: Line) -> bool:
        return bool(self._lines) and line.place in self._lines

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines.values())

    def toggle(self, lines: Sequence[Line]) -> None:
        """Check these lines; where all of them are, uncheck them."""
        self._flip({line.place: line for line in lines})

    def toggle_all(self) -> None:
        """Check every line that is shown; where they are, uncheck them."""
        lines = self.source.lines
        self._room.background.run(lambda: {line.place: line for line in lines}, self._flip_all)

    def stretch(self, line: Line) -> Span:
        """What of a line is copied."""
        return whole_words(line)

    def keep(self) -> Callable[[], None]:
        """What checks the lines of now again, and no others."""
        lines = dict(self._lines)

        def again() -> None:
            self._lines = dict(lines)
            self._changed()

        return again

    def forget(self) -> int:
        """Uncheck all; returns how many were."""
        number = len(self._lines)
        self._lines = {}
        if number:
            self._changed()
        return number

    def clear_one_thing(self) -> bool:
        """Esc: uncheck; False where nothing is checked."""
        number = self.forget()
        if number:
            self._room.messages.say(f"{number:,} unchecked")
        return bool(number)

    def _flip_all(self, lines: dict[Place, Line]) -> None:
        self._flip(lines)
        self._room.messages.say(f"{len(self):,} checked" if self else "none is checked")

    def _flip(self, lines: dict[Place, Line]) -> None:
        if all(map(self._lines.__contains__, lines)):
            for place in lines:
                del self._lines[place]
        else:
            self._lines.update(lines)
        self._changed()

    def _changed(self) -> None:
        page = self._room.screen.page_named(self.PAGE)
        if page.is_attached:
            page.rows.refresh_items()
            page.heading.show(page.title())

    # -- acting ------------------------------------------------------------------------------------------------------

    def write_note(self) -> None:
        """One note on every match in hand."""
        lines = self.source.in_hand_lines
        self._room.marking.write_note_on([passage_of(line) for line in lines], in_words(lines))

    def choose_code(self) -> None:
        """One code for every match in hand."""
        lines = self.source.in_hand_lines
        self._room.marking.choose_code_for([passage_of(line) for line in lines], in_words(lines))

    def copy(self) -> None:
        """Every line in hand, with its citation."""
        room, lines = self._room, self.source.in_hand_lines

        def job() -> list[str]:
            cited = []
            for line in lines:
                document = room.collection.document(line.document.path)
                if document.text[line.start : line.end] == line.match:
                    cited.append(citation(document, self.stretch(line)))
            return cited

        def done(cited: list[str]) -> None:
            copied(room, cited, len(lines), "line")

        room.background.run(job, done)


def passage_of(line: Line) -> Passage:
    """The match of a line, to be marked."""
    return Passage(line.document.path, line.start, line.end, line.match)


def in_words(lines: Sequence[Line]) -> str:
    """What a note or a code is about to be put on."""
    if len(lines) == 1:
        return " ".join(lines[0].match.split())
    kinds = dict.fromkeys(" ".join(line.match.split()) for line in lines)
    some = ", ".join(f"“{kind}”" for kind in list(kinds)[:3])
    return f"{counted(len(lines), 'match')}: {some}{' …' if len(kinds) > 3 else ''}"


def whole_words(line: Line) -> Span:
    """The stretch that a line shows, without words that its ends cut."""
    start, end = line.start - len(line.left), line.end + len(line.right)
    if start > 0:
        cut = next((at for at, character in enumerate(line.left) if character.isspace()), len(line.left))
        start += cut
    if end < line.length:
        kept = next((at for at in range(len(line.right), 0, -1) if line.right[at - 1].isspace()), 0)
        end = line.end + kept
    return Span(start, end)
