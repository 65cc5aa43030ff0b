"""Names in agency news: the shared task of CoNLL 2003 (Reuters news of 1996), where it lies at hand.

Its files are nobody's to pass on, so none of their text stands in the project. `BENCH_CONLL` names the folder with
`eng.testa` and `eng.testb`; without it `../shared/gold/ner/conll`. Both only judge. `eng.train` beside them is what the
rules were written by.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

Sentence = list[tuple[str, str]]

TYPES = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
_PROSE_SHARE = 0.5
_VERB_TAGS = ("VB", "MD")


def folder(gold: Path) -> Path:
    """Where the files are, or would be."""
    return Path(os.environ.get("BENCH_CONLL") or gold / "conll")


def documents(path: Path, *, prose: bool = False) -> Iterator[list[Sentence]]:
    """The documents as sentences of (word, label). `prose`: without those that are tables, where most lines, headline
    apart, have no verb."""
    document: list[Sentence] = []
    sentence: Sentence = []
    verbs = 0
    verb = False
    for line in [*path.read_text(encoding="utf-8").splitlines(), "", "-DOCSTART- -X- O O"]:
        fields = line.split()
        if fields and fields[0] == "-DOCSTART-":
            if document and not (prose and verbs < _PROSE_SHARE * len(document)):
                yield document
            document, verbs = [], 0
        elif fields:
            sentence.append((fields[0], fields[3]))
            verb = verb or fields[1].startswith(_VERB_TAGS)
        elif sentence:
            document.append(sentence)
            verbs += verb
            sentence, verb = [], False
