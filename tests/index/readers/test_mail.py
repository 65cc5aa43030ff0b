"""Mails: heads, bodies, what is quoted, what is attached, and mails made to hurt."""

from __future__ import annotations

import io
import random
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import ExtractedText
from index.errors import UnreadableFile
from index.readers.mail import eml
from index.readers.mail.mail_fields import base64, decoded, message_ids, parameters, sender, words
from index.readers.members import Budget, Inner, Made, Member, Opened, Refused
from index.settings import FormatsSettings
from index.understanding.structure import understand_structure

ZOO = Path(__file__).resolve().parents[3].parent / "shared" / "formats" / "eml_cpython"
FORMATS = FormatsSettings(
    max_container_megabytes=100, max_unpacked_megabytes=100, max_members=1000, max_depth=5, max_ratio=300, rows=()
)


def members(data: bytes | str, name: str = "a.eml", most: int = 50_000_000) -> list[Member]:
    data = data.encode() if isinstance(data, str) else data
    return list(eml.members(io.BytesIO(data), Opened(name, FORMATS, Budget(FORMATS, most))))


def mail(data: bytes | str, name: str = "a.eml") -> ExtractedText:
    first = members(data, name)[0]
    assert isinstance(first, Made)
    assert first.name == ""
    return first.extracted


def kinds(extracted: ExtractedText) -> list[tuple[str, str, str]]:
    return [(b.kind, b.rule, extracted.text[b.start : b.end]) for b in extracted.blocks]


def body(text: str, kind: str = "text/plain") -> list[tuple[str, str, str]]:
    return kinds(mail(f"From: a@b.org\nContent-Type: {kind}\n\n{text}"))[1:]


def well_made(extracted: ExtractedText) -> None:
    at = 0
    for block in extracted.blocks:
        assert not extracted.text[at : block.start].strip()
        words_there = extracted.text[block.start : block.end]
        assert words_there and words_there == words_there.strip()
        at = block.end
    assert not extracted.text[at:].strip()
    assert all(c in "\t\n" or c >= " " for c in extracted.text) and "\x7f" not in extracted.text
    extracted.text.encode()
    for header in extracted.metadata.headers:
        assert header.span is None or extracted.text[slice(*header.span)].endswith(header.value)


LETTER = """\
Received: from somewhere
Message-ID: <m2@example.org>
References: <m0@example.org>
\t<m1@example.org>
In-Reply-To: <m1@example.org>
Subject: =?UTF-8?B?UmU6IEdyw7w=?= =?utf-8?q?=C3=9Fe?= aus =?iso-8859-1?Q?M=FCnchen?=
To: "Doe, Jane" <jane@example.org>, bob@example.org
From: =?utf-8?q?J=C3=BCrgen_Keller?= <jk@example.org>
Date: Wed, 10 Sep 31 23:15:00 -0400

Hi Jane

The boom is lying in the harbour.
"""


def test_the_head_of_a_mail_begins_its_text_and_says_what_it_is() -> None:
    extracted = mail(LETTER)
    assert kinds(extracted) == [
        ("byline", "mail:from", "From: Jürgen Keller <jk@example.org>"),
        ("boilerplate", "mail:to", 'To: "Doe, Jane" <jane@example.org>, bob@example.org'),
        ("dateline", "mail:date", "Date: Wed, 10 Sep 31 23:15:00 -0400"),
        ("headline", "mail:subject", "Subject: Re: Grüße aus München"),
        ("prose", "mail:greeting", "Hi Jane"),
        ("prose", "plain", "The boom is lying in the harbour."),
    ]
    stated = extracted.metadata
    assert (stated.title, stated.authors, stated.date) == ("Re: Grüße aus München", ("Jürgen Keller",), "2031-09-10")
    assert [extracted.text[slice(*e.span)] for e in stated.evidence if e.span] == [
        "Re: Grüße aus München",
        "Jürgen Keller",
        "Wed, 10 Sep 31 23:15:00 -0400",
    ]
    beside = [(header.name, header.value) for header in stated.headers if header.span is None]
    assert beside == [
        ("message-id", "m2@example.org"),
        ("in-reply-to", "m1@example.org"),
        ("references", "m0@example.org"),
        ("references", "m1@example.org"),
    ]
    well_made(extracted)


def test_what_is_understood_later_leaves_a_mail_as_it_says_it_is() -> None:
    blocks, metadata, _ = understand_structure(mail(LETTER), "a.eml")
    assert [block.kind for block in blocks] == ["byline", "boilerplate", "dateline", "headline", "prose", "prose"]
    assert (metadata.date, metadata.authors, metadata.title) == (
        "2031-09-10",
        ("Jürgen Keller",),
        "Re: Grüße aus München",
    )


@pytest.mark.parametrize(
    "line",
    [
        "On Tue, 9 Sep 2031 at 21:00, Jane Doe <jane@example.org> wrote:",
        "Am 09.09.2031 um 21:00 schrieb Jane Doe:",
        "Le mar. 9 sept. 2031 à 21:00, Jane Doe <jane@example.org> a écrit :",
        "El mar, 9 sept 2031 a las 21:00, Jane Doe (<jane@example.org>) escribió:",
    ],
)
def test_lines_above_an_answer_in_four_languages(line: str) -> None:
    found = body(f"My own words.\n\n{line}\n> Where is it?\n> I ask.\n>\n>> Older.\n\nMore of my own.\n")
    assert [(kind, rule) for kind, rule, _ in found] == [
        ("prose", "plain"),
        ("quote", "mail:attribution"),
        ("quote", "mail:quoted"),
        ("quote", "mail:quoted-2"),
        ("prose", "plain"),
    ]
    # Without `>` below it, all that follows is the older mail.
    found = body(f"My own words.\n\n{line}\n\nWhere is it?\n\nI ask.\n")
    assert [rule for _, rule, _ in found] == ["plain", "mail:attribution", "mail:quoted", "mail:quoted"]


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----\nFrom: Bob\nSent: Monday",
        "-----Ursprüngliche Nachricht-----",
        f"{'_' * 32}\nVon: Bob Smith\nGesendet: Montag, 8. September 2031 10:00\nAn: Jane\nBetreff: Boom",
        "De : Bob Smith\nEnvoyé : lundi 8 septembre 2031 10:00\nÀ : Jane\nObjet : Boom",
        "De: Bob Smith\nEnviado: lunes, 8 de septiembre de 2031 10:00\nPara: Jane\nAsunto: Boom",
    ],
)
def test_what_stands_below_the_mark_of_an_older_mail_is_quoted(head: str) -> None:
    found = body(f"I agree.\n\n{head}\n\nHello Jane,\n\nwhere is it?\n")
    assert found[0] == ("prose", "plain", "I agree.")
    assert {(kind, rule) for kind, rule, _ in found[1:]} == {("quote", "mail:quoted")}


def test_prose_that_mentions_such_lines_stays_prose() -> None:
    found = body(
        "From: a word to begin with.\n\nOn Monday the minister wrote:\n\nNothing. They said:\nyes\n\n-- \nAnna\n"
    )
    assert [rule for _, rule, _ in found] == [*4 * ["plain"], "mail:signature", "mail:signature"]


def test_signatures_disclaimers_and_the_feet_of_lists() -> None:
    legal = "This e-mail is confidential and intended solely for the addressee. If you got it in error, delete it."
    foot = "_______________________________________________\nNews mailing list\nNews@example.org"
    found = body(
        f"Words.\n\n{legal}\n\nSent from my iPhone\n\n-- \nAnna\n\nOn 1 Jan 2031 12:00, Bob wrote:\n> x\n\n{foot}\n"
    )
    assert [rule for _, rule, _ in found] == [
        "plain",
        "mail:disclaimer",
        "mail:signature",
        "mail:signature",
        "mail:signature",
        "mail:attribution",
        "mail:quoted",
        "mail:list-footer",
        "mail:list-footer",
    ]


def test_flowed_lines_are_joined() -> None:
    flowed = "The boom is \nlying here.\n> It was \n> yours.\n-- \nAnna\n"
    assert [text for *_, text in body(flowed, "text/plain; format=flowed")] == [
        "The boom is lying here.",
        "> It was yours.",
        "--",
        "Anna",
    ]
    assert body("Donau \ndampf\n", "text/plain; format=flowed; delsp=yes")[0][2] == "Donaudampf"


def built() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "Anna <a@example.org>", "Plans"
    message.set_content("The plan is attached, and nobody has read it yet.\n")
    message.add_alternative("<p>The plan is <b>attached</b>.</p>", subtype="html")
    message.add_attachment("# Plan\n\nNone.\n", subtype="markdown", filename="../../Plän.md")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="chart.png")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "bob@example.org", "The boom"
    inner.set_content("Where?\n")
    message.add_attachment(inner)
    return message


def test_attachments_are_files_in_the_mail() -> None:
    first, *rest = members(built().as_bytes())
    assert isinstance(first, Made)
    assert ("boilerplate", "mail:attachments", "Attachments: Plän.md, chart.png, The boom.eml") in kinds(
        first.extracted
    )
    assert "nobody has read it" in first.extracted.text and "<b>" not in first.extracted.text
    assert [each.name for each in rest if isinstance(each, Inner)] == ["Plän.md", "chart.png", "The boom.eml"]
    assert isinstance(rest[2], Inner) and mail(rest[2].data).metadata.title == "The boom"


def test_a_page_is_read_where_the_plain_text_only_points_to_it() -> None:
    message = EmailMessage()
    message["From"] = "a@example.org"
    message.set_content("Please open this in a browser that shows HTML.\n")
    quoted = "<div>On Mon, 8 Sep 2031 at 10:00, Bob &lt;b@x.org&gt; wrote:<blockquote><p>Older.</p></blockquote></div>"
    words = f'Read <a href="https://x.org/">this</a> {"and more " * 30}.'
    page = f"<h2>News</h2><p>Hi all</p><p>{words}</p>{quoted}<p>End.</p>"
    message.add_alternative(page, subtype="html")
    related = message.get_payload()[1]
    related.add_related(b"GIF89a", maintype="image", subtype="gif", cid="<logo>", filename="logo.gif")
    found = members(message.as_bytes())
    assert len(found) == 1, "pictures that the page shows are left out in silence"
    extracted = found[0].extracted
    assert [rule for _, rule, _ in kinds(extracted)[1:]] == [
        "html:h2",
        "mail:greeting",
        "html:p",
        "mail:attribution",
        "mail:quoted",
        "html:p",
    ]
    (link,) = extracted.links
    assert extracted.text[link.start : link.end] == "this"
    well_made(extracted)


def test_the_head_that_outlook_puts_above_an_older_mail_in_a_page() -> None:
    head = (
        "<p><b>Von:</b> Bob &lt;b@x.org&gt;<br><b>Gesendet:</b> Montag<br><b>An:</b> Jane<br><b>Betreff:</b> Boom</p>"
    )
    found = body(f"<p>I agree.</p><div>{head}</div><p>Where is it?</p>", "text/html")
    assert [rule for _, rule, _ in found] == ["html:p", "mail:quoted", "mail:quoted"]


def test_what_cannot_be_read_is_refused_with_a_reason() -> None:
    secret = "From: a@b\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\nVersion: 1\n--x--\n"
    assert [m.reason for m in members(secret) if isinstance(m, Refused)] == [
        "encrypted; Glossator does not ask for keys"
    ]
    elsewhere = "From: a@b\nContent-Type: message/external-body; access-type=URL; URL=http://x.org/\n\n"
    assert [m.supported for m in members(elsewhere) if isinstance(m, Refused)] == [False]
    for data in (b"", b"no mail at all\n", bytes(range(256)) * 20):
        with pytest.raises(UnreadableFile, match="not a mail"):
            members(data)
    with pytest.raises(UnreadableFile, match="max_megabytes"):
        members("From: a@b\n\n" + "x" * 1000, most=100)


def test_apples_mail_and_files_in_the_text() -> None:
    assert mail("17   \nFrom: a@b\n\nhello\n<plist>", "1.emlx").text == "From: a@b\n\nhello"
    found = members("From: a@b\n\nSee:\nbegin 644 cat.txt\n#0V%T\n`\nend\nThat is all.\n")
    assert found[1] == Inner("cat.txt", b"Cat")
    assert [text for *_, text in kinds(found[0].extracted)][1:] == ["Attachments: cat.txt", "See:", "That is all."]


def test_fields_are_decoded_as_they_were_meant() -> None:
    assert words(b"=?utf-8?b?4oI=?= =?utf-8?b?rA==?=") == "€", "a character divided between two words"
    assert words("Grüße".encode("latin-1"), "iso-8859-1") == "Grüße"
    assert words(b"=?no-such?q?a?= =?utf-8?z?b?= \x00x") == "a =?utf-8?z?b?= x"
    assert decoded("Grüße".encode(), "iso-8859-1") == "Grüße", "UTF-8 under another name"
    assert decoded(b"\x93x\x94", "iso-8859-1") == "“x”"
    assert parameters(b'text/plain; name*0*=utf-8\'\'a%C3; name*1*=%A4; name*2=b; q="x\\"; y"') == (
        "text/plain",
        {"name": "aäb", "q": 'x"; y'},
    )
    assert words("a\u2028b\ufeff\x85".encode()) == "a b"
    assert base64(b"SGVs\nbG8!!gV29ybGQ") == b"Hello World"
    assert [sender(value) for value in ('"Keller, Anna" <a@b.c>', "a@b.c (Anna Keller)", "<a@b.c>", "")] == [
        "Keller, Anna",
        "Anna Keller",
        "a@b.c",
        None,
    ]
    assert list(message_ids(b"<a@b> junk <c\n d@e> <a@b>")) == ["a@b", "cd@e"]


HEAD = b"From: a@b.c\nSubject: x\n"


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.c\nSubject: " + b"x " * 500_000 + b"\n\nhello",
        HEAD + b"Content-Type: multipart/mixed" + b";" * 1_000_000 + b"\n\nhello",
        HEAD + b"X: y\n" * 100_000 + b"\nhello",
        b"From: a@b.c\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(10_000)),
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000,
        b"From: a@b.c\nSubject: " + b"=?utf-8?b?=?= " * 50_000 + b"\n\nhello",
        HEAD + b"\n" + b">" * 500_000,
        HEAD + b"\n" + b"begin 644 x\n" * 20_000,
        HEAD + b"\n" + b"On 2020 10:00 wrote " * 5_000,
        HEAD + b"\n" + b"From: x\nTo: y\n\n" * 3_000,
    ],
    ids=["long", "parameters", "many", "nested", "parts", "words", "depth", "uu", "wrote", "heads"],
)
def test_mails_made_to_take_long_are_read_at_once(data: bytes) -> None:
    # Each of them takes minutes where time grows with the square of the mail.
    well_made(mail(data))


SEEDS = [LETTER.encode(), built().as_bytes()]
TOKENS = [b"\n\n", b"--", b"boundary=", b"base64", b"=?utf-8?b?", b"> ", b"-- \n", b"\x00", b"\xff", b"charset=utf-16"]


def mutated(data: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(found) or 1)
        if chance.random() < 0.5:
            found[at:at] = chance.choice(TOKENS)
        else:
            del found[at : at + chance.randint(1, 60)]
    return bytes(found)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1 << 30))
def test_damaged_mails_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = mutated(chance.choice(SEEDS), chance)
    try:
        found = members(data)
    except UnreadableFile:
        return
    assert isinstance(found[0], Made)
    well_made(found[0].extracted)
    again = members(data)
    assert isinstance(again[0], Made) and again[0].extracted == found[0].extracted
    assert found == again


@pytest.mark.skipif(not ZOO.is_dir(), reason="the zoo of files is not here")
def test_the_mails_of_pythons_own_tests() -> None:
    refused = {}
    for path in sorted(ZOO.glob("msg_*.txt")):
        try:
            found = members(path.read_bytes())
        except UnreadableFile as error:
            refused[path.name] = str(error)
            continue
        assert isinstance(found[0], Made)
        well_made(found[0].extracted)
    assert list(refused) == ["msg_19.txt"], refused
