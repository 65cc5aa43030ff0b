"""Which generation folder a run works in: the one in use where it is sound, else another that is filled beside it."""

from __future__ import annotations

from pathlib import Path

from index.errors import CollectionError
from index.events import Noticed, OnEvent
from index.indexing.generations import Generations
from index.indexing.soundness import Fault, catalogue_fault, fault_in, index_fault
from index.settings import SearchSettings

OTHER_VERSION = "the index is of another version or other settings and is made anew; the old one answers meanwhile"
UNREADABLE_VERSION = "the index is of another version of Glossator and is made anew from your documents"


def choose(cache: Path, search: SearchSettings, fingerprint: str, *, anew: bool, tell: OnEvent) -> tuple[Path, bool]:
    """The folder to work in, and whether another one serves the reader meanwhile. `anew`: one that is empty.

    Tells what is wrong with the folder in use.
    """
    generations = Generations(cache)
    current = generations.current()
    fault = catalogue_fault(current) if current is not None else None
    serves = current is not None and fault is None
    if current is not None and serves:
        fits = generations.fingerprint(current) == fingerprint
        if fits and not anew:
            fault = index_fault(current, search)
            if fault is None:
                return current, True
            tell(Noticed(words_of(fault)))
        elif not fits:
            tell(Noticed(OTHER_VERSION))
    elif current is not None and fault is not None and not anew:
        tell(Noticed(words_of(fault)))
    folder = None if anew else _unfinished(generations, search, fingerprint)
    if folder is None:
        folder = generations.start(fingerprint)
    return folder, serves


def words_of(fault: Fault) -> str:
    """A fault in one line, with what happens now."""
    if fault.reason == "made by another version of Glossator":
        return UNREADABLE_VERSION
    how = "; searches go on meanwhile" if fault.part == "index" else " from your documents"
    return f"the {fault.part} is damaged and is made anew{how} ({reason_of(fault)})"


def reason_of(fault: Fault) -> str:
    """Why, without the sentence around it."""
    return fault.reason.removeprefix("The index cannot be read (").removesuffix(").")


def _unfinished(generations: Generations, search: SearchSettings, fingerprint: str) -> Path | None:
    """A folder that was begun before a kill, and is sound as far as it goes."""
    for folder in generations.unfinished(fingerprint):
        try:
            if not (folder / "catalogue.sqlite").exists() or fault_in(folder, search) is None:
                return folder
        except CollectionError:
            continue
    return None
