"""What holds for the structure of any text, and on the real articles that lie beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench._cost import least_seconds
from index.document import NOT_PROSE, Block, ExtractedText, Metadata
from index.errors import UnreadableFile
from index.readers import read_file
from index.readers.plain import markdown, text
from index.understanding.structure import short_lines, understand_structure

CORPORA = Path(__file__).resolve().parents[3].parent / "shared" / "corpora"
here = pytest.mark.skipif(not CORPORA.is_dir(), reason="the real articles are not here")

LINES = [
    *(
        "",
        "Talks end without result",
        "By Jane Doe",
        "10.09.2021 Author: Jane Doe",
        "15 August 2021",
        "© AP / Jane Doe",
    ),
    *("KABUL, Sept. 8 (Reuters) — The talks ended.", "Talks end Sunday, May 3, 2020", "Sunday, May 3, 2020 The talks"),
    *(
        "(Source: rian.ru)",
        "*",
        "• a",
        "1. b",
        "a\tb\tc",
        "> q",
        "    set in",
        "[1] note",
        "Read more",
        "| x | y |",
        "By",
    ),
    *(
        "Photo: the envoy (left)",
        "“Quoted.”",
        "Interview",
        "A sentence that ends. " * 12,
        "no stop " * 10,
        "# H",
        "---",
    ),
    *(
        "title: x",
        "Author:",
        "Published: 3 May 2021",
        "\u2028",
        "\x0b",
        "©",
        "—",
        "()",
        "May 2021",
        "Jane Doe",
        "Reuters",
    ),
]
TEXTS = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join) | st.text(max_size=200)


def check(extracted: ExtractedText, blocks: tuple[Block, ...], metadata: Metadata) -> None:
    """Blocks in order, without overlap, leaving out white space only; evidence for every statement."""
    at = 0
    for block in blocks:
        assert at <= block.start < block.end <= len(extracted.text)
        assert not extracted.text[at : block.start].strip()
        assert block.rule
        at = block.end
    assert not extracted.text[at:].strip()
    fields = {proof.field for proof in metadata.evidence}
    for field, value in (("title", metadata.title), ("source", metadata.source), ("date", metadata.date_text)):
        assert (value is None) or field in fields
    assert not metadata.authors or "authors" in fields
    for proof in metadata.evidence:
        assert proof.span
        assert 0 <= proof.span.start < proof.span.end <= len(extracted.text)
    assert not (metadata.date and metadata.date_alternatives)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from([text, markdown]), st.booleans())
def test_any_text_keeps_the_promises(source: str, reader: object, recurring: bool) -> None:
    try:
        extracted = reader.read(source.encode("utf-8", "replace"))  # type: ignore[attr-defined]
    except UnreadableFile:
        return
    common = frozenset(short_lines(extracted)) if recurring else frozenset()
    blocks, metadata, words = understand_structure(extracted, "a.txt", common_lines=common)
    check(extracted, blocks, metadata)
    prose = [extracted.text[b.start : b.end] for b in blocks if b.kind not in NOT_PROSE]
    assert words == sum(len(part.split()) for part in prose)
    assert understand_structure(extracted, "b.txt", common_lines=list(common)) == (blocks, metadata, words)


@here
def test_real_articles() -> None:
    paths = sorted([*CORPORA.glob("articles/*.txt"), *CORPORA.glob("news/*/*.txt")])
    assert len(paths) > 300
    titled = 0
    for path in paths:
        extracted = read_file(path, 10_000_000).extracted
        blocks, metadata, words = understand_structure(extracted, path.name)
        check(extracted, blocks, metadata)
        assert metadata.language == "en"
        assert words > 100
        title = path.stem.partition("_")[2].replace("-", " ").lower()
        if path.parent.name == "afghanistan_tehrantimes":
            assert metadata.title
            titled += (metadata.title.lower().startswith(title[:20])) or metadata.title.lower()[:12] == title[:12]
        if path.parent.name == "presidential" and path.name.startswith("inaugural"):
            assert metadata.title in (None, "The Price of Peace")
        if path.name.startswith("sotu"):
            assert metadata.date
            assert metadata.date[:4] == path.name[5:9]
    assert titled > 200


@here
def test_the_five_articles() -> None:
    def of(number: int) -> tuple[ExtractedText, dict[str, list[str]], Metadata]:
        (path,) = CORPORA.glob(f"articles/{number:03}_*.txt")
        extracted = read_file(path, 1_000_000).extracted
        blocks, metadata, _ = understand_structure(extracted, path.name)
        kinds: dict[str, list[str]] = {}
        for block in blocks:
            kinds.setdefault(block.kind, []).append(extracted.text[block.start : block.end])
        return extracted, kinds, metadata

    _, kinds, metadata = of(0)
    assert (metadata.title, metadata.authors, metadata.date) == (None, (), None)
    assert [len(kinds[kind]) for kind in ("caption", "credit", "boilerplate")] == [2, 2, 1]
    _, kinds, metadata = of(1)
    assert metadata.authors == ("Sherman Cox", "Ben Robinson")
    assert len(kinds["caption"]) == 3
    _, kinds, metadata = of(2)
    assert metadata.title == "US envoy Zalmay Khalilzad and the rise of the Taliban"
    assert len(kinds["boilerplate"]) == 2
    _, kinds, metadata = of(3)
    assert metadata.authors == ("Viktor Mikhin",)
    assert (metadata.date, metadata.date_alternatives) == (None, ("2021-09-10", "2021-10-09"))
    assert metadata.title == "Afghanistan: Is US Cooperation with the Taliban Power Possible?"
    _, kinds, metadata = of(4)
    assert set(kinds) == {"headline", "prose"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ["Some heading\n\n", "1.1.2020 2.2.2020\n\n", "A b C\n", "a\tb\tc\n\n", "*x\n\n", "By " * 60 + "\n\n"]
)
def test_time_grows_with_the_length_alone(line: str) -> None:
    def seconds(lines: int) -> float:
        extracted = text.read((line * lines).encode())
        return least_seconds(lambda: understand_structure(extracted, "a.txt"))

    # Four times the length: a square would take sixteen times as long.
    assert seconds(6_000) < 10 * max(seconds(1_500), 0.02)


@pytest.mark.slow
def test_far_more_than_forty_thousand_words_a_second() -> None:
    paragraph = "The officials said on Sunday that the city had been taken. Nobody was hurt, “as far as we know”.\n\n"
    extracted = text.read((paragraph * 20_000).encode())
    words = understand_structure(extracted, "a.txt")[2]
    assert words / least_seconds(lambda: understand_structure(extracted, "a.txt")) > 100_000
