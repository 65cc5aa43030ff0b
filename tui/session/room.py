"""The room: what a command is given to work with. It joins the controllers and does nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.session.background import Background
from tui.session.clipboard import Clipboard
from tui.session.entities import Entities
from tui.session.indexing import Indexing
from tui.session.layers import Layers
from tui.session.library import Library
from tui.session.marking import Marking
from tui.session.messages import Messages
from tui.session.prompts import Prompts
from tui.session.reading import Reading
from tui.session.search import FindHere, Search
from tui.session.walk import Walk

if TYPE_CHECKING:
    from index.collection import Collection
    from index.settings import Settings
    from tui.app import Glossator
    from tui.commands.command import Context
    from tui.keymap import Keymap
    from tui.screens.reading import ReadingScreen


class Room:
    """Everything that a command may need."""

    def __init__(self, app: Glossator, collection: Collection, settings: Settings, keymap: Keymap) -> None:
        self.app = app
        self.collection = collection
        self.settings = settings
        self.keymap = keymap
        self.layer = ""
        """The layer that marks are written to, as the status line names it; asked once, in a thread."""
        self.messages = Messages(lambda _: self.screen.show_state())
        self.background = Background(app, self.messages.fail)
        self.library = Library(self)
        self.reading = Reading(self)
        self.walk = Walk(self)
        self.prompts = Prompts(self)
        self.search = Search(self)
        self.find = FindHere(self)
        self.entities = Entities(self)
        self.marking = Marking(self)
        self.clipboard = Clipboard(self)
        self.indexing = Indexing(self)
        self.layers = Layers(self)

    @property
    def screen(self) -> ReadingScreen:
        """The reading screen, whatever lies over it."""
        return self.app.reading_screen

    @property
    def contexts(self) -> tuple[Context, ...]:
        """What a key is looked up in, innermost first."""
        return self.layers.contexts

    def keys_of(self, id: str) -> str:
        """The first key of a command as it is shown; "" where it has none."""
        keys = self.keymap.keys_of(id)
        return keys[0] if keys else ""
