"""Control words of RTF 1.9 by what a reader does with them, and the encodings of its fonts."""

from __future__ import annotations

from typing import Final

CHARACTERS: Final = {
    "tab": "\t",
    "line": "\n",
    "page": "\n",
    "column": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}

SYMBOLS: Final = {b"~": "\u00a0", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}

SKIPPED: Final = frozenset(
    {
        *("colortbl", "filetbl", "pict", "nonshppict", "shprslt", "sp", "themedata", "datastore", "generator"),
        *("tc", "tcf", "tcl", "xe", "rxe", "txe", "nonesttables", "mmathPict", "formfield", "datafield"),
        *("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "pgdsctbl", "private", "comment"),
        *("fldtype", "objdata", "objname", "objclass", "objalias", "objsect", "template", "bkmkend", "listpicture"),
        *("atndate", "atnicn", "atnref", "atntime", "atnparent", "atnid", "picprop", "listtable", "listoverridetable"),
        *("operator", "subject", "manager", "company", "doccomm", "hlinkbase", "category", "vern", "creatim"),
        *("revtim", "printim", "buptim", "panose", "falt", "fontemb", "stylesheet", "fonttbl", "info"),
    }
)
"""Destinations whose text is none of the document's; style sheet, fonts and properties are read elsewhere."""

READ: Final = frozenset(
    {
        *("shpinst", "shpgrp", "shptxt", "do", "dptxbxtext", "result", "ud", "nesttableprops", "mmath"),
        *("footnote", "annotation", "atnauthor", "atrfstart", "atrfend", "bkmkstart", "fldinst"),
        *("moMath", "moMathPara", "mr", "listtext", "pntext"),
    }
)
"""Destinations that are read although they are marked as ones that may be passed over."""

RUNNING: Final = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
}

CHARSETS: Final = {
    0: "cp1252",
    77: "mac_roman",
    78: "cp932",
    79: "cp949",
    80: "gb18030",
    81: "big5",
    83: "mac_greek",
    85: "mac_turkish",
    88: "mac_latin2",
    89: "mac_cyrillic",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
SYMBOL_CHARSET: Final = 2

_PAGES: Final = {
    0: "cp1252",
    708: "iso8859_6",
    936: "gb18030",
    10000: "mac_roman",
    10006: "mac_greek",
    10007: "mac_cyrillic",
    10029: "mac_latin2",
    10081: "mac_turkish",
    65001: "utf-8",
}


def code_page(number: int) -> str | None:
    """The codec of a code page of Windows; None where Python has none."""
    import codecs

    name = _PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
