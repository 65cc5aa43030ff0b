"""A codebook alone (`.qdc`), as REFI-QDA has it: the codes in use and those of the codebook, with no passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.items import ImportedAnnotation, Source, Unplaced
from index.annotations.interchange.qda_codes import ReadCode, read_codes, write_codes
from index.annotations.interchange.refi_qda import ORIGIN
from index.annotations.interchange.safe_xml import children, parse_xml, tag
from index.annotations.lines import BadLine

NAMESPACE: Final = "urn:QDA-XML:codebook:1.0"


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """The codes of the codebook, in its order, and after them those in use that it does not have."""
    used = {code for placed in annotations for code in placed.annotation.codes}
    written = tag("CodeBook", (("xmlns", NAMESPACE), ("origin", ORIGIN)), write_codes(used, source.codebook()))
    yield ('<?xml version="1.0" encoding="utf-8"?>\n' + written + "\n").encode("utf-8")


def fits(data: bytes) -> bool:
    """True for XML whose root is a codebook of this kind."""
    return b"<" in data[:4096] and b"QDA-XML:codebook" in data[:4096]


def parse(data: bytes) -> Iterator[ImportedAnnotation | Unplaced]:
    """No annotation; why it holds no codes, where that is so."""
    try:
        codes = codes_of(data)
    except BadLine as error:
        yield Unplaced(str(error), "")
        return
    if not codes:
        yield Unplaced("a codebook with no codes", "")


def codes_of(data: bytes) -> list[ReadCode]:
    """Its codes, each after the one above it. Raises BadLine."""
    root = parse_xml(data)
    if root.tag != "CodeBook":
        raise BadLine("no codebook: its root is not CodeBook")
    return list(read_codes(next(children(root, "Codes"), None)).values())
