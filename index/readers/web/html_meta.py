"""Title, authors, source, date and language as a web page states them beside its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from index.document import Evidence, Metadata
from index.readers.web.html_linked import Linked, linked
from index.readers.web.html_tree import Element, Page, among

_TITLES = (
    "citation_title", "dc:title", "dcterm:title", "dc.title", "dcterms.title", "og:title", "weibo:article:title",
    "headline", "title", "twitter:title", "parsely-title", "sailthru.title",
)  # fmt: skip
_AUTHORS = (
    "citation_author", "dc:creator", "dcterm:creator", "author", "dc.creator", "dcterms.creator", "article:author",
    "article:author_name", "byl", "parsely-author", "sailthru.author", "twitter:data1-author", "byline", "author:name",
)  # fmt: skip
_SOURCES = (
    "og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher", "dc:publisher", "application-name",
    "cre", "copyright", "publisher:name",
)  # fmt: skip
_DATES = (
    "article:published_time", "citation_publication_date", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date", "dc:date", "dcterms.date", "datepublished", "date", "pubdate", "publishdate", "publish-date",
    "publication_date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "og:published_time",
    "article.published", "displaydate",
)  # fmt: skip
_LANGUAGES = ("dc.language", "dcterms.language", "content-language", "og:locale", "language")
_SITES = ("rel:canonical", "og:url")
_BARS = re.compile(r"\s+[|\-–—\\/>»·•:]+\s+|(?<=\w):\s+")
_ISO = re.compile(r"(?:1[5-9]|20)\d\d-\d\d(?:-\d\d)?(?=$|[T\s])|(?:1[5-9]|20)\d\d$")
_BY = re.compile(r"^\s*(?:(?:posted|written|published)\s+)?(?:by|von|par|por|di)[:\s]+", re.IGNORECASE)
_NAMING = among("a span b strong")
_SIGNING = frozenset({"author", "byline"})
_NAME = re.compile(
    r"[A-Z\u00c0-\u00de][\w.'\u2019-]*(?: (?:[A-Z\u00c0-\u00de][\w.'\u2019-]*|de|da|van|von|der|den|la|le|bin|al)){1,4}"
)
_PARTED = re.compile(r"\s*[,;|/•·–—]\s*|\s+(?:and|und|et|&)\s+")
_AND = re.compile(r"\s(?:and|und|et|&)\s")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_PUBLISHED = among("published posted byline dateline pubdate date timestamp meta time article entry")
_CHANGED = among("updated modified update comment comments related sidebar teaser footer")
_LONGEST = 500


class Stated:
    """What a page says of itself."""

    def __init__(self, page: Page, address: str = "") -> None:
        self._page = page
        self._linked: Linked = linked(page.linked_data)
        self._metas: dict[str, list[str]] = {}
        for meta in page.metas:
            self._metas.setdefault(meta.name, []).append(meta.content)
        self.evidence: list[Evidence] = []
        self.addresses = tuple(filter(None, (address, *self._all(_SITES))))
        """Those of the page itself."""
        self.site = self._first("source", self._linked.source, _SOURCES, proof=False)[0]
        self.title = self._title()
        """As the page states it."""

    def metadata(self, headline: str = "") -> Metadata:
        """All of it. `headline`: the heading that is the title, as the page shows it."""
        title = headline if plain(headline) == plain(self.title) else self.title
        source, _ = self._first("source", self._linked.source, _SOURCES)
        if not source and (source := _property(self._page.body, "publisher")):
            self.evidence.append(Evidence("source", "html:itemprop=publisher"))
        if "://" in source:
            source = _host(source)
        if not source:
            source = next((host for host in map(_host, self.addresses) if host), "")
            if source:
                self.evidence.append(Evidence("source", "html:address"))
        authors = self._authors()
        date = self._date()
        return Metadata(
            title=title or None,
            authors=authors,
            source=source or None,
            date_text=date or None,
            language=self._language() or None,
            evidence=tuple(self.evidence),
            tags=tuple(dict.fromkeys(tag for tag in self._tags() if len(tag) <= 60))[:20],
        )

    def _tags(self) -> Iterator[str]:
        """With the sign of what this program wrote out itself."""
        yield from (tag for tag in self._all(("generator",)) if tag.startswith("glossator:"))
        yield from self._all(("article:tag",))

    def _all(self, names: tuple[str, ...]) -> Iterator[str]:
        return (value for name in names for value in self._metas.get(name, ()))

    def _first(self, field: str, of_linked: str, names: tuple[str, ...], *, proof: bool = True) -> tuple[str, str]:
        """The first statement and its rule."""
        value, rule = of_linked, "html:json-ld"
        if not value:
            value, rule = next(((v, f"html:{n}") for n in names for v in self._metas.get(n, ()) if v.strip()), ("", ""))
        value = tidy(value)
        if value and proof:
            self.evidence.append(Evidence(field, rule))
        return value, rule

    def titles(self) -> frozenset[str]:
        """Every title that it states, as letters and figures alone."""
        stated = [self._linked.title, *self._all(_TITLES), self._page.title, self.title]
        bare = [without_site(tidy(title), self.site, []) for title in stated]
        return frozenset(filter(None, map(plain, [*stated, *bare])))

    def _title(self) -> str:
        value, rule = self._first("title", self._linked.title, _TITLES, proof=False)
        if not value:
            value, rule = _property(self._page.body, "headline"), "html:itemprop=headline"
        if not value:
            value, rule = tidy(self._page.title), "html:title"
        shown = [tidy(e.text()) for e in self._page.body.walk() if e.tag in ("h1", "h2")][:20]
        value = without_site(value, self.site, shown)
        if not value:
            value, rule = next((words for words in shown if words), ""), "html:heading"
        if value:
            self.evidence.append(Evidence("title", rule))
        return value

    def _authors(self) -> tuple[str, ...]:
        names = [*self._linked.authors]
        rule = "html:json-ld"
        for name in _AUTHORS:
            if not names:
                names, rule = list(self._metas.get(name, ())), f"html:{name}"
                names = [n for n in map(_person, names) if n]
        if not names:
            names, rule = _signed(self._page.body)
        names = list(dict.fromkeys(n for n in map(_person, names) if n))[:20]
        self.evidence += [Evidence("authors", rule) for _ in names]
        return tuple(names)

    def _date(self) -> str:
        value, rule = self._first("date", self._linked.date, _DATES, proof=False)
        if not value:
            value, rule = _dated(self._page.body)
        # Only the day: a time of day would be taken for a part of it, and a zone moves nothing.
        found = _ISO.match(value)
        value = found[0] if found else value[:100]
        if value:
            self.evidence.append(Evidence("date", rule))
        return value

    def _language(self) -> str:
        return tidy(self._page.language or self._linked.language or next(self._all(_LANGUAGES), ""))[:20]


def tidy(text: str) -> str:
    """On one line, without what no line holds."""
    kept = "".join(c for c in text[: 4 * _LONGEST] if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    return " ".join(kept.replace("\u00ad", "").replace("\u200b", "").split())[:_LONGEST].rstrip(" ¶")


def plain(text: str) -> str:
    """Letters and figures alone, to compare titles by."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


def without_site(title: str, site: str, headings: list[str]) -> str:
    """A title without the name of the site before or behind it, told by the site's name or by a heading."""
    parts = [*_BARS.finditer(title)]
    if not parts:
        return title
    shown = {plain(heading) for heading in headings} - {""}
    if plain(title) in shown:
        return title
    name = plain(site)
    for bar in parts:
        left, right = title[: bar.start()].strip(), title[bar.end() :].strip()
        for kept, cut in ((left, right), (right, left)):
            if plain(kept) in shown and len(plain(kept)) > 3 and kept:
                return kept
            if name and plain(cut) == name and kept:
                return kept
    return title


def _person(text: str) -> str:
    text = tidy(_BY.sub("", text))
    return (
        "" if "://" in text or text.startswith("@") or not any(c.isalpha() for c in text) or len(text) > 200 else text
    )


def _signed(body: Element) -> tuple[list[str], str]:
    """Who signs, where an element says that it names the author."""
    for rule in ("rel", "itemprop"):
        found: list[str] = []
        for element in body.walk():
            if "author" in element.get(rule).lower().split():
                words = _stated(element)
                if 1 < len(words) <= 80:
                    found.append(words)
        if found:
            return list(dict.fromkeys(found))[:3], f"html:{rule}=author"
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if not element.names() & _SIGNING:
            waiting.extend(reversed(list(element.elements())))
            continue
        inside = [e for e in element.walk() if e is not element and (e.tag in _NAMING or e.names() & _SIGNING)][:9]
        lines = [tidy(each.text()) for each in (*inside, element)]
        signing = [[name] if _NAME.fullmatch(name := _BY.sub("", line)) else names_in(line) for line in lines]
        if any(signing):
            return max(signing, key=len), "html:class=author"
    return [], ""


def names_in(line: str) -> list[str]:
    """The names at the beginning of a line that signs: `By Ada Moss and Ole Ness, 3 May 2031`."""
    bare = _BY.sub("", line)
    if _NAME.fullmatch(bare):
        return [bare]
    names: list[str] = []
    at = 0
    for part in (*_PARTED.finditer(bare), None):
        end = part.start() if part else len(bare)
        name = _NAME.match(bare, at, end)
        if name is None:
            break
        names.append(name[0])
        # What follows a comma is another name in a list that `and` ends; else it may be an office.
        if name.end() < end or part is None or not _AND.search(bare, part.start()):
            break
        at = part.end()
    return names if bare != line or _YEAR.search(line) or _AND.search(line) else []


def has_year(words: str) -> bool:
    """Whether a year stands among the words."""
    return _YEAR.search(words) is not None


def _property(body: Element, name: str) -> str:
    """What the one element says that has this property; "" where none has it, or several that say different things."""
    found = {_stated(element) for element in body.walk() if name in element.get("itemprop").lower().split()}
    return found.pop() if len(found) == 1 else ""


def _stated(element: Element) -> str:
    """The value of an element with a property: of a thing, its name."""
    inner = next((e for e in element.walk() if "name" in e.get("itemprop").lower().split()), element)
    return tidy(inner.get("content") or inner.text())


def _dated(body: Element) -> tuple[str, str]:
    for element in body.walk():
        if {"datepublished", "datecreated"} & {*element.get("itemprop").lower().split()}:
            value = tidy(element.get("content") or element.get("datetime") or element.text())
            if value:
                return value, "html:itemprop=datePublished"
    times = [element for element in body.walk() if element.tag == "time" and element.get("datetime")]
    for element in times:
        if "pubdate" in element.attributes or {"published", "dt-published", "entry-date"} & {
            *element.get("class").split()
        }:
            return tidy(element.get("datetime")), "html:time"
    for some in (times, [time for time in times if _is_of_the_page(time)]):
        if len({time.get("datetime")[:10] for time in some}) == 1:
            return tidy(some[0].get("datetime")), "html:time"
    return "", ""


def _is_of_the_page(time: Element) -> bool:
    """Whether a time seems to be that of publication: not of a comment, another story, or a change."""
    names = frozenset[str]().union(*(each.names() for each in (time, *islice(time.ancestors(), 3))))
    return bool(names & _PUBLISHED) and not names & _CHANGED


def _host(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return tidy(host).removeprefix("www.") if "." in host else ""
