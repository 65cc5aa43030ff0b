"""A folder of many documents in mixed formats: how fast it can be searched and read, and what that takes.

    python bench/scale.py [--documents N] [--shape SHAPE] [--folder DIR] [--no-recoll] [--json]

The collection is indexed as the reader does it, in the indexer process and its workers. Half way all of these are
killed; a second run goes on from there. Then ten files change. Memory is the sum over all processes, each page counted
once (PSS), looked at every 0.4 s. Beside it `recollindex`, where it is installed, on the same folder.
`--shape tiny`: nothing but very small files; mbox, zip, csv: one file with all documents in it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import GeneratorType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._family import Watched, running
from bench._mixing import MARK, SHARES, write_mix
from bench._shapes import SHAPES
from bench._timing import timed

Row = dict[str, Any]
_RACY = 2.5
"""Seconds after which the time of a file is proof that it has not changed since."""
_CHANGED = 10
_JUDGED = 150
"""Files of a format that its rate is taken from."""


# -- one run, in a process of its own ----------------------------------------------------------------------------------


def index(root: Path) -> None:
    """Bring the collection up to date; a line of JSON to each event, and one to the first answer."""
    from index.collection import Collection
    from index.config import load_settings
    from index.events import Committed, Event, IndexSummary, Progress

    began = time.monotonic()

    def tell(**what: object) -> None:
        print(json.dumps({"at": round(time.monotonic() - began, 3), **what}), flush=True)

    collection = Collection.open(root, load_settings(root).settings)
    answered = []

    def on_event(event: Event) -> None:
        if isinstance(event, Progress):
            tell(stage=event.stage, done=event.done, total=event.total)
        elif isinstance(event, Committed):
            tell(committed=event.documents)
            if not answered and event.documents:
                collection.refresh()
                hits = collection.search("government OR president", limit=20).total
                answered.append(hits)
                tell(answered=hits)
        elif isinstance(event, IndexSummary):
            tell(added=event.added, unchanged=event.unchanged, updated=event.updated, skipped=len(event.skipped))

    summary = collection.update(on_event)
    tell(
        documents=summary.documents,
        reasons=Counter(each.reason[:80] for each in summary.skipped).most_common(5),
        marked=collection.search(MARK, limit=1).total,
    )
    collection.close()


class Run:
    """What a run said, and what it took."""

    def __init__(self, root: Path, kill_at: int | None = None) -> None:
        """`kill_at`: documents after whose commit all of it is killed."""
        words = [sys.executable, "-P", __file__, "--index", "--folder", str(root)]
        self.killed = False
        self.committed = self.read = 0
        self.to_read = 0
        self.first: dict[str, float] = {}
        self.last: dict[str, float] = {}
        self.said: Row = {}
        before = _spent()
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process, Watched(process.pid) as watched:
            self._listen(process, watched, kill_at)
            self.family = watched
        # Of those that are over their parents know it; where they were killed, there is only what was seen.
        self.cpu = max(_spent() - before, watched.cpu)
        if not self.killed and process.returncode:
            raise SystemExit(f"the run ended with {process.returncode}")

    def _listen(self, process: subprocess.Popen[str], watched: Watched, kill_at: int | None) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            row = json.loads(line)
            at = row.pop("at")
            if "stage" in row:
                watched.stage = row["stage"]
                if row["stage"] == "read":
                    self.read, self.to_read = row["done"], row["total"]
            for key in row:
                key = row["stage"] if key == "stage" else key
                self.first.setdefault(key, at)
                self.last[key] = at
            self.committed += row.get("committed", 0)
            self.said.update(row)
            if kill_at is not None and self.committed >= kill_at:
                for pid in (process.pid, *running(process.pid)):
                    os.kill(pid, signal.SIGKILL)
                self.killed = True
                return


def _spent() -> float:
    """CPU seconds of all children that are over."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# -- the whole ---------------------------------------------------------------------------------------------------------


def scale(scratch: Path, root: Path, documents: int) -> Row:
    """Index, be killed, go on, change ten files, do nothing."""
    for kind in ("CACHE", "STATE", "DATA", "CONFIG"):
        os.environ[f"XDG_{kind}_HOME"] = str(scratch / kind.lower())
    files = [file for file in root.rglob("*") if file.is_file()]
    killed = Run(root, documents // 2)
    rest = Run(root)
    runs = (killed, rest)
    held = killed.said["added"] + rest.said["added"] if not killed.killed else rest.said["documents"]
    row: Row = {
        "documents": held,
        "files": len(files),
        "source_MB": _megabytes(files),
        "skipped": rest.said["skipped"],
        "reasons": rest.said["reasons"],
        "marked_found": rest.said["marked"],
        "first_commit_s": killed.first["committed"],
        "first_answer_s": killed.first.get("answered"),
        "killed_after": killed.committed,
        "read_and_lost": killed.read - killed.committed,
        "kept_at_resume": held - rest.said["added"] if killed.killed else held,
        "all_searchable_s": round(killed.last["committed"] + rest.last.get("committed", 0), 1),
        "everything_s": round(sum(max(run.last.values()) for run in runs), 1),
        "peak_PSS_MB": max(run.family.most for run in runs),
        "peak_by_stage_MB": _most(run.family.by_stage for run in runs),
        "peak_by_role_MB": _most(run.family.by_role for run in runs),
        "cpu_s": round(sum(run.cpu for run in runs), 1),
        "stage_wall_s": {s: round(e - rest.first[s], 1) for s, e in rest.last.items() if s in rest.family.by_stage},
        "cache_MB": _megabytes(file for file in (scratch / "cache").rglob("*") if file.is_file()),
    }
    row["documents_per_cpu_s"] = round(held / row["cpu_s"], 1)
    for file in files[:: max(1, len(files) // _CHANGED)][:_CHANGED]:
        if file.suffix in (".txt", ".md", ".html", ".eml", ".srt", ".csv", ".mbox"):
            with file.open("ab") as out:
                out.write(b"\n\nA later hand added these words.\n\n")
        else:
            os.utime(file)
    time.sleep(_RACY)
    for name in ("ten_changed", "nothing_changed"):
        again = Run(root)
        row[name] = {
            "seconds": max(again.last.values()),
            "searchable_s": again.first.get("committed"),
            "cpu_s": round(again.cpu, 2),
            "read": again.read,
            "peak_PSS_MB": again.family.most,
        }
    return row


def _most(parts: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts:
        for name, value in part.items():
            found[name] = max(found.get(name, 0), value)
    return found


def _megabytes(files: Any) -> int:
    return int(sum(file.stat().st_size for file in files) // 1_000_000)


def rates(root: Path) -> dict[str, Row]:
    """Reading and understanding the structure of some files of each format, in this process."""
    from index.config import load_settings
    from index.indexing.results import ReadResult
    from index.indexing.worker_tasks import Tools, call
    from index.readers.contained import Limits

    settings = load_settings(None).settings
    most = settings.documents.max_megabytes * 1_000_000
    limits = Limits(most, settings.formats, False, settings.documents.ignore)
    tools = Tools({"root": str(root), "limits": limits, "catalogue": "", "common": frozenset()})

    def read(file: Path) -> int:
        result = call(tools, "read", (str(file.relative_to(root)),))
        parts = list(result) if isinstance(result, GeneratorType) else [result]
        return sum(isinstance(part, ReadResult) for part in parts)

    found: dict[str, Row] = {}
    for kind in SHARES:
        files = sorted(root.rglob(f"*.{kind}"))
        files = files[:: max(1, len(files) // _JUDGED)][:_JUDGED]
        if files:
            read(files[0])  # its library is loaded
            count, took = timed(lambda files=files: sum(map(read, files)))  # type: ignore[misc]
            found[kind] = {"documents": count, "documents_per_cpu_s": round(count / took.cpu * 1e3)}
    return found


def recoll(scratch: Path, root: Path) -> Row | None:
    """What Recoll's indexer takes for the same folder."""
    where = scratch / "recoll"
    where.mkdir()
    (where / "recoll.conf").write_text(f"topdirs = {root}\nloglevel = 2\nlogfilename = {where}/log\n")
    try:
        process = subprocess.Popen(
            ["recollindex", "-c", str(where)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except FileNotFoundError:
        return None
    began, before = time.monotonic(), _spent()
    with Watched(process.pid) as watched:
        process.wait()
    took, spent = time.monotonic() - began, _spent() - before
    ask = ["recollq", "-c", str(where), "-n", "1", "mime:text/* OR mime:message/* OR mime:application/*"]
    said = subprocess.run(ask, capture_output=True, text=True).stdout
    return {
        "everything_s": round(took, 1),
        "cpu_s": round(max(spent, watched.cpu), 1),
        "peak_PSS_MB": watched.most,
        "cache_MB": _megabytes(file for file in where.rglob("*") if file.is_file()),
        "found_up_to_1000": [line for line in said.splitlines() if "result" in line],
        "missing": (where / "missing").read_text().split("\n") if (where / "missing").exists() else [],
    }


def main() -> None:
    """Make, measure, show."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--shape", choices=("mix", *SHAPES), default="mix")
    parser.add_argument("--folder", type=Path, help="keep the documents here; used as they are where there are some")
    parser.add_argument("--no-recoll", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--index", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.index:
        index(options.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        root = options.folder or scratch / "desk"
        if not root.exists():
            root.mkdir(parents=True)
            if options.shape == "mix":
                write_mix(root, options.documents)
            else:
                SHAPES[options.shape](root, options.documents)
        row: Row = {"shape": options.shape}
        if options.shape == "mix":
            row["formats"] = rates(root)
        # Recoll comes first: its child processes are then over, and do not count as ours.
        row["recoll"] = None if options.no_recoll else recoll(scratch, root)
        row = {**row, **scale(scratch, root, options.documents)}
    if options.json:
        print(json.dumps(row))
        return
    for key, value in row.items():
        if isinstance(value, dict):
            print(key)
            for part, of_part in value.items():
                print(f"    {part:22} {of_part}")
        else:
            print(f"{key:26} {value}")


if __name__ == "__main__":
    main()
