"""Hashes of files that are no longer what they were when they were listed."""

from __future__ import annotations

import os
from pathlib import Path

from index.manifest import Hashed, hashes
from index.opening import Opened
from index.paths import collection_folders


def test_a_pipe_has_no_hash_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    opened = Opened(tmp_path, "a.txt", True, collection_folders(tmp_path))
    assert list(hashes(opened)) == [Hashed(b"a.txt", None, "not a file")]
