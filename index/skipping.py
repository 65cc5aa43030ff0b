"""What was skipped, by reason: files that could not be read for the same reason, and what would help."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from index.document import Skipped
from index.keys import natural_path
from index.readers import suffix_of

_VARYING: Final = re.compile(
    r"(?<![\w.'])\d[\d,.]*(?![\w'])"
    r"|(?<=saved page ).+"
    r"|(?<=its part ).+(?= is (?:damaged|missing))"
    r"|(?<=its part ).+(?= unpacks)"
    r"|(?<=\().+(?=\)$)"
)
"""What differs from file to file where the reason is the same: numbers, names of parts, what a library said."""
_ADVICE: Final = (
    ("the program tesseract reads such files", "install tesseract (Debian: apt install tesseract-ocr)"),
    ("formats.ocr: never", "formats.ocr: auto in config.yaml lets tesseract read it; not with --sealed"),
    ("encrypted by its seller", ""),
    ("encrypted", "take the encryption off a copy (PDF: qpdf --decrypt)"),
    ("documents.max_megabytes", "a higher documents.max_megabytes in config.yaml reads it"),
    ("setting formats.rows", "formats.rows in config.yaml names the columns"),
    ("setting formats.max_", "that setting in config.yaml allows more"),
    ("formats.max_", "that setting in config.yaml allows more"),
    ("link out of the collection", "documents.follow_links in config.yaml follows it"),
    ("permission denied", "its permissions keep you from reading it"),
    ("died or took too long", "it is tried again when it changes"),
    ("saved page", "rename the folder if documents of yours lie in it"),
    ("changed while it was being read", "it is read in the next run"),
)
_PICTURES: Final = "as a PDF file it can be read by tesseract"
_OTHER_FORMS: Final[dict[str, str]] = {
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".webp", ".heic", ".bmp"), _PICTURES),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".ods", ".numbers"), "saved as .csv it is read"),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key", ".pages", ".wpd", ".ps", ".djvu"), "saved as .pdf it is read"),
    **dict.fromkeys((".msg", ".pst", ".ost"), "exported as .eml or .mbox it is read"),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".fb2"), "converted to .epub it is read"),
    **dict.fromkeys((".7z", ".rar", ".cab", ".zst"), "unpack it beside the others"),
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".mp4", ".mov", ".mkv", ".avi"), "as subtitles (.srt, .vtt) it is read"),
    ".doc": "saved as .docx it is read",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Files that were skipped for one reason."""

    words: str
    """The reason; what differs from file to file is `…`."""
    advice: str
    """What would help; "" where nothing is known to."""
    supported: bool
    """Their kind is read: each is worth a look."""
    files: tuple[Skipped, ...]
    """In order of their paths."""


def by_reason(skipped: Iterable[Skipped]) -> list[Reason]:
    """Kinds that are read first, then those of most files."""
    found: dict[tuple[bool, str], list[Skipped]] = {}
    for each in skipped:
        found.setdefault((each.supported, _VARYING.sub("…", each.reason)), []).append(each)
    reasons = [_reason(supported, words, files) for (supported, words), files in found.items()]
    return sorted(reasons, key=lambda reason: (not reason.supported, -len(reason.files), reason.words))


def _reason(supported: bool, words: str, files: list[Skipped]) -> Reason:
    first = files[0]
    same = all(each.reason == first.reason for each in files)
    ordered = sorted(files, key=lambda each: natural_path(each.path.casefold()))
    return Reason(first.reason if same else words, _advice(first), supported, tuple(ordered))


def _advice(skipped: Skipped) -> str:
    said = skipped.reason.casefold()
    for words, advice in _ADVICE:
        if words in said:
            return advice
    suffix = suffix_of(skipped.path)
    return _OTHER_FORMS.get(suffix, "") if not skipped.supported or suffix == ".doc" else ""
