"""Quotations and speakers: hard cases, made up apart from the rules."""

from __future__ import annotations

import pytest

from .test_quotations import shown

# (text, language, what is found as (words, speaker))
CASES: list[tuple[str, str, list[tuple[str, str | None]]]] = [
    # unclosed and mismatched marks
    ('"We will stay,” Anna Keller said.', "en", [("We will stay,", "Anna Keller")]),
    (
        '“We will stay," Anna Keller said. "And sing.”',
        "en",
        [("We will stay,", "Anna Keller"), ("And sing.", "Anna Keller")],
    ),
    ("”We will stay here,” Anna Keller said.", "en", [("We will stay here,", "Anna Keller")]),
    ("‹We will stay,› Anna Keller said.", "en", [("We will stay,", "Anna Keller")]),
    # split by the speaker
    ("“We,” Anna Keller said, “will stay.”", "en", [("We,", "Anna Keller"), ("will stay.", "Anna Keller")]),
    (
        "“We stay,” said Anna Keller. “We always did.”",
        "en",
        [("We stay,", "Anna Keller"), ("We always did.", "Anna Keller")],
    ),
    (
        "“No,” she said. Anna Keller sat down. “Never again in my life.”",
        "en",
        [("No,", None), ("Never again in my life.", None)],
    ),
    # across paragraphs
    (
        "Anna Keller said: “We stay.\n\n“We always did.”",
        "en",
        [("We stay.", "Anna Keller"), ("We always did.", "Anna Keller")],
    ),
    (
        "“We stay. We always did,” Anna Keller said.\n\n“And we will not leave before the winter is over,” she added.",
        "en",
        [
            ("We stay. We always did,", "Anna Keller"),
            ("And we will not leave before the winter is over,", "Anna Keller"),
        ],
    ),
    # pronouns, roles, institutions
    ("Anna Keller met Paul Reed at the dock. “He was late,” she said.", "en", [("He was late,", "Anna Keller")]),
    ("Paul Reed chairs the board. “It is late,” the chairman said.", "en", [("It is late,", "the chairman")]),
    (
        "The ministry denied it. “No order was given,” it said in a statement.",
        "en",
        [("No order was given,", "The ministry")],
    ),
    ("“No order was given,” the Interior Ministry said.", "en", [("No order was given,", "Interior Ministry")]),
    ("“It is late,” one of the two officials said.", "en", [("It is late,", None)]),
    ("“It is late,” a police officer told Reuters.", "en", [("It is late,", "a police officer")]),
    ("“It is late,” Paul Reed told Anna Keller.", "en", [("It is late,", "Paul Reed")]),
    ("Asked by Anna Keller whether he would go, Paul Reed replied: “Never.”", "en", [("Never.", "Paul Reed")]),
    ("Paul Reed, according to Anna Keller, is “a coward and a liar”.", "en", [("a coward and a liar", "Anna Keller")]),
    ("“It is late,” said Paul Reed's lawyer, Anna Keller.", "en", [("It is late,", "Anna Keller")]),
    ("In a letter to Paul Reed, Anna Keller wrote: “We stay.”", "en", [("We stay.", "Anna Keller")]),
    ("Anna Keller tweeted: “We stay.”", "en", [("We stay.", "Anna Keller")]),
    ("“It is late,” says Keller. Anna Keller has said so before.", "en", [("It is late,", "Anna Keller")]),
    ("“It is late,” Keller and Reed said in a joint statement.", "en", [("It is late,", "Keller and Reed")]),
    (
        "Neither Paul Reed nor Anna Keller commented. “We know nothing,” a spokeswoman said.",
        "en",
        [("We know nothing,", "a spokeswoman")],
    ),
    # scare quotes, titles, single marks
    ("The so-called “peace talks” went on.", "en", []),
    ("He reads “War and Peace” to them.", "en", []),
    ("‘We stay,’ Anna Keller said.", "en", [("We stay,", "Anna Keller")]),
    ("The sailors' union and the cooks' union met.", "en", []),
    ("'Tis late, and rock 'n' roll isn't dead, Anna Keller said.", "en", []),
    ("Anna Keller said the plan was “dead”.", "en", []),
    ("“It is late,” Anna Keller and Paul Reed said.", "en", [("It is late,", "Anna Keller and Paul Reed")]),
    ("Anna Keller called the ‘reform’ a disgrace.", "en", []),
    # other languages
    ("« Nous restons », a déclaré Anne Moreau.", "fr", [("Nous restons", "Anne Moreau")]),
    ("Selon Anne Moreau, « rien ne change ».", "fr", [("rien ne change", "Anne Moreau")]),
    ("„Wir bleiben hier“, sagte Anna Keller.", "de", [("Wir bleiben hier", "Anna Keller")]),
    ("Anna Keller sagte: „Wir bleiben hier.“", "de", [("Wir bleiben hier.", "Anna Keller")]),
    ("»Wir bleiben hier«, erklärte Anna Keller.", "de", [("Wir bleiben hier", "Anna Keller")]),
    ("«Nos quedamos», dijo Ana Torres.", "es", [("Nos quedamos", "Ana Torres")]),
    ("“Nos quedamos aquí”, afirmó Ana Torres.", "es", [("Nos quedamos aquí", "Ana Torres")]),
    ("Según Ana Torres, «nada cambia aquí».", "es", [("nada cambia aquí", "Ana Torres")]),
    ("Pour la fête, « rien ne change ».", "fr", []),
    ("Pour Anne Moreau, « rien ne change ».", "fr", [("rien ne change", "Anne Moreau")]),
]


@pytest.mark.parametrize(("text", "language", "wanted"), CASES)
def test_case(text: str, language: str, wanted: list[tuple[str, str | None]]) -> None:
    assert [(words, speaker) for words, speaker, _ in shown(text, language)] == wanted
