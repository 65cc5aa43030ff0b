"""XML from strangers, read into a tree; XML for strangers, with whatever XML cannot carry left out of it.

A document type is refused: entities, which could grow without end or name files, need one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

from index.annotations.lines import BadLine

__all__ = ["Element", "attribute", "children", "parse_xml", "printable", "tag", "text_of"]

MOST_ELEMENTS: Final = 3_000_000
DEEPEST: Final = 200

# What no XML 1.0 document can hold, not even as a reference.
_IMPOSSIBLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE: Final = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def parse_xml(data: bytes) -> Element:
    """The root of a tree whose names have lost their namespaces. Raises BadLine."""
    builder = TreeBuilder()
    parser = ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise BadLine("XML nested too deeply" if depth > DEEPEST else "XML of too many elements")
        builder.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(name))

    def refuse(*_: object) -> None:
        raise BadLine("XML with a document type, which could hide other things: refused")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except ExpatError as error:
        raise BadLine(f"not XML: {error}") from None
    except (ValueError, LookupError) as error:  # an encoding that there is not
        raise error if isinstance(error, BadLine) else BadLine(f"not XML: {error}") from None
    return builder.close()


def children(element: Element | None, *path: str) -> Iterator[Element]:
    """The elements at the end of a path of names below one."""
    if element is None:
        return
    for child in element:
        if child.tag == path[0]:
            if len(path) == 1:
                yield child
            else:
                yield from children(child, *path[1:])


def text_of(element: Element, name: str) -> str:
    """What the first child of a name says; nothing where there is none."""
    return next((child.text or "" for child in children(element, name)), "")


def tag(name: str, attributes: Iterable[tuple[str, str | None]] = (), inside: str = "") -> str:
    """An element; attributes that are None are left out. `inside` is XML."""
    written = "".join(f' {key}="{attribute(value)}"' for key, value in attributes if value is not None)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def attribute(value: str) -> str:
    """A text as it stands in an attribute."""
    return _possible(value).translate(_ATTRIBUTE)


def printable(text: str) -> str:
    """A text as it stands in an element."""
    return _possible(text).translate(_TEXT)


def _possible(text: str) -> str:
    return _IMPOSSIBLE.sub("\ufffd", text)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
