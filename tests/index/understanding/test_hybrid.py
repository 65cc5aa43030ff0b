"""Rules and a model together, on spans as a model gives them; and with a real one, where there is one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Block, Mention
from index.understanding.entities import RulesExtractor
from index.understanding.hybrid import HybridExtractor, merged
from index.understanding.models import LoadedModel, find_model

MODEL = "model:md"


def together(
    text: str, rules: list[tuple[str, str, bool]], model: list[tuple[str, str]], wide: bool = True
) -> list[str]:
    """What is kept, as `words TYPE rule`. A span stands where its words stand first after the one before."""

    def spans(found: list[tuple[str, str, bool]], rule: str) -> list[Mention]:
        at, made = 0, []
        for words, kind, sure in found:
            at = text.index(words, at)
            made.append(Mention(at, at + len(words), kind, rule, sure))
            at += len(words)
        return made

    by_model = spans([(words, kind, False) for words, kind in model], MODEL)
    kept = merged(text, [Block(0, len(text), "prose", "test")], spans(rules, "rule"), by_model, wide=wide)
    return [f"{text[m.start : m.end]} {m.type} {m.rule}" for m in kept]


@pytest.mark.parametrize(
    ("text", "rules", "model", "kept"),
    [
        # What a model alone sees: several words, no digits, no everyday words.
        ("met Orvana Petrescu", [], [("Orvana Petrescu", "PERSON")], ["Orvana Petrescu PERSON model:md"]),
        ("the Attiko Metro", [], [("the Attiko Metro", "ORG")], ["Attiko Metro ORG model:md"]),
        ("met Petrescu", [], [("Petrescu", "PERSON")], []),
        ("an F-16 Falcon", [], [("F-16 Falcon", "ORG")], []),
        ("The Secretary", [], [("The Secretary", "PERSON")], []),
        ("REUTERS/Danish Siddiqui", [], [("REUTERS/Danish Siddiqui", "PERSON")], ["Danish Siddiqui PERSON model:md"]),
        ("OSLO- Ines Haldane", [], [("OSLO- Ines Haldane", "PERSON")], ["Ines Haldane PERSON model:md"]),
        ("Ines Haldane's", [], [("Ines Haldane's", "PERSON")], ["Ines Haldane PERSON model:md"]),
        # The rules have the last word on the same place,
        ("in Aisby", [("Aisby", "PLACE", False)], [("Aisby", "PERSON")], ["Aisby PLACE rule"]),
        # a longer name wins, but not a place,
        ("MTV Europe Music", [("MTV", "ORG", True)], [("MTV Europe Music", "ORG")], ["MTV Europe Music ORG model:md"]),
        ("Russian Rock", [("Russian", "GROUP", True)], [("Russian Rock", "PLACE")], ["Russian GROUP rule"]),
        # a part of one that the rules are sure of does not, and of one that they are not, does.
        ("Standard Oil Company of Ohio", [("Standard Oil Company of Ohio", "ORG", True)], [("Standard Oil", "ORG")],
         ["Standard Oil Company of Ohio ORG rule"]),
        ("Minnesotan Scott LeDoux", [("Minnesotan Scott LeDoux", "PERSON", False)], [("Scott LeDoux", "PERSON")],
         ["Scott LeDoux PERSON model:md"]),
        # Dates and quantities are the rules'.
        ("3 May 2031", [("3 May 2031", "DATE", True)], [("May", "PERSON")], ["3 May 2031 DATE rule"]),
        ("Orvana Petrescu 40", [("40", "QUANTITY", True)], [("Orvana Petrescu 40", "PERSON")], ["40 QUANTITY rule"]),
        # A name that stands twice is found everywhere, and is of one type.
        ("Milo Hartvik, Milo Hartvik; so Milo Hartvik", [], [("Milo Hartvik", "PERSON"), ("Milo Hartvik", "PERSON")],
         ["Milo Hartvik PERSON model:md", "Milo Hartvik PERSON model:md", "Milo Hartvik PERSON propagated"]),
        ("Hartvik, Milo Hartvik", [("Hartvik", "PLACE", False)], [("Milo Hartvik", "PERSON")],
         ["Hartvik PERSON propagated", "Milo Hartvik PERSON model:md"]),
    ],
)  # fmt: skip
def test_what_is_kept(
    text: str, rules: list[tuple[str, str, bool]], model: list[tuple[str, str]], kept: list[str]
) -> None:
    assert together(text, rules, model) == kept


def test_of_a_small_model_people_alone_are_believed() -> None:
    model = [("Attiko Metro", "ORG"), ("Milo Hartvik", "PERSON")]
    assert together("Attiko Metro, Milo Hartvik", [], model, wide=False) == ["Milo Hartvik PERSON model:md"]


_TEXT = st.text("ABab ./'’\n1", max_size=50)


@settings(max_examples=40)
@given(_TEXT, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.sampled_from(["PERSON", "ORG", "PLACE"]))))
def test_any_spans(text: str, spans: list[tuple[int, int, str]]) -> None:
    """Sorted, none over another, none empty, whatever a model says; the order in which it says so is nothing."""
    model = [Mention(min(a, len(text)), min(b, len(text)), kind, MODEL, False) for a, b, kind in spans if a < b]
    blocks = [Block(0, len(text), "prose", "test")]
    rules = RulesExtractor().extract(text, blocks, "en")
    kept = merged(text, blocks, rules, model)
    end = 0
    for mention in kept:
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


def test_another_language_is_left_to_the_rules() -> None:
    class Never:
        def spans(self, text: str, blocks: object) -> list[tuple[int, int, str]]:
            raise AssertionError("a model of English was asked of French")

    text = "Le ministre Josef Hallam est parti."
    blocks = [Block(0, len(text), "prose", "test")]
    hybrid = HybridExtractor(RulesExtractor(), Never(), MODEL, "en")
    assert hybrid.extract(text, blocks, "fr") == RulesExtractor().extract(text, blocks, "fr")


def test_what_is_not_installed_is_said() -> None:
    assert find_model("none") == (None, None)
    model, fault = find_model("no_such_model")
    assert model is None and fault is not None and fault.endswith("names are found by rules alone")


@pytest.mark.slow
def test_a_real_model() -> None:
    model, _ = find_model("auto")
    if model is None:
        pytest.skip("no model is installed: pip install -e '.[ner]'")
    text = "Orvana Petrescu of the Varnian Grain Council met Tomas Verin in Oslo on 3 May 2031, Petrescu said."
    blocks = [Block(0, len(text), "prose", "test")]
    hybrid = HybridExtractor(RulesExtractor(), LoadedModel(model), model.rule, model.language)
    found = hybrid.extract(text, blocks, "en")
    assert found == hybrid.extract(text, blocks, "en")
    names = {(text[m.start : m.end], m.type) for m in found}
    assert {("Orvana Petrescu", "PERSON"), ("Tomas Verin", "PERSON"), ("3 May 2031", "DATE")} <= names, names
