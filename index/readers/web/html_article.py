"""Which part of a web page is its article, and what in it is none.

Written for Glossator from published ideas: text and its share of links tell text from navigation (Kohlschütter,
Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features", 2010); paragraphs vote for what they lie in
(Readability, Arc90, 2009); the words of class and id say what their writer meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from index.readers.web.html_blocks import HEADINGS
from index.readers.web.html_tables import is_data
from index.readers.web.html_tree import BLOCKS, Element, among

_LEAST = 25
"""Characters of a paragraph that count."""
_COMMAS = re.compile("[,،、，;；。]")

_APART = among("nav footer aside menu")
_FRAME = frozenset({"nav", "footer"})
_FRAME_ROLES = frozenset({"navigation", "contentinfo"})
_APART_ROLES = among(
    "navigation complementary banner contentinfo search menu menubar toolbar alert alertdialog dialog tooltip"
)
_COMMENTS = among("comment comments commentlist commentary disqus replies respond kommentare commentaires")
_AGAINST = among(
    "sidebar rail footer footnav masthead nav navbar navigation navbox breadcrumb breadcrumbs menu share shares social"
    " sharebar sharedaddy related recommended recommendations recirc promo promos promotion advert advertisement"
    " advertising ad ads sponsor sponsored sponsors outbrain taboola newsletter subscribe subscription signup cookie"
    " cookies gdpr consent banner popup modal overlay pagination pager paging skip toolbar trending popular tags"
    " tagcloud byline author bio follow login noprint metadata editsection catlinks printfooter toc"
)
_CERTAIN = among(
    "sidebar breadcrumb breadcrumbs sharebar sharedaddy related recirc outbrain taboola newsletter cookie cookies gdpr"
    " pagination noprint editsection catlinks printfooter navbox"
)
"""Of these, words that leave little doubt."""
_FOR = among("article body content entry main post story blog hentry")
_TOO_GOOD = 10
"""Commas of an element that is text, whatever its names are."""

_LONG = 150
"""Characters of a paragraph that announces nothing else, as the lines below other headlines do."""
_ENOUGH = 0.6
"""The article has so much of the long paragraphs at the least."""

_DEEP = 6
"""So many levels above it a paragraph votes for."""
_TAG_BONUS = {
    "article": 25.0, "main": 15.0, "section": 3.0, "div": 5.0, "pre": 3.0, "td": 3.0, "blockquote": 3.0,
    "ul": -3.0, "ol": -3.0, "dl": -3.0, "li": -3.0, "dt": -3.0, "dd": -3.0, "form": -5.0, "th": -5.0, "address": -5.0,
}  # fmt: skip


@dataclass(slots=True)
class Measure:
    """What an element holds."""

    own: int = 0
    """Characters of its own paragraph, those of blocks inside apart."""
    own_linked: int = 0
    own_commas: int = 0
    chars: int = 0
    linked: int = 0
    commas: int = 0
    paragraphs: int = 0
    """Paragraphs in it that count."""

    @property
    def density(self) -> float:
        """The share of its characters that are links."""
        return self.linked / self.chars if self.chars else 0.0


@dataclass(slots=True)
class Article:
    """What of a page is its article."""

    roots: list[Element]
    """In order; the article is what they hold."""
    apart: list[Element] = field(default_factory=list)
    """What in them is none."""
    measures: dict[int, Measure] = field(default_factory=dict)
    """Of each element of the page, by the id of the object."""
    found: bool = True
    """False where nothing stands out: then it is the whole page."""


def measures(body: Element) -> dict[int, Measure]:
    """What each element of a page holds, by the id of the object."""
    elements = list(body.walk())
    found = {id(element): Measure() for element in elements}
    linked = {id(body): False}
    blocks: dict[int, Measure] = {}
    for element in elements:
        here = found[id(element)]
        above = element.parent
        inside = above is not None and linked.get(id(above), False)
        linked[id(element)] = inside or (element.tag == "a" and bool(element.get("href")))
        block = here if element.tag in BLOCKS or above is None else blocks.get(id(above), here)
        blocks[id(element)] = block
        for child in element.children:
            if isinstance(child, str) and child.strip():
                length = len(" ".join(child.split())) + 1
                block.own += length
                block.own_commas += len(_COMMAS.findall(child))
                if linked[id(element)]:
                    block.own_linked += length
    for element in reversed(elements):
        here = found[id(element)]
        if element.tag in BLOCKS:
            here.chars += here.own
            here.linked += here.own_linked
            here.commas += here.own_commas
            here.paragraphs += here.own - here.own_linked >= _LEAST
        above_measure = found.get(id(element.parent))
        if above_measure is not None and element is not body:
            above_measure.chars += here.chars
            above_measure.linked += here.linked
            above_measure.commas += here.commas
            above_measure.paragraphs += here.paragraphs
    return found


class Finder:
    """Finds the article of one page."""

    def __init__(self, body: Element, kept: Collection[Element] = ()) -> None:
        self._body = body
        self._of = measures(body)
        self._total = self._of[id(body)].chars
        self._names: dict[int, frozenset[str]] = {}
        self._scores: dict[int, float] = {}
        self._kept = {id(above) for element in kept for above in (element, *element.ancestors())}
        self._conversation = self._talks()

    def find(self) -> Article:
        """The article, or the whole page where nothing stands out as one."""
        best = self._best()
        if best is None:
            return Article([self._body], self._frame(), self._of, found=False)
        best = self._widened(best)
        roots = self._with_neighbours(best)
        prose = self._prose()
        while (
            best is not self._body and sum(prose.get(id(root), 0) for root in roots) < _ENOUGH * prose[id(self._body)]
        ):
            # A page in parts, as manuals are: none of them is the article, all are.
            best = best.parent or self._body
            roots = self._with_neighbours(best)
        apart = self._cleaned(roots)
        if self._is_poor(roots, apart):
            return Article([self._body], self._frame(), self._of, found=False)
        return Article(roots, apart, self._of)

    def _frame(self) -> list[Element]:
        """Menu and foot of a page without an article, which is all text otherwise."""
        found: list[Element] = []
        waiting = [self._body]
        while waiting:
            element = waiting.pop()
            if element.tag in _FRAME or element.get("role").lower() in _FRAME_ROLES:
                found.append(element)
            else:
                waiting.extend(element.elements())
        if 2 * sum(self._of[id(element)].chars for element in found) > self._total:
            return []
        return found

    def _is_poor(self, roots: list[Element], apart: list[Element]) -> bool:
        """Whether so much else is said on the page that what was found cannot be what it is about."""
        of = self._of
        plain = sum(of[id(e)].chars - of[id(e)].linked for e in roots)
        plain -= sum(of[id(e)].chars - of[id(e)].linked for e in apart)
        whole = self._total - of[id(self._body)].linked
        if plain < 0.1 * whole:
            return True
        return plain < 0.4 * whole if plain < 250 else plain < 0.1 * self._total and plain < 1_000

    def _prose(self) -> dict[int, int]:
        """Characters of long paragraphs in each element, those apart, which are hardly ever part of anything else."""
        found: dict[int, int] = {}
        order: list[Element] = []
        waiting = [self._body]
        while waiting:
            element = waiting.pop()
            here = self._of[id(element)]
            long = element.tag in BLOCKS and here.own >= _LONG and here.own_linked < 0.3 * here.own
            found[id(element)] = here.own if long else 0
            if element is self._body or not self._is_apart(element):
                order.append(element)
                waiting.extend(element.elements())
        for element in reversed(order):
            if element is not self._body and element.parent is not None:
                found[id(element.parent)] += found[id(element)]
        return found

    def _talks(self) -> bool:
        """Whether most of what the page says are comments: then they are what it is there for."""
        said = 0
        waiting = [self._body]
        while waiting:
            element = waiting.pop()
            if self._is_comment(element):
                said += self._of[id(element)].chars
            else:
                waiting.extend(element.elements())
        return said > 0.7 * self._total

    def _is_comment(self, element: Element) -> bool:
        if element.tag not in BLOCKS or element.tag in ("body", "html", "main"):
            return False
        names = self._words(element)
        return bool(names & _COMMENTS) and not names & {"open", "closed", "enabled", "hentry"}

    # -- where it is --------------------------------------------------------------------------------------------------

    def _best(self) -> Element | None:
        candidates: dict[int, Element] = {}
        shunned: set[int] = set()
        for element in self._body.walk():
            above = element.parent
            if above is not None and id(above) in shunned:
                shunned.add(id(element))
                continue
            if element is not self._body and self._is_apart(element):
                shunned.add(id(element))
                continue
            self._vote(element, candidates)
        best, most = None, 0.0
        for key, element in candidates.items():
            score = self._scores[key] * (1 - self._of[key].density)
            self._scores[key] = score
            if score > most:
                best, most = element, score
        return best

    def _vote(self, element: Element, candidates: dict[int, Element]) -> None:
        here = self._of[id(element)]
        if element.tag not in BLOCKS or here.own - here.own_linked < _LEAST or element.tag in HEADINGS:
            return
        worth = (1 + here.own_commas + min(here.own / 100, 3)) * (1 - here.own_linked / here.own)
        if element.tag == "li":
            worth /= 2
        chain = list(element.ancestors())
        if element.tag not in ("p", "li", "dd", "dt") and here.own > 200:
            chain.insert(0, element)
        for level, above in enumerate(chain[:_DEEP]):
            if above.tag not in BLOCKS or above.tag == "html":
                continue
            key = id(above)
            if key not in candidates:
                candidates[key] = above
                self._scores[key] = self._bonus(above)
            self._scores[key] += worth / (1 if level == 0 else 2 if level == 1 else 3 * level)

    def _bonus(self, element: Element) -> float:
        names = self._words(element)
        bonus = _TAG_BONUS.get(element.tag, 0.0)
        if element.get("itemprop").lower() in ("articlebody", "text") or element.get("role") in ("main", "article"):
            bonus += 40
        return bonus + 25 * bool(names & _FOR) - 25 * bool(names & _AGAINST)

    def _widened(self, best: Element) -> Element:
        """What the article lies in, where much more of it lies there too."""
        while best.parent is not None and best is not self._body:
            above = best.parent
            if sum(1 for _ in above.elements()) == 1 and above.tag not in ("body", "html"):
                best = above
                continue
            score = self._scores.get(id(above), 0.0)
            good = self._scores.get(id(best), 0.0)
            if above is not self._body and score > good * 0.95:
                best = above
                continue
            break
        strong = [
            key for key, score in self._scores.items() if score >= 0.75 * self._scores.get(id(best), 0.0) and score > 0
        ]
        if len(strong) >= 3 and best is not self._body:
            best = self._shared(best, set(strong))
        return best

    def _shared(self, best: Element, strong: set[int]) -> Element:
        """What several strong candidates have in common above them."""
        for above in best.ancestors():
            if above is self._body:
                break
            within = sum(id(element) in strong for element in above.walk() if element is not above)
            if within >= 3:
                return above
        return best

    def _with_neighbours(self, best: Element) -> list[Element]:
        """The article with those beside it that are of a piece with it."""
        above = best.parent
        if above is None or best is self._body:
            return [best]
        least = max(10.0, 0.2 * self._scores.get(id(best), 0.0))
        roots = []
        for sibling in above.elements():
            if sibling is best or (not self._is_apart(sibling) and self._belongs(sibling, best, least)):
                roots.append(sibling)
        return roots

    def _belongs(self, sibling: Element, best: Element, least: float) -> bool:
        here = self._of[id(sibling)]
        alike = 0.2 * self._scores.get(id(best), 0.0) if sibling.get("class") == best.get("class") != "" else 0.0
        if id(sibling) in self._scores and self._scores[id(sibling)] + alike >= least:
            return True
        if sibling.tag == "p" and here.chars:
            return here.density < 0.25 if here.chars > 80 else here.density == 0 and bool(_ends(sibling.text()))
        return False

    # -- what in it is none -------------------------------------------------------------------------------------------

    def _cleaned(self, roots: list[Element]) -> list[Element]:
        apart: list[Element] = []
        waiting = list(reversed(roots))
        whole = sum(self._of[id(root)].chars for root in roots) or 1
        while waiting:
            element = waiting.pop()
            if element not in roots and self._is_clutter(element, whole):
                apart.append(element)
                continue
            waiting.extend(reversed(list(element.elements())))
        return apart

    def _is_clutter(self, element: Element, whole: int) -> bool:
        here = self._of[id(element)]
        if not here.chars and element.tag in BLOCKS:
            return False
        if self._is_apart(element):
            return True
        tag = element.tag
        if tag not in ("div", "section", "ul", "ol", "table", "form", "fieldset", "header", "dl", "article", "hgroup"):
            return False
        if id(element) in self._kept or (tag == "table" and is_data(element)):
            return False
        names = self._words(element)
        weight = 25 * bool(names & _FOR) - 25 * bool(names & _AGAINST)
        if here.chars > 0.4 * whole:
            return False
        plain = here.chars - here.linked
        if weight < 0 and (here.density > 0.2 or here.commas < 3):
            return True
        if tag in ("ul", "ol", "dl"):
            return here.density > 0.6 and plain < 300 and self._items(element) > 1
        if tag == "form":
            return here.commas < 10
        most = 0.5 if weight > 0 else 0.33
        return here.commas < 10 and here.density > most and here.paragraphs * 80 < here.linked

    @staticmethod
    def _items(element: Element) -> int:
        return sum(1 for _ in element.elements())

    def _is_apart(self, element: Element) -> bool:
        """Whether it says of itself that it is none of the article, and is not most of the page."""
        if element.tag not in BLOCKS or element.tag in ("body", "html", "article", "main"):
            return False
        here = self._of[id(element)]
        if id(element) in self._kept:
            return False
        if element.tag in _APART or element.get("role").lower() in _APART_ROLES:
            return here.chars < 0.6 * self._total
        if self._is_comment(element):
            return not self._conversation
        names = self._words(element)
        if here.commas >= _TOO_GOOD and here.density < 0.15:
            return False
        if names & _CERTAIN and not names & {"article", "story"}:
            return here.chars < 0.6 * self._total
        if names & _AGAINST and not names & _FOR:
            return here.chars < 0.3 * self._total and (here.density > 0.2 or here.chars < 400)
        return False

    def _words(self, element: Element) -> frozenset[str]:
        key = id(element)
        if key not in self._names:
            self._names[key] = element.names()
        return self._names[key]


def _ends(text: str) -> bool:
    return text.rstrip().endswith((".", "!", "?", "\u201d", '"', "\u2026", "。"))


def find_article(body: Element, kept: Collection[Element] = ()) -> Article:
    """Which part of a page is its article. `kept`: its footnotes, which look like lists of links."""
    return Finder(body, kept).find()
