"""Quotations in novels with their speakers (LitBank), laid out as running text, and scores against them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.document import Block
from index.understanding.entities import RulesExtractor
from index.understanding.grouping import group, records
from index.understanding.quotations import find_quotations

_TIGHT_BEFORE = frozenset(
    [*".,;:!?)]}”", "'s", "n't", "’s", "'re", "'ll", "'ve", "'m", "'d", "’re", "’ll", "’ve", "’m", "’d"]
)
_TIGHT_BEHIND = frozenset("([{“‘")
_WORD = re.compile(r"\w+")
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "his",
        "her",
        "in",
        "on",
        "from",
        "mr",
        "mrs",
        "miss",
        "sir",
        "lady",
        "and",
        "who",
        "was",
    ]
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An excerpt: its text, and what is quoted in it, each with the words of the speaker's label."""

    text: str
    blocks: list[Block]
    quoted: list[tuple[int, int, frozenset[str]]]


def excerpts(folder: Path) -> Iterator[Excerpt]:
    """The excerpts of a folder by name."""
    for file in sorted(folder.glob("*.txt")):
        yield _laid_out(file.read_text(encoding="utf-8"), file.with_suffix(".ann").read_text(encoding="utf-8"))


def _laid_out(sentences: str, annotated: str) -> Excerpt:
    text = ""
    places: list[list[tuple[int, int]]] = []
    open_marks = {'"': False, "'": False}
    glued = True
    for sentence in sentences.splitlines():
        row: list[tuple[int, int]] = []
        for token in sentence.split(" "):
            closes = False
            if token in open_marks:
                closes = open_marks[token]
                open_marks[token] = not closes
            # The excerpts have lost their paragraphs. Where one quotation follows another at once, there was a new one.
            if row == [] and text[-1:] in ('"', "”") and (token == "“" or (token == '"' and not closes)):
                text, glued = text + "\n\n", True
            tight = glued or token in _TIGHT_BEFORE or closes or (token == "’" and not glued)
            text += "" if tight or not text else " "
            row.append((len(text), len(text) + len(token)))
            text += token
            glued = token in _TIGHT_BEHIND or (token in open_marks and open_marks[token])
        places.append(row)
    speakers: dict[str, str] = {}
    spans: dict[str, tuple[int, int]] = {}
    for line in annotated.splitlines():
        fields = line.split("\t")
        if fields[0] == "QUOTE":
            s, t, e, u = map(int, fields[2:6])
            spans[fields[1]] = (places[s][t][0], places[e][u][1])
        elif fields[0] == "ATTRIB":
            speakers[fields[1]] = fields[2].rpartition("-")[0]
    quoted = [(*spans[key], _name(speakers.get(key, "").replace("_", " "))) for key in spans]
    blocks = [Block(match.start(), match.end(), "prose", "bench") for match in re.finditer(r"\S[^\n]*", text)]
    return Excerpt(text, blocks, sorted(quoted))


def _name(label: str) -> frozenset[str]:
    """The words of a label that is a name; nothing of `his sister`, of whom the texts say more elsewhere."""
    return (
        _words(label)
        if label[:1].isupper() and not label.startswith(("A ", "The ", "My ", "His ", "I"))
        else frozenset()
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - _SMALL


def scores(chosen: list[Excerpt]) -> dict[str, float]:
    """Percent: F1 of the quotations (most of the span is the same); speakers given and right, of those with a name."""
    extractor = RulesExtractor()
    right = wrong = missed = named = given = true = 0
    for excerpt in chosen:
        mentions = group(extractor.extract(excerpt.text, excerpt.blocks, "en"), excerpt.text)
        names = {record.id: record.name for record in records(mentions, excerpt.text).values()}
        found = find_quotations(excerpt.text, excerpt.blocks, mentions, "en", names)
        taken: set[int] = set()
        for start, end, speaker in excerpt.quoted:
            best = next(
                (
                    n
                    for n, each in enumerate(found)
                    if n not in taken
                    and 2 * (min(end, each.end) - max(start, each.start)) > max(end - start, each.end - each.start)
                ),
                None,
            )
            if best is None:
                missed += 1
                continue
            taken.add(best)
            right += 1
            said = found[best].speaker
            if not speaker:
                continue
            named += 1
            given += said is not None
            true += said is not None and bool(_words(said) & speaker)
        wrong += len(found) - len(taken)
    return {
        "quotations": right + missed,
        "f1": round(200 * right / max(1, 2 * right + wrong + missed), 1),
        "precision": round(100 * right / max(1, right + wrong), 1),
        "recall": round(100 * right / max(1, right + missed), 1),
        "speakers_given": round(100 * given / max(1, named), 1),
        "right_of_given": round(100 * true / max(1, given), 1),
    }


def halves(folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Scores of the excerpts that the rules were made with, and of those that judge them."""
    chosen = list(excerpts(folder))
    return scores(chosen[0::2]), scores(chosen[1::2])


def speed(texts: list[str]) -> dict[str, float]:
    """Words a second of finding quotations and their speakers, mentions given; CPU time of one core."""
    extractor = RulesExtractor()
    prepared = []
    for text in texts:
        blocks = [Block(match.start(), match.end(), "prose", "bench") for match in re.finditer(r"\S[^\n]*", text)]
        mentions = group(extractor.extract(text, blocks, "en"), text)
        prepared.append((text, blocks, mentions, "en", {r.id: r.name for r in records(mentions, text).values()}))
    find_quotations(*prepared[0])
    begin = time.process_time()
    found = sum(len(find_quotations(*each)) for each in prepared)
    seconds = time.process_time() - begin
    words = sum(len(text.split()) for text in texts)
    return {"words": words, "quotations": found, "words_a_second": round(words / max(seconds, 1e-9))}
