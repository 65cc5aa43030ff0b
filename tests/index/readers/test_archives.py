"""Archives read in place: what lies in them, what is refused with its reason, and what a bomb may cost."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.document import Skipped
from index.errors import UnreadableFile
from index.readers.archives.inner_names import encoding_of
from index.readers.contained import Contained, Limits, parts, read_part
from index.settings import FormatsSettings

FORMATS = FormatsSettings(100, 100, 1000, 4, 300)
LIMITS = Limits(1_000_000, FORMATS, False, (".DS_Store", "__MACOSX/", "._*"))
LINK = "a link, which is not followed in an archive"
OUT = "its name leads out of the archive"

Read = Callable[..., dict[str, str]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Text or reason by path; the reason why the file cannot be read on comes under "!"."""

    def run(name: str, data: bytes, limits: Limits = LIMITS) -> dict[str, str]:
        (tmp_path / name).write_bytes(data)
        found: dict[str, str] = {}
        try:
            for part in parts(tmp_path, name, limits):
                if isinstance(part, Contained):
                    assert read_part(tmp_path, part.path, limits) == part.result
                    found[part.path.removeprefix(name + "!/")] = part.result.extracted.text
                elif isinstance(part, Skipped):
                    found[part.path.removeprefix(name + "!/")] = f"({part.reason})"
        except UnreadableFile as error:
            found["!"] = str(error)
        return found

    return run


def zipped(*files: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED, out: io.IOBase | None = None) -> bytes:
    target = out or io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:  # type: ignore[call-overload]
        for name, data in files:
            info = zipfile.ZipInfo(name)
            archive.writestr(info, data, method)
    return target.getvalue()  # type: ignore[attr-defined,no-any-return]


def tarred(*members: tuple[str, bytes, bytes], how: int = tarfile.GNU_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=how) as archive:
        for name, data, kind in members:
            info = tarfile.TarInfo(name)
            info.size, info.type, info.linkname = len(data), kind, "/etc/passwd" if kind in b"12" else ""
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


class Pipe(io.RawIOBase):
    """What cannot be sought in, so that sizes are written behind the data."""

    def __init__(self) -> None:
        self._data = io.BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return self._data.write(bytes(data))  # type: ignore[call-overload,no-any-return]

    def getvalue(self) -> bytes:
        return self._data.getvalue()


@pytest.mark.parametrize("method", [0, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_is_a_folder(read: Read, method: int) -> None:
    data = zipped(("a/one.txt", "one " * 500), ("a/", ""), ("./b//two.md", "# two"), ("c.exe", "x"), method=method)
    told = {"a/one.txt": "one " * 500, "b/two.md": "# two", "c.exe": "(no reader for .exe)"}
    assert read("x.zip", data) == told
    # A program that unpacks itself stands before its archive.
    assert read("x.zip", b"#!/bin/sh\n" * 99 + data) == told


def test_what_the_collection_leaves_out_is_left_out_inside(read: Read) -> None:
    names = ("__MACOSX/._a.txt", "a/.DS_Store", "a/._b.txt", "__MACOSX/c.txt", "a/d.txt")
    assert [*read("x.zip", zipped(*((name, "t") for name in names)))] == ["a/d.txt"]
    assert [*read("x.tar", tarred(*((name, b"t", b"0") for name in names)))] == ["a/d.txt"]
    bound = Limits(1_000_000, FORMATS, False, ("x.zip!/a/", "*.md"))
    assert [*read("x.zip", zipped(("a/d.txt", "t"), ("e.md", "t"), ("b/a/f.txt", "t")), bound)] == ["b/a/f.txt"]


def test_names_that_lead_out_are_refused(read: Read) -> None:
    names = ("../up.txt", "a/../../up.txt", "/abs.txt", "C:\\abs.txt", "..\\up.txt")
    assert read("x.zip", zipped(*((name, "t") for name in names))).keys() >= {"../up.txt", "/abs.txt"}
    for name, data in (
        ("x.zip", zipped(*((n, "t") for n in names))),
        ("x.tar", tarred(*((n, b"t", b"0") for n in names))),
    ):
        assert set(read(name, data).values()) == {f"({OUT})"}


def test_names_of_one_kind_are_told_apart(read: Read) -> None:
    with pytest.warns(UserWarning):
        data = zipped(
            ("a.txt", "1"), ("a.txt", "2"), ("a~2.txt", "3"), ("a.txt", "4"), ("b.txt.gz", gzip.compress(b"5"))
        )
    assert read("x.zip", data) == {
        "a.txt": "1",
        "a~2.txt": "2",
        "a~2~2.txt": "3",
        "a~3.txt": "4",
        "b.txt.gz!/b.txt": "5",
    }


def test_links_and_devices_are_refused(read: Read) -> None:
    link = zipfile.ZipInfo("l.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert read("x.zip", out.getvalue()) == {"l.txt": f"({LINK})"}
    kinds = [(f"{kind.decode()}.txt", b"", kind) for kind in (b"1", b"2", b"3", b"4", b"6")]
    assert read("x.tar", tarred(*kinds, ("a.txt", b"a", b"0"))) == {
        "1.txt": f"({LINK})",
        "2.txt": f"({LINK})",
        "3.txt": "(a device, not a file)",
        "4.txt": "(a device, not a file)",
        "6.txt": "(a named pipe, not a file)",
        "a.txt": "a",
    }


def test_what_is_encrypted_or_packed_otherwise_is_told(read: Read) -> None:
    data = bytearray(zipped(("a.txt", "a"), ("b.txt", "b")))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    second = data.index(b"PK\x01\x02", at + 4)
    data[second + 10 : second + 12] = struct.pack("<H", 9)
    assert read("x.zip", bytes(data)) == {
        "a.txt": "(encrypted; Glossator does not ask for passwords)",
        "b.txt": "(packed in a way that is not read (Deflate64))",
    }


NAMES = {
    "cp866": ["Письмо министру обороны", "Отчёт за год"],
    "cp932": ["日本語の手紙資料", "テスト報告書"],
    "cp437": ["Zürich Bericht für Müller", "café crème liste"],
    "cp1252": ["Zürich Bericht für Müller"],
    "gb18030": ["北京大学报告文件", "关于会议的通知"],
    "cp949": ["한국어 보고서 문서", "회의록 정리"],
    "utf-8": ["Zürich Bericht", "関数の資料"],
    "ascii": ["plain"],
}


@pytest.mark.parametrize("encoding", NAMES)
def test_names_of_older_systems_are_understood(encoding: str) -> None:
    raw = [name.encode(encoding) for name in NAMES[encoding]]
    assert [name.decode(encoding_of(raw)) for name in raw] == NAMES[encoding]


def test_a_zip_that_is_cut_gives_what_lies_before(read: Read) -> None:
    texts = ["".join(chr(97 + (i * i * k) % 26) for i in range(700)) for k in (3, 7, 11)]
    for out in (None, Pipe()):
        data = zipped(*((f"{n}.txt", text) for n, text in enumerate(texts)), out=out)
        third = data.index(b"PK\x03\x04", data.index(b"PK\x03\x04", 4) + 4)
        found = read("x.zip", data[: third + 60])
        assert [found["0.txt"], found["1.txt"]] == texts[:2]
        assert found["2.txt"] == "(it is cut short)"
        assert "its list of contents is missing" in found["!"]


def test_a_large_zip_states_its_sizes_elsewhere(read: Read) -> None:
    out = Pipe()
    with zipfile.ZipFile(out, "w") as archive:  # type: ignore[call-overload]
        for number in range(3):
            with archive.open(zipfile.ZipInfo(f"{number}.txt"), "w", force_zip64=True) as member:
                member.write(b"number %d" % number)
    assert read("x.zip", out.getvalue()) == {f"{n}.txt": f"number {n}" for n in range(3)}
    one = zipped(("n.bin", ""))
    entries = one[one.index(b"PK\x01\x02") : one.index(b"PK\x05\x06")] * 300
    begin = 32 * 300
    large = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 300, 300, len(entries), begin)
    large += struct.pack("<IIQI", 0x07064B50, 0, begin + len(entries), 1)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    limits = Limits(1_000_000, FORMATS, False)
    assert len(read("x.zip", bytes(begin) + entries + large + end, limits)) == 300


def test_a_checksum_that_is_another_is_told(read: Read) -> None:
    data = zipped(("a.txt", "hello"), ("b.txt", "world"), method=0).replace(b"hello", b"jello")
    assert read("x.zip", data) == {"a.txt": "(it is damaged (its checksum is another))", "b.txt": "world"}


@pytest.mark.parametrize("how", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".tar", bytes), (".tar.gz", gzip.compress), (".tbz", bz2.compress), (".tar.xz", lzma.compress)],
)
def test_a_tar_is_a_folder(read: Read, how: int, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    long = "a" * 60 + "/" + "b" * 90 + ".txt"
    data = tarred(
        (long, b"long", b"0"), ("d", b"", b"5"), ("\u00fc.txt", "ü".encode(), b"0"), ("e.txt", b"", b"0"), how=how
    )
    assert read("x" + suffix, pack(data)) == {long: "long", "ü.txt": "ü", "e.txt": ""}


def test_a_tar_that_is_cut_or_damaged_gives_what_lies_before(read: Read) -> None:
    data = tarred(*((f"{n}.txt", b"t" * 600, b"0") for n in range(3)))
    for broken in (
        data[:2000],
        data[:3072],
        gzip.compress(data[:2000]),
        data[:3000] + b"\xff" * 9 + data[3009:3200] + b"x" * 3000,
    ):
        found = read("x.tgz", broken)
        assert found["0.txt"] == "t" * 600, found
        assert "cut short" in found["!"] or "damaged" in found["!"]


def test_one_packed_file(read: Read) -> None:
    assert read("a.txt.gz", gzip.compress(b"one") + gzip.compress(b" two") + b"\0" * 9) == {"a.txt": "one two"}
    assert read("a.txt.bz2", bz2.compress(b"one")) == {"a.txt": "one"}
    assert read("a.txt.xz", lzma.compress(b"one")) == {"a.txt": "one"}
    named = io.BytesIO()
    with gzip.GzipFile("noted.txt", "wb", fileobj=named) as file:
        file.write(b"x")
    assert read("a.gz", named.getvalue()) == {"noted.txt": "x"}
    assert read("a.gz", b"nothing packed") == {"!": "not a packed file"}
    assert read("a.tgz", gzip.compress(b"no tar")) == {"!": "not a tar archive"}
    assert read("a.txt.gz", gzip.compress(b"one" * 999)[:-9]) == {"a.txt": "one" * 999}
    assert read("a.txt.gz", gzip.compress(b"one")[:9]) == {"!": "it is cut short"}


def test_bombs_are_stopped_while_they_unpack(read: Read) -> None:
    zeros = bytes(30_000_000)
    large = Limits(50_000_000, FORMATS, False)
    ratio = "it unpacks to more than 300 times its size (setting formats.max_ratio)"
    bomb = zipped(("b.txt", zeros), ("ok.txt", "fine"))
    assert read("x.zip", bomb, large) == {"b.txt": f"({ratio})", "ok.txt": "fine"}
    assert "more than 1.0 MB" in read("x.zip", bomb)["b.txt"]
    assert read("b.txt.gz", gzip.compress(zeros), large) == {"!": ratio}
    assert read("b.tar.gz", gzip.compress(tarred(("b.txt", zeros, b"0"))), large)["!"] == ratio
    # The first layer of a bomb in a bomb passes, and what both unpack to is counted together.
    layered = zipped(*((f"{n}.zip", zipped((f"{n}.txt", bytes([n]) * 250_000))) for n in range(9)))
    assert read("y.zip", zipped(("in.zip", layered)))["!"] == ratio


def test_entries_over_one_another_end_the_archive(read: Read) -> None:
    data = zipped(("a.txt", "".join(chr(97 + i * i % 26) for i in range(3000))))
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[at:end]
    bomb = data[:at] + entry * 500 + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 500, 500, len(entry) * 500, at, 0)
    found = read("x.zip", bomb)
    assert "lie over one another" in found["!"]
    assert len(found) < 60


@pytest.mark.parametrize(
    ("formats", "reason"),
    [
        (
            FormatsSettings(100, 1, 1000, 4, 100_000),
            "it unpacks to more than 1 MB (setting formats.max_unpacked_megabytes)",
        ),
        (FormatsSettings(100, 100, 5, 4, 300), "it holds more than 5 (setting formats.max_members)"),
    ],
)
def test_what_a_file_may_cost(read: Read, formats: FormatsSettings, reason: str) -> None:
    data = zipped(*((f"{n}.txt", bytes([97 + n]) * 200_000) for n in range(9)), method=0)
    found = read("x.zip", data, Limits(1_000_000, formats, False))
    assert found["!"] == reason
    assert 4 <= len(found) <= 6
    larger = "(more than 0.1 MB (setting documents.max_megabytes))"
    assert set(read("x.zip", data, Limits(100_000, FORMATS, False)).values()) == {larger}


def test_archives_in_archives_have_a_bottom(read: Read) -> None:
    data = b"the end"
    for depth in range(8):
        data = zipped((f"{depth}.txt", f"at {depth}"), ("in.zip", data))
    found = read("x.zip", data)
    assert found["in.zip!/in.zip!/in.zip!/4.txt"] == "at 4"
    assert found["in.zip!/in.zip!/in.zip!/in.zip"] == "(more than 4 files deep (setting formats.max_depth))"


def test_long_names_cost_no_memory(read: Read) -> None:
    head = bytearray(tarred(("n", b"", b"L"))[:512])
    head[124:136] = b"%011o\0" % 8_000_000_000
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    assert "too long" in read("x.tar", bytes(head) + b"n" * 4096)["!"]


SEEDS = (
    ("x.zip", zipped(("a/one.txt", "one " * 50), ("b.txt", "two"), ("c.zip", zipped(("d.txt", "three"))))),
    ("x.zip", zipped(("a/one.txt", "one " * 50), ("b.txt", "two"), out=Pipe())),
    ("x.tar", tarred(("a" * 150, b"x", b"0"), ("b.txt", b"two", b"0"), how=tarfile.PAX_FORMAT)),
    ("x.tgz", gzip.compress(tarred(("b.txt", b"two", b"0")))),
    ("b.txt.xz", lzma.compress(b"two")),
)
EDITS = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SEEDS), EDITS, st.none() | st.integers(0, 3000))
def test_damage_is_told_and_nothing_else(
    read: Read, seed: tuple[str, bytes], edits: Iterable[tuple[int, int]], cut: int | None
) -> None:
    name, whole = seed
    data = bytearray(whole[:cut])
    for at, byte in edits:
        if data:
            data[at % len(data)] = byte
    assert not [reason for reason in read(name, bytes(data)).values() if "fault of Glossator" in reason]


def test_a_large_archive_in_an_archive_is_read_from_a_file_without_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.readers.archives.spooling._IN_MEMORY", 300)
    (tmp_path / "desk").mkdir()
    (tmp_path / "cache").mkdir()
    inner = zipped(*((f"{number}.txt", f"Heron {number} stood.") for number in range(5)))
    rows = "id,text\n" + "".join(f"{number},a heron stood alone\n" for number in range(30))
    large = zipped(("a.txt", "x" * 2_000), ("b.json", '["' + "x" * 2_000 + '"]'))
    # A document in it may have 500 bytes, and what holds documents may be larger.
    limits = Limits(500, FORMATS, False, spool=tmp_path / "cache")
    outer = {
        "box.zip": zipped(("in.zip", inner), ("in.csv", rows), ("large.zip", large), method=zipfile.ZIP_STORED),
        "box.tar": tarred(("in.zip", inner, b"0"), ("in.csv", rows.encode(), b"0"), ("large.zip", large, b"0")),
    }
    for name, data in outer.items():
        (tmp_path / "desk" / name).write_bytes(data)
        found, refused, opened = 0, {}, set()
        for part in parts(tmp_path / "desk", name, limits):
            found += isinstance(part, Contained)
            refused |= {part.path: part.reason} if isinstance(part, Skipped) else {}
            assert list((tmp_path / "cache").iterdir()) == []
            opened |= {str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
        assert found == 35 and sorted(refused) == [f"{name}!/large.zip!/a.txt", f"{name}!/large.zip!/b.json"]
        assert all("documents.max_megabytes" in reason for reason in refused.values())
        assert any(link.startswith(f"{tmp_path}/cache/") for link in opened)


def test_what_is_put_on_disk_may_not_be_without_end(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.readers.archives.spooling._IN_MEMORY", 300)
    inner = zipped(("a.txt", b"\0" * 3_000_000))
    outer = zipped(("in.zip", inner), ("zeros.tar", b"\0" * 3_000_000), ("b.txt", "A heron stood."))
    assert read("a.zip", outer)["!"].startswith("it unpacks to more than 300 times its size")
    small = replace(LIMITS, formats=replace(FORMATS, max_container_megabytes=1))
    stored = zipped(("in.tar", bytes(range(256)) * 4_000), ("b.txt", "A heron stood."))
    assert read("b.zip", stored, small) == {
        "in.tar": "(more than 1 MB (setting formats.max_container_megabytes))",
        "b.txt": "A heron stood.",
    }
    broken = bytearray(zipped(("in.zip", zipped(("a.txt", "A heron stood." * 60), method=0)), method=0))
    broken[300] ^= 1
    assert read("c.zip", bytes(broken)) == {"in.zip": "(it is damaged (its checksum is another))"}


@pytest.mark.parametrize("held", [1 << 20, 100])
def test_a_packed_table_that_is_cut_short_says_so(read: Read, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr("index.readers.archives.spooling._IN_MEMORY", held)
    rows = "".join(f"{number},words of row {number * number}\n" for number in range(40))
    found = read("n.csv.gz", gzip.compress(f"id,text\n{rows}".encode())[:-40])
    assert found["n.csv!/7"] == "words of row 49" and "n.csv!/39" not in found
    assert found["!"] == "it is cut short"


def test_a_place_that_no_file_has_costs_that_entry(read: Read) -> None:
    data = zipped(("a.txt", "one"), ("b.txt", "two"))
    at, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    large = struct.pack("<HHQ", 1, 8, (1 << 63) + 5)
    entry = data[at : at + 30] + struct.pack("<H", len(large)) + data[at + 32 : at + 42] + b"\xff" * 4
    listed = struct.pack("<I", end - data.index(b"PK\x01\x02") + len(large))
    whole = data[:at] + entry + data[at + 46 : end] + large + data[end : end + 12] + listed + data[end + 16 :]
    assert read("n.zip", whole) == {"a.txt": "one", "b.txt": "(it is not where the list of contents says)"}
    local = data[:18] + b"\xff" * 8 + data[26:28] + struct.pack("<H", 20) + data[30:35]
    cut = local + struct.pack("<HHQQ", 1, 16, 1 << 63, 1 << 63) + b"one"
    assert "its list of contents is missing" in read("n.zip", cut)["!"]


def test_a_file_that_is_too_large_names_the_setting_that_says_so(read: Read) -> None:
    limits = replace(LIMITS, formats=replace(FORMATS, max_container_megabytes=0))
    assert "formats.max_container_megabytes allows" in read("n.zip", zipped(("a.txt", "one")), limits)["!"]
