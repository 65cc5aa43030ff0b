"""Names of people and outlets on the short lines that carry nothing else: bylines, credits, datelines."""

from __future__ import annotations

import re
from typing import NamedTuple


def _set(words: str, separator: str | None = None) -> frozenset[str]:
    return frozenset(words.lower().split(separator))


_PARTICLES = _set(
    "de del della der den des di da dal do dos du la le el al ul van von vom zu zur ter ten bin ibn bint abu y e av af"
)
_TITLES = _set("dr dr. prof prof. sir dame mr mr. mrs mrs. ms ms. rev rev. gen gen. col col. lt lt. capt capt.")
_NOT_NAMES = _set(
    "the a an this that these those our your their his her its all any some no not for from with without about after "
    "before during under over between into onto in on at by to of and or but if when where why how what who which as "
    "is are was were be been has have had will would can could may might must should "
    "news agency editor editors staff writer reporter correspondent correspondents desk team bureau service network "
    "government ministry department president minister army forces council united nations states "
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow "
    "january february march april june july august september october november december "
    "interview background conclusion introduction summary contents sources related world politics opinion analysis "
    "i we you he she it they my"
)
_ROLE = re.compile(
    r"\b(?:staff|senior|chief|special|foreign|political|diplomatic|freelance|contributing|correspondents?|reporters?|"
    r"writers?|editors?|journalists?|columnists?|contributors?|analysts?|bureau|desk|photographer|special to|"
    r"professor|fellow|author)\b",
    re.IGNORECASE,
)

_OUTLETS = _set(
    "Reuters|Thomson Reuters|Associated Press|AP|AFP|Agence France-Presse|UPI|TASS|Xinhua|Interfax|Anadolu|"
    "Anadolu Agency|AA|dpa|EFE|ANSA|Kyodo|Yonhap|IRNA|MNA|ISNA|Fars|Tasnim|PTI|ANI|IANS|APA|BBC|BBC News|CNN|"
    "Al Jazeera|Aljazeera|Al-Jazeera|Guardian|The Guardian|New York Times|Washington Post|Wall Street Journal|"
    "Financial Times|The Times|Times|Independent|The Independent|Telegraph|Le Monde|Le Figaro|Libération|"
    "Der Spiegel|Die Zeit|El País|El Mundo|La Repubblica|Corriere della Sera|Dawn|Sputnik|RT|NPR|PBS|ABC|NBC|CBS|"
    "Fox News|Bloomberg|Politico|Axios|Deutsche Welle|DW|RFE/RL|RFI|VOA|Voice of America|Euronews|Wikinews|"
    "Wikipedia|Haaretz|The Economist|Economist|Time|Newsweek|The Atlantic|New Yorker|Foreign Policy|"
    "Foreign Affairs|The Intercept|The Hill|Vox|BuzzFeed|Bellingcat|ProPublica|Getty|Getty Images|EPA|"
    "EPA-EFE|Shutterstock|Alamy|PA|Press Association|Global Look Press|Flickr|Wikimedia Commons|Twitter",
    "|",
)
_OUTLET_WORDS = _set(
    "news times post herald tribune journal gazette guardian telegraph observer chronicle star mail express review "
    "magazine daily weekly press agency today online monitor standard mirror sun globe examiner inquirer dispatch "
    "courier bulletin radio tv television broadcasting wire"
)
_SITE = re.compile(
    r"(?:www\.)?[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,20}){0,2}\.(?:com|org|net|info|news|co|tv|io|ru|uk|de|fr)"
)
_SEPARATORS = re.compile(r"\s*(?:[,;|•·/&]|\s[-–—]\s|\s(?:and|AND|And|with|und|et|y|e|en)\s)\s*")
_PLACE_OR_OFFICE = re.compile(r"[^\W\d_a-z][\w.'’-]+|(?:for|of|at) .{2,40}")
"""What may follow a name in a byline: where it was written, in one capitalised word, or whom for."""
_IN_PLACE = re.compile(r",?\s+in\s+[^\W\d_][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,2}")


class Signed(NamedTuple):
    """Who and what a byline names."""

    authors: tuple[str, ...]
    outlet: str | None


def is_name(words: str) -> bool:
    """Whether two to five words can be the name of one person, and nothing speaks against it."""
    tokens = words.split()
    if not 2 <= len(tokens) <= 6 or len(words) > 60:
        return False
    while len(tokens) > 1 and tokens[0].lower() in _TITLES:
        tokens = tokens[1:]
    if len(tokens) == 1 or not (tokens[0][0].isupper() and tokens[-1][0].isupper()):
        return False
    if tokens[0][0] in "'’":
        return False
    return all(_is_name_token(token) for token in tokens)


def _is_name_token(token: str) -> bool:
    lower = token.lower().strip(".")
    if lower in _PARTICLES:
        return True
    if lower in _NOT_NAMES and len(lower) > 1:
        return False
    letters = token.replace("-", "").replace("'", "").replace("’", "").replace(".", "")
    first = token.removeprefix("al-").removeprefix("el-").removeprefix("d'").removeprefix("d’")[:1]
    return letters.isalpha() and first.isupper()


def is_outlet(words: str) -> bool:
    """Whether words name a newspaper, an agency or a site, as far as such names can be told."""
    words = words.strip()
    lower = words.lower()
    if lower in _OUTLETS or lower.removeprefix("the ") in _OUTLETS or _SITE.fullmatch(lower):
        return True
    tokens = words.split()
    if not 2 <= len(tokens) <= 6 or not all(t[0].isupper() or t in {"of", "the", "and", "de"} for t in tokens):
        return False
    return tokens[-1].lower() in _OUTLET_WORDS or tokens[0].lower() in {"radio", "daily"}


def is_agency(words: str) -> bool:
    """Whether the bracket of a dateline, such as `(Reuters)`, names an agency."""
    return is_outlet(words) or (2 <= len(words) <= 6 and words.isalpha() and words.isupper())


def has_outlet(words: str) -> bool:
    """Whether an outlet stands among words, as in `AP Photo / Raumat Gul`."""
    pieces = re.split(r"[\s/,()\[\]]+", words)
    return any(p and (p.isupper() or p[0].isupper()) and p.lower() in _OUTLETS for p in pieces) or "/" in words


def is_role(words: str) -> bool:
    """Whether words say what somebody is at an outlet."""
    return len(words) <= 80 and _ROLE.search(words) is not None


def signed_by(words: str) -> Signed | None:
    """The people (and the outlet) that the rest of a byline names; None where it is no list of names."""
    words = _IN_PLACE.sub("", words.strip(" \t.*_-–—|")).strip()
    if not words or len(words) > 200:
        return None
    authors: list[str] = []
    outlet: str | None = None
    for piece in filter(None, _SEPARATORS.split(words)):
        if is_outlet(piece):
            outlet = outlet or piece
        elif is_name(piece):
            authors.append(" ".join(piece.split()))
        elif not authors or not (is_role(piece) or _PLACE_OR_OFFICE.fullmatch(piece)):
            return None
    return Signed(tuple(dict.fromkeys(authors)), outlet) if authors or outlet else None
