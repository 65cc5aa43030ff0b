"""What an EPUB book says of itself: its parts in reading order, its contents, its printed pages, its metadata."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from index.document import Metadata
from index.errors import UnreadableFile
from index.readers.office.flowing import stated
from index.readers.office.xml_parts import text_of, tree
from index.readers.office.zipped import Zipped

KIND: Final = "an EPUB book"
PREFIXES: Final = {
    "urn:oasis:names:tc:opendocument:xmlns:container": "ocf",
    "http://www.idpf.org/2007/opf": "opf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.daisy.org/z3986/2005/ncx/": "ncx",
    "http://www.w3.org/2001/04/xmlenc#": "enc",
    "http://www.w3.org/1999/xhtml": "h",
    "http://www.idpf.org/2007/ops": "epub",
}
_FONTS: Final = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Ways to make fonts useless outside the book, which hide no text."""
_PAGES: Final = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_PAGE_NAMES: Final = (".xhtml", ".html", ".htm")
_NO_CHAPTER: Final = re.compile(r"(?:^|/)(?:nav|toc|cover)\b[^/]*$", re.IGNORECASE)
_MAX_PLACES: Final = 50_000
_MAX_PACKAGE: Final = 16_000_000
_MAX_NAMES: Final = 100


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the contents or of the list of pages."""

    label: str
    target: str
    """A part of the book, perhaps with `#` and an id in it."""
    depth: int = 1


@dataclass(slots=True)
class Book:
    """What the package says."""

    chapters: list[str] = field(default_factory=list)
    """Names of the parts that hold text, in reading order, each once."""
    contents: list[Place] = field(default_factory=list)
    pages: list[Place] = field(default_factory=list)
    navigation: str = ""
    """The part that is the table of contents."""
    metadata: Metadata = field(default_factory=Metadata)


def opened(parts: Zipped) -> Book:
    """The package of a book. Raises UnreadableFile where there is none, or its text is encrypted."""
    if not parts.cut:
        return _stated(parts)
    try:
        return _stated(parts)
    except UnreadableFile:
        # What says in which order to read may lie behind the cut: they mostly lie in it.
        pages = [name for name in parts.names() if name.lower().endswith(_PAGE_NAMES)]
        return Book(chapters=[name for name in pages if not _NO_CHAPTER.search(name)])


def _stated(parts: Zipped) -> Book:
    name = _package(parts)
    root = tree(parts.read(name, _MAX_PACKAGE), PREFIXES)
    book = Book(metadata=_metadata(root))
    manifest = {item.get("id", ""): item for item in root.iter("opf:item")}
    targets = {key: joined(name, item.get("href", "")) for key, item in manifest.items()}
    spine = root.find("opf:spine")
    for reference in spine if spine is not None else ():
        key = reference.get("idref", "")
        if key in manifest and manifest[key].get("media-type", _PAGES[0]) in _PAGES:
            book.chapters.append(targets[key])
    book.chapters = list(dict.fromkeys(book.chapters))
    if not book.chapters:
        raise UnreadableFile(f"not {KIND}: it names nothing to read")
    _refuse_encrypted(parts, book)
    for key, item in manifest.items():
        if "nav" in item.get("properties", "").split():
            book.navigation = targets[key]
    outline = spine.get("toc", "") if spine is not None else ""
    ncx = targets.get(outline) or next(
        (targets[key] for key, item in manifest.items() if item.get("media-type") == "application/x-dtbncx+xml"), ""
    )
    _read_navigation(parts, book, ncx)
    return book


def joined(part: str, reference: str) -> str:
    """The part that a reference in another part leads to, with the id in it; '' where it leads out of the book."""
    try:
        split = urlsplit(reference.strip())
    except ValueError:
        return ""
    if split.scheme or split.netloc:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(part), unquote(split.path))) if split.path else part
    if path.startswith(("..", "/")):
        return ""
    return f"{path}#{unquote(split.fragment)}" if split.fragment else path


def _package(parts: Zipped) -> str:
    container = parts.get("META-INF/container.xml")
    stated_names = []
    if container:
        stated_names = [unquote(e.get("full-path", "")) for e in tree(container, PREFIXES).iter("ocf:rootfile")]
    found = [parts.find(name) for name in stated_names] + [n for n in parts.names() if n.lower().endswith(".opf")]
    name = next((name for name in found if name), None)
    if name is None:
        raise UnreadableFile(f"not {KIND}: it has no package")
    return name


def _refuse_encrypted(parts: Zipped, book: Book) -> None:
    data = parts.get("META-INF/encryption.xml")
    if not data:
        return
    chapters = set(book.chapters)
    for encrypted in tree(data, PREFIXES).iter("enc:EncryptedData"):
        method = encrypted.find("enc:EncryptionMethod")
        if method is not None and method.get("Algorithm") in _FONTS:
            continue
        for reference in encrypted.iter("enc:CipherReference"):
            if posixpath.normpath(unquote(reference.get("URI", ""))) in chapters:
                raise UnreadableFile("encrypted by its seller (DRM); only the program that it was sold for reads it")


def _metadata(root: Element) -> Metadata:
    about = root.find("opf:metadata")
    found: dict[str, list[Element]] = {}
    for element in about.iter() if about is not None else ():
        found.setdefault(element.tag, []).append(element)
    refined = {
        (meta.get("refines", "").lstrip("#"), meta.get("property", "")): text_of(meta)
        for meta in found.get("opf:meta", ())
    }
    titles = found.get("dc:title", [])
    main = [title for title in titles if refined.get((title.get("id", ""), "title-type")) == "main"] or titles
    dates = [date for date in found.get("dc:date", ()) if date.get("opf:event") not in ("modification", "creation")]
    published = [date for date in dates if date.get("opf:event") == "publication"] or dates
    return stated(
        "epub:package",
        title=text_of(main[0]) if main else "",
        authors=[text_of(creator) for creator in found.get("dc:creator", [])[:_MAX_NAMES]],
        source=_first(found, "dc:publisher"),
        date=text_of(published[0]).partition("T")[0] if published else "",
        language=_first(found, "dc:language"),
        tags=[text_of(subject) for subject in found.get("dc:subject", [])[:_MAX_NAMES]],
    )


def _first(found: dict[str, list[Element]], name: str) -> str:
    return text_of(found[name][0]) if name in found else ""


# -- contents and pages -----------------------------------------------------------------------------------------------


def _read_navigation(parts: Zipped, book: Book, ncx: str) -> None:
    """From the navigation of EPUB 3, else from that of EPUB 2; a book whose navigation is damaged has none."""
    for name, reader in ((book.navigation, _from_xhtml), (ncx, _from_ncx)):
        if not name or parts.find(name) is None:
            continue
        try:
            contents, pages = reader(tree(parts.read(name), PREFIXES), name)
        except UnreadableFile:
            continue
        book.contents = book.contents or contents
        book.pages = book.pages or pages


def _from_xhtml(root: Element, name: str) -> tuple[list[Place], list[Place]]:
    found: dict[str, list[Place]] = {"toc": [], "page-list": []}
    for navigation in root.iter("h:nav"):
        for kind in navigation.get("epub:type", "").split():
            if kind in found and not found[kind]:
                found[kind] = list(_links(navigation, name))[:_MAX_PLACES]
    return found["toc"], found["page-list"]


def _links(element: Element, name: str) -> Iterator[Place]:
    waiting = [(element, 0)]
    while waiting:
        here, depth = waiting.pop()
        if here.tag == "h:a" and here.get("href"):
            yield Place(text_of(here), joined(name, here.get("href", "")), max(depth, 1))
        else:
            inner = depth + (here.tag == "h:ol")
            waiting += [(child, inner) for child in reversed(here)]


def _from_ncx(root: Element, name: str) -> tuple[list[Place], list[Place]]:
    contents: list[Place] = []
    waiting = [(point, 1) for point in reversed(root.findall("ncx:navMap"))]
    while waiting:
        here, depth = waiting.pop()
        if here.tag == "ncx:navPoint":
            contents.append(_place(here, name, depth))
            depth += 1
        waiting += [(child, depth) for child in reversed(here) if child.tag == "ncx:navPoint"]
    pages = [_place(target, name, 1) for target in root.iter("ncx:pageTarget")]
    return contents[:_MAX_PLACES], pages[:_MAX_PLACES]


def _place(element: Element, name: str, depth: int) -> Place:
    content = element.find("ncx:content")
    target = joined(name, content.get("src", "")) if content is not None else ""
    return Place(text_of(element.find("ncx:navLabel")), target, depth)
