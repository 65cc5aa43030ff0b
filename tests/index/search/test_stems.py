"""Words of one stem, in the languages that are asked for most."""

from __future__ import annotations

import pytest
import Stemmer

from index.search import stems
from index.search.stems import stemmers
from index.search.stopwords import stop_words
from index.search.tokens import fold
from index.search.vocabulary import of_counts


def test_every_language_has_its_stemmer_where_there_is_one() -> None:
    missing = [name for name in stems._ALGORITHMS.values() if name not in Stemmer.algorithms()]
    assert set(missing) <= {"estonian", "persian", "polish", "czech", "sesotho"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "report reports reported reporting"),
        ("fr", "abandonnée abandonnés abandonner abandonnait abandonnèrent"),
        ("fr", "complicité complicités"),
        ("de", "Haus Häuser Hauses"),
        ("es", "organización organizaciones organizaría organizaron"),
        ("pt", "apresentação apresentações apresentar apresentável"),
        ("it", "accettare accettato accetterà"),
        ("it", "prigioniero prigionieri"),
        ("es", "precio precios"),
        ("es", "caras cara"),
        ("es", "recibió recibir recibido"),
        ("fr", "différents différent"),
        ("fr", "tué tuée tuées"),
        ("pt", "religião religiões"),
        ("pt", "responsável responsáveis"),
        ("ru", "красный красная красного красных"),
        ("ar", "كتاب الكتاب كتابه"),
        ("ar", "مدينة المدينة"),
        ("ar", "حكومة الحكومة حكومته"),
        ("nl", "gelopen"),
    ],
)
def test_words_of_one_stem_meet_though_folded(language: str, words: str) -> None:
    (stemmer,) = stemmers((language,))
    folded = [fold(word) for word in words.split()]
    assert len({stemmer.stemWord(word) for word in folded}) == 1
    assert stemmer.stemWords(folded) == [stemmer.stemWord(word) for word in folded]
    held = of_counts(dict.fromkeys([*folded, "else"], 1))
    assert held.of_one_stem(folded[0], (language,)) == sorted(folded)


@pytest.mark.parametrize(
    ("language", "stop", "telling"),
    [
        ("en", "which", "prison"),
        ("de", "für", "Krieg"),
        ("ru", "было", "мир"),
        ("ar", "إلى", "كتاب"),
        ("fr", "à", "maison"),
    ],
)
def test_stop_words_are_folded(language: str, stop: str, telling: str) -> None:
    found = stop_words((language,))
    assert fold(stop) in found
    assert fold(telling) not in found


def test_a_language_without_a_list_has_no_stop_words() -> None:
    assert stop_words(("xx",)) == stop_words(()) == frozenset()
