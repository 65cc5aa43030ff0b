"""The lines with which a mail or a memo that was saved as text begins: `From: …`, `Betreff: …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.document import Header, Span

_FEWEST: Final = 2
"""Lines that make a head: a text that begins with `From: ` alone is prose, or whatever it likes."""
_LONGEST: Final = 8_000
"""Characters from the beginning in which the head must end; a list of recipients may be long."""

_NAMES: Final = {
    "from": "from|von|de|da|van|från|fra|от|от кого",
    "to": "to|an|à|a|para|aan|till|til|кому|для",
    "cc": "cc|c\\.c\\.|kopie|kopie an|copie|copie à|copia|con copia|in kopie|копия",
    "bcc": "bcc|blindkopie|cci|cco",
    "subject": "subject|re|betreff|betr\\.|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|тема",
    "date": "date|sent|datum|gesendet|gesendet am|envoyé|envoyé le|fecha|enviado|enviado el|data|inviato|verzonden|"
    "skickat|дата|отправлено",
}
_ALSO: Final = (
    "reply-to|antwort an|répondre à|message-id|in-reply-to|references|importance|priority|wichtigkeit|attachments?|"
    "anlagen?|anhang|pièces? jointes?|adjuntos?|allegati|mime-version|content-[a-z-]+|received|return-path|"
    "delivered-to|sender|organization|user-agent|ref|file|our ref|your ref|through|via|x-[a-z-]+"
)
"""Lines that may stand among those, and say nothing that is asked for."""

_NAMED: Final = "|".join(f"(?P<{name}>{spellings})" for name, spellings in _NAMES.items())
_LINE: Final = re.compile(
    rf"[ \t]*(?:[*_]{{1,2}})?(?:{_NAMED}|(?P<other>{_ALSO}))(?:[*_]{{1,2}})?[ \t\u00a0\u202f]?:(?:[*_]{{1,2}})?"
    r"[ \t\u00a0\u202f]*(?P<value>\S.*)?",
    re.IGNORECASE,
)
_HEADLINE: Final = re.compile(
    r"\W*(?:(?:original|forwarded)\s+message|urspr(?:ü|ue)ngliche\s+nachricht|message\s+d.origine|mensaje\s+original|"
    r"(?:inter-?office\s+|internal\s+|office\s+)?(?:memorandum|memo)|vermerk|note\s+(?:de\s+service|interne)|"
    r"nota\s+interna|e-?mail)\W*",
    re.IGNORECASE,
)
"""What may stand above the head, alone in its line."""
_ANSWERING: Final = re.compile(
    r"\s*(?:(?:re|fwd?|aw|antw|wg|tr|rv|sv|vs|vb|enc|res|rif)(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?"
    r"\s*:|\[(?:fwd?|ext|external|extern)\b:?\]?)\s*",
    re.IGNORECASE,
)


def find_headers(text: str, start: int = 0) -> tuple[Header, ...]:
    """The lines at the head of a text, in order; none where fewer than two that matter stand there.

    `start` is where the text begins, behind front matter. A line that begins with white space goes on with the one
    above it. Blank lines may stand between, as in memos.
    """
    found: list[Header] = []
    last: tuple[str, list[str], int, int] | None = None
    for line, first, end in _lines(text, start):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None or (match["value"] is None and not match["other"] and not _goes_on(text, end)):
            if last is not None and line[0] in " \t" and text[last[3] : first].count("\n") == 1:
                last[1].append(line.strip())
                last = (*last[:3], end)
                continue
            if not found and last is None and _HEADLINE.fullmatch(line):
                continue
            break
        _keep(found, last)
        name = next((name for name in _NAMES if match[name]), "")
        at = first + len(line) - len(line.lstrip())
        last = (name, [match["value"] or ""], at, end)
    _keep(found, last)
    enough = len({header.name for header in found}) >= _FEWEST and any(header.name != "date" for header in found)
    return tuple(found) if enough else ()


def bare_subject(subject: str) -> str:
    """A subject without what answering and forwarding put before it: `AW: Re: Fwd[2]: The boom` is `The boom`."""
    while (found := _ANSWERING.match(subject)) is not None and found.end() < len(subject):
        subject = subject[found.end() :]
    return subject.strip()


def _lines(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Lines with where they begin and end, as far as a head may reach."""
    at, limit = start, min(len(text), start + _LONGEST)
    while at < limit:
        end = text.find("\n", at, limit)
        end = limit if end < 0 else end
        yield text[at:end], at, end
        at = end + 1


def _goes_on(text: str, end: int) -> bool:
    """True where the next line is the rest of one that has nothing behind its colon."""
    return text[end + 1 : end + 2] in (" ", "\t")


def _keep(found: list[Header], line: tuple[str, list[str], int, int] | None) -> None:
    if line is not None and line[0]:
        name, parts, start, end = line
        value = " ".join(" ".join(parts).strip("*_ ").split())
        if value:
            found.append(Header(name, value, Span(start, end)))
