"""What tests of the reading room share: a collection that is indexed once, and a visit to it with the keyboard."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.append(str(Path(__file__).parent / "forking"))
from quick import (  # noqa: F401
    count_told,
    examples,
    pytest_collection_finish,
    pytest_collection_modifyitems,
    pytest_terminal_summary,
    ready,
    short_pauses,
    started_processes,
    styles_parsed_once,
)

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from index.document import Document
    from tui.app import Glossator
    from tui.session.room import Room

ROOT = Path(__file__).parents[1]
PLACES = ("CACHE", "STATE", "DATA", "CONFIG")
PATIENCE = 30.0

HARBOUR = {
    "ferry.txt": (
        "Ferry sinks in the Narrows\n\nBy Ines Haldane\n\n"
        "The ferry Margit Hale sank at night. Captain Josef Hallam had written a letter.\n\n"
        "The letter warned of the boom. Nobody read the letter.\n\n"
        + "\n\n".join(f"Paragraph {number} says that all was quiet and the water black." for number in range(40))
        + "\n\nAt the very end Josef Hallam is named once more, and so is a lantern.\n"
    ),
    "inquiry.md": (
        "---\ntitle: The inquiry opens\nsource: Plumb Line\ndate: 2031-09-22\n---\n\n"
        "# The inquiry opens\n\nJosef Hallam did not appear. The letter was read aloud, and a second letter too.\n\n"
        "## What was said\n\nThe minister said that no letter had reached him.\n"
    ),
    "letter.txt": "A letter from the harbour\n\nThe boom is still in the channel. Sailing is unsafe.\n",
    "zebra.txt": "Nothing to do with it\n\nA short text about a zebra.\n",
}


WITNESS = (
    "There were no lights ahead at all, and then there was a noise like a drawer of knives pulled out of a wall. The "
    "deck went up in front of us and did not come down again. A man beside me said that he thought we had stopped. "
    "After that I remember only the cold, and the hymn that somebody had begun and nobody could finish. In the morning "
    "there were boats, and blankets, and a woman with a list who asked each of us for a name and wrote it down twice."
)
FOOTER = "Share this story and sign up for the Tideline, our free morning letter from the harbour"
COPIED = {
    "ferry.txt": f"A ferry sinks\n\nSeptember 8, 2031\n\n{WITNESS}\n\nNobody had read the letter.\n\n{FOOTER}\n",
    "wire/ferry.txt": f"A ferry sinks\n\nSeptember 8, 2031\n\n{WITNESS}\n\nNobody had read the letter.\n\n{FOOTER}\n",
    "late.txt": f"A ferry sinks\n\nSeptember 9, 2031\n\n{WITNESS.replace('thought', 'knew')}\n\nNobody had read the "
    f"letter, it seems.\n\n{FOOTER}\n",
    "essay.txt": "On drawers\n\nOne who was there wrote of A NOISE, like a drawer of\nknives pulled out of a wall; the "
    f"rest is silence, and other people had other words for it.\n\n{FOOTER}\n",
}
"""The same text twice, a near copy, and a passage of it in an undated text."""

ACCOUNTS = {
    "ferry.txt": (
        "A ferry sinks in the Narrows\n\nSeptember 8, 2031\n\n"
        "Lukas Vessarin said in Aldermouth that 31 people died when the ferry sank off Port Averil. There were 118 "
        "people aboard, said Petra Sollin.\n\nCommodore Aldous Renk said that the navy had opened the boom on "
        "August 31, 2031. The first launch came 41 minutes after the distress call of Josef Hallam.\n"
    ),
    "inquiry.md": (
        "# The inquiry begins\n\nSeptember 12, 2031\n\n"
        "In the end 47 people died at Port Averil, Mathurin Kadec said in Saint-Corent; Petra Sollin and Lukas "
        "Vessarin have not denied it. He counts 143 people aboard.\n\nCommodore Aldous Renk told Aldermouth that the "
        "navy had opened the boom on September 2, 2031. Boats came 96 minutes after the distress call of Josef "
        "Hallam.\n"
    ),
    "letter.txt": (
        "A letter to the harbour\n\nSeptember 14, 2031\n\n"
        "More than 30 people died off Port Averil, wrote Josef Hallam to Petra Sollin and Lukas Vessarin of "
        "Aldermouth. Mathurin Kadec and Aldous Renk signed the accord on 29 August 2031. Renk and the navy had to "
        "open the boom within 72 hours of the signature. A pilot saw 12 lamps.\n"
    ),
    "poem.txt": (
        "Songs of the quay\n\nSeptember 15, 2031\n\n"
        "Petra Sollin sings in Port Averil of Josef Hallam, and Lukas Vessarin listens in Aldermouth with Aldous Renk "
        "and Mathurin Kadec. A fiddler counted the drowned on his fingers.\n"
    ),
}
"""Four accounts of one night: three tell what happened, one is silent."""

DATED = {
    **HARBOUR,
    "days.md": (
        "---\ntitle: A boom in the channel\nsource: Plumb Line\ndate: 2031-09-30\n---\n\n"
        "The boom was laid on 4 August 2031. Josef Hallam wrote on Monday. In 2019 the harbour was dredged.\n\n"
        "A guard spoke in July 2031. It was 02.03.2031 by his stamp. Josef Hallam was not asked.\n\n"
        "(Photo: 34 vessels on Sunday. Herald)\n"
    ),
    "other.md": (
        "---\ntitle: What the guard saw\nsource: Harbour Herald\ndate: 2031-10-02\n---\n\n"
        "On 4 August 2031 a boom was laid, a guard said. He came back on 5 August 2031.\n"
    ),
    "undated.txt": "A note without a date\n\nJosef Hallam came on 7 September. The guard slept on Monday.\n",
}
"""The same with dates: of a day that two sources speak of, with two readings, in a caption, and without a value."""


@dataclass
class Homes:
    """Directories of a user who exists only for the tests."""

    base: Path

    def environment(self) -> dict[str, str]:
        """As variables."""
        return {f"XDG_{place}_HOME": str(self.base / place.lower()) for place in PLACES}

    def use(self, patch: pytest.MonkeyPatch) -> None:
        """Be that user."""
        for name, value in self.environment().items():
            patch.setenv(name, value)
        patch.setenv("TEXTUAL_ANIMATIONS", "none")
        patch.delenv("NO_COLOR", raising=False)
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("COLORTERM", "truecolor")
        patch.delenv("COLORFGBG", raising=False)


@dataclass
class Desk:
    """A collection that is indexed, and whose user."""

    homes: Homes
    folder: Path

    def clear(self) -> None:
        """Forget what a reader did here: marks, places, read flags."""
        shutil.rmtree(self.folder / ".glossator", ignore_errors=True)
        for place in ("state", "data"):
            shutil.rmtree(self.homes.base / place, ignore_errors=True)


def write_files(folder: Path, files: dict[str, str]) -> Path:
    """A folder with these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def index_folder(folder: Path) -> None:
    """Bring the index of a folder up to date."""
    from index.collection import Collection
    from index.config import load_settings

    collection = Collection.open(folder, load_settings(None).settings)
    collection.update()
    collection.close()


@pytest.fixture(scope="session")
def harbour_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Four documents, indexed once in each test process."""
    base = tmp_path_factory.mktemp("harbour")
    homes = Homes(base)
    folder = write_files(base / "harbour", HARBOUR)
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch)
        index_folder(folder)
    yield Desk(homes, folder)


@pytest.fixture(scope="session")
def dated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Documents with dates, indexed once in each test process."""
    base = tmp_path_factory.mktemp("dated")
    homes = Homes(base)
    folder = write_files(base / "dated", DATED)
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch)
        index_folder(folder)
    yield Desk(homes, folder)


@pytest.fixture(scope="session")
def accounts_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Accounts that disagree, indexed once in each test process."""
    base = tmp_path_factory.mktemp("accounts")
    homes = Homes(base)
    folder = write_files(base / "accounts", ACCOUNTS)
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch)
        index_folder(folder)
    yield Desk(homes, folder)


@pytest.fixture
def accounts(accounts_once: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Accounts that disagree, as nobody has decided on them yet."""
    accounts_once.homes.use(monkeypatch)
    accounts_once.clear()
    yield accounts_once


@pytest.fixture
def dated(dated_once: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Documents with dates as nobody has read them yet."""
    dated_once.homes.use(monkeypatch)
    dated_once.clear()
    yield dated_once


@pytest.fixture(scope="session")
def copied_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Texts that are alike, indexed once in each test process."""
    base = tmp_path_factory.mktemp("copied")
    homes = Homes(base)
    folder = write_files(base / "copied", COPIED)
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch)
        index_folder(folder)
    yield Desk(homes, folder)


@pytest.fixture
def copied(copied_once: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Texts that are alike."""
    copied_once.homes.use(monkeypatch)
    copied_once.clear()
    yield copied_once


@pytest.fixture
def harbour(harbour_once: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Four documents as nobody has read them yet."""
    harbour_once.homes.use(monkeypatch)
    harbour_once.clear()
    yield harbour_once


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A copy of the clippings among the samples, 19 documents of plain text and Markdown; marks lie beside them."""
    folder = tmp_path / "samples"
    folder.mkdir()
    for file in (ROOT / "samples").iterdir():
        if file.suffix in (".txt", ".md"):
            shutil.copy2(file, folder)
    return folder


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Homes:
    """A user who has never used Glossator."""
    homes = Homes(tmp_path / "homes")
    homes.use(monkeypatch)
    return homes


@dataclass
class Visit:
    """The reading room, open, and somebody at the keyboard."""

    app: Glossator
    pilot: Pilot[Any]
    sent: list[str] = field(default_factory=list)

    @property
    def room(self) -> Room:
        """What goes on."""
        return self.app.room

    @property
    def document(self) -> Document:
        """The document on the page."""
        document = self.room.reading.document
        assert document is not None
        return document

    @property
    def cursor(self) -> int:
        """Offset of the cursor in the text."""
        return self.room.screen.text.cursor

    @property
    def message(self) -> str:
        """What is said in the status line."""
        return self.room.messages.current.text if self.room.messages.current else ""

    @property
    def status(self) -> str:
        """The words of the status line, message or not."""
        from tui.widgets.status import StatusText

        return self.room.screen.query_one(StatusText).state.words

    def at(self, words: str, occurrence: int = 0) -> int:
        """Offset of words in the document on the page."""
        offset = -1
        for _ in range(occurrence + 1):
            offset = self.document.text.index(words, offset + 1)
        return offset

    async def press(self, *keys: str) -> None:
        """Press keys and wait until what they started is done."""
        await self.pilot.press(*keys)
        await self.settle()

    async def steps(self, *keys: str) -> None:
        """The same for keys each of which means something only where what the one before started is done."""
        for key in keys:
            await self.press(key)

    async def write(self, text: str) -> None:
        """Type a text."""
        await self.press(*text)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        await self.until(lambda: self.room.background.idle)
        await self.pilot.pause()
        await self.until(lambda: self.room.background.idle)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"waited in vain; the status line says {self.status!r}"
            await self.pilot.pause(0.01)

    def screen_text(self) -> str:
        """What is on the screen, as text."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return "\n".join(strip.text for strip in strips)


OpenRoom = Callable[..., AbstractAsyncContextManager[Visit]]


@pytest.fixture
def visit() -> OpenRoom:
    """Opens the reading room on a folder or a file, in a window of a size, with settings changed."""

    @asynccontextmanager
    async def open_room(
        path: Path,
        *,
        size: tuple[int, int] = (120, 40),
        keep_current: bool = False,
        warnings: tuple[str, ...] = (),
        **changes: dict[str, Any],
    ) -> AsyncIterator[Visit]:
        from index.collection import Collection
        from index.config import load_settings
        from tui.app import Glossator

        loaded = load_settings(None)
        # Another process for each visit, and runs that a test does not expect: those that want it say so.
        settings = replace(loaded.settings, indexing=replace(loaded.settings.indexing, watch="off"))
        for section, values in changes.items():
            now = getattr(settings, section)
            changed = replace(now, **values) if is_dataclass(now) else values
            settings = replace(settings, **{section: changed})
        loaded = replace(loaded, settings=settings, warnings=[*loaded.warnings, *warnings])
        collection = Collection.open(path, settings)
        app = Glossator(collection, loaded, debug=True, keep_current=keep_current)
        try:
            async with app.run_test(size=size) as pilot:
                here = Visit(app, pilot)
                await here.until(lambda: app.room.library.loaded)
                await here.until(lambda: app.room.reading.document is not None or not len(app.room.library))
                await here.settle()
                yield here
        finally:
            app.room.watching.end()
            app.room.indexing.stop()
            app.room.background.close()
            collection.close()

    return open_room
