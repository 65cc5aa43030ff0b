"""A web page as a tree of what it shows: what is hidden, runs or is drawn is left out while the tree is made.

selectolax (lexbor) parses as browsers do. Its tree is copied once into small objects of our own, which are quicker to
walk many times, and cannot be nested deeper than Python calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode


def among(words: str) -> frozenset[str]:
    """The words of a line, to be looked up."""
    return frozenset(words.split())


DEEPEST = 200
"""Elements nested deeper than this lie side by side, as in a browser, whose own limit is 512."""
_MOST_OPEN = 2_000
"""Elements open at a time, beyond which the time to parse grows with their square."""
_MOST_FORMATTING = 100
"""Open elements of formatting, which are copied into every paragraph that follows: a page of them fills any memory."""

_SILENT = among(
    "script style template iframe frame object embed applet canvas audio video map svg img picture source track param"
    " select option optgroup datalist input button textarea progress meter dialog noembed noframes"
    " annotation annotation-xml link meta base title head"
)
"""Elements that are no text to read: programs, drawings, controls."""
_TAG = re.compile(r"<(/?)([a-z][^\s/>]{0,40})[^>]*>?", re.IGNORECASE)
_FORMATTING = among("b big code em font i nobr s small strike strong tt u")
_NEVER_OPEN = among(
    "area base br col embed hr img input link meta param source track wbr"  # hold nothing
    " a p li td th tr dt dd tbody thead tfoot option colgroup"  # end where the next one begins
    " script style textarea title iframe noembed noframes xmp plaintext noscript html head body"
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_NAMES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

BLOCKS = among(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table"
    " tbody td tfoot th thead tr ul listing xmp plaintext noscript"
)
"""Elements that begin a line of their own."""


@dataclass(slots=True, eq=False)
class Element:
    """An element with what it shows."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute, "" where there is none."""
        return self.attributes.get(name, "")

    def elements(self) -> Iterator[Element]:
        """The elements among the children."""
        return (child for child in self.children if isinstance(child, Element))

    def walk(self) -> Iterator[Element]:
        """This element and all in it, in the order in which they begin."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed([child for child in element.children if isinstance(child, Element)]))

    def ancestors(self) -> Iterator[Element]:
        """What it lies in, from within."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def text(self) -> str:
        """All text in it, white space as it stands; elements that begin a line are parted by a space."""
        found: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                found.append(item)
            else:
                edge = item.tag in BLOCKS or item.tag == "br"
                waiting.extend([" ", *reversed(item.children), " "] if edge else reversed(item.children))
        return "".join(found)

    def names(self) -> frozenset[str]:
        """The words of its class, id and role, in lower case: `articleBody` gives `article` and `body`."""
        stated = " ".join(self.attributes.get(name, "") for name in ("class", "id", "role"))
        return frozenset(word.lower() for word in _NAMES.findall(stated[:500])) if stated.strip() else frozenset()


class Meta(NamedTuple):
    """An element of a page's head: `meta`, `link`, or one that states metadata about the page in its body."""

    name: str
    """Of `name`, `property` or `itemprop` (of `rel` for a link), in lower case."""
    content: str


@dataclass(slots=True)
class Page:
    """A parsed page."""

    body: Element
    title: str
    """Of the element `title`, on one line."""
    metas: list[Meta]
    linked_data: list[str]
    """JSON-LD as it stands."""
    language: str


def parse(source: str) -> Page:
    """The tree of a page. Anything is a page: what is broken is mended as browsers mend it."""
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(_tamed(source))
    root = parser.root
    top = Element("html", {})
    page = Page(top, "", [], [], "")
    if root is not None:
        _head(parser, page)
        page.language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "").strip()
        _copy(root, top)
        page.body = next((e for e in top.walk() if e.tag == "body"), top)
        _without_doubles(page.body)
    return page


def _tamed(source: str) -> str:
    """Take out the beginnings of elements where more of them are left open than a parser bears."""
    count = _Open()
    if not any(count.too_many(match) for match in _TAG.finditer(source)):
        return source
    count = _Open()
    return _TAG.sub(lambda match: "" if count.too_many(match) else match[0], source)


class _Open:
    """Which elements are open, as far as tags alone can tell."""

    def __init__(self) -> None:
        self._depths: dict[str, int] = {}
        self._all = self._formatting = 0

    def too_many(self, match: re.Match[str]) -> bool:
        """Take the next tag in; True where it opens an element too many."""
        tag = match[2].lower()
        if tag in _NEVER_OPEN:
            return False
        depth = self._depths.get(tag, 0)
        formatting = tag in _FORMATTING
        if match[1]:
            if depth:
                self._depths[tag] = depth - 1
                self._all -= 1
                self._formatting -= formatting
            return False
        if self._all >= _MOST_OPEN or (formatting and self._formatting >= _MOST_FORMATTING):
            return True
        self._depths[tag] = depth + 1
        self._all += 1
        self._formatting += formatting
        return False


def _head(parser: LexborHTMLParser, page: Page) -> None:
    css = parser.css
    title = next((node for node in css("title") if not _in_drawing(node)), None)
    page.title = " ".join(title.text().split()) if title is not None else ""
    for node in css("meta")[:500]:
        attributes = node.attributes
        content = " ".join((attributes.get("content") or "")[:5_000].split())
        for name in ("property", "name", "itemprop"):
            for word in (attributes.get(name) or "").lower().split():
                if content:
                    page.metas.append(Meta(f"{_whose(node)}:name" if word == "name" else word, content))
    for node in css("link[rel][href]")[:500]:
        page.metas.append(Meta("rel:" + (node.attributes.get("rel") or "").lower(), node.attributes.get("href") or ""))
    for node in css('script[type="application/ld+json"]')[:50]:
        page.linked_data.append(node.text())


def _whose(node: LexborNode) -> str:
    """The property of which a name is stated: author, publisher; "" where the page does not say."""
    parent = node.parent
    return (parent.attributes.get("itemprop") or "").lower() if parent is not None else ""


def _in_drawing(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag in ("svg", "symbol", "g")


def _copy(root: LexborNode, top: Element) -> None:
    """Copy what shows of a tree, without calling deeper for what lies deeper."""
    depth, into, node = 1, top, root.first_child
    above: list[Element] = []
    while node is not None:
        tag = node.tag or ""
        below: LexborNode | None = None
        if tag == "-text":
            into.children.append(node.text_content or "")
        elif tag and tag[0] != "-" and tag not in _SILENT:
            attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
            if not _is_hidden(attributes):
                below = node.first_child
                element = Element(tag, attributes, into)
                into.children.append(element)
                if below is not None:
                    above.append(into)
                    depth += 1
                    into = element if depth <= DEEPEST else into
        if below is not None:
            node = below
            continue
        following = node.next
        while following is None and above:
            node = node.parent if node is not None else None
            into = above.pop()
            depth -= 1
            following = node.next if node is not None else None
        node = following


def _is_hidden(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    style = attributes.get("style")
    return bool(style) and _HIDDEN.search(style or "") is not None


def _without_doubles(body: Element) -> None:
    """What stands there for browsers without scripts doubles what is shown, unless nothing else is."""
    apart = [element for element in body.walk() if element.tag == "noscript"]
    if not apart:
        return
    within = sum(len(element.text().strip()) for element in apart)
    if len(body.text().strip()) - within > within:
        for parent in {id(element.parent): element.parent for element in apart if element.parent}.values():
            kept = [each for each in parent.children if isinstance(each, str) or each.tag != "noscript"]
            parent.children = kept
