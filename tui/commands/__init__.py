"""The table of commands: every action of the reading room is one line of it."""

from __future__ import annotations

from typing import Final

from tui.commands import (
    aliases,
    alike,
    concordance,
    counting,
    documents,
    facets,
    going,
    lists,
    marking,
    moving,
    panes,
    places,
    program,
    saved,
    searching,
    selecting,
    told,
    typing,
    walking,
)
from tui.commands.command import Command, Context

__all__ = ["BY_ID", "COMMANDS", "Command", "Context"]

COMMANDS: Final[tuple[Command, ...]] = tuple(
    command
    for table in (
        moving.TABLE,
        walking.TABLE,
        places.TABLE,
        searching.TABLE,
        alike.TABLE,
        saved.TABLE,
        selecting.TABLE,
        marking.TABLE,
        lists.TABLE,
        aliases.TABLE,
        documents.TABLE,
        facets.TABLE,
        concordance.TABLE,
        counting.TABLE,
        going.TABLE,
        saved.GOING,
        aliases.GOING,
        concordance.GOING,
        counting.GOING,
        told.TABLE,
        panes.TABLE,
        typing.TABLE,
        program.TABLE,
    )
    for command in table.commands
)
BY_ID: Final[dict[str, Command]] = {command.id: command for command in COMMANDS}
