"""Names inside archives: what may stand in one, and the encodings of those that do not say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

LONGEST: Final = 4096
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_GUESSES: Final = ("cp437", "cp850", "cp1252", "cp866", "cp1251", "koi8_r", "cp932", "gb18030", "big5", "cp949")
"""What systems wrote names in that knew of no Unicode; of two that fit alike the first counts."""
_PLAIN: Final = "éèêëàâäáãåçùúûüîïíìôöóòõñßæœøÉÈÊÀÂÄÁÅÇÜÎÔÖÓÑÆŒØÚÍ–—‘’“”°§·"
_BACKED: Final = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъОЕАИНТСРВЛКМДПУЯЬГЗБЧХЖШЮЭФ"


def settled(name: str) -> tuple[str, str]:
    """A name without what says nothing (`./`, `//`), and why what it names is left alone, or "".

    A name opens nothing here. One that leads out of the archive was still made to do harm, and is told.
    """
    parts = name.split("/")
    shown = "/".join(part for part in parts if part not in ("", ".")) or name
    if not shown.strip() or "\0" in name:
        return shown or "?", "it has no name"
    if len(name) > LONGEST:
        return shown[:200] + "…", "its name is too long"
    if name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in parts or "..\\" in name:
        return name, "its name leads out of the archive"
    return shown, ""


def encoding_of(names: Sequence[bytes]) -> str:
    """The likeliest encoding of names that do not say theirs."""
    whole = b"\n".join(names)
    if whole.isascii():
        return "ascii"
    best, least = "cp437", -1.0
    for encoding in ("utf-8", *_GUESSES):
        try:
            text = whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            return encoding
        share = _plausible(text)
        if share > least + 0.05:
            best, least = encoding, share
    return best


def _plausible(text: str) -> float:
    """How much of what lies above ASCII looks like the letters of names. Letters inside words of one alphabet count."""
    high = [c for c in text if c > "\x7f"]
    if not high:
        return 0.0
    score = 0.0
    # Names in Korean letters hold no Chinese ones.
    chinese = -0.5 if any("\uac00" <= character <= "\ud7a3" for character in high) else 0.8
    for character in high:
        if character in _PLAIN:
            score += 0.9
        elif character in _BACKED or "\u3041" <= character <= "\u30fa" or "\uac00" <= character <= "\ud7a3":
            score += 1.0
        elif "\u4e00" <= character <= "\u9fff":
            score += chinese
    mixed = len(re.findall(r"[a-zа-яё][A-ZА-ЯЁ]", text)) + len(re.findall(r"[A-Za-z][а-яА-Я]|[а-яА-Я][A-Za-z]", text))
    return (score - mixed) / len(high)
