"""Bytes to text: byte order marks, UTF-8, UTF-16 and UTF-32 without marks, and the encodings of older systems.

UTF-8 is decided on the whole file; everything else on samples of bounded size, so that a large file costs no more
than its decoding.
"""

from __future__ import annotations

import re

from index.errors import UnreadableFile

_SAMPLE = 32_768

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

_SIGNATURES = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-1", "a PDF document"),
    (b"%PDF-2", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh9", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document of the old kind"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS\x00", "an Ogg recording"),
    (b"ID3\x03", "an MP3 recording"),
    (b"ID3\x04", "an MP3 recording"),
)

_CONTROLS = bytes(set(range(1, 32)) - set(b"\b\t\n\v\f\r\x1b")) + b"\x7f"
"""Bytes that text does not hold, NUL apart."""

_HIGH = re.compile(rb"[\x80-\xff]")

_TWINS = frozenset(
    {"latin_1", "cp500", "cp775", "cp858", "hp_roman8", "iso8859_10", "iso8859_14", "iso8859_15", "iso8859_16"}
)
"""Encodings that hardly any document was written in: found for Western text that is too short to tell."""

_LATIN = _TWINS | {
    *("cp1252", "cp1250", "cp1254", "cp1257", "cp1258", "cp437", "cp850", "cp852", "mac_roman", "mac_latin2"),
    *("iso8859_2", "iso8859_3", "iso8859_4", "iso8859_9", "iso8859_13"),
}
"""Encodings of the Latin alphabet, which are easily taken for each other."""

_SUPERSETS = {
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "shift_jisx0213": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
}
"""What understands more, for text that the narrower encoding does not understand throughout."""

_WESTERN = frozenset("éèêëàâäáãåçùúûüîïíìôöóòõñßæœøÉÈÊÀÂÄÁÅÇÜÎÔÖÓÑÆŒØÚÍ¿¡«»–—‘’“”„…€£§°·©®ºª\u00a0")
"""What lies above ASCII in Western European text."""

_CENTRAL_LETTER = re.compile(rb"[A-Za-z\xc0-\xff][\xa1\xa6\xa9\xab\xac\xae\xb1\xb6\xb9\xbb\xbc\xbe][a-z\xc0-\xff]")
"""Letters of ISO 8859-2 inside a word, which are signs or rare letters in Windows-1250."""
_WINDOWS_LETTERS = frozenset(bytes([b]) for b in b"\x8a\x8c\x8d\x8e\x8f\x9a\x9c\x9d\x9e\x9f")
"""Letters of Windows-1250 where ISO 8859-2 has none."""

_TURKISH_ONLY = frozenset(bytes([b]) for b in b"\xd0\xdd\xde\xf0\xfd\xfe")
_TURKISH = _TURKISH_ONLY | frozenset(
    bytes([b]) for b in b"\xc7\xd6\xdc\xe2\xe7\xee\xf6\xfb\xfc\x85\x91\x92\x93\x94\x96\x97"
)
"""Bytes of Turkish letters and quotation marks in Windows-1254 and ISO 8859-9."""

_LETTERS = (
    (("cp1251", "koi8_r", "iso8859_5", "cp866", "cp855", "mac_cyrillic"), "оеаинтсрвл"),
    (("cp1253", "iso8859_7"), "αοιετσνηυρς"),
)
"""The commonest letters of an alphabet, which make up two thirds of its text, and the encodings to try."""

_ESCAPED = re.compile(rb"\x1b\$(?:[@B]|\([CD]|\)C)")


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding: without byte order mark, with LF for every line end.

    Bytes that mean nothing in an encoding become U+FFFD; lone surrogates never occur. Raises UnreadableFile where
    the bytes are no text.
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise _binary(name)
    text, encoding = _decode(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, encoding


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        # FF FE 00 00 may also be UTF-16 that begins with NUL; then the length or the code points give it away.
        if data.startswith(mark) and (not encoding.startswith("utf-32") or _strict(data, encoding) is not None):
            return _checked(data[len(mark) :].decode(encoding, "replace")), encoding
    sample = _samples(data)
    wide = _wide_encoding(sample) if b"\0" in sample else None
    if wide is not None:
        return data.decode(wide, "replace"), wide
    text = _strict(data, "utf-8")
    if text is not None:
        _refuse_controls(sample, 0.3)
        return _escaped(data, sample) or (text, "ascii" if text.isascii() else "utf-8")
    _refuse_controls(sample, 0.02)
    if _nearly_utf8(data):
        return data.decode("utf-8", "replace"), "utf-8"
    encoding = _legacy_encoding(data)
    text = _strict(data, encoding)
    if text is None:
        encoding = _SUPERSETS.get(encoding, encoding)
        text = data.decode(encoding, "replace")
    return text, encoding


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _samples(data: bytes) -> bytes:
    """Beginning, middle and end; each begins at a multiple of four bytes."""
    if len(data) <= 3 * _SAMPLE:
        return data
    middle = len(data) // 8 * 4
    return data[:_SAMPLE] + data[middle : middle + _SAMPLE] + data[(len(data) - _SAMPLE) // 4 * 4 :]


def _refuse_controls(sample: bytes, share: float) -> None:
    """Tell text with a few stray control characters from data."""
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > share * len(sample):
        raise _binary("control characters")
    if sample.count(0) > max(0.3, share) * len(sample):
        raise _binary("NUL bytes")


def _checked(text: str) -> str:
    """Refuse what begins with a byte order mark by chance."""
    sample = text[:_SAMPLE]
    if sample.count("\ufffd") > 0.1 * len(sample) + 2 or sample.count("\0") > 0.3 * len(sample):
        raise _binary("after a byte order mark")
    return text


def _binary(what: str) -> UnreadableFile:
    return UnreadableFile(f"binary data, not text ({what})")


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, where the places of its NUL bytes leave no doubt."""
    head = sample[: min(len(sample), _SAMPLE)]
    head = head[: len(head) // 4 * 4] or head[: len(head) // 2 * 2]
    lanes = [head[i::4] for i in range(4)]
    if len(head) >= 8 and len(sample) % 4 == 0:
        for lane, encoding in ((0, "utf-32-be"), (3, "utf-32-le")):
            if lanes[lane].count(0) == len(lanes[lane]) and _looks_like_text(head, encoding):
                return encoding
    even, odd, half = head[::2].count(0), head[1::2].count(0), len(head) / 2
    if odd > 0.08 * half and even < 0.1 * odd and _looks_like_text(head, "utf-16-le"):
        return "utf-16-le"
    if even > 0.08 * half and odd < 0.1 * even and _looks_like_text(head, "utf-16-be"):
        return "utf-16-be"
    return None


def _looks_like_text(head: bytes, encoding: str) -> bool:
    text = _strict(head, encoding) or _strict(head[:-2], encoding)
    if not text:
        return False
    known = sum(c.isalnum() or c.isspace() or c.isprintable() for c in text)
    return known >= 0.98 * len(text) and sum(c.isalnum() or c == " " for c in text) >= 0.5 * len(text)


def _escaped(data: bytes, sample: bytes) -> tuple[str, str] | None:
    """ISO 2022, which is ASCII with escape sequences."""
    if _ESCAPED.search(sample) is None:
        return None
    for encoding in ("iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr"):
        text = _strict(data, encoding)
        if text and not text.isascii() and "\x1b" not in text:
            return text, encoding
    return None


def _nearly_utf8(data: bytes) -> bool:
    """UTF-8 with a few damaged bytes."""
    window = _window(data)
    text = window.decode("utf-8", "replace")
    bad = text.count("\ufffd") - window.count(b"\xef\xbf\xbd")
    good = sum(c > "\x7f" for c in text) - bad
    return good >= 2 and good >= 3 * bad


def _window(data: bytes) -> bytes:
    """A stretch with bytes above ASCII in it, cut where no character of several bytes can be."""
    first = _HIGH.search(data)
    start = max(0, first.start() - 2_000) if first else 0
    window = data[start : start + _SAMPLE]
    if start + _SAMPLE < len(data):
        cut = max(window.rfind(b"\n"), window.rfind(b" "))
        if cut > _SAMPLE // 2:
            window = window[:cut]
    return window


def _legacy_encoding(data: bytes) -> str:
    """The likeliest encoding of text that is not Unicode; Windows-1252 where Western text leaves it open."""
    import logging

    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.CRITICAL)
    window = _window(data)
    best = from_bytes(window, enable_fallback=False).best()
    if best is None:
        return _multibyte(window) or "cp1252"
    if best.encoding in _LATIN:
        return _latin_encoding(window, best.encoding)
    return _by_letters(window, best.encoding)


def _by_letters(window: bytes, found: str) -> str:
    """Correct the guess for little Cyrillic or Greek text, where the commonest letters tell more than anything else."""
    scores = {encoding: _share(window, encoding, letters) for encodings, letters in _LETTERS for encoding in encodings}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > 0.6 and scores[best] > scores.get(found, 0) + 0.2 else found


def _share(window: bytes, encoding: str, letters: str) -> float:
    high = [c for c in window.decode(encoding, "replace") if c > "\x7f"]
    return sum(c in letters for c in high) / max(1, len(high))


def _latin_encoding(window: bytes, found: str) -> str:
    """Correct the guess where the Latin alphabets differ by a few letters only."""
    high = set(_HIGH.findall(window))
    if (found in _TWINS and _western_share(window) > 0.98) or _is_western(window):
        return "cp1252"
    if high <= _TURKISH and high & _TURKISH_ONLY:
        return "cp1254"
    if found in {"cp1250", "iso8859_10", "iso8859_16"} and not high & _WINDOWS_LETTERS:
        return "iso8859_2" if _CENTRAL_LETTER.search(window) else found
    return found


def _multibyte(window: bytes) -> str | None:
    """East Asian text with a damaged character in it: the encoding that understands nearly all."""
    worst = len(_HIGH.findall(window)) // 50
    for encoding in ("cp932", "euc_jp", "gb18030", "big5", "cp949"):
        if window.decode(encoding, "replace").count("\ufffd") <= worst:
            return encoding
    return None


def _western_share(window: bytes) -> float:
    """How much of what lies above ASCII is Western European, read as Windows-1252."""
    high = [c for c in window.decode("cp1252", "replace") if c > "\x7f"]
    return sum(c in _WESTERN for c in high) / max(1, len(high))


def _is_western(window: bytes) -> bool:
    if _western_share(window) < 0.95:
        return False
    if len(_HIGH.findall(window)) < 8:
        return True
    from index.understanding.language import is_prose

    return is_prose(window.decode("cp1252", "replace"))
