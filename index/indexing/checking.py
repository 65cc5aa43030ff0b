"""Examining what is on disk for one collection: catalogue, index, reading positions, what the reader wrote."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from index.indexing.generations import Generations
from index.settings import SearchSettings

if TYPE_CHECKING:
    from index.events import OnEvent


class Finding(NamedTuple):
    """One part of what is on disk: `state` is ok, missing, damaged or faults."""

    part: str
    state: str
    repaired: bool
    reason: str | None


def examine_cache(
    cache: Path, search: SearchSettings, fingerprint: str, on_event: OnEvent | None = None
) -> Iterator[Finding]:
    """Catalogue and index: whether every byte is as it was written, and whether they name the same documents.

    Waits for an indexer that is at work. Raises GlossatorError where it is stopped.
    """
    from index.indexing.indexer_lock import held

    try:
        with held(cache, on_event or (lambda event: None), threading.Event()):
            findings = list(_examine(cache, search, fingerprint))
    except OSError:  # nothing can be written there, so nobody does
        findings = list(_examine(cache, search, fingerprint))
    yield from findings


def _examine(cache: Path, search: SearchSettings, fingerprint: str) -> Iterator[Finding]:
    from index.indexing.choosing import reason_of
    from index.indexing.soundness import catalogue_fault, index_fault

    generations = Generations(cache)
    folder = generations.current()
    if folder is None:
        lost = (cache / "current").exists()
        reason = "the note of what is in use has changed" if lost else "nothing is indexed yet"
        yield Finding("catalogue", "damaged" if lost else "missing", False, reason)
        return
    fault = catalogue_fault(folder)
    yield Finding("catalogue", "damaged" if fault else "ok", False, fault.reason if fault else None)
    if fault:
        return
    fault = index_fault(folder, search)
    if not fault and generations.fingerprint(folder) != fingerprint:
        yield Finding("index", "faults", False, "made by another version of Glossator or with other settings")
    elif fault:
        yield Finding("index", "damaged", False, reason_of(fault))
    else:
        yield _compared(folder, search)


def examine_state(state: Path) -> Finding:
    """What concerns this machine alone. A damaged file is put aside and made anew from what can be read of it."""
    from index.catalogue.mending import fault_of, mend
    from index.catalogue.state import ALL_TABLES

    file, part = state / "reading.sqlite", "reading positions"
    fault = fault_of(file)
    if fault is None:
        return Finding(part, "ok", False, None)
    words = mend(file, ALL_TABLES)
    return Finding(part, "damaged", words is not None, words or fault)


def examine_settings() -> Finding:
    """The checked copies of the settings, which are made again when they are wrong."""
    from index.config import unsound_copies

    bad = unsound_copies()
    gone = all(_removed(copy) for copy in bad)
    reason = ", ".join(copy.name for copy in bad)
    return Finding("settings", "damaged", gone, f"{reason} in {bad[0].parent}") if bad else _sound("settings")


def examine_model(cache: Path, wanted: str, megabytes: int) -> Iterator[Finding]:
    """What is wrong with the model that is to find names; nothing where none is wanted, or it can be used."""
    from index.indexing.refused import Refusals
    from index.understanding.models import find_model, unloadable

    model, fault = find_model(wanted)
    reason = Refusals(cache, megabytes).reason(model) if model is not None else None
    if model is not None and reason is not None:
        fault = unloadable(model, reason)
    if fault:
        yield Finding("model", "faults", False, fault)


def written(
    faults: Sequence[tuple[str, int, str]],
    decisions: Sequence[str],
    searches: Sequence[str] = (),
    names: Sequence[str] = (),
    codes: Sequence[str] = (),
    dossiers: Sequence[str] = (),
) -> Iterator[Finding]:
    """What the reader wrote: faults of annotations and corrections as (file, line, reason), of all else in words."""
    for file, line, reason in faults:
        yield Finding(f"{file}:{line}", "faults", False, reason)
    if not faults:
        yield _sound("annotations")
    files = {"documents.yaml": decisions, "searches.yaml": searches, "entities.yaml": names, "codebook.yaml": codes}
    files["dossiers"] = dossiers
    for part, found in files.items():
        for fault in found:
            yield Finding(part, "faults", False, fault)
        if not found:
            yield _sound(part)


def _sound(part: str) -> Finding:
    return Finding(part, "ok", False, None)


def _removed(file: Path) -> bool:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _compared(folder: Path, search: SearchSettings) -> Finding:
    """Whether index and catalogue hold the same documents."""
    from contextlib import closing

    from index.catalogue.reader import CatalogueReader
    from index.errors import Damaged
    from index.indexing.soundness import made_by
    from index.search.opening import open_engine

    try:
        with closing(CatalogueReader(folder / "catalogue.sqlite")) as catalogue:
            catalogued = {number for number, _ in catalogue.paths()}
        with closing(open_engine(folder / "index", made_by(folder, search))) as engine:
            indexed = set(engine.ids())
    except Damaged as error:
        return Finding("index", "damaged", False, str(error))
    if indexed != catalogued:
        lacking, extra = len(catalogued - indexed), len(indexed - catalogued)
        return Finding("index", "faults", False, f"lacks {lacking} documents, holds {extra} that are gone")
    return _sound("index")
