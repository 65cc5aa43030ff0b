"""The words that stand around the matches of a query, counted document by document and weighed against all texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from index.events import Cancelled as Asked
from index.search.collocation import Beside, Table, Window, around
from index.search.concordance import Line, lines
from index.search.stems import Stems
from index.search.stopwords import is_letter
from index.search.word_counts import WordCounts

if TYPE_CHECKING:
    from index.asking.concordances import Concordance
    from index.catalogue.reader import CatalogueReader

__all__ = ["Collocate", "Collocates", "Counted", "LinesBeside", "Rank", "Standard", "Window", "ranked", "weighed"]

Rank = Literal["strength", "count", "effect", "word", "left", "right", "documents"]
"""By log-likelihood, how often, log ratio, alphabet, how often before and after a match, in how many documents."""
RANKS: tuple[Rank, ...] = ("strength", "count", "effect", "word", "left", "right", "documents")


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word, or the words of one stem, beside the matches of a query."""

    word: str
    """Folded; of several the commonest here."""
    forms: tuple[str, ...]
    """Every form that stands here, the commonest first."""
    left: int
    """How often before a match."""
    right: int
    documents: int
    """In how many documents beside a match."""
    table: Table

    @property
    def count(self) -> int:
        """How often beside a match."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted by now. Never changes."""

    matches: int
    documents: int
    """Documents with a match in their text."""
    left: Mapping[str, int]
    right: Mapping[str, int]
    holding: Mapping[str, int]
    """In how many documents each word stands beside a match."""
    holding_stems: Mapping[str, int]
    """The same of words of one stem, by the stem."""
    within: Mapping[str, int]
    """Words that are part of a match."""

    @property
    def beside(self) -> int:
        """Every word beside a match."""
        return sum(self.left.values()) + sum(self.right.values())


class Standard:
    """How often words stand in all texts: what is beside matches is weighed against it."""

    def __init__(self, counts: WordCounts, stems: Stems | None, small: frozenset[str]) -> None:
        """`stems`: those of the collection's language, if they are known; `small`: words that say little in it."""
        self.counts = counts
        self.stems = stems
        self.small = small
        self._stem_of: dict[str, str] = {}
        self._by_stem: dict[str, int] | None = None

    def stem_of(self, word: str) -> str:
        """The stem of a folded word; the word itself where no stems are known."""
        if self.stems is None:
            return word
        stem = self._stem_of.get(word)
        if stem is None:
            stem = self._stem_of[word] = self.stems.stemWord(word)
        return stem

    def of_stem(self, stem: str) -> int:
        """How often words of a stem stand in all texts. The first call stems every word that there is."""
        if self._by_stem is None:
            words = list(self.counts.words)
            stems = self.stems.stemWords(words) if self.stems is not None else words
            found: Counter[str] = Counter()
            for each, number in zip(stems, self.counts.counts, strict=True):
                found[each] += number
            self._by_stem = found
        return self._by_stem.get(stem, 0)


class Collocates:
    """Counts while one goes through it, once. For one thread."""

    def __init__(
        self,
        found: Concordance,
        catalogue: CatalogueReader,
        standard: Standard,
        window: Window,
        cancelled: Asked | None = None,
    ) -> None:
        self.standard = standard
        self.documents = found.documents
        """How many documents answer."""
        self.notices = found.notices
        self._found = found
        self._catalogue = catalogue
        self._window = window
        self._cancelled = cancelled
        self._matches = self._holding_any = 0
        self._left: Counter[str] = Counter()
        self._right: Counter[str] = Counter()
        self._holding: Counter[str] = Counter()
        self._holding_stems: Counter[str] = Counter()
        self._within: Counter[str] = Counter()

    def count(self) -> Iterator[int]:
        """Count one document after the other; says how many matches were found by then. Raises Cancelled."""
        for row, text, matches in self._found.in_texts():
            if matches:
                paragraphs = [] if self._window.across else self._catalogue.paragraphs(row.id)
                words: set[str] = set()
                for some in around(text, matches, paragraphs, self._window, self._cancelled):
                    self._left.update([each.word for each in some.beside if each.before])
                    self._right.update([each.word for each in some.beside if not each.before])
                    self._within.update(some.within)
                    words.update(each.word for each in some.beside)
                self._holding.update(words)
                self._holding_stems.update({self.standard.stem_of(word) for word in words})
                self._matches += len(matches)
                self._holding_any += 1
            yield self._matches

    def counted(self) -> Counted:
        """What was counted by now."""
        counters = (self._left, self._right, self._holding, self._holding_stems, self._within)
        return Counted(self._matches, self._holding_any, *map(dict, counters))


class LinesBeside:
    """The places that one row of collocates counts, each a line: from the match to the word, with both."""

    def __init__(
        self,
        found: Concordance,
        catalogue: CatalogueReader,
        is_it: Callable[[str], bool],
        window: Window,
        cancelled: Asked | None = None,
    ) -> None:
        """`is_it`: whether a folded word is the one."""
        self.documents = found.documents
        self.notices = found.notices
        self._found = found
        self._catalogue = catalogue
        self._is_it = is_it
        self._window = window
        self._cancelled = cancelled

    def by_document(self) -> Iterator[list[Line]]:
        """As those of a concordance. Raises Cancelled."""
        for row, text, matches in self._found.in_texts():
            paragraphs = [] if self._window.across or not matches else self._catalogue.paragraphs(row.id)
            found: list[Beside] = []
            for some in around(text, matches, paragraphs, self._window, self._cancelled):
                found += [each for each in some.beside if self._is_it(each.word)]
            yield lines(row, text, sorted(each.both for each in found), self._found.width)


def weighed(
    counted: Counted,
    standard: Standard,
    *,
    least: int = 1,
    by_stem: bool = False,
    hide_small: bool = False,
    go_on: Callable[[], None] = lambda: None,
) -> list[Collocate]:
    """What stands at least so often beside matches, in no order. `hide_small`: without words that say little (the,
    of). `go_on` is called now and then, and raises where nobody waits any more."""
    seen = Counter(counted.left)
    seen.update(counted.right)
    beside, all = counted.beside, standard.counts.total - sum(counted.within.values())
    groups: dict[str, list[str]] = {}
    for word in sorted(seen, key=lambda word: (-seen[word], word)):
        groups.setdefault(standard.stem_of(word) if by_stem else word, []).append(word)
    within = Counter(counted.within)
    if by_stem:
        within = Counter()
        for word, number in counted.within.items():
            within[standard.stem_of(word)] += number
    rows = []
    for at, (key, forms) in enumerate(groups.items()):
        if at % 1024 == 0:
            go_on()
        number = sum(map(seen.__getitem__, forms))
        if number < least or (hide_small and all_small(forms, standard.small)):
            continue
        known = standard.of_stem(key) if by_stem else standard.counts.of(key)
        # While the collection is being read anew, its texts may be ahead of what was counted of them.
        elsewhere = max(0, known - within[key] - number)
        table = Table(number, beside, number + elsewhere, max(all, beside + elsewhere))
        holding = (counted.holding_stems if by_stem else counted.holding).get(key, 0)
        left = sum(counted.left.get(word, 0) for word in forms)
        rows.append(Collocate(forms[0], tuple(forms), left, number - left, holding, table))
    return rows


def all_small(forms: Iterable[str], small: frozenset[str]) -> bool:
    """True where none of some words says much."""
    return all(form in small or is_letter(form) for form in forms)


_KEYS: dict[Rank, Callable[[Collocate], tuple[float, ...]]] = {
    "strength": lambda row: (-row.table.log_likelihood,),
    "count": lambda row: (-row.count,),
    "effect": lambda row: (-row.table.log_ratio, -row.table.log_likelihood),
    "left": lambda row: (-row.left,),
    "right": lambda row: (-row.right,),
    "documents": lambda row: (-row.documents,),
    "word": lambda row: (),
}


def ranked(rows: Iterable[Collocate], rank: Rank) -> list[Collocate]:
    """In an order; those that are equal in it by alphabet."""
    key = _KEYS[rank]
    return sorted(rows, key=lambda row: (*key(row), row.word))
