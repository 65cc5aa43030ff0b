"""Texts printed as PDF files whose paragraphs are known, and what programs make of them again."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench._pdfs import Made

_TOP, _FOOT = 770.0, 60.0
_SIZE, _LEADING = 8.0, 9.6
_LETTER = 0.6 * _SIZE
_FOLDED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})


@dataclass(frozen=True)
class Setting:
    """How a text is set."""

    name: str
    columns: int
    indent: int
    """Letters."""
    gap: float
    """Points between paragraphs."""


SETTINGS = (
    Setting("one column, gaps", 1, 0, 5.0),
    Setting("one column, indents", 1, 3, 0.0),
    Setting("two columns, gaps", 2, 0, 5.0),
    Setting("two columns, indents", 2, 2, 0.0),
    Setting("three columns, indents", 3, 2, 0.0),
)


def paragraphs_of(files: Sequence[Path]) -> list[str]:
    """The paragraphs of some texts, with the signs that every font has."""
    found = [" ".join(part.split()) for file in files for part in re.split(r"\n+", file.read_text(errors="replace"))]
    plain = [part.translate(_FOLDED).encode("latin-1", "ignore").decode("latin-1") for part in found]
    return [part for part in plain if len(part) > 60]


def printed(paragraphs: Sequence[str], setting: Setting) -> bytes:
    """The paragraphs on pages with running heads and numbers, in a font of one width."""
    made = Made()
    wide = (595 - 100 - 16 * (setting.columns - 1)) / setting.columns
    letters = int(wide / _LETTER)
    column, y = setting.columns, 0.0
    for paragraph in paragraphs:
        for number, line in enumerate(_wrapped(paragraph, letters, setting.indent)):
            if y < _FOOT or not made.pages:
                column, y = column + 1, _TOP
                if column >= setting.columns:
                    column = 0
                    made.page().at(50, 800, ("The Record", "A Year of News")[len(made.pages) % 2], 8)
                    made.at(290, 30, str(len(made.pages)), 8)
            indent = setting.indent * _LETTER if number == 0 else 0
            made.at(50 + column * (wide + 16) + indent, y, line, _SIZE)
            y -= _LEADING
        y -= setting.gap
    return made.data()


def _wrapped(text: str, letters: int, indent: int) -> list[str]:
    lines: list[str] = []
    line, room = "", letters - indent
    for word in text.split():
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line, room = word, letters
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def glossators(data: bytes) -> list[str]:
    """What Glossator's reader takes for paragraphs."""
    from index.readers.pdf.pdf import read

    found = read(data)
    return [found.text[block.start : block.end] for block in found.blocks if block.kind != "boilerplate"]


def pdftotexts(data: bytes) -> list[str]:
    """What poppler's pdftotext writes between blank lines, its lines rejoined."""
    said = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True)
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n|\f", said.stdout.decode()) if part.strip()]


def rejoined(data: bytes) -> list[str]:
    """The same, divided by the rules by which Glossator divides wrapped plain text."""
    from index.readers.paragraphs import paragraphs

    said = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True)
    text = said.stdout.decode().replace("\f", "\n\n")
    return [" ".join(text[start:end].split()) for start, end in paragraphs(text)]


def programs() -> Iterator[tuple[str, Callable[[bytes], list[str]]]]:
    """Those that are installed."""
    yield "glossator", glossators
    if shutil.which("pdftotext"):
        yield "pdftotext", pdftotexts
        yield "pdftotext, rejoined", rejoined


def f1(found: Sequence[str], expected: Sequence[str]) -> float:
    """Of whole paragraphs, letter by letter but for white space."""
    got, meant = (Counter(" ".join(each.split()) for each in some) for some in (found, expected))
    common = sum((got & meant).values())
    return 2 * common / max(1, sum(got.values()) + sum(meant.values()))
