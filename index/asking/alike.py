"""More like this: `like:` in a query, replaced by the telling words of a document or a passage before anything is
looked for; and the query in that form, for a document, a passage, or a sentence of which no document has every word.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from index.document import Document, DocumentRow, Span
from index.errors import Cancelled, QueryError
from index.library import Shelf
from index.search.mistakes import PROSE, told

if TYPE_CHECKING:
    from index.events import Cancelled as Asked
    from index.search.likeness import Likeness
    from index.search.query import Condition, Node

LONGEST_PASSAGE: Final = 2_000
"""Characters of a passage that are put into a query; its words are chosen from them."""
SENTENCE: Final = PROSE
"""Words from which a query that finds nothing is taken for a sentence."""
_SHOWN: Final = 8
"""Words that a notice names."""
_KEPT: Final = 16
"""Likenesses that are remembered: each row on screen asks for that of the query."""
_ASIDE: Final = ("byline", "dateline", "credit", "boilerplate")
_MARKS: Final = '"“”„'
_QUOTES: Final = re.compile(f"[{_MARKS}]+")
_SIGNS: Final = re.compile("[?*]")
_PATH: Final = re.compile(r"\S*(?:/\S|\.[A-Za-z]\w{0,7}\Z)\S*")
"""What looks like the path of a document, and not like a passage."""
_UNTYPABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_TAKES: Final = 'like: and the path of a document, or like:"a passage in quotation marks"'
_ANYTHING: Final = ("path", "*")


class Likenesses:
    """What the `like:` of queries stands for in what is indexed now. Safe from any thread."""

    def __init__(self, shelf: Callable[[], Shelf | None]) -> None:
        self._shelf = shelf
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[object, ...], Likeness | None] = OrderedDict()

    def expanded(self, tree: Node, query: str, *, as_typed: bool, cancelled: Asked | None = None) -> Node:
        """The tree with words in place of each `like:`. A value that is no path is a passage.

        Raises QueryError, with the place in the query, where no word of it tells anything; Cancelled.
        """
        from index.search.query import LIKE, Condition, nodes

        shelf = self._shelf()
        if shelf is None or not any(isinstance(node, Condition) and node.name == LIKE for node in nodes(tree)):
            return tree
        return _Expansion(lambda value: self._likeness(shelf, value, cancelled), query, as_typed).replaced(tree)

    def told(self, tree: Node) -> list[str]:
        """By which words an expanded tree goes, for each likeness in it."""
        from index.search.query import Some, nodes

        with self._lock:
            known = {found.tree: found.shown for found in self._known.values() if found is not None}
        told = [known[node] for node in nodes(tree) if isinstance(node, Some) and node in known]
        return ["by " + ", ".join(words[:_SHOWN]) + (", …" if len(words) > _SHOWN else "") for words in told]

    def _likeness(self, shelf: Shelf, value: str, cancelled: Asked | None) -> Likeness | None:
        key = (shelf.folder, shelf.engine.generation, shelf.languages, value)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        found = _likeness(shelf, value, cancelled)
        with self._lock:
            self._known[key] = found
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return found


class _Expansion:
    """Replaces the likenesses of one query."""

    def __init__(self, find: Callable[[str], Likeness | None], query: str, as_typed: bool) -> None:
        self._find = find
        self._query = query
        self._as_typed = as_typed

    def replaced(self, node: Node) -> Node:
        from index.search.query import LIKE, And, Condition, Field, Not, Or

        match node:
            case And(children=children) | Or(children=children):
                return replace(node, children=tuple(map(self.replaced, children)))
            case Not(child=child) | Field(child=child):
                return replace(node, child=self.replaced(child))
            case Condition(name=name) if name == LIKE:
                return self._standing_for(node)
            case _:
                return node

    def _standing_for(self, node: Condition) -> Node:
        from index.asking.condition_values import being_typed
        from index.search.query import Condition

        found = self._find(node.value)
        if found is not None:
            return replace(found.tree, span=node.span)
        if self._as_typed and being_typed(node, self._query):
            return Condition(*_ANYTHING, node.span)
        value = told(node.value)
        if _PATH.fullmatch(node.value):
            raise QueryError(f"No document here is called {value}, or several are.", *node.span, _TAKES)
        raise QueryError(f"Nothing in {value} tells one text from others here.", *node.span, _TAKES)


def _likeness(shelf: Shelf, value: str, cancelled: Asked | None) -> Likeness | None:
    from index.search.likeness import likeness

    def check() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled("The search was given up.")

    engine, languages = shelf.engine, shelf.languages
    row = _document(shelf, value)
    if row is None and _PATH.fullmatch(value):
        return None
    if row is None:
        return likeness(value, "", engine.vocabulary, engine.doc_count, languages.main, check=check)
    text, codes = _told_in(shelf.catalogue.document_by_id(row.id)), languages.of(row.id)
    return likeness(text, row.title or "", engine.vocabulary, engine.doc_count, codes, apart=row.id, check=check)


def _told_in(document: Document | None) -> str:
    """What a document has to say, without what its outlet puts into each."""
    from index.search.likeness import READ

    if document is None or not document.blocks:
        return document.text if document is not None else ""
    parts, length = [], 0
    for block in document.blocks:
        if length > READ:
            break
        front = block.start == 0 and block.kind == "code"  # the settings at the head of a Markdown file
        if not front and block.kind not in _ASIDE:
            parts.append(document.text[block.start : block.end])
            length += block.end - block.start
    return "\n\n".join(parts)


def _document(shelf: Shelf, value: str) -> DocumentRow | None:
    """The one document that a value names: by its path, by how only its path ends, or by a pattern that only its
    path fits."""
    from index.keys import fold_path

    catalogue = shelf.catalogue
    row = catalogue.row(value)
    if row is not None:
        return row
    plain = fold_path(value).replace("[", "[[]")
    if not _SIGNS.search(value) and ("." not in value or any(map(str.isspace, value))):
        return None
    patterns = (plain, f"*/{plain}", f"*{plain}")
    found = next((some for pattern in patterns if (some := catalogue.listed.path_like(pattern, None))), set())
    return catalogue.rows(found)[0] if len(found) == 1 else None


# -- queries ----------------------------------------------------------------------------------------------------------


def like_document(path: str) -> str:
    """The query for documents like this one."""
    # What cannot stand in a query is any one character.
    return _asked(_UNTYPABLE.sub("?", path))


def like_passage(text: str) -> str | None:
    """The query for documents like a passage; None where it has no word. Of a long one, its beginning is taken."""
    words = " ".join(_UNTYPABLE.sub(" ", _QUOTES.sub(" ", text)).split())
    if len(words) > LONGEST_PASSAGE:
        words = words[:LONGEST_PASSAGE].rpartition(" ")[0] or words[:LONGEST_PASSAGE]
    return _asked(words) if any(map(str.isalnum, words)) else None


def _asked(value: str) -> str:
    from index.search.printer import print_query
    from index.search.query import LIKE, Condition

    asked = print_query(Condition(LIKE, value))
    return asked if asked.startswith(f'{LIKE}:"') else f'{LIKE}:"{value}"'


def in_place_of(query: str, tree: Node) -> str | None:
    """The likeness to ask for where a sentence finds nothing, with the conditions that stood beside it; None where the
    query is no sentence, but was put together with care.

    `tree` is what `parse` made of `query`, nothing replaced.
    """
    from index.search.query import And, Condition, Field, Not, Phrase, Prefix, Word

    words, passage, others = 0, [], []
    waiting = [tree]
    while waiting:
        match waiting.pop():
            case And(children=children):
                waiting.extend(reversed(children))
            case (Word(exact=False) | Prefix(unfinished=True)) as child:
                words += 1
                passage.append(child.span)
            case Phrase(parts=parts, span=span):
                words += len(parts)
                passage.append(span)
            case Word(span=span) if query[span.start] in _MARKS:
                words += 1
                passage.append(span)
            case (Condition() | Not() | Field()) as child:
                others.append(child.span)
            case _:
                return None
    asked = like_passage(" ".join(_written(query, passage))) if words >= SENTENCE else None
    return asked and " ".join([asked, *_written(query, others)])


def _written(query: str, spans: list[Span]) -> list[str]:
    return [query[span.start : span.end] for span in spans]
