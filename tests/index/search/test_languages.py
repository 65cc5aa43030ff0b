"""Words found by the language of each document, in the engine and in texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.search.engine import IndexedText, SearchEngine
from index.search.languages import AUTO, Languages, languages_of, without_documents
from index.search.matching import Matchers
from index.search.opening import open_engine
from index.search.parser import parse
from index.settings import SearchSettings

from .test_engine import Spoken

SENTENCES = {
    1: ("en", "The prisoners were released when the ships reached the harbours of the south."),
    2: ("fr", "Les prisonniers ont été libérés ; les armées abandonnèrent les villages en flammes."),
    3: ("de", "Die Häuser der Gefangenen standen leer, und die Verhandlungen wurden verschoben."),
    4: ("es", "Los prisioneros fueron liberados y las organizaciones denunciaron las matanzas."),
    5: ("pt", "Os prisioneiros foram libertados e as negociações continuaram nas cidades."),
    6: ("it", "I prigionieri furono liberati e le trattative continuarono nelle città vicine."),
    7: ("ru", "Пленных освободили, и солдаты вернулись в разрушенные города."),
    8: ("ar", "عاد الجنود إلى المدن بعد توقيع الاتفاقيات"),
}
ASKED = {
    1: "releasing harbour ship prisoner reach",
    2: "libérer libérée armée abandonner village abandonné prisonnier",
    3: "Haus Hauses Gefangener Verhandlung",
    4: "prisionero organización liberado denunciar matanza",
    5: "prisioneiro negociação cidade libertar",
    6: "prigioniero trattativa continuare liberato vicino",
    7: "солдат город разрушенный пленный",
    8: "مدن الاتفاقية جنود",
}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SearchEngine]:
    engine = open_engine(tmp_path, SearchSettings("whoosh", 20, 240, 1000, (AUTO,)))
    yield engine
    engine.close()


def put(engine: SearchEngine, texts: dict[int, str]) -> None:
    engine.begin()
    engine.add(IndexedText(id, "", text) for id, text in texts.items())
    engine.commit()
    engine.refresh()


def spoken(languages: dict[int, str]) -> Languages:
    return languages_of((AUTO,), Spoken(languages))


def found(engine: SearchEngine, query: str, languages: Languages) -> list[int]:
    return [id for id, _ in engine.search(parse(query), languages=languages, limit=0).hits]


def test_endings_meet_in_texts_of_eight_languages(engine: SearchEngine) -> None:
    put(engine, {id: text for id, (_, text) in SENTENCES.items()})
    languages = spoken({id: language for id, (language, _) in SENTENCES.items()})
    for id, words in ASKED.items():
        for word in words.split():
            assert id in found(engine, word, languages), word
            assert Matchers(parse(word), languages).of(id).matches(SENTENCES[id][1]), word


def test_endings_of_one_language_mean_nothing_in_another(engine: SearchEngine) -> None:
    texts = {
        1: "He sings of war and of the wars before.",
        2: "Es war kalt, und wir waren müde.",
        3: "He wares and wars.",
        4: "Sie sangen; ein Rat, die Räte, der Tag, die Tage.",
        5: "Rats ran by the tag.",
    }
    put(engine, texts)
    languages = spoken({1: "en", 2: "de", 3: "en", 4: "de", 5: "en"})
    assert sorted(found(engine, "warring", languages)) == [1, 3]
    assert found(engine, "waren", languages) == [2]
    assert found(engine, "Räten", languages) == [4]
    assert sorted(found(engine, "rat", languages)) == [4, 5]
    assert found(engine, "tages", languages) == [4]
    assert sorted(found(engine, "tages NEAR/9 (räte OR rat)", languages)) == [4]
    for query in ("warring", "waren", "rat", "tages", "Räten"):
        hits = found(engine, query, languages)
        matchers = Matchers(parse(query), languages)
        assert sorted(hits) == [id for id, text in texts.items() if matchers.of(id).matches(text)]


def test_a_document_of_unknown_language_is_read_as_most_are(engine: SearchEngine) -> None:
    put(engine, dict.fromkeys(range(1, 5), "Häuser"))
    assert found(engine, "Haus", spoken({1: "de", 2: "de", 3: "en"})) == [1, 2, 4]
    assert found(engine, "Haus", spoken({1: "de", 2: "en", 3: "en"})) == [1]
    assert found(engine, "Haus", spoken({1: "de", 2: "pl", 3: "pl"})) == [1]
    assert found(engine, "Haus", spoken({})) == []


def test_without_any_language_known_english_is_taken(engine: SearchEngine) -> None:
    put(engine, {1: "released"})
    assert found(engine, "releases", spoken({})) == [1]
    assert without_documents((AUTO,)).main == ("en",)


def test_a_list_in_the_settings_holds_for_every_document(engine: SearchEngine) -> None:
    put(engine, {1: "Häuser released", 2: "Häuser released"})
    languages = languages_of(("de", "en"), Spoken({1: "en", 2: "ru"}))
    assert found(engine, "Haus releasing", languages) == [1, 2]
    assert languages.of_language("ru") == languages.of(2) == ("de", "en")
    assert found(engine, "Haus", languages_of((), Spoken({1: "de"}))) == []


def test_words_that_say_little_do_so_in_their_language(engine: SearchEngine) -> None:
    filler = " ".join(f"word{n}" for n in range(8))
    put(
        engine,
        {
            1: f"die {filler} Krieg",
            2: f"{filler} other Krieg",
            3: f"die {filler} Krieg",
            4: f"{filler} other Krieg",
            5: "else",
            6: "more",
        },
    )
    languages = spoken({1: "de", 2: "de", 3: "en", 4: "en", 5: "en", 6: "en"})
    scores = dict(engine.search(parse("die OR =Krieg"), languages=languages).hits)
    assert scores[1] == pytest.approx(scores[2]) == pytest.approx(scores[4])
    assert scores[3] > scores[4]
    alone = dict(engine.search(parse("die"), languages=languages).hits)
    assert alone[1] == pytest.approx(alone[3])


def test_words_of_several_languages_count_as_one_word(engine: SearchEngine) -> None:
    put(engine, {1: "Rat Räte", 2: "rat rats", 3: "Rat Rat", 4: "one", 5: "two", 6: "three four"})
    several = dict(engine.search(parse("rat"), languages=spoken({1: "de", 2: "en", 3: "de", 4: "en", 5: "en"})).hits)
    assert several[1] == pytest.approx(several[2]) == pytest.approx(several[3])
    one = dict(engine.search(parse("=rat OR =rats OR =räte"), languages=spoken({})).hits)
    assert set(one) == set(several)
    alike = dict(engine.search(parse("r*"), languages=spoken({})).hits)
    assert several == pytest.approx(alike)
