"""What a command is, and how the functions of this package become commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from tui.session.room import Room

Context = Literal[
    "always",
    "global",
    "text",
    "select",
    "list",
    "documents",
    "entities",
    "results",
    "facets",
    "annotations",
    "codebook",
    "crosstab",
    "memos",
    "entity",
    "hidden",
    "skipped",
    "outline",
    "thread",
    "history",
    "searches",
    "aliases",
    "batch",
    "concordance",
    "collocates",
    "frequency",
    "timeline",
    "quotations",
    "near",
    "changes",
    "shared",
    "dossier",
    "verify",
    "compared",
    "facts",
    "layers",
    "differences",
    "agreement",
    "help",
    "prompt",
    "palette",
    "note",
    "codes",
    "card",
    "quotation",
    "speakers",
    "tags",
    "metadata",
    "export",
    "hints",
    "places",
    "messages",
    "menu",
]
"""Where a key can mean something: a state of the screen, from `always` (even while one types) inwards."""

CONTEXT_NAMES: Final[dict[Context, str]] = {
    "always": "always",
    "global": "everywhere",
    "text": "in a text",
    "select": "while selecting",
    "list": "in lists of every kind",
    "documents": "documents",
    "entities": "entities",
    "results": "search results",
    "facets": "the facets of search results",
    "annotations": "annotations",
    "codebook": "the codebook",
    "crosstab": "a table of codes",
    "memos": "memos",
    "entity": "the page of a name",
    "hidden": "hidden names",
    "skipped": "skipped files",
    "outline": "the contents of a document",
    "thread": "a conversation of mails",
    "history": "the history",
    "searches": "saved searches",
    "aliases": "names that may be one",
    "batch": "a list of queries",
    "concordance": "concordance",
    "collocates": "collocates",
    "frequency": "frequency over time",
    "timeline": "the timeline",
    "quotations": "quotations",
    "near": "near copies",
    "changes": "what differs between two texts",
    "shared": "passages in the same words",
    "dossier": "the dossier",
    "verify": "a checked draft",
    "compared": "while draft and source are compared",
    "facts": "facts side by side",
    "layers": "layers",
    "differences": "the differences of two layers",
    "agreement": "the agreement of two layers",
    "help": "help",
    "prompt": "while typing a query",
    "palette": "in the palette",
    "note": "while writing a note",
    "codes": "while choosing a code",
    "card": "while an annotation is shown",
    "quotation": "while a quotation is shown",
    "speakers": "while saying who speaks",
    "tags": "while choosing tags",
    "metadata": "while typing title, author, date, source",
    "export": "while writing a list to a file",
    "hints": "while hints are shown",
    "places": "while naming a place",
    "messages": "messages",
    "menu": "in a menu",
}

TYPING: Final[frozenset[Context]] = frozenset(
    {"speakers", "prompt", "palette", "note", "codes", "tags", "metadata", "export"}
)
"""Contexts in which an unmodified key is text."""


def where(context: Context) -> str:
    """A context within a sentence: "in a text", "in search results"."""
    name = CONTEXT_NAMES[context]
    return name if name.startswith(("in ", "while ", "every", "always")) else f"in {name}"


Run = Callable[["Room", "int | None"], None]
Unavailable = Callable[["Room"], "str | None"]
"""Says in a few words why a command cannot be used now; None where it can."""

GROUPS: Final = (
    "Reading",
    "Walking",
    "Searching",
    "Selecting",
    "Marking",
    "Lists",
    "Documents",
    "Going",
    "Panes",
    "Typing",
    "Program",
)


class Offer(NamedTuple):
    """A value that an argument may have."""

    value: str
    """What is typed."""
    about: str = ""
    """What it means, in a few words."""


Find = Callable[["Room", str], Sequence[Offer]]
"""Told what is typed of an argument, answers with the values that fit, best first."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What may be typed behind a command in the palette, and in a macro."""

    name: str
    """What it is, in a word or two: "theme"."""
    take: Callable[[Room, str], None]
    """Runs the command with it."""
    find: Find | None = None
    """The values that may be chosen; None where it is free text."""
    open: bool = False
    """Other values than those that `find` offers are taken too."""
    required: bool = True
    """The command does nothing without it."""
    anywhere: bool = False
    """With it the command works in every pane, wherever it works without."""
    slow: bool = False
    """`find` is called in a thread: there may be very many values."""


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the table of commands: footer, help, palette, key map and docs/keys.md are made from it."""

    id: str
    """What `keys:` in config.yaml calls it."""
    name: str
    """What the palette calls it."""
    help: str
    """One line on what it does."""
    group: str
    contexts: tuple[Context, ...]
    run: Run
    footer: str = ""
    """Its word in the footer; commands with the same word share a place, such as `n N match`."""
    footer_in: tuple[Context, ...] = ()
    """Innermost contexts in whose footer it stands; none = wherever it works."""
    priority: int = 50
    """Its place in the footer, lowest first; the first eight are shown."""
    count: str = ""
    """What a number typed before it means: "times", "percent", "paragraph"."""
    unavailable: Unavailable | None = None
    unbound: str = ""
    """Why it has no key by default."""
    argument: Argument | None = None
    """What may be typed behind it."""

    def why_not(self, room: Room) -> str | None:
        """Why it cannot be used now, or None."""
        return None if self.unavailable is None else self.unavailable(room)


class CommandTable:
    """The commands that one module declares, in the order of its lines."""

    def __init__(self, group: str) -> None:
        assert group in GROUPS, group
        self.group = group
        self.commands: list[Command] = []

    def command(
        self,
        id: str,
        name: str,
        *contexts: Context,
        footer: str = "",
        footer_in: tuple[Context, ...] = (),
        priority: int = 50,
        count: str = "",
        unavailable: Unavailable | None = None,
        unbound: str = "",
        argument: Argument | None = None,
    ) -> Callable[[Run], Run]:
        """Declare the decorated function as a command; the first line of its docstring is the help."""

        def declare(run: Run) -> Run:
            help = (run.__doc__ or "").strip().splitlines()[0]
            self.commands.append(
                Command(
                    id,
                    name,
                    help,
                    self.group,
                    contexts,
                    run,
                    footer,
                    footer_in,
                    priority,
                    count,
                    unavailable,
                    unbound,
                    argument,
                )
            )
            return run

        return declare
