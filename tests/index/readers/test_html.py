"""Web pages: article and the rest, kinds of blocks, links and notes, what the page states, pages made to do harm."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench._cost import least_seconds
from bench.readers import ours
from index.document import ExtractedText
from index.errors import UnreadableFile
from index.readers.web.html import read, read_source, whole_page
from index.readers.web.html_charset import decode_page
from index.readers.web.html_tree import parse
from index.reading import as_document

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
PAGES = SHARED / "formats" / "html_readability"

SENTENCE = "The harbour was closed at noon, said the master, and nobody was let in, whatever his business. "
BODY = "".join(f"<p>{number}. {SENTENCE * 3}</p>" for number in range(4))

ARTICLE = f"""<!DOCTYPE html><html lang="en-GB"><head>
<title>Harbour closed - The Courier</title>
<meta property="og:site_name" content="The Courier"><meta name="author" content="By Ada Moss">
<meta property="article:published_time" content="2031-09-10T08:15:00+02:00">
<link rel="canonical" href="https://courier.example/harbour">
<style>p {{ color: red }}</style><script>document.write("never")</script></head><body>
<nav><ul><li><a href="/">Front page</a></li><li><a href="/sea">Sea and ports</a></li></ul></nav>
<h1>Harbour closed</h1><div class="byline">By Ada Moss</div>
<article>{BODY}
<h2>What came next</h2><p>See <a href="/tides?x=1">the table of tides</a>.<sup><a href="#fn1">1</a></sup></p>
<blockquote><p>Nobody, he said.</p></blockquote>
<ul><li>First<ul><li>Inner</li></ul></li><li>Second</li></ul>
<table><tr><th>Day</th><th>Ships</th></tr><tr><td>Monday</td><td>12</td></tr></table>
<pre>  a = 1

  b = 2</pre>
<figure><img src="x.jpg" alt="gone"><figcaption>The mole at dusk</figcaption></figure>
<div class="related"><a href="/a">Another story</a> <a href="/b">One more story</a></div>
<ol><li id="fn1">Port register, folio 12.</li></ol></article>
<div class="comments"><p>A reader writes that all of this is wrong.</p></div>
<footer>Terms <a href="/t">of use</a></footer></body></html>"""


def blocks(extracted: ExtractedText) -> list[tuple[str, str, str]]:
    return [(b.kind, b.rule, extracted.text[b.start : b.end]) for b in extracted.blocks]


def check(extracted: ExtractedText) -> None:
    """What holds of every page."""
    text = extracted.text
    text.encode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text)
    at = 0
    for block in extracted.blocks:
        assert block.start >= at and not text[at : block.start].strip()
        assert text[block.start : block.end].strip() == text[block.start : block.end] != ""
        at = block.end
    assert not text[at:].strip()
    for link in extracted.links:
        assert 0 <= link.start < link.end <= len(text)
        assert text[link.start : link.end].strip()
        if re.fullmatch(r"#\d+", link.target):
            assert int(link.target[1:]) < len(text)
    assert sorted(extracted.links) == list(extracted.links)


def test_an_article_is_read_as_its_writer_made_it() -> None:
    found = read(ARTICLE.encode())
    check(found)
    parts = blocks(found)
    assert parts[0] == ("headline", "html:h1", "Harbour closed")
    assert parts[1] == ("byline", "html:author", "By Ada Moss")
    assert ("heading", "html:h2", "What came next") in parts
    assert ("quote", "html:blockquote", "Nobody, he said.") in parts
    assert [words for kind, _, words in parts if kind == "list"] == ["- First", "- Inner", "- Second"]
    assert ("table", "html:table", "Day | Ships\nMonday | 12") in parts
    assert ("code", "html:pre", "a = 1\n\n  b = 2") in parts
    assert "\n  a = 1\n\n  b = 2" in found.text
    assert ("caption", "html:figcaption", "The mole at dusk") in parts
    assert ("note", "html:footnote", "1. Port register, folio 12.") in parts
    assert parts[-1] == ("boilerplate", "html:outside", "A reader writes that all of this is wrong.")
    for gone in ("never", "color", "Front page", "Another story", "Terms", "gone"):
        assert gone not in found.text


def test_links_lead_out_and_notes_lead_both_ways() -> None:
    found = read(ARTICLE.encode())
    named = {found.text[link.start : link.end]: link for link in found.links}
    assert named["the table of tides"].target == "/tides?x=1"
    note = found.text.index("1. Port")
    assert named["1"].target == f"#{note}"
    assert named["1."].target == f"#{named['1'].start}"
    whole = ARTICLE.replace('href="#fn1"', 'href="https://courier.example/harbour#fn1"')
    assert read(whole.encode()).links == found.links
    assert not read_source('<p>x <a href="javascript:x()">y</a> <a href="#nowhere">z</a>').links


def test_a_page_states_title_author_source_date_and_language() -> None:
    document = as_document("a.html", read(ARTICLE.encode()), "", frozenset())
    stated = document.metadata
    assert (stated.title, stated.authors, stated.source) == ("Harbour closed", ("Ada Moss",), "The Courier")
    assert (stated.date, stated.language) == ("2031-09-10", "en")
    assert document.blocks[0].kind == "headline" and document.blocks[1].kind == "byline"
    assert {"html:article:published_time", "html:author"} <= {proof.rule for proof in stated.evidence}


def test_linked_data_is_read_and_what_is_broken_states_nothing() -> None:
    data = """<script type="application/ld+json">/*<![CDATA[*/{"@graph": [{"@type": "WebPage", "name": "Site"},
      {"@type": ["NewsArticle"], "headline": "A &amp; B", "author": [{"name": "Ada Moss"}, "Ole Ness"],
       "publisher": {"name": "Courier"}, "datePublished": "2031-09-10T22:00Z"}]}/*]]>*/</script>"""
    stated = read_source(f"{data}<title>x</title>{BODY}").metadata
    assert (stated.title, stated.authors) == ("A & B", ("Ada Moss", "Ole Ness"))
    assert (stated.source, stated.date_text) == ("Courier", "2031-09-10")
    broken = '<script type="application/ld+json">' + "[" * 100_000 + "</script>"
    assert read_source(f"{broken}<title>x</title>{BODY}").metadata.title == "x"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("<p class=byline>By Ada Moss and Ole Ness, 10 September 2031</p>", "2031-09-10"),
        (
            "<p class=byline>By <a href=/a>Ada Moss</a> and <a href=/o>Ole Ness</a> | 10 September 2031</p>",
            "2031-09-10",
        ),
        (
            "<div class=meta><p class=author>Ada Moss and Ole Ness</p><p class=date>10 September 2031</p></div>",
            "2031-09-10",
        ),
        (
            "<div class=byline><span>Ada Moss and Ole Ness</span> <time datetime=2031-09-10T09:00Z>today</time></div>"
            "<p class=updated>Updated <time datetime=2031-09-12>12 September</time></p>",
            "2031-09-10",
        ),
    ],
    ids=["line", "links", "two-lines", "times"],
)
@pytest.mark.parametrize("around", ["<article>{}</article>", "{}", "<div class=wrap>{}</div>"])
def test_a_byline_stays_where_it_stands(head: str, date: str, around: str) -> None:
    bio = "<p class=author>Ada Moss has sailed, and reports on ports.</p>"
    page = "<nav><a href=/>Front page</a></nav>" + around.format(f"<h1>Harbour closed</h1>{head}{BODY}{bio}")
    document = as_document("a.html", read_source(page), "", frozenset())
    kinds = [block.kind for block in document.blocks]
    begins = next(at for at, block in enumerate(document.blocks) if document.text.startswith("0. The", block.start))
    assert kinds[:2] == ["headline", "byline"] and begins < 4 and kinds.count("byline") == 1
    assert document.metadata.authors == ("Ada Moss", "Ole Ness") and document.metadata.date == date


def test_persons_that_linked_data_names_by_number_and_microdata() -> None:
    graph = """<script type="application/ld+json">{"@graph": [
      {"@type": "NewsArticle", "headline": "Harbour closed", "author": {"@id": "#p1"}, "publisher": {"@id": "#o"}},
      {"@type": "Organization", "@id": "#o", "name": "The Courier"},
      {"@type": "Person", "@id": "#p1", "name": "Ada Moss"}]}</script>"""
    stated = read_source(f"{graph}<h1>Harbour closed</h1>{BODY}").metadata
    assert (stated.title, stated.authors, stated.source) == ("Harbour closed", ("Ada Moss",), "The Courier")
    page = f"""<title>Courier</title><article itemscope itemtype=https://schema.org/NewsArticle>
      <h2 itemprop=headline>Harbour closed</h2><span itemprop=author itemscope><b itemprop=name>Ada Moss</b></span>
      <div itemprop=publisher itemscope><meta itemprop=name content="The Courier"></div>
      <meta itemprop=datePublished content=2031-09-10>{BODY}</article>"""
    stated = read_source(page).metadata
    assert (stated.title, stated.authors, stated.source) == ("Harbour closed", ("Ada Moss",), "The Courier")
    assert stated.date_text == "2031-09-10"


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("<h1>Links</h1><ul>" + "".join(f"<li><a href='/{n}'>Page {n}</a>" for n in range(9)) + "</ul>", "- Page 8"),
        ("<h1>Talk</h1>" + "".join(f"<div class=comment><p>{SENTENCE}{n}</p></div>" for n in range(5)), f"{SENTENCE}4"),
        ("<table>" + "".join(f"<tr><td>{n}<td>{n * n}" for n in range(9)) + "</table>", "8 | 64"),
        ("<body>Dear all,<br>hello.<br><br>Ada", "Ada"),
        ("no page at all, only words\n\nand more", "and more"),
    ],
    ids=["links", "forum", "table", "mail", "text"],
)
def test_a_page_that_is_no_article_keeps_its_text(page: str, kept: str) -> None:
    found = read(page.encode())
    check(found)
    assert kept in found.text
    assert "boilerplate" not in {block.kind for block in found.blocks}


def test_a_page_in_parts_is_one_text() -> None:
    words = [f"<p>{number}. {SENTENCE * 3}</p>" for number in range(14)]
    deep = "".join(f"<section>{'<div>' * 5}{each}{'</div>' * 5}</section>" for each in words[6:])
    found = read_source(f"<div><h2>All of it</h2>{''.join(words[:6])}</div><div>{deep}</div>")
    assert [block.kind for block in found.blocks] == ["headline"] + 14 * ["prose"]


def test_what_a_browser_hides_is_no_text() -> None:
    hidden = """<p>seen</p><p style="color:red; display : none">a</p><div hidden>b</div><template>c</template>
      <noscript>d</noscript><p style="visibility:hidden">e</p><select><option>f</select><textarea>g</textarea>
      <svg><title>h</title><text>i</text></svg><iframe>j</iframe><!-- k --><p>A<i></i>B&nbsp;C&shy;D\x07&#0;</p>"""
    assert read_source(hidden).text == "seen\n\nAB CD\ufffd"
    assert read_source("<noscript>Only this is here</noscript>").text == "Only this is here"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<meta charset=iso-8859-1><p>Straße – “x”".encode("cp1252"), "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Да'.encode("cp1251"), "cp1251"),
        ("<meta charset=Shift_JIS><p>日本".encode("cp932"), "cp932"),
        ("<meta charset=latin1><p>Straße".encode(), "utf-8"),
        ("<meta charset=utf-8><p>Straße und Größe".encode("cp1252"), "cp1252"),
        ("<meta charset=utf-8><p>Ω".encode("utf-16"), "utf-16-le"),
        (b"<meta charset=rot13><p>x", "ascii"),
    ],
)
def test_a_page_is_decoded_by_mark_statement_and_looks(data: bytes, encoding: str) -> None:
    text, found = decode_page(data)
    assert found == encoding
    assert data.decode("utf-16" if encoding.startswith("utf-16") else encoding).endswith(text[-3:])


def test_a_picture_that_is_called_a_page_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="PNG"):
        read(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


def test_headings_lists_and_notes_of_a_whole_page_for_mails_and_books() -> None:
    found = whole_page("<h3 id=c>Chapter</h3><p>One<br><br>Two <q>three</q><p><a href='x.html#y'>on</a>")
    assert [b.rule for b in found.blocks] == ["html:h3", "html:p", "html:p", "html:p"]
    assert found.text == "Chapter\n\nOne\n\nTwo “three”\n\non"
    assert (found.places["c"], found.links[0].target) == (0, "x.html#y")


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 60_000 + "x",
        "<b id=1><i><u><font>" * 3_000 + "<p>x" * 3_000,
        "<table><tr><td>" * 3_000 + BODY,
        "<div class=author>" * 3_000 + "x",
        "<h1>x</h1>" * 5_000,
        "<p>" + "".join(f"<sup><a href='#f'>{n % 99}</a></sup>" for n in range(5_000)) + f"<p id=f>{SENTENCE * 30}",
        "<ul><li>a" * 3_000,
        "<!--" * 50_000 + "<meta " * 50_000 + "<?xml " * 50_000,
    ],
    ids=["deep", "formatting", "tables", "authors", "headings", "marks", "lists", "open"],
)
def test_a_page_made_to_take_long_does_not(page: str) -> None:
    found: list[ExtractedText] = []
    assert least_seconds(lambda: found.append(read(page.encode())), times=1) < 4
    check(found[0])


PIECES = st.sampled_from(
    re.split(
        " ",
        "<p> </p> <div> </div> <b> </i> <a\thref='#x'> </a> <li> <ul> </ul> <table> <tr> <td> </table> <br> <pre>"
        " </pre> <h2> </h2> <script> </script> <sup> <blockquote> <dl> <dd> <figcaption> <article> <noscript> &nbsp;"
        " &#xD800; &#1; <q> text words, text \n\t \x00 \x85 \u2028 \ufeff <p\tid=x> <svg> <template> </body> <title>",
    )
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_whatever_the_tags_the_text_is_sound_and_the_same_twice(source: str) -> None:
    found = read_source("<" + source) if "<" not in source else read_source(source)
    if source.strip():
        check(found)
    assert read_source(source) == read_source(source)


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 30)):
        at = chance.randrange(len(changed))
        piece = chance.choice((bytes([chance.randrange(256)]), b"<", b"</div>", b"\0", b"<table>", b"\xff", b""))
        changed[at : at + chance.choice((0, 1, 1, 40))] = piece
    return bytes(changed[: chance.choice((len(changed), chance.randrange(1, len(changed) + 1)))])


@pytest.mark.parametrize("count", [60, pytest.param(1_500, marks=pytest.mark.slow)])
def test_damaged_pages_are_read_or_refused(count: int) -> None:
    chance = random.Random(7)
    sources = [ARTICLE.encode()]
    if PAGES.is_dir() and count > 100:
        sources += [path.read_bytes()[:60_000] for path in sorted(PAGES.glob("*/source.html"))]
    read_at_all = 0
    for _ in range(count):
        try:
            check(read(mutated(chance.choice(sources), chance)))
            read_at_all += 1
        except UnreadableFile:
            pass
    assert read_at_all > count // 4


@pytest.mark.skipif(not PAGES.is_dir(), reason="the pages are not here")
def test_articles_of_real_pages_are_found() -> None:
    from bench._pages import pages, title_fits, token_f1, without_title

    some = [page for page in pages(SHARED, "develop") if len(page.source) < 150_000]
    answers = [(page, ours(page)) for page in some]
    scores = [token_f1(without_title(a.text, (a.title, p.title)), p.text) for p, a in answers]
    assert sum(scores) / len(scores) > 0.98
    assert all(title_fits(answer.title, page.title) for page, answer in answers)


def test_the_tree_keeps_order_and_depth() -> None:
    body = parse("<body><p>a<b>c</b>d</p>" + "<div>" * 300 + "e</div>f").body
    assert " ".join(body.text().split()) == "acd ef"
    assert max(sum(1 for _ in element.ancestors()) for element in body.walk()) <= 201
