"""`glossator search`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from index.document import Hit, Span
from index.visible import visible
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.asking.facets import Facets
    from index.collection import Collection
    from index.listing import Sort

SHOWN_VALUES: Final = 10
"""Values of a kind that are told where somebody reads them."""


@click.command(
    epilog="""\b
Examples:
  glossator search 'ferry harbour' samples
  glossator search '"prisoner swap" OR exchange' samples --sort date --limit 0
  glossator search --json -- '-boat title:ferry' samples
"""
)
@click.argument("query")
@path_argument
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Hits at most; 0 = all (setting search.limit).")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "newest", "source", "title", "path"]),
    default="relevance",
    show_default=True,
)
@click.option("--facets", is_flag=True, help="Also how many of all hits have which source, year, tag, name…")
@as_json
@everywhere
def search(query: str, path: Path, limit: int | None, sort: Sort, facets: bool, json: bool) -> int:
    """Search every document. Exit status 1 says that nothing was found."""
    output.last_query = query
    with opened(path) as collection:
        page = collection.search(query, limit=limit, sort=sort)
        for notice in page.notices:
            output.tell(visible(notice))
        if page.instead is not None:
            output.tell(f"  write {visible(page.instead)}")
        for hit in page.hits:
            if json:
                output.record(answer(collection, query, hit))
            else:
                _show(collection, query, hit)
        if facets:
            _show_facets(collection.facets(query), json=json)
        if json:
            output.record({"total": page.total, "documents": page.documents, "seconds": round(page.seconds, 4)})
        else:
            shown = "" if len(page.hits) == page.total else f"the first {len(page.hits):,} of "
            output.tell(f"{shown}{count(page.total, 'hit')} in {count(page.documents, 'document')}")
    return 0 if page.total else 1


def answer(collection: Collection, query: str, hit: Hit) -> dict[str, object]:
    """A hit as a script reads it."""
    row = hit.document
    text = collection.document(row.path).text
    snippet = collection.snippet(query, row.path)
    return {
        "document": row.path,
        "title": row.title,
        "date": row.date,
        "score": round(hit.score, 6),
        "matches": [
            {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
            for span in collection.matches(query, row.path)
        ],
        "snippet": snippet and {"start": snippet.start, "end": snippet.end, "text": text[snippet.start : snippet.end]},
    }


def _show(collection: Collection, query: str, hit: Hit) -> None:
    row = hit.document
    output.say(" · ".join(part for part in (row.title or "(untitled)", row.date, row.path) if part))
    snippet = collection.snippet(query, row.path)
    if snippet is not None:
        before, after = "…" * snippet.cut_before, "…" * snippet.cut_after
        matches = [Span(*match) for match in snippet.matches]
        output.say_marked(f"    {before}", snippet.text + after, matches, snippet.start)
    output.say()


def _show_facets(facets: Facets, *, json: bool) -> None:
    """What all hits have in common, for a script or to be read."""
    if json:
        told = {
            facet.kind: [{"value": v.label, "documents": v.documents, "condition": v.condition} for v in facet.values]
            for facet in facets.facets
        }
        output.record({"facets": told})
        return
    for facet in facets.facets:
        for value in facet.values[:SHOWN_VALUES]:
            output.say(f"{facet.kind:<8}{value.documents:>9,}  {value.label or value.condition}")
    output.say()
