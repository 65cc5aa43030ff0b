"""The table of commands: every action of the reading room is one line of it."""

from __future__ import annotations

from typing import Final

from tui.commands import (
    aliases,
    alike,
    alike_texts,
    codebook,
    concordance,
    correcting,
    counting,
    documents,
    dossiers,
    entity_page,
    facets,
    facts,
    going,
    layers,
    lists,
    marking,
    moving,
    own_names,
    panes,
    places,
    program,
    quotations,
    repairing,
    saved,
    searching,
    selecting,
    timeline,
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
        alike_texts.WALKING,
        places.TABLE,
        searching.TABLE,
        alike.TABLE,
        saved.TABLE,
        selecting.TABLE,
        marking.TABLE,
        codebook.TABLE,
        layers.TABLE,
        repairing.TABLE,
        correcting.TABLE,
        lists.TABLE,
        aliases.TABLE,
        entity_page.TABLE,
        own_names.TABLE,
        documents.TABLE,
        facets.TABLE,
        concordance.TABLE,
        counting.TABLE,
        timeline.TABLE,
        quotations.TABLE,
        alike_texts.TABLE,
        dossiers.TABLE,
        facts.TABLE,
        going.TABLE,
        saved.GOING,
        aliases.GOING,
        codebook.GOING,
        layers.GOING,
        entity_page.GOING,
        concordance.GOING,
        counting.GOING,
        timeline.GOING,
        quotations.GOING,
        alike_texts.GOING,
        dossiers.GOING,
        facts.GOING,
        told.TABLE,
        panes.TABLE,
        typing.TABLE,
        program.TABLE,
    )
    for command in table.commands
)
BY_ID: Final[dict[str, Command]] = {command.id: command for command in COMMANDS}
