"""What the documents that answer a query have in common: source, date, format, language, tag, code, names; counted.

Every value carries the condition by which a query is narrowed to it, and its number is how many documents are left
then: where a condition finds more than the value itself (`source:` looks into the middle of sources), they count too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Final, Literal

from index.keys import fold

if TYPE_CHECKING:
    from index.catalogue.counting import Packed
    from index.catalogue.reader import CatalogueReader
    from index.desk.view import View
    from index.events import Cancelled

Kind = Literal["source", "date", "month", "format", "lang", "tag", "code", "person", "org", "place", "own"]
MOST_VALUES: Final = 200
"""Values of one kind that are told; how many more there are is told too."""
MOST_NAMES: Final = 30
"""Names of one kind that are told: each is looked up by what it is called."""
_NAMES: Final[dict[str, Kind]] = {"PERSON": "person", "ORG": "org", "PLACE": "place"}

_OURS: Final = ("PERSON", "ORG", "PLACE", "GROUP", "EVENT", "WORK", "DATE", "QUANTITY")
"""What is of another type is of a type of the reader's own."""


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that documents have in common."""

    label: str
    """As it is shown; "" for those that have none."""
    documents: int
    """How many of those that answer."""
    condition: str
    """What is put behind the query to leave only these."""


@dataclass(frozen=True, slots=True)
class Facet:
    """Values of one kind, most documents first."""

    kind: Kind
    values: tuple[Value, ...]
    more: int = 0
    """Values that are left out."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What is counted of one answer."""

    documents: int
    """How many answer."""
    facets: tuple[Facet, ...]
    """In the order in which they are shown; those without any value are left out."""


def count_facets(numbers: Iterable[int], view: View, cancelled: Cancelled | None = None) -> Facets:
    """The facets of some documents, by their numbers. Raises Cancelled."""
    catalogue = view.catalogue
    return _Counting(set(numbers), view, catalogue, cancelled).facets() if catalogue is not None else Facets(0, ())


class _Counting:
    """One count."""

    def __init__(self, numbers: set[int], view: View, catalogue: CatalogueReader, cancelled: Cancelled | None) -> None:
        from index.catalogue.counting import Packed

        self.numbers = numbers
        self.view = view
        self.counting = catalogue.counting
        self.listed = catalogue.listed
        self.cancelled = cancelled
        self.pack: type[Packed] = Packed
        self.all = Packed(numbers)
        self.decided = {number: view.decided[number] for number in view.decided.keys() & numbers}

    def facets(self) -> Facets:
        found = [
            self._sources(),
            *self._dates(),
            _facet("format", self._plain("format", self.counting.formats(self.all, self.cancelled))),
            _facet("lang", self._plain("lang", self.counting.languages(self.all, self.cancelled))),
            _facet("tag", self._tags()),
            _facet("code", self._codes()),
            *self._named(),
        ]
        return Facets(len(self.numbers), tuple(facet for facet in found if facet is not None))

    def _undecided(self, field: str) -> Packed:
        """Those of which the reader has not set this."""
        told = {number for number, decision in self.decided.items() if getattr(decision, field) is not None}
        return self.pack(self.numbers - told) if told else self.all

    # -- what is stated -----------------------------------------------------------------------------------------

    def _sources(self) -> Facet | None:
        stated = self.counting.sources(self._undecided("source"), self.cancelled)
        counts = Counter({each.value: each.documents for each in stated})
        own: dict[str, str] = {}
        for decision in self.decided.values():
            if decision.source is not None:
                counts[fold(decision.source)] += 1
                own.setdefault(fold(decision.source), decision.source)
        first = {each.value: each.one for each in stated}
        top = [source for source, _ in counts.most_common(MOST_VALUES)]
        written = self.counting.stated_sources([first[source] for source in top if source in first])
        values = []
        for source in top:
            label = own.get(source) or written.get(first.get(source, 0), source)
            # The catalogue and the condition fold alike; a source that is not found by its own name is no row.
            if fold(label.strip()) == source:
                within = sum(number for other, number in counts.items() if source in other)
                values.append(Value(label.strip(), within, condition("source", label.strip())))
        return _facet("source", values, len(counts) - len(top))

    def _dates(self) -> list[Facet | None]:
        months = Counter(
            {each.value: each.documents for each in self.counting.months(self._undecided("date"), self.cancelled)}
        )
        months.update(decision.date[:7] for decision in self.decided.values() if decision.date is not None)
        years: Counter[str] = Counter()
        for month, number in months.items():
            years[month[:4]] += number
        undated = len(self.numbers) - sum(months.values())
        values = [Value(year, number, f"date:{year}") for year, number in years.items() if _is_number(year, 4)]
        if undated and values:
            values.append(Value("", undated, "-date:..9999"))
        found = [_facet("date", values)]
        if len(years) == 1:
            # Of one year the months tell more.
            inner = [
                Value(month, number, f"date:{month}")
                for month, number in months.items()
                if _is_number(month[:4], 4) and month[4:5] == "-" and _is_number(month[5:], 2)
            ]
            found.append(_facet("month", inner))
        return found

    @staticmethod
    def _plain(name: str, counted: Sequence[tuple[str, int, int]]) -> list[Value]:
        """Values that a condition compares as they are."""
        return [
            Value(value, number, condition(name, value))
            for value, number, _ in counted
            if fold(value) == value and value == value.strip() and not value.startswith(".")
        ]

    def _tags(self) -> list[Value]:
        tagged = {number: decision.tags for number, decision in self.decided.items() if decision.tags}
        stated = self.counting.tags(self.pack(self.numbers - tagged.keys()) if tagged else self.all, self.cancelled)
        spelt: dict[str, Counter[str]] = defaultdict(Counter)
        for each in stated:
            spelt[fold(each.value)][each.value] += each.documents
        both: dict[int, set[str]] = {number: set(tags) for number, tags in tagged.items()}
        for number, tag in self.counting.carried_by(self.pack(tagged)) if tagged else ():
            both[number].add(tag)
        counts = Counter({tag: self._carrying(spellings, tagged.keys()) for tag, spellings in spelt.items()})
        for tags in both.values():
            for tag in tags:
                spelt[fold(tag)][tag] += 1
            counts.update({fold(tag) for tag in tags})
        values = [
            Value(label := spelt[tag].most_common(1)[0][0], number, condition("tag", label))
            for tag, number in counts.items()
            if tag == tag.strip() and not tag.endswith("*")
        ]
        untagged = len(self.numbers) - len(tagged) - self.counting.carrying_any(self.pack(self.numbers - tagged.keys()))
        if values and untagged:
            values.append(Value("", untagged, "-has:tag"))
        return values

    def _carrying(self, spellings: Counter[str], but: Collection[int]) -> int:
        """How many carry a tag in one of its spellings."""
        if len(spellings) == 1:
            return next(iter(spellings.values()))
        return len((self.numbers - set(but)) & self.listed.carrying(list(spellings)))

    def _codes(self) -> list[Value]:
        from index.asking.conditions import documents_meeting
        from index.search.query import Condition

        values = []
        for code in self.view.remarks.codes() if self.view.remarks is not None else ():
            found = documents_meeting(self.view, Condition("code", code), cancelled=self.cancelled)
            if number := len(found & self.numbers):
                values.append(Value(code, number, condition("code", code)))
        return values

    # -- names --------------------------------------------------------------------------------------------------

    def _named(self) -> list[Facet | None]:
        from index.catalogue.calling import wanted_name

        by_kind: dict[Kind, list[tuple[int, str]]] = {kind: [] for kind in (*_NAMES.values(), "own")}
        types = (*_NAMES, *self.counting.own_types(_OURS))
        counts = self.counting.names(types, self.all, self.cancelled)
        naming = self.view.naming
        if naming is not None:
            counts = naming.counted(counts, types, self.numbers)
        for entity, number in counts.items():
            # An id begins with its type.
            by_kind[_NAMES.get(entity.partition(":")[0].upper(), "own")].append((number, entity))
        top = {kind: nsmallest(MOST_NAMES, all, key=lambda one: (-one[0], one[1])) for kind, all in by_kind.items()}
        entities = [entity for chosen in top.values() for _, entity in chosen]
        shown = self.counting.shown(entities) | (naming.shown(entities) if naming is not None else {})
        wanted = {entity: name for entity in entities if (name := wanted_name(shown.get(entity, ""))) is not None}
        if naming is not None and naming.overlay:
            numbers = {entity: len(naming.documents(name) & self.numbers) for entity, name in wanted.items()}
        else:
            numbers = self._naming({entity: name.name for entity, name in wanted.items()}, counts)
        facets = []
        for kind, chosen in top.items():
            values: dict[str, Value] = {}
            for _, entity in chosen:
                if entity in wanted:
                    label = " ".join(shown[entity].split())
                    each = condition("entity", label)
                    values.setdefault(each, Value(label, numbers[entity], each))
            facets.append(_facet(kind, list(values.values()), len(by_kind[kind]) - len(chosen)))
        return facets

    def _naming(self, names: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, int]:
        """How many documents name whoever goes by the name of each entity: mostly that one alone."""
        sharing = {name: ids for name, ids in self.counting.going_by(sorted(set(names.values()))).items() if ids[1:]}
        others = {
            entity: [other for other in sharing[name] if other != entity]
            for entity, name in names.items()
            if name in sharing
        }
        further = self.counting.naming_others(others, self.cancelled)
        return {entity: counts[entity] + len(further.get(entity, set()) & self.numbers) for entity in names}


def condition(name: str, value: str) -> str:
    """A condition as a query has it."""
    from index.search.printer import print_query
    from index.search.query import Condition

    return print_query(Condition(name, value))


def _facet(kind: Kind, values: Sequence[Value], more: int = 0) -> Facet | None:
    if not values:
        return None
    ordered = sorted(values, key=lambda value: (-value.documents, fold(value.label)))
    return Facet(kind, tuple(ordered[:MOST_VALUES]), more + max(0, len(ordered) - MOST_VALUES))


def _is_number(text: str, digits: int) -> bool:
    return len(text) == digits and text.isascii() and text.isdigit()
