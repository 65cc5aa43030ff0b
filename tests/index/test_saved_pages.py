"""Folders of saved pages are no documents of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import Skipped
from index.walk import walk


@pytest.mark.parametrize("ending", ["_files", "-Dateien", "_fichiers", "_archivos"])
def test_the_folder_of_a_saved_page_is_told_once_and_not_entered(tmp_path: Path, ending: str) -> None:
    (tmp_path / "Report.html").write_text("<p>x")
    for folder in (f"Report{ending}", f"Letters{ending}"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.txt").write_text("x")
    found = list(walk(tmp_path))
    assert Skipped(f"Report{ending}", "pictures and programs of the saved page Report.html", False) in found
    assert [each.path for each in found if not isinstance(each, Skipped)] == [
        f"Letters{ending}/frame.txt",
        "Report.html",
    ]
