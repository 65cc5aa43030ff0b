"""Rich Text Format: the text as a word processor shows it, then its notes and its comments."""

from __future__ import annotations

from typing import Final

from index.document import ExtractedText, Metadata
from index.errors import UnreadableFile
from index.readers.office.flowing import Flow, assembled, stated
from index.readers.office.rtf_tables import Tables, tables
from index.readers.office.rtf_text import Interpreter
from index.readers.office.word_styles import meant_title
from index.readers.remarks import cut_short

READER: Final = "rtf/2"


def read(data: bytes) -> ExtractedText:
    """The text of an RTF file. Raises UnreadableFile."""
    start = data[:1_000].find(b"{\\rtf")
    if start < 0 or data[:start].strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise UnreadableFile("not an RTF file")
    data = data[start:]
    found = tables(data)
    interpreter = Interpreter(data, found)
    text = interpreter.read()
    whole = _once(interpreter.running["header"], "header")
    whole.extend(text)
    for kind, notes in interpreter.notes.items():
        for note in notes:
            whole.extend(note.as_kind("note", f"rtf:{kind}"))
    whole.extend(_once(interpreter.running["footer"], "footer"))
    extracted = assembled(whole, READER, _metadata(found), encoding=found.standard)
    return cut_short(extracted, "an RTF file") if interpreter.cut else extracted


def _once(parts: list[Flow], kind: str) -> Flow:
    """Heads or feet of pages, which every section states anew."""
    flow, seen = Flow(), set[str]()
    for part in parts:
        text = part.text().strip()
        if any(character.isalnum() for character in text) and text not in seen:
            seen.add(text)
            flow.extend(part.as_kind("boilerplate", f"rtf:{kind}"))
    return flow


def _metadata(found: Tables) -> Metadata:
    fields = {name: Interpreter(value, found).read().text() for name, value in found.properties.items()}
    return stated(
        "rtf:properties",
        title=meant_title(" ".join(fields.get("title", "").split())),
        authors=fields.get("author", "").split(";"),
        tags=fields.get("keywords", "").replace(";", ",").split(","),
    )
