"""Keys by which documents are sorted and found: case and accents away, numbers by their size."""

from __future__ import annotations

import re
import unicodedata
from fnmatch import fnmatchcase
from typing import Final

_DIGITS: Final = re.compile(r"[0-9]+")
_SHAPES: Final = re.compile(r"[*?]")
_STARS: Final = re.compile(r"\*{2,}")
_ARCHIVES: Final = frozenset({"zip", "tar", "gz", "tgz", "bz2", "tbz", "tbz2", "xz", "txz"})


def fold(text: str) -> str:
    """Case and accents away, as the index folds words."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold_path(path: str) -> str:
    """A path folded; bytes that do not decode become a character of their own."""
    return fold(path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def natural(folded: str) -> str:
    """A key for folded text by which `letter 2` comes before `letter 10`."""
    return _DIGITS.sub(_number, folded)


def natural_path(folded: str) -> str:
    """A key for a folded path by which what lies in a folder comes right after it, before `folder b` or `folder-b`."""
    return natural(folded.replace("/", "\x01"))


def _number(found: re.Match[str]) -> str:
    """Digits after their number, so that comparing texts compares numbers."""
    digits = found[0].lstrip("0") or "0"
    length = len(digits)
    return f"{length}{digits}" if length < 9 else f"9{min(length, 9999):04d}{digits}"


def shaped(folded: str) -> str | None:
    """What `*` and `?` in a folded value ask for, as a pattern of the shell that the text, with a space before and
    behind it, fits: whole words of this shape. None for a value without such a sign, and for `*` alone."""
    if not folded.strip("*") or not _SHAPES.search(folded):
        return None
    return f"*[^0-9a-z]{_STARS.sub('*', folded.replace('[', '[[]'))}[^0-9a-z]*"


def fits_shape(folded: str, pattern: str) -> bool:
    """Whether a folded text is what `shaped` gives a pattern for."""
    return fnmatchcase(f" {folded} ", pattern.replace("[^", "[!"))


def format_of(path: str) -> str:
    """The suffix of a file's name in small letters without its dot, such as `md`; "" where it has none."""
    name = path.rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return fold_path(suffix) if dot and stem else ""


def is_archive(path: str) -> bool:
    """Whether what lies in a file of this name may lie in folders there; names in mailboxes and tables are no paths."""
    return format_of(path) in _ARCHIVES


def folder_of(path: str) -> str:
    """The folder a document lies in, or the file that holds it; "" for the collection's own."""
    outer, between, inner = path.rpartition("!/")
    if not between:
        return path.rpartition("/")[0]
    folder = inner.rpartition("/")[0] if is_archive(outer) else ""
    return f"{outer}!/{folder}" if folder else outer
