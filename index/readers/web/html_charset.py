"""The encoding of a web page: byte order mark, what the page itself says, then what its bytes look like."""

from __future__ import annotations

import codecs
import re

from index.readers.decoding import decode

_HEAD = 4_096
"""A browser looks at 1,024 bytes; pages with long comments at their head say it later."""
_STATED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What pages that say the one are really written in."""
_SORTS = ("cp", "iso8859", "iso2022", "koi8", "mac-", "big5", "euc", "gb", "shift", "utf-8", "ascii", "hz")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def decode_page(data: bytes, stated: str | None = None) -> tuple[str, str]:
    """The source of a page and its encoding. `stated`: by what the page came in, which a mark alone overrules.

    Text that is UTF-8 throughout is that, whatever it says of itself. Raises UnreadableFile where it is no text.
    """
    if not data.startswith(_MARKS) and b"\0" not in data[:_HEAD]:
        encoding = _codec(stated or "") or _stated(data)
        text = _as_stated(data, encoding) if encoding else None
        if text is not None:
            # Decoded for its complaints alone: a picture that is called a page is none.
            decode(data[:_HEAD].decode(encoding, "replace").encode())
            return text.replace("\r\n", "\n").replace("\r", "\n"), encoding
    return decode(data)


def _stated(data: bytes) -> str:
    found = _STATED.search(data, 0, _HEAD)
    return _codec((found[1] or found[2]).decode("ascii")) if found else ""


def _codec(label: str) -> str:
    """The codec of a label, "" where there is none that a page may be written in."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return ""
    return _AS_BROWSERS_DO.get(name, name) if name.startswith(_SORTS) else ""


def _as_stated(data: bytes, encoding: str) -> str | None:
    if not encoding.startswith(("utf-8", "iso2022", "hz")) and not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError:
            return data.decode(encoding, "replace")
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
