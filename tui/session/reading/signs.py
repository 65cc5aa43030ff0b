"""What status line and footer say, made from the state of the room and the table of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.commands import COMMANDS
from tui.commands.command import GROUPS
from tui.commands.macro import GROUP as MACROS
from tui.session.clipboard import paragraph_of
from tui.session.reading import links
from tui.widgets.status import State

if TYPE_CHECKING:
    from tui.commands.command import Command
    from tui.session.room import Room

FOOTER_KEYS: Final = 8
_PAGE: Final = 8
"""Characters of what a page is called, which a file may make long."""
_MODES: Final = {
    "characters": "SELECT",
    "words": "SELECT WORDS",
    "sentences": "SELECT SENTENCES",
    "paragraphs": "SELECT PARAGRAPHS",
}


def footer_entries(room: Room) -> list[tuple[str, str]]:
    """Keys and words for the footer, at most eight; commands with one word share a place."""
    contexts = room.contexts
    entries: dict[str, list[str]] = {}
    for command in sorted((c for c in COMMANDS if c.footer), key=lambda c: c.priority):
        if not set(command.contexts) & set(contexts):
            continue
        if command.footer_in and contexts[0] not in command.footer_in:
            continue
        key = room.keys_of(command.id)
        if key and command.why_not(room) is None:
            entries.setdefault(command.footer, []).append(key)
    listed = [(" ".join(_arrows(_shortened(keys))), word) for word, keys in entries.items()]
    # Help stays where others give way.
    return listed if len(listed) <= FOOTER_KEYS else [*listed[: FOOTER_KEYS - 1], listed[-1]]


def _shortened(keys: list[str]) -> list[str]:
    """Several sequences that begin alike: the key that they begin with, after which the strip shows the others."""
    first = keys[0][0]
    return [f"{first}…"] if len(keys) > 2 and all(len(key) == 2 and key[0] == first for key in keys) else keys


def _arrows(keys: list[str]) -> list[str]:
    return [{"up": "↑", "down": "↓"}.get(key, key) for key in keys]


def state(room: Room) -> State:
    """The status line."""
    message = room.messages.current
    trail = room.walk.trail
    return State(
        asked=trail.label if trail is not None else "",
        words=message.text if message is not None else room.works.words or _standing_words(room),
        error=message is not None and message.kind == "error",
        pending=room.app.dispatcher.shown,
        place=place(room),
        percent=f"{room.screen.text.percent}%" if room.reading.document is not None else "",
        layer=room.layer,
        saved=room.marking.saved,
        mode=_mode(room),
    )


def _mode(room: Room) -> str:
    """What the keys do, where it is not reading one text by itself."""
    selecting = room.screen.text.selecting
    together = "TOGETHER" if room.seats.together.on else ""
    return " · ".join(filter(None, (together, _MODES.get(selecting, "") if selecting is not None else "")))


def _standing_words(room: Room) -> str:
    """What is said while there is no message: where one is on a trail, and what the cursor stands on."""
    if room.places.question:
        return room.places.question
    where = room.walk.place
    text = room.screen.text
    if room.walk.on_a_stop(text.cursor) or (where and room.screen.focused is not text):
        return where
    if room.screen.page is not None:
        return where
    mark = room.marking.at_cursor()
    if mark is not None:
        annotation = mark.annotation
        codes = ", ".join(annotation.codes) or (annotation.kind or "annotation")
        note = " ".join(annotation.note.split())
        codes = codes if annotation.layer == room.layer else f"{annotation.layer} · {codes}"
        unsure = "" if mark.status == "exact" else f" ({mark.status})"
        return f"{codes}{unsure}" + (f": {note}" if note else "")
    link = links.at_cursor(text)
    if link is not None:
        return links.describe(room, link)
    mention = room.entities.mention_at(text.cursor)
    if mention is not None:
        return room.entities.describe(mention)
    return where or room.reading.refreshing.words or room.copies.of_open


def place(room: Room) -> str:
    """Which paragraph the cursor is in, behind the page that it stands on where there are pages: "p. 12 ¶4/38"."""
    document = room.reading.document
    if document is None or not document.blocks:
        return ""
    cursor = room.screen.text.cursor
    page = document.page_at(cursor)
    paragraph = f"¶{paragraph_of(document, cursor):,}/{len(document.blocks):,}"
    return paragraph if page is None else f"p. {page[:_PAGE]} {paragraph}"


def counts(room: Room) -> str:
    """What the header says of the documents."""
    number = len(room.library)
    if not room.library.loaded:
        return ""
    words = "1 document" if number == 1 else f"{number:,} documents"
    if room.library.read:
        words += f" · {room.library.read:,} read"
    if room.library.words:
        words += f" · {room.library.number_shown:,} of {number:,} shown"
    return words


def which_key_entries(room: Room) -> list[tuple[str, ...]]:
    """What may follow the keys pressed, or what letters may be typed."""
    if room.letters.context is not None:
        return list(room.letters.entries)
    groups = [*GROUPS, MACROS]

    def place(entry: tuple[str, Command | None]) -> tuple[int, bool, str, str]:
        key, command = entry
        group = groups.index(command.group) if command is not None else len(groups)
        return group, not key.isalnum(), key.casefold(), key

    following = sorted(room.app.dispatcher.following, key=place)
    return [
        (key, command.name.lower(), command.group) if command is not None else (key, "…", "Further keys")
        for key, command in following
    ]
