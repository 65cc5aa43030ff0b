"""Quotations and their speakers: small cases, the samples against their gold, and what must hold for any text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalogue.quoted import packed, unpacked
from index.document import Block, BlockKind
from index.quotation import Quotation
from index.readers import read_file
from index.reading import as_document
from index.understanding.entities import RulesExtractor
from index.understanding.grouping import group, records
from index.understanding.quotations import find_quotations

ROOT = Path(__file__).parents[3]


def quotations(text: str, language: str | None = "en", kind: BlockKind = "prose") -> list[Quotation]:
    blocks = [Block(found.start(), found.end(), kind, "test") for found in re.finditer(r"\S(?:[^\n]*\S)?", text)]
    mentions = group(RulesExtractor().extract(text, blocks, language), text)
    names = {record.id: record.name for record in records(mentions, text).values()}
    return find_quotations(text, blocks, mentions, language, names)


def shown(text: str, language: str | None = "en") -> list[tuple[str, str | None, str]]:
    return [(text[q.start : q.end], q.speaker, q.status) for q in quotations(text, language)]


@pytest.mark.parametrize(
    ("text", "words", "speaker", "status"),
    [
        ("“We will stay,” Anna Keller said.", "We will stay,", "Anna Keller", "named"),
        ("“We will stay,” said General Paul Reed, who had come by air.", "We will stay,", "Paul Reed", "named"),
        ("“We will stay,” said Anna Keller, 61, a teacher.", "We will stay,", "Anna Keller", "named"),
        ("Anna Keller told reporters: “We will stay.”", "We will stay.", "Anna Keller", "named"),
        ("Anna Keller, head of the union, said: “No.”", "No.", "Anna Keller", "named"),
        ("The union's head, Anna Keller, who came by air, said: “No.”", "No.", "Anna Keller", "named"),
        ("At a talk with Paul Reed, Anna Keller called it “a disgrace”.", "a disgrace", "Anna Keller", "named"),
        ("Anna Keller of the Dock Workers Union said: “No.”", "No.", "Anna Keller", "named"),
        ("Anna Keller was quoted as saying “we will stay here”.", "we will stay here", "Anna Keller", "named"),
        ("It is “about ten to six,” according to Anna Keller.", "about ten to six,", "Anna Keller", "named"),
        ("According to Anna Keller, it is “all but over”.", "all but over", "Anna Keller", "named"),
        ("Anna Keller shrugged, adding: “Ask Paul Reed.”", "Ask Paul Reed.", "Anna Keller", "named"),
        ("Asked if Paul Reed knew, Anna Keller said: “No.”", "No.", "Anna Keller", "named"),
        ("The ministry's spokesman, Paul Reed, said: “No.”", "No.", "Paul Reed", "named"),
        ("A spokesman for the minister, Paul Reed, said: “No.”", "No.", "A spokesman for the minister", "role"),
        (
            "“It is over,” said a senior official who asked not to be named.",
            "It is over,",
            "a senior official",
            "role",
        ),
        ("An official who asked not to be named said: “No.”", "No.", "An official", "role"),
        ("“No more,” Anna Keller was quoted as saying.", "No more,", "Anna Keller", "named"),
        ("“No more,” Anna Keller who runs the port office, said.", "No more,", "Anna Keller", "named"),
        ("A man who knows the minister said: “No.”", "No.", "A man", "role"),
        (
            "The man who the minister said “is a liar and a thief” left.",
            "is a liar and a thief",
            "the minister",
            "role",
        ),
        ("“It is over,” the ministry said.", "It is over,", "the ministry", "institution"),
        ("“It is over,” the court's latest report said.", "It is over,", "the court's latest report", "institution"),
        ("Anna Keller tweeted: “It is over.”", "It is over.", "Anna Keller", "named"),
        ("In a letter to Paul Reed, Anna Keller wrote: “It is over.”", "It is over.", "Anna Keller", "named"),
        ("PR: “Leave it where it is.”", "Leave it where it is.", "PR", "named"),
        ("“It is over,” said PRC executive director Anton Roth.", "It is over,", "Anton Roth", "named"),
        ("“It is over,” said a 2008 campaign veteran.", "It is over,", "a 2008 campaign veteran", "role"),
        ("Anna Keller, at a meeting in Columbus, Ohio, said: “No.”", "No.", "Anna Keller", "named"),
        (
            "Anna Keller said that once the court goes on recess, “we will sing.”",
            "we will sing.",
            "Anna Keller",
            "named",
        ),
        ("Few came because, in Anna Keller's words, “they were afraid.”", "they were afraid.", "Anna Keller", "named"),
        ("“A blow to its ‘harmony,’” the column noted.", "A blow to its ‘harmony,’", "the column", "institution"),
        ("“It is over,” Anna Keller charged.", "It is over,", "Anna Keller", "named"),
        ("The captain thanked Anna Keller for “steering us home.”", "steering us home.", "The captain", "role"),
        ("“Is it over?” Paul Reed asked.", "Is it over?", "Paul Reed", "named"),
        ('“It is over," Anna Keller said.', "It is over,", "Anna Keller", "named"),
        ("“It is over,’ Anna Keller said. The rest is known.", "It is over,", "Anna Keller", "named"),
        ('‘Ask me when it is over," Anna Keller said.', "Ask me when it is over,", "Anna Keller", "named"),
        ("‘It is over,’ Anna Keller said.", "It is over,", "Anna Keller", "named"),
    ],
)
def test_who_says_one_thing(text: str, words: str, speaker: str, status: str) -> None:
    assert shown(text) == [(words, speaker, status)]


@pytest.mark.parametrize(
    ("text", "speaker", "status"),
    [
        ("Anna Keller came late. “We will stay,” she said.", "Anna Keller", "pronoun"),
        ("Anna Keller met Paul Reed. “We will stay,” she said.", "Anna Keller", "pronoun"),
        ("Anna Keller met Paul Reed. “We will stay,” he said.", "Paul Reed", "pronoun"),
        ("Mr. Tamm met Mrs. Olde. “We will stay,” she said.", "Olde", "pronoun"),
        ("A spokesman was there. Asked why, he said: “No.”", "A spokesman", "pronoun"),
        ("The harbour office wrote to us. “It is over,” it said.", "The harbour office", "pronoun"),
        ("Mark Kelly, a pilot, came. “We will stay,” Kelly said.", "Mark Kelly", "named"),
        ("Paul Reed left. “We will stay,” she said.", None, "unknown"),
        ("Paul Reed left. “We will stay,” they said.", None, "unknown"),
        ("“We will stay,” one of them said.", None, "unknown"),
        ("US envoy Paul Reed left. “We will stay,” the envoy said.", "Paul Reed", "role"),
        ("Paul Reed, a lawyer, and Tom Baker, a lawyer, left. “No,” the lawyer said.", "the lawyer", "role"),
        ("Prime Minister Paul Reed left. “No more,” the minister said.", "the minister", "role"),
        ("A senior official came. Rain fell. “We will stay,” the official said.", "A senior official", "role"),
    ],
)
def test_who_is_meant_by_a_pronoun_or_a_role(text: str, speaker: str | None, status: str) -> None:
    assert [(name, of) for _, name, of in shown(text)] == [(speaker, status)]


@pytest.mark.parametrize(
    "text",
    [
        "Those “diplomatic efforts” are stalled.",
        "He read “War and Peace” twice, Anna Keller believes.",
        "The 'peace' talks were frozen by the 'rebels' in May.",
        "The so-called “new order” fell.",
        "Paul Reed did not say “it is over for us” in public.",
        "The figure (“about ten”) is in doubt.",
        "Anna Keller said so on the programme “Meet the Harbour”.",
        "Anna Keller told Radio Orvan's “Good Morning Island” that she was tired.",
    ],
)
def test_what_is_no_quotation(text: str) -> None:
    assert shown(text) == []


def test_captions_credits_and_footers_are_left_out() -> None:
    for kind in ("caption", "credit", "boilerplate", "code"):
        assert quotations("“We will stay,” Anna Keller said.", kind=kind) == []  # type: ignore[arg-type]
    assert quotations("“We will stay for good”: the new mayor speaks", kind="headline") == []


def test_what_the_speaker_splits_is_one_quotation() -> None:
    text = "“No,” Anna Keller said, “and you may hold me to it.” Paul Reed left. “I was there,” he said. “Twice.”"
    found = quotations(text)
    assert [q.speaker for q in found] == ["Anna Keller", "Anna Keller", "Paul Reed", "Paul Reed"]
    assert [q.group for q in found] == [found[0].start] * 2 + [found[2].start] * 2
    assert [q.rule for q in found][1::2] == ["split", "continued"]
    assert {q.kind for q in found} == {"direct"}


def test_a_quotation_of_several_paragraphs_has_one_speaker() -> None:
    text = "“It began in May.\n\n“It went on until June.\n\n“It is over,” Anna Keller said.\n\n“No,” said Paul Reed."
    found = quotations(text)
    assert [q.speaker for q in found] == ["Anna Keller"] * 3 + ["Paul Reed"]
    assert len({q.group for q in found}) == 2


def test_a_piece_of_a_sentence_is_partial() -> None:
    text = "Paul Reed said that it “was opened in May” and called it “a fence”. He said: “No.”"
    assert [q.kind for q in quotations(text)] == ["partial", "partial", "direct"]


def test_the_last_speaker_is_not_carried_on() -> None:
    text = "“We will stay,” Anna Keller said.\n\n“There is nothing left of the harbour that I knew.”"
    assert [(q.speaker, q.status) for q in quotations(text)] == [("Anna Keller", "named"), (None, "unknown")]


def test_a_letter_of_one_given_to_another_is_contested() -> None:
    text = (
        "On Monday, lawmaker Paul Reed sent the president a letter.\n\n“He gave you bad advice,” Anna Keller wrote."
        "\n\n“He must resign at once.”"
    )
    for quotation in quotations(text):
        assert (quotation.status, quotation.speaker, quotation.entity) == ("contested", None, None)
        assert [reading.speaker for reading in quotation.readings] == ["Anna Keller", "Paul Reed"]
    assert len(quotations(text)) == 2
    own = "On Monday, Anna Keller sent the president a letter.\n\n“He gave you bad advice,” she wrote."
    assert [q.status for q in quotations(own)] == ["pronoun"]


def test_the_same_words_of_two_speakers_are_contested() -> None:
    text = (
        "“Leave it where it is,” said Paul Reed.\n\n“Leave it where it is,” said Anna Keller.\n\n“No,” said Paul Reed."
    )
    assert [q.status for q in quotations(text)] == ["contested", "contested", "named"]


def test_a_correction_contests_what_it_corrects() -> None:
    text = (
        "“Leave it where it is,” said Paul Reed.\n\n"
        "CORRECTION: This article gave the words “Leave it where it is” to Mr. Reed. They were said by Anna Keller."
    )
    (found,) = quotations(text)
    assert found.rule == "corrected"
    assert [reading.speaker for reading in found.readings] == ["Paul Reed", "Anna Keller"]
    two = text.replace(" They", " “Nobody was there at all” is not his either. The first") + " They came from Ada Holm."
    quoted = two.replace("\n\nCORR", "\n\n“Nobody was there at all,” said Paul Reed.\n\nCORR")
    given = [[reading.speaker for reading in each.readings] for each in quotations(quoted)]
    assert given == [["Paul Reed", "Anna Keller"], ["Paul Reed", "Anna Keller"]]


def test_a_quotation_in_a_quotation() -> None:
    found = quotations("“Then Paul Reed said, ‘Leave it there for now.’ I did,” Anna Keller said.")
    assert [q.speaker for q in found] == ["Anna Keller", "Paul Reed"]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("fr", "« Nous restons », a déclaré Emmanuel Macron.", "Emmanuel Macron"),
        ("fr", "Emmanuel Macron dément : « Nous restons. »", "Emmanuel Macron"),
        ("fr", "« Nous restons », a dit la directrice de l’hôpital.", "la directrice de l’hôpital"),
        ("de", "„Wir bleiben“, sagte Angela Merkel am Montag.", "Angela Merkel"),
        ("de", "»Wir bleiben«, so Angela Merkel.", "Angela Merkel"),
        ("es", "«Nos quedamos», dijo Pedro Sánchez.", "Pedro Sánchez"),
        ("es", "“Nos quedamos”, según Pedro Sánchez.", "Pedro Sánchez"),
        ("de", "Es blieb still. „Wir bleiben doch alle hier.“", None),
        ("de", "Nach Angaben von Anna Keller „bleibt alles, wie es war“.", "Anna Keller"),
        ("de", "Laut Anna Keller ist die Lage seit Tagen „sehr ernst und unklar“.", "Anna Keller"),
        ("de", "Nach den Worten von Anna Keller „bleibt alles, wie es war“.", "Anna Keller"),
        ("fr", "« Nous restons, dit Anne Moreau, et nous chantons. »", "Anne Moreau"),
        ("fr", "« Nous restons, dit-elle, et nous chantons. »", None),
        ("fr", "— Nous restons, dit Anne Moreau.", "Anne Moreau"),
        ("fr", "— Et vous partez ! répondit le maire.", "le maire"),
        ("es", "—Nos quedamos —dijo Ana Morales.", "Ana Morales"),
    ],
)
def test_other_languages_where_it_is_safe(language: str, text: str, speaker: str | None) -> None:
    assert [name for _, name, _ in shown(text, language)] == [speaker]


def test_a_dash_before_what_nobody_says_opens_a_list() -> None:
    assert shown("— Trois bateaux, deux maisons.\n\n— Le port et la mairie.", "fr") == []


def test_every_speaker_stands_where_it_is_said_to() -> None:
    text = "“We will stay,” said a senior official. Anna Keller left. “No,” she said."
    first, second = quotations(text)
    assert first.where is not None and text[slice(*first.where)] == first.speaker
    assert second.where is not None and text[slice(*second.where)] == "Anna Keller"


MARKS = st.sampled_from([*"\"“”‘’'«»„,.:;—()\n ", " said ", "he ", "Anna Keller", " the minister", "who ", "1 "])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(MARKS, st.text(max_size=5)), max_size=60).map("".join))
def test_any_text_is_read(text: str) -> None:
    found = quotations(text)
    assert found == quotations(text)
    assert unpacked(packed(found), {}) == found
    for q in found:
        assert 0 <= q.start < q.end <= len(text)
        assert 0.0 <= q.confidence <= 1.0
        assert (q.status == "contested") == bool(q.readings)
        assert (q.speaker is None) == (q.status in ("contested", "unknown"))
        assert q.cue is None or q.cue in text
        assert q.group in {other.start for other in found}


def words(text: str | None) -> set[str]:
    return set(re.findall(r"\w+", (text or "").casefold()))


def test_the_samples_against_their_gold() -> None:
    lines = (ROOT / "tests/gold/samples_quotes.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    found: dict[tuple[str, int, int], Quotation] = {}
    for path in sorted({row["document"] for row in gold}):
        file = read_file(ROOT / "samples" / path, 10**6, follow_links=False)
        document = as_document(path, file.extracted, file.file_sha256, frozenset())
        mentions = group(
            RulesExtractor().extract(document.text, document.blocks, document.metadata.language), document.text
        )
        names = {record.id: record.name for record in records(mentions, document.text).values()}
        for q in find_quotations(document.text, document.blocks, mentions, document.metadata.language, names):
            found[path, q.start, q.end] = q
    right = speakers = status = kind = 0
    for row in gold:
        q = found.get((row["document"], row["start"], row["start"] + len(row["text"])))
        if q is None:
            continue
        right += 1
        speakers += words(row["speaker"]) <= words(q.speaker) and (row["speaker"] is None) == (q.speaker is None)
        status += row["status"] == q.status
        kind += row["kind"] == q.kind
    assert 2 * right / (len(gold) + len(found)) >= 0.97
    assert speakers / len(gold) >= 0.93
    assert status / len(gold) >= 0.92
    assert kind / len(gold) >= 0.97
