"""Good and bad files that lie beside the repository; skipped where they do not."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.readers import read_file
from index.readers.decoding import decode

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
ENCODINGS = SHARED / "formats" / "encodings_chardet" / "tests"
NASTY = SHARED / "formats" / "nasty_synthetic"
NAUGHTY = SHARED / "formats" / "blns"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the zoo of files is not here")

LANGUAGES = "arabic bulgarian croatian czech greek hebrew hungarian polish romanian russian slovak slovene turkish"


def expected_codec(folder: str) -> str | None:
    name = folder.lower()
    for language in LANGUAGES.split():
        name = name.removesuffix("-" + language)
    try:
        return codecs.lookup({"maccyrillic": "mac_cyrillic", "macroman": "mac_roman"}.get(name, name)).name
    except LookupError:
        return None


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_nearly_every_file_is_decoded_as_its_writer_meant(step: int) -> None:
    right, wrong = 0, []
    for path in sorted(ENCODINGS.glob("*/*"))[::step]:
        codec = expected_codec(path.parent.name)
        data = path.read_bytes()
        try:
            text = decode(data)[0]
        except UnreadableFile:
            text = None
        meant = data.decode(codec, "replace").removeprefix("\ufeff") if codec else ""
        if text == meant.replace("\r\n", "\n").replace("\r", "\n"):
            right += 1
        else:
            wrong.append(f"{path.parent.name}/{path.name}")
    # 419 of 425 when this was written; a newer detector may lose a file or two.
    assert right >= 0.975 * (right + len(wrong)), wrong


@pytest.mark.parametrize("path", sorted(NASTY.glob("*.txt")) if NASTY.is_dir() else [], ids=lambda path: path.name)
def test_hostile_text_is_read_or_refused_with_a_reason(path: Path) -> None:
    try:
        extracted = read_file(path, 10_000_000).extracted
    except UnreadableFile as error:
        assert path.name in {"binary_random.txt", "png_named_txt.txt"}, error
        assert "binary data" in str(error)
        return
    extracted.text.encode()
    assert "\r" not in extracted.text
    assert extracted.blocks or not extracted.text.strip()


@pytest.mark.parametrize(
    "name", ["cp1252", "utf8", "utf8_bom", "utf16be_bom", "utf16le_bom", "utf16le_nobom", "utf32le_bom"]
)
def test_one_text_in_seven_encodings_is_one_text(name: str) -> None:
    path = NASTY / f"{name}.txt"
    assert read_file(path, 10_000).extracted.text.startswith(
        "Kabul, 14 August 2021 — Officials said “the café in Zürich”"
    )


def test_naughty_strings_come_back_as_they_are() -> None:
    path = NAUGHTY / "blns.txt"
    text = read_file(path, 10_000_000).extracted.text
    assert text == path.read_bytes().decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
