"""The shipped config.yaml: complete, explained, the same in a checkout and in the wheel."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import get_type_hints

import pytest
import yaml

from index.config import load_settings, shipped_file
from index.settings import Settings

ROOT = Path(__file__).parents[3]


def test_the_shipped_file_sets_everything_and_nothing_else() -> None:
    shipped = yaml.safe_load((ROOT / "config.yaml").read_text())
    for name, kind in get_type_hints(Settings).items():
        if dataclasses.is_dataclass(kind):
            assert list(shipped[name]) == [field.name for field in dataclasses.fields(kind)]
    assert set(shipped) == {field.name for field in dataclasses.fields(Settings)}


def test_every_setting_has_a_line_that_says_what_it_does() -> None:
    lines = (ROOT / "config.yaml").read_text().splitlines()
    keys = next(number for number, line in enumerate(lines) if line == "keys:")
    for number, line in enumerate(lines[:keys]):
        if re.match(r" *[\w-]+:", line):
            assert lines[number - 1].lstrip().startswith("# "), line


def test_defaults_load_with_their_types() -> None:
    loaded = load_settings(None)
    assert loaded.warnings == []
    assert loaded.settings.search.engine == "whoosh"
    assert loaded.settings.annotations.kinds[0] == "highlight"
    assert isinstance(loaded.settings.screen.which_key_seconds, float)
    assert all(isinstance(keys, tuple) for keys in loaded.settings.keys.values())
    origin = loaded.provenance["search.engine"]
    assert origin.source == str(ROOT / "config.yaml")
    assert "engine: whoosh" in (ROOT / "config.yaml").read_text().splitlines()[(origin.line or 0) - 1]


def test_a_checkout_reads_the_file_at_the_root() -> None:
    assert shipped_file() == ROOT / "config.yaml"


@pytest.mark.skipif(shutil.which("git") is None and not (ROOT / "LICENSE").exists(), reason="no checkout")
def test_the_wheel_carries_the_same_file(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert archive.read("index/config.yaml") == (ROOT / "config.yaml").read_bytes()
        archive.extractall(tmp_path / "site")
    assert "index/py.typed" in names
    assert "tui/py.typed" in names
    program = (
        "from index.config import load_settings, shipped_file; import json;"
        "print(json.dumps([str(shipped_file()), load_settings(None).settings.search.engine]))"
    )
    ran = subprocess.run(
        [sys.executable, "-P", "-c", program],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(ran.stdout) == [str(tmp_path / "site" / "index" / "config.yaml"), "whoosh"]
