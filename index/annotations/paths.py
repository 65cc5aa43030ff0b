"""The path of a document as the IRI that an annotation names as its source, and back."""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

# What RFC 3986 allows in a path, less `:`, which in a first segment would read as the end of a scheme.
_PLAIN = "/!$&'()*+,;=@"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def iri_from_path(path: str) -> str:
    """A relative reference, in ASCII. Bytes of a name that do not decode (surrogate-escaped) come out as they are."""
    return quote_from_bytes(path.encode("utf-8", "surrogateescape"), safe=_PLAIN)


def path_from_iri(iri: str) -> str | None:
    """The path that a relative reference stands for; None where it is absolute or leaves the collection."""
    if _SCHEME.match(iri):
        return None
    path = _decoded(re.split("[?#]", iri, maxsplit=1)[0])
    return path if is_inside(path) else None


def path_of_absolute(iri: str) -> str | None:
    """The path part of an absolute IRI (`file:`, `http:`), to be compared with the ends of known paths."""
    scheme = _SCHEME.match(iri)
    if not scheme:
        return None
    rest = re.split("[?#]", iri[scheme.end() :], maxsplit=1)[0]
    if rest.startswith("//"):
        rest = rest[2:].partition("/")[2]
    return _decoded(rest).strip("/") or None


def is_inside(path: str) -> bool:
    """True for a relative path without `..`, which cannot lead out of the collection."""
    return bool(path) and not path.startswith("/") and "\0" not in path and ".." not in path.split("/")


def _decoded(quoted: str) -> str:
    # A line of somebody else's may hold what no text can: half of a character, escaped in its JSON.
    return unquote_to_bytes(quoted.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogateescape")
