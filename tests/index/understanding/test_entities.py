"""Names in running text. Every person, and nearly every body, is invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Block, BlockKind, Mention
from index.understanding.entities import RulesExtractor
from index.understanding.extractor import EntityExtractor
from index.understanding.gazetteer import fingerprint, gazetteer

EXTRACTOR = RulesExtractor()


def paragraphs(text: str, kind: BlockKind = "prose") -> list[Block]:
    """A block for each stretch between blank lines."""
    blocks = []
    start = 0
    for part in text.split("\n\n"):
        blocks.append(Block(start, start + len(part), kind, "test"))
        start += len(part) + 2
    return blocks


def found(text: str, language: str | None = "en", kind: BlockKind = "prose") -> list[tuple[str, str]]:
    """Surface and type of every mention that is neither date nor quantity."""
    mentions = EXTRACTOR.extract(text, paragraphs(text, kind), language)
    return [(text[m.start : m.end], m.type) for m in mentions if m.type not in ("DATE", "QUANTITY")]


CASES = [
    ("Orvana Petrescu arrived.", [("Orvana Petrescu", "PERSON")]),
    ("The envoy met Lena Clark of the Varnian Analysts Network.", "Lena Clark=PERSON Varnian Analysts Network=ORG"),
    ("US Secretary of State Milo Hartwick left.", "US=PLACE Milo Hartwick=PERSON"),
    ("It was signed by Secretary of State Milo Hartwick as a witness.", "Milo Hartwick=PERSON"),
    ("He took over as US Secretary of State in Doha.", "US=PLACE Doha=PLACE"),
    ("Leader of the Islamic Revolution Ayatollah Rostam Farrokhi spoke.", "Rostam Farrokhi=PERSON"),
    ("Afghan President Rostam Farrokhi spoke.", "Afghan=GROUP Rostam Farrokhi=PERSON"),
    ("Turkey and Qatar agreed.", "Turkey=PLACE Qatar=PLACE"),
    ("Reuters reported it.", "Reuters=ORG"),
    ("Washington said nothing.", "Washington=PLACE"),
    ("The troops march on. Police arrived. However, nobody spoke.", ""),
    ("Liam O'Brien met Bashir al-Assadi.", "Liam O'Brien=PERSON Bashir al-Assadi=PERSON"),
    ("Liam O’Brien’s lawyer, Dr. Nadia van Houten, left.", "Liam O’Brien=PERSON Nadia van Houten=PERSON"),
    ("The US-Taliban talks and the US-backed army.", "US=PLACE Taliban=ORG US=PLACE"),
    ("The Taliban’s leader left.", "Taliban=ORG"),
    ("He told us who it is.", ""),
    ("The U.N. Security Council and the EU met in The Hague.", "U.N. Security Council=ORG EU=ORG The Hague=PLACE"),
    ("He lives in Washington, D.C. near Lake Orrin.", "Washington, D.C.=PLACE Lake Orrin=PLACE"),
    ("J. K. Norling wrote to John F. Amberley.", "J. K. Norling=PERSON John F. Amberley=PERSON"),
    ("The Ministry of Health and Education and the Food and Grain Administration met.", None),
    ("They reached the village of Brankov in Zubran province.", "Brankov=PLACE Zubran=PLACE"),
    ("TEHRAN - The minister left.", "TEHRAN=PLACE"),
    ("COVID-19 and F-16 and CEO and II are no bodies.", ""),
    ("The novel “Grass” was written by Ada Marlowe.", "Grass=WORK Ada Marlowe=PERSON"),
    ("Follow @AdaMarlowe at https://example.org/Ada/Marlowe today.", ""),
    ("Bosnia and Herzegovina, and the United States of America.", None),
    ("Lt. Gen. Tomas Verin and Gov. Ruth Amberley met.", "Tomas Verin=PERSON Ruth Amberley=PERSON"),
    ("Osama bin Rashid came with Wu Kai-lok.", "Osama bin Rashid=PERSON Wu Kai-lok=PERSON"),
    ("The Oslo-based group met the Norwegian minister.", "Oslo=PLACE Norwegian=GROUP"),
    ("See Facebook", "Facebook=ORG"),
    ("The book ‘People’s Democracy’ sold in Oslo.", "People’s Democracy=WORK Oslo=PLACE"),
    ("Follow Reuters on this page. See Facebook.", "Reuters=ORG Facebook=ORG"),
    ("She starred in the film The Salt Road, he in Oslo.", "The Salt Road=WORK Oslo=PLACE"),
    ("The report, titled “Why the Boom Failed in Oslo,” is out.", "Why the Boom Failed in Oslo=WORK"),
    ("He called it a “Great Day” for Oslo, and the film Ada Marlowe made a success.", "Oslo=PLACE"),
    ("The 65th Air Division told BBC Radio 4.", "65th Air Division=ORG BBC Radio 4=ORG"),
    ("In 2031 Council members met; he wrote to The Varn Herald.", "The Varn Herald=ORG"),
    ("The Varn and Ogden Railway stops at Newcastle upon Tyne.", None),
]
LONG = {
    "The Varn and Ogden Railway stops at Newcastle upon Tyne.": [
        ("Varn and Ogden Railway", "ORG"),
        ("Newcastle upon Tyne", "PLACE"),
    ],
    "The Ministry of Health and Education and the Food and Grain Administration met.": [
        ("Ministry of Health and Education", "ORG"),
        ("Food and Grain Administration", "ORG"),
    ],
    "Bosnia and Herzegovina, and the United States of America.": [
        ("Bosnia and Herzegovina", "PLACE"),
        ("United States of America", "PLACE"),
    ],
}


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_names(text: str, expected: object) -> None:
    if expected is None:
        wanted = LONG[text]
    elif isinstance(expected, str):
        wanted = _parsed(expected)
    else:
        wanted = expected
    assert found(text) == wanted


def _parsed(expected: str) -> list[tuple[str, str]]:
    """`Ada Marlowe=PERSON Oslo=PLACE` as pairs."""
    pairs: list[tuple[str, str]] = []
    words: list[str] = []
    for word in expected.split():
        name, _, kind = word.partition("=")
        words.append(name)
        if kind:
            pairs.append((" ".join(words), kind))
            words = []
    return pairs


def test_surname_alone_is_the_person_of_the_document() -> None:
    text = "Colin Houston met the envoy.\n\nHouston denied it. He left Houston’s office."
    assert found(text) == [("Colin Houston", "PERSON"), ("Houston", "PERSON"), ("Houston", "PERSON")]


def test_a_city_stays_a_city_without_such_a_person() -> None:
    assert found("He flew to Oslo and then to Houston.") == [("Oslo", "PLACE"), ("Houston", "PLACE")]


def test_unknown_surname_is_carried_back_to_the_start_of_a_sentence() -> None:
    text = "Vardek denied it.\n\nThe minister, Orvana Vardek, left."
    assert found(text) == [("Vardek", "PERSON"), ("Orvana Vardek", "PERSON")]


def test_title_case_headline_names_only_what_is_known_otherwise() -> None:
    headline = "Peace Plan Stalls as Orvana Petrescu Leaves Qatar Talks"
    text = f"{headline}\n\nThe envoy, Orvana Petrescu, left the talks."
    blocks = paragraphs(text)
    blocks[0] = Block(0, len(headline), "headline", "test")
    surfaces = [text[m.start : m.end] for m in EXTRACTOR.extract(text, blocks, "en") if m.end <= len(headline)]
    assert surfaces == ["Orvana Petrescu", "Qatar"]


def test_headline_in_capitals() -> None:
    assert found("TALIBAN LEADERS MEET IN NEW YORK", kind="headline") == [("TALIBAN", "ORG"), ("NEW YORK", "PLACE")]


def test_short_lines_are_not_glued() -> None:
    text = "Fighters ride near Kabul, Afghanistan\nPhoto Ada Marlowe"
    assert found(text, kind="caption") == [("Kabul", "PLACE"), ("Afghanistan", "PLACE"), ("Ada Marlowe", "PERSON")]


def test_credit_of_an_agency_and_a_photographer() -> None:
    assert found("© REUTERS / Danish Verani", kind="credit") == [("REUTERS", "ORG"), ("Danish Verani", "PERSON")]


def test_a_wrapped_line_does_not_cut_a_name() -> None:
    text = "The delegation of the government was led from the beginning by Orvana\nPetrescu, who left."
    assert found(text) == [("Orvana\nPetrescu", "PERSON")]


@pytest.mark.parametrize("kind", ["boilerplate", "code"])
def test_kinds_without_mentions(kind: BlockKind) -> None:
    assert EXTRACTOR.extract("Ada Marlowe, Oslo, 3 May 2031", [Block(0, 29, kind, "test")], "en") == []


def test_no_mention_crosses_blocks() -> None:
    text = "He met Ada Marlowe"
    blocks = [Block(0, 10, "prose", "test"), Block(11, 18, "prose", "test")]
    assert all(m.end <= 10 or m.start >= 11 for m in EXTRACTOR.extract(text, blocks, "en"))


def test_other_languages_get_the_safe_rules() -> None:
    text = "Der Bundeskanzler Rainer Holtmann sprach in Berlin. Die Zeitung berichtet über Wasser und Freiheit."
    assert found(text, "de") == [("Rainer Holtmann", "PERSON"), ("Berlin", "PLACE")]
    assert ("Camille Duvernay", "PERSON") in found("Le président Camille Duvernay est à Paris.", "fr")


def test_rule_and_certainty() -> None:
    text = "President Tomas Verin left Kabul with Ada Marlowe."
    rules = {text[m.start : m.end]: (m.rule, m.certain) for m in EXTRACTOR.extract(text, paragraphs(text), "en")}
    assert rules["Tomas Verin"] == ("title", True)
    assert rules["Kabul"] == ("gazetteer:city", True)
    assert rules["Ada Marlowe"] == ("first-name", False)


def test_the_seam() -> None:
    extractor: EntityExtractor = EXTRACTOR
    assert extractor.name == "rules"
    assert extractor.version.endswith(fingerprint())
    assert extractor.extract("", [], None) == []


def test_the_lists_are_there() -> None:
    lists = gazetteer()
    assert lists.single["Kabul"].type == "PLACE"
    assert len(lists.first) > 3000 and len(lists.last) > 3000 and len(lists.words) > 5000


def well_formed(text: str, blocks: list[Block], mentions: list[Mention]) -> None:
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        surface = text[mention.start : mention.end]
        assert surface == surface.strip() != ""
        assert any(block.start <= mention.start and mention.end <= block.end for block in blocks)
        end = mention.end


PARTS = [
    "Ada",
    "Marlowe",
    "the",
    "of",
    "and",
    "US",
    "U.S.",
    "-",
    "'",
    "’s",
    ".",
    ",",
    "\n",
    "\n\n",
    " ",
    "  ",
    "10",
    "2031",
]
PARTS += [
    "May",
    "September",
    "President",
    "Ministry",
    "al",
    "(",
    "“",
    "$",
    "%",
    "million",
    "é\u0301",
    "İ",
    "ß",
    "ago",
    "Lt",
]
PARTS += [
    "Inc",
    "&",
    '"',
    "To:",
    "From:",
    "beat",
    "Leeds",
    "14",
    "People",
    "Hospital",
    "Saint",
    "told",
    "based",
    "/",
    "d",
]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PARTS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PARTS), max_size=60).map("".join),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["prose", "headline", "caption"]), st.sampled_from([None, "en", "de"]))
def test_any_text_gives_sound_spans(text: str, kind: BlockKind, language: str | None) -> None:
    blocks = [block for block in paragraphs(text, kind) if block.end > block.start]
    mentions = EXTRACTOR.extract(text, blocks, language)
    well_formed(text, blocks, mentions)
    assert mentions == RulesExtractor().extract(text, blocks, language)


@pytest.mark.parametrize(
    "pattern",
    [
        "A ",
        "(",
        "1,1,1,",
        "O'X ",
        "O'X",
        "US ",
        "San ",
        "A-",
        "Ab-cde-",
        "1-",
        "1/",
        "million ",
        "Secretary of ",
        "A\n",
        "B&B&",
        'Ada "X" ',
        "St X's Hospital ",
        "AB (",
        "X 1 Y 2\n",
        "X, a ",
        "Ada and ",
    ],
)
def test_hostile_text_is_survived(pattern: str) -> None:
    text = (pattern * 20_000)[:25_000].strip()
    blocks = [Block(0, len(text), "prose", "test")]
    well_formed(text, blocks, EXTRACTOR.extract(text, blocks, None))
