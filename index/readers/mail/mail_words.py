"""How mail programs mark what their writers did not write now: lines above an answer, what is forwarded, signatures.

In English, French, German, Spanish, Italian, Dutch and Portuguese, as the common programs put it.
"""

from __future__ import annotations

import re
from typing import Final

_I: Final = re.IGNORECASE

_WROTE: Final = (
    r"wrote|writes|said|a écrit|écrit|schrieb|schreibt|hat geschrieben|geschrieben|escribió|escribe|ha scritto|scrisse|"
    r"schreef|escreveu|skrev|napisał\(?a?\)?"
)
WROTE: Final = re.compile(rf"(?=.{{1,400}}$).*\b(?:{_WROTE})\b.{{0,200}}:\s*", _I)
"""`Anna wrote:` is the line above an answer where `>` follows."""
WROTE_THEN: Final = re.compile(
    rf"(?:On|Le|Am|El|Il|Op|Em|Den|Dne|W dniu)\s(?=.{{0,300}}\d)(?=.{{0,300}}(?:\d[:h.]\d\d|@|19\d\d|20\d\d)).{{4,300}}"
    rf"\b(?:{_WROTE})\b.{{0,200}}:\s*",
    _I,
)
"""`On Tue, 3 Mar 2020 at 10:15, Anna Keller <a@x.org> wrote:` is one whatever follows."""
BEGINS_WROTE: Final = re.compile(r"(?:On|Le|Am|El|Il|Op|Em|Den|Dne|W dniu|In (?:article|message))\s", _I)

_ORIGINAL: Final = (
    r"original[ -]message|original appointment|message d.origine|message original|mensaje original|mensagem original|"
    r"urspr(?:ü|ue)ngliche nachricht|original[ -]?nachricht|urspr(?:ü|ue)nglicher termin|messaggio originale|"
    r"oorspronkelijk bericht|reply message"
)
_PASSED_ON: Final = (
    r"forwarded (?:message|by)|weitergeleitete (?:nachricht|e-?mail)|weitergeleitet von|message transféré|"
    r"message réexpédié|transféré par|mensaje reenviado|reenviado por|messaggio inoltrato|doorgestuurd bericht|"
    r"mensagem (?:encaminhada|reencaminhada)"
)
ORIGINAL: Final = re.compile(rf"\s*[-_*]{{2,60}}\s*(?:{_ORIGINAL})\b.{{0,80}}?[-_*]{{2,60}}\s*", _I)
FORWARDED: Final = re.compile(
    rf"\s*-{{2,60}}\s*(?:{_PASSED_ON})\b.{{0,200}}?(?:-{{2,60}})?\s*"
    r"|\s*(?:begin forwarded message|anfang der weitergeleiteten (?:e-?mail|nachricht)|"
    r"début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|inizio messaggio inoltrato)\s*:\s*",
    _I,
)
END_FORWARDED: Final = re.compile(
    r"\s*-{2,60}\s*(?:end (?:of )?forwarded message|ende der weitergeleiteten nachricht|fin du message transféré|"
    r"fin del mensaje reenviado)\s*-{2,60}\s*",
    _I,
)
UNDERSCORES: Final = re.compile(r"\s*_{10,200}\s*")

FROM_LINE: Final = re.compile(r"[*_]{0,2}(?:from|von|de|da|van)[*_]{0,2}\s?:[*_]{0,2}\s*\S", _I)
"""The first line of the head of a mail as Outlook puts it above what is answered."""

SIGNATURE: Final = re.compile(r"--\s?")
SENT_FROM: Final = re.compile(
    r"\s*(?:sent from (?:my|mail for|yahoo|outlook|samsung)|sent via|get outlook for|von meinem \S+(?: \S+)? gesendet|"
    r"gesendet von (?:mail|meinem|outlook)|diese nachricht wurde von meinem|envoyé (?:de mon|depuis (?:mon|ma))|"
    r"enviado desde mi|inviato da(?:l mio| )|verstuurd vanaf mijn|enviado do meu)\b.{0,100}",
    _I,
)
LIST_FOOT: Final = re.compile(
    r"(?:.{0,100}\bmailing[ -]list\b.{0,100}|to unsubscribe.{0,200}|"
    r"you received this (?:message|email) because.{0,200}|"
    r"https?://\S{1,200}/(?:mailman/)?listinfo/\S{1,200})",
    _I,
)
GREETING: Final = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|afternoon|evening|day)|hallo|liebe[rs]?|sehr geehrte[rs]?|"
    r"guten (?:tag|morgen)|moin|servus|grüezi|"
    r"bonjour|bonsoir|salut|ch(?:er|ère)s?|madame|monsieur|hola|estimad[oa]s?|querid[oa]s?|"
    r"buen(?:os|as)|caro|cara|gentile|egregi[oa]|ciao|beste|geachte|prezad[oa])\b(?! \w+ \w+ \w+ \w+ \w+).{0,60}",
    _I,
)
"""A line of its own with which a mail begins; it is no heading."""

_SECRET: Final = ("confidential", "privileged", "vertraulich", "confidentiel", "confidencial", "riservat")
_NOT_FOR_YOU: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"intended|solely|addressee|recipient|bestimmt|adressat|empfänger|destinat[aá]",
        r"in error|irrtümlich|par erreur|por error|unauthori[sz]ed|unbefugt|non autorisée|no autorizad",
        r"delet|destroy|notify|disclos|distribut|vernichten|löschen|benachrichtigen|détrui|supprimer|elimin|notifi",
    )
)


def is_disclaimer(text: str) -> bool:
    """Whether a paragraph is the notice that lawyers put below every mail."""
    if len(text) < 80:
        return False
    text = text[:3_000].lower()
    return any(word in text for word in _SECRET) and sum(bool(each.search(text)) for each in _NOT_FOR_YOU) >= 2
