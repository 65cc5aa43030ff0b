"""Makes the pictures of the README: the program itself, headless, on the sample collection.

python docs/pictures/make.py
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from index.collection import Collection
from index.config import load_settings
from tui.app import Glossator

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"
DOCUMENT = "2031-09-08_harbour-herald_ferry.txt"
PASSAGE = (
    "Commodore Aldous Renk told the Herald by telephone that it “was opened on August 31, "
    "and has not been closed since.”"
)
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""The pictures ask nobody for a font: the reader's own monospaced one serves."""


async def picture(theme: str, width: int, height: int) -> None:
    loaded = load_settings(SAMPLES, {"screen.theme": theme, "annotations.layer": "maren"})
    with tempfile.TemporaryDirectory() as marks:
        collection = Collection.open(SAMPLES, loaded.settings, marks=Path(marks))
        collection.update()
        start = collection.document(DOCUMENT).text.index(PASSAGE)
        collection.annotate(
            DOCUMENT, start, start + len(PASSAGE), note="Against the captain's letter.", codes=["claim"]
        )
        collection.set_position(DOCUMENT, 0)
        app = Glossator(collection, loaded)
        async with app.run_test(size=(width, height)) as pilot:
            await pilot.pause(2)
            for key in ["slash", "quotation_mark", *"steel", "space", *"boom", "quotation_mark"]:
                await pilot.press(key)
            await pilot.pause(1)
            await pilot.press("down", "enter")
            await pilot.pause(1)
            svg = app.export_screenshot(title="Glossator")
        (HERE / f"reading-{theme}.svg").write_text(_FONTS.sub("", svg))
        app.room.indexing.stop()
        app.room.background.close()
        collection.close()


async def sides(theme: str, width: int, height: int) -> None:
    """Two accounts beside each other, the names in both."""
    loaded = load_settings(SAMPLES, {"screen.theme": theme, "annotations.layer": "maren"})
    with tempfile.TemporaryDirectory() as marks:
        collection = Collection.open(SAMPLES, loaded.settings, marks=Path(marks))
        collection.update()
        collection.set_position(DOCUMENT, 0)
        app = Glossator(collection, loaded)
        async with app.run_test(size=(width, height)) as pilot:
            await pilot.pause(2)
            for keys in ("S", "]d", "]d", "r"):
                await pilot.press(*keys)
                await pilot.pause(1)
            svg = app.export_screenshot(title="Glossator")
        (HERE / f"sides-{theme}.svg").write_text(_FONTS.sub("", svg))
        app.room.indexing.stop()
        app.room.background.close()
        collection.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        for kind in ("CACHE", "STATE", "DATA", "CONFIG"):
            os.environ[f"XDG_{kind}_HOME"] = f"{home}/{kind.lower()}"
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", TEXTUAL_ANIMATIONS="none")
        for theme in ("dark", "light"):
            asyncio.run(picture(theme, 120, 36))
        asyncio.run(sides("light", 180, 40))


if __name__ == "__main__":
    main()
