"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench._cost import least_seconds
from index.errors import UnreadableFile
from index.readers.decoding import decode

WESTERN = "Kabul, 14 August 2021 — Officials said “the café in Zürich” closed.\nSecond line €5.\n"
SAMPLES = {
    "cp1252": WESTERN + "Le président français a déclaré que la conférence était terminée. C’est tout, à bientôt. " * 3,
    "cp1250": "Příliš žluťoučký kůň úpěl ďábelské ódy. Prezident řekl, že „jednání“ bude pokračovat v úterý. " * 4,
    "cp1251": "Переговоры в Кабуле продолжаются, сообщил представитель правительства во вторник. " * 4,
    "koi8_r": "Переговоры в Кабуле продолжаются, сообщил представитель правительства во вторник. " * 4,
    "cp1254": "Görüşmeler salı günü başkentte yapılacak, dedi sözcü. Işıklar söndü, şehir karanlıkta kaldı. " * 4,
    "cp932": "アフガニスタンの首都カブールで、政府とタリバンの代表が会談した。" * 8,
    "gb18030": "喀布尔：塔利班进入首都，总统离开了国家。谈判将在星期二继续进行。" * 8,
    "euc_kr": "탈레반이 수도 카불에 진입했다고 정부 대변인이 화요일 밝혔다. " * 8,
    "cp1253": "Οι συνομιλίες στην Καμπούλ συνεχίζονται, δήλωσε ο εκπρόσωπος της κυβέρνησης. " * 4,
    "cp1256": "وقال المتحدث باسم الحكومة إن المحادثات ستستمر يوم الثلاثاء في العاصمة كابول. " * 4,
}


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00\x00")
@example(b"\xff\xfe\x00\xd8")
@example(b"\xef\xbb\xbf\xff")
@example(b"\x1b$B\xff")
@example(b"a\xed\xa0\x80b")
def test_any_bytes_give_clean_text_or_a_reason(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except UnreadableFile as error:
        assert str(error).startswith("binary data, not text (")
        return
    text.encode()
    codecs.lookup(encoding)
    assert "\r" not in text
    assert decode(data) == (text, encoding)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r", min_codepoint=32), max_size=200))
def test_utf8_comes_back_as_it_was_written(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode())[0] == text
    if "\x7f" not in text:
        assert decode(text.encode())[0] == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [WESTERN, "Кабул: переговоры продолжаются, сообщил представитель во вторник.\n" * 3])
def test_wide_text_is_known_with_and_without_its_mark(encoding: str, text: str) -> None:
    mark = "\ufeff".encode(encoding)
    assert decode(mark + text.encode(encoding)) == (text, encoding)
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize("encoding", SAMPLES)
def test_older_encodings_are_recognised(encoding: str) -> None:
    assert decode(SAMPLES[encoding].encode(encoding))[0] == SAMPLES[encoding]


@pytest.mark.parametrize("text", ["Zürich café naïve £10\n", "It’s “fine” – he said.\n", "Où est la gare?\n"])
def test_short_western_text_is_windows_1252(text: str) -> None:
    assert decode(text.encode("cp1252")) == (text, "cp1252")


def test_line_ends_become_lf_and_nothing_else_changes() -> None:
    assert decode("a\r\nb\rc\n\r\nd\u2028e\x85f\x0cg".encode())[0] == "a\nb\nc\n\nd\u2028e\x85f\x0cg"


def test_only_the_first_mark_is_dropped() -> None:
    assert decode(b"\xef\xbb\xbf\xef\xbb\xbfa")[0] == "\ufeffa"


def test_nul_stays_in_what_is_text_otherwise() -> None:
    assert decode(b"before\x00after\n\x00\x00\x00tail\n") == ("before\x00after\n\x00\x00\x00tail\n", "ascii")


def test_a_damaged_byte_in_utf8_costs_that_byte_only() -> None:
    text = "Übergänge über die Brücke, größer und schöner. " * 5
    data = text.encode()[:100] + b"\xff" + text.encode()[100:]
    decoded, encoding = decode(data)
    assert encoding == "utf-8"
    assert decoded.replace("\ufffd", "") == text


def test_letters_late_in_a_long_file_are_looked_at() -> None:
    data = b"plain ascii words\n" * 10_000 + SAMPLES["cp1251"].encode("cp1251")
    assert decode(data)[0].endswith(SAMPLES["cp1251"])


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "a PNG image"),
        (b"PK\x03\x04rest", "a ZIP archive or an office document"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x00" * 1000, "NUL bytes"),
        (bytes(range(256)) * 10, "control characters"),
        (b"\xff\xfe" + bytes(range(0xD8, 0xE0)) * 8, "after a byte order mark"),
    ],
)
def test_binary_data_is_refused_with_its_kind(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        decode(data)
    assert str(caught.value) == f"binary data, not text ({what})"


@pytest.mark.slow
def test_fifty_megabytes_are_decoded_in_well_under_a_second() -> None:
    data = ("The “envoy” left Zürich on Sunday, officials said.\n" * 950_000).encode()
    assert least_seconds(lambda: decode(data)) < 0.8
