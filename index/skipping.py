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
_WHOLE: Final = "look for a whole copy"
_RENAME: Final = "its name says what it is not: look what it is, and rename it"
_ADVICE: Final = (
    ("read as far as it goes", _WHOLE),
    ("pages without text, pictures", "tesseract reads them, where it is installed and formats.ocr is auto"),
    ("which letters some", "look at the original before you quote it"),
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
    ("no letters were recognised", "formats.ocr_languages should name its languages, unless it holds pictures alone"),
    ("took longer than", "a higher documents.seconds_a_file in config.yaml gives it time"),
    ("cut short", _WHOLE),
    ("cut off", _WHOLE),
    ("damaged", _WHOLE),
    ("declares entities", "saved again by an office program it is read"),
    ("not json", "mend that line, or leave it out"),
    ("no object, but a value", "only objects, {…}, are documents"),
    ("binary data", "its name says that it is text: look what it is, and rename it"),
    ("not a pdf file", _RENAME),
    ("not an epub", _RENAME),
    ("not a docx", _RENAME),
    ("not an odt", _RENAME),
    ("not an rtf", _RENAME),
    ("not a zip", _RENAME),
    ("without a suffix", "with .txt behind its name it is read, if it is text"),
)
_PICTURES: Final = "as a PDF file it can be read by tesseract"
_OTHER_FORMS: Final[dict[str, str]] = {
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".webp", ".heic", ".bmp", ".ppm", ".pgm", ".pbm"), _PICTURES
    ),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".ods", ".numbers"), "saved as .csv it is read"),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key", ".pages", ".wpd", ".ps", ".djvu"), "saved as .pdf it is read"),
    **dict.fromkeys((".msg", ".pst", ".ost"), "exported as .eml or .mbox it is read"),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".fb2"), "converted to .epub it is read"),
    **dict.fromkeys((".7z", ".rar", ".cab", ".zst"), "unpack it beside the others"),
    **dict.fromkeys(
        (".mp3", ".wav", ".m4a", ".mp4", ".mov", ".mkv", ".avi", ".au", ".aiff"), "as subtitles (.srt, .vtt) it is read"
    ),
    ".doc": "saved as .docx it is read",
    ".warc": "its pages, saved as .html or .mhtml, are read",
    ".xml": "saved as .html or .txt it is read",
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
    read: bool = False
    """They are documents, of which something was left out."""


def by_reason(skipped: Iterable[Skipped]) -> list[Reason]:
    """Kinds that are read first, then what was read in part, then the rest; those of most files first."""
    found: dict[tuple[bool, bool, str], list[Skipped]] = {}
    for each in skipped:
        found.setdefault((each.supported, each.read, _VARYING.sub("…", each.reason)), []).append(each)
    reasons = [_reason(words, files) for (_, _, words), files in found.items()]
    return sorted(reasons, key=lambda each: (not each.supported, each.read, -len(each.files), each.words))


def _reason(words: str, files: list[Skipped]) -> Reason:
    first = files[0]
    same = all(each.reason == first.reason for each in files)
    ordered = sorted(files, key=lambda each: natural_path(each.path.casefold()))
    return Reason(first.reason if same else words, _advice(first), first.supported, tuple(ordered), first.read)


def _advice(skipped: Skipped) -> str:
    said = skipped.reason.casefold()
    for words, advice in _ADVICE:
        if words in said:
            return advice
    suffix = suffix_of(skipped.path)
    return _OTHER_FORMS.get(suffix, "") if not skipped.supported or suffix == ".doc" else ""
