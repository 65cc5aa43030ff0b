"""Finding passages again in documents that were edited, eight ways of editing, beside Hypothesis's way of scoring.

    python bench/anchoring.py [--documents N] [--passages N] [--no-peer] [--json]

Every number by which places are judged was chosen on one half of the documents, parted by the hash of their text
(`tuned`); the other half (`held`) only tells how well they do.

Passages of 12 to 600 characters of the 381 articles of ../shared/corpora/news (made-up texts where that is not there),
each looked for in a text edited for it. Right: placed where it went, eight tenths of what is covered by either covered
by both; `asked`: placed there, and the reader is asked; `asked, not there`: asked about another place. Wrong: placed
elsewhere without a question. Of a passage that was deleted, an orphan is right. `left`: the least share of a passage,
in words left as they were, that is counted; passages torn apart are not. CPU milliseconds a passage.

Then the time for a thousand passages of one text of 1,000,000 characters.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import _hypothesis
from _documents import texts
from _edits import EDITS, Edited, sentences

from index.annotations.anchoring import Placer, make_selector, place
from index.annotations.annotation import Annotation

NEWS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "news"
_LEFT = {"words replaced": 0.8}
_CONTEXT = 32


def _documents(count: int) -> list[str]:
    files = sorted(NEWS.rglob("*.txt"))
    if not files:
        return [f"{title}\n\n{body}" for title, body in texts(count)]
    step = max(1, len(files) // count)
    found = [file.read_text("utf-8", "replace") for file in files[::step][:count]]
    return [text for text in found if len(text) > 1000]


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def half_of(text: str) -> str:
    """`tuned` or `held`: whether a document may be looked at when the scoring is changed."""
    return "tuned" if int(_sha(text)[:8], 16) % 2 == 0 else "held"


def mark(text: str, start: int, end: int) -> Annotation:
    """The annotation of a passage, as the program makes it."""
    exact, prefix, suffix = make_selector(text, start, end, _CONTEXT)
    place = ("a.txt", _sha(text), "", start, end, exact, prefix, suffix)
    return Annotation("urn:x:1", *place, "", (), None, "ann", "", "")


def passages(text: str, rng: random.Random, count: int) -> Iterator[tuple[int, int]]:
    """A few words, a sentence, or several, each about as often."""
    spans = [(start, end) for start, end in sentences(text) if end - start > 30]
    for number in range(count if spans else 0):
        at = rng.randrange(len(spans))
        start, end = spans[at]
        if number % 3 == 0:
            words = text[start:end].split(" ")
            first = rng.randrange(max(1, len(words) - 3))
            start += len(" ".join(words[:first])) + (first > 0)
            end = start + len(" ".join(words[first : first + rng.randint(2, 8)]))
        elif number % 3 == 2:
            end = spans[min(len(spans) - 1, at + rng.randint(1, 3))][1]
        chosen = text[start:end]
        start, end = start + len(chosen) - len(chosen.lstrip()), start + len(chosen.rstrip())
        if 12 <= end - start <= 600:
            yield start, end


def _judged(found: tuple[int, int] | None, asked: bool, truth: tuple[int, int] | None) -> str:
    if truth is None:
        return "right" if found is None else "asked, not there" if asked else "wrong"
    if found is None:
        return "orphaned"
    both = min(found[1], truth[1]) - max(found[0], truth[0])
    there = both >= 0.8 * (max(found[1], truth[1]) - min(found[0], truth[0]))
    return ("asked" if there else "asked, not there") if asked else "right" if there else "wrong"


def _ours(annotation: Annotation, text: str) -> tuple[tuple[int, int] | None, bool]:
    placed = place(annotation, text, "another")
    where = None if placed.start is None or placed.end is None else (placed.start, placed.end)
    return where, placed.status == "uncertain"


def measure(documents: int, count: int, peer: bool) -> list[dict[str, object]]:
    """A row for each half of the documents, each way of editing and each way of finding."""
    kept = _documents(documents)
    return [
        row
        for half in ("held", "tuned")
        for name in EDITS
        for row in _measured(name, half, [text for text in kept if half_of(text) == half], count, peer)
    ]


def _measured(name: str, half: str, kept: list[str], count: int, peer: bool) -> Iterator[dict[str, object]]:
    rng = random.Random(5)
    counts: dict[str, Counter[str]] = {"ours": Counter(), "hypothesis": Counter()}
    took: Counter[str] = Counter()
    for text in kept:
        for start, end in passages(text, rng, count):
            edited = EDITS[name](text, rng, (start, end))
            truth = edited.where(start, end)
            if (name != "passage deleted" and truth is None) or (edited.survives(start, end) < _LEFT.get(name, 0)):
                continue
            annotation = mark(text, start, end)
            for who in counts if peer else ("ours",):
                began = time.process_time()
                if who == "ours":
                    found, asked = _ours(annotation, edited.text)
                else:
                    found, asked = _hypothesis.place(annotation, edited.text), False
                took[who] += time.process_time() - began
                counts[who][_judged(found, asked, truth)] += 1
    for who, of in counts.items():
        if total := of.total():
            row: dict[str, object] = {"half": half, "edit": name, "who": who, "left": _LEFT.get(name, 0)}
            yield row | {"passages": total} | dict(of) | {"cpu_ms": round(1000 * took[who] / total, 2)}


def sums(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """A row for each half and each way of finding: shares of wrong ones among all, and of right ones among those that
    are still there."""

    def of(some: list[dict[str, object]], column: str) -> int:
        return sum(int(str(row.get(column, 0))) for row in some)

    made: list[dict[str, object]] = []
    for half, who in dict.fromkeys((row["half"], row["who"]) for row in rows):
        some = [row for row in rows if (row["half"], row["who"]) == (half, who)]
        there = [row for row in some if row["edit"] != "passage deleted"]
        all_of_them, left = of(some, "passages"), max(1, of(there, "passages"))
        right, asked = of(there, "right"), of(there, "asked")
        shares = {"right %": right / left, "right or asked there %": (right + asked) / left}
        shares |= {"wrong %": of(some, "wrong") / max(1, all_of_them)}
        row = {"half": half, "who": who, "passages": all_of_them, "wrong": of(some, "wrong")}
        made.append(row | {name: round(100 * share, 2) for name, share in shares.items()})
    return made


def large(size: int, count: int) -> list[dict[str, object]]:
    """CPU seconds for many passages of one large text, after edits of different reach."""
    source = _documents(381) or [""]
    text = ""
    while len(text) < size:
        text += "\n\n".join(source)
    text = text[:size]
    rng = random.Random(9)
    spans = sorted(passages(text, rng, count + count // 10))[:count]
    marks = [mark(text, *span) for span in spans]
    rows: list[dict[str, object]] = []
    for name in ("inserted before", "typography", "words replaced", "typos", "extracted again"):
        edited: Edited = EDITS[name](text, random.Random(3), spans[0])
        began = time.process_time()
        placer = Placer(edited.text, "another")
        placed = [placer.place(each) for each in marks]
        seconds = time.process_time() - began
        status = Counter(each.status for each in placed)
        rows.append({"edit": name, "passages": len(marks), "cpu_s": round(seconds, 2), **status})
    return rows


_COLUMNS = ("passages", "right", "asked", "asked, not there", "orphaned", "wrong")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--documents", type=int, default=381)
    parser.add_argument("--passages", type=int, default=6)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = measure(options.documents, options.passages, not options.no_peer)
    many = large(1_000_000, 1000)
    if options.json:
        print(json.dumps({"edits": rows, "sums": sums(rows), "large": many}))
        return
    print(f"{'':7}{'':20}{'':12}" + "".join(f"{column:>18}" for column in (*_COLUMNS, "ms each")))
    for row in rows:
        cells = [str(row.get(column, 0)) for column in (*_COLUMNS, "cpu_ms")]
        print(f"{row['half']!s:7}{row['edit']!s:20}{row['who']!s:12}" + "".join(f"{cell:>18}" for cell in cells))
    for row in [*sums(rows), *many]:
        print(row)


if __name__ == "__main__":
    main()
