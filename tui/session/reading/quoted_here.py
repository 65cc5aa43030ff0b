"""The quotation that a command means outside of the list: under the cursor of the text, or shown on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.session.ledgers import quotations

if TYPE_CHECKING:
    from index.attributing import Quote
    from index.quotation import Said
    from tui.session.room import Room


def quotation_in_hand(room: Room) -> Quote | None:
    """The quotation on the card, or the quoted words under the cursor of the text."""
    from index.attributing import Quote

    said = _on_card(room)
    if said is not None:
        return Quote(said.document.path, said.quotation.start, said.quotation.end)
    document = room.reading.document
    if document is None or room.contexts[0] not in ("text", "select"):
        return None
    words = quotations.at_cursor(room.screen.text)
    return Quote(document.path, words.start, words.end) if words is not None else None


def _on_card(room: Room) -> Said | None:
    if room.contexts[0] != "quotation":
        return None
    found: Said | None = getattr(room.layers.window, "said", None)
    return found


def correct(room: Room) -> None:
    """Let the reader say who speaks."""
    from index.attributing import Quote
    from tui.session.ledgers.quotation_checks import in_words

    if room.contexts[0] == "quotations":
        some = room.quotations.in_hand
        quotes = [Quote(said.document.path, said.quotation.start, said.quotation.end) for said in some]
        room.quotations.correct(quotes, in_words(some))
        return
    quote, document = quotation_in_hand(room), room.reading.document
    if quote is None:
        return
    said = _on_card(room)
    words = said.words if said is not None else document.text[quote.start : quote.end] if document is not None else ""
    _close_card(room)
    room.quotations.correct([quote], words)


def same_words(room: Room) -> None:
    """List where the words stand."""
    said = _on_card(room)
    if said is None:
        chosen = room.screen.page_named("quotations").said  # type: ignore[attr-defined]
        said = chosen
    _close_card(room)
    if said is not None:
        room.quotations.same_words(said)


def _close_card(room: Room) -> None:
    if room.contexts[0] == "quotation" and room.layers.window is not None:
        room.layers.window.close()


def show_card(room: Room) -> None:
    """Show who speaks under the cursor and how one knows it; what the rules take for no quotation is selected."""
    quote = quotation_in_hand(room)
    if quote is None:
        return

    def done(said: Said | None) -> None:
        if said is None:
            from tui.session.reading.under import select_quotation

            select_quotation(room)
            return
        from tui.screens.quotation_card import QuotationCard

        room.layers.open_window(QuotationCard(room, said))

    room.type_ahead.read(lambda: room.collection.ledgers.sayings.one(*quote), done)
