"""Rules and a model together, on spans as a model gives them; and with a real one, where there is one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Block, BlockKind, Mention
from index.understanding.entities import RulesExtractor
from index.understanding.hybrid import HybridExtractor, merged
from index.understanding.model_spans import is_running
from index.understanding.models import LoadedModel, find_model

MODEL = "model:md"


def together(
    text: str,
    rules: list[tuple[str, str, bool]],
    model: list[tuple[str, str]],
    wide: bool = True,
    rule: str = "rule",
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
    kept = merged(text, [Block(0, len(text), "prose", "test")], spans(rules, rule), by_model, wide=wide)
    return [f"{text[m.start : m.end]} {m.type} {m.rule}" for m in kept]


@pytest.mark.parametrize(
    ("text", "rules", "model", "kept"),
    [
        # What a model alone sees: people, and what has several words, no digits, no everyday words; a body twice.
        ("met Orvana Petrescu", [], [("Orvana Petrescu", "PERSON")], ["Orvana Petrescu PERSON model:md"]),
        ("the Attiko Metro", [], [("the Attiko Metro", "ORG")], []),
        ("the Attiko Metro. Attiko Metro", [], [("the Attiko Metro", "ORG"), ("Attiko Metro", "ORG")],
         ["Attiko Metro ORG model:md", "Attiko Metro ORG model:md"]),
        ("the Attiko Deeps", [], [("Attiko Deeps", "PLACE")], ["Attiko Deeps PLACE model:md"]),
        ("met Petrescu", [], [("Petrescu", "PERSON")], ["Petrescu PERSON model:md"]),
        ("met Petrescu, Petrescu", [], [("Petrescu", "PERSON"), ("Petrescu", "ORG")], []),
        ("met Winner", [], [("Winner", "PERSON")], []),
        ("met SBPU", [], [("SBPU", "PERSON")], []),
        ("held the Petrescu", [], [("Petrescu", "PERSON")], []),
        ("Petrescu prevails", [], [("Petrescu", "ORG")], []),
        ("sang 'Orvana Petrescu'", [], [("Orvana Petrescu", "PERSON")], []),
        ("the Attiko Awards", [], [("Attiko Awards", "PLACE")], []),
        ("Aisby won; drab Aisby", [("Aisby", "ORG", False)], [("Aisby", "ORG"), ("Aisby", "PERSON")],
         ["Aisby ORG rule", "Aisby ORG propagated"]),
        # What is glued to a span.
        ("then managerless Milo Hartvik of", [], [("managerless Milo Hartvik of", "PERSON")],
         ["Milo Hartvik PERSON model:md"]),
        ("when al Hartvik", [], [("al Hartvik", "PERSON")], ["al Hartvik PERSON model:md"]),
        ("Mrs Orvana Petrescu", [("Orvana Petrescu", "PERSON", True)], [("Mrs Orvana Petrescu", "PERSON")],
         ["Orvana Petrescu PERSON rule"]),
        ("Milo Hartvik Jr.", [("Milo Hartvik Jr", "PERSON", True)], [("Milo Hartvik Jr.", "PERSON")],
         ["Milo Hartvik Jr PERSON rule"]),
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
        ('Milo "Ox" Hartvik', [('Milo "Ox" Hartvik', "PERSON", False)], [("Milo", "PERSON"), ("Hartvik", "PERSON")],
         ['Milo "Ox" Hartvik PERSON rule']),
        # Awards are events, and what stands before a title is no body.
        ("BBC Hit Awards", [("BBC", "ORG", True)], [("BBC Hit Awards", "ORG")], ["BBC Hit Awards EVENT model:md"]),
        ("Hurricane Margit", [], [("Hurricane Margit", "PERSON")], ["Hurricane Margit EVENT model:md"]),
        ("Varnian War Minister", [("Varnian", "GROUP", True)], [("Varnian War", "ORG")], ["Varnian GROUP rule"]),
        # Dates and quantities are the rules'.
        ("3 May 2031", [("3 May 2031", "DATE", True)], [("May", "PERSON")], ["3 May 2031 DATE rule"]),
        ("Orvana Petrescu 40", [("40", "QUANTITY", True)], [("Orvana Petrescu 40", "PERSON")], ["40 QUANTITY rule"]),
        # A name that stands twice is found everywhere, and is of one type.
        ("Milo Hartvik, Milo Hartvik; so Milo Hartvik", [], [("Milo Hartvik", "PERSON"), ("Milo Hartvik", "PERSON")],
         ["Milo Hartvik PERSON model:md", "Milo Hartvik PERSON model:md", "Milo Hartvik PERSON propagated"]),
        ("Tour of Aisby", [("Aisby", "PLACE", True)], [("Tour of Aisby", "EVENT")], ["Tour of Aisby EVENT model:md"]),
    ],
)  # fmt: skip
def test_what_is_kept(
    text: str, rules: list[tuple[str, str, bool]], model: list[tuple[str, str]], kept: list[str]
) -> None:
    assert together(text, rules, model) == kept


def test_of_a_small_model_people_alone_are_believed() -> None:
    model = [("Attiko Deeps", "PLACE"), ("Milo Hartvik", "PERSON")]
    assert together("Attiko Deeps, Milo Hartvik", [], model, wide=False) == ["Milo Hartvik PERSON model:md"]
    guessed = together("Attiko said", [("Attiko", "PERSON", False)], [("Attiko", "ORG")], wide=False, rule="speech")
    assert guessed == ["Attiko PERSON speech"]


@pytest.mark.parametrize(
    ("text", "words", "kind", "rule", "kept"),
    [
        ("Attiko said", "Attiko", "PERSON", "speech", "ORG model:md"),
        ("Attiko said", "Attiko", "PERSON", "title", "PERSON title"),
        ("Orvana Attiko ran", "Orvana Attiko", "PERSON", "surname", "PERSON surname"),
        ("Aisby rallied", "Aisby", "PLACE", "gazetteer:city", "PLACE gazetteer:city"),
    ],
)
def test_where_the_rules_guess_a_body_is_the_models(text: str, words: str, kind: str, rule: str, kept: str) -> None:
    assert together(text, [(words, kind, True)], [(words, "ORG")], rule=rule) == [f"{words} {kept}"]


def test_a_surname_of_somebody_named_in_full_is_no_body() -> None:
    model = [("Hartvik", "ORG"), ("Milo Hartvik", "PERSON")]
    kept = together("Hartvik said. Milo Hartvik", [("Hartvik", "PERSON", False)], model, rule="speech")
    assert kept == ["Hartvik PERSON speech", "Milo Hartvik PERSON model:md"]


@pytest.mark.parametrize(
    ("line", "kind", "running"),
    [
        ("The envoy of Varn left for Oslo on Monday.", "prose", True),
        ("Envoy of Varn leaves for talks", "headline", True),
        ("Envoy Of Varn Leaves For Talks With Milo Hartvik", "headline", False),
        ("ENVOY OF VARN LEAVES FOR TALKS", "headline", False),
        ("1. Milo Hartvik (Varn) 12:03.1", "prose", False),
        ("Leeds 16 9 4 3 30 15 31", "prose", False),
        ("عقد المبعوث اجتماعا في أوسلو", "prose", True),
        ("the envoy wrote this at the foot of every page", "boilerplate", False),
    ],
)
def test_a_model_reads_sentences(line: str, kind: BlockKind, running: bool) -> None:
    assert is_running(line, Block(0, len(line), kind, "test")) == running


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
