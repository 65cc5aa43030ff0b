"""A quotation shown: the words, who says them, by which rule, and what that is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.display import wrapped
from tui.screens.sheet import Sheet
from tui.session.ledgers.quotation_words import flat, how_known, kind, quoted, sign, speaker
from tui.widgets.row_list_cells import LONGEST, Line

if TYPE_CHECKING:
    from index.quotation import Said
    from tui.commands.command import Context
    from tui.session.room import Room


class QuotationCard(Sheet):
    """Correct, find the same words, close."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("quotation", "list", "always")
    HIGHEST = 12

    def __init__(self, room: Room, said: Said) -> None:
        super().__init__(room)
        self.said = said

    def lines_for(self, width: int) -> list[Line]:
        """Who, how one knows it, what it is worth; the words, and other readings."""
        said, quotation = self.said, self.said.quotation
        status = quotation.status
        head: Line = [(f"{sign(quotation).strip()} ".lstrip(), "error"), (speaker(said), "bright bold")]
        head.append((f"   {status}", "error" if status == "contested" else "dim"))
        lines: list[Line] = [head]
        known = [how_known(said), kind(quotation)]
        if quotation.cue:
            known.append(f"the word is {flat(quotation.cue)}")
        if quotation.confidence:
            known.append(f"confidence {quotation.confidence:.2f}")
        lines += [[(line, "ink")] for line in wrapped(" · ".join(filter(None, known)), width)]
        for reading in quotation.readings:
            lines.append([(f"one reading: {flat(reading.speaker)}", "ink"), (f" · {reading.rule}", "faint")])
        lines += [[(line, "dim italic")] for line in wrapped(quoted(said)[:LONGEST], width)[:5]]
        lines.append([(f"rule {quotation.rule}", "faint")])
        return lines
