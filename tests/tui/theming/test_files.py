"""Theme files: what is taken, what is refused and where, and that a checked copy serves the next start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import SettingsError
from index.paths import user_theme_folder
from tui.theming import files
from tui.theming.palettes import DARK, LIGHT

ROOT = Path(__file__).parents[3]


WANTED = 'ink: should be "#rrggbb" or a name such as ansi_red'
MANNERS = "bold, dim, italic, underline, reverse"


@pytest.fixture
def folder(homes: object) -> Path:
    made = user_theme_folder()
    made.mkdir(parents=True)
    return made


def faults(folder: Path, text: str) -> list[str]:
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        files.load("mine")
    return [fault.removeprefix(f"{folder / 'mine.yaml'}:") for fault in caught.value.faults]


def test_a_theme_is_its_base_with_some_roles_changed(folder: Path) -> None:
    (folder / "paper.yaml").write_text('base: light\nground_page: "#FFFFFF"\nstyle_match: bold underline\n')
    theme = files.load("paper")
    assert theme.palette.ground_page == "#ffffff" and theme.palette.style_match == "bold underline"
    assert theme.palette.ink == LIGHT.ink
    assert theme.warnings == ()


def test_names_are_those_of_the_files(folder: Path) -> None:
    for name in ("b.yaml", "a.yaml", ".hidden.yaml", "c.txt", "d e.yaml"):
        (folder / name).write_text("base: dark\n")
    (folder / "folder.yaml").mkdir()
    assert files.names() == ["a", "b"]


@pytest.mark.usefixtures("homes")
def test_there_need_be_no_folder() -> None:
    assert files.names() == []
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        files.load("mine")


@pytest.mark.parametrize("name", ["../config", "a/b", "", ".x", "a" * 61])
def test_a_name_is_no_path(folder: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="no such theme"):
        files.load(name)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: base: should be dark, light, contrast, mono or terminal"),
        ("base: drak\n", "1:7: base: should be dark, light, contrast, mono or terminal, not drak"),
        ("base: dark\ninkk: '#ffffff'\n", "2:1: inkk: no such role; is ink meant?"),
        ("base: dark\nink: #ffffff\n", "2:5: ink: should be a colour in quotes: without them # begins a comment"),
        ("base: dark\n\nink: white\n", f"3:6: {WANTED}, not white; is ansi_white meant?"),
        ("base: dark\nink: ansi_rde\n", f"2:6: {WANTED}, not ansi_rde; is ansi_red meant?"),
        ("base: dark\nink: '#fff'\n", f"2:6: {WANTED}, not #fff"),
        ("base: dark\nstyle_match: blink\n", f"2:14: style_match: should be none or some of {MANNERS}"),
        ("base: dark\nink: [1]\n", f"2:6: {WANTED}, not [1]"),
        ("base: &a dark\n", "1:7: theme: &a: anchors are not taken; write the value out"),
        ("- a\n", "1:1: theme: should be settings, each as `name: value`"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(folder: Path, text: str, fault: str) -> None:
    assert fault in faults(folder, text)


def test_every_fault_is_told_at_once(folder: Path) -> None:
    assert len(faults(folder, "base: x\nink: white\nnope: 1\n")) == 3


def test_a_file_too_large_is_refused(folder: Path) -> None:
    assert faults(folder, "base: dark\n" + "#" * files.MAX_BYTES) == ["1:1: theme: larger than 64 KB"]


def test_what_is_hard_to_read_is_told_and_put_on_all_the_same(folder: Path) -> None:
    (folder / "mine.yaml").write_text('base: dark\nink_faint: "#303030"\nink: "#777777"\n')
    theme = files.load("mine")
    assert theme.palette.ink == "#777777"
    told = [warning.removeprefix(f"{folder / 'mine.yaml'}:") for warning in theme.warnings]
    assert sorted(told) == [
        "2:12: ink_faint: hard to read with ground_raised: contrast 1.0, 3.0 is wanted",
        "3:6: ink: hard to read with ground_mark: contrast 2.9, 4.5 is wanted",
    ]


def test_a_changed_file_is_read_again(folder: Path) -> None:
    file = folder / "mine.yaml"
    file.write_text("base: dark\n")
    assert files.load("mine").palette == DARK
    file.write_text("base: light\n")
    assert files.load("mine").palette == LIGHT
    (copy,) = files.user_folder("cache").glob("themes/*.json")
    copy.write_text('{"digest": 1}')
    assert files.load("mine").palette == LIGHT


def test_the_checked_copy_needs_no_yaml(folder: Path) -> None:
    (folder / "mine.yaml").write_text("base: light\n")
    files.load("mine")
    program = "import sys; from tui.theming import files; print(files.load('mine').palette.ink, 'yaml' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [LIGHT.ink, "False"]


def test_a_folder_in_the_place_of_a_theme_is_told_and_let_go(folder: Path) -> None:
    (folder / "mine.yaml").mkdir()
    before = os.listdir("/dev/fd")
    with pytest.raises(SettingsError, match="Is a directory"):
        files.load("mine")
    assert os.listdir("/dev/fd") == before
