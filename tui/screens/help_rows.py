"""The lines of the help: keys and what they do, those of the focused pane first; how a query is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tui.commands.command import CONTEXT_NAMES, Command, Context, where
from tui.session.command_lines import unusable

if TYPE_CHECKING:
    from tui.session.room import Room


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the help; a heading has a name alone."""

    keys: str = ""
    name: str = ""
    meaning: str = ""
    command: Command | None = None
    why_not: str | None = None
    """Why the command cannot be used in the pane from which help was opened."""
    where: str = ""
    """Every place where the command works."""


QUERY: Sequence[tuple[str, str]] = (
    ("letter captain", "both words, in any of their endings"),
    ('"shown no letter"', "these words, one right after the other, as they stand"),
    ("=letters", "the word exactly as it stands"),
    ("prison*", "every word that begins so"),
    ("V?ssarin  *light", "words of this shape: ? one letter, * any number of them"),
    ("Commodoer~  Trehan~2", "words with one letter amiss, or two"),
    ("/lanterns?/", "words that this regular expression fits from end to end"),
    ("captain NEAR/3 letter", "in either order, with at most three words between"),
    ('"boom ferry"~5', "in any order, with at most five other words among them"),
    ("boom OR explosion", "one of them, or both"),
    ("boom -explosion", "the first without the second; also NOT"),
    ("(boom OR blast) ferry", "brackets say what belongs together"),
    ("title:minister", "in the title only; also a phrase or a group"),
    ("source:herald", "by outlet; author: likewise, path: by file, lang:fr by language, format:md"),
    ("date:2031..2031-09-15", "by date; either end may be left open"),
    ('entity:"Josef Hallam"', "who is mentioned, under any of the names; entity:hal* who is called so"),
    ("speaker:hallam", "who is quoted, under any of the names, or in the words of the text: speaker:spokesman"),
    ("code:claim  code:claim/*", "with a passage that has this code; or one below it"),
    ("note:letter  mark:boom", "with these words in a note of yours; in a passage that you marked"),
    ("has:note", "with a note; also has:mark, has:code, has:tag"),
    ("block:caption flood", "where flood stands in a caption; -block:boilerplate: not in what every page repeats"),
    ('like:"the boom was open"', "what resembles a passage; like:letter.txt what resembles a document"),
    ("tag:key  is:unread", "with that tag; not read yet; also is:read, is:starred"),
    ("from:sollin  subject:boom", "mails and memos by their head; also to:, cc:, and thread: for answers"),
    ("@prisoners", "what the saved search of that name finds"),
)
"""Examples; docs/searching.md has the whole language."""
FILTER: Sequence[tuple[str, str]] = (
    ("ferry letter", "both words, in title, author, source or path"),
    ("source:herald", "by outlet; author: and title: likewise"),
    ("path:letters/", "by file or folder"),
    ("date:2031..2031-09", "by date; either end may be left open"),
    ("is:unread", "not read yet; also is:read, is:starred"),
    ("has:annotation", "with a mark of yours; also has:note, has:code, has:tag"),
    ("entity:hallam", "by who or what is mentioned"),
    ("code:claim  note:letter", "with a passage that has this code; with this word in a note"),
    ("tag:key", "with that tag; tag:k* with one that begins so"),
    ("format:md  lang:fr", "by the ending of the file's name, by language"),
    ("-source:herald", "not from there; - before any word or condition"),
)
"""Examples; docs/documents.md has them all."""
BLANK: Final = Row()


def key_rows(room: Room, contexts: Sequence[Context]) -> list[Row]:
    """Every command with its keys, grouped by where it works, the innermost context first."""
    others = [context for context in CONTEXT_NAMES if context not in contexts]
    rows: list[Row] = []
    for context in (*contexts, *others):
        commands = [command for command in room.keymap.commands.values() if context in command.contexts]
        shown = [row for command in commands if (row := _row(room, command, contexts)).keys]
        if shown:
            rows += [*([BLANK] if rows else []), Row(name=CONTEXT_NAMES[context].upper()), *shown]
    return rows


def _row(room: Room, command: Command, contexts: Sequence[Context]) -> Row:
    return Row(
        "  ".join(room.keymap.keys_of(command.id)),
        command.name,
        command.help,
        command,
        unusable(room, command, contexts),
        ", ".join(where(context) for context in command.contexts),
    )


def query_rows() -> list[Row]:
    """How a query is written."""
    return [Row(name="HOW A QUERY IS WRITTEN"), *(Row(query, "", meaning) for query, meaning in QUERY)]


def filter_rows() -> list[Row]:
    """How the list of documents is narrowed."""
    heading = Row(name="HOW THE LIST OF DOCUMENTS IS FILTERED")
    return [heading, *(Row(words, "", meaning) for words, meaning in FILTER)]


def narrowed(rows: Iterable[Row], wanted: Sequence[str]) -> list[Row]:
    """The rows that hold every word, without headings; a command that works in several places stands there once."""
    found: dict[Row, Row] = {}
    for row in rows:
        if row.meaning and holds(row, wanted):
            found.setdefault(replace(row, why_not=None), row)
    return list(found.values())


def holds(row: Row, wanted: Sequence[str]) -> bool:
    """True where every word stands somewhere in a row."""
    text = f"{row.keys} {row.name} {row.meaning} {row.where}".casefold()
    return all(word in text for word in wanted)


def places(text: str, wanted: Sequence[str]) -> list[int]:
    """Offsets of the letters of a text that belong to one of the words."""
    folded = text.casefold()
    if len(folded) != len(text):
        return []
    found: list[int] = []
    for word in wanted:
        at = folded.find(word)
        while at >= 0:
            found += range(at, at + len(word))
            at = folded.find(word, at + len(word))
    return found
