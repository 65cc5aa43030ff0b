"""What stands above an article on its page: the headline, who wrote it and when, the lines that lead into it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from index.readers.web.html_article import Article
from index.readers.web.html_blocks import HEADINGS
from index.readers.web.html_meta import has_year, names_in, plain, tidy
from index.readers.web.html_tree import BLOCKS, Element, among

_MOST = 6
_LONGEST = 400
_PARAGRAPH = 100
"""Characters of a line that is text of the article."""
_SIGNATURE = 200
_SIGNED = among("byline author authors dateline date time published timestamp pubdate posted kicker standfirst")
_STANDFIRST = among("standfirst subtitle subhead deck dek lead lede summary intro teaser subheadline")
_FURNITURE = among("nav footer aside form figure table ul ol menu")


@dataclass(slots=True)
class Head:
    """What belongs to an article and lies outside it."""

    elements: list[Element] = field(default_factory=list)
    headline: Element | None = None
    """The heading that is the title; None where the page shows none."""

    @property
    def title(self) -> str:
        """As the page shows it."""
        return tidy(self.headline.text()) if self.headline else ""


def find_head(body: Element, article: Article, title: str, titles: Collection[str]) -> Head:
    """What belongs to the article above its beginning: from the heading that is its title to where it begins.

    `titles`: whatever the page calls itself, as letters and figures alone; `title` is the first among them.
    """
    order = list(body.walk())
    inside = {id(element) for root in article.roots for element in root.walk()}
    apart = {id(element) for gone in article.apart for element in gone.walk()}
    inside -= apart
    headings = _titling(order, title, titles)
    if not headings:
        return Head()
    within = next((element for element in headings if id(element) in inside), None)
    if within is not None or body in article.roots:
        return Head([], within or headings[0])
    roots = {id(root) for root in article.roots}
    first = next((number for number, element in enumerate(order) if id(element) in roots), len(order))
    titling = {id(element) for element in headings}
    above = [number for number, element in enumerate(order[:first]) if id(element) in titling]
    if not above:
        return Head([headings[0]], headings[0])
    heading = order[above[-1]]
    return Head([heading, *_between(order[above[-1] + 1 : first], heading, article)], heading)


def keep_signatures(article: Article, head: Head) -> None:
    """Give back to an article what signs it above its first paragraph: a byline is clutter elsewhere alone."""
    of, gone = article.measures, {id(element) for element in article.apart}
    kept: set[int] = set()
    waiting = list(reversed(article.roots))
    begun = head.headline is None or bool(head.elements)
    while waiting and len(kept) < _MOST:
        element = waiting.pop()
        here = of[id(element)]
        if element is head.headline:
            begun = True
        elif id(element) in gone:
            if begun and _signs(element, here.chars):
                kept.add(id(element))
        elif begun and here.own - here.own_linked >= _PARAGRAPH and not element.names() & _STANDFIRST:
            break
        else:
            waiting.extend(reversed(list(element.elements())))
    article.apart[:] = [element for element in article.apart if id(element) not in kept]


def _signs(element: Element, chars: int) -> bool:
    """Whether it says who wrote this, or when, and little else."""
    if not 3 < chars <= _SIGNATURE or not _is_signed(element):
        return False
    text = tidy(element.text())
    when = has_year(text) or any(each.tag == "time" for each in element.walk())
    return when or bool(names_in(text)) or any(each.get("rel") == "author" for each in element.walk())


def _is_signed(element: Element) -> bool:
    return bool(element.names() & _SIGNED) or any(
        each.tag == "time" or each.get("itemprop") or each.get("rel") == "author" for each in element.walk()
    )


def _titling(order: list[Element], title: str, titles: Collection[str]) -> list[Element]:
    """The headings that are the title, or nearly."""
    headings = [element for element in order if element.tag in HEADINGS]
    exact = [element for element in headings if plain(element.text()) == plain(title) != ""]
    if exact:
        return exact
    found = [element for element in headings if plain(element.text()) in titles]
    if found:
        return found
    words = _words(title)
    return [e for e in headings if e.tag == "h1" and len(words & _words(e.text())) * 2 > len(words | _words(e.text()))]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _between(elements: list[Element], heading: Element, article: Article) -> list[Element]:
    """Paragraphs between the heading and the article that say who, when, or what it is about."""
    of = article.measures
    holding = {id(above) for root in article.roots for above in root.ancestors()}
    found: list[Element] = []
    taken = {id(e) for e in heading.walk()}
    for element in elements:
        if id(element) in taken or element.tag in _FURNITURE:
            taken |= {id(e) for e in element.walk()}
            continue
        if element.tag not in BLOCKS or id(element) in holding:
            continue
        here = of[id(element)]
        if here.chars and here.own * 2 > here.chars and here.chars <= _LONGEST and _belongs(element, here.density):
            found.append(element)
            taken |= {id(e) for e in element.walk()}
        if len(found) == _MOST:
            break
    return found


def _belongs(element: Element, density: float) -> bool:
    names = element.names()
    text = element.text()
    if _is_signed(element):
        return any(c.isalnum() for c in text)
    if density > 0.3:
        return False
    if names & _STANDFIRST or (has_year(text) and len(text) < 80):
        return True
    return len(text.split()) >= 8 or (element.tag in HEADINGS and len(text.split()) >= 5)
