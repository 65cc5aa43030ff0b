"""What a reader should know of the conditions of a query: values that nothing has, with one that may be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from index.asking.condition_values import DATE_FORMS, being_typed, thing, wanted_by
from index.desk.remarks import code_test
from index.keys import fold
from index.search.mistakes import WantsValue, told
from index.search.printer import print_query
from index.search.query import Condition, Node, nodes

if TYPE_CHECKING:
    from index.catalogue.reader import CatalogueReader
    from index.desk.view import View

_NEAR: Final = 70.0
"""How alike (of 100) a value must be to be offered for another."""
_SHORTEST: Final = 3
"""Letters of a value for which one like it is offered."""
_NOBODY: Final[dict[str, str]] = {
    "source": "no document has the source {}",
    "author": "no document has an author {}",
    "path": "no document's path has {} in it",
    "lang": "no document is in the language {}",
    "format": "no document's file ends in .{}",
    "tag": "no document has the tag {}",
    "date": "no document is dated {}",
    "entity": "no name {} in these documents",
    "speaker": "nobody called {} is quoted",
    "code": "no passage has the code {}",
    "note": "none of your notes has {} in it",
    "mark": "no passage that you marked has {} in it",
    "thread": "no mail has the subject {}",
    **{field: f"no mail or memo has {{}} in its {field}:" for field in ("from", "to", "cc", "subject")},
}
"""What is said of a value that nothing has."""
NOTHING: Final[dict[str, str]] = {
    "title": "no document has a title",
    "source": "no document has a source",
    "author": "no document has an author",
    "path": "there are no documents",
    "lang": "no document's language is known",
    "format": "no document's file has an ending",
    "tag": "no document has a tag yet",
    "date": "no document has a date",
    "entity": "no names are known of these documents",
    "speaker": "nobody is quoted in these documents",
    "code": "no passage has a code yet",
    "note": "no passage has a note yet",
    "mark": "no passage is marked yet",
    **{field: f"no mail or memo here has {field}:" for field in ("from", "to", "cc", "subject", "thread")},
}
"""What is said of a field that nothing has."""
_STATES: Final = {
    "read": "no document is read yet",
    "unread": "every document is read",
    "starred": "no document has a star",
}
_OTHERWISE: Final = {
    "lang": {
        "en": ("english", "eng", "englisch", "anglais"),
        "de": ("german", "deutsch", "deu", "ger", "allemand"),
        "fr": ("french", "francais", "fra", "fre", "franzosisch"),
        "es": ("spanish", "espanol", "spa", "spanisch", "castellano"),
        "pt": ("portuguese", "portugues", "por"),
        "it": ("italian", "italiano", "ita"),
        "nl": ("dutch", "nederlands", "nld"),
        "ru": ("russian", "rus"),
        "ar": ("arabic", "ara"),
        "zh": ("chinese", "zho", "cn"),
        "ja": ("japanese", "jpn", "jp"),
        "uk": ("ukrainian", "ukr", "ua"),
        "pl": ("polish", "pol"),
        "tr": ("turkish", "tur"),
    },
    "format": {"txt": ("text", "plain", "plaintext"), "md": ("markdown",)},
}
"""What people write for values that are short."""

Values = Callable[[str], Sequence[str]]
"""What a field may be asked for here."""


class Unknown(NamedTuple):
    """A value that nothing has."""

    told: str
    instead: str | None
    """The query with what may be meant in its place."""


def unknown_values(
    tree: Node, query: str, is_empty: Callable[[Condition], bool], values: Values, view: Callable[[], View]
) -> list[Unknown]:
    """What is to be said of each condition, negated or not, that no document meets."""
    found = dict.fromkeys(node for node in nodes(tree) if isinstance(node, Condition) and is_empty(node))
    return [unknown for condition in found if (unknown := _unknown(condition, query, values, view)) is not None]


def unread_names(tree: Node, catalogue: CatalogueReader) -> str | None:
    """A notice where names are asked for that are still being read."""
    asks = any(isinstance(node, Condition) and node.name == "entity" for node in nodes(tree))
    return "names are still being read; more may be found" if asks and catalogue.called.unread() else None


def with_example(error: WantsValue, values: Values) -> WantsValue:
    """A complaint of a value that is missing, with one that the collection has."""
    lacking = error.suggestion in (None, DATE_FORMS)
    known = next(iter(values(error.field)), None) if lacking else None
    if known is not None:
        example = print_query(Condition(error.field, known))
        error.suggestion = example if told(example) == example else None
    return error


def _unknown(condition: Condition, query: str, values: Values, view: Callable[[], View]) -> Unknown | None:
    name, value = condition.name, condition.value
    if name == "is":
        return Unknown(_STATES.get(value.lower(), ""), None) if value.lower() in _STATES else None
    if name == "has":
        what = thing(value.lower())
        return Unknown(f"nothing has a{'n' if what == 'annotation' else ''} {what} yet", None)
    if not value.strip("* "):
        return Unknown(NOTHING[name], None) if name in NOTHING else None
    if name not in _NOBODY:
        return None
    said = _NOBODY[name].format(told(value.removeprefix(".") if name == "format" else value))
    if name == "date":
        return Unknown(said + "".join(_dates(view())), None)
    return _meaning(said, condition, query, _meant(condition, query, values, view))


def _dates(view: View) -> Iterator[str]:
    """From when to when documents are."""
    stated = (date for _, date in view.catalogue.listed.dates(None)) if view.catalogue is not None else ()
    dates = sorted({date for date in stated if date} | {each.date for each in view.decided.values() if each.date})
    if dates:
        yield f"; dates here go from {told(dates[0])} to {told(dates[-1])}"


def _meant(condition: Condition, query: str, values: Values, view: Callable[[], View]) -> str | None:
    """The value that is nearest to one that nothing has."""
    name, value = condition.name, condition.value
    if name == "entity":
        naming, wanted = view().naming, wanted_by(value, beginning=being_typed(condition, query))
        return naming.near(wanted) if naming is not None and wanted is not None else None
    known = values(name)
    if name == "code":
        below = code_test(f"{value}/*", beginning=False)
        if any(map(below, known)):
            return f"{value}/*"
    for meant, ways in _OTHERWISE.get(name, {}).items():
        if fold(value.removeprefix(".")) in ways and meant in known:
            return meant
    return _near(value.strip("*"), known)


def _near(value: str, known: Sequence[str]) -> str | None:
    """The value most like another, as a whole or in one of its words."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extractOne

    wanted = fold(value)
    if len(wanted) < _SHORTEST:
        return None
    whole = extractOne(wanted, known, scorer=ratio, processor=fold, score_cutoff=_NEAR)
    words = {word: each for each in reversed(known) for word in fold(each).split() if len(word) >= _SHORTEST}
    part = extractOne(wanted, list(words), scorer=ratio, score_cutoff=_NEAR)
    if whole is not None and (part is None or whole[1] >= part[1]):
        return whole[0]
    return words[part[0]] if part is not None else None


def _meaning(said: str, condition: Condition, query: str, near: str | None) -> Unknown:
    if near is None:
        return Unknown(said, None)
    start, end = condition.span
    written, here = print_query(Condition(condition.name, near)), query[start:end]
    value = written.partition(":")[2]
    if not value.startswith('"'):
        value = f'"{value}"'
    instead = None  # a condition of a saved search stands somewhere else
    if here.lower().startswith(f"{condition.name}:"):
        instead = f"{query[:start]}{condition.name}:{value}{query[end:]}"
    elif here.strip('"“”„') == condition.value:  # between the parentheses of a field
        instead = f"{query[:start]}{value}{query[end:]}"
    return Unknown(f"{said}; did you mean {told(near)}?", instead)
