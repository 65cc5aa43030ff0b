"""Names that are hard to tell: small cases, each a trap. Names are invented but where the trap needs a known one."""

from __future__ import annotations

import pytest

from index.document import Block, BlockKind
from index.understanding.entities import RulesExtractor

EXTRACTOR = RulesExtractor()
KINDS = {"P": "PERSON", "O": "ORG", "L": "PLACE", "G": "GROUP", "E": "EVENT"}


def found(text: str, language: str = "en", kind: BlockKind = "prose") -> list[str]:
    """`surface/kind` of every name; blocks are parted by `|` in the text."""
    blocks, start = [], 0
    for part in text.split("|"):
        blocks.append(Block(start, start + len(part), kind, "test"))
        start += len(part) + 1
    letters = {name: letter for letter, name in KINDS.items()}
    mentions = EXTRACTOR.extract(text, blocks, language)
    return [f"{text[m.start : m.end]}/{letters[m.type]}" for m in mentions if m.type in letters]


CASES = [
    # two people with one surname
    ("Ada Verin met Tomas Verin. Verin left.", ["Ada Verin/P", "Tomas Verin/P", "Verin/P"]),
    # what is behind the word for a storm need not be its name
    ("Hurricane2 passed. It was gone.", []),
    # a person and a place of one name
    ("Michael Jordan left Jordan.", ["Michael Jordan/P", "Jordan/L"]),
    ("Paris Hilton stayed in Paris.", ["Paris Hilton/P", "Paris/L"]),
    ("Colin Houston flew to Oslo. Houston stayed.", ["Colin Houston/P", "Oslo/L", "Houston/P"]),
    ("He flew in May from Oslo to Houston.", ["Oslo/L", "Houston/L"]),
    # months, verbs and adverbs that are names
    ("May denied it. In May, Theresa May said no.", ["May/P", "Theresa May/P"]),
    ("They may go in March. Will they? Will Smith will.", ["Will Smith/P"]),
    ("It happened in March of 1917.", []),
    # countries, agencies, papers, government
    ("Turkey and Qatar agreed. They ate turkey.", ["Turkey/L", "Qatar/L"]),
    ("Reuters and AFP reported it.", ["Reuters/O", "AFP/O"]),
    ("Washington said nothing. The Washington Post did.", ["Washington/L", "Washington Post/O"]),
    ("The Sunday Times appeared on Sunday.", ["Sunday Times/O"]),
    ("Corvenna's navy sailed. Corvenna won.", ["Corvenna/L", "Corvenna/L"]),
    # short forms
    ("The Grain Bank closed. On Friday the Bank opened again.", ["Grain Bank/O", "Bank/O"]),
    ("They sat on the bank. The Bank was green.", []),
    ("The Varnian Grain Council (VGC) met. The VGC fell.", ["Varnian Grain Council/O", "VGC/O", "VGC/O"]),
    ("The road runs by the Calder Narrows. A boat sank in the Narrows.", ["Calder Narrows/L", "Narrows/L"]),
    # shapes of names
    (
        "Liam O'Brien, Jean-Luc Orval and Anne-Marie D'Aubry came.",
        ["Liam O'Brien/P", "Jean-Luc Orval/P", "Anne-Marie D'Aubry/P"],
    ),
    ("Oscar de la Hoya met Abdel Fattah al-Sisi.", ["Oscar de la Hoya/P", "Abdel Fattah al-Sisi/P"]),
    ("Gen. Gerard A. Marlowe and J. K. Norling spoke.", ["Gerard A. Marlowe/P", "J. K. Norling/P"]),
    ("Kim Jong-un and Wong Mei-hung met.", ["Kim Jong-un/P", "Wong Mei-hung/P"]),
    ("Colin Verin Jr., 44, left.", ["Colin Verin Jr./P"]),
    ('Harold "Buster" Orval lost.', ['Harold "Buster" Orval/P']),
    ("Mr Hartwick and Mrs. Verin left.", ["Hartwick/P", "Verin/P"]),
    ("County Coroner William Petrescu came.", ["William Petrescu/P"]),
    ("He lives in St. Petersburg, near St Mary's Hospital.", ["St. Petersburg/L", "St Mary's Hospital/O"]),
    ("She left Stratford-upon-Avon for Sainte-Orval.", ["Stratford-upon-Avon/L", "Sainte-Orval/L"]),
    # companies
    ("Oranda Inc and Orval SpA bought Volkswagen AG shares.", ["Oranda Inc/O", "Orval SpA/O", "Volkswagen AG/O"]),
    ("Siemens Marion Orsay Inc. said so.", ["Siemens Marion Orsay Inc./O"]),
    ("The carmaker Zubran fell. Zubran shares rose.", ["Zubran/O", "Zubran/O"]),
    ("AT&T cut R&D.", ["AT&T/O"]),
    ("Apple shares rose and Shell plc fell.", ["Apple/O", "Shell plc/O"]),
    ("The High Peace Council Ada Verin joined met.", ["High Peace Council/O", "Ada Verin/P"]),
    ("He told Tanjug that he flew to Zubran for the mayor of Orrin.", ["Tanjug/O", "Zubran/L", "Orrin/L"]),
    (
        "She studied at Hartwick University in Petersville, Pennsylvania.",
        ["Hartwick University/O", "Petersville/L", "Pennsylvania/L"],
    ),
    ("Oranda Grain Corp fell. Then Oranda Grain rose.", ["Oranda Grain Corp/O", "Oranda Grain/O"]),
    ("Faulden Inc sued. Faulden said it would.", ["Faulden Inc/O", "Faulden/O"]),
    (
        "Zubran said it would sell. Orrin & Verin and Ziegler & Co. bought.",
        ["Zubran/O", "Orrin & Verin/O", "Ziegler & Co./O"],
    ),
    ("A stake in Korvex was sold by an analyst at Zubran, by Research & Planning.", ["Korvex/O", "Zubran/O"]),
    ("He paid C$ 30 and HK$ 4.", []),
    ("The Congress Party of Prime Minister Ada Verin won.", ["Congress Party/O", "Ada Verin/P"]),
    # who a sentence begins with, and what bears a person's name
    ("Cautious Andrei Verin left. Former captain Will Carlow stayed.", ["Andrei Verin/P", "Will Carlow/P"]),
    (
        "Mother Teresa prayed. N.J. Stewart came to Newark, N.J. by car.",
        ["Mother Teresa/P", "N.J. Stewart/P", "Newark/L", "N.J./L"],
    ),
    ("Hurricane Margit grew. Margit turned north.", []),
    ("West African leaders and Leftist Peruvian rebels met.", ["West African/G"]),
    ("The coach Milo Hill left Forest Hill.", ["Milo Hill/P", "Forest Hill/L"]),
    # no names at all
    ("An umpire said H and LV on page 2. CEO. The AM and the PM.", []),
    ("The ferry Margit Hale sank. The Margit Hale was old.", []),
    # events are no places
    ("After the Gulf War and World War II the U.S. Open began.", ["Gulf War/E", "World War II/E", "U.S. Open/E"]),
    # datelines, headlines, bylines
    ("ZUBRAN, Aug. 7 (Reuters) - Troops left.", ["ZUBRAN/L", "Reuters/O"]),
    ("ORRINGTON, Norway 2031-08-22|UNITED NATIONS 2031-08-22", ["ORRINGTON/L", "Norway/L", "UNITED NATIONS/O"]),
    ("CORRECTION, Oct. 4: An earlier text.|NEWS DIGEST - Aug. 22", []),
    (
        "CHESS - ORWELL AND MCORRIN OUT OF ENGLAND SQUAD|Ada Orwell and Milo McOrrin left.",
        ["ORWELL/P", "MCORRIN/P", "ENGLAND/L", "Ada Orwell/P", "Milo McOrrin/P"],
    ),
    (
        "PETRESCU MEETS VERIN IN OSLO|Orvana Petrescu met Milo Verin.",
        ["PETRESCU/P", "VERIN/P", "OSLO/L", "Orvana Petrescu/P", "Milo Verin/P"],
    ),
    # sport: a town that plays is its team, a country is itself
    ("Leeds beat Derby 2-0 in a league match. Both scored goals.", ["Leeds/O", "Derby/O"]),
    ("The match was in Leeds. Syria won the cup after two goals.", ["Leeds/L", "Syria/L"]),
    ("The league season:|Houston 96 Dallas 88|The players won the game.", ["Houston/O", "Dallas/O"]),
    ("The Toronto Blue Jays and the Tampa Bay Devil Rays.", ["Toronto Blue Jays/O", "Tampa Bay Devil Rays/O"]),
    (
        "The league season:|Hull 96 Dallas 88|Boston beat Leeds 3-1.|Leeds have players in Boston.",
        ["Hull/O", "Dallas/O", "Boston/O", "Leeds/O", "Leeds/O", "Boston/L"],
    ),
    (
        "The league season, matches:|Leeds 2 (Orvald 15th, Zubrin 70th) Derby 0",
        ["Leeds/O", "Orvald/P", "Zubrin/P", "Derby/O"],
    ),
    (
        "The match, innings and wickets: M. Hale c Verin b Orvald 12; A. Stewart not out.",
        ["M. Hale/P", "Verin/P", "Orvald/P", "A. Stewart/P"],
    ),
    ("LEAGUE MATCHES THIS SEASON: GOALS|LEEDS AT LOS ANGELES", ["LEEDS/L", "LOS ANGELES/L"]),
    ("He has a goal, a team and the final say. He left for Berlin. " + "They spoke of the law. " * 60, ["Berlin/L"]),
    ("Dynamo Orrin met Sheffield Wednesday. Real GDP fell.", ["Dynamo Orrin/O", "Sheffield Wednesday/O"]),
    ("1. Zarbo Quench (Norway) 2. Ada Marlowe (U.S.)", ["Zarbo Quench/P", "Norway/L", "Ada Marlowe/P", "U.S./L"]),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=lambda v: str(v)[:30])
def test_hard_names(text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


OTHERS = [
    (
        "fr",
        "La docteure Solenn Marrec a vu le ministre Lukas Vessarin à Paris.",
        ["Solenn Marrec/P", "Lukas Vessarin/P", "Paris/L"],
    ),
    ("fr", "Le Margit Hale a coulé. Les Français attendent.", []),
    (
        "es",
        "El presidente Javier Orozco llegó a Madrid con Lucía Benavente.",
        ["Javier Orozco/P", "Madrid/L", "Lucía Benavente/P"],
    ),
    ("de", "Der Kanzler Rainer Holtmann sprach in Berlin über Wasser und Freiheit.", ["Rainer Holtmann/P", "Berlin/L"]),
    ("de", "Die Zeitung lobt den Neuen Weg der Regierung.", []),
]


@pytest.mark.parametrize(("language", "text", "wanted"), OTHERS)
def test_other_languages(language: str, text: str, wanted: list[str]) -> None:
    assert found(text, language) == wanted


def test_who_writes_a_mail_is_a_person() -> None:
    mail = "From: Zarbo Quench <z@example.org>\nTo: Wix Brandle; Ada Marlowe\nSubject: The boom\n\nNothing."
    assert found(mail) == ["Zarbo Quench/P", "Wix Brandle/P", "Ada Marlowe/P"]


def test_who_signs_is_a_person() -> None:
    assert found("By Zarbo Quench, Harbour Correspondent", kind="byline") == ["Zarbo Quench/P"]
