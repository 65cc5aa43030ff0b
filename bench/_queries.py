"""The documents that search is measured on, and queries of every form drawn from their words."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from index.search.engine import IndexedText
from index.search.tokens import words

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpora" / "bench-20k.jsonl.gz"
_NAME = re.compile(r"\b[A-Z][a-z]{2,} [A-Z][a-z]{2,}\b")
_SAMPLE = 5000
"""Documents whose words queries are drawn from."""

Draw = Callable[[], tuple[str, ...]]


@dataclass(frozen=True)
class Held:
    """A document, and what only a catalogue holds of it: made up, but for the names."""

    text: IndexedText
    source: str
    date: str
    names: tuple[str, ...]
    """Two words with capitals that stand in it."""


def documents(count: int, corpus: Path) -> list[Held]:
    """Documents of the corpus, spliced where it has too few; made-up ones where there is no corpus."""
    rng = random.Random(1)
    if corpus.is_file():
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            real = [(row["title"], row["text"]) for row in map(json.loads, islice(lines, count))]
    else:
        real = list(islice(_made_up(rng), min(count, 2000)))
    stock = len(real)
    for _ in range(count - stock):
        parts = [real[rng.randrange(stock)] for _ in range(2)]
        paragraphs = [p for _, text in parts for p in text.split("\n\n")]
        real.append((parts[0][0], "\n\n".join(rng.sample(paragraphs, max(1, len(paragraphs) // 2)))))
    sources = [f"outlet{n}" for n in range(12)]
    shares = [1 / (n + 1) for n in range(12)]
    return [
        Held(
            IndexedText(id, title, text),
            rng.choices(sources, shares)[0],
            f"{rng.randrange(1990, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
            tuple(sorted(set(_NAME.findall(text)))),
        )
        for id, (title, text) in enumerate(real, 1)
    ]


def _made_up(rng: random.Random) -> Iterator[tuple[str, str]]:
    """Texts whose words are as unevenly spread as those of a language, names among them."""
    syllables = ["ka", "ren", "dol", "mi", "sta", "ver", "bo", "lin", "tra", "os", "fel", "gar", "un", "pri", "mo"]
    stock = sorted({"".join(rng.choices(syllables, k=rng.randint(1, 5))) for _ in range(20_000)})
    rng.shuffle(stock)
    weights = [1 / (n + 3) for n in range(len(stock))]
    people = [f"{a} {b}".title() for a, b in zip(stock[500:700], stock[700:900], strict=True)]
    while True:
        drawn = rng.choices(stock, weights, k=rng.randrange(100, 700))
        drawn[::40] = rng.choices(people, k=len(drawn[::40]))
        yield " ".join(drawn[:8]), "\n\n".join(" ".join(drawn[at : at + 80]) for at in range(0, len(drawn), 80))


def queries(held: list[Held], number: int) -> dict[str, list[tuple[str, ...]]]:
    """For each form the words of so many queries, which each engine puts together in its own way."""
    rng = random.Random(2)
    sample = held[:_SAMPLE]
    frequency: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    names: Counter[str] = Counter()
    for document in sample:
        found = words(document.text.body)
        frequency.update(set(found))
        pairs.update(pairwise(found))
        names.update(document.names)
    most = [word for word, _ in frequency.most_common() if word.isascii() and word.isalpha() and len(word) > 3]
    common, middle, rare = most[:60], most[200:2000], most[5000:20_000] or most[-500:]
    plain = [pair for pair, _ in pairs.most_common(4000) if "".join(pair).isascii() and "".join(pair).isalpha()]
    seen = [tuple(words(rng.choice(sample).text.body)[20:22]) for _ in range(4 * number)]
    phrases = [pair for pair in seen if len(pair) == 2 and "".join(pair).isascii() and "".join(pair).isalpha()]

    def some(*stocks: list[str]) -> Draw:
        return lambda: tuple(rng.choice(stock) for stock in stocks)

    def two(stock: list[str]) -> Draw:
        return lambda: tuple(rng.sample(stock, 2))

    def cut(stock: list[str], change: Callable[[str], str]) -> Draw:
        return lambda: (change(rng.choice(stock)),)

    years = [str(year) for year in range(1990, 2026)]
    draws: dict[str, Draw] = {
        "rare": some(rare),
        "common": some(common),
        "AND": some(middle, middle),
        "AND of common": two(common),
        "OR of three": some(middle, middle, middle),
        "phrase": lambda: rng.choice(phrases),
        "phrase of common": lambda: rng.choice(plain[:40]),
        "near": two(middle),
        "near, common": two(common),
        "loose": two(middle),
        "loose, common": two(common),
        "prefix of 2": cut(middle, lambda word: word[:2]),
        "prefix of 4": cut(middle, lambda word: word[:4]),
        "wildcard": cut(middle, lambda word: f"{word[:2]}?{word[3:]}"),
        "wildcard, first": cut(middle, lambda word: f"*{word[-4:]}"),
        "fuzzy": some(middle),
        "fuzzy, 2": some(middle),
        "regex": cut(middle, lambda word: f"{word[:3]}.*{word[-2:]}"),
        "title": some(middle),
        "entity": some([name for name, _ in names.most_common(100)]),
        "source": some(common, ["outlet0", "outlet3", "outlet9"]),
        "date": some(common, years),
        "facets": some(common),
    }
    return {form: [draw() for _ in range(number)] for form, draw in draws.items()}
