"""The original of a document in the reader's own program: a small script takes its place."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.errors import UnreadableFile
from index.reading import original
from tui.session.outside import FILE, CannotOpen, command_for, start

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom

SCRIPT = """#!/bin/sh
# Says what it was given, and where it runs; whatever it prints must not be seen.
echo "printed over the page"
echo "printed over the page" >&2
(echo "on the terminal" > /dev/tty) 2> /dev/null && echo "has a terminal" > {out}.tty
for argument in "$@"; do printf '%s\\n' "$argument"; done > {out}.part
pwd >> {out}.part
mv {out}.part {out}
"""


@pytest.fixture
def opener(tmp_path: Path) -> Path:
    """A program that writes its arguments into `given` beside it."""
    script = tmp_path / "opener"
    script.write_text(SCRIPT.replace("{out}", str(tmp_path / "given")))
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script


@pytest.mark.parametrize("size", [(120, 40), (20, 5)])
async def test_the_original_is_given_to_the_program(
    size: tuple[int, int], opener: Path, harbour: Desk, visit: OpenRoom
) -> None:
    given = opener.parent / "given"
    settings = {"open_with": (str(opener), "--page", "1; touch /tmp/x", "--file={file}")}
    async with visit(harbour.folder, size=size, outside=settings) as here:
        await here.press("g", "x")
        assert "ferry.txt was given to opener" in here.message
        await here.until(given.exists)
        shown = here.screen_text()
    assert given.read_text().splitlines() == ["--page", "1; touch /tmp/x", f"--file={harbour.folder}/ferry.txt", "/"]
    assert "printed" not in shown and not (opener.parent / "given.tty").exists()


async def test_the_side_with_the_keys_is_opened(opener: Path, harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, outside={"open_with": (str(opener),)}) as here:
        await here.press("S", "]", "d", "g", "x")
        await here.until((opener.parent / "given").exists)
    assert (opener.parent / "given").read_text().splitlines()[0] == f"{harbour.folder}/inquiry.md"


async def test_sealed_starts_nothing(opener: Path, harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, outside={"open_with": (str(opener),)}, sealed=True) as here:
        await here.press("g", "x")
        assert here.message == "sealed: no other program is started from this collection"
    assert not (opener.parent / "given").exists()


async def test_what_cannot_be_opened_is_said(opener: Path, homes: object, tmp_path: Path, visit: OpenRoom) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "one.txt").write_text("One\n\nA text.\n")
    async with visit(folder, outside={"open_with": ("no-such-program", FILE)}) as here:
        await here.press("g", "x")
        assert here.message.startswith("no-such-program was not found; outside.open_with")
    async with visit(folder, outside={"open_with": ("false",)}) as here:
        await here.press("g", "x")
        assert here.message.startswith("false ended with status 1")
    async with visit(folder, outside={"open_with": (str(opener),)}) as here:
        (folder / "one.txt").unlink()
        await here.press("g", "x")
        assert here.message == "one.txt is gone from the folder"
    assert not (opener.parent / "given").exists()


def test_without_a_setting_the_system_opens(opener: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = opener.rename(opener.parent / "xdg-open")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", str(system.parent))
    assert command_for((), Path("/a/-b c.txt")) == [str(system), "/a/-b c.txt"]
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CannotOpen, match="xdg-open was not found"):
        command_for((), Path("/a"))


def test_the_file_never_takes_the_place_of_the_program(opener: Path) -> None:
    with pytest.raises(CannotOpen):
        command_for([FILE], opener)
    with pytest.raises(CannotOpen):
        command_for([f"{opener.parent}/{FILE}"], Path("opener"))


def test_a_program_that_stays_has_a_session_of_its_own(tmp_path: Path) -> None:
    script = tmp_path / "stays"
    script.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 5\n")
    script.chmod(0o700)
    start([str(script)])
    pid = int((tmp_path / "pid").read_text())
    assert os.getsid(pid) == pid != os.getsid(0)
    os.kill(pid, 15)


@pytest.mark.parametrize("path", ["../out.txt", "/etc/passwd", "a/../../out.txt", "gone.txt", "folder", "link.txt"])
def test_only_files_of_the_collection_have_an_original(path: str, tmp_path: Path) -> None:
    root = tmp_path / "papers"
    (root / "folder").mkdir(parents=True)
    (root / "in.txt").write_text("in")
    (root / "in.zip").write_text("in")
    (tmp_path / "out.txt").write_text("out")
    (root / "link.txt").symlink_to(tmp_path / "out.txt")
    with pytest.raises(UnreadableFile):
        original(root, path, follow_links=False)
    assert original(root, "in.txt", follow_links=False) == root / "in.txt"
    assert original(root, "in.zip!/part 2", follow_links=False) == root / "in.zip"
    assert original(root, "link.txt", follow_links=True) == root / "link.txt"
