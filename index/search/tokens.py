"""Words of a text, the same for what is indexed, what is asked and what is marked.

A word is a run of letters, digits and combining marks; an apostrophe inside joins (`don't`), and so do the dots of an
acronym (`U.S.`), the point of a decimal (`3.5`) and the commas of thousands (`5,000`). Left out of a word are the
underscores of Markdown, an English possessive (`Khalilzad's` is the word `Khalilzad`, so that a phrase of a name is
found) and a French or Italian elision, which is a word of its own (`d'état`). Scripts that put no spaces between
words (Han, kana, Thai, Lao, Khmer, Burmese) give a word a character, a kana with its voicing mark: a query for several
of them is a phrase.

A word that a line's end cuts at a hyphen is two words, and besides, as `joined` gives it, one over both places: whether
its hyphen is its own (`state-owned`) or the printer's (`govern-ment`) cannot be told, and it is found either way.

Folding makes words equal that a reader takes for the same: case, accents, typographic apostrophes, the dots of an
acronym, the commas of thousands, letters that a keyboard of another country lacks (`ł`, `ø`, `đ`, `œ`), the forms of
Arabic letters that writers use for one another, and digits of every script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

TOKENS_VERSION = "tokens/3"
"""Part of the fingerprint of an index: changes whenever the same text would give other words."""

_AT_ONCE = 1_000_000
"""Characters of a long text in which words are looked for together."""
LONGEST_WORD = 64
"""Characters of a word that are indexed; the rest of a longer one is ignored, its span stays whole."""

SPACELESS = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana, iteration marks
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
# `\w` leaves out combining marks, which would cut decomposed accents and Indic words in two.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0711\u0730-\u074a\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7"
    "\u0a01-\u0a51\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7"
    "\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57\u0d81-\u0ddf"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
    "\u00ad\u200c\u200d"  # soft hyphen and joiners stand inside words
)
_LETTERS = {
    "ı": "i", "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "þ": "th",
    "ə": "e",  # as Azerbaijani names are written elsewhere
    "ـ": "", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه",
}  # fmt: skip
"""Letters that are no letter with an accent, and what they are found as besides. The stroke of tatweel is nothing."""
_ZEROS = (0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66)
"""Where the digits of scripts begin that put spaces between words."""
_ALIKE = {
    **{ord(letter): other for letter, other in _LETTERS.items()},
    **{ord(c.upper()): other for c, other in _LETTERS.items() if len(c.upper()) == 1 and not c.upper().isascii()},
    **{zero + digit: str(digit) for zero in _ZEROS for digit in range(10)},
}
_ELISION = r"(?:[cdjlmnstCDJLMNST]|[Qq]u|[Dd]?[Aa]ll|[DdNn]ell|[Ss]ull|[Uu]n)"


def _pattern(first: str, inner: str, one: str) -> re.Pattern[str]:
    """The pattern of one word: `first` may begin it, `inner` go on, `one` is a word by itself."""
    apostrophe = "['’ʼ]"
    possessive = rf"{apostrophe}[sS](?!{inner})"
    return re.compile(
        rf"({one}"
        rf"{inner}++(?=\s)"  # most words, told at once: what follows decides everything below
        rf"|{_ELISION}(?={apostrophe}(?!{possessive[len(apostrophe) :]}){inner})"
        rf"|(?:{first}\.)+{first}(?!{inner})"
        rf"|(?<!\.)\d+\.\d+(?!\.?{inner})"
        rf"|(?<![.,])\d{{1,3}}(?:,\d{{3}})+(?![.,]?{inner})"
        rf"|{inner}+(?:{apostrophe}(?![sS](?!{inner})){inner}+)*"
        rf")(?:{possessive})?"
    )


_UNUSUAL = re.compile(rf"[{SPACELESS}{MARKS}ʼ]")
_PLAIN_WORD = _pattern(r"[^\W\d]", r"\w", "")
# ʼ (U+02BC) and the spaceless scripts are \w as well, so they are kept out by look-ahead, which is slower.
_UNUSUAL_WORD = _pattern(
    rf"(?:(?![\d{SPACELESS}ʼ])\w)",
    rf"(?:(?![{SPACELESS}ʼ])[\w{MARKS}])",
    rf"[{SPACELESS}][\u3099\u309a\uff9e\uff9f]?|",
)
# What can be told at once of a text: no pattern is tried on one in which no line ends so.
_ENDS = ("-\n", "- \n", "\u2010\n", "\u00ad\n")
_HYPHENED = re.compile(r"[-\u2010\u00ad] ?\n[ \t]*(?=[^\W\d_])")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_NOT_WORD = re.compile(rf"[^\w.'{MARKS}]")


class Joined(NamedTuple):
    """A word that a line's end cuts in two: `text[start:end]`, with its hyphen and the white space."""

    number: int
    """Number in the text of its first part; the second part is the next word."""
    start: int
    end: int
    word: str
    """As `fold` gives it, without the hyphen."""


class Token(NamedTuple):
    """A word of a text: `text[start:end]`, and the form under which it is found."""

    start: int
    end: int
    word: str


def _prepared(text: str) -> tuple[re.Pattern[str], str]:
    """The pattern for this text, and the text with the same offsets and without underscores."""
    if "_" in text:
        text = text.replace("_", " ")
    return (_PLAIN_WORD if text.isascii() or not _UNUSUAL.search(text) else _UNUSUAL_WORD), text


def fold(word: str) -> str:
    """The form under which a word is found. `word` must be one word, as `tokens` gives it."""
    word = word[: 4 * LONGEST_WORD]
    if word.isascii():
        folded = word.lower()
    else:
        folded = plain(word).casefold().replace("’", "'").replace("ʼ", "'")
        # Compatibility forms may unfold to punctuation (½ to 1⁄2), which is no part of any word.
        folded = _NOT_WORD.sub("", folded) or word.casefold()
    if "." in folded and not folded[0].isdigit():
        folded = folded.replace(".", "")
    elif "," in word and _THOUSANDS.fullmatch(word):
        folded = folded.replace(",", "")
    return folded[:LONGEST_WORD]


def plain(text: str) -> str:
    """Text as it is folded but for its case: without accents, and letters as those that they are found as."""
    kept = "".join(character for character in _decomposed(text) if _is_kept(character))
    return unicodedata.normalize("NFC", kept).translate(_ALIKE)


def _decomposed(text: str) -> str:
    """Letters and their accents apart; the Russian short i is a letter of its own, not one with an accent."""
    apart = unicodedata.normalize("NFKD", text)
    if "\u0306" in apart:
        for letter in ("и\u0306", "И\u0306"):
            apart = apart.replace(letter, unicodedata.normalize("NFC", letter))
    return apart


def _is_kept(character: str) -> bool:
    """True for all but accents, soft hyphens and joiners. Signs that make another letter (kana, Indic) are kept."""
    return unicodedata.combining(character) in (0, 7, 8, 9) and character not in "\u00ad\u200c\u200d"


class _Folded(dict[str, str]):
    """Words seen so far with their folded form: a text repeats its words, and folding each one anew is slow."""

    _MOST = 200_000

    def __missing__(self, word: str) -> str:
        folded = fold(word)
        if len(word) <= LONGEST_WORD:
            if len(self) >= self._MOST:
                self.clear()
            self[word] = folded
        return folded


_folded = _Folded()


def words(text: str) -> list[str]:
    """The folded words of a text in order, without their places: what is indexed."""
    if len(text) <= _AT_ONCE:
        pattern, text = _prepared(text)
        return list(map(_folded.__getitem__, pattern.findall(text)))
    found: list[str] = []
    for piece in _pieces(text):
        pattern, piece = _prepared(piece)
        found += map(_folded.__getitem__, pattern.findall(piece))
    return found


def _pieces(text: str) -> Iterator[str]:
    """A long text in pieces that end with white space, over which no word reaches: a text repeats its words, and what
    is found is the same word many times, until it is folded."""
    start = 0
    while start < len(text):
        end = max(text.rfind(space, start, start + _AT_ONCE) for space in " \n") + 1
        end = end if end and start + _AT_ONCE < len(text) else _next(text, start + _AT_ONCE)
        yield text[start:end]
        start = end


def _next(text: str, at: int) -> int:
    """Behind the first white space from there on."""
    ends = [end + 1 for space in " \n" if (end := text.find(space, at)) >= 0]
    return min(ends, default=len(text))


def unfolded_words(text: str) -> list[str]:
    """The words of a text as they stand, but for underscores; `fold` makes them what `words` gives."""
    pattern, text = _prepared(text)
    found: list[str] = pattern.findall(text)
    return found


def spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand, as many as `unfolded_words` gives."""
    pattern, text = _prepared(text)
    return [match.span(1) for match in pattern.finditer(text)]


def joined(text: str) -> list[Joined]:
    """The words that a line's end cuts in two, in order. A word over three lines is joined by twos."""
    if not any(end in text for end in _ENDS):
        return []
    pattern, text = _prepared(text)
    found = []
    number, start, stop, counted = -1, 0, 0, 0
    for cut in _HYPHENED.finditer(text):
        # Words are counted from cut to cut: a list of all their places takes a hundred times the text.
        for word in pattern.finditer(text, counted, cut.end()):
            number += 1
            start, stop = word.span(1)
        counted = cut.end()
        after = pattern.match(text, counted)
        if number < 0 or after is None:
            continue
        last, first = text[cut.start() - 1], text[cut.end()]
        # A soft hyphen is part of the word before it.
        if not cut.start() <= stop <= cut.start() + 1 or not last.isalpha():
            continue
        # What goes on with a capital is a name, unless all is in capitals.
        if first.islower() or (first.isupper() and last.isupper()):
            end = after.end(1)
            found.append(Joined(number, start, end, fold(text[start : cut.start()] + text[cut.end() : end])))
    return found


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The words of `text[start:end]`, taken by itself, with their offsets into `text`."""
    if start or end is not None:
        text = text[start:end]
    pattern, prepared = _prepared(text)
    folded = _folded.__getitem__
    for match in pattern.finditer(prepared):
        first, last = match.span(1)
        yield Token(start + first, start + last, folded(match[1]))
