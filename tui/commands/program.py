"""The program itself: help, palette, closing, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.commands import needs, told
from tui.commands.command import Argument, CommandTable, Context

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Program")
NOT_IN_HELP: Final[tuple[Context, ...]] = (
    "text",
    "select",
    "documents",
    "entities",
    "results",
    "facets",
    "annotations",
    "entity",
    "hidden",
    "skipped",
    "outline",
    "thread",
    "history",
    "searches",
    "aliases",
    "batch",
)
command = TABLE.command


@command("palette", "Commands", "global", footer="command", priority=90)
def palette(room: Room, count: int | None) -> None:
    """Finds a command by a few letters of its name, shows its key and runs it; :12 goes to paragraph 12."""
    room.layers.open_palette()


@command(
    "help", "Help", "global", "help", "card", "quotation", "compared", footer="help", footer_in=NOT_IN_HELP, priority=95
)
def help(room: Room, count: int | None) -> None:
    """Lists what the keys do, those of the focused pane first."""
    room.layers.open_help()


@command("help-run", "Run the command of the row", "help", footer="run", priority=15)
def help_run(room: Room, count: int | None) -> None:
    """Runs the command on which the cursor stands, if it can be used where help was opened."""
    room.layers.accept_modal()


@command(
    "help-typing",
    "Help while typing",
    "palette",
    "note",
    "codes",
    "speakers",
    "tags",
    "metadata",
    "export",
    footer="help",
    priority=95,
)
def help_typing(room: Room, count: int | None) -> None:
    """Lists what the keys do where one types; closing it goes back to what was typed."""
    room.layers.open_help()


@command(
    "escape",
    "Clear one thing",
    "global",
    "card",
    "quotation",
    "compared",
    "help",
    "menu",
    "messages",
    footer="leave",
    footer_in=("select", "menu"),
    priority=80,
)
def escape(room: Room, count: int | None) -> None:
    """Takes away one thing: selection, list, chosen name, matches, message. It never quits."""
    room.layers.clear_one_thing()


@command(
    "close",
    "Close or quit",
    "global",
    "card",
    "quotation",
    "compared",
    "help",
    "menu",
    "messages",
    footer="close",
    footer_in=(
        "results",
        "annotations",
        "entity",
        "hidden",
        "skipped",
        "outline",
        "thread",
        "history",
        "searches",
        "aliases",
        "batch",
        "card",
        "help",
        "messages",
    ),
    priority=80,
)
def close(room: Room, count: int | None) -> None:
    """Closes the top layer; where nothing is left to close, the program."""
    room.layers.close_top()


@command("quit", "Quit", "always")
def quit(room: Room, count: int | None) -> None:
    """Leaves the program. Nothing is lost: what was marked is saved, and the place is remembered."""
    room.app.leave()


@command("suspend", "Suspend", "always", unavailable=needs.a_shell)
def suspend(room: Room, count: int | None) -> None:
    """Goes back to the shell; fg returns."""
    room.app.action_suspend_process()


@command("index-again", "Look for changed files", "global", unbound="it happens at every start by itself")
def index_again(room: Room, count: int | None) -> None:
    """Brings the index up to date with the folder."""
    room.indexing.start()


@command("index-stop", "Stop indexing", "global", unavailable=needs.a_run, unbound="it is seldom wanted")
def index_stop(room: Room, count: int | None) -> None:
    """Stops the index run at the next safe point; what is indexed by then can be searched."""
    room.indexing.give_up()


@command("index-watch", "How changes are noticed", "global", unbound="it is told where something is amiss")
def index_watch(room: Room, count: int | None) -> None:
    """Says whether the system tells of files that change, or the folder is looked through now and then, and why."""
    room.messages.say(room.watching.words)


@command("messages", "Messages", "global", unbound="a message that was cut is seldom missed")
def messages(room: Room, count: int | None) -> None:
    """Shows what was said in this sitting, each message in full."""
    room.layers.open_messages()


@command(
    "theme",
    "Another theme",
    "global",
    unbound="set once; screen.theme in config.yaml keeps it",
    argument=Argument("theme", told.put_on, told.among(told.themes), required=False),
)
def theme(room: Room, count: int | None) -> None:
    """Changes to the next theme for this sitting."""
    room.app.next_theme()


@command("write", "Save", "global", unbound=":w is for hands that know vim; everything is saved at once")
def write(room: Room, count: int | None) -> None:
    """Says that everything is saved already."""
    room.messages.say("already saved: what you mark is on the disk at once")
