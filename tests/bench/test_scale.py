"""The benchmark of size: what it makes can be read, and what it watches is seen."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


def test_every_format_of_the_mix_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bench import _mixing
    from index.config import load_settings
    from index.readers import holds_documents, read_file
    from index.readers.contained import Contained, Limits, parts

    monkeypatch.setattr(_mixing, "MAKER", Path("/nonexistent"))
    assert _mixing.write_mix(tmp_path, 100) == Counter(_mixing.SHARES)
    limits = Limits(10**8, load_settings(None).settings.formats, False)
    texts: Counter[str] = Counter()
    for file in filter(Path.is_file, tmp_path.rglob("*")):
        if holds_documents(file.name):
            found = [part.result for part in parts(tmp_path, str(file.relative_to(tmp_path)), limits)
                     if isinstance(part, Contained)]  # fmt: skip
        else:
            found = [read_file(file, 10**8, follow_links=False)]
        texts[file.suffix[1:]] += sum(len(each.extracted.text) > 200 for each in found)
    assert texts == Counter(_mixing.SHARES)


def test_a_process_and_those_below_it_are_watched() -> None:
    from bench._family import Watched, running

    below = "import sys; held = bytearray(b'x') * 90_000_000; print(1, flush=True); sys.stdin.read()"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {below!r}])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdout.readline()
        with Watched(process.pid) as watched:
            assert list(running(process.pid).values()) == [1]
        process.stdin.close()
    assert watched.by_role["indexer"] > 90
    assert watched.most > watched.by_role["indexer"]
    assert watched.cpu > 0
