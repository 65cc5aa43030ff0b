"""Numbers spelled out in French, German and Spanish, and the figures made of them."""

from __future__ import annotations

import pytest

from index.document import Block
from index.understanding.entities import RulesExtractor
from index.understanding.figures import figures_of
from index.understanding.foreign_numbers import value_of


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("fr", "vingt - trois", 23),
        ("fr", "quatre - vingt - dix - neuf", 99),
        ("fr", "soixante et onze", 71),
        ("fr", "mille neuf cent quatre - vingts", 1980),
        ("fr", "trois millions deux cent mille", 3_200_000),
        ("de", "zweiundzwanzig", 22),
        ("de", "dreitausendfünfhundert", 3500),
        ("de", "hundertfünfzig", 150),
        ("es", "treinta y dos", 32),
        ("es", "dos millones trescientas mil", 2_300_000),
        ("es", "casas", None),
    ],
)
def test_a_number_in_words(language: str, words: str, value: int | None) -> None:
    assert value_of(words.split(), language) == value


@pytest.mark.parametrize(
    ("language", "text", "rows"),
    [
        ("fr", "Il y avait deux cents soldats.", [("deux cents soldats", 200, "soldats")]),
        ("fr", "Il a payé cinq millions d’euros.", [("cinq millions", 5_000_000, "euros")]),
        ("fr", "Elle a vu quatre-vingt-dix blessés.", [("quatre-vingt-dix blessés", 90, "blessés")]),
        ("es", "Murieron doscientas personas.", [("doscientas personas", 200, "personas")]),
        ("de", "Es kamen zwanzig Soldaten.", [("zwanzig", 20, "soldaten")]),
        ("en", "Once she met a drei of dos and mil.", []),
    ],
)
def test_what_is_counted(language: str, text: str, rows: list[tuple[str, int, str]]) -> None:
    blocks = [Block(0, len(text), "prose", "test")]
    found = figures_of(text, blocks, RulesExtractor().extract(text, blocks, language), language)
    assert [(text[each.start : each.end], each.number, each.unit) for each in found] == rows
