"""The checked copy in the cache: equal, quick, and never trusted when anything has changed."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import config
from index.config import Loaded, load_settings
from index.paths import user_config_file, user_folder

ROOT = Path(__file__).parents[3]


def copies() -> list[Path]:
    return sorted((user_folder("cache") / "settings").glob("*.json"))


def test_the_copy_is_equal_to_what_was_checked(own: Callable[[str], Path]) -> None:
    own("search:\n  stemming: []\nscreen:\n  which_key_seconds: 1\n")
    first = load_settings(None)
    assert len(copies()) == 1
    assert load_settings(None) == first
    assert isinstance(load_settings(None), Loaded)


def test_the_copy_needs_neither_yaml_nor_pydantic(own: Callable[[str], Path]) -> None:
    own("search:\n  limit: 33\n")
    program = (
        "import sys; from index.config import load_settings; limit = load_settings(None).settings.search.limit;"
        "print(limit, *(name for name in ('yaml', 'pydantic', 'platformdirs', 'textual') if name in sys.modules))"
    )
    command = [sys.executable, "-P", "-c", program]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    second = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert second.stdout.split() == ["33"]


@pytest.mark.parametrize("damage", [b"", b"\x00" * 100, b"{}", b"garbage\n{}"])
def test_a_damaged_copy_is_not_taken(damage: bytes, own: Callable[[str], Path]) -> None:
    own("search:\n  limit: 33\n")
    load_settings(None)
    (copy,) = copies()
    whole = copy.read_bytes()
    copy.write_bytes(damage)
    assert load_settings(None).settings.search.limit == 33
    assert copy.read_bytes() == whole
    copy.write_bytes(whole.replace(b"33", b"34"))
    assert load_settings(None).settings.search.limit == 33


def test_every_change_makes_the_copy_stale(own: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    own("search:\n  limit: 33\n")
    assert load_settings(None).settings.search.limit == 33
    own("search:\n  limit: 34\n")
    assert load_settings(None).settings.search.limit == 34
    monkeypatch.setenv("GLOSSATOR_SEARCH__LIMIT", "35")
    assert load_settings(None).settings.search.limit == 35
    assert load_settings(None, {"search.limit": "36"}).settings.search.limit == 36
    monkeypatch.delenv("GLOSSATOR_SEARCH__LIMIT")
    user_config_file().unlink()
    assert load_settings(None).settings.search.limit == 20


def test_copies_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "_COPIES_KEPT", 3)
    for limit in range(8):
        load_settings(None, {"search.limit": str(limit)})
    assert len(copies()) == 3


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert load_settings(None).settings.search.limit == 20


def test_the_copy_is_closed_to_others() -> None:
    load_settings(None)
    (copy,) = copies()
    assert copy.stat().st_mode & 0o077 == 0
    assert copy.parent.stat().st_mode & 0o077 == 0


def test_a_copy_is_known_by_every_module_that_says_what_is_taken() -> None:
    folder = ROOT / "index"
    named = {"config_check.py"}
    for name in ("config_check.py", "config_bounds.py"):
        for node in ast.walk(ast.parse((folder / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("index."):
                named.add(f"{(node.module or '').removeprefix('index.').replace('.', '/')}.py")
    assert named - {"errors.py", "paths.py"} <= set(config.RULES)
    assert all((folder / name).is_file() for name in config.RULES)
