"""Where the scenes of every command are written down, and the stage that each of them begins on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Visit

Play = Callable[["Visit", Callable[..., Awaitable[None]]], Awaitable[None]]
"""Given the visit, and a call that presses the command's own key; asserts what can be seen afterwards."""


@dataclass(frozen=True)
class Scene:
    """One command tried out."""

    id: str
    play: Play
    start: tuple[str, ...] = ()
    """Keys pressed before."""
    at: str = ""
    """Words of ferry.txt on which the cursor stands."""


class Scenes(dict[str, Scene]):
    """The scenes of one group of commands, which share a visit."""

    def scene(self, id: str, *start: str, at: str = "") -> Callable[[Play], Play]:
        """The decorated function tries out this command."""

        def note(play: Play) -> Play:
            assert id not in self
            self[id] = Scene(id, play, start, at)
            return play

        return note


async def at_rest(here: Visit) -> None:
    """The first document from its beginning, nothing over it, nothing sorted, narrowed or looked for."""
    room = here.room
    for _ in range(12):
        if room.contexts == ("text", "global", "always") and room.walk.trail is None and not room.screen.zen:
            break
        await here.pilot.press("escape")
    if room.seats.other is not None:
        room.seats.close_other()
    room.panes.reset()
    if room.library.words or room.library.query.sort != "path" or room.library.query.descending:
        from index.listing import ListQuery

        room.library.ask(ListQuery())
    if room.reading.document is None or room.reading.document.path != "ferry.txt":
        room.reading.open("ferry.txt")
    await here.settle()
    room.screen.text.go_to(0)
    room.messages.clear()
    await here.settle()


async def perform(here: Visit, scene: Scene) -> None:
    """Set the stage and play a scene."""
    await at_rest(here)
    if scene.at:
        here.room.screen.text.go_to(here.at(scene.at))
    if scene.start:
        await here.steps(*scene.start)

    async def do(*then: str, times: int = 1, told: str = "") -> None:
        """Press the command's first key, or run it in the palette where it has none; then further keys."""
        for _ in range(times):
            sequences = here.room.keymap.sequences_of(scene.id)
            if sequences and not told:
                await here.press(*sequences[0])
                await here.press(*then)
            else:
                await here.press("colon")
                await here.write(f"{scene.id} {told}".strip())
                await here.press("enter")
                await here.press(*then)

    await scene.play(here, do)
