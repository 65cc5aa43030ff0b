"""Annotations as Hypothesis has them: written as its client exports them, read from that and from its API.

Hypothesis counts UTF-16 units in the text of a page, and finds a passage by its words where they do not fit. It knows
no kinds: ours are told in a key of our own, which its server drops.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from index.annotations.anchoring import make_selector
from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.guids import guid_of_id, id_of_guid
from index.annotations.interchange.items import ImportedAnnotation, Source, Unplaced, shortened, stated
from index.annotations.lines import BadLine, Record, dump, parse_json
from index.annotations.paths import iri_from_path, path_from_iri, path_of_absolute
from index.offsets import OffsetMap

URN: Final = "urn:x-glossator:"
"""What stands before the path of a document, since an annotation of Hypothesis must name an address."""
CONTEXT: Final = 32
"""Characters that Hypothesis keeps on either side."""
_OURS: Final = "glossator"
_BOM: Final = b"\xef\xbb\xbf"


# -- written ----------------------------------------------------------------------------------------------------


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """One object with all annotations, one a line; passages where they stand now, those lost by their words alone."""
    between = '{"annotations":[\n'
    for path, document, placed in source.by_document(annotations):
        text = document.text if document is not None else ""
        offsets = OffsetMap(text)
        title = source.title(path)
        for each in placed:
            yield (between + dump(_written(each, text, offsets, title))).encode("utf-8")
            between = ",\n"
    yield b'{"annotations":[]}\n' if between.startswith("{") else b"\n]}\n"


def _written(placed: PlacedAnnotation, text: str, offsets: OffsetMap, title: str | None) -> Record:
    annotation = placed.annotation
    user = f"acct:{annotation.layer}@localhost"
    uri = URN + iri_from_path(annotation.document)
    exact, prefix, suffix = annotation.exact, annotation.prefix, annotation.suffix
    selectors: list[Record] = []
    if text and placed.start is not None and placed.end is not None:
        exact, prefix, suffix = make_selector(text, placed.start, placed.end, CONTEXT)
        start, end = offsets.to_utf16(placed.start), offsets.to_utf16(placed.end)
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    selectors.append({"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix})
    return {
        "id": guid_of_id(annotation.id) or annotation.id,
        "created": annotation.created,
        "updated": annotation.updated,
        "user": user,
        "uri": uri,
        "text": annotation.note,
        "tags": list(annotation.codes),
        "group": "__world__",
        "document": {"title": [title or annotation.document]},  # the schema of the service wants one
        "permissions": {deed: [user] for deed in ("read", "update", "delete", "admin")},
        "target": [{"source": uri, "selector": selectors}],
        _OURS: {"kind": annotation.kind} if annotation.kind is not None else {},
    }


# -- read -------------------------------------------------------------------------------------------------------


def fits(data: bytes) -> bool:
    """True for JSON in which annotations name a `uri`, as no Web Annotation does."""
    try:
        return is_hypothesis(_value(data))
    except BadLine:
        return False


def is_hypothesis(value: Any) -> bool:
    """True for what Hypothesis's client exports, for an answer of its API, for an array of its annotations or one."""
    rows = _rows(value)
    if isinstance(value, dict) and not rows:
        return "rows" in value or "export_date" in value or "annotations" in value
    first = rows[0] if rows else None
    return isinstance(first, dict) and isinstance(first.get("uri"), str) and "type" not in first


def parse(data: bytes) -> Iterator[ImportedAnnotation | Unplaced]:
    """Its annotations; a reply is told in the note of what it replies to."""
    try:
        rows = _rows(_value(data))
    except BadLine as error:
        yield Unplaced(str(error), "")
        return
    whole: list[Record] = []
    for row in rows:
        if isinstance(row, dict):
            whole.append(row)
        else:
            yield Unplaced("not an annotation: not a JSON object", shortened(dump(row)))
    threads = _threads(whole)
    answered: set[str] = set()
    for row in whole:
        if not _references(row):
            replies = threads.get(_text(row, "id"), ())
            item = _read(row, replies)
            yield item
            answered.add(_text(row, "id"))
            if isinstance(item, Unplaced):
                yield from (Unplaced("a reply to what could not be taken in", _said(each)) for each in replies)
    for row in whole:
        references = _references(row)
        if references and references[0] not in answered:
            yield Unplaced("a reply to an annotation that is not in the file", _said(row))


def _value(data: bytes) -> Any:
    """One JSON text, or one a line. Raises BadLine."""
    data = data.removeprefix(_BOM)
    try:
        return parse_json(data)
    except BadLine:
        if not data.lstrip().startswith(b'{"') or b"}\n{" not in data:
            raise
        return [parse_json(line) for line in data.split(b"\n") if line.strip()]


def _rows(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    for key in ("rows", "annotations"):
        if isinstance(value.get(key), list):
            # A search that keeps replies apart has them beside its rows.
            replies = value.get("replies")
            return [*value[key], *(replies if isinstance(replies, list) else ())]
    return [value] if "uri" in value else []


def _threads(rows: Iterable[Record]) -> dict[str, list[Record]]:
    """Replies by what the thread began with, in the order of time."""
    threads: dict[str, list[Record]] = {}
    for row in sorted(rows, key=lambda row: _text(row, "created")):
        if references := _references(row):
            threads.setdefault(references[0], []).append(row)
    return threads


def _read(row: Record, replies: Iterable[Record]) -> ImportedAnnotation | Unplaced:
    quote, position = _selectors(row)
    if not isinstance(quote.get("exact"), str):
        return Unplaced("a note on a whole page: it marks no passage", _said(row))
    note = "\n\n".join(filter(None, (_text(row, "text"), *map(_reply, replies))))
    ours = row.get(_OURS)
    kind = ours.get("kind") if isinstance(ours, dict) else None
    id = _text(row, "id")
    start, end = position.get("start"), position.get("end")
    item = stated(
        _path(row),
        id=id_of_guid(id) or id or None,
        exact=quote["exact"],
        start=start if _is_offset(start) else None,
        end=end if _is_offset(end) else None,
        prefix=_text(quote, "prefix"),
        suffix=_text(quote, "suffix"),
        note=note,
        codes=dict.fromkeys(_tags(row)),
        kind=kind if isinstance(kind, str) and kind else None,
        created=_text(row, "created"),
        updated=_text(row, "updated"),
        creator=_user(row),
        utf16=True,
    )
    links = row.get("links")
    if isinstance(links, dict) and isinstance(links.get("html"), str):
        item.record["via"] = links["html"]
    return item


def _path(row: Record) -> str:
    """The path that an address names, or the last of it: a page that was saved is called so."""
    uri = _text(row, "uri")
    if uri.startswith(URN):
        return path_from_iri(uri[len(URN) :]) or ""
    return path_of_absolute(uri) or uri


def _selectors(row: Record) -> tuple[Record, Record]:
    targets = row.get("target")
    target = targets[0] if isinstance(targets, list) and targets and isinstance(targets[0], dict) else {}
    selectors = target.get("selector")
    found: dict[Any, Record] = {}
    for each in selectors if isinstance(selectors, list) else ():
        if isinstance(each, dict) and isinstance(each.get("type"), str):
            found.setdefault(each["type"], each)
    return found.get("TextQuoteSelector", {}), found.get("TextPositionSelector", {})


def _reply(row: Record) -> str:
    tags = " ".join(f"#{tag}" for tag in _tags(row))
    said = " ".join(filter(None, (_text(row, "text"), tags)))
    return f"— {_user(row)}, {_text(row, 'created')[:10]}: {said}"


def _said(row: Record) -> str:
    return shortened(" · ".join(filter(None, (_text(row, "uri"), _user(row), _text(row, "text"), *_tags(row)))))


def _tags(row: Record) -> list[str]:
    tags = row.get("tags")
    return [tag for tag in tags if isinstance(tag, str) and tag] if isinstance(tags, list) else []


def _references(row: Record) -> list[str]:
    references = row.get("references")
    return [each for each in references if isinstance(each, str)] if isinstance(references, list) else []


def _user(row: Record) -> str:
    """`acct:name@authority` as the name; the name that is shown, where the account is not told."""
    account = _text(row, "user")
    if account:
        return account.removeprefix("acct:").partition("@")[0]
    info = row.get("user_info")
    return _text(info, "display_name") if isinstance(info, dict) else ""


def _is_offset(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""
