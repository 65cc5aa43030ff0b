"""Names that the reader told of: literal ones, regular expressions, lists; found before any rule is asked.

Literal names are words in a row, found in one pass over the words of a text whatever their number. Regular expressions
run on RE2, whose time grows with the text alone, and each may look over a text only so many times: what a folder that
somebody sent brings along cannot hold up the reader.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from index.document import Block, Mention
from index.understanding.grouping import entity_id, normalised

RULE: Final = "own:"
"""What the rule of such a mention begins with; the label of its entry follows."""
MOST_WORDS: Final = 24
"""Words and signs of one literal name."""
LONGEST_MATCH: Final = 300
"""Characters. What is longer is no name."""
LONGEST_EXPRESSION: Final = 1_000
MOST_MEMORY: Final = 8 << 20
"""Bytes that a compiled expression may take."""

_WORD: Final = re.compile(r"[^\W_]+|[^\w\s]|_")
_WINDOW: Final = 4_000
"""Characters of a block that an expression sees at a time; the next ones overlap by as much as a name may have."""
_LOOKS: Final = 200
_FIRST_LOOKS: Final = 8_000_000
"""So many bytes, and so many for each character of a text, an expression may look at: a search that finds little may
look to the end of what it is given each time."""
_NO_NAMES: Final = frozenset({"boilerplate", "code"})
_MARKS: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"})


class BadExpression(ValueError):
    """What is no regular expression, or one that is not taken; the message says why."""


VERSION: Final = 1
"""Raised when the same entries would find something else than before."""


@dataclass(frozen=True, slots=True)
class OwnName:
    """An entry: names, or a regular expression."""

    label: str
    """What the entry is called in the file."""
    type: str
    names: tuple[tuple[str, ...], ...] = ()
    """Names that are found as they are written; each with what else the same one is called, itself first."""
    expression: str | None = None
    called: str | None = None
    """The one name that all of what the expression finds has."""
    any_case: bool = False
    whole_words: bool = True


class _Found(NamedTuple):
    start: int
    end: int
    entry: int
    name: str | None


class OwnNames:
    """What finds them. The same entries find the same, in whatever process."""

    def __init__(self, entries: Sequence[OwnName] = ()) -> None:
        self.entries = tuple(entries)
        self._exact: dict[str, Any] = {}
        self._folded: dict[str, Any] = {}
        self._expressions: list[tuple[int, OwnName, Any]] = []
        self._names: dict[str, str] = {}
        for at, entry in enumerate(self.entries):
            if entry.expression is not None:
                self._expressions.append((at, entry, compiled(entry.expression, entry.any_case, entry.whole_words)))
            for name in (entry.called,) if entry.called else (names[0] for names in entry.names):
                self._names[entity_id(entry.type, name)] = name
            for names in entry.names:
                for spelling in names:
                    self._plant(at, entry, spelling, names[0])

    def __bool__(self) -> bool:
        return bool(self.entries)

    def find(self, text: str, blocks: Sequence[Block]) -> list[Mention]:
        """The reader's names of a text in their order, none over another: what begins first, then what is longer, then
        what stands first in the file. Each carries the id of its entity."""
        if not self.entries:
            return []
        found: list[_Found] = []
        looks = dict.fromkeys((at for at, _, _ in self._expressions), _FIRST_LOOKS + _LOOKS * len(text))
        for block in blocks:
            if block.kind in _NO_NAMES:
                continue
            if self._exact or self._folded:
                found.extend(self._literal(text, block))
            for at, entry, expression in self._expressions:
                for start, end in _matches(expression, text, block, looks, at):
                    found.append(_Found(start, end, at, entry.called))
        found.sort(key=lambda each: (each.start, -each.end, each.entry))
        kept: list[Mention] = []
        for each in found:
            if not kept or each.start >= kept[-1].end:
                kept.append(self._mention(each, text))
        return kept

    def _mention(self, found: _Found, text: str) -> Mention:
        entry = self.entries[found.entry]
        name = found.name or normalised(text[found.start : found.end], entry.type)
        return Mention(found.start, found.end, entry.type, RULE + entry.label, True, entity_id(entry.type, name))

    def called(self, found: Sequence[Mention], text: str) -> dict[tuple[str, str], str]:
        """(type, key of a spelling) -> name, of what was found in a text and has a name of its own: see `group`."""
        return {
            (mention.type, normalised(text[mention.start : mention.end], mention.type)): self._names[mention.entity]
            for mention in found
            if mention.entity in self._names
        }

    def unchanged(self, own: Sequence[Mention], before: Iterable[Mention]) -> bool:
        """True if what was understood of a text before holds just these of the reader's own."""
        held = [mention for mention in before if mention.rule.startswith(RULE)]
        return len(held) == len(own) and all(self._same(one, other) for one, other in zip(own, held, strict=True))

    def _same(self, one: Mention, held: Mention) -> bool:
        if (one.start, one.end, one.type, one.rule) != (held.start, held.end, held.type, held.rule):
            return False
        # What has no name that was told may have been joined with another since.
        return one.entity == held.entity or one.entity not in self._names

    def _literal(self, text: str, block: Block) -> Iterator[_Found]:
        matches = list(_WORD.finditer(text, block.start, block.end))
        words = [_plain(match[0]) for match in matches]
        if self._exact:
            yield from _in_words(self._exact, words, matches)
        if self._folded:
            yield from _in_words(self._folded, [word.casefold() for word in words], matches)

    def _plant(self, at: int, entry: OwnName, spelling: str, name: str) -> None:
        words = [match[0] for match in _WORD.finditer(spelling.translate(_MARKS))][:MOST_WORDS]
        if not words:
            return
        node = self._folded if entry.any_case else self._exact
        for word in words:
            node = node.setdefault(word.casefold() if entry.any_case else word, {})
        # Under no word: what ends here. The entry that stands first in the file keeps a spelling.
        node.setdefault("", (at, name))


def version_of(entries: Sequence[OwnName]) -> str:
    """Fingerprint of some entries; "" of none."""
    if not entries:
        return ""
    said = repr([VERSION, *(astuple(entry) for entry in entries)])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def over(own: Sequence[Mention], found: Sequence[Mention]) -> list[Mention]:
    """What was found, with the reader's own in the place of whatever they touch; sorted by start."""
    if not own:
        return list(found)
    kept = list(own)
    at = 0
    for mention in found:
        while at < len(own) and own[at].end <= mention.start:
            at += 1
        if at == len(own) or own[at].start >= mention.end:
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def _in_words(tree: Mapping[str, Any], words: Sequence[str], matches: Sequence[re.Match[str]]) -> Iterator[_Found]:
    """The longest literal name at each word of a block."""
    count = len(words)
    at = 0
    while at < count:
        node = tree.get(words[at])
        if node is None:
            at += 1
            continue
        best: tuple[int, tuple[int, str]] | None = None
        index = at
        while node is not None:
            index += 1
            if "" in node:
                best = index, node[""]
            node = node.get(words[index]) if index < count else None
        if best is None:
            at += 1
            continue
        after, (entry, name) = best
        start, end = matches[at].start(), matches[after - 1].end()
        if end - start <= LONGEST_MATCH:
            yield _Found(start, end, entry, name)
        at = after


def _plain(word: str) -> str:
    return word if word.isascii() else word.translate(_MARKS)


# -- regular expressions -----------------------------------------------------------------------------------------------


@lru_cache(512)
def compiled(expression: str, any_case: bool, whole_words: bool) -> Any:
    """An expression that finds what is wanted in its first group. Raises BadExpression."""
    import re2

    if len(expression) > LONGEST_EXPRESSION:
        raise BadExpression(f"longer than {LONGEST_EXPRESSION:,} characters")
    if re.search(r"(?<!\\)(?:\\\\)*\\C", expression):
        raise BadExpression("\\C stands for half a letter; a dot stands for a letter")
    options = re2.Options()
    options.log_errors = False  # RE2 would write to standard error, over the screen
    options.max_mem = MOST_MEMORY
    plain = expression.encode("utf-8", "surrogatepass")
    try:
        # By itself first: a parenthesis too many could close the one that is put around it.
        alone = re2.compile(plain, options)
        if alone.match(b"") is not None:
            raise BadExpression("it fits where nothing stands; it must ask for a letter at least")
        wanted = b"(" + (b"(?i:" + plain + b")" if any_case else plain) + b")"
        if whole_words:
            wanted = rb"(?:^|[^\pL\pN\pM_])" + wanted + rb"(?:$|[^\pL\pN\pM_])"
        return re2.compile(wanted, options)
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        told = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise BadExpression(told) from None


def _matches(expression: Any, text: str, block: Block, looks: dict[int, int], which: int) -> Iterator[tuple[int, int]]:
    """Where it fits in a block. What it may look at in a whole text is bounded: see `_LOOKS`."""
    for begin, end in _windows(text, block):
        data = text[begin:end].encode("utf-8", "surrogatepass")
        ascii_only = len(data) == end - begin
        at = told = 0
        start = begin
        while at <= len(data) and looks[which] > 0:
            match = expression.search(data, at)
            looks[which] -= len(data) - at + 1
            if match is None:
                break
            first, last = match.span(1)
            if last == first:
                at = last + 1
                while at < len(data) and data[at] & 0xC0 == 0x80:
                    at += 1
                continue
            if ascii_only:
                yielded = begin + first, begin + last
            else:
                start += len(data[told:first].decode("utf-8", "surrogatepass"))
                yielded = start, start + len(data[first:last].decode("utf-8", "surrogatepass"))
                told = first
            trimmed = _trimmed(text, *yielded)
            if trimmed is not None:
                yield trimmed
            at = last


def _windows(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """A block in parts, cut at white space where it has any."""
    begin = block.start
    while block.end - begin > _WINDOW:
        cut = _space(text, begin + _WINDOW // 2, begin + _WINDOW)
        yield begin, cut
        begin = _space(text, begin + 1, cut - LONGEST_MATCH)
    yield begin, block.end


def _space(text: str, begin: int, end: int) -> int:
    """The place behind the last white space of a stretch; its end where it has none."""
    at = max(text.rfind(" ", begin, end), text.rfind("\n", begin, end))
    return at + 1 if at >= 0 else end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without white space around; None for what is no name by its length, or has no letter and no digit."""
    surface = text[start:end]
    start += len(surface) - len(surface.lstrip())
    end -= len(surface) - len(surface.rstrip())
    if end - start > LONGEST_MATCH or not any(char.isalnum() for char in text[start:end]):
        return None
    return start, end
