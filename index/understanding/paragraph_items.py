"""A paragraph as a short list of items - words, marks, names, and each quoted stretch as one - cut into sentences."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from index.document import Mention
from index.understanding.cues import cues
from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.quotation_marks import Quoted
from index.understanding.tokens import tokeniser

WORD, MARK, QUOTE, NAME = range(4)

DETERMINERS: Final = word_set(
    "the a an this that these those his her its their my our your one another some several two three"
)
INDEFINITE: Final = word_set("a an one another some several two three")
PREPOSITIONS: Final = word_set(
    "of for in from at with on by to under near about against among into over between within after before during since"
    " through without inside outside across behind beside"
)
PRONOUNS: Final = word_set("he she it they i we you one both")
RELATIVES: Final = word_set("who whom whose which where when that")
JOINING: Final = word_set("and but or so yet nor if because although though while as than whether unless until since")
AUXILIARIES: Final = word_set(
    "had has have having was were is are be been being am did does do will would could can may might must shall should"
    " wo ca"
)
ADVERBS: Final = word_set(
    "not never also later then once again already only even just still ever soon now here there thus therefore"
    " afterwards elsewhere twice often too instead meanwhile further more quite almost always sometimes today"
    " yesterday tomorrow tonight earlier however hastily back simply first finally n't"
)
_POSSESSED: Final = ("'s", "s'")
_TOKEN: Final = re.compile(r"(?:[^\W\d_]\.)+(?:[^\W\d_]\b\.?)?|[^\W_]+(?:['’\-‐‑.][^\W_]+)*['’]?|['’]s\b|[^\w\s]")
_SENTENCE_END: Final = frozenset(".!?…")
_QUOTE_ENDS: Final = re.compile(r"[.!?…]['\"’”»›)\]]*$")


class Item(NamedTuple):
    """A piece of a paragraph."""

    kind: int
    start: int
    end: int
    word: str
    """Casefolded, curly apostrophes made straight; of a mark the mark."""
    capital: bool
    mention: Mention | None = None
    quoted: Quoted | None = None


class Items:
    """The items of a stretch of text, cut into sentences."""

    def __init__(
        self, text: str, start: int, end: int, quotes: Sequence[Quoted], mentions: Sequence[Mention], starts: list[int]
    ) -> None:
        """`quotes` do not overlap; `mentions` are of the whole document, `starts` where they start."""
        self.text = text
        self.start, self.end = start, end
        self.items: list[Item] = []
        at = start
        for quoted in quotes:
            self._cut(at, quoted.start, mentions, starts)
            self.items.append(Item(QUOTE, quoted.start, quoted.end, "", False, None, quoted))
            at = quoted.end
        self._cut(at, end, mentions, starts)
        self.bounds = self._bounds()

    # -- cutting -----------------------------------------------------------------------------------------------------

    def _cut(self, start: int, end: int, mentions: Sequence[Mention], starts: list[int]) -> None:
        number = bisect_left(starts, start)
        at = start
        while number < len(mentions) and mentions[number].end <= end:
            mention = mentions[number]
            number += 1
            if mention.start < at:
                continue
            self._words(at, mention.start)
            word = self.text[mention.start : mention.end]
            self.items.append(Item(NAME, mention.start, mention.end, word.casefold(), True, mention))
            at = mention.end
        self._words(at, end)

    def _words(self, start: int, end: int) -> None:
        for match in _TOKEN.finditer(self.text, start, end):
            word = match.group()
            first = word[0]
            if first.isalnum() or (first in "'’" and len(word) > 1):
                item = Item(WORD, match.start(), match.end(), word.casefold().replace("’", "'"), first.isupper())
            else:
                item = Item(MARK, match.start(), match.end(), word, False)
            self.items.append(item)

    def _bounds(self) -> list[int]:
        """Where sentences begin, as numbers of items; the last is the number of items. Marks of a list begin none."""
        bounds = [0]
        items = self.items
        first = 0
        while first < len(items) and items[first].kind == MARK:
            first += 1
        if 0 < first < len(items):
            bounds.append(first)
        for at in range(first, len(items) - 1):
            item, following = items[at], items[at + 1]
            if following.kind != QUOTE and not following.capital and not following.word[:1].isdigit():
                continue
            if item.kind == MARK:
                ends = item.word in _SENTENCE_END and not (item.word == "." and self._abbreviated(at))
            else:
                ends = item.kind == QUOTE and self.ends_sentence(item)
            if ends:
                bounds.append(at + 1)
        bounds.append(len(items))
        return bounds

    def _abbreviated(self, at: int) -> bool:
        before = self.items[at - 1] if at else None
        if before is None or before.kind != WORD:
            return False
        return before.word in gazetteer().grammar["abbreviations"] or (len(before.word) == 1 and before.capital)

    def ends_sentence(self, item: Item) -> bool:
        """True if the words of a quotation end as a sentence does."""
        inside = item.quoted.inside if item.quoted is not None else None
        return (
            inside is not None
            and _QUOTE_ENDS.search(self.text, max(inside.start, inside.end - 8), inside.end) is not None
        )

    # -- reading -----------------------------------------------------------------------------------------------------

    def sentence(self, at: int) -> tuple[int, int]:
        """First item, and the one behind the last, of the sentence in which item `at` stands."""
        number = max(0, min(bisect_right(self.bounds, at), len(self.bounds) - 1) - 1)
        return self.bounds[number], self.bounds[min(number + 1, len(self.bounds) - 1)]

    def begins_sentence(self, at: int) -> bool:
        """True if a sentence begins with item `at`."""
        return self.sentence(at)[0] == at

    def word(self, at: int) -> str:
        """Word or mark of an item; empty beyond the ends and for a quotation."""
        return self.items[at].word if 0 <= at < len(self.items) else ""

    def kind(self, at: int) -> int:
        """Kind of an item, -1 beyond the ends."""
        return self.items[at].kind if 0 <= at < len(self.items) else -1

    def type(self, at: int) -> str | None:
        """Type of the name that an item is."""
        mention = self.items[at].mention if 0 <= at < len(self.items) else None
        return mention.type if mention is not None else None

    def is_person(self, at: int) -> bool:
        """True for a person's name that owns nothing."""
        return self.type(at) == "PERSON" and not self.owns(at)

    def parts(self, at: int) -> bool:
        """True for a comma or dash between the parts of a sentence."""
        word = self.word(at)
        return word in (",", "–", "—") or (word == "-" and at > 0 and self.items[at].start > self.items[at - 1].end)

    def owns(self, at: int) -> bool:
        """True for a name or word in the possessive."""
        return self.word(at + 1) in ("'s", "’s") or (self.kind(at) in (WORD, NAME) and possessive(self.word(at)))

    def is_noun(self, at: int) -> bool:
        """True for a word that may be a noun or adjective, as far as one can tell."""
        item = self.items[at] if 0 <= at < len(self.items) else None
        if item is None or item.kind != WORD or item.word in _CLOSED or _shortened(item.word):
            return False
        if item.word in speakers():
            return True
        return item.word not in cues().verbs and not item.word.endswith(("n't", "ly"))

    def is_stray_name(self, at: int) -> bool:
        """True for a capitalised word that no list knows: likely a name that was not found."""
        item = self.items[at] if 0 <= at < len(self.items) else None
        if item is None or item.kind != WORD or not item.capital:
            return False
        if item.word in _CLOSED or item.word in speakers() or item.word.endswith("ly") or _shortened(item.word):
            return False
        return not (self.begins_sentence(at) and tokeniser().is_common(item.word))

    def is_time(self, at: int) -> bool:
        return self.type(at) in ("DATE", "QUANTITY")

    def speaks(self, at: int) -> bool:
        """True for names and for words that can speak: a minister, the ministry."""
        if at < 0 or at >= len(self.items):
            return False
        if self.items[at].kind == NAME:
            return not self.is_time(at) and not self.owns(at)
        return self.items[at].kind == WORD and (self.word(at) in speakers() or self.word(at) in PRONOUNS)


def _shortened(word: str) -> bool:
    """True for `I'm`, `they'll` and their like."""
    return "'" in word and word.rpartition("'")[2] in ("m", "ve", "ll", "re", "d", "t")


def possessive(word: str) -> bool:
    return word.endswith(_POSSESSED) and word not in ("it's", "that's", "he's", "she's", "what's", "there's", "let's")


_CLOSED: Final = (
    DETERMINERS
    | PREPOSITIONS
    | PRONOUNS
    | RELATIVES
    | JOINING
    | AUXILIARIES
    | ADVERBS
    | word_set("him her them me us 's no yes oh himself herself itself themselves there")
)


def speakers() -> frozenset[str]:
    global _SPEAKING
    if not _SPEAKING:
        _SPEAKING = cues().roles | cues().institutions
    return _SPEAKING


_SPEAKING: frozenset[str] = frozenset()
