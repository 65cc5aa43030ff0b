"""Each command of the table, tried out by its own key: a command that nobody has tried makes this fail."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tui.commands import COMMANDS

sys.path.insert(0, str(Path(__file__).parent))
from every_command import (
    alike_texts,
    codes,
    counting,
    documents,
    evidence,
    facts,
    layers,
    marking,
    moving,
    names,
    program,
    quotations,
    searching,
    timeline,
)
from every_command.stage import perform

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom

GROUPS = {
    "moving": moving.SCENES,
    "searching": searching.SCENES,
    "marking": marking.SCENES,
    "documents": documents.SCENES,
    "program": program.SCENES,
    "counting": counting.SCENES,
    "evidence": evidence.SCENES,
    "names": names.SCENES,
    "quotations": quotations.SCENES,
    "codes": codes.SCENES,
    "layers": layers.SCENES,
    "timeline": timeline.SCENES,
    "facts": facts.SCENES,
    "alike texts": alike_texts.SCENES,
}


def test_every_command_has_a_scene_and_only_one() -> None:
    played = [id for scenes in GROUPS.values() for id in scenes]
    assert sorted(played) == sorted(command.id for command in COMMANDS)


@pytest.mark.parametrize("group", GROUPS)
async def test_every_command_does_what_it_says(group: str, request: pytest.FixtureRequest, visit: OpenRoom) -> None:
    """The scenes of a group share a visit; each begins at rest."""
    failed = {}
    others = {"timeline": "dated", "facts": "accounts", "alike texts": "copied"}
    desk: Desk = request.getfixturevalue(others.get(group, "harbour"))
    async with visit(desk.folder) as here:
        for id, scene in GROUPS[group].items():
            try:
                await perform(here, scene)
            except AssertionError as error:
                failed[id] = f"{str(error) or 'not seen'} · status: {here.status}"
                if "waited in vain" in failed[id]:
                    break  # What hangs would make every later scene wait.
    assert not failed, "\n".join(f"{id}: {why}" for id, why in failed.items())
