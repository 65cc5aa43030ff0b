"""`glossator annotations`: list, add, export, import, check, compact"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.annotations.annotation import PlacedAnnotation
from index.annotations.choice import Choice
from index.annotations.interchange import EXPORT_FORMATS, IMPORT_FORMATS, PRESET_NAMES, known
from index.annotations.place import check_layer_name
from index.errors import GlossatorError
from index.visible import visible_lines
from tui.command_line import files, output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count
from tui.command_line.progress import counted
from tui.session.marking.mark_looks import kinds

if TYPE_CHECKING:
    from index.collection import Collection


def _layer(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    try:
        return None if value is None else check_layer_name(value)
    except GlossatorError as error:
        raise click.BadParameter(str(error)) from error


@click.group(
    "annotations",
    epilog="""\b
Examples:
  glossator annotations list samples
  glossator annotations add letter.txt 120 164 samples --note 'Who wrote this?' --code authorship
  glossator annotations export samples --format markdown --output notes.md
""",
)
@everywhere
def group() -> None:
    """List, add, export, import and check annotations."""


@group.command(
    "list",
    short_help="List annotations with the place where each stands now.",
    epilog="\b\nExample:\n  glossator annotations list samples --json\n",
)
@path_argument
@as_json
@everywhere
def list_(path: Path, json: bool) -> None:
    """List the annotations of every document, each with the place where its passage stands now."""
    with opened(path) as collection:
        found = collection.annotations(collection.narrowed_to)
        texts: dict[str, str] = {}
        for placed in found:
            document = placed.annotation.document
            if placed.start is not None and document not in texts:
                texts = {document: collection.document(document).text}  # They come by document: one is kept.
            _show(placed, texts.get(document, ""), json)
        if not json:
            output.tell(count(len(found), "annotation"))


@group.command(
    short_help="Mark a passage.",
    epilog="\b\nExample:\n  glossator annotations add letter.txt 120 164 samples --note 'Who?' --code author\n",
)
@click.argument("document")
@click.argument("start", type=int)
@click.argument("end", type=int)
@path_argument
@click.option("--note", metavar="TEXT", default="", help="What there is to say of the passage.")
@click.option("--code", "codes", metavar="CODE", multiple=True, help="A code; may be given several times.")
@click.option("--kind", metavar="KIND", help="One of the setting annotations.kinds.")
@click.option("--layer", metavar="NAME", callback=_layer, help="The layer written to, instead of your own.")
@as_json
@everywhere
def add(
    document: str,
    start: int,
    end: int,
    path: Path,
    note: str,
    codes: tuple[str, ...],
    kind: str | None,
    layer: str | None,
    json: bool,
) -> None:
    """Mark the characters from START up to END of DOCUMENT; it is on the disk when the command ends.

    START and END count code points of the document's text, from 0, END excluded.
    """
    with opened(path) as collection:
        known_kinds = kinds(collection.settings.annotations.kinds)
        if kind is not None and kind not in known_kinds:
            raise click.BadParameter(f"{kind}: the kinds are {', '.join(known_kinds)}", param_hint="--kind")
        placed = collection.annotate(document, start, end, note=note, codes=codes, kind=kind, layer=layer)
        _show(placed, collection.document(document).text, json)


@group.command(
    short_help="Write annotations in another format.",
    epilog="""\b
Examples:
  glossator annotations export samples --format w3c --output notes.json
  glossator annotations export samples --format brat --code 'claim/*' --without-code draft --output claims.zip
  glossator annotations export samples --preset privilege --code privileged --output log.csv
""",
)
@path_argument
@click.option("--format", "form", type=click.Choice(EXPORT_FORMATS), metavar="F", help=", ".join(EXPORT_FORMATS) + ".")
@click.option(
    "--preset",
    type=click.Choice(PRESET_NAMES),
    help="A privilege log (CSV) without the passages; with the notes as reasons.",
)
@click.option("--output", "file", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE.")
@click.option("--code", "codes", metavar="CODE", multiple=True, help="Those with this code; several: with any of them.")
@click.option("--without-code", "without", metavar="CODE", multiple=True, help="Those without this code or one below.")
@click.option("--layer", metavar="NAME", callback=_layer, help="Those of one layer.")
@click.option(
    "--query", metavar="Q", default="", help="Those in documents that a search finds; code: and note: narrow."
)
@everywhere
def export(
    path: Path,
    form: str | None,
    preset: str | None,
    file: Path | None,
    codes: tuple[str, ...],
    without: tuple[str, ...],
    layer: str | None,
    query: str,
) -> None:
    """Write annotations in another format, to standard output or a file."""
    if (form is None) == (preset is None):
        raise click.UsageError("one of --format and --preset is needed")
    chosen = known(form or preset or "")
    if chosen.binary and file is None and output.to_terminal():
        raise click.UsageError(f"{chosen.name} is no text for a terminal: give --output FILE")
    with opened(path) as collection:
        parts = collection.exchange.export(chosen.name, Choice(codes, without, layer, query))
        if file is not None:
            files.write(collection, file, parts)
        elif output.to_terminal():
            # Each part ends where it may, even within a character: only the whole can be made visible.
            output.safe(visible_lines(b"".join(parts).decode("utf-8", "replace")))
        else:
            for part in parts:
                output.exact(part)


@group.command(
    "import",
    short_help="Take in annotations from a file.",
    epilog="\b\nExample:\n  glossator annotations import notes.jsonl samples\n",
)
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@path_argument
@click.option("--format", "form", type=click.Choice(IMPORT_FORMATS), metavar="F", help=", ".join(IMPORT_FORMATS) + ".")
@click.option("--coder", metavar="NAME", help="Those alone that the file says this person made.")
@click.option("--layer", metavar="NAME", callback=_layer, help="The layer written to, instead of your own.")
@as_json
@everywhere
def import_(file: Path, path: Path, form: str | None, coder: str | None, layer: str | None, json: bool) -> None:
    """Take in the annotations of FILE, or of a folder of brat's; what is not taken in is listed with the reason.

    The format is told by what is in the file, unless --format names it. Interrupted, nothing is taken in.
    """
    with opened(path) as collection, counted("annotations") as watch:
        report = collection.exchange.import_file(file, form, layer=layer, coder=coder, watch=watch)
    if json:
        unplaced = [{"reason": each.reason, "text": each.text} for each in report.unplaced]
        memos = {"memos": report.memos} if report.memos else {}
        output.record({"imported": report.imported, **memos, "unplaced": unplaced})
        return
    output.say(f"{count(report.imported, 'annotation')} taken in")
    if report.memos:
        output.say(f"{count(report.memos, 'memo')} taken in")
    if report.codes:
        output.say(f"{count(report.codes, 'code')} compared with the codebook")
    if len(report.coders) > 1 and coder is None:
        made = ", ".join(f"{name or '(no name)'} ({number:,})" for name, number in report.coders)
        output.say(f"made by {made}; --coder takes those of one alone")
    for each in report.unplaced:
        output.say(f"not taken in: {each.reason}: {each.text}")


@group.command(
    short_help="Count annotations by how well they stand.",
    epilog="\b\nExample:\n  glossator annotations check samples\n",
)
@path_argument
@as_json
@everywhere
def check(path: Path, json: bool) -> None:
    """Say how many annotations still stand where they were made, and which lines of the layers are faulty."""
    with opened(path) as collection:
        _report(collection, json)


@group.command(
    short_help="Rewrite your own layer in order.", epilog="\b\nExample:\n  glossator annotations compact samples\n"
)
@path_argument
@as_json
@everywhere
def compact(path: Path, json: bool) -> None:
    """Rewrite your own layer sorted by document and position, so that versions of it compare well."""
    with opened(path) as collection:
        collection.compact_annotations()
        _report(collection, json)


def _show(placed: PlacedAnnotation, text: str, json: bool) -> None:
    annotation = placed.annotation
    here = None if placed.start is None or placed.end is None else text[placed.start : placed.end]
    if json:
        output.record(
            {
                "id": annotation.id,
                "document": annotation.document,
                "start": placed.start,
                "end": placed.end,
                "text": here,
                "exact": annotation.exact,
                "note": annotation.note,
                "codes": list(annotation.codes),
                "kind": annotation.kind,
                "layer": annotation.layer,
                "created": annotation.created,
                "updated": annotation.updated,
                "status": placed.status,
            }
        )
        return
    place = "?" if placed.start is None else f"{placed.start}-{placed.end}"
    marks = " ".join([annotation.kind or "", *(f"#{code}" for code in annotation.codes)]).strip()
    output.say(f"{annotation.document}:{place}  {placed.status}  {annotation.layer}  {marks}".rstrip())
    output.say(f"    “{' '.join((here or annotation.exact).split())}”")
    for line in annotation.note.splitlines():
        output.say(f"    {line}")
    if placed.reason:
        output.say(f"    ({placed.reason})")


def _report(collection: Collection, json: bool) -> None:
    statuses = ("exact", "moved", "changed", "uncertain", "orphan")
    counts, faults = collection.check_annotations()
    if json:
        listed = [{"file": file, "line": line, "reason": reason} for file, line, reason in faults]
        output.record({**{status: counts.get(status, 0) for status in statuses}, "faults": listed})
        return
    output.say(" · ".join(f"{counts.get(status, 0):,} {status}" for status in statuses))
    for file, line, reason in faults:
        output.say(f"{file}:{line}: {reason}")
