"""What is said of a quotation on the screen: who speaks, how one knows it, and signs for what needs a look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.quotation import BY_READER, NOT_QUOTED

if TYPE_CHECKING:
    from index.quotation import Quotation, Said

_BEHIND: Final = "named after the words"
_AHEAD: Final = "named before the words"
_RULES: Final = {
    BY_READER: "said by you",
    NOT_QUOTED: "the same words without quotation marks",
    "behind:inverted": _BEHIND,
    "behind:subject": _BEHIND,
    "behind:pronoun": _BEHIND,
    "behind:unclear": "named after the words, but by whom is not clear",
    "ahead:subject": _AHEAD,
    "ahead:participle": _AHEAD,
    "ahead:sentence": "the subject of the sentence",
    "ahead:quoted-as": "quoted as saying it",
    "according-to": "according to",
    "in-the-words-of": "in the words of",
    "label": "a label before the words",
    "split": "goes on after the speaker is named",
    "continued": "goes on from the words before",
    "same-cue": "goes with the words before",
    "paragraphs": "goes on from the paragraph before",
    "same-paragraph": "the only one who speaks in the paragraph",
    "after-act": "the one who acts just before",
    "introduced": "the paragraph before brings the words in",
    "paragraph-before": "the paragraph before brings the words in",
    "letter-goes-on": "the letter of the paragraph before goes on",
    "letter-of-another": "somebody else wrote the letter, the sentence before says",
    "two-speakers": "given to both in this document",
    "corrected": "the document corrects itself",
    "none": "nobody is named",
}
_REFERS: Final = {
    "pronoun:subject": "the subject of the sentence before",
    "pronoun:sentence": "the one person named before",
    "pronoun": "whom the text speaks of before",
    "role-of": "the one who has that role",
    "role-again": "brought in before",
    "role": "as the text calls the speaker",
    "institution": "as the text calls the speaker",
}
_SPACE: Final = re.compile(r"\s+")
UNKNOWN: Final = "speaker unknown"
SIGNS: Final = {"contested": "≠", "unknown": "?"}


def flat(text: str) -> str:
    """A text on one line."""
    return _SPACE.sub(" ", text).strip()


def quoted(said: Said) -> str:
    """The words between the marks that stand around them."""
    before, behind = said.marks
    return f"{before}{flat(said.words)}{behind}"


def sign(quotation: Quotation) -> str:
    """A sign for what needs a look: contested, unknown; one for what the reader decided; else a space."""
    if quotation.rule == BY_READER:
        return "✓"
    return " " if quotation.rule == NOT_QUOTED else SIGNS.get(quotation.status, " ")


def speaker(said: Said) -> str:
    """Who speaks: one, both of whom it may be, or that nobody knows."""
    if said.quotation.rule == NOT_QUOTED:
        return "in the text"
    return " or ".join(map(flat, said.speakers)) or UNKNOWN


def how_known(said: Said) -> str:
    """The rule in plain words: "named after the words", "he: the subject of the sentence before"."""
    quotation = said.quotation
    if quotation.rule == BY_READER and not said.speakers:
        return "nobody knows, say you"
    rule, _, refers = quotation.rule.partition("+")
    inner = "a quotation in a quotation · " if rule.startswith("within:") else ""
    words = _RULES.get(rule.removeprefix("within:"), rule.replace("-", " ").replace(":", ", "))
    meant = _REFERS.get(refers, "")
    if meant and said.called and quotation.status != "role":
        called = flat(said.called)
        return f"{inner}{called[:1].lower()}{called[1:]}: {meant}"
    return inner + words


def kind(quotation: Quotation) -> str:
    """Whether the words are a sentence of their own; "" for those of which that says nothing."""
    if quotation.rule == NOT_QUOTED:
        return ""
    return "direct" if quotation.kind == "direct" else "in part"
