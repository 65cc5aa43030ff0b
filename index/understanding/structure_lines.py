"""What a line is by itself, whatever stands around it: credit, caption, boilerplate, label, date line, byline."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.document import BlockKind
from index.understanding.publication import StatedDate, find_date
from index.understanding.structure_names import Signed, has_outlet, is_agency, is_name, is_outlet, is_role, signed_by

SHORT = 400
"""Longer lines are text. It also bounds what the patterns below are tried on."""

CLOSERS = "\"'”’»)]*_」』）】 \t\u00a0"
STOPS = (".", "!", "?", "…", "。", "！", "？", "।", "؟", "۔")
_NOTE_MARKS = re.compile(r"(?:\[\^?[\w*†‡]{1,4}\])+$")

_BOILERPLATE = re.compile(
    r"""(?:
      source\ link | powered\ by\ .{1,60} | please\ select\ digest.* | read\ (?:more|also|next|the\ full).{0,120}
    | also\ read.{0,120} | see\ also:? | related(?:\ (?:articles|stories|news|content|topics|posts|links))?:?
    | share\ (?:this|on|via|it|to|by)\b.{0,80} | share | follow\ (?:us|me)\b.{0,120} | subscribe\b.{0,120}
    | sign\ up\b.{0,120} | (?:story\ continues\ below\ )?advertisement | advertising | sponsored(?:\ content)?
    | continue\ reading.{0,80} | click\ here.{0,120} | .{0,120}all\ rights\ reserved.{0,120}
    | (?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*\d{4}.{0,160} | terms\ (?:of|and)\ .{0,60} | privacy\ policy.{0,60}
    | .{0,60}\bcookies?\b.{0,20}\bpolicy.{0,60} | we\ use\ cookies.{0,200}
    | print(?:\ this)?(?:\ (?:article|page|story))? | e-?mail(?:\ this)?(?:\ (?:article|page|story))?
    | (?:\d+\ )?comments?(?:\ \(\d+\))? | leave\ a\ (?:comment|reply).{0,60} | no\ comments.{0,40}
    | view\ (?:all\ )?comments.{0,20} | skip\ to\ (?:main\ )?content | back\ to\ top | loading\W{0,3}
    | tweet | facebook | twitter | whatsapp | linkedin | telegram | instagram | \d+\ (?:shares|likes|views|min\ read)
    | this\ (?:article|story|post|piece)\ (?:was\ )?(?:first\ |originally\ )?(?:published|appeared)\b.{0,200}
    | (?:originally|first)\ published\ (?:in|by|on|at)\b.{0,120}
    | the\ views\ expressed\b.{0,300} | newsletters? | download\ (?:the|our)\ app.{0,60}
    | (?:tags?|keywords|topics|categor(?:y|ies)|filed\ under|url|link|isbn|doi)\s*:.{0,200}
    | most\ (?:read|popular|viewed).{0,40} | recommended(?:\ for\ you)?
    | (?:next|previous)\ (?:article|story|post).{0,60}
    | (?:editor['’]?s['’]?\ picks|trending|top\ stories|latest\ news|more\ (?:on\ this|from|stories|news)\b.{0,60})
    | have\ your\ say | (?:image|photo|slide)\ \d+\ of\ \d+ | filed\ (?:to|under):?.{0,60} | from\ the\ section\b.{0,60}
    | .{0,60}\bis\ sponsored\ by.{0,60} | (?:you\ must\ |please\ )?log\ ?in\b.{0,80}\bcomment.{0,20}
    | stay\ logged\ in.{0,60} | (?:show|view|load|see|read)\ (?:all|more)\b.{0,60} | (?:all\ )?repl(?:y|ies)
    | \d[\d,]*\ (?:repl(?:y|ies)|views?|votes?) | comments\ are\ closed.{0,20} | reader\ comments?
    | join\ the\ (?:conversation|discussion).{0,60} | (?:you\ can\ )?skip\ (?:this\ )?ad\b.{0,40} | copy\ link
    | link\ copied.{0,10} | save | bookmark | recommend | follow | edit | delete | hide | close | cancel | submit
    | register | play | pause | mute | next | previous | more | options | [←→].{0,60} | .{0,60}[←→]
    | supported\ by | donate | get\ more\ news.{0,40} | don['’]t\ miss\ a\ thing | view\ profile
    | get\ the\ app.{0,40} | report\ (?:this\ )?(?:ad|comment|error).{0,20}
    | home | menu | search | log\ in | sign\ in | -\s*30\s*- | \(?ends?\)? | page\ \d{1,4}(?:\ (?:of|/)\ \d{1,4})?
    | https?://\S+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FURNITURE_ABROAD = re.compile(
    r"""(?:
      compart(?:ir|a|e|ilhar|ilhe)\b.{0,60} | partage[rz]\b.{0,60} | teilen(?:\ auf.{0,30})? | imprim(?:ir|er) | drucken
    | (?:\d+\ )?(?:comentarios|comentários|commentaires?|kommentare?)(?:\ \(\d+\))? | enviar | guardar | merken
    | (?:lea|leer|leia|ler|lire|voir|lesen\ sie)\ (?:también|más|também|mais|aussi|plus|auch|mehr)\b.{0,120}
    | mehr\ (?:zum\ thema|dazu)\b.{0,60} | weiterlesen | sur\ le\ même\ (?:thème|sujet)\b.{0,60}
    | publicidad | publicidade | publicité | anzeige | werbung | (?:notas|noticias|notícias)\ relacionadas
    | (?:suscr[ií]b|assine|inscreva-se|abonnez-vous|s['’]abonner|jetzt\ abonnieren)\w*\b.{0,80}
    | iniciar\ sesión | fazer\ login | se\ connecter | anmelden | registrieren | seguir | suivre | folgen
    | (?:lo|las?|as|les|los|o)\ (?:más|mais|plus)\ (?:leíd[oa]s?|vist[oa]s?|lid[oa]s|lus|lu)\b.{0,30} | meistgelesen
    | tous\ droits\ réservés.{0,80} | alle\ rechte\ vorbehalten.{0,80}
    | todos\ (?:los|os)\ (?:derechos|direitos)\ reserva.{0,80}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_DESIGNATION = re.compile(r"\*+\s?\S.*\b(?:designated as|banned in|outlawed in|recogni[sz]ed as)\b.*", re.DOTALL)
_SECTION_NAMES = (
    "news|world|world news|opinion|analysis|politics|business|exclusive|breaking news|breaking|asia|europe|africa|"
    "middle east|americas|features|feature|editorial|comment|commentary|explainer|interview|live|latest|top stories|"
    "perspective|special report|investigation|international|national|economy|sport|sports|culture|letters"
)
_SECTIONS = frozenset(_SECTION_NAMES.split("|"))

_LABEL = re.compile(
    r"""(?P<label>
      (?P<title>title|headline|subject)
    | (?P<author>authors?|byline|writer|reporter|written\ by|words\ by|text\ by)
    | (?P<date>(?:(?:first|last|date)\ )?(?:published|posted|updated|modified|issued|revised)(?:\ (?:on|at|date))?
        | (?:publication\ |pub\ |release\ )?date | publié\ le | veröffentlicht(?:\ am)? | publicado(?:\ el)?
        | pubblicato(?:\ il)? | gepubliceerd(?:\ op)? | datum | fecha | data)
    | (?P<source>source|publication|outlet|publisher|newspaper)
    | (?P<sender>from)
    | (?P<header>to|cc|bcc|re|sent|reply-to|message-id|content-type|mime-version|received|return-path|x-[a-z-]+)
    )\s*:\s*(?P<value>\S.*)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_BY = re.compile(
    r"(?P<by>(?:(?:written|words|text|story|reported|reporting|report|analysis|posted|published)\s)?by|von|par|por|door)\s+"
    r"(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_BEFORE = re.compile(
    r"(?:(?:(?:first|last)\s+)?(?:published|posted|updated|modified|issued|filed|dated|decided|released?|publié le|"
    r"veröffentlicht am|publicado el|le|am|on|den|date)\b[\s:]*)?"
    r"(?:on\s+)?(?P<place>[^\W\d_][\w.'’ -]{1,40},\s*)?[\W_]*",
    re.IGNORECASE,
)
_DATE_AFTER = re.compile(
    r"[\s,|•·–—-]*(?:at\s+)?(?:\d{1,2}[:.h]\d{2}(?::\d{2})?)?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,5}|[+-]\d{2}:?\d{2})?"
    r"[\s,|•·()–—-]*(?:(?:last\s+)?(?:updated|modified|edited).{0,60}|\d{1,3}\s+min(?:ute)?s?\s+read)?\W*",
    re.IGNORECASE,
)

_POSTED = frozenset(("", "on", "posted", "posted on", "published", "published on", "updated", "le", "am", "el"))
_POSTED_AT_END = re.compile(
    r"[\s,|•·–—-]*\b(?:posted|published|updated)?\s*(?:on|at|le|am|el)?[\s,|•·–—:-]*$", re.IGNORECASE
)

_CREDIT = re.compile(
    r"(?:©|\(c\)\s|copyright\b|(?:photo(?:graph)?s?|images?|pictures?|pics?|fotos?|videos?|illustrations?|graphics?|"
    r"infographics?)(?:\s+(?:credits?|by|courtesy(?:\s+of)?|from))?\s*(?:[:©/|]|(?<=by)\s|(?<=of)\s|(?<=credit)\s|"
    r"(?<=courtesy)\s|(?<=from)\s)|credits?\s*:|image source,)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_BRACKETED = re.compile(r"[(\[](?P<inner>[^\n]{6,400})[)\]]")
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?,?\s+)?(?:by\s+)?(?P<name>[^\W\d_][^.,|·•©()\n]{2,50}?)\s*"
    r"(?:,\s*(?:\d{4}|[^\W\d_][\w ]{1,30}))?(?:\.\s.{0,120}|[.|·•].{0,120}|)$",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(
    r"(?:\[[^\[\]]{2,80}\]|\((?P<agency>[^()]{2,60})\)|"
    r"\b(?:file\s+)?(?:image|photo|picture|video|photograph|credit)s?(?:\s+(?:credit|by|courtesy\s+of))?\s*"
    r"(?::|(?<=by)\s|(?<=of)\s)\s*(?P<credit>[^.!?:]{2,70})\.?|©\s*[^.!?]{2,60})$",
    re.IGNORECASE,
)
_CREDIT_WORDS = frozenset(("of", "the", "via", "and", "for", "de", "by", "from", "staff", "courtesy", "photographer"))
_PICTURE_WORDS = re.compile(
    r"\((?:left|right|cent(?:re|er)|L|R|C|pictured|[a-z ]*\bleft|[a-z ]*\bright)\)|\bfile\s+(?:photo|image|picture)\b|"
    r"^in\s+this\s+(?:[\w,. ]{0,40})?(?:photo|image|picture|handout|photograph)\b|"
    r"^(?:pictured|seen here|archive photo|(?:image|media) caption\b)|\(file\)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"[(\[]?\s*(?:sources?|via)\s*:\s*(?P<name>[^\n]{2,80}?)\s*[)\]]?\.?", re.IGNORECASE)
_PLACE = r"[^\W\d_][\w.'’]*(?:[ -][^\W\d_][\w.'’]*){0,3}"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE}(?:\s*[,/]\s*{_PLACE}){{0,2}}?)(?:,\s*(?P<date>[^()–—\n]{{4,30}}?))?\s*"
    r"(?:\((?P<agency>[^()\n]{2,40})\)\s*(?P<after>[-–—]{1,2}|:)?|(?P<dash>[-–—]{1,2}))(?:\s+|$)"
)


_SMALL = frozenset(("of", "and", "the", "for", "at", "in", "on", "&", "-", "|"))


class Verdict(NamedTuple):
    """The kind of a line and the rule that says so."""

    kind: BlockKind
    rule: str


class Label(NamedTuple):
    """`Author: Viktor Mikhin`: what is labelled, and where its value begins in the line."""

    field: str
    value: str
    start: int


class Dateline(NamedTuple):
    """`KABUL, Sept. 8 (Reuters) —` at the head of a line."""

    end: int
    date: tuple[int, int] | None
    agency: tuple[int, int] | None


def plain(line: str) -> str:
    """A line without the marks of emphasis that Markdown puts around it."""
    return line.strip().strip("*_").strip()


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, closing marks and marks of notes such as `[12]` apart."""
    if line[-1:] == "]":
        line = _NOTE_MARKS.sub("", line)
    return line.rstrip(CLOSERS).endswith(STOPS)


def boilerplate(line: str) -> Verdict | None:
    """What web pages put around an article."""
    if not any(c.isalnum() for c in line):
        return Verdict("boilerplate", "separator")
    bare = line.strip(" .*_") if len(line) <= SHORT else ""
    if bare and (_BOILERPLATE.fullmatch(bare) or _FURNITURE_ABROAD.fullmatch(bare)):
        return Verdict("boilerplate", "phrase")
    if _DESIGNATION.fullmatch(line):
        return Verdict("boilerplate", "designation")
    return None


def is_section(line: str) -> bool:
    """The name of a newspaper's section, above a headline."""
    return line.strip(" |:-").lower() in _SECTIONS


def picture(line: str) -> Verdict | None:
    """A credit or the caption of a picture, where the line itself shows it; `(Photo: …)` in brackets too."""
    bracketed = _BRACKETED.fullmatch(line)
    match = _CREDIT.match(bracketed["inner"] if bracketed else line)
    if match:
        own = line.startswith(("©", "(c)", "(C)")) or _names_only(match["rest"])
        return Verdict("credit", "credit") if own else Verdict("caption", "picture-label")
    if re.match(r"infographics?\b", line, re.IGNORECASE) and not ends_sentence(line):
        return Verdict("caption", "picture-label")
    match = _CREDIT_AT_END.search(line)
    if match:
        tail = match[0]
        named = match["credit"] or "©" in tail or has_outlet(match["agency"] or tail.strip("[]"))
        if named and (match["agency"] is None or not ends_sentence(line[: match.start()])):
            few = len(line[: match.start()].split()) < 3
            return Verdict("credit" if few else "caption", "credit-at-end")
    if _PICTURE_WORDS.search(line) and len(line) <= 300:
        return Verdict("caption", "picture-words")
    return None


def _names_only(words: str) -> bool:
    """Whether words name makers and outlets rather than describe what a picture shows."""
    tokens = words.strip(" .").split()
    lower = sum(token[0].islower() and token not in _CREDIT_WORDS for token in tokens)
    return lower == 0 or (lower == 1 and has_outlet(words))


def label(line: str) -> Label | None:
    """A line that says what it states, such as `Author: …` or `Published: …`."""
    match = _LABEL.fullmatch(line)
    if match is None:
        return None
    field = next(name for name in ("title", "author", "date", "source", "sender", "header") if match[name])
    return Label(field, match["value"].strip(), match.start("value"))


def rights_holder(line: str) -> tuple[int, int] | None:
    """Where a notice such as `© 2031 Averil Harbour Herald. All rights reserved.` names its holder."""
    match = _RIGHTS.match(line)
    if match is None or _names_nobody(match["name"]):
        return None
    return match.span("name")


def _names_nobody(name: str) -> bool:
    """`© all rights reserved`, `© photo agency / someone`: no name, or the maker of a picture."""
    capitals = sum(word[0].isupper() for word in name.split())
    return capitals == 0 or "/" in name or name.casefold().startswith(("all rights", "reserved"))


def source_line(line: str) -> tuple[int, int] | None:
    """Where a line of the kind `(Source: rian.ru)` or `(IRNA)` names the source."""
    match = _SOURCE.fullmatch(line)
    if match:
        return match.span("name")
    bracket = re.fullmatch(r"\((?P<name>[^()]{2,40})\)", line)
    return bracket.span("name") if bracket and is_agency(bracket["name"]) else None


def byline(line: str) -> Signed | None:
    """The people whom `By A, B and C` names."""
    match = _BY.fullmatch(line)
    if match is None or len(line) > 200 or not (match["by"][0].isupper() or match["by"] == "by"):
        return None
    rest = match["rest"]
    stated = find_date(rest)
    if stated and stated.start > 0:
        rest = rest[: stated.start]
        rest = re.sub(r"[\s,|•·–—-]*(?:published|posted|updated|on)?[\s,:|•·–—-]*$", "", rest, flags=re.IGNORECASE)
    return signed_by(rest) or _with_role(rest)


def _with_role(words: str) -> Signed | None:
    """`Mara Delling, Chief Technologist, Harbour Privacy Project`: a name and, in capitals, what somebody is."""
    name, comma, role = words.partition(",")
    capitals = all(word[0].isupper() or word in _SMALL for word in role.replace(",", " ").split())
    if not comma or not is_name(name) or not capitals or len(role.split()) < 3 or role.rstrip().endswith(STOPS):
        return None
    return Signed((" ".join(name.split()),), None)


def bare_byline(line: str, following: str) -> Signed | None:
    """A line of a name alone, where outlet, role or date beside it or below shows that it signs the article."""
    if len(line) > 80 or line.endswith((":", "?")) or picture(line):
        return None
    found = signed_by(line)
    if found is None or not found.authors:
        return None
    if found.outlet or is_role(line):
        return found
    below = following.strip()
    if len(below) <= 80 and (is_outlet(below) or (is_role(below) and len(below.split()) <= 6) or date_line(below)):
        return found
    return None


def date_line(line: str) -> StatedDate | None:
    """The date of a line that states a date and nothing else but place and time."""
    if len(line) > 120:
        return None
    stated = find_date(line)
    if stated is None:
        return None
    before, after = line[: stated.start], line[stated.end :]
    if not _DATE_BEFORE.fullmatch(before) or not _DATE_AFTER.fullmatch(after):
        return None
    return stated if stated.values or stated.weekday or before.strip() or not after.strip() else None


def dated_author(line: str) -> tuple[StatedDate, Signed] | None:
    """`10.09.2021 Author: Viktor Mikhin`: a date and who signs, on one line."""
    if len(line) > 160:
        return None
    stated = find_date(line)
    if stated is None or not stated.values:
        return None
    before, after = line[: stated.start], line[stated.end :].strip(" ,|•·–—-:")
    if before.strip(" ,|•·–—-:").casefold() not in _POSTED:
        return _author_dated(before, line[stated.end :], stated)
    named = label(after)
    found = signed_by(named.value) if named and named.field == "author" else byline(after)
    if found is None and is_name(after):
        found = Signed((after,), None)
    return (stated, found) if found else None


def _author_dated(before: str, after: str, stated: StatedDate) -> tuple[StatedDate, Signed] | None:
    """`Dana Goodwell - Apr 16, 2031 8:02 pm UTC`: the author, then the date."""
    words = _POSTED_AT_END.sub("", before).strip(" ,|•·–—-:")
    found = byline(words) or (Signed((words,), None) if is_name(words) else None)
    return (stated, found) if found and found.authors and _DATE_AFTER.fullmatch(after) else None


def dateline(line: str) -> Dateline | None:
    """The place, date and agency that open an agency's report, if the line begins so."""
    match = _DATELINE.match(line[:160])
    if match is None:
        return None
    agency = match.span("agency") if match["agency"] and is_agency(match["agency"].strip()) else None
    stated = find_date(match["date"]) if match["date"] else None
    if (match["date"] and stated is None) or (match["agency"] and agency is None):
        return None
    if not all(word[0].isupper() for word in re.findall(r"[^\W\d_][\w.'’]*", match["place"])):
        return None
    # A dash alone follows many things; place names in capitals, with their country or a date, are what agencies write.
    capitals = match["place"].split(",")[0].isupper()
    if not (capitals or stated or "," in match["place"] or (agency and match["after"])):
        return None
    offset = match.start("date")
    return Dateline(match.end(), (offset + stated.start, offset + stated.end) if stated else None, agency)
