"""Words that tell of what a number or a date is: units, what befell people, events. All in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from index.search.stopwords import stop_words
from index.understanding.gazetteer import gazetteer, word_set

PEOPLE: Final = word_set(
    "people persons person personnes menschen personas lives names victims bodies dead deaths killed wounded injured "
    "souls passengers survivors morts disparus muertos tote"
)
"""Units that say no more than that people are counted: what befell them tells one count from another."""
MEASURES: Final = word_set(
    "seconds minutes hours days weeks months years decades centuries nights mornings evenings percent percentage "
    "metres kilometres miles feet inches centimetres acres hectares kilograms tonnes tons pounds litres gallons "
    "degrees knots megawatts barrels heures jours semaines mois ans stunden tage wochen monate jahre horas dias "
    "semanas meses anos mètres kilomètres años días"
)
"""Units that are of nothing by themselves."""
PLAIN: Final = word_set(
    "times sides ways things parts points steps pages words lines questions answers cases countries nations areas "
    "others kinds types reasons examples sets counts groups members parties items issues aspects rounds levels "
    "stages fronts phases provinces states cities units documents hands feet eyes"
)
"""Nouns that are counted everywhere, of anything."""
MONEY: Final = word_set("dollars euros pounds yen rupees francs yuan rubles")
SPANS: Final = {
    "hours": 1, "days": 24, "weeks": 168, "months": 730, "years": 8766,
    "heures": 1, "jours": 24, "semaines": 168, "mois": 730, "ans": 8766,
}  # fmt: skip
"""Durations that a date can be counted by, in hours."""

BEFELL: Final[dict[str, str]] = {
    word: name
    for name, words in {
        "dead": "dead died dies dying die killed kill kills death deaths perished drowned toll fatalities lives bodies "
        "morts mort tués décès muertos tote toten getötet",
        "injured": "injured wounded hurt injuries blessés heridos verletzte verletzt",
        "missing": "missing unaccounted disparus desaparecidos vermisst vermisste",
        "aboard": "aboard passengers bord",
        "rescued": "rescued survived survivors survivor saved ashore alive rescapés gerettet rescatados",
        "arrested": "arrested detained imprisoned jailed arrêtés detenidos verhaftet",
        "freed": "freed released libérés liberados freigelassen",
        "displaced": "displaced homeless fled",
        "evacuated": "evacuated evacuees évacués",
        "infected": "infected infections",
    }.items()
    for word in words.split()
}
"""What befell people, by any of its words."""

EVENTS: Final[dict[str, str]] = {
    word: family.split()[0]
    for family in """
sign signs signed signing signature signatories
agree agreed agrees
withdraw withdraws withdrew withdrawn withdrawal withdrawing withdrawals pullout pull-out
open opens opened opening
close closes closed closing closure
sail sails sailed sailing
sink sinks sank sunk sinking
crash crashes crashed
attack attacks attacked bombing bombed
invade invades invaded invasion
capture captures captured seize seizes seized seizure
resign resigns resigned resignation
elect elects elected election elections vote votes voted
appoint appoints appointed appointment
arrest arrests arrested
release releases released freed
kill kills killed murdered assassinated
die dies died death
born birth
found founds founded founding
begin begins began begun beginning start starts started starting
end ends ended ending
launch launches launched
announce announces announced announcement
extend extends extended extension
postpone postpones postponed postponement delayed
ban bans banned
strike strikes struck
marry married wedding
arrive arrives arrived arrival
leave leaves left departure departed
fall falls fell fallen
trial tried
sentence sentenced
discover discovers discovered discovery
build built construction
destroy destroys destroyed destruction
evacuate evacuates evacuated evacuation
expire expires expired expiry deadline
declare declares declared declaration
earthquake quake
explode exploded explosion blast
flood floods flooded flooding
buy buys bought acquire acquired acquisition
merge merged merger
pay pays paid payment
lay laid lays
receive received
anchor anchored
poser posé
ouvrir ouvert ouverture
signer signé
""".strip().splitlines()
    for word in family.split()
}
"""Events, by any of their words: a verb with its forms and its noun."""

SAYS: Final = word_set("says said say told puts put gives gave counts counted reports reported claims claimed")
"""Verbs right before a bare number of those who were counted before."""

PLAIN_EVENTS: Final = frozenset(
    {"agree", "begin", "end", "leave", "announce", "declare", "build", "strike", "fall", "arrive", "die", "kill"}
)
"""Events of which there are many: a word in common says little."""

_TOO_PLAIN: Final = word_set(
    "government country people year years month months week day days time part number state official officials today "
    "yesterday monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december said says say told according late early morning night evening "
    "afternoon last next new first two three also would could initially set due scheduled expected finally including "
    "jan feb mar apr jun jul aug sept sep oct nov dec news report reports agency press statement named called made "
    "make take took taken come came go went get got give gave given use used one minister president mr mrs ms"
)
"""Words that two passages share without being of one thing."""
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_TITLE: Final = re.compile(r"['’]s?$")
_OWNERS: Final = ("'s", "’s", "'", "’")


class Word(NamedTuple):
    """One word of a sentence."""

    start: int
    end: int
    folded: str


@lru_cache(1)
def small() -> frozenset[str]:
    """Words that tell nothing."""
    numbers = frozenset(gazetteer().numbers)
    return stop_words(("en", "fr", "de", "es")) | _TOO_PLAIN | numbers


def words_of(text: str, start: int, end: int) -> Iterator[Word]:
    """The words of a stretch of a text, with their places in the text."""
    for found in _WORD.finditer(text, start, end):
        word = found[0].casefold()
        yield Word(*found.span(), _TITLE.sub("", word) if word.endswith(_OWNERS) else word)


LIKE: Final = {
    word: words.split()[0]
    for words in ("boats vessels ships", "troops soldiers", "prisoners detainees inmates", "homes houses")
    for word in words.split()
}
"""Nouns that accounts of one thing use for each other, by the first of them."""


@lru_cache(65_536)
def stem(word: str) -> str:
    """What forms of a word share: enough to put `prisoner` and `prisoners` together. Shown to nobody."""
    for ending in ("ies", "ied"):
        if word.endswith(ending) and len(word) > 5:
            return word[:-3] + "y"
    for ending in ("ings", "ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    return word


@lru_cache(65_536)
def tells(word: str) -> bool:
    """True for a word that tells of what a passage is."""
    return len(word) > 2 and not word[0].isdigit() and word not in small()
