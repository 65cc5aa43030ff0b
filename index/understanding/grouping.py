"""Which mentions of one document mean one and the same. Across documents: `index.understanding.joining`.

Everything here is a pure function of its input and does not depend on the order of mentions or documents. An entity's
id is its type and a slug of its canonical name (`person:zalmay-khalilzad`), so that two documents that use the same
name agree on the id without knowing of each other.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from index.document import Mention
from index.understanding.gazetteer import gazetteer, word_set

Called = Mapping[tuple[str, str], str]
UNGROUPED = frozenset({"DATE", "QUANTITY"})
"""Types of mention that name no entity."""

_ARTICLES = frozenset({"the", "a", "an"})
_GENERATION = frozenset({"jr", "sr"})
_PLACE_TAILS = frozenset({"province", "district"})
_LEGAL_TAILS = word_set(
    "inc incorporated corp ltd limited plc llc llp co gmbh ag sa spa nv bv ab asa oyj bhd pty pte kk kgaa &"
)
"""What a company's name may end in or not: `Noranda Inc` is `Noranda`."""
_BUSINESS_TAILS = word_set(
    "airlines airways bancorp company corporation foods group holding holdings industries motor motors "
    "pharmaceuticals securities stores technologies"
)
"""What is left out where a company was named in full: `Varn Airlines`, then `Varn`."""
_OWN_COUNTRY = ("us ", "united states ")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "&", "de", "la"})
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "\u00ad": None, "\u00a0": " "})
_LONGEST_SLUG = 80
_SHORTEST_ACRONYM_SOURCE = 3


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """One entity of one document: its names there and how often each stands."""

    id: str
    name: str
    """The canonical name: from the table of known names, else the most frequent full form."""
    type: str
    surfaces: tuple[tuple[str, int], ...]
    """Surfaces with counts, the most frequent first, then by alphabet."""

    @property
    def mentions(self) -> int:
        """How often the document names it."""
        return sum(count for _, count in self.surfaces)


@lru_cache(maxsize=65_536)
def slug(name: str) -> str:
    """Letters and digits of any script in lower case, everything else a hyphen; never empty, at most 80 characters."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in folded)
    made = "-".join(kept.split())
    if not made:
        made = "u" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    if len(made) > _LONGEST_SLUG:
        digest = hashlib.sha256(made.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        made = made[: _LONGEST_SLUG - 9].rstrip("-") + "-" + digest
    return made


def entity_id(kind: str, name: str) -> str:
    """The id of the entity of this type that has this canonical name."""
    return f"{kind.casefold()}:{slug(name)}"


def tidy(surface: str) -> str:
    """A surface as a name: white space made single, a leading article and a final possessive dropped."""
    words = surface.translate(_MARKS).split()
    while len(words) > 1 and words[0].casefold() in _ARTICLES:
        del words[0]
    name = " ".join(words)
    for ending in ("'s", "'S"):
        if name.endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name[:-1] if name.endswith("s'") and len(name) > 2 else name


@lru_cache(maxsize=65_536)
def normalised(surface: str, kind: str) -> str:
    """The key under which two surfaces of a type are one name; never empty for a surface with a letter or digit.

    NFKC and casefold; article and possessive off; dots out of initials; of persons titles, middle initials and `Jr.`
    off; of places a final `province` or `district`; of bodies a final `Inc.` and its like.
    """
    name = tidy(unicodedata.normalize("NFKC", surface))
    words = [word for word in name.casefold().split() if word]
    plain = [word.replace(".", "") if _initials(word) else word.rstrip(".,") for word in words]
    plain = [word for word in plain if word]
    if kind == "PERSON":
        plain = _bare_person(plain)
    if kind == "PLACE" and len(plain) > 1 and plain[-1] in _PLACE_TAILS:
        plain = plain[:-1]
    while kind == "ORG" and len(plain) > 1 and plain[-1] in _LEGAL_TAILS:
        plain = plain[:-1]
    return " ".join(plain) or " ".join(words) or name


def _initials(word: str) -> bool:
    return "." in word and all(len(part) <= 1 for part in word.split("."))


def _bare_person(words: list[str]) -> list[str]:
    """A person's name without titles in front, initials in the middle and a generation at the end."""
    titles = gazetteer().title_words
    while len(words) > 1 and words[0] in titles:
        words = words[1:]
    if len(words) > 2 and words[-1] in _GENERATION:
        words = words[:-1]
    if len(words) > 2:
        words = [words[0], *(word for word in words[1:-1] if len(word) > 1), words[-1]]
    return words


@cache
def _table() -> Mapping[tuple[str, str], str]:
    """(type, key) -> canonical name, of every name that the lists know under several."""
    table: dict[tuple[str, str], str] = {}
    for surface, (name, kind) in gazetteer().aliases.items():
        table.setdefault((kind, normalised(surface, kind)), name)
    return table


def listed_as(kind: str, key: str) -> str | None:
    """The name that the lists have for a key of this type."""
    return _table().get((kind, key))


def _listed(kind: str, key: str) -> str | None:
    """The table's name for a key; `us defense intelligence agency` also without its country."""
    table = _table()
    name = table.get((kind, key))
    if name is None and kind == "ORG" and key.startswith(_OWN_COUNTRY):
        return table.get((kind, key.removeprefix("us ").removeprefix("united states ")))
    return name


def records(mentions: Sequence[Mention], text: str, called: Called | None = None) -> dict[str, EntityRecord]:
    """The entities of a document by id. `entity` of the mentions is not looked at. `called`: see `group`."""
    return _Groups(mentions, text, called).records()


def canonical_names(mentions: Sequence[Mention], text: str) -> dict[str, tuple[str, str]]:
    """Entity id -> (canonical name, type) for a document."""
    return {record.id: (record.name, record.type) for record in records(mentions, text).values()}


def group(mentions: Sequence[Mention], text: str, called: Called | None = None) -> list[Mention]:
    """The mentions in their order, each with the id of its entity; dates and quantities have none.

    `called`: (type, key) -> the name that the reader told for it, which outweighs every rule.
    """
    groups = _Groups(mentions, text, called)
    found: list[Mention] = []
    for mention in mentions:
        identity = None if mention.type in UNGROUPED else groups.id_of(text[mention.start : mention.end], mention.type)
        found.append(mention if mention.entity == identity else replace(mention, entity=identity))
    return found


class _Groups:
    """The names of one document and the key that each of them ends up under."""

    def __init__(self, mentions: Sequence[Mention], text: str, called: Called | None = None) -> None:
        self._called = called or {}
        self._counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for mention in mentions:
            if mention.type not in UNGROUPED:
                surface = text[mention.start : mention.end]
                self._counts[mention.type][normalised(surface, mention.type)][surface] += 1
        self._target: dict[tuple[str, str], str] = {}
        for kind, keys in self._counts.items():
            for key, target in _joined(kind, keys).items():
                self._target[kind, key] = target
        self._name: dict[tuple[str, str], str] = {}

    def _root(self, kind: str, key: str) -> str:
        return self._target.get((kind, key), key)

    def _canonical(self, kind: str, key: str) -> str:
        """The name of the group whose key is `key`."""
        name = self._name.get((kind, key))
        if name is None:
            name = _listed(kind, key) or most_frequent(self._counts[kind][key], kind)
            self._name[kind, key] = name
        return name

    def id_of(self, surface: str, kind: str) -> str:
        """The id of the entity behind a surface of this document."""
        key = normalised(surface, kind)
        if (kind, key) not in self._called:
            key = self._root(kind, key)
        known = self._called.get((kind, key)) or _listed(kind, key)
        return entity_id(kind, known if known else key)

    def records(self) -> dict[str, EntityRecord]:
        """The entities by id."""
        surfaces: dict[str, Counter[str]] = defaultdict(Counter)
        names: dict[str, tuple[str, str]] = {}
        own: dict[str, tuple[str, str]] = {}
        for kind, keys in self._counts.items():
            for key, counts in keys.items():
                root = self._root(kind, key)
                identity = self.id_of(next(iter(counts)), kind)
                surfaces[identity].update(counts)
                told = self._called.get((kind, key)) or self._called.get((kind, root))
                best = (told or self._canonical(kind, root), kind)
                names[identity] = min(names.get(identity, best), best)
                if told:
                    own[identity] = best
        names.update(own)
        return {
            identity: EntityRecord(identity, name, kind, ranked(surfaces[identity]))
            for identity, (name, kind) in sorted(names.items())
        }


def ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Names with counts, the most frequent first, then by alphabet."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def most_frequent(counts: Mapping[str, int], kind: str) -> str:
    """The name to show: the most frequent form without article, possessive and title; ties by alphabet."""
    forms: Counter[str] = Counter()
    for surface, count in counts.items():
        name = tidy(unicodedata.normalize("NFKC", surface))
        if kind == "PERSON":
            words = name.split()
            while len(words) > 1 and words[0].rstrip(".").casefold() in gazetteer().title_words:
                words = words[1:]
            name = " ".join(words)
        forms[name] += count
    return min(forms, key=lambda form: (-forms[form], form))


def _joined(kind: str, keys: Collection[str]) -> dict[str, str]:
    """Key -> key of the longer name that it stands for, where the document leaves no doubt."""
    if kind == "PERSON":
        return _surnames(keys)
    if kind == "ORG":
        return {**_shortened(keys, gazetteer().heads["org"] | gazetteer().heads["orgend"]), **_acronyms(keys)}
    return _shortened(keys, gazetteer().heads["place"]) if kind == "PLACE" else {}


def _shortened(keys: Iterable[str], heads: frozenset[str]) -> dict[str, str]:
    """`commission` -> `european commission`, `varn` -> `varn airlines`: one word for the only longer name with it.

    Where several have it, nothing is said, not even of the one that was named last.
    """
    longer: dict[str, set[str]] = defaultdict(set)
    single: list[str] = []
    for key in keys:
        words = key.split()
        if len(words) < 2:
            single.append(key)
            continue
        of = next((at for at, word in enumerate(words) if at and word in ("of", "for")), len(words))
        if words[of - 1].capitalize() in heads:
            longer[words[of - 1]].add(key)
        if len(words) == 2 and words[1] in _BUSINESS_TAILS:
            longer[words[0]].add(key)
    return {key: next(iter(longer[key])) for key in single if len(longer.get(key, ())) == 1}


def _surnames(keys: Iterable[str]) -> dict[str, str]:
    """One word -> the one full name that has it last; else first; else anywhere. Several leave it alone."""
    full = sorted(key for key in keys if " " in key)
    at: tuple[Callable[[list[str]], list[str]], ...] = (
        lambda words: words[-1:],
        lambda words: words[:1],
        lambda words: words[1:-1],
    )
    tables: list[dict[str, set[str]]] = []
    for pick in at:
        table: dict[str, set[str]] = defaultdict(set)
        for key in full:
            for word in pick(key.split()):
                table[word].add(key)
        tables.append(table)
    found: dict[str, str] = {}
    for key in keys:
        if " " in key:
            continue
        for table in tables:
            names = table.get(key)
            if names:
                if len(names) == 1:
                    found[key] = next(iter(names))
                break
    return found


def _acronyms(keys: Iterable[str]) -> dict[str, str]:
    """`aan` -> `afghan analysts network`, where one organisation alone has these initials."""
    initials: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        words = [word for word in key.replace("-", " ").split() if word not in _SMALL]
        if len(words) >= _SHORTEST_ACRONYM_SOURCE:
            initials["".join(word[0] for word in words)].add(key)
    found: dict[str, str] = {}
    for key in keys:
        names = initials.get(key)
        if names and len(names) == 1 and ("ORG", key) not in _table():
            found[key] = next(iter(names))
    return found
