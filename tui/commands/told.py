"""Commands that are told something: `:open harbour`, `:goto 50%`, `:sort date`, `:filter source:herald`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, cast, get_args

from index.listing import COLUMNS, Column, ListQuery, Sort
from index.pages import place_of, span_of_pages
from tui.commands.command import Argument, CommandTable, Find, Offer
from tui.commands.lists import results_in_front, sort_list
from tui.commands.macro import nearest
from tui.commands.needs import a_document
from tui.session.fuzzy import best

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Going")
command = TABLE.command
OFFERED: Final = 50
"""Documents offered at most for what is typed."""
_PLACE: Final = re.compile(r"(\d{1,9})\s*(%?)")
_PAGE: Final = re.compile(r"p(?:p?\.\s*|\s+|(?=\d))(\S.*)", re.IGNORECASE)
"""`p12`, `p. iv`, `p 00:12:31`."""


def among(values: Callable[[Room], Iterable[Offer]]) -> Find:
    """The values of an argument of which there are few, by a few of their letters."""

    def find(room: Room, typed: str) -> list[Offer]:
        return best(typed, values(room), lambda offer: offer.value)

    return find


# -- going -----------------------------------------------------------------------------------------------------------


def _go(room: Room, place: str) -> None:
    found, page = _PLACE.fullmatch(place.strip()), _PAGE.fullmatch(place.strip())
    if page is not None:
        _go_to_page(room, page[1])
    elif found is None:
        room.messages.say(f"{place} is no place: 12 is a paragraph, p12 a page, 50% the middle")
    elif found[2]:
        room.screen.focus_text()
        room.reading.leave()
        room.reading.moved()
        room.screen.text.go_to_percent(min(int(found[1]), 100))
    else:
        room.layers.go_to_number(int(found[1]), "top")


def _go_to_page(room: Room, page: str) -> None:
    document = room.reading.document
    if document is None:
        return
    if not document.pages:
        room.messages.say("this document has no pages: 12 is a paragraph, 50% the middle")
        return
    place = place_of(document, page)
    if place is None:
        room.messages.say(f"there is no page {page}: they are {span_of_pages(document)}")
        return
    room.screen.focus_text()
    room.reading.leave()
    room.reading.moved()
    room.reading.go_to(place)


def _places(room: Room, typed: str) -> list[Offer]:
    document = room.reading.document
    if typed.strip():
        return []
    number = len(document.blocks) if document is not None else 0
    last = str(number or 1)
    offers = [Offer("1", "the first paragraph"), Offer("50%", "the middle"), Offer(last, "the last paragraph")]
    if document is not None and document.pages:
        pages = document.pages
        offers += [Offer(f"p {pages[0].label}", "the first page"), Offer(f"p {pages[-1].label}", "the last page")]
    return offers


def _a_place(room: Room) -> str | None:
    """There must be a list or a text to go about in."""
    return None if room.layers.rows is not None else a_document(room)


@command(
    "goto",
    "Go to a paragraph, a page or a percentage",
    "text",
    unavailable=_a_place,
    unbound="12G, 50%, :12 and :p12 do it",
    argument=Argument("paragraph, page or percentage", _go, _places, open=True, anywhere=True),
)
def goto(room: Room, count: int | None) -> None:
    """Goes to a paragraph by its number, in a list to that row, to a page of the source or a percentage: :goto p12."""
    room.layers.go_to_number(count, "top")


# -- opening ---------------------------------------------------------------------------------------------------------


def _open(room: Room, path: str) -> None:
    def found(there: bool) -> None:
        if there:
            room.reading.open(path)
        else:
            room.messages.say(f"there is no document {path}")

    room.background.run(lambda: room.library.row(path) is not None, found)


def _documents(room: Room, typed: str) -> list[Offer]:
    """Documents that answer what is typed as a filter of the list does; called in a thread."""
    listing = room.collection.list_documents(ListQuery(words=typed))
    return [Offer(row.path, row.title or "") for row in listing.rows(0, OFFERED)]


@command(
    "open",
    "Open a document",
    "global",
    unbound="the list of documents opens them too",
    argument=Argument("document", _open, _documents, slow=True),
)
def open_document(room: Room, count: int | None) -> None:
    """Opens a document by a few words of its title or path: :open harbour."""
    room.screen.focus_documents()


# -- lists -----------------------------------------------------------------------------------------------------------


def _orders(room: Room) -> list[Offer]:
    return [Offer(name) for name in (get_args(Sort) if results_in_front(room) else COLUMNS)]


def _sort(room: Room, order: str) -> None:
    orders = [offer.value for offer in _orders(room)]
    if order in orders:
        sort_list(room, cast("Column", order))
    else:
        room.messages.say(f"no order is called {order}{nearest(order, orders)}")


@command(
    "sort",
    "Sort the list",
    "global",
    unbound="s and a letter sort documents and results",
    argument=Argument("order", _sort, among(_orders)),
)
def sort(room: Room, count: int | None) -> None:
    """Sorts the results where they are in front, else the documents: :sort date."""
    _sort(room, room.library.query.sort)


def narrow(room: Room, words: str) -> None:
    """Narrow the list that has the keys, or where it is none that can be narrowed, the documents."""
    page = room.screen.page
    if page is not None and room.contexts[0] == page.CONTEXT:
        page.narrow(words)
    else:
        room.screen.focus_documents()
        room.library.narrow(words)


def search(room: Room, query: str) -> None:
    """Search without the prompt and show the results."""
    room.search.run(query)
    room.screen.show_page("results")


def themes(room: Room) -> list[Offer]:
    """The themes there are, those of the reader's own files among them."""
    return [Offer(name, "worn now" if name == room.app.wardrobe.on else "") for name in room.app.wardrobe.names]


def put_on(room: Room, name: str) -> None:
    """Put on a theme by its name."""
    room.app.put_on_theme(name)
