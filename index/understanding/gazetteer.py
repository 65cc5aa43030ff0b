"""The word lists that the rules go by, read once from `data/` and kept for the life of the process."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

FILES = (
    "bodies.txt",
    "calendar.txt",
    "cities.txt",
    "countries.txt",
    "cues.txt",
    "evidence.txt",
    "figures.txt",
    "first_names.txt",
    "grammar.txt",
    "heads.txt",
    "men_and_women.txt",
    "places.txt",
    "surnames.txt",
    "teams.txt",
    "titles.txt",
    "words.txt",
)
PLAIN = frozenset({"first_names.txt", "surnames.txt", "words.txt"})
"""Files of single words parted by white space; the others part their entries with semicolons or lines."""

_PIECES = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\b\.?|\d+|[^\W\d_]+|[^\w\s]")


class Known(NamedTuple):
    """What the lists say of a name."""

    type: str
    rule: str
    name: str
    """The canonical name: `United States` for `U.S.`."""
    sure: bool
    """False for names that may just as well be a person's, such as small cities."""


Phrases = Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], Known], ...]]
"""First two tokens -> the phrases that begin with them, longest first."""


def word_set(words: str) -> frozenset[str]:
    """A set of words from one string, parted by white space."""
    return frozenset(words.split())


def pieces(phrase: str) -> tuple[str, ...]:
    """Cut a phrase of the lists into the tokens that `tokens.tokenise` would make of it."""
    return tuple(_PIECES.findall(phrase.replace("’", "'")))


def _sections(name: str) -> dict[str, str]:
    """The sections of one data file, without its comments."""
    text = (resources.files("index.understanding") / "data" / name).read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            lines = found.setdefault(line[1:-1], [])
        else:
            lines.append(line)
    return {section: "\n".join(body) for section, body in found.items()}


def _entries(body: str) -> Iterator[str]:
    """The entries of a section parted by semicolons."""
    for entry in body.replace("\n", ";").split(";"):
        entry = entry.strip()
        if entry:
            yield entry


def _words(body: str) -> frozenset[str]:
    return frozenset(_entries(body))


def _numbers(body: str) -> dict[str, int]:
    """A section of `word=number` entries."""
    return {word: int(number) for word, _, number in (entry.partition("=") for entry in _entries(body))}


def _names(body: str) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Lines of `name = alias, alias | adjective, adjective`."""
    for line in body.splitlines():
        left, _, adjectives = line.partition("|")
        name, _, aliases = left.partition("=")
        if name.strip():
            yield name.strip(), _commas(aliases), _commas(adjectives)


def _commas(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All the lists. Words are casefolded but for names, heads and titles, which stand as they are written."""

    single: Mapping[str, Known]
    """Names of one word, as written."""
    phrases: Phrases
    """Names of several tokens."""
    openings: frozenset[str]
    """First tokens of `phrases`."""
    titles: Mapping[str, tuple[tuple[str, ...], ...]]
    """First token -> titles that begin with it, longest first."""
    title_words: frozenset[str]
    """Single titles, casefolded: what grouping drops from the front of a person's name."""
    first: frozenset[str]
    last: frozenset[str]
    words: frozenset[str]
    heads: Mapping[str, frozenset[str]]
    roles: frozenset[str]
    grammar: Mapping[str, frozenset[str]]
    calendar: Mapping[str, Mapping[str, int]]
    figures: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]
    aliases: Mapping[str, tuple[str, str]]
    """Names of countries and bodies, as written -> (canonical name, type)."""
    club_openings: frozenset[str]
    """Words that begin the name of a club, as written: `Dynamo`."""
    nicknames: frozenset[str]
    """Names of teams that stand after a place or after `the`, as written."""
    sport: frozenset[str]
    """Words that tell a report of matches."""
    evidence: Mapping[str, frozenset[str]]
    """Words beside a name that tell what it is."""


class _Builder:
    """Collects names; the first list that has a name keeps it."""

    def __init__(self) -> None:
        self.single: dict[str, Known] = {}
        self.phrases: dict[tuple[str, str], dict[tuple[str, ...], Known]] = {}
        self.aliases: dict[str, tuple[str, str]] = {}

    def add(self, surface: str, kind: str, rule: str, name: str, sure: bool = True) -> None:
        known = Known(kind, rule, name, sure)
        if rule in ("gazetteer:country", "gazetteer:body"):
            self.aliases.setdefault(surface, (name, kind))
        if surface.isalpha():
            self.single.setdefault(surface, known)
            return
        parts = pieces(surface)
        if len(parts) == 1:
            self.single.setdefault(parts[0], known)
        elif parts:
            self.phrases.setdefault((parts[0], parts[1]), {}).setdefault(parts, known)

    def sorted_phrases(self) -> Phrases:
        return {
            first: tuple(sorted(group.items(), key=lambda item: -len(item[0]))) for first, group in self.phrases.items()
        }


def _add_names(builder: _Builder, first: frozenset[str], last: frozenset[str], everyday_words: frozenset[str]) -> None:
    """Countries, bodies, groups, regions and cities, the surest list first."""
    for section, rule in (("countries", "gazetteer:country"), ("states", "gazetteer:region")):
        for name, aliases, adjectives in _names(_sections("countries.txt")[section]):
            for surface in (name, *aliases):
                builder.add(surface, "PLACE", rule, name)
            for surface in adjectives:
                builder.add(surface, "GROUP", "gazetteer:demonym", surface)
    bodies = _sections("bodies.txt")
    everyday = _words(bodies["everyday"])
    for name, aliases, _ in _names(bodies["bodies"]):
        for surface in (name, *aliases):
            builder.add(surface, "ORG", "gazetteer:body", name, surface not in everyday)
    for surface in _entries(_sections("teams.txt")["clubs"]):
        builder.add(surface, "ORG", "gazetteer:club", surface, surface not in everyday)
    for surface in _entries(bodies["groups"]):
        builder.add(surface, "GROUP", "gazetteer:group", surface)
    for surface in _entries(bodies["people"]):
        builder.add(surface, "PERSON", "gazetteer:person", surface)
    places = _sections("places.txt")
    for surface in _entries(places["regions"]):
        builder.add(surface, "PLACE", "gazetteer:region", surface)
    for surface in _entries(places["areas"] + ";" + places["short"]):
        builder.add(surface, "PLACE", "gazetteer:region", surface)
    cities = _sections("cities.txt")
    for body, large in ((places["cities"], True), (cities["large"], True), (cities["other"], False)):
        for surface in _entries(body):
            folded = surface.casefold()
            doubtful = folded in everyday_words or folded in first or (not large and folded in last)
            builder.add(surface, "PLACE", "gazetteer:city", surface, not doubtful)


def _titles(body: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    grouped: dict[str, list[tuple[str, ...]]] = {}
    for title in _entries(body):
        parts = pieces(title)
        grouped.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in grouped.items()}


def _names_of_people(body: str) -> frozenset[str]:
    """The names of a section, as they are and without the marks over their letters."""
    names = body.split()
    return frozenset(names) | frozenset(_bare(name) for name in names if not name.isascii())


def _bare(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


@cache
def gazetteer() -> Gazetteer:
    """The lists, read at the first call (about 40 ms of CPU)."""
    first = _names_of_people(_sections("first_names.txt")["first"])
    last = _names_of_people(_sections("surnames.txt")["last"])
    builder = _Builder()
    words = frozenset(_sections("words.txt")["words"].split())
    _add_names(builder, first, last, words)
    teams = _sections("teams.txt")
    titles = _sections("titles.txt")
    figures = _sections("figures.txt")
    return Gazetteer(
        single=builder.single,
        phrases=builder.sorted_phrases(),
        openings=frozenset(opening for opening, _ in builder.phrases),
        titles=_titles(titles["honorifics"] + ";" + titles["offices"]),
        title_words=frozenset(
            word.casefold() for word in _entries(titles["honorifics"] + ";" + titles["offices"]) if " " not in word
        ),
        first=first,
        last=last,
        words=words,
        heads={name: _words(body) for name, body in _sections("heads.txt").items()},
        roles=_words(titles["roles"]),
        grammar={name: _words(body) for name, body in _sections("grammar.txt").items()},
        calendar={name: _numbers(body) for name, body in _sections("calendar.txt").items()},
        figures={name: _words(body) for name, body in figures.items() if name != "numbers"},
        numbers=_numbers(figures["numbers"]),
        aliases=builder.aliases,
        club_openings=_words(teams["openings"]),
        nicknames=_words(teams["nicknames"]),
        sport=_words(teams["sport"]),
        evidence={name: _words(body) for name, body in _sections("evidence.txt").items()},
    )


@cache
def fingerprint() -> str:
    """Twelve hex digits over every data file: they change when a list does."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((resources.files("index.understanding") / "data" / name).read_bytes())
    return digest.hexdigest()[:12]
