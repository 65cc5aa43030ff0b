"""The application: it joins the collection, the screen and the keys, and sees that nothing is lost when it ends."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, TypeVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.filter import LineFilter

from tui import themes
from tui.display import GUARD, visible
from tui.keymap import Keymap, key_of_event
from tui.screens.reading import ReadingScreen
from tui.session import panes
from tui.session.dispatch import Dispatcher
from tui.session.macros import LOOK_SECONDS
from tui.session.marking import drafts
from tui.session.messages import log_error
from tui.session.reading.reading import SAVE_SECONDS
from tui.session.reading.seats import REMEMBERED, Kept
from tui.session.room import Room
from tui.theming.ground import Ground, Question, remember

if TYPE_CHECKING:
    from textual.driver import Driver

    from index.collection import Collection
    from index.config import Loaded
    from tui.commands.command import Command
    from tui.session.library import Shown

T = TypeVar("T")
TICK_SECONDS: Final = 0.1
TAKE_UP_SECONDS: Final = 0.5
SWITCH_SECONDS: Final = 0.001
LONGEST_WAIT: Final = 1.0
LONGEST_OPENING: Final = 5.0
_SIGNALS: Final = ("SIGTERM", "SIGHUP", "SIGINT")
"""ctrl+c is a key while the program has the terminal; as a signal it comes where it was typed ahead of the end."""


class Glossator(App[int], inherit_bindings=False):
    """The reading room for one collection."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "Glossator"
    BINDINGS: ClassVar[list[Any]] = []

    def __init__(
        self,
        collection: Collection,
        loaded: Loaded,
        *,
        debug: bool = False,
        keep_current: bool = True,
        ground: Ground | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        """`keep_current`: bring the index up to date behind the screen. `ground`: what the terminal told of its own."""
        super().__init__(driver_class)
        self._keep_current = keep_current
        # Before anything is mounted: a theme put on later makes Textual match every style a second time.
        self.wardrobe = themes.install(self, loaded.settings.screen.theme, os.environ, ground)
        self._loaded = loaded
        self._debug = debug
        self.room = Room(self, collection, loaded.settings, Keymap(loaded.settings.keys, loaded.settings.macros))
        self.room.messages.debug = debug
        self.dispatcher = Dispatcher(self.room, self._pending_changed)
        self.reading_screen = ReadingScreen(self.room)
        self._which_key_timer: Any = None
        self._leaving = False
        self._typed = False
        """The last key went to a field."""

    # -- Textual's own hooks -----------------------------------------------------------------------------------------

    def get_default_screen(self) -> ReadingScreen:
        """The reading screen is there from the first paint."""
        return self.reading_screen

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables, so that style sheets parse under any theme."""
        return themes.VARIABLE_DEFAULTS

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Behind everything that is drawn: nothing that steers a terminal goes out."""
        return [*super().get_line_filters(), *self.wardrobe.filters(), GUARD]

    def on_mount(self) -> None:
        """Signals; the collection is asked after the first paint."""
        self._catch_signals()
        self.call_after_refresh(self._begin)

    async def on_event(self, event: events.Event) -> None:
        """Every key goes to the table of commands first; what is left over to the field in which one types."""
        if self._leaving and isinstance(event, events.InputEvent):
            return  # what was typed ahead concerns nobody now, and windows that it opened would never be filled
        if isinstance(event, events.Key) and not event.is_forwarded and self.screen_stack:
            await self._catch_up()
            if self._leaving:
                return
            key = key_of_event(event.key, event.character)
            leaves = self.dispatcher.leaving_command(key) is not None
            if not leaves and (self.room.macros.take_key(event) or self.room.type_ahead.holds(event)):
                return
            self.room.messages.key_pressed()
            if self.dispatcher.press(key):
                await self._wait_for_window()
                return
            self._typed = True
        elif isinstance(event, events.MouseDown) and not event.is_forwarded and self.screen_stack:
            self._mouse_pressed(event)
        await super().on_event(event)

    @property
    def key_waits(self) -> bool:
        """True where a key was pressed that nothing has been done about yet."""
        waiting: Iterable[object] = self._message_queue.values
        return any(isinstance(message, events.Key) for message in waiting)

    def _mouse_pressed(self, event: events.MouseDown) -> None:
        """The reader turns to something else: what was begun with keys is over, and the prompt, unless it was meant."""
        self.dispatcher.forget()
        self.room.letters.end()
        status = self.reading_screen.query_one("#status")
        if self.room.layers.window is None and not status.region.contains(event.x, event.y):
            self.room.prompts.leave()

    async def _catch_up(self) -> None:
        """Let what was typed arrive in its field before the next key is looked at, however fast the keys come."""
        await self._wait_for_window()
        field, self._typed = self.focused if self._typed else None, False
        if field is not None:
            arrived = asyncio.Event()
            there = field.call_later(arrived.set)
            # However long it takes: a key that overtook what was typed would act on half of it. Only a field that is
            # taken away meanwhile answers nothing.
            while there and not arrived.is_set() and field.is_attached and field.is_running:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(arrived.wait(), LONGEST_WAIT)

    async def _wait_for_window(self) -> None:
        opening, self.room.layers.opening = self.room.layers.opening, None
        if opening is not None:
            # Never for good: keys that wait here would wait for good too, and the one that ends the program with them.
            landed = asyncio.ensure_future(_landed(opening))
            await asyncio.wait({landed}, timeout=LONGEST_OPENING)
            if landed.done():
                landed.result()

    # -- the beginning -----------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Open the document that was open last; everything else comes behind it."""
        if not gc.isenabled():  # see `open_reader`: what is there by now is never garbage
            gc.freeze()
            gc.enable()
        room = self.room
        self.set_interval(TICK_SECONDS, self._tick)
        self.set_interval(TAKE_UP_SECONDS, room.indexing.take_up)
        self.set_interval(SAVE_SECONDS, room.seats.save)
        self.set_interval(SAVE_SECONDS, room.places.save)
        self.set_interval(SAVE_SECONDS, room.drafts.save)

        def first_look() -> tuple[str | None, Shown]:
            room.layer = room.collection.layer
            room.layer_choice.take_up()
            self._unless_leaving(room.panes.take_up, room.collection.remembered(panes.REMEMBERED))
            self._unless_leaving(room.drafts.take_up, room.collection.remembered(drafts.REMEMBERED))
            last = room.collection.narrowed_to or room.collection.last_open()
            beside = Kept.unpack(room.collection.remembered(REMEMBERED))
            if last is not None and beside is not None and room.collection.narrowed_to is None:
                self._unless_leaving(room.seats.restore, beside)
            elif last is not None:
                self._unless_leaving(self._open_first, last)
            return last, room.library.look()

        room.background.run(first_look, self._take_first_look, self._first_look_failed)

    def _unless_leaving(self, take: Callable[[T], None], found: T) -> None:
        """From a thread: hand on what was found, unless the screen is being taken down by then."""

        def call() -> None:
            if not self._leaving:
                take(found)

        self.call_later(call)

    def _open_first(self, path: str) -> None:
        self.room.reading.open(path, remember=False)

    def _take_first_look(self, found: tuple[str | None, Shown]) -> None:
        room = self.room
        last, shown = found
        room.library.take(shown)
        if last is None and shown.counts.documents:
            self._open_first(room.library.shown_paths(0, 1)[0])
        elif not shown.counts.documents:
            self._say_empty()
        room.search.load_history()
        room.places.take_up()
        if self._keep_current:
            room.indexing.start()
            room.watching.begin()
        for warning in self._loaded.warnings[:1]:
            more = len(self._loaded.warnings) - 1
            room.messages.warn(warning + (f" · and {more} more: `glossator config` lists them" if more else ""))
        if self.wardrobe.warnings:
            self._say_theme()

    def _first_look_failed(self, error: Exception) -> None:
        self.room.messages.fail(error)
        self.reading_screen.text.show_nothing("the collection cannot be read")

    def _say_empty(self) -> None:
        skipped = self.room.keys_of("go-skipped")
        why = f"; {skipped} shows why" if skipped else ""
        self.reading_screen.text.show_nothing(f"nothing to read in this folder{why}")

    # -- commands ----------------------------------------------------------------------------------------------------

    def run_command(self, command: Command, count: int | None, argument: str = "") -> None:
        """Run a command, or say why it cannot be run. Whatever goes wrong, the reader reads on."""
        why_not = command.why_not(self.room)
        if why_not is not None:
            # While one types in the prompt, messages are not in sight.
            tell = self.room.prompts.note if self.room.contexts[0] == "prompt" else self.room.messages.say
            tell(why_not)
            return
        try:
            if argument and command.argument is not None:
                command.argument.take(self.room, argument)
            else:
                command.run(self.room, count)
        except Exception as error:
            self.room.messages.fail(error)

    async def macro_goes_on(self) -> None:
        """Look whether the macro that runs can go on; after its end, take the keys that were typed meanwhile."""
        await self._wait_for_window()
        macros = self.room.macros
        if macros.go_on():
            self.set_timer(LOOK_SECONDS, self.macro_goes_on)
            return
        held, macros.held = macros.held, []
        for key in held:
            await self.on_event(key)

    def next_theme(self) -> None:
        """Change to the next theme."""
        self.wardrobe.next()
        self._say_theme()

    def put_on_theme(self, name: str) -> None:
        """Change to a theme by its name: one of the program's, or that of a theme file."""
        names = self.wardrobe.names
        if name in names or name in themes.NAMES:
            self.wardrobe.put_on(name)
            self._say_theme()
        else:
            self.room.messages.say(f"no theme is called {name}; there are {', '.join(names)}")

    def ground_told(self, told: Ground) -> None:
        """The terminal says what its ground is: now, or because its theme was changed."""
        self.room.background.run(lambda: remember(os.environ, told))
        self.wardrobe.ground_told(told)

    def _say_theme(self) -> None:
        wardrobe, messages = self.wardrobe, self.room.messages
        for warning in wardrobe.warnings[:1]:
            more = len(wardrobe.warnings) - 1
            messages.warn(warning + (f" · and {more} more" if more else ""))
        if not wardrobe.warnings:
            shown = wardrobe.on if wardrobe.setting in (wardrobe.on, "") else f"{wardrobe.setting}: {wardrobe.on}"
            messages.say(f"theme {shown}; screen.theme in config.yaml keeps it")

    # -- now and then ------------------------------------------------------------------------------------------------

    def _tick(self) -> None:
        self.room.messages.tick()
        self.room.indexing.tick()
        self.room.watching.tick()
        self.room.works.tick()

    def _pending_changed(self) -> None:
        """A count or a sequence was begun or ended."""
        if self._which_key_timer is not None:
            self._which_key_timer.stop()
            self._which_key_timer = None
        screen = self.reading_screen
        if self.dispatcher.pressed and screen.which_key.display:
            screen.show_which_key()
        elif self.dispatcher.pressed:
            self._which_key_timer = self.set_timer(self.room.settings.screen.which_key_seconds, screen.show_which_key)
        else:
            screen.which_key.show(())
        screen.show_state()

    # -- the end -----------------------------------------------------------------------------------------------------

    def _catch_signals(self) -> None:
        """A terminal that is closed, or a kill, ends the program as q does."""
        for name in _SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                try:
                    asyncio.get_running_loop().add_signal_handler(number, self.leave)
                except (NotImplementedError, RuntimeError, ValueError):
                    # Not on this system, or not in the main thread: then there is nothing to catch.
                    return

    def leave(self) -> None:
        """End the program, with the place remembered."""
        if not self._leaving:
            self._leaving = True
            self.room.seats.save()
            self.room.places.save()
            self.room.drafts.leave()
            self.room.watching.end()
            self.room.indexing.stop()
            self.room.background.deaf = True
            self.exit(0)

    def _fatal_error(self) -> None:
        """Nothing of a document goes to the terminal with a traceback: one line, and the place in a log."""
        error = self._exception
        if self._debug or error is None:
            super()._fatal_error()
            return
        where = log_error(error)
        # As Text, because a string would be read as markup.
        self._exit_renderables.append(Text(visible(f"Glossator had to stop ({type(error).__name__}): {where}")))
        self._close_messages_no_wait()


async def _landed(opening: Awaitable[object]) -> None:
    await opening


def run_reader(
    path: Path, loaded: Loaded, *, marks: Path | None = None, debug: bool = False, terminal: Question | None = None
) -> int:
    """Open the reading room on a folder or a file; returns the exit status. Raises CollectionError.

    `terminal`: what was asked of the terminal before.
    """
    from index.collection import Collection

    collection = Collection.open(path, loaded.settings, marks=marks)
    driver = terminal.driver() if terminal is not None else None
    app = Glossator(
        collection, loaded, debug=debug, ground=terminal.ground if terminal is not None else None, driver_class=driver
    )
    quiet = False
    # Whoever computes beside the screen gives way to it, and to the threads that read keys and write, within this.
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        app.run()
    finally:
        with contextlib.suppress(ValueError):  # not in the main thread
            # The loop, which took it until now, is gone; what is still being written must come to its end.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        app.room.watching.end()
        app.room.indexing.stop()
        quiet = app.room.background.close()
        if quiet:
            collection.close()
    status = app.return_code or 0
    return status if quiet else _end_at_once(status)


def _end_at_once(status: int) -> NoReturn:
    """End the process while a thread still reads, such as a search through a large collection.

    Everything written is on the disk. To close the database under the thread, or to let the interpreter wait for its
    end, or be taken down while it runs in a library, would end in a crash or not at all.
    """
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)
