"""Nothing that a collection holds reaches the terminal raw: hostile texts, driven through all places that show them."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import OpenTerminal, Terminal

pytestmark = pytest.mark.end_to_end

OSC_TITLE = "\x1b]0;PWNED\x07"
OSC_CLIPBOARD = "\x1b]52;c;UFdORUQ=\x07"
CLEAR = "\x1b[2J\x1b[1337m"
C1 = "\x9b1337m\x9d0;PWNED\x9c\x85"
TURNED = "\u202egnp.exe\u2066\u2069"
NUL = "\x00\x08\x7f"
MARKUP = "[@click=app.quit]x[/] [/foo] [red]y"
HOSTILE = f"Hostile{OSC_TITLE}{OSC_CLIPBOARD}{CLEAR}{C1}{TURNED}{NUL}\u2028\ufeff {MARKUP}"
ONE_LINE = HOSTILE.replace("\x00", "").replace("\x85", "").replace("\u2028", "")
NASTY = Path(__file__).parents[3] / "shared" / "formats" / "nasty_synthetic"

# What Textual itself sends: CSI with digits and a final letter, and the few that follow. Everything else is a leak.
_OURS = re.compile(
    r"\x1b\[[0-9;:?<>=!]*[ $]?[@-~]"  # CSI
    r"|\x1b[78=>M]"  # save, restore, keypad
    r"|\x1b[()][A-Z0-9]"  # character sets
    r"|\x1bP[^\x1b]*\x1b\\"  # a request for the terminal's version
    r"|\x1b\](?:22;[a-z-]*|11;\?)\x07"  # the shape of the mouse's pointer, a question about the ground
)
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe]")


def leaks(raw: bytes) -> list[str]:
    """What of the bytes steers a terminal and was not sent by the program itself."""
    text = raw.decode("utf-8", "replace")
    found = [text[max(0, at.start() - 20) : at.end() + 20] for at in re.finditer(r"\x1b\[[0-9;]*1337", text)]
    found += [match[0] for match in re.finditer(r"\x1b\](?:0|2|52);[^\x07\x1b]{0,20}", text)]
    rest = _OURS.sub("", text)
    found += [rest[max(0, at.start() - 20) : at.end() + 20] for at in _STEERING.finditer(rest)]
    return [repr(leak) for leak in found]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A collection in which everything that can be hostile is."""
    folder = tmp_path / f"papers{OSC_TITLE}{MARKUP.replace('/', '')}"
    folder.mkdir()
    (folder / "0 first.txt").write_text(
        f"{HOSTILE}\n\nBy Ines{OSC_TITLE} Varga\n\nCaptain Josef Hallam {HOSTILE} spoke.\n"
    )
    name = f"1 evil{OSC_TITLE}{OSC_CLIPBOARD}\x1b[31m\u202e[foo].txt".replace("/", "")
    (folder / name).write_text(f"Plain title\n\nCaptain Josef Hallam met {HOSTILE}.\n")
    (folder / "2 front.md").write_text(
        f'---\ntitle: "a {MARKUP} title"\nsource: "[/foo] outlet"\n---\n\n# {ONE_LINE}\n\nText of Josef Hallam.\n'
    )
    (folder / f"3{OSC_TITLE}\x9b31m.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (folder / f"4{OSC_TITLE}.txt").symlink_to(folder / "nowhere")
    with open(os.fsencode(folder) + b"/5 latin1_\xe9\xff.txt", "wb") as file:  # noqa: PTH123
        file.write(b"Bytes\n\nwords \xe9\x9b\x85 here.\n")
    return folder


def pasted(text: str) -> str:
    """What a terminal sends where this is pasted."""
    return f"\x1b[200~{text}\x1b[201~"


def walk(room: Terminal, steps: list[tuple[str, str]]) -> None:
    """Press keys; after each wait for words, or where there are none for quiet."""
    for keys, expected in steps:
        room.send(keys)
        room.until(expected) if expected else room.until_quiet(0.12)


def walk_through(room: Terminal) -> None:
    """Every place in which something of a collection is shown."""
    steps: list[tuple[str, str]] = [
        ("g", "annotations"),
        ("\x1b", ""),
        ("G", ""),
        ("gg", ""),
        ("/", "a phrase"),
        ("hallam", "documents"),
        ("\x1b[B", ""),
        ("\r", "match 1"),
        ("n", ""),
        ("n", ""),
        ("gr", "documents"),
        ("q", ""),
        ("\x1b", ""),
        ("/", ""),
        ("\x1b[200~a\x1b]0;PWNED\x07\x9b1337m\u202e\x1b[201~", ""),
        ("\x1b", ""),
        ("ge", ""),
        ("j", ""),
        ("\r", ""),
        ("q", ""),
        ("gd", ""),
        ("G", ""),
        ("F", "filter"),
        ("evil", ""),
        ("\r", ""),
        ("\r", ""),
        ("\x1b", ""),
        ("t", "code for"),
        ("\x1b[200~c\x1b]0;PWNED\x07[/foo]\u202e\x1b[201~", ""),
        ("\r", "marked"),
        ("a", "note on"),
        ("\x1b[200~note \x1b]0;PWNED\x07 \x1b[31m [/foo]\u202e\x9b1337m\x1b[201~", "note"),
        ("\r", "marked"),
        ("t", "code for"),
        ("\x1b", ""),
        ("ga", "Annotations"),
        ("c", "note on"),
        ("\x1b", ""),
        ("\r", ""),
        ("\r", "under the cursor"),
        ("\r", "q  close"),
        ("\x1b", ""),
        ("\x1b", ""),
        ("u", ""),
        ("gi", "Skipped"),
        ("q", ""),
        (":", "a command"),
        ("und", ""),
        ("\x1b", ""),
        ("?", "Help"),
        ("q", ""),
        ("V", ""),
        ("\x1b", ""),
        ("*", ""),
        ("]d", ""),
        ("]d", ""),
        ("]d", ""),
        ("zz", ""),
    ]
    walk(room, steps)


def test_nothing_hostile_reaches_the_terminal(hostile: Path, terminal: OpenTerminal) -> None:
    room = terminal(hostile, size=(120, 36))
    room.until("GLOSSATOR", "index up to date", "Hostile␛]0;PWNED␇")
    # Markup is shown as it stands: nothing of it was taken for a link or a colour.
    assert "[@click=app.quit]x" in room.screen
    walk_through(room)
    room.send("\x11")
    assert room.until_ended() == 0
    assert leaks(room.raw) == []


ESCAPED = r"\e]0;PWNED\a \e]52;c;UFdORUQ=\a \e[2J \x9b1337m \x9d \u202e \x7f \b [@click=app.quit]x [/foo]"


def decide(folder: Path) -> None:
    """A documents.yaml, written by hand by somebody who means harm; control characters by their escapes."""
    entries = "".join(
        f'  {json.dumps(name)}:\n    tags: ["{tag}{ESCAPED}", "[/foo]"]\n    title: "{title}"\n'
        f'    source: "[/foo]{title}"\n    date: "{ESCAPED}"\n    starred: true\n'
        for tag, name, title in (("one", "0 first.txt", ESCAPED), ("two", "2 front.md", "given [/foo]"))
    )
    (folder / ".glossator").mkdir()
    (folder / ".glossator" / "documents.yaml").write_text(f"# {TURNED}{MARKUP}\nversion: 1\ndocuments:\n{entries}")


def walk_through_what_came_later(room: Terminal) -> None:
    """The windows, the lines that one types, hints, places, sides, groups, menus."""
    nasty = "n\x1b]0;PWNED\x07\x1b[2J\x9b1337m\u202e[/foo][@click=app.quit]x"
    steps: list[tuple[str, str]] = [("gd", "sort"), ("s", "by source")]
    steps += [("S", "divided by source"), ("sF", "divided by folder"), ("sD", "divided by year"), ("sN", "")]
    steps += [("X", "checked"), ("T", "tags of"), ("f", ""), ("\x7f", ""), (pasted(nasty), "new tag"), ("\r", "")]
    steps += [("\x1b", ""), ("!", ""), ("U", ""), ("c", "title"), (pasted(nasty), ""), ("\t", ""), (pasted(nasty), "")]
    steps += [("\t", ""), (pasted(nasty), ""), ("\r", ""), ("\x1b", ""), ("O", "enter  write")]
    steps += [(pasted(nasty), ""), ("\r", ""), ("\x1b", ""), ("gg", ""), ("X", ""), ("c", "title"), ("\x1b", "")]
    for wrong in (
        "tag:\t",
        "source:\t",
        "path:\t\t",
        "date:" + pasted(nasty),
        "bogus:" + pasted(nasty),
        "is:" + pasted(nasty),
    ):
        steps += [("gd", ""), ("F", "filter"), (wrong, ""), ("\r", ""), ("\x1b", ""), ("\x1b", "")]
    steps += [("gd", ""), ("\x1b", ""), ("\x1b", ""), ("\x1b", "")]
    for query in (
        "/(PWN[/",
        f"/(?P<{nasty}/",
        f"hallam NEAR/{nasty}",
        f"{nasty}~9",
        f'"{nasty} x"~5',
        "H?llam",
        "Halam~",
    ):
        steps += [("/", ""), (pasted(query), ""), ("\r", ""), ("\x1b", ""), ("\x1b", "")]
    for line in (
        "open ",
        "open evil",
        f"theme {nasty}",
        f"goto {nasty}",
        f"sort {nasty}",
        f"filter tag:{nasty}",
        nasty,
    ):
        steps += [(":", "a command"), (pasted(line), ""), ("\t", ""), ("\r", ""), ("\x1b", ""), ("\x1b", "")]
    steps += [("gg", ""), ("mH", ""), ("ma", ""), ("'", ""), ("\x1b", ""), ("f", ""), ("\x1b", "")]
    steps += [(":", "a command"), ("messages\r", ""), ("G", ""), ("q", ""), ("\x1b", "")]
    steps += [("S", "2 of 2"), ("]d", ""), ("]d", ""), ("=", ""), ("]d", ""), ("\t", ""), ("S", "")]
    steps += [
        ("viq", ""),
        ("\x1b", ""),
        ("]e", ""),
        ("a", ""),
        ("x\r", "marked"),
        ("\r", ""),
        ("\x1b", ""),
        ("\x1b", ""),
    ]
    steps += [("vip", ""), ("y", ""), ("Y", ""), ("\x1b", ""), ("P", ""), ("r", ""), ("z", ""), ("z", "")]
    walk(room, steps)


@pytest.mark.slow
@pytest.mark.parametrize("settings", ['macros:\n  f9: ["filter {0}"]\n'])
def test_nothing_hostile_comes_through_windows_and_lines(
    settings: str, hostile: Path, tmp_path: Path, terminal: OpenTerminal
) -> None:
    own = tmp_path / "home" / ".config" / "glossator"
    own.mkdir(parents=True)
    (own / "config.yaml").write_text(settings.format(ESCAPED))
    below = hostile / f"folder{OSC_TITLE}\u202e[@click=app.quit]x"
    below.mkdir()
    shutil.copy(hostile / "0 first.txt", below / "again.txt")
    decide(hostile)
    room = terminal(hostile, size=(120, 36))
    room.until("GLOSSATOR", "index up to date")
    room.until("given [/foo]", "★")
    walk_through_what_came_later(room)
    walk(
        room, [("\x1b[20~", ""), ("\x1b", ""), ("?", "Help"), ("/", ""), (pasted("f9"), ""), ("\x1b", ""), ("\x1b", "")]
    )
    room.send("\x11")
    assert room.until_ended() == 0
    assert leaks(without_copies(room.raw)) == []


def without_copies(raw: bytes) -> bytes:
    """Without what the reader copied: sent as base64, which can steer nothing."""
    return re.sub(rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07", b"", raw.replace(OSC_CLIPBOARD.encode(), b"\x1b]0;leak"))


@pytest.mark.parametrize(
    "settings",
    [
        'keys:\n  "{0}": [q]\n',
        'keys:\n  quit: ["{0}"]\n',
        'macros:\n  "{0}": [quit]\n',
        'macros:\n  Q: ["{0}"]\n',
        'screen:\n  theme: "{0}"\n',
        "screen: [\x01\n",
        "# {1}\nscreen:\n  theme: {1}\n",
    ],
)
def test_mistakes_in_the_settings_are_told_harmlessly(settings: str, tmp_path: Path, terminal: OpenTerminal) -> None:
    own = tmp_path / "home" / ".config" / "glossator"
    (own / "themes").mkdir(parents=True)
    (own / "config.yaml").write_text(settings.format(ESCAPED, "x\x1b]0;PWNED\x07\u202e"))
    (own / "themes" / f"mine{OSC_TITLE}[foo].yaml").write_text('extends: "\\e]0;PWNED\\a"\n')
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text("A letter\n")
    room = terminal(folder, size=(120, 36))
    assert room.until_ended() == 2
    assert "config.yaml:" in room.screen
    assert leaks(room.raw) == []


def test_a_theme_file_with_harm_in_it(tmp_path: Path, terminal: OpenTerminal) -> None:
    own = tmp_path / "home" / ".config" / "glossator"
    (own / "themes").mkdir(parents=True)
    (own / "themes" / "mine.yaml").write_text(f'extends: "{ESCAPED}"\n"{ESCAPED}": "{ESCAPED}"\n')
    (own / "themes" / f"mine{OSC_TITLE}[foo].yaml").write_text("extends: dark\n")
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text("A letter\n")
    room = terminal(folder, size=(120, 36))
    room.until("A letter", "index up to date")
    walk(room, [(":", "a command"), ("theme ", ""), ("\t", ""), ("\x1b", ""), ("\x1b", "")])
    walk(room, [(":", "a command"), ("theme mine\r", ""), ("\x1b", ""), ("\x1b", "")])
    room.send("\x11")
    assert room.until_ended() == 0
    assert leaks(room.raw) == []


@pytest.mark.slow
def test_the_files_made_to_break_readers(tmp_path: Path, terminal: OpenTerminal) -> None:
    if not NASTY.is_dir():
        pytest.skip("the collection of nasty files is not here")
    folder = tmp_path / "nasty"
    folder.mkdir()
    for file in NASTY.iterdir():
        if file.is_file() and file.suffix in (".txt", ".md") and file.stat().st_size < 300_000:
            shutil.copy(file, folder / file.name)
    room = terminal(folder, size=(100, 30))
    room.until("GLOSSATOR", "index up to date")
    for _ in range(len(list(folder.iterdir()))):
        room.send("G")
        room.until_quiet(0.1)
        room.send("]d")
        room.until_quiet(0.1)
    room.send("gi")
    room.until_quiet()
    room.send("\x11")
    assert room.until_ended() == 0
    assert leaks(room.raw) == []


def test_the_test_finds_leaks() -> None:
    assert leaks(OSC_TITLE.encode()) and leaks(OSC_CLIPBOARD.encode()) and leaks(b"\x1b[2;1337m")
    assert leaks(C1.encode()) and leaks(TURNED.encode()) and leaks(b"\x00") and leaks(b"\x7f")
    assert leaks(b"\x1b[?1049h\x1b[38;2;1;2;3mtext\x1b[0m\r\n") == []
