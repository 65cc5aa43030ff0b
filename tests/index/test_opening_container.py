"""A file that holds documents: a collection by itself, and a part of one where it lies in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import CollectionError
from index.opening import find_collection


def test_a_mailbox_in_a_collection_says_how_to_keep_to_it(tmp_path: Path) -> None:
    box = tmp_path / "letters.mbox"
    box.write_text("From a@b Mon Sep  8 10:00:00 2031\nSubject: x\n\ny\n")
    assert find_collection(box).root == tmp_path
    (tmp_path / ".glossator").mkdir()
    with pytest.raises(CollectionError, match=r"open .*, where path:letters\.mbox narrows"):
        find_collection(box)
