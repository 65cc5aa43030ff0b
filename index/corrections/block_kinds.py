"""What the reader decided that blocks of text are: headline, caption, prose; laid over what the rules found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

from index.annotations.annotation import Passage
from index.annotations.record import moment
from index.document import NOT_PROSE, Block, BlockKind, Document
from index.errors import GlossatorError

if TYPE_CHECKING:
    from index.corrections.correction import PlacedCorrection
    from index.corrections.corrections import Corrections

ABOUT: Final = "block"
"""What these corrections are about."""
BY_READER: Final = "reader"
"""The rule of a kind that the reader set."""
AS_FOUND: Final = "as found"
"""What stands in place of a kind where one paragraph of several is given back to the rules."""
KINDS: Final[tuple[BlockKind, ...]] = get_args(BlockKind)


class SetKind(NamedTuple):
    """A stretch whose kind was set, where it stands now."""

    start: int
    end: int
    kind: BlockKind


_NONE: Final[Mapping[str, tuple[SetKind, ...]]] = {}


class BlockKinds:
    """Replays decisions on blocks. Not for the screen's thread where there are some: edited documents are read.

    Safe to call from any thread.
    """

    def __init__(self, corrections: Callable[[], Corrections], version: Callable[[], object]) -> None:
        """`version` changes whenever documents came, changed or went."""
        self._corrections = corrections
        self._version = version
        self._replayed: tuple[object, Mapping[str, tuple[SetKind, ...]]] | None = None

    # -- reading ------------------------------------------------------------------------------------------------

    def by_path(self) -> Mapping[str, tuple[SetKind, ...]]:
        """Stretches in order of position, by path of the document now. Not to be changed."""
        corrections = self._corrections()
        generation = corrections.refresh()
        known = self._replayed
        if known is not None and known[0] == (generation, None):
            return _NONE
        if not corrections.of(ABOUT):
            self._replayed = ((generation, None), _NONE)
            return _NONE
        state = (generation, self._version())
        if known is None or known[0] != state:
            known = self._replayed = (state, _by_path(corrections.placed(ABOUT)))
        return known[1]

    def of(self, path: str) -> tuple[SetKind, ...]:
        """Those of one document."""
        return self.by_path().get(path, ())

    def applied(self, document: Document) -> Document:
        """A document with the kinds that the reader set, its words counted accordingly."""
        decided = self.of(document.path)
        if not decided:
            return document
        blocks, words = list(document.blocks), document.words
        starts = [block.start for block in blocks]
        for each in decided:
            number = _block_of(blocks, starts, each)
            if number is None:
                continue
            block = blocks[number]
            prose = (each.kind not in NOT_PROSE) - (block.kind not in NOT_PROSE)
            words += prose * sum(1 for _ in re.finditer(r"\S+", document.text[block.start : block.end]))
            blocks[number] = block._replace(kind=each.kind, rule=BY_READER)
        return replace(document, blocks=tuple(blocks), words=max(0, words))

    # -- deciding -----------------------------------------------------------------------------------------------

    def decide(self, document: Document, blocks: Sequence[Block], kind: BlockKind | None) -> str:
        """Say what blocks are, None: what the rules say; on disk, one step of undo, when this says what was done.

        Raises GlossatorError where the text has changed meanwhile, ReadOnlyError.
        """
        if not blocks:
            raise GlossatorError("there is no paragraph here")
        corrections = self._corrections()
        corrections.refresh()
        path, text = document.path, document.text
        what = "1 paragraph" if len(blocks) == 1 else f"{len(blocks):,} paragraphs"
        label = f"{what}: {kind}" if kind is not None else f"{what} as the rules find it"
        concerned = self._about(path, blocks)
        alone = len(concerned) == 1 and concerned[0][1]
        value = {"kind": kind if kind is not None else AS_FOUND}
        if kind is None and not any(_is_of(each.start, each.end, blocks) for each in self.of(path)):
            return "nothing changed"
        if kind is None and alone:
            corrections.remove([concerned[0][0]], label)
        elif alone and len(blocks) == 1:
            corrections.change(concerned[0][0], value, label)
        else:
            passages = [Passage(path, block.start, block.end, text[block.start : block.end]) for block in blocks]
            corrections.add(ABOUT, passages, value, label)
        return label

    def _about(self, path: str, blocks: Sequence[Block]) -> list[tuple[str, bool]]:
        """Decisions that concern one of some blocks, each with whether it concerns no others."""
        found = []
        for each in self._corrections().placed(ABOUT, path):
            here = [at is not None and at.document == path and _is_of(at.start, at.end, blocks) for at in each.places]
            if any(here):
                found.append((each.correction.id, all(here)))
        return found


def _by_path(placed: Iterable[PlacedCorrection]) -> dict[str, tuple[SetKind, ...]]:
    """Of two decisions on one stretch the later counts; what lost its passage or says nothing is left out."""
    found: dict[str, dict[tuple[int, int], SetKind]] = {}
    for each in sorted(placed, key=lambda one: (moment(one.correction.updated), one.correction.id)):
        kind = kind_of(each.correction.value)
        for at in each.places:
            if at is None:
                continue
            here = found.setdefault(at.document, {})
            if kind is not None:
                here[at.start, at.end] = SetKind(at.start, at.end, kind)
            elif each.correction.value == {"kind": AS_FOUND}:
                here.pop((at.start, at.end), None)
    return {path: tuple(sorted(those.values())) for path, those in found.items() if those}


def kind_of(value: Any) -> BlockKind | None:
    """The kind that a line of the file names; None where it names none."""
    kind = value.get("kind") if isinstance(value, dict) else None
    return kind if kind in KINDS else None


def is_aside(decided: Sequence[SetKind], place: int, otherwise: bool) -> bool:
    """Whether what begins at a place is no prose: as the reader decided, else `otherwise`."""
    number = bisect_right(decided, place, key=lambda each: each.start) - 1
    if number < 0 or place >= decided[number].end:
        return otherwise
    return decided[number].kind in NOT_PROSE


def _block_of(blocks: Sequence[Block], starts: Sequence[int], wanted: SetKind) -> int | None:
    """The block that shares most of a stretch, half of the two at least: where one ends may be found otherwise now."""
    best, most = None, 0.0
    number = max(0, bisect_right(starts, wanted.start) - 1)
    while number < len(blocks) and blocks[number].start < wanted.end:
        block = blocks[number]
        shared = min(block.end, wanted.end) - max(block.start, wanted.start)
        part = shared / max(1, max(block.end, wanted.end) - min(block.start, wanted.start))
        if part > most:
            best, most = number, part
        number += 1
    return best if most >= 0.5 else None


def _is_of(start: int, end: int, blocks: Sequence[Block]) -> bool:
    """Whether a decision is about one of some blocks."""
    return any(2 * (min(end, b.end) - max(start, b.start)) >= max(end - start, b.end - b.start) for b in blocks)
