"""Measures the extractor: words a second, growth of time on hostile text, F1 on public gold where it lies at hand.

    python bench/understanding.py [--json] [--gold DIR] [--collection FILE] [--model auto|PACKAGE]

Gold: `DIR/wikigold/…/wikigold.conll.txt` and `DIR/wnut17/emerging.test.annotated`. Strict spans, micro F1 over person,
organisation and place; U is the F1 of the spans alone. Dates: `DIR/../wikinews`, one half looked at while the rules
were written, the other judging (`percent_right` is of what has a value of the calendar, `percent_of_all` of all that
is marked); so too wikigold, every other document, and `DIR/../timeml`, news in TimeML, where it is there. Names of
Wikinews: see `_wikinews`. Samples: what was read by hand in samples/, see `_samples`. Agency news: see `_agency`.
Times are CPU seconds of a core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import _dates  # noqa: E402
import _fiction  # noqa: E402
import _timeml  # noqa: E402

from bench import _agency, _samples, _wikinews  # noqa: E402
from index.document import Block, ExtractedText, Metadata  # noqa: E402
from index.understanding.entities import RulesExtractor  # noqa: E402
from index.understanding.extractor import EntityExtractor  # noqa: E402
from index.understanding.grouping import group  # noqa: E402
from index.understanding.hybrid import HybridExtractor  # noqa: E402
from index.understanding.models import LoadedModel, find_model  # noqa: E402
from index.understanding.structure import understand_structure  # noqa: E402

WIKIGOLD = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
WNUT = {"person": "PERSON", "group": "ORG", "corporation": "ORG", "location": "PLACE"}
HOSTILE = ("A ", "(", "1,1,1,", "O'X ", "US ", "San ", "Ab-cde-", "September ", "Secretary of ", "U.S.", "$1 ", "1-")
HOSTILE_CHARACTERS = 200_000
_CLOSING = frozenset([*".,;:!?)]}%", "'s", "n't", "'", "''", "’s", "'re", "'ll", "'ve", "'m", "'d"])
_OPENING = frozenset("([{$")

Sentence = list[tuple[str, str]]
Span = tuple[int, int, str]


def blocks_of(text: str) -> list[Block]:
    """Every line that is not blank as a block."""
    return [Block(match.start(), match.end(), "prose", "bench") for match in re.finditer(r"\S[^\n]*", text)]


def generated(words: int) -> str:
    """Text that looks like news, the same at every run."""
    chance = random.Random(7)
    names = ["Orvana Petrescu", "Milo Hartwick", "President Tomas Verin", "the Varnian Grain Council", "Kabul", "Oslo"]
    verbs = ["said", "told reporters", "denied", "met", "agreed with", "left for", "praised"]
    ends = ["on Monday.", "in May 2031.", "after 20 years.", "for $2.3 billion.", "near the river.", "with the army."]
    parts: list[str] = []
    count = 0
    while count < words:
        filler = " ".join(chance.choices(["the", "envoy", "had", "long", "feared", "a", "new", "war", "there"], k=9))
        sentence = f"{chance.choice(names)} {chance.choice(verbs)} {filler} {chance.choice(ends)}"
        count += len(sentence.split())
        parts.append(sentence + ("\n\n" if chance.random() < 0.2 else " "))
    return "".join(parts)


def speed(texts: list[str], extractor: EntityExtractor | None = None) -> dict[str, float]:
    """Words a second of extraction and of grouping."""
    extractor = extractor or RulesExtractor()
    prepared = [(text, blocks_of(text)) for text in texts]
    words = sum(len(text.split()) for text in texts)
    extractor.extract(*prepared[0], "en")
    begin = time.process_time()
    found = [extractor.extract(text, blocks, "en") for text, blocks in prepared]
    extracted = time.process_time()
    for (text, _), mentions in zip(prepared, found, strict=True):
        group(mentions, text)
    grouped = time.process_time()
    return {
        "words": words,
        "mentions": sum(map(len, found)),
        "words_a_second": round(words / (extracted - begin)),
        "words_a_second_grouping": round(words / max(grouped - extracted, 1e-9)),
    }


def structure_speed(texts: list[str]) -> dict[str, float]:
    """Words a second of telling kinds of blocks apart and finding title, date and authors."""
    extracted = [ExtractedText(text, tuple(blocks_of(text)), Metadata(), "bench/1") for text in texts]
    words = sum(len(text.split()) for text in texts)
    begin = time.process_time()
    for each in extracted:
        understand_structure(each, "a.txt")
    return {"words_a_second": round(words / (time.process_time() - begin))}


def together(stages: list[dict[str, float]]) -> dict[str, float]:
    """Words a second of stages that follow each other."""
    speeds = [value for stage in stages for name, value in stage.items() if name.startswith("words_a_second")]
    return {"words_a_second": round(1 / sum(1 / each for each in speeds))}


def growth() -> dict[str, float]:
    """Pattern -> CPU time of doubled input over that of the input; 2 is linear."""
    extractor = RulesExtractor()
    found: dict[str, float] = {}
    for pattern in HOSTILE:
        times = []
        for size in (HOSTILE_CHARACTERS, 2 * HOSTILE_CHARACTERS):
            text = (pattern * (size // len(pattern) + 1))[:size].strip()
            begin = time.process_time()
            group(extractor.extract(text, blocks_of(text), None), text)
            times.append(time.process_time() - begin)
        found[pattern] = round(times[1] / max(times[0], 1e-3), 2)
    return found


def wikigold(path: Path) -> Iterator[list[Sentence]]:
    """The documents of wikigold."""
    document: list[Sentence] = []
    sentence: Sentence = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "", "-DOCSTART- O"]:
        fields = line.split()
        if not fields:
            if sentence:
                document.append(sentence)
            sentence = []
        elif fields[0] == "-DOCSTART-":
            if document:
                yield document
            document = []
        else:
            sentence.append((fields[0], fields[1]))


def wnut(path: Path) -> Iterator[list[Sentence]]:
    """The posts of WNUT17, each a document."""
    sentence: Sentence = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        fields = line.split("\t")
        if len(fields) < 2 or not fields[0].strip():
            if sentence:
                yield [sentence]
            sentence = []
        else:
            sentence.append((fields[0], fields[1].strip()))


def laid_out(document: list[Sentence]) -> tuple[str, list[Block], list[Span]]:
    """Running text of tokenised sentences, a block a sentence, and the gold spans in it."""
    text = ""
    blocks: list[Block] = []
    spans: list[Span] = []
    for sentence in document:
        text += "\n\n" if text else ""
        start = len(text)
        before = ""
        quoted = False
        labels: list[tuple[int, int, str]] = []
        for word, label in sentence:
            tight = word in _CLOSING or before in _OPENING or (quoted and '"' in (word, before))
            text += "" if not before or tight else " "
            quoted ^= word == '"'
            labels.append((len(text), len(text) + len(word), label))
            text += word
            before = word
        spans.extend(_merged(labels))
        blocks.append(Block(start, len(text), "prose", "bench"))
    return text, blocks, spans


def _merged(labels: list[tuple[int, int, str]]) -> list[Span]:
    """Token labels (IO or BIO) as spans."""
    spans: list[Span] = []
    previous = "O"
    for start, end, label in labels:
        if label != "O" and label[0] == "I" and previous[2:] == label[2:]:
            spans[-1] = (spans[-1][0], end, label[2:])
        elif label != "O":
            spans.append((start, end, label[2:]))
        previous = label
    return spans


def score(
    documents: Iterator[list[Sentence]], types: dict[str, str], extractor: EntityExtractor | None = None
) -> dict[str, float]:
    """Strict micro scores in percent."""
    extractor = extractor or RulesExtractor()
    right = wrong = missed = 0
    spans_right = spans_wrong = spans_missed = 0
    for document in documents:
        text, blocks, spans = laid_out(document)
        gold = {(start, end, types[kind]) for start, end, kind in spans if kind in types}
        mentions = extractor.extract(text, blocks, "en")
        found = {(each.start, each.end, each.type) for each in mentions if each.type in types.values()}
        right += len(gold & found)
        wrong += len(found - gold)
        missed += len(gold - found)
        bare_gold = {span[:2] for span in gold}
        bare_found = {span[:2] for span in found}
        spans_right += len(bare_gold & bare_found)
        spans_wrong += len(bare_found - bare_gold)
        spans_missed += len(bare_gold - bare_found)
    return {
        "f1": _percent(2 * right, 2 * right + wrong + missed),
        "precision": _percent(right, right + wrong),
        "recall": _percent(right, right + missed),
        "u": _percent(2 * spans_right, 2 * spans_right + spans_wrong + spans_missed),
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def with_model(wanted: str) -> EntityExtractor | None:
    """Rules and a model; None where none is wanted."""
    model, fault = find_model(wanted)
    if fault:
        sys.exit(fault)
    return HybridExtractor(RulesExtractor(), LoadedModel(model), model.rule, model.language) if model else None


def measured(gold: Path, collection: Path, words: int, hybrid: EntityExtractor | None = None) -> dict[str, object]:
    """Everything that can be measured with what is there."""
    report: dict[str, object] = {"version": RulesExtractor().version}
    report["speed generated"] = speed([generated(words)])
    if collection.is_file():
        with gzip.open(collection, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for _, line in zip(range(400), lines, strict=False)]
        report["speed news"] = speed(texts)
        if hybrid is not None:
            report[f"speed {hybrid.name}"] = speed(texts[:100], hybrid)
        report["speed dates"], report["speed figures"] = _dates.speed(texts)
        report["speed quotations"] = _fiction.speed(texts)
        report["speed structure"] = structure_speed(texts)
        stages = ("news", "dates", "figures", "quotations", "structure")
        report["speed all stages"] = together([cast("dict[str, float]", report[f"speed {stage}"]) for stage in stages])
    report["growth"] = growth()
    wikinews = gold.parent / "wikinews"
    if wikinews.is_dir():
        report["dates looked at"] = _dates.scored(wikinews, _dates.DEVELOPED_ON)
        report["dates judged"] = _dates.scored(wikinews, _dates.JUDGED_ON)
        report["wikinews looked at"] = _wikinews.scored(wikinews, _dates.DEVELOPED_ON)
        report["wikinews judged"] = _wikinews.scored(wikinews, _dates.JUDGED_ON)
        report["dates no anchor"] = _dates.scored(wikinews, _dates.JUDGED_ON, anchored=False)
    timeml = gold.parent / "timeml"
    if timeml.is_dir():
        report["timeml looked at"], report["timeml judged"] = (_timeml.scored(timeml, half) for half in (False, True))
    fiction = gold.parent / "quotes-fiction/quotations/tsv"
    if fiction.is_dir():
        report["fiction looked at"], report["fiction judged"] = _fiction.halves(fiction)
    for name, path, read, types in (
        ("wikigold", gold / "wikigold/CONLL-format/data/wikigold.conll.txt", wikigold, WIKIGOLD),
        ("wnut17", gold / "wnut17/emerging.test.annotated", wnut, WNUT),
    ):
        if path.is_file():
            report[name] = score(read(path), types)
            if name == "wikigold":
                report["wikigold judged"] = score(islice(read(path), 1, None, 2), types)
            if hybrid is not None:
                report[f"{name} {hybrid.name}"] = score(read(path), types, hybrid)
    for part in ("testa", "testb"):
        path = _agency.folder(gold) / f"eng.{part}"
        if path.is_file():
            report[f"agency {part}"] = score(_agency.documents(path), _agency.TYPES)
            report[f"agency {part} prose"] = score(_agency.documents(path, prose=True), _agency.TYPES)
    report["samples"] = _samples.Samples().scores()
    if hybrid is not None:
        report[f"samples {hybrid.name}"] = _samples.Samples(hybrid).scores()
    return report


def main() -> None:
    """Print a table, or JSON."""
    shared = ROOT.parent / "shared"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--gold", type=Path, default=shared / "gold/ner")
    parser.add_argument("--collection", type=Path, default=shared / "corpora/bench-20k.jsonl.gz")
    parser.add_argument("--model", default="none", help="names with a model too: auto, or the package that holds it")
    parser.add_argument("--words", type=int, default=200_000, help="words of generated text")
    options = parser.parse_args()
    report = measured(options.gold, options.collection, options.words, with_model(options.model))
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for name, value in report.items():
        if isinstance(value, dict):
            print(name.ljust(18), "  ".join(f"{key!s} {figure}" for key, figure in value.items()))
        else:
            print(name.ljust(18), value)


if __name__ == "__main__":
    main()
