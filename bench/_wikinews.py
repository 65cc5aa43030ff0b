"""Names in the Wikinews texts of GUM against its gold: mentions that are names, and the clusters they stand in.

The gold marks every noun phrase that means something. Counted are those of persons, organisations and places whose
smallest span has a proper noun that is no title and no people. A mention is right if it has the type of the gold, lies
inside its phrase and covers the last proper noun of a name in it: the gold takes titles and articles into its phrases,
the rules leave them out. A name inside another, as `Helsinki` in `University of Helsinki`, is right if it is found and
not missed if it is not.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench._clusters import b_cubed, f1, over_all
from index.reading import read_alone
from index.understanding.entities import RulesExtractor
from index.understanding.extractor import EntityExtractor
from index.understanding.gazetteer import gazetteer
from index.understanding.grouping import group

_TYPES = {"person": "PERSON", "organization": "ORG", "place": "PLACE"}
_BRACKET = re.compile(r"\((\d+)-([a-z]+)-((?:[^()|]|\([^()|]*\))*?)(?=[()]|$)(\))?|(\d+)\)")
_AHEAD, _NEAR = 300, 12
"""Characters within which the next token of the gold is looked for in the text, a long one and a short one."""


@dataclass(slots=True)
class Named:
    """A phrase of the gold: where it stands, its type, its cluster, and the last word of each name in it."""

    start: int
    end: int
    type: str
    cluster: str
    last: list[tuple[int, int]]
    nested: bool = False
    """Inside the phrase of another name."""


def gold_of(conllu: str, text: str) -> list[Named]:
    """The phrases of one text that are names, none inside another of them."""
    found: list[Named] = []
    places: list[tuple[int, int, bool]] = []
    open_at: dict[str, list[tuple[int, str, str]]] = {}
    at = 0
    for fields in _tokens(conllu):
        place = text.find(fields[1], at, at + (_AHEAD if len(fields[1]) > 3 else _NEAR))
        if place >= 0:
            at = place + len(fields[1])
        places.append((place, at, fields[3] == "PROPN" and place >= 0))
        entity = next((part[7:] for part in fields[9].split("|") if part.startswith("Entity=")), "")
        for match in _BRACKET.finditer(entity):
            if match[1]:
                open_at.setdefault(match[1], []).append((len(places) - 1, match[2], match[3]))
                if not match[4]:
                    continue
            name = match[1] or match[5]
            if open_at.get(name):
                first, kind, rest = open_at[name].pop()
                named = _named(places, first, kind, rest, name)
                if named is not None:
                    found.append(named)
    found.sort(key=lambda each: (each.start, -each.end))
    for at, each in enumerate(found):
        each.nested = any(other.start <= each.start and each.end <= other.end for other in found[:at])
        each.last = [(start, end) for start, end in each.last if not _is_no_name(text[start:end])]
    return [each for each in found if each.last and not _several(each, found)]


def _several(one: Named, found: list[Named]) -> bool:
    """True for `Ada Marlowe and Milo Hartwick`, both of which are phrases of their own."""
    return sum(1 for e in found if one.start <= e.start and e.end <= one.end and e.type == one.type) > 2


def _is_no_name(word: str) -> bool:
    """True for `Minister` and `Palestinians`."""
    lists = gazetteer()
    known = lists.single.get(word)
    return word.casefold() in lists.title_words or (known is not None and known.type == "GROUP")


def _tokens(conllu: str) -> Iterator[list[str]]:
    for line in conllu.splitlines():
        fields = line.split("\t")
        if len(fields) == 10 and fields[0].isdigit():
            yield fields


def _named(places: list[tuple[int, int, bool]], first: int, kind: str, rest: str, cluster: str) -> Named | None:
    """A phrase whose smallest span has a proper noun and whose type is one that is scored."""
    if kind not in _TYPES:
        return None
    spans = next((part for part in rest.split("-") if re.fullmatch(r"\d+(?:,\d+)*", part)), "")
    smallest = [first + int(number) - 1 for number in spans.split(",") if number]
    proper = [at for at in smallest if at < len(places) and places[at][2]]
    last = [places[at][:2] for at in proper if at + 1 not in proper]
    start = next((place[0] for place in places[first:] if place[0] >= 0), -1)
    if not last or start < 0:
        return None
    end = max(place[1] for place in places[first:])
    return Named(start, end, _TYPES[kind], cluster, last)


def scored(folder: Path, part: slice, extractor: EntityExtractor | None = None, show: bool = False) -> dict[str, float]:
    """F1 of mentions, B-cubed of the clusters over the mentions that are right, and over all (end to end)."""
    rules = extractor or RulesExtractor()
    right = golds = founds = 0
    theirs: dict[Hashable, Hashable] = {}
    ours: dict[Hashable, Hashable] = {}
    for path in sorted((folder / "dep").glob("*.conllu"))[part]:
        document = read_alone(folder / "txt", path.with_suffix(".txt").name, 10_000_000, False)
        text = document.text
        gold = gold_of(path.read_text(encoding="utf-8"), text)
        mentions = [m for m in group(rules.extract(text, document.blocks, "en"), text) if m.type in _TYPES.values()]
        founds += len(mentions)
        free = list(gold)
        for mention in mentions:
            same = next((each for each in free if _right(each, mention.start, mention.end, mention.type)), None)
            key: Hashable = (path.name, mention.start)
            ours[key] = (path.name, mention.entity)
            if same is not None:
                free.remove(same)
                right += 1
                golds += same.nested
                theirs[key] = (path.name, same.cluster)
            elif show:
                print(f"+ {path.stem} {mention.type} {mention.rule} | {_around(text, mention.start, mention.end)}")
        free = [each for each in free if not each.nested]
        golds += len(gold) - sum(1 for each in gold if each.nested)
        for each in free:
            theirs[path.name, each.start, "missed"] = (path.name, each.cluster)
            if show:
                print(f"- {path.stem} {each.type} | {_around(text, each.start, each.end)}")
    return {
        "gold": golds,
        "found": founds,
        "mentions": round(f1(right, golds, founds), 1),
        "b_cubed": round(b_cubed(theirs, ours), 1),
        "b_cubed_all": round(over_all(theirs, ours), 1),
    }


def _right(gold: Named, start: int, end: int, kind: str) -> bool:
    covers = any(start <= first and last <= end for first, last in gold.last)
    return kind == gold.type and gold.start <= start and end <= gold.end and covers


def _around(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 30) : start]}[[{text[start:end]}]]{text[end : end + 30]}".replace("\n", "/")
