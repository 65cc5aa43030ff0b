"""Two people at work on one layer at once: every mark of either is there, and both see the same."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import index
from index.annotations.lines import dump_line
from index.annotations.record import to_record
from index.annotations.store import LayerStore

ROOT = Path(index.__file__).parents[1]
WRITER = """
import hashlib, sys, time
from dataclasses import replace
from pathlib import Path
from index.annotations.lines import parse_line
from index.annotations.record import from_record, to_record
from index.annotations.store import LayerStore

folder, name, marks = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
base = from_record(parse_line(sys.stdin.buffer.readline().rstrip()), "ann")
store = LayerStore(folder, "ann")
for number in range(marks):
    store.write(lambda lookup: [to_record(replace(base, id=f"urn:x:{name}:{number}", note=name))])
    if number % 20 == 10:
        store.compact()
    # A mark of both: whoever comes second builds on what the first wrote.
    def more(lookup):
        before = lookup("urn:x:shared")
        old = from_record(before, "ann") if before else replace(base, id="urn:x:shared")
        return [to_record(replace(old, codes=(*old.codes, f"{name}{number}")), before)]
    store.write(more)
end = time.monotonic() + 20
while len(store.annotations()) < 2 * marks + 1 or len(store.find("urn:x:shared").codes) < 2 * marks:
    assert time.monotonic() < end
    time.sleep(0.005)
    store.refresh()
seen = sorted((each.id, each.note, each.codes) for each in store.annotations())
print(hashlib.sha256(repr(seen).encode()).hexdigest())
"""


def test_a_hundred_marks_of_two_processes_and_one_view_of_them(tmp_path: Path, mark_any) -> None:
    folder = tmp_path / ".glossator"
    base = dump_line(to_record(mark_any("Some words here.", 5, 10)))

    def write(name: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", WRITER, str(folder), name, "50"],
            input=base,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(write, "ab")
    assert one == other
    store = LayerStore(folder, "ann")
    store.refresh()
    assert len(store.annotations()) == 101 and store.faults() == []
