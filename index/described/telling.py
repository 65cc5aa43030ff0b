"""Telling what is wrong with the table of a collection: once, and again where something else is."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.events import Noticed

if TYPE_CHECKING:
    from index.described.table import Table
    from index.events import OnEvent

TOLD: Final = "table_told.json"
"""Beside the catalogue, not in it: that it was told changes nothing of what is indexed."""


def words_of(table: Table, paths: set[str]) -> list[str]:
    """What is to be told of a table, a line each."""
    unknown = table.unknown(paths)
    return [*table.faults, *([unknown] if unknown is not None else [])]


def tell_of_table(table: Table, folder: Path, tell: OnEvent) -> None:
    """Tell the first fault of a table, and of rows whose documents are not there, unless that was told before."""
    from index.catalogue.reader import CatalogueReader

    file = folder / TOLD
    found: list[str] = []
    if table.faults or table.rows:
        with closing(CatalogueReader(folder / "catalogue.sqlite")) as catalogue:
            found = words_of(table, {path for _, path in catalogue.paths()})
    packed = json.dumps(found)
    try:
        before = file.read_text("ascii")
    except (OSError, ValueError):
        before = "[]"
    if packed == before:
        return
    if found:
        more = f"; glossator check shows {len(found) - 1} more" if len(found) > 1 else ""
        tell(Noticed(found[0] + more))
    file.write_text(packed, "ascii")


def faults_of(root: Path, name: str, paths: set[str] | None) -> list[tuple[str, int, str]]:
    """The same as (file, line, reason); line 0 for what concerns all of it. `paths`: of the documents, if known."""
    if not name:
        return []
    from index.described.table import read_table

    table = read_table(root, name)
    words = words_of(table, paths if paths is not None else set(table.rows))
    return [(name, *_placed(each.removeprefix(name))) for each in words]


def _placed(words: str) -> tuple[int, str]:
    """Line and reason of `:12: no path …` and `: cannot be read …`."""
    number, _, reason = words.removeprefix(":").partition(": ")
    return (int(number), reason) if number.isdigit() else (0, words.removeprefix(":").strip())
