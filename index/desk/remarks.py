"""What annotations say - codes, words of notes and of marked passages - asked over all documents at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.errors import Cancelled
from index.events import Cancelled as Asked
from index.keys import fold
from index.search.tokens import words

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation
    from index.annotations.store import LayerStore
    from index.codebook.book import Codebook

_AT_ONCE: Final = 1_024
"""Annotations looked at between two questions whether to go on."""

Fits = Callable[["Annotation"], bool]


def code_test(value: str, *, beginning: bool, book: Codebook | None = None) -> Callable[[str], bool]:
    """Whether a code is the one asked for: `claim` itself, `claim/*` with all below it, `cl*` whatever begins so.

    With a codebook a former name asks for the code that had it, and a code that carries one is found by its present
    name.
    """
    if book is not None and not beginning and not value.endswith("*"):
        value = book.sought(value.rstrip("/")) + ("/" if value.endswith("/") else "")
    elif book is not None and not beginning and value.endswith("/*"):
        value = book.sought(value[:-2]) + "/*"
    test = _spelt(value, beginning=beginning)
    if book is None:
        return test
    resolve = book.resolve
    return lambda code: test(resolve(code))


def _spelt(value: str, *, beginning: bool) -> Callable[[str], bool]:
    wanted = fold(value)
    if wanted.endswith(("/*", "/")) and not beginning:
        whole = wanted.rstrip("*/")
        return lambda code: (folded := fold(code)) == whole or folded.startswith(whole + "/")
    if beginning or wanted.endswith("*"):
        begun = wanted.rstrip("*")
        return lambda code: fold(code).startswith(begun)
    return lambda code: fold(code) == wanted


def padded(text: str) -> str:
    """The folded words of a text, with a space before and behind each."""
    return f" {' '.join(words(text))} "


def sought(value: str, *, beginning: bool) -> str | None:
    """What stands in the `padded` words of a text that holds those of `value`; None where it has no word."""
    begins = beginning or value.endswith("*")
    wanted = words(value)
    if not wanted:
        return " " if value.strip("*") == "" else None
    return f" {' '.join(wanted)}" if begins else f" {' '.join(wanted)} "


@dataclass(slots=True)
class _Held:
    """What was made of one state of the layers."""

    generation: int
    annotations: list[Annotation]
    by_code: dict[str, list[Annotation]] | None = None
    texts: dict[str, list[tuple[str, Annotation]]] = field(default_factory=dict)
    """Padded words of notes, and of passages, with whose they are."""


class Remarks:
    """Asks the layers as they are at the moment. Safe from any thread."""

    def __init__(self, store: LayerStore) -> None:
        self._store = store
        self.book: Callable[[], Codebook] | None = None
        """Tells which name of a code counts for which."""
        self._held: _Held | None = None
        self._padded: dict[str, dict[tuple[str, str], tuple[Annotation, str]]] = {"note": {}, "mark": {}}
        """By layer and id: words take longer than anything else here, and few annotations change."""
        self._lock = threading.Lock()

    def coded(self, value: str, *, beginning: bool) -> list[Annotation]:
        """Annotations with a code; see `code_test`."""
        fits = code_test(value, beginning=beginning, book=self.book() if self.book is not None else None)
        return [each for code, those in self._by_code().items() if fits(code) for each in those]

    def codes(self) -> list[str]:
        """Every code in use."""
        if self.book is None:
            return sorted(self._by_code())
        return sorted(set(map(self.book().resolve, self._by_code())))

    def any_code(self) -> list[Annotation]:
        """Annotations with any code."""
        return [each for those in self._by_code().values() for each in those]

    def holding(self, what: str, wanted: str, cancelled: Asked | None) -> list[Annotation]:
        """Annotations in whose `what` (note, mark) something `sought` stands. Raises Cancelled."""
        return [annotation for text, annotation in self._texts(what, cancelled) if wanted in text]

    # -- inside -------------------------------------------------------------------------------------------------

    def _now(self) -> _Held:
        """Under the lock: what is held of the layers as they are."""
        self._store.refresh()
        held = self._held
        if held is None or held.generation != self._store.generation:
            generation = self._store.generation
            self._held = held = _Held(generation, self._store.looked_at())
        return held

    def _by_code(self) -> dict[str, list[Annotation]]:
        with self._lock:
            held = self._now()
            if held.by_code is None:
                held.by_code = {}
                for annotation in held.annotations:
                    for code in annotation.codes:
                        held.by_code.setdefault(code, []).append(annotation)
            return held.by_code

    def _texts(self, what: str, cancelled: Asked | None) -> list[tuple[str, Annotation]]:
        with self._lock:
            held = self._now()
            if what not in held.texts:
                held.texts[what] = list(self._made(what, held.annotations, cancelled))
            return held.texts[what]

    def _made(
        self, what: str, annotations: Iterable[Annotation], cancelled: Asked | None
    ) -> Iterator[tuple[str, Annotation]]:
        known = self._padded[what]
        for count, annotation in enumerate(annotations):
            if count % _AT_ONCE == 0 and cancelled is not None and cancelled():
                raise Cancelled
            text = annotation.note if what == "note" else annotation.exact
            if not text:
                continue
            key = (annotation.layer, annotation.id)
            before = known.get(key)
            if before is None or before[0] is not annotation:
                before = known[key] = (annotation, padded(text))
            yield before[1], annotation
