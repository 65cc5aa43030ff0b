"""Books and office documents: how much of their words each program gives, and which paragraphs come back exactly.

Three judges: the texts that lie beside the RTF files; pandoc's plain text of the other files; and news texts that
pandoc makes into files of each format, whose paragraphs are known. Other programs are measured where installed.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from html import escape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bench._pages import token_f1, tokens
from bench._timing import timed
from index.document import ExtractedText
from index.errors import UnreadableFile

FOLDERS = {"docx": "docx_pythondocx", "odt": "odt_odfpy", "epub": "epub", "rtf": "rtf_striprtf"}
_MADE = 25
"""News texts made into files."""

Row = dict[str, object]
Program = Callable[[bytes], list[str]]


def office(shared: Path, halves: tuple[str, ...], show: float) -> Iterator[Row]:
    """All four formats; the halves mean nothing here, since nothing is tuned on these files."""
    for kind, folder in FOLDERS.items():
        files = sorted((shared / "formats" / folder).rglob(f"*.{kind}"))
        judged = [(path, words) for path in files if (words := _expected(path, kind)) is not None]
        made = list(_made(shared, kind))
        for name, program in _programs(kind).items():
            if judged:
                yield {"format": kind, "program": name, "judge": _judge(kind), **_words(program, judged, show)}
            if made:
                yield {"format": kind, "program": name, "judge": "news", **_paragraphs(program, made)}


def _judge(kind: str) -> str:
    return "texts" if kind == "rtf" else "pandoc"


def _expected(path: Path, kind: str) -> str | None:
    if kind == "rtf":
        beside = path.parent.parent / "text" / f"{path.stem}.txt"
        return beside.read_text(encoding="utf-8") if beside.is_file() else None
    if shutil.which("pandoc") is None:
        return None
    ran = subprocess.run(
        ["pandoc", "-f", kind, "-t", "plain", "--wrap=none", str(path)], capture_output=True, text=True
    )
    return ran.stdout if ran.returncode == 0 else None


def _made(shared: Path, kind: str) -> Iterator[tuple[bytes, list[str]]]:
    """News texts as files of a format, with their paragraphs."""
    texts = sorted((shared / "corpora" / "news").rglob("*.txt"))
    for path in texts[:: max(1, len(texts) // _MADE)][:_MADE] if shutil.which("pandoc") else ():
        text = path.read_text(encoding="utf-8")
        paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
        page = "".join(f"<p>{escape(part)}</p>" for part in paragraphs).encode()
        command = ["pandoc", "-s", "-f", "html", "-t", kind, "--metadata", "title=", "-o", "-"]
        yield subprocess.run(command, input=page, capture_output=True, check=True).stdout, paragraphs


def _programs(kind: str) -> dict[str, Program]:
    found: dict[str, Program] = {"glossator": lambda data: _blocks(import_module(f"index.readers.{kind}").read(data))}
    name, program = {"docx": ("docx", _python_docx), "odt": ("odf", _odfpy), "rtf": ("striprtf", _striprtf)}.get(
        kind, ("", None)
    )
    if program is not None and find_spec(name):
        found[name] = program
    return found


def _blocks(found: ExtractedText) -> list[str]:
    """Addresses too, since the expected texts of RTF files have them."""
    lines = [found.text[block.start : block.end] for block in found.blocks if block.kind != "boilerplate"]
    if found.reader.startswith("rtf/"):
        lines += [link.target for link in found.links if not link.target.startswith("#")]
    return lines


def _python_docx(data: bytes) -> list[str]:
    from docx import Document

    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def _odfpy(data: bytes) -> list[str]:
    from odf import teletype
    from odf.opendocument import load
    from odf.text import H, P

    document = load(io.BytesIO(data))
    return [teletype.extractText(element) for kind in (H, P) for element in document.getElementsByType(kind)]


def _striprtf(data: bytes) -> list[str]:
    from striprtf.striprtf import rtf_to_text

    return str(rtf_to_text(data.decode("latin-1"), errors="replace")).split("\n")


def _words(program: Program, judged: list[tuple[Path, str]], show: float) -> Row:
    scores, held, spent, size, refused = [], [], 0.0, 0, 0
    for path, expected in judged:
        data = path.read_bytes()
        found, took = timed(lambda data=data: _attempt(program, data))  # type: ignore[misc]
        if found is None:
            refused += 1
            continue
        spent, size = spent + took.cpu, size + len(data)
        text = "\n".join(found)
        wanted = tokens(expected)
        scores.append(token_f1(text, expected))
        held.append(sum((tokens(text) & wanted).values()) / max(1, sum(wanted.values())) if wanted else 1.0)
        if scores[-1] < show:
            print(f"{path.name}: {scores[-1]:.3f}", file=sys.stderr)
    return {
        "files": len(judged), "refused": refused, "F1": round(sum(scores) / max(1, len(scores)), 4),
        "words found": round(sum(held) / max(1, len(held)), 4), **_rate(len(scores), size, spent),
    }  # fmt: skip


def _attempt(program: Program, data: bytes) -> list[str] | None:
    try:
        # Some print what they cannot read.
        with redirect_stdout(io.StringIO()):
            return program(data)
    except UnreadableFile:
        return None
    except Exception as error:
        print(f"{type(error).__name__}: {error}"[:200], file=sys.stderr)
        return None


def _paragraphs(program: Program, made: list[tuple[bytes, list[str]]]) -> Row:
    right = total = size = 0
    spent = 0.0
    for data, paragraphs in made:
        found, took = timed(lambda data=data: _attempt(program, data))  # type: ignore[misc]
        spent, size = spent + took.cpu, size + len(data)
        lines = {" ".join(line.split()) for line in found or ()}
        right += sum(paragraph in lines for paragraph in paragraphs)
        total += len(paragraphs)
    return {"files": len(made), "paragraphs": f"{right}/{total}", **_rate(len(made), size, spent)}


def _rate(files: int, size: int, spent: float) -> Row:
    if not spent:
        return {}
    return {"MB/s": round(size / 1e3 / spent, 2), "documents/s": round(files / spent * 1e3, 1)}
