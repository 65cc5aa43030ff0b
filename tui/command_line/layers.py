"""`glossator layers`: list, diff, agree, history, settle"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.annotations.annotation import PlacedAnnotation
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.layers.agreement import Agreement, Unit
    from index.layers.comparing import Difference
    from index.layers.layers import LayerInfo


@click.group(
    "layers",
    epilog="""\b
Examples:
  glossator layers list samples
  glossator layers diff ann bo samples
  glossator layers agree ann bo samples --unit sentences
""",
)
@everywhere
def group() -> None:
    """Compare what several people have marked. Each person's marks are a layer: .glossator/layers/NAME.jsonl"""


@group.command(
    "list",
    short_help="List the layers.",
    epilog="\b\nExample:\n  glossator layers list samples\n",
)
@path_argument
@as_json
@everywhere
def list_(path: Path, json: bool) -> None:
    """List the layers of a folder, with whose they are and what is wrong with them."""
    with opened(path, current=False) as collection:
        infos = collection.layers.all()
    for info in infos:
        if json:
            output.record(_layer_record(info))
            continue
        own = "  (yours)" if info.own else ""
        person = f"  {info.person}" if info.person not in ("", info.name) else ""
        marks = f"  {count(info.marks, 'mark')} in {count(info.documents, 'document')}" if not info.beside else ""
        last = f"  {info.last_change[:16].replace('T', ' ')}" if info.last_change else ""
        output.say(f"{info.name}{own}{person}{marks}{last}")
        for fault in info.faults:
            output.say(f"    {fault.file}:{fault.line}: {fault.reason}")
        if info.conflict:
            output.say(f"    `glossator layers settle {info.name}` merges both sides")


@group.command(
    short_help="List where two layers differ.",
    epilog="\b\nExample:\n  glossator layers diff ann bo samples --code claim\n",
)
@click.argument("a")
@click.argument("b")
@path_argument
@click.option("--code", metavar="CODE", help="Where either side has this code.")
@as_json
@everywhere
def diff(a: str, b: str, path: Path, code: str | None, json: bool) -> None:
    """List where A and B differ; each is the name of a layer or a file of annotations, one a line.

    Passages are matched one to one, those that share most of what they cover.
    """
    with opened(path) as collection:
        compared = collection.layers.compare(a, b)
    wanted = [each for each in compared.differences if code is None or code in each.codes()]
    for each in wanted:
        if json:
            output.record(_difference_record(each))
        else:
            _say_difference(each, a, b)
    if not json:
        output.tell(f"{count(len(wanted), 'difference')} · {compared.alike:,} alike")


@group.command(
    short_help="Say how far two layers agree.",
    epilog="\b\nExample:\n  glossator layers agree ann bo samples\n",
)
@click.argument("a")
@click.argument("b")
@path_argument
@click.option(
    "--unit",
    type=click.Choice(["characters", "sentences"]),
    default="characters",
    help="What is compared one by one; characters unless told.",
)
@as_json
@everywhere
def agree(a: str, b: str, path: Path, unit: Unit, json: bool) -> None:
    """Say how far A and B agree, by code, in each document and in all; what is not defined is `-`, in JSON null.

    Percentage, Cohen's kappa, Krippendorff's alpha, and his alpha for unitised text.
    """
    with opened(path) as collection:
        rows = collection.layers.agree(a, b, unit=unit)
    if json:
        for row in rows:
            output.record(_agreement_record(row))
        return
    if not rows:
        output.tell("neither has given a code to a passage; there is nothing to compare")
        return
    output.say(f"{'agree':>7}  {'kappa':>6}  {'alpha':>6}  {'u-alpha':>7}  {unit:>10}  code")
    shown: str | None = ""
    for row in rows:
        if row.document != shown:
            output.say(row.document if row.document is not None else "all documents")
            shown = row.document
        m = row.measures
        share = "-" if m.percentage is None else f"{m.percentage * 100:.1f}%"
        figures = f"{share:>7}  {_figure(m.kappa):>6}  {_figure(m.alpha):>6}  {_figure(m.u_alpha):>7}"
        output.say(f"{figures}  {m.units:>10,}  {row.code if row.code is not None else '(all codes)'}")


@group.command(
    short_help="Say who did what to a mark, and when.",
    epilog="\b\nExample:\n  glossator layers history urn:uuid:5f0c… samples\n",
)
@click.argument("id")
@path_argument
@as_json
@everywhere
def history(id: str, path: Path, json: bool) -> None:
    """Say who made the annotation ID and what became of it, as far as its layer still holds it."""
    from index.errors import CollectionError

    with opened(path, current=False) as collection:
        mark = next((each.annotation for each in collection.annotations() if each.annotation.id == id), None)
        if mark is None:
            raise CollectionError(f"there is no annotation {id}")
        events = collection.layers.history(mark)
    for event in events:
        if json:
            said = {"note": event.note, "codes": list(event.codes), "kind": event.kind}
            output.record({"at": event.at, "person": event.person, "what": event.what, **said})
        else:
            output.say(f"{event.at[:19].replace('T', ' ')}  {event.person or mark.layer}  {event.what}")


@group.command(
    short_help="Merge both sides of a conflict that git left in a layer.",
    epilog="\b\nExamples:\n  glossator layers settle ann samples\n  glossator layers settle memos.jsonl samples\n",
)
@click.argument("name")
@path_argument
@everywhere
def settle(name: str, path: Path) -> None:
    """Merge both sides of the conflict that git left in the layer NAME; nothing of either is lost.

    NAME may also be memos.jsonl or corrections.jsonl.
    """
    with opened(path, current=False) as collection:
        both = collection.layers.settle(name)
    what = "record" if name.endswith(".jsonl") else "mark"
    kept = f"; {count(both, what)} changed on both sides, kept in both versions" if both else ""
    output.say(f"the conflict in {name} is settled{kept}")


def _say_difference(each: Difference, a: str, b: str) -> None:
    first = each.first
    place = "?" if first.start is None else f"{first.start}-{first.end}"
    what = {"only in a": f"only in {a}", "only in b": f"only in {b}"}.get(each.what, f"other {', '.join(each.parts)}")
    output.say(f"{each.document}:{place}  {what}  “{' '.join(first.annotation.exact.split())}”")
    for name, side in ((a, each.one), (b, each.other)):
        if side is not None and each.parts:
            output.say(f"    {name}: {_brief(side, boundaries='boundaries' in each.parts)}")


def _brief(side: PlacedAnnotation, *, boundaries: bool) -> str:
    annotation = side.annotation
    words = [annotation.kind or "", *(f"#{code}" for code in annotation.codes), " ".join(annotation.note.split())]
    if boundaries and side.start is not None:
        words.insert(0, f"{side.start}-{side.end}")
    return " ".join(word for word in words if word) or "marked"


def _difference_record(each: Difference) -> dict[str, Any]:
    return {
        "difference": each.what,
        "parts": list(each.parts),
        "document": each.document,
        "a": _side_record(each.one),
        "b": _side_record(each.other),
    }


def _side_record(side: PlacedAnnotation | None) -> dict[str, Any] | None:
    if side is None:
        return None
    annotation = side.annotation
    return {
        "id": annotation.id,
        "layer": annotation.layer,
        "start": side.start,
        "end": side.end,
        "exact": annotation.exact,
        "note": annotation.note,
        "codes": list(annotation.codes),
        "kind": annotation.kind,
        "created": annotation.created,
        "updated": annotation.updated,
        "status": side.status,
    }


def _agreement_record(row: Agreement) -> dict[str, Any]:
    m = row.measures
    return {
        "document": row.document,
        "code": row.code,
        "unit": row.unit,
        "n": m.units,
        "a": m.marked_a,
        "b": m.marked_b,
        "both": m.both,
        "percentage": None if m.percentage is None else m.percentage * 100,
        "kappa": m.kappa,
        "alpha": m.alpha,
        "u_alpha": m.u_alpha,
    }


def _layer_record(info: LayerInfo) -> dict[str, Any]:
    return {
        "layer": info.name,
        "own": info.own,
        "person": info.person,
        "marks": info.marks,
        "documents": info.documents,
        "last_change": info.last_change or None,
        "conflict": info.conflict,
        "faults": [{"file": f.file, "line": f.line, "reason": f.reason} for f in info.faults],
    }


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
