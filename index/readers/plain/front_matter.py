"""The YAML block between `---` lines that opens many Markdown documents: what the document states of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.document import Evidence, Metadata, Span

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node

_MAX = 65_536
_MAX_NESTED = 200
"""More brackets than this are no metadata; YAML takes time that grows with their square."""

_CLOSES = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_FIRST_KEY = re.compile(r"\s*[\w][\w -]*:(?:\s|$)")

_FIELDS = {
    "title": "title",
    "headline": "title",
    "author": "authors",
    "authors": "authors",
    "byline": "authors",
    "date": "date",
    "published": "date",
    "source": "source",
    "publication": "source",
    "publisher": "source",
    "outlet": "source",
    "language": "language",
    "lang": "language",
    "tags": "tags",
    "keywords": "tags",
}


def front_matter(text: str) -> tuple[int, Metadata]:
    """Where the front matter ends (0 where there is none) and what it states.

    Front matter that cannot be read is skipped as such, with nothing taken from it. The date is given as it stands.
    """
    if not text.startswith("---"):
        return 0, Metadata()
    opening = _CLOSES.match(text)
    closing = _CLOSES.search(text, opening.end(), _MAX) if opening else None
    if opening is None or closing is None:
        return 0, Metadata()
    source = text[opening.end() : closing.start()]
    root = _compose(source)
    if root is None:
        return (closing.end(), Metadata()) if _FIRST_KEY.match(source) else (0, Metadata())
    return closing.end(), _metadata(root, opening.end())


def _compose(source: str) -> MappingNode | None:
    """The mapping as nodes with their positions, every scalar a string; None where it is none or cannot be trusted."""
    import yaml

    if source.count("[") + source.count("{") > _MAX_NESTED:
        return None
    try:
        for event in yaml.parse(source, Loader=yaml.BaseLoader):
            # An alias repeats what it names, and a few lines of them fill any memory.
            if isinstance(event, yaml.AliasEvent):
                return None
        root = yaml.compose(source, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return root if isinstance(root, yaml.MappingNode) else None


def _metadata(root: MappingNode, offset: int) -> Metadata:
    stated: dict[str, list[str]] = {}
    evidence: list[Evidence] = []
    for key, node in root.value:
        field = _FIELDS.get(str(key.value).strip().lower())
        values = _scalars(node)
        if field is None or field in stated or not values:
            continue
        stated[field] = values
        span = Span(offset + node.start_mark.index, offset + node.end_mark.index)
        evidence.append(Evidence(field, "front-matter", span))
    return Metadata(
        title=_first(stated, "title"),
        authors=tuple(stated.get("authors", ())),
        source=_first(stated, "source"),
        date_text=_first(stated, "date"),
        language=_first(stated, "language"),
        evidence=tuple(evidence),
        tags=tuple(stated.get("tags", ())),
    )


def _scalars(node: Node) -> list[str]:
    """The strings of a scalar, or of a list of scalars or of mappings with a name, without YAML's words for nothing."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        return [text for item in node.value for text in _scalars(item)[:1]]
    if isinstance(node, yaml.MappingNode):
        return [text for key, value in node.value if key.value == "name" for text in _scalars(value)[:1]]
    text = " ".join(str(node.value).split())
    return [] if text.lower() in {"", "~", "null"} else [text]


def _first(stated: dict[str, list[str]], field: str) -> str | None:
    return next(iter(stated.get(field, ())), None)
