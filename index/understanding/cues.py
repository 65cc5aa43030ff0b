"""The words that give a quotation to a speaker, from `data/cues.txt` and `data/men_and_women.txt`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

from index.understanding.gazetteer import gazetteer

Gender = Literal["m", "f"]

_NO_ROLES: Final = frozenset(("named", "nicknamed", "née", "born"))
"""Words that the list of roles has because they stand before names."""
LANGUAGES: Final = ("fr", "de", "es")
"""Other languages than English whose cue verbs are known."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a cue verb."""

    base: str
    participle: bool
    """Ends in -ing: it has no subject of its own."""


@dataclass(frozen=True, slots=True)
class Cues:
    """All of the lists, casefolded."""

    verbs: Mapping[str, Verb]
    """Forms of verbs of speech by form; of two words the first, such as `went`."""
    naming: Mapping[str, Verb]
    writing: frozenset[str]
    nouns: frozenset[str]
    roles: frozenset[str]
    institutions: frozenset[str]
    gender: Mapping[str, Gender]
    """Of words that stand before a name or for a person."""
    first_names: Mapping[str, Gender]
    foreign: Mapping[str, Mapping[tuple[str, ...], str]]
    """Language -> words of a form -> the form."""
    foreign_after: Mapping[str, tuple[tuple[str, ...], ...]]
    """Language -> prepositions that name a speaker."""


def _lines(name: str) -> dict[str, list[str]]:
    text = (resources.files("index.understanding") / "data" / name).read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            lines = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return found


def _entries(lines: list[str]) -> list[str]:
    return [entry for line in lines for part in line.split(";") if (entry := part.strip().casefold())]


def _verbs(lines: list[str]) -> dict[str, Verb]:
    found: dict[str, Verb] = {}
    for line in lines:
        forms = _entries([line])
        for place, form in enumerate(forms):
            found.setdefault(form.split()[0], Verb(forms[0], place == 3))
    return found


def _with_plurals(words: list[str]) -> frozenset[str]:
    found = set(words)
    for word in words:
        if word.endswith("y") and not word.endswith(("ay", "ey", "oy")):
            found.add(word[:-1] + "ies")
        elif word.endswith("man"):
            found.add(word[:-3] + "men")
        else:
            found.add(word + ("es" if word.endswith(("s", "ch", "sh")) else "s"))
    return frozenset(found)


@cache
def cues() -> Cues:
    """The lists, read at the first call."""
    lists = _lines("cues.txt")
    people = _lines("men_and_women.txt")
    gender: dict[str, Gender] = {}
    for section, which in (("men", "m"), ("women", "f")):
        for word in _entries(lists[section]):
            gender.setdefault(word, which)  # type: ignore[arg-type]
    first: dict[str, Gender] = dict.fromkeys(" ".join(people["men"]).split(), "m")
    first.update(dict.fromkeys(" ".join(people["women"]).split(), "f"))
    offices = [word for word in gazetteer().title_words if word.isalpha()]
    verbs = _verbs(lists["verbs"])
    verbs.pop("go", None)
    return Cues(
        verbs=verbs,
        naming=_verbs(lists["naming"]),
        writing=frozenset(_entries(lists["writing"])),
        nouns=_with_plurals(_entries(lists["nouns"])),
        roles=_with_plurals([*_entries(lists["roles"]), *(gazetteer().roles - _NO_ROLES), *offices]),
        institutions=_with_plurals(_entries(lists["institutions"])),
        gender=gender,
        first_names=first,
        foreign={
            language: {tuple(form.split()): form for form in _entries(lists[f"{language}_verbs"])}
            for language in LANGUAGES
        },
        foreign_after={
            language: tuple(tuple(form.split()) for form in _entries(lists[f"{language}_after"]))
            for language in LANGUAGES
        },
    )
