"""Annotations of Hypothesis, out and in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from index.annotations import interchange
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.interchange import Unplaced

from .taking_in import exported, source_of, taken_in

Mark = Callable[..., Annotation]

TEXTS = st.text(st.sampled_from("ab \n\x07é\u0301𝐛😀"), min_size=1, max_size=30)
ANYTHING = st.text(st.characters(codec="utf-8"), max_size=10)


@settings(max_examples=40)
@given(TEXTS, st.data())
def test_what_goes_out_comes_back(mark_any: Mark, text: str, data: st.DataObject) -> None:
    texts = {"b/ü 1.txt": text, "c:d.txt": text}
    marks = []
    for number in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text) - 1))
        marks.append(
            mark_any(
                text,
                start,
                data.draw(st.integers(start + 1, len(text))),
                id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
                document=data.draw(st.sampled_from(list(texts))),
                note=data.draw(ANYTHING),
                codes=tuple(filter(None, data.draw(st.lists(ANYTHING, unique=True, max_size=2)))),
                kind=data.draw(st.sampled_from([None, "claim"])),
                layer="ben",
            )
        )
    written = exported("hypothesis", texts, marks)
    assert interchange.detect(written) == "hypothesis"
    for row in json.loads(written)["annotations"]:
        position, quote = row["target"][0]["selector"]
        units = text.encode("utf-16-le")[2 * position["start"] : 2 * position["end"]]
        assert units.decode("utf-16-le") == quote["exact"]
    back, unplaced = taken_in("hypothesis", written, texts)
    assert unplaced == []
    assert {each.id: each for each in back} == {each.id: replace(each, layer="ann") for each in marks}


def test_nothing_is_an_empty_list_and_is_known_again() -> None:
    assert json.loads(exported("hypothesis", {}, [])) == {"annotations": []}
    assert interchange.detect(exported("hypothesis", {}, [])) == "hypothesis"


def test_a_mark_that_is_lost_goes_out_by_its_words(mark: Mark) -> None:
    lost = mark("He said so.", "said")
    (part,) = json.loads(
        b"".join(interchange.export("hypothesis", [PlacedAnnotation(lost, "orphan", None, None)], source_of({})))
    )["annotations"]
    assert [each["type"] for each in part["target"][0]["selector"]] == ["TextQuoteSelector"]


def row(id: str, text: str = "", quote: str | None = "were free", **more: Any) -> dict[str, Any]:
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]", "endContainer": "/p[1]", "startOffset": 1, "endOffset": 2},
        {"type": "TextPositionSelector", "start": 900, "end": 909},
        {"type": "TextQuoteSelector", "exact": quote, "prefix": "they ", "suffix": " to go"},
    ]
    return {
        "id": id,
        "created": "2031-01-02T03:04:05.123456+00:00",
        "updated": "2031-01-02T03:04:06.123456+00:00",
        "user": "acct:ann@hypothes.is",
        "uri": "https://example.org/2031/letter.txt?x=1",
        "text": text,
        "tags": ["claim"],
        "group": "__world__",
        "target": [{"source": "https://example.org/", **({"selector": selectors} if quote is not None else {})}],
        "links": {"html": f"https://hypothes.is/a/{id}"},
        **more,
    }


def test_an_answer_of_the_api() -> None:
    text = "He said that they were free to go. They were free of debt."
    rows = [
        row("AAA", "who?"),
        row("BBB", "I think Ben", references=["AAA"], created="2031-01-04T00:00:00+00:00"),
        row("CCC", "no", references=["AAA", "BBB"], created="2031-01-03T00:00:00+00:00", tags=[]),
        row("DDD", "on the page", quote=None),
        row("EEE", "lost", references=["ZZZ"]),
        row("FFF", "gone", quote="never said"),
        row("GGG", "on a note", references=["DDD"]),
        17,
    ]
    lines = "\n".join(map(json.dumps, rows))
    for value in ({"total": 7, "rows": rows}, rows, {"export_date": "", "annotations": rows}, lines):
        data = (value if isinstance(value, str) else json.dumps(value)).encode()
        assert interchange.detect(data) == "hypothesis"
        (mark,), unplaced = taken_in("hypothesis", data, {"in/letter.txt": text})
        assert (mark.exact, mark.start, mark.codes) == ("were free", 18, ("claim",))
        assert mark.note == "who?\n\n— ann, 2031-01-03: no\n\n— ann, 2031-01-04: I think Ben #claim"
        assert (mark.created, mark.updated) == ("2031-01-02T03:04:05.123456Z", "2031-01-02T03:04:06.123456Z")
        assert [each.reason.partition(":")[0] for each in unplaced] == [
            "not an annotation",
            "a note on a whole page",
            "a reply to what could not be taken in",
            "in/letter.txt",
            "a reply to an annotation that is not in the file",
        ]
    kept, _ = taken_in("hypothesis", json.dumps(rows[:1]).encode(), {"in/letter.txt": text})
    assert kept[0].id == mark.id


def test_a_page_that_is_called_otherwise_is_found_by_the_words_marked_on_it() -> None:
    said = "they were free to go, all five thousand of them"
    rows = [row("AAA", quote="were free to go, all five thousand", uri="https://example.org/news/1.html")]
    texts = {"a.txt": "Others say no.", "b.txt": f"He said that {said}."}
    (mark,), unplaced = taken_in("hypothesis", json.dumps(rows).encode(), texts)
    assert (mark.document, mark.start, unplaced) == ("b.txt", 18, [])
    for others in ({"c.txt": texts["b.txt"]}, {"b.txt": "He said that they were free."}):
        marks, (told,) = taken_in("hypothesis", json.dumps(rows).encode(), {**texts, **others})
        assert not marks and told.reason == "no document news/1.html"


def test_nonsense_is_told() -> None:
    for value in ([{"uri": "a"}], {"rows": [None, {"uri": 1, "target": 3, "tags": 4, "references": "x"}]}, {"rows": 3}):
        items = list(interchange.parse("hypothesis", json.dumps(value).encode()))
        assert all(isinstance(item, Unplaced) for item in items)
