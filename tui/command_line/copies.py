"""`glossator copies` and `glossator same-words`"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.errors import UnknownDocument
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.alike_texts.shared import Place
    from index.collection import Collection

UNTOLD = "who copied whom cannot be told without dates"


@click.command(
    epilog="""\b
Examples:
  glossator copies samples
  glossator copies samples --near
  glossator copies samples --near --json
"""
)
@path_argument
@click.option("--near", is_flag=True, help="Texts that are nearly the same, instead of those that are the same.")
@as_json
@everywhere
def copies(path: Path, near: bool, json: bool) -> int:
    """List the documents that have the same text, group by group. Exit status 1: there are none."""
    with opened(path) as collection:
        groups = _near(collection) if near else _same(collection)
        for number, group in enumerate(groups, 1):
            for document, alike in group:
                if json:
                    output.record({"group": number, "document": document, "alike": alike})
                else:
                    output.say(f"{number:>5}  {alike:>4.0%}  {document}")
        if not json:
            documents = sum(map(len, groups))
            output.tell(f"{count(documents, 'document')} in {count(len(groups), 'group')}")
    return 0 if groups else 1


def _same(collection: Collection) -> list[list[tuple[str, float]]]:
    same = collection.ledgers.alike.same()
    paths = {row.id: row.path for row in collection.documents()}
    return [[(paths[id], 1.0) for id in group if id in paths] for group in sorted(set(same.groups.values()))]


def _near(collection: Collection) -> list[list[tuple[str, float]]]:
    alike = collection.ledgers.alike
    _make(collection)
    groups: dict[int, list[tuple[str, float]]] = {}
    for each in alike.near():
        here = groups.setdefault(each.group, [])
        here += [(path, round(each.alike, 4)) for path in alike.paths_with(each.document)]
    return list(groups.values())


@click.command(
    "same-words",
    epilog="""\b
Examples:
  glossator same-words samples
  glossator same-words samples straits-wire_ferry-update-3.txt
  glossator same-words samples --json
""",
)
@path_argument
@click.argument("document", required=False)
@click.option("--all", "aside", is_flag=True, help="Also what stands in captions, credits, bylines and footers.")
@as_json
@everywhere
def same_words(path: Path, document: str | None, aside: bool, json: bool) -> int:
    """List passages of ten words or more that two texts share. Exit status 1: there are none.

    Of each passage the first by date is told first, those without a date last: without dates nobody can tell who
    copied whom. Of documents with the very same text one stands for all (see `glossator copies`).
    """
    with opened(path) as collection:
        _make(collection)
        only = document if document is not None else collection.narrowed_to
        number = 0
        undated = False
        for words, kind, places in _of_one(collection, only) if only is not None else _of_all(collection):
            if not aside and kind not in ("", "quotation"):
                continue
            number += 1
            undated = undated or any(place.document.date is None for place in places)
            if json:
                output.record(_answer(words, kind, places))
            else:
                _show(words, kind, places)
        if not json:
            output.tell(count(number, "passage") + (f"; {UNTOLD}" if undated else ""))
    return 0 if number else 1


Told = tuple[int, str, list["Place"]]


def _of_all(collection: Collection) -> Iterator[Told]:
    """Passages of all documents, those of the most words first."""
    shared = collection.ledgers.alike.shared()
    for passage in sorted(shared.passages(), key=lambda each: (-each.words, each.document.path, each.number)):
        yield passage.words, passage.kind, shared.standing(passage.number)


def _of_one(collection: Collection, path: str) -> Iterator[Told]:
    """Passages of one document by position, it coming first."""
    from index.alike_texts.shared import Place

    shared = collection.ledgers.alike.shared()
    row, text = collection.row(path), collection.document(path).text
    if row is None:
        raise UnknownDocument(f"{path}: no such document")
    for here in shared.in_document(path):
        others = [place for each in here.others if (place := shared.where(here, each)) is not None]
        yield here.words, here.kind, [Place(row, here.start, here.end, text[here.start : here.end]), *others]


def _answer(words: int, kind: str, places: list[Place]) -> dict[str, object]:
    first, *others = places
    return {
        "document": first.document.path,
        "start": first.start,
        "end": first.end,
        "text": first.text,
        "date": first.document.date,
        "words": words,
        "kind": kind or "prose",
        "others": [
            {
                "document": place.document.path,
                "start": place.start,
                "end": place.end,
                "text": place.text,
                "date": place.document.date,
            }
            for place in others
        ],
    }


def _show(words: int, kind: str, places: list[Place]) -> None:
    output.say(f"{count(words, 'word')}{f' · {kind}' if kind else ''}  {' '.join(places[0].text.split())}")
    for place in places:
        copies = f"  and {count(place.copies, 'copy', 'copies')} of it" if place.copies else ""
        date = place.document.date or "undated"
        output.say(f"    {date:<12}{place.document.path}:{place.start}-{place.end}{copies}")
    output.say()


def _make(collection: Collection) -> None:
    from index.events import Noticed, Progress
    from tui.command_line.progress import ProgressLine

    with ProgressLine() as line:
        for step in collection.ledgers.alike.make(lambda: False, nice=0):
            if step is not None and step.stage == "waiting":
                line(Noticed("another process compares the texts of this collection; waiting for it"))
            elif step is not None:
                line(Progress(step.stage, step.done, step.total, 0.0, 0))
