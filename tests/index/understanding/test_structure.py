"""What the blocks of a document are, and what it says of itself."""

from __future__ import annotations

import pytest

from index.document import Metadata
from index.readers.plain import markdown, text
from index.understanding.structure import short_lines, understand_structure

BODY = (
    "The talks in the capital ended on Sunday without any result, the spokesman of the ministry said, and nobody could "
    "say when they would be resumed. Both sides blamed each other for the failure.\n\n"
    "Observers had warned for weeks that little was to be expected. The envoy left the city in the evening.\n\n"
    "Nothing was heard from the other side, which had announced a statement for the afternoon but never gave it.\n"
)


def understood(
    source: str, *, reader: str = "text", common: frozenset[str] = frozenset()
) -> tuple[dict[str, list[str]], Metadata]:
    """Blocks by kind, and metadata; every piece of evidence is checked to lie in the text."""
    extracted = (markdown if reader == "markdown" else text).read(source.encode())
    blocks, metadata, _ = understand_structure(extracted, "a.txt", common_lines=common)
    kinds: dict[str, list[str]] = {}
    for block in blocks:
        kinds.setdefault(block.kind, []).append(extracted.text[block.start : block.end])
    for proof in metadata.evidence:
        assert proof.span is not None
        assert extracted.text[proof.span.start : proof.span.end].strip()
    return kinds, metadata


def shown(source: str, metadata: Metadata, field: str) -> list[str]:
    return [source[p.span.start : p.span.end] for p in metadata.evidence if p.field == field and p.span]


def test_a_press_article() -> None:
    source = (
        "CAPITAL: Talks end ‘without result’\n\nPhoto: The envoy (left) and the spokesman (right)\n\n"
        f"By Jane Doe and John Q. Roe\n\n15 August 2021\n\n{BODY}\nRead more: Ten things to know\n"
    )
    kinds, metadata = understood(source)
    assert metadata.title == "CAPITAL: Talks end ‘without result’"
    assert metadata.authors == ("Jane Doe", "John Q. Roe")
    assert (metadata.date, metadata.date_text, metadata.language) == ("2021-08-15", "15 August 2021", "en")
    assert shown(source, metadata, "authors") == ["Jane Doe", "John Q. Roe"]
    assert shown(source, metadata, "date") == ["15 August 2021"]
    assert kinds["caption"] == ["Photo: The envoy (left) and the spokesman (right)"]
    assert kinds["byline"] == ["By Jane Doe and John Q. Roe"]
    assert kinds["dateline"] == ["15 August 2021"]
    assert kinds["boilerplate"] == ["Read more: Ten things to know"]
    assert len(kinds["prose"]) == 3


def test_a_document_that_says_nothing_of_itself_has_nothing() -> None:
    kinds, metadata = understood(BODY)
    assert metadata == Metadata(language="en")
    assert set(kinds) == {"prose"}


@pytest.mark.parametrize(
    "first", ["My fellow citizens:", "My countrymen,", "Thank you. Thank you so much.", "“Nobody came to the talks.”"]
)
def test_salutations_and_sentences_are_no_headlines(first: str) -> None:
    kinds, metadata = understood(f"{first}\n\n{BODY}")
    assert metadata.title is None
    assert "headline" not in kinds


@pytest.mark.parametrize(
    ("line", "title", "source"),
    [
        ("Talks end in the capital | BBC News", "Talks end in the capital", "BBC News"),
        ("Talks end in the capital - The New York Times", "Talks end in the capital", "The New York Times"),
        ("Talks end in the capital | Taliban news", "Talks end in the capital", None),
        ("Talks end - and nobody came", "Talks end - and nobody came", None),
        ("Will the talks ever end?", "Will the talks ever end?", None),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(line: str, title: str, source: str | None) -> None:
    kinds, metadata = understood(f"{line}\n\n{BODY}")
    assert (metadata.title, metadata.source) == (title, source)
    assert kinds["headline"] == [line]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("by Jane van der Berg", ("Jane van der Berg",)),
        ("BY JANE DOE AND JOHN ROE", ("JANE DOE", "JOHN ROE")),
        ("By Jane Doe, John Roe and Mary O'Neill", ("Jane Doe", "John Roe", "Mary O'Neill")),
        ("By Jane Doe in Kabul and John Roe in New York", ("Jane Doe", "John Roe")),
        ("By Jane Doe, Staff Writer", ("Jane Doe",)),
        ("By Jane Doe | 3 May 2021", ("Jane Doe",)),
        ("Author: Jane Doe", ("Jane Doe",)),
        ("Written by Jane Doe", ("Jane Doe",)),
        ("Von Jürgen Groß", ("Jürgen Groß",)),
        ("Jane Doe, Reuters", ("Jane Doe",)),
        ("Jane Doe\n\nStaff writer", ("Jane Doe",)),
        ("By midnight everything was over", ()),
        ("By the Government of the United States", ()),
        ("Jane Doe", ()),
    ],
)
def test_bylines(line: str, authors: tuple[str, ...]) -> None:
    _, metadata = understood(f"Talks end without result\n\n{line}\n\n{BODY}")
    assert metadata.authors == authors


def test_a_memorandum_or_a_mail_says_what_it_is() -> None:
    source = f"MEMORANDUM\n\nTo: John Roe\nFrom: Jane Doe <jane@x.org>\nDate: 3 May 2021\nSubject: The talks\n\n{BODY}"
    kinds, metadata = understood(source)
    assert (metadata.title, metadata.authors, metadata.date) == ("The talks", ("Jane Doe",), "2021-05-03")
    assert kinds["headline"] == ["Subject: The talks"]
    assert kinds["boilerplate"] == ["To: John Roe"]


def test_what_stands_around_the_headline_of_a_newspaper() -> None:
    source = f"The Daily Post\n\nWORLD\n\nTalks end\n\nPublished 5 hours ago\n\nJane Doe\nCorrespondent\n\n{BODY}"
    kinds, metadata = understood(source)
    assert (metadata.title, metadata.authors, metadata.source) == ("Talks end", ("Jane Doe",), "The Daily Post")
    assert kinds["boilerplate"] == ["The Daily Post", "WORLD"]
    assert kinds["byline"] == ["Jane Doe", "Correspondent"]
    assert (kinds["dateline"], metadata.date_text) == (["Published 5 hours ago"], None)


def test_lines_without_blank_ones_between_are_told_apart() -> None:
    long = BODY.replace("\n\n", "\n")
    kinds, _ = understood(f"Talks end without result\nBy Jane Doe\nAugust 15, 2021\n{long}")
    assert kinds["headline"] == ["Talks end without result"]
    assert kinds["byline"] == ["By Jane Doe"]
    assert kinds["dateline"] == ["August 15, 2021"]
    assert len(kinds["prose"]) == 3


def test_a_date_with_two_readings_keeps_both() -> None:
    source = f"10.09.2021 Author: Jane Doe\n\nTalks end without result?\n\n{BODY}"
    kinds, metadata = understood(source)
    assert (metadata.date, metadata.date_text) == (None, "10.09.2021")
    assert metadata.date_alternatives == ("2021-09-10", "2021-10-09")
    assert kinds["byline"] == ["10.09.2021 Author: Jane Doe"]
    assert metadata.title == "Talks end without result?"


@pytest.mark.parametrize(("other", "date"), [("23.08.2021", "2021-09-10"), ("08/23/2021", "2021-10-09")])
def test_another_date_of_the_document_settles_it_and_is_named(other: str, date: str) -> None:
    source = f"Talks end without result\n\n10.09.2021\n\n{BODY}\nThe first round was held on {other} in the capital.\n"
    _, metadata = understood(source)
    assert (metadata.date, metadata.date_alternatives) == (date, ())
    assert shown(source, metadata, "date") == ["10.09.2021", other]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published: 3 May 2021 10:15 GMT", "2021-05-03"),
        ("Sunday, 3 May 2020", "2020-05-03"),
        ("KABUL, 3 May 2021", "2021-05-03"),
        ("Date: May 2021", "2021-05"),
        ("May 3, 2021 | Updated May 4, 2021", "2021-05-03"),
    ],
)
def test_date_lines(line: str, date: str) -> None:
    kinds, metadata = understood(f"Talks end without result\n\n{line}\n\n{BODY}")
    assert metadata.date == date
    assert kinds["dateline"] == [line]


def test_the_date_of_publication_goes_before_that_of_an_update() -> None:
    _, metadata = understood(f"Talks end\n\nUpdated: 4 May 2021\n\nPublished: 3 May 2021\n\n{BODY}")
    assert metadata.date == "2021-05-03"


def test_a_date_behind_the_headline_or_before_the_text_stands_alone() -> None:
    kinds, metadata = understood(f"Talks end without result Sunday, May 3, 2020\n\n{BODY}")
    assert (metadata.title, metadata.date) == ("Talks end without result", "2020-05-03")
    assert kinds["dateline"] == ["Sunday, May 3, 2020"]
    kinds, metadata = understood(f"Talks end without result\n\nSunday, May 3, 2020 {BODY}")
    assert (kinds["dateline"], metadata.date) == (["Sunday, May 3, 2020"], "2020-05-03")


def test_an_agency_date_line_stays_in_its_paragraph_and_is_used() -> None:
    kinds, metadata = understood(f"Talks end without result\n\nKABUL, Sept. 8 (Reuters) — {BODY}")
    assert (metadata.date, metadata.date_text, metadata.source) == (None, "Sept. 8", "Reuters")
    assert kinds["prose"][0].startswith("KABUL, Sept. 8 (Reuters)")
    _, metadata = understood(f"Talks end\n\nKABUL, 8 September 2021 (AP) — {BODY}")
    assert (metadata.date, metadata.source) == ("2021-09-08", "AP")
    kinds, _ = understood(f"Talks end without result\n\nLONDON, May 3 (Reuters) —\n\n{BODY}")
    assert kinds["dateline"] == ["LONDON, May 3 (Reuters) —"]


@pytest.mark.parametrize(
    ("line", "authors", "source"),
    [
        ("By Jane Doe", ("Jane Doe",), None),
        ("— Jane Doe", ("Jane Doe",), None),
        ("(Reporting by Jane Doe and John Roe in Kabul; Editing by Mary Major)", ("Jane Doe", "John Roe"), None),
        ("— Reporting by Jane Doe; Editing by Mary Major", ("Jane Doe",), None),
        ("(Source: rian.ru)", (), "rian.ru"),
        ("(IRNA)", (), "IRNA"),
    ],
)
def test_what_the_end_states(line: str, authors: tuple[str, ...], source: str | None) -> None:
    kinds, metadata = understood(f"Talks end without result\n\n{BODY}\n{line}\n")
    assert (metadata.authors, metadata.source) == (authors, source)
    assert kinds["credit" if source else "byline"] == [line]


def test_a_line_about_the_author_may_name_the_magazine() -> None:
    line = "Jane Doe, member of the academy, exclusively for the online magazine “Eastern Review”."
    kinds, metadata = understood(f"Talks end\n\nBy Jane Doe\n\n{BODY}\n{line}\n")
    assert metadata.source == "Eastern Review"
    assert kinds["byline"] == ["By Jane Doe", line]


def test_captions_and_credits() -> None:
    above = "Fighters ride in their vehicle in the east of the country, July 13, 2021."
    bracket = "The envoy and the spokesman shake hands after the talks, May 2021 [John Roe/Reuters]"
    bare = "The president announces that the government has not agreed to any of the demands made"
    quoted = "“We shall see what comes of it,” he said, and “nothing else.”"
    parts = BODY.strip().split("\n\n")
    source = "\n\n".join(
        [
            parts[0],
            f"{above}\n© REUTERS / John Roe",
            parts[1],
            bracket,
            bare,
            parts[2],
            quoted,
            "© AP Photo / Jane Doe",
            parts[0],
        ]
    )
    kinds, _ = understood(source)
    assert kinds["caption"] == [above, bracket, bare]
    assert kinds["credit"] == ["© REUTERS / John Roe", "© AP Photo / Jane Doe"]
    assert quoted in kinds["prose"]


@pytest.mark.parametrize(
    "line",
    [
        "Source link",
        "Powered by SomeSites",
        "Please select digest to download:",
        "Share this article",
        "© 2021 The Daily Post. All rights reserved.",
        "*The group is designated as a terrorist organisation in several countries.",
        "* * *",
        "ADVERTISEMENT",
    ],
)
def test_boilerplate(line: str) -> None:
    kinds, _ = understood(f"Talks end without result\n\n{BODY}\n{line}\n")
    assert kinds["boilerplate"] == [line]


def test_lines_that_recur_in_the_collection_are_boilerplate() -> None:
    line = "Visit our shop for tea towels"
    source = f"Talks end without result\n\n{BODY}\n{line}\n"
    lines = short_lines(text.read(source.encode()))
    assert line.lower() in lines
    kinds, _ = understood(source, common=frozenset({line.lower()}))
    assert kinds["boilerplate"] == [line]


def test_a_headline_kept_in_several_copies_stays_a_headline() -> None:
    source = f"Talks end without result\n\n{BODY}"
    _, metadata = understood(source, common=frozenset({"talks end without result"}))
    assert metadata.title == "Talks end without result"
    kinds, metadata = understood(f"Our Paper Online\n\n{source}", common=frozenset({"our paper online"}))
    assert metadata.title == "Talks end without result"
    assert kinds["boilerplate"] == ["Our Paper Online"]


def test_dates_bylines_and_sentences_inside_do_not_recur() -> None:
    source = f"Talks end\n\nBy Jane Doe\n\n3 May 2021\n\n{BODY}\nYes.\n\n" + BODY * 3
    assert short_lines(text.read(source.encode())) == {"talks end"}


def test_headings_lists_tables_quotations_and_notes() -> None:
    parts = BODY.strip().split("\n\n")
    source = "\n\n".join(
        [
            "Talks end without result",
            parts[0],
            "A long road",
            parts[1] + "[1]",
            "• first point\n• second point",
            "1. one thing\n2. another thing",
            "Name\tCity\tYear\nJane\tKabul\t2021",
            "> a quoted line\n> and another",
            parts[2],
            "[1] Where this was said.",
        ]
    )
    kinds, _ = understood(source)
    assert kinds["heading"] == ["A long road"]
    assert kinds["list"] == ["• first point", "• second point", "1. one thing", "2. another thing"]
    assert "\n".join(kinds["table"]) == "Name\tCity\tYear\nJane\tKabul\t2021"
    assert kinds["quote"] == ["> a quoted line\n> and another"]
    assert kinds["note"] == ["[1] Where this was said."]


def test_short_lines_of_a_conversation_are_no_headings() -> None:
    kinds, _ = understood(BODY + "\nHello there\n\nGood evening\n\nAnd you\n\nWell enough\n\nSo be it\n")
    assert "heading" not in kinds


def test_words_count_prose_alone() -> None:
    extracted = text.read(b"Talks end without result\n\nBy Jane Doe\n\nThe talks have ended at last in the capital.\n")
    assert understand_structure(extracted, "a.txt")[2] == 4 + 9


def test_front_matter_goes_before_what_the_text_says() -> None:
    source = (
        "---\ntitle: The Title\nauthor: By Jane Doe and John Roe\ndate: 10/09/2021\nlang: de-AT\ntags: [x]\n---\n"
        f"# Another heading\n\nBy Mary Major\n\n{BODY}"
    )
    kinds, metadata = understood(source, reader="markdown")
    assert (metadata.title, metadata.authors) == ("The Title", ("Jane Doe", "John Roe"))
    assert (metadata.date, metadata.date_alternatives) == (None, ("2021-09-10", "2021-10-09"))
    assert (metadata.language, metadata.tags) == ("de", ("x",))
    assert len(kinds["code"]) == 1


def test_the_first_heading_of_markdown_is_the_title() -> None:
    source = f"# Talks *end*\n\n*By Jane Doe*\n\n{BODY}\n## A long road\n\n{BODY}"
    kinds, metadata = understood(source, reader="markdown")
    assert (metadata.title, metadata.authors) == ("Talks *end*", ("Jane Doe",))
    assert kinds["headline"] == ["# Talks *end*"]
    assert kinds["heading"] == ["## A long road"]
