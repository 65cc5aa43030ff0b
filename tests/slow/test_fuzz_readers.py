"""Readers of every registered format, fed with samples that were damaged at random.

A reader gives a text or the reason why there is none; anything else is a finding, and so is a text that breaks the
rules of `ExtractedText`, more than a few seconds, a death of the process, or more memory than a worker may have. The
cases are numbered: the same number makes the same bytes, and `python tests/slow/test_fuzz_readers.py NUMBER [FILE]`
does one of them again. Seconds in all: TESTS_FUZZ_SECONDS, 20 where it is not set.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import select
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bench._damage import STORY, inside, made, mutated
from index.document import ExtractedText
from index.errors import UnreadableFile
from index.readers import FORMATS, holds_documents, is_supported, read_file, suffix_of
from index.readers.contained import Contained, Limits, parts
from index.reading import as_document
from index.settings import FormatsSettings

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "formats"
SECONDS = float(os.environ.get("TESTS_FUZZ_SECONDS", "20"))
SLOW_SECONDS = 5.0
"""CPU seconds for one case."""
HUNG_SECONDS = 60.0
MEGABYTES = 2048
LARGEST_SEED = 150_000
LIMITS = Limits(20_000_000, FormatsSettings(100, 100, 20_000, 4, 300), False)
MOST_FINDINGS = 20
KEPT = Path(tempfile.gettempdir()) / "glossator-fuzz"
"""Where what was found is kept."""
AS_THEY_STAND = ("text/", "markdown/", "rst/")
"""Readers whose text is the file itself; what would steer a terminal is made visible where it is shown."""


@cache
def seeds() -> dict[str, list[bytes]]:
    """Samples by suffix, of formats that are registered and installed."""
    found: dict[str, list[bytes]] = {
        suffix: [] for kind in FORMATS for suffix in kind.suffixes if is_supported("x" + suffix)
    }
    files = sorted(SHARED.rglob("*")) if SHARED.is_dir() else []
    told = [(suffix_of(file.name), file) for file in files]
    lying = [
        (s, file.read_bytes())
        for s, file in told
        if s in found and file.is_file() and file.stat().st_size < LARGEST_SEED
    ]
    for suffix, data in (*made(), *lying):
        for other in next((kind.suffixes for kind in FORMATS if suffix in kind.suffixes), ()):
            if other == suffix or not found.get(other, True):
                found[other].append(data)
    return {suffix: datas or [STORY.encode()] for suffix, datas in found.items()}


def case(number: int) -> tuple[str, bytes]:
    """The suffix and the bytes of a case."""
    chance = random.Random(number)
    all_seeds = seeds()
    kind = chance.choice([kind for kind in FORMATS if is_supported("x" + kind.suffixes[0])])
    suffix = chance.choice(kind.suffixes)
    data = chance.choice(all_seeds[suffix])
    other = chance.choice(all_seeds[chance.choice([*all_seeds])])
    if chance.random() < 0.5:
        with contextlib.suppress(Exception):
            return suffix, inside(data, other, chance)
    return suffix, mutated(data, other, chance)


# -- what a text must be ----------------------------------------------------------------------------------------------


def faults_of(found: ExtractedText) -> Iterator[str]:
    text, size = found.text, len(found.text)
    if re.search("[\r\ud800-\udfff]", text):
        yield "CR or a lone surrogate in the text"
    if not found.reader.startswith(AS_THEY_STAND) and re.search("[\0-\x08\x0b-\x1f\x7f-\x9f]", text):
        yield "a control character in the text: " + ascii(re.findall("[\0-\x08\x0b-\x1f\x7f-\x9f]", text)[:5])
    at = 0
    for block in found.blocks:
        if not at <= block.start < block.end <= size:
            yield f"{block} out of order or empty (after {at} of {size})"
            return
        if text[at : block.start].strip():
            yield f"{text[at : block.start].strip()[:40]!r} before {block} lies in no block"
        at = block.end
    if text[at:].strip():
        yield f"{text[at:].strip()[:40]!r} at the end lies in no block"
    starts = [page.start for page in found.pages]
    if starts != sorted(starts) or any(not 0 <= start <= size for start in starts):
        yield f"pages {starts[:10]} of {size}"
    for link in found.links:
        inner = re.fullmatch(r"#(\d+)", link.target)
        if not 0 <= link.start <= link.end <= size or (inner and int(inner[1]) > size):
            yield f"{link} of {size}"
    for each in found.metadata.evidence:
        if each.span and not 0 <= each.span.start <= each.span.end <= size:
            yield f"{each} of {size}"


def read(folder: Path, name: str) -> Iterator[tuple[str, ExtractedText]]:
    """What the program would read of a file; faults that it takes for its own are raised."""
    if not holds_documents(name):
        yield name, read_file(folder / name, LIMITS.max_bytes).extracted
        return
    for part in parts(folder, name, LIMITS):
        if isinstance(part, Contained):
            yield part.path, part.result.extracted
        elif "fault of Glossator" in getattr(part, "reason", ""):
            raise AssertionError(part.reason)  # type: ignore[union-attr]


def tried(number: int, folder: Path) -> tuple[str, str]:
    """What came of a case: read, refused, or a finding with its words."""
    import traceback

    suffix, data = case(number)
    name = "sample" + suffix
    (folder / name).write_bytes(data)
    began = time.process_time()
    found: list[tuple[str, ExtractedText]] = []
    result = "read"
    try:
        try:
            found.extend(read(folder, name))
        except UnreadableFile as error:
            result = "refused"
            assert str(error), "refused without a reason"
        took = time.process_time() - began
        for path, extracted in found[:50]:
            for fault in faults_of(extracted):
                return "finding", f"{suffix}: {path}: {fault}"
            as_document(path, extracted, "", frozenset())
        if took > SLOW_SECONDS:
            return "finding", f"{suffix}: {took:.1f} s for {len(data):,} bytes"
        if number % 10 == 0 and result == "read" and [*read(folder, name)] != found:
            return "finding", f"{suffix}: read otherwise the second time"
    except Exception as error:
        where = "".join(traceback.format_exception(error)).splitlines()
        return "finding", f"{suffix}: {type(error).__name__}: {str(error)[:200]} | " + " | ".join(
            line.strip() for line in where[-9:-1] if line.strip()
        )
    return result, suffix


# -- the child --------------------------------------------------------------------------------------------------------


def child(start: int, step: int) -> None:
    """Do case after case, saying which before it is begun."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 1_000_000, MEGABYTES * 1_000_000))
    os.nice(5)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(start, 1 << 40, step):
            print(json.dumps({"begun": number}), flush=True)
            result, words = tried(number, Path(folder))
            print(json.dumps({"number": number, "result": result, "words": words}), flush=True)


class Run:
    """Children until the time is over, each killed where a case hangs and begun anew behind it."""

    def __init__(self, seconds: float, start: int) -> None:
        self._end = time.monotonic() + seconds
        self._at = start
        self.counts: Counter[str] = Counter()
        self.findings: list[str] = []

    def run(self) -> None:
        while time.monotonic() < self._end and len(self.findings) < MOST_FINDINGS:
            process = subprocess.Popen(
                [sys.executable, __file__, "--child", str(self._at)],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
            try:
                why = self._listen(process)
            finally:
                process.kill()
                process.wait()
            if why:
                self._note(self._at, why)
                self._at += 1

    def _note(self, number: int, words: str) -> None:
        """Keep the file, which another sample or format would make another one of the same number."""
        suffix, data = case(number)
        KEPT.mkdir(exist_ok=True)
        (KEPT / f"{number}{suffix}").write_bytes(data)
        self.findings.append(f"{KEPT / f'{number}{suffix}'}: {words}")

    def _listen(self, process: subprocess.Popen[bytes]) -> str:
        assert process.stdout
        while time.monotonic() < self._end and len(self.findings) < MOST_FINDINGS:
            if not select.select([process.stdout], [], [], HUNG_SECONDS)[0]:
                return "hung"
            line = process.stdout.readline()
            if not line:
                return f"the process died ({process.wait()})"
            said: dict[str, Any] = json.loads(line)
            if "begun" in said:
                self._at = said["begun"]
                continue
            self._at += 1
            self.counts[said["result"]] += 1
            if said["result"] == "finding":
                self._note(said["number"], said["words"])
            else:
                self.counts[said["words"]] += 1
        return ""


@pytest.mark.slow
def test_no_damage_does_more_than_make_a_file_unreadable(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(SECONDS, int(os.environ.get("TESTS_FUZZ_START", "0")))
    run.run()
    with capsys.disabled():
        total = run.counts["read"] + run.counts["refused"] + run.counts["finding"]
        kinds = {name: count for name, count in sorted(run.counts.items()) if name.startswith(".")}
        print(
            f"\nfuzzed {total:,} files in {SECONDS:g} s: "
            f"{run.counts['read']:,} read, {run.counts['refused']:,} refused; {kinds}"
        )
    assert not run.findings, "\n".join(run.findings)
    assert run.counts["read"] > 0 and run.counts["refused"] > 0


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        child(int(sys.argv[2]), 1)
    elif len(sys.argv) > 2:
        Path(sys.argv[2]).write_bytes(case(int(sys.argv[1]))[1])
    else:
        with tempfile.TemporaryDirectory() as place:
            print(tried(int(sys.argv[1]), Path(place)))
