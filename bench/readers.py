"""Readers of formats: how much of the text that is expected each gives, and how fast.

    python -m bench.readers [../shared] [--half develop|judge] [--only html] [--show 0.9]

Web pages (formats/html_readability): F1 of the words against the article that is expected, title, byline, date; beside
trafilatura's own output for the same bytes in the same run, where it is installed. Rules are made on the half `develop`
of the pages (by a hash of the name) and judged on the other. Of both programs, lines that only say the title are left
out, since the expected articles leave them out.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._mail import mail
from bench._office import office
from bench._pages import Answer, Page, byline_fits, pages, title_fits, token_f1, without_title
from bench._timing import timed
from index.errors import UnreadableFile

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
NOT_THE_ARTICLE = frozenset({"headline", "boilerplate"})

Row = dict[str, object]


def ours(page: Page) -> Answer:
    """What Glossator's reader takes for the article: all but what it calls headline and boilerplate."""
    from index.readers.web.html import read

    found = read(page.source)
    text = "\n".join(found.text[b.start : b.end] for b in found.blocks if b.kind not in NOT_THE_ARTICLE)
    stated = found.metadata
    return Answer(text, stated.title or "", stated.authors, (stated.date_text or "")[:10])


def trafilaturas(page: Page) -> Answer:
    """What trafilatura takes for it, without comments, as it is set by default otherwise."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(page.source, include_comments=False, with_metadata=True)
    if found is None:
        return Answer("", "", (), "")
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Answer(found.text or "", found.title or "", authors, found.date or "")


def html(shared: Path, halves: tuple[str, ...], show: float) -> Iterator[Row]:
    """Web pages."""
    programs: dict[str, Callable[[Page], Answer]] = {"glossator": ours}
    if find_spec("trafilatura"):
        programs["trafilatura"] = trafilaturas
    for half in halves:
        some = pages(shared, half)
        scores: dict[str, list[float]] = {}
        for name, program in programs.items():
            if some:
                program(some[0])
                scores[name], row = _judged(program, some, show)
                yield {"format": "html", "half": half, "program": name, **row}
        if len(scores) == 2:
            pairs = list(zip(*scores.values(), strict=True))
            better, worse = sum(a > b + 0.005 for a, b in pairs), sum(a < b - 0.005 for a, b in pairs)
            yield {
                "format": "html",
                "half": half,
                "better": better,
                "alike": len(pairs) - better - worse,
                "worse": worse,
            }


def _judged(program: Callable[[Page], Answer], some: list[Page], show: float) -> tuple[list[float], Row]:
    scores: list[float] = []
    right = dict.fromkeys(("title", "byline", "date"), 0)
    spent = 0.0
    for page in some:
        answer, took = timed(lambda page=page: program(page))  # type: ignore[misc]
        spent += took.cpu
        scores.append(token_f1(without_title(answer.text, (answer.title, page.title)), page.text))
        right["title"] += title_fits(answer.title, page.title)
        right["byline"] += bool(page.byline) and byline_fits(answer.authors, page.byline)
        right["date"] += bool(page.date) and answer.date == page.date
        if scores[-1] < show:
            print(f"{page.name}: {scores[-1]:.3f}", file=sys.stderr)
    ordered = sorted(scores)
    size = sum(len(page.source) for page in some)
    return scores, {
        "pages": len(some),
        "F1": {
            "mean": round(sum(scores) / len(scores), 4),
            "p50": round(ordered[len(ordered) // 2], 4),
            "p10": round(ordered[len(ordered) // 10], 4),
            "below 0.5": sum(score < 0.5 for score in scores),
        },
        "title": f"{right['title']}/{len(some)}",
        "byline": f"{right['byline']}/{sum(bool(page.byline) for page in some)}",
        "date": f"{right['date']}/{sum(bool(page.date) for page in some)}",
        "MB/s": round(size / 1e3 / spent, 2),
        "pages/s": round(len(some) / spent * 1e3, 1),
    }


def speed(name: str, files: list[Path], read: Callable[[bytes], object]) -> Row:
    """How fast one reader is on some files, and how many of them it refuses; for formats without expected texts."""
    spent, size, refused = 0.0, 0, 0
    for file in files:
        data = file.read_bytes()
        size += len(data)

        def attempt(data: bytes = data) -> bool:
            try:
                read(data)
            except UnreadableFile:
                return False
            return True

        worked, took = timed(attempt)
        refused += not worked
        spent += took.cpu
    per_second = {"MB/s": round(size / 1e3 / spent, 2), "documents/s": round(len(files) / spent * 1e3, 1)}
    return {"format": name, "files": len(files), "refused": refused, **(per_second if spent else {})}


def pdf(shared: Path, halves: tuple[str, ...], show: float) -> Iterator[Row]:
    """PDF: texts (corpora/news) printed in columns with running heads, F1 of whole paragraphs and of words; beside
    pdftotext, whose paragraphs are what stands between blank lines. Files of others for the rate."""
    from bench._pdf_pages import SETTINGS, f1, paragraphs_of, printed, programs
    from index.readers.pdf.pdf import read

    texts = sorted((shared / "corpora" / "news" / "wikinews").rglob("*.txt"))
    for number, setting in enumerate(SETTINGS if texts else ()):
        expected = paragraphs_of(texts[8 * number : 8 * number + 8])
        data = printed(expected, setting)
        for name, program in programs():
            found, took = timed(lambda program=program, data=data: program(data))
            words = token_f1(" ".join(found), " ".join(expected))
            scores = {"paragraphs": round(f1(found, expected), 3), "words": round(words, 4)}
            # The clock of another process is not ours.
            rate = {"pages/s": round(data.count(b"/Type/Page/") / took.cpu * 1e3, 1)} if name == "glossator" else {}
            yield {"format": "pdf", "set in": setting.name, "program": name, **scores, **rate}
    yield speed("pdf", sorted((shared / "formats" / "pdf_pypdf").rglob("*.pdf")), read)


FORMATS: dict[str, Callable[[Path, tuple[str, ...], float], Iterator[Row]]] = {
    "html": html,
    "pdf": pdf,
    "office": office,
    "mail": mail,
}
"""What is measured of each format: shared folder, halves, and the score below which a document is named."""


def main() -> None:
    """Print what was measured, a line of JSON for each row."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--half", choices=("develop", "judge"))
    parser.add_argument("--only", choices=tuple(FORMATS))
    parser.add_argument("--show", type=float, default=0.0, help="name documents that score less")
    options = parser.parse_args()
    halves = (options.half,) if options.half else ("develop", "judge")
    for name, measure in FORMATS.items():
        if options.only in (None, name):
            for row in measure(options.shared, halves, options.show):
                print(json.dumps(row, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
