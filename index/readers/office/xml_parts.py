"""XML as office documents hold it: without entities, and without what lies elsewhere, which is never opened.

Names are given as `prefix:name` with prefixes of the reader's choosing, whatever those of the file are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder

from index.errors import UnreadableFile

_BETWEEN: Final = "\x1f"
_CHUNK: Final = 1 << 16
_MAX_DEPTH: Final = 2_000


def tree(data: bytes, prefixes: Mapping[str, str]) -> Element:
    """The whole of a part. Raises UnreadableFile where it is no well-formed XML, or declares entities.

    `prefixes`: the prefix of each namespace that matters; elements of any other have `?`.
    """
    parser = _Parser(prefixes)
    parser.feed(data, last=True)
    if parser.root is None:
        raise UnreadableFile("a part of it is empty")
    return parser.root


def streamed(data: bytes, prefixes: Mapping[str, str], parents: frozenset[str]) -> Iterator[tuple[str, Element]]:
    """Each child of the elements named in `parents`, with its parent's name, as it ends; it is forgotten afterwards.

    Such elements must not lie in each other. Raises what `tree` raises.
    """
    parser = _Parser(prefixes, parents)
    for at in range(0, len(data), _CHUNK):
        parser.feed(data[at : at + _CHUNK], last=False)
        yield from parser.ended(all_of_them=False)
    parser.feed(b"", last=True)
    yield from parser.ended(all_of_them=True)


def within(element: Element, *path: str) -> Element | None:
    """The first child of a name, its first child of the next one, and so on."""
    found: Element | None = element
    for name in path:
        found = found.find(name) if found is not None else None
    return found


def text_of(element: Element | None) -> str:
    """All words in an element, on one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def whole(text: str | None, otherwise: int = 0) -> int:
    """A number of at most six digits that an attribute states."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def closed(xml: bytes) -> bytes:
    """XML that was cut off, without the sign or tag that the cut halves, and with all elements closed that are open."""
    from pyexpat import ExpatError, ParserCreate

    text = xml.decode("utf-8", "ignore")
    if text.rfind("<") > text.rfind(">"):
        text = text[: text.rfind("<")]
    if text.rfind("&") > text.rfind(";"):
        text = text[: text.rfind("&")]
    open_elements: list[str] = []
    parser = ParserCreate()
    parser.StartElementHandler = lambda name, _: open_elements.append(name)
    parser.EndElementHandler = lambda _: open_elements.pop()
    data = text.encode()
    try:
        parser.Parse(data, False)
    except ExpatError:
        data = data[: parser.ErrorByteIndex]
    return data + "".join(f"</{name}>" for name in reversed(open_elements)).encode()


class _Parser:
    def __init__(self, prefixes: Mapping[str, str], parents: frozenset[str] = frozenset()) -> None:
        from pyexpat import ParserCreate

        self.root: Element | None = None
        self._prefixes = prefixes
        self._parents = parents
        self._names: dict[str, str] = {}
        self._open: list[Element] = []
        """Parents met so far whose children were not yet all given."""
        self._depth = 0
        builder = TreeBuilder()
        self._begin: Callable[[str, dict[str, str]], Element] = builder.start
        self._finish = builder.end
        self._parser = ParserCreate(namespace_separator=_BETWEEN)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = builder.data

    def feed(self, data: bytes, *, last: bool) -> None:
        from pyexpat import ExpatError

        try:
            self._parser.Parse(data, last)
        except (ExpatError, LookupError, ValueError) as error:
            raise UnreadableFile("a part of it is no well-formed XML") from error

    def ended(self, *, all_of_them: bool) -> Iterator[tuple[str, Element]]:
        for parent in self._open:
            children = list(parent) if all_of_them or parent is not self._open[-1] else list(parent)[:-1]
            for child in children:
                yield parent.tag, child
            del parent[: len(children)]
        del self._open[:-1]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise UnreadableFile("a part of it is nested too deeply")
        names = self._names
        tag = names.get(name) or self._short(name)
        if attributes:
            attributes = {names.get(key) or self._short(key): value for key, value in attributes.items()}
        element = self._begin(tag, attributes)
        if self.root is None:
            self.root = element
        if tag in self._parents:
            self._open.append(element)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._finish(self._names[name])

    def _short(self, name: str) -> str:
        space, between, local = name.rpartition(_BETWEEN)
        short = f"{self._prefixes.get(space, '?')}:{local}" if between else local
        self._names[name] = short
        return short

    def _refuse(self, _name: str, _system: str | None, _public: str | None, declares: int) -> None:
        """A document type of its own may declare entities that unfold without end; one that is only named is inert."""
        if declares:
            raise UnreadableFile("a part of it declares entities, which no document of its kind needs")
