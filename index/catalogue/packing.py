"""Blocks, mentions and metadata as compact JSON for the columns of the catalogue, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from index.document import Block, Evidence, Header, Link, Mention, Metadata, PageStart, Span

_BETWEEN = "\x1f"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def storable(text: str) -> str:
    """Without lone surrogates, which a database does not take; `?` stands in their place."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def path_to_bytes(path: str) -> bytes:
    """A path as its bytes on disk: names that are not UTF-8 come back as they were."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # the name of no file, as a layer from elsewhere may state it: looked for in vain
        return path.encode("utf-8", "surrogatepass")


def path_from_bytes(raw: bytes) -> str:
    """The inverse of `path_to_bytes`."""
    return raw.decode("utf-8", "surrogateescape")


def pack_blocks(blocks: Iterable[Block]) -> str:
    """Blocks as flat lists; kinds and rules are numbered, as there are few of them."""
    names: dict[str, int] = {}
    flat: list[int] = []
    at = 0
    for block in blocks:
        kind = names.setdefault(block.kind, len(names))
        rule = names.setdefault(block.rule, len(names))
        flat += (block.start - at, block.end - block.start, kind, rule)
        at = block.end
    return _dump([list(names), flat])


def unpack_blocks(packed: str) -> tuple[Block, ...]:
    """The inverse of `pack_blocks`."""
    names, flat = json.loads(packed)
    blocks, at = [], 0
    for i in range(0, len(flat), 4):
        start = at + flat[i]
        at = start + flat[i + 1]
        blocks.append(Block(start, at, names[flat[i + 2]], names[flat[i + 3]]))
    return tuple(blocks)


def pack_pages(pages: Iterable[PageStart], links: Iterable[Link]) -> str | None:
    """Pages and links; None where there are none, as of most documents."""
    both = [list(pages), list(links)]
    return _dump(both) if any(both) else None


def unpack_pages(packed: str | None) -> tuple[tuple[PageStart, ...], tuple[Link, ...]]:
    """The inverse of `pack_pages`."""
    pages, links = json.loads(packed) if packed else ((), ())
    return tuple(PageStart(*page) for page in pages), tuple(Link(*link) for link in links)


def pack_mentions(mentions: Iterable[Mention]) -> str:
    """Mentions as a list of lists, in the order of the fields."""
    return _dump([[m.start, m.end, m.type, m.rule, int(m.certain), m.entity, m.value] for m in mentions])


def unpack_mentions(packed: str, entities: dict[str, str]) -> list[Mention]:
    """The inverse of `pack_mentions`; `entities` maps the ids made inside the document to those of the collection."""
    return [
        Mention(start, end, type, rule, bool(certain), entities.get(entity, entity) if entity else None, value)
        for start, end, type, rule, certain, entity, value in json.loads(packed)
    ]


def pack_surfaces(surfaces: Iterable[tuple[str, int]]) -> str:
    """Names with counts. Not JSON: a collection has millions of these, and all are read to join it."""
    return _BETWEEN.join(f"{count} {surface.replace(_BETWEEN, ' ')}" for surface, count in surfaces)


def unpack_surfaces(packed: str) -> tuple[tuple[str, int], ...]:
    """The inverse of `pack_surfaces`."""
    parts = (part.split(" ", 1) for part in packed.split(_BETWEEN)) if packed else ()
    return tuple((surface, int(count)) for count, surface in parts)


def pack_metadata(metadata: Metadata) -> str:
    """Whole metadata, evidence included."""
    return _dump(
        {
            "title": metadata.title,
            "authors": metadata.authors,
            "source": metadata.source,
            "date": metadata.date,
            "date_text": metadata.date_text,
            "date_alternatives": metadata.date_alternatives,
            "language": metadata.language,
            "tags": metadata.tags,
            "evidence": [[e.field, e.rule, e.span] for e in metadata.evidence],
            **({"headers": metadata.headers} if metadata.headers else {}),
            **({"page": metadata.page} if metadata.page else {}),
        }
    )


def unpack_metadata(packed: str) -> Metadata:
    """The inverse of `pack_metadata`."""
    raw = json.loads(packed)
    return Metadata(
        title=raw["title"],
        authors=tuple(raw["authors"]),
        source=raw["source"],
        date=raw["date"],
        date_text=raw["date_text"],
        date_alternatives=tuple(raw["date_alternatives"]),
        language=raw["language"],
        tags=tuple(raw["tags"]),
        evidence=tuple(Evidence(f, rule, Span(*span) if span else None) for f, rule, span in raw["evidence"]),
        headers=tuple(
            Header(name, value, Span(*span) if span else None) for name, value, span in raw.get("headers", ())
        ),
        page=raw.get("page"),
    )
