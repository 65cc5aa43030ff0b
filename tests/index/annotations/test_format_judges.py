"""What is written, judged by other people's programs: nothing that a document or a note holds comes to life in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bibtexparser
import html5lib
import orgparse
import pytest
from pyld import jsonld

from index.annotations import interchange
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.interchange import Source
from index.annotations.record import to_record
from index.document import Block, Document, Metadata
from index.memos.memo import Memo

CONTEXT = Path(__file__).parents[4] / "shared" / "annotations" / "w3c" / "anno.jsonld"
HOSTILE = (
    'TODO <script>alert(1)</script> <b onclick=x>b</b> & &amp; \\input{/etc/passwd} $x^2$ {brace} }{ % # ~ `a` "q" -- @'
    "\n* heading :tag:\n#+begin_src sh\nrm\n#+end_src\n#+end_example\n:END:\n[[elisp:(x)][y]] <2031-09-10> {{{m}}} *b* "
    "\n</blockquote><style>*{}</style>\n@online{x,\n\x07\u202e\u2028* late heading\x85* another\x0c</p>"
)
ELEMENTS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
        "section",
        "p",
        "article",
        "blockquote",
        "div",
        "span",
    ),
}
WORDS = ("<script>alert(1)</script>", "input", "{brace}", "[[elisp:(x)][y]]", "<2031-09-10>")


@pytest.fixture(params=["text", "title", "path", "code"])
def hostile(request: pytest.FixtureRequest, mark_any: Callable[..., Annotation]) -> Callable[[str], bytes]:
    """An export of two annotations with hostile words in one place."""
    place = request.param
    path = HOSTILE if place == "path" else "a.txt"
    text = f"Before. {HOSTILE} After." if place == "text" else "Before. Some words. After."
    title = HOSTILE if place == "title" else None
    about = Metadata(title=title, authors=(HOSTILE, "Ann"), source=HOSTILE, date="2031-09") if title else Metadata()
    found = Document(path, text, (Block(0, 8, "prose", "x"), Block(8, len(text), "prose", "x")), about, *"0011")
    codes = (HOSTILE,) if place == "code" else ()
    note = HOSTILE if place == "text" else ""
    one = mark_any(text, 8, len(text) - 7, note=note, codes=codes, kind=codes[0] if codes else None, document=path)
    other = mark_any(text, 0, 6, document=path, id="urn:uuid:00000000-0000-4000-8000-000000000002")
    placed = [PlacedAnnotation(other, "exact", 0, 6), PlacedAnnotation(one, "exact", one.start, one.end)]
    memo = Memo("urn:uuid:0", "code", (*codes, "claim")[0], "", f"{HOSTILE}\n\n{HOSTILE}", "ann", *("2031-09-10",) * 2)
    asked = Source(lambda path: title, to_record, lambda path: found, memos=(memo,))
    return lambda format: b"".join(interchange.export(format, placed, asked))


def test_the_web_page_holds_no_other_elements_than_its_own(hostile: Callable[[str], bytes]) -> None:
    page = hostile("html").decode()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    names = {each.tag for each in tree.iter() if isinstance(each.tag, str)}
    assert names <= ELEMENTS
    assert {key for each in tree.iter() for key in each.attrib} <= {
        *("lang", "charset", "http-equiv", "content", "name", "class", "id"),
    }
    assert len(tree.findall(".//article")) == 3 and len(tree.findall(".//style")) == 1
    shown = " ".join("".join(tree.find("body").itertext()).split())
    if "alert" in page:
        assert all(word in shown for word in WORDS) and "(U+202E)" in shown
    assert "paragraph 2, line 1, characters 8–" in shown


def test_the_outline_has_no_other_headings_than_its_own(hostile: Callable[[str], bytes]) -> None:
    page = hostile("org").decode()
    nodes = list(orgparse.loads(page))[1:]
    assert [(node.level, node.todo) for node in nodes] == [(1, None), (2, None), (2, None), (1, None), (2, None)]
    for node in nodes[1:3]:
        assert node.get_property("STATUS") == "exact" and str(node.get_property("CHARACTERS")).startswith(("0-6", "8-"))
        assert node.shallow_tags <= {re.sub(r"[^\w@]", "_", HOSTILE)}
    # Outside of blocks and drawers nothing is left for org to act on, and a block ends where we end it.
    outside = re.sub(r"(?ms)^#\+begin_example\n.*?^#\+end_example$|^:PROPERTIES:\n.*?^:END:$", "", page)
    assert not re.search(r"[\[\]<>|$]|\{\{|#\+(?!TITLE|OPTIONS)", outside)


def test_a_bibliography_is_read_as_it_was_meant(hostile: Callable[[str], bytes]) -> None:
    page = hostile("bibtex").decode()
    library = bibtexparser.parse_string(page)
    assert not library.failed_blocks and [each.entry_type for each in library.blocks] == ["online", "online"]
    assert len({each.key for each in library.entries}) == 2
    for entry in library.entries:
        for field in entry.fields:
            bare = re.sub(r"\\(?:[a-z]+\{\}|[$&#%_])", "", str(field.value))
            assert not re.search(r"[\\$&#%_~^<>|\"`]|--(?!\d)", bare), bare
            depth = [bare[:at].count("{") - bare[:at].count("}") for at in range(len(bare) + 1)]
            assert min(depth) == depth[-1] == 0
    assert library.entries[1]["note"].startswith("para. 2, chars 8--")
    assert ("author" in library.entries[0].fields_dict) == ("date" in library.entries[0].fields_dict)


def test_citations_hold_no_markup(hostile: Callable[[str], bytes]) -> None:
    data = hostile("csl-json")
    items = json.loads(data)
    assert not re.search(r"<[A-Za-z/]|&[a-z#]", data.decode()) and len({each["id"] for each in items}) == 2
    for item in items:
        assert ("author" in item) == ("issued" in item) == ("title" in item)
        assert item.get("issued") in (None, {"date-parts": [[2031, 9]]})


@pytest.mark.skipif(not CONTEXT.is_file(), reason="the W3C's context is not at hand (../shared/annotations/w3c)")
def test_web_annotations_expand_with_nothing_lost(mark_any: Callable[..., Annotation]) -> None:
    context = json.loads(CONTEXT.read_text("utf-8"))

    def local(url: str, options: Any) -> Any:
        assert url == "http://www.w3.org/ns/anno.jsonld", "nothing else is asked for"
        return {"contextUrl": None, "documentUrl": url, "document": context, "contentType": "application/ld+json"}

    one = mark_any("some words here", 5, 10, note=HOSTILE, codes=("a/b",), kind="claim")
    memo = Memo("urn:uuid:0", "document", "ü.txt", "f" * 64, HOSTILE, "ann", *("2031-09-10T12:00:00Z",) * 2)
    source = Source(lambda p: None, to_record, memos=(memo,))
    data = b"".join(interchange.export("w3c", [PlacedAnnotation(one, "exact", 5, 10)], source))
    options = {"documentLoader": local, "base": "https://x.example/"}
    (expanded,), (described,) = (jsonld.expand(record, options) for record in json.loads(data))
    oa = "http://www.w3.org/ns/oa#"
    assert expanded["@id"] == one.id and expanded["@type"] == [oa + "Annotation"]
    (target,) = expanded[oa + "hasTarget"]
    quote, position = target[oa + "hasSelector"]
    assert quote[oa + "exact"] == [{"@value": "words"}]
    assert [position[oa + end][0]["@value"] for end in ("start", "end")] == [5, 10]
    bodies = expanded[oa + "hasBody"]
    value = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
    assert [body[value][0]["@value"] for body in bodies] == [HOSTILE, "a/b", "claim"]
    assert described[oa + "motivatedBy"] == [{"@id": oa + "describing"}]
    assert described[oa + "hasTarget"][0][oa + "hasSource"] == [{"@id": "https://x.example/%C3%BC.txt"}]
    assert described[oa + "hasBody"][0][value] == [{"@value": HOSTILE}]
    terms = "urn:glossator:terms:"
    assert expanded[terms + "version"] == [{"@value": 1}]
    assert terms + "textSha256" in target[oa + "hasState"][0]
