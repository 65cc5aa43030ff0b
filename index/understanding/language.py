"""The language of a text by script, letters and commonest words: enough for the languages that readers bring most."""

from __future__ import annotations

import re

_WINDOW = 4_000

_PROFILES = {
    "en": "the of and to in that is was for with as on at by from are be this which have it not his has he were had "
    "an but they or will their been who its would about said more after when than "
    "i him her them where did does nobody all any no can could into only over two three new also you we what so if",
    "fr": "le la les des et en du une un est que qui dans pour sur par pas au avec il ce ne se plus sont aux elle son "
    "ont cette été mais leur ses nous vous être fait comme ou même "
    "je tu ils elles lui l d s n qu c était où tous toutes deux trois après contre personne y cela aussi sans avait",
    "de": "der die und in den das von zu mit ist des im dem nicht ein eine auf für sich auch es als an nach wie bei "
    "werden aus hat dass sie er wird sind war zum zur über oder einen einer haben noch "
    "ich wir ihr ihm ihn ihre seine am vor alle wurde wurden niemand wohin drei zwei kam nur schon wieder kein um "
    "durch unter",
    "es": "de la que el en y los del las por un para con una es se no al su lo como más pero sus le fue este ha está "
    "son entre cuando muy sin sobre también hasta había ser años "
    "dos tres nadie todos todas yo ya tras fueron dice desde ni donde nos otra otro porque hay cada ese esta",
    "it": "di che e la il un per è in una non del con sono le i della da si al dei gli nel alla più come anche delle "
    "ha ma lo dal nella questo stato degli suo dalla essere ai hanno "
    "l ho lui lei loro due tre dove tutti tutte stati erano era dopo ancora nessuno sua suoi dell nell ed perché o",
    "pt": "de que e o a do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou "
    "quando muito nos já eu também só pelo pela até isso são foi há "
    "dois três ninguém todos todas ela nas ter foram diz depois onde outra outro porque cada esse esta pelos",
    "nl": "de van het een en in is dat op te zijn voor met die niet aan er om ook als dan maar bij uit nog worden door "
    "naar heeft hij was ze wordt over hebben tot meer deze werd "
    "ik we haar hem twee drie niemand waar alle werden na geen kan had nu toen al",
    "sv": "och att det som en på är av för med den till inte om ett har de var jag hade från kan vid eller efter när",
    "da": "og det som en på er af med den til ikke om et har de var jeg havde fra kan ved eller efter da blev",
    "no": "og det som en på er av med den til ikke om et har de var jeg hadde fra kan ved eller etter da ble",
    "fi": "ja ei se että oli hän kun mutta niin ovat joka myös mukaan kuin sekä hänen olla tämä jo vain sen",
    "pl": "w na z nie się jest że o jak po co od za przez jego tak ale dla był są oraz jako przy tym",
    "cs": "v na se je že z s o pro jako ale si jeho po od byl podle jsem které který také jsou",
    "hu": "az és hogy nem egy ez meg azt csak volt mint de már ha el még vagy ami aki amely szerint lesz",
    "ro": "de și în la cu pe nu care că un o din este mai ce se au fost pentru prin sunt sau după dar fi",
    "tr": "ve bir bu da de için ile çok daha olarak o gibi olan ne kadar sonra var ki değil olduğu diye her",
}

_WESTERN = frozenset({"en", "fr", "de", "es", "it", "pt", "nl"})
_LETTERS = {
    "de": "ß", "es": "ñ¿¡", "pt": "ãõ", "fr": "œ", "pl": "łąężśćńź", "cs": "řěů", "hu": "őű", "ro": "țșă", "tr": "ığş",
    "da": "æø", "no": "æø", "sv": "å", "fi": "", "en": "",
}  # fmt: skip
"""Letters that few other languages have."""
_SCRIPTS = (
    ("ko", "\uac00-\ud7a3"), ("th", "\u0e00-\u0e7f"), ("el", "\u0370-\u03ff\u1f00-\u1fff"), ("he", "\u05d0-\u05ea"),
    ("hy", "\u0531-\u0587"), ("ka", "\u10d0-\u10ff"), ("hi", "\u0900-\u097f"), ("bn", "\u0980-\u09ff"),
    ("ta", "\u0b80-\u0bff"), ("cyrillic", "\u0400-\u04ff"), ("arabic", "\u0620-\u064a\u0660-\u06d3"),
    ("kana", "\u3041-\u30fa"), ("han", "\u4e00-\u9fff"),
)  # fmt: skip
"""Scripts that one language is written in for the most part, and those that are looked into further."""
_CYRILLIC = (
    ("uk", "іїєґ"), ("sr", "јљњћђ"), ("ru", "ыэё"), ("bg", "ъ"),
)  # fmt: skip
_ARABIC = (("ur", "ٹڈڑےں"), ("ps", "ښځڅړټډۍې"), ("fa", "پچژگکی"))

_WEIGHTS: dict[str, list[str]] = {}
for _language, _words in _PROFILES.items():
    for _word in _words.split():
        _WEIGHTS.setdefault(_word, []).append(_language)

_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPTS = [(name, re.compile(f"[{letters}]")) for name, letters in _SCRIPTS]
_LEAST = 1.5
"""Evidence below which nothing is said."""
_SHARE = 0.1
"""Of the words of a text that must speak for a language."""
_AHEAD = 1.4
"""How far the first must be ahead of the second."""


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language that a text is written in, None where that is not plain.

    By its commonest words for the languages of _PROFILES, by script and letters for others. Looks at three stretches
    of bounded size, so that the length of the text does not matter.
    """
    if len(text) > 3 * _WINDOW:
        middle = len(text) // 2
        text = " ".join((text[:_WINDOW], text[middle : middle + _WINDOW], text[-_WINDOW:]))
    text = text.lower()
    return (None if text.isascii() else _by_script(text)) or _by_words(text)


def is_prose(text: str) -> bool:
    """Is a text without doubt in a language of Western Europe? Bytes that are decoded wrongly are not."""
    words = _WORD.findall(text.lower())
    scores = _spoken(words)
    ranked = sorted((score for language, score in scores.items() if language in _WESTERN), reverse=True)
    return ranked[0] >= 2 * _LEAST and ranked[0] >= 1.2 * _SHARE * len(words) and ranked[0] >= _AHEAD * ranked[1]


def _by_script(text: str) -> str | None:
    """The language of a text most of whose letters are not Latin."""
    counts = {name: len(letters.findall(text)) for name, letters in _OTHER_SCRIPTS}
    # A page of such a script holds names and markup in Latin letters too.
    if 2 * sum(counts.values()) < sum(map(str.isalpha, text)):
        return None
    if counts["kana"] and 8 * counts["kana"] > counts["han"]:
        return "ja"
    most = max(counts, key=lambda name: counts[name])
    if most == "cyrillic":
        return _by_letters(text, _CYRILLIC, counts[most]) or "ru"
    if most == "arabic":
        return _by_letters(text, _ARABIC, counts[most]) or "ar"
    return {"kana": "ja", "han": "zh"}.get(most, most)


def _by_letters(text: str, letters: tuple[tuple[str, str], ...], of: int) -> str | None:
    """The first language of whose own letters a text has one in a hundred."""
    return next((code for code, own in letters if 100 * sum(map(text.count, own)) > of), None)


def _by_words(text: str) -> str | None:
    found = _WORD.findall(text)
    words, scores = len(found), _spoken(found)
    if not text.isascii():
        for language, own in _LETTERS.items():
            # However often they come, they do not weigh more than words.
            scores[language] += min(0.7 * sum(map(text.count, own)), 1.0 + 0.05 * words)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    (best, first), (_, second) = ranked[0], ranked[1]
    return best if first >= _LEAST and first >= _SHARE * words and first >= _AHEAD * second else None


def _spoken(words: list[str]) -> dict[str, float]:
    """How much some words speak for each language."""
    scores = dict.fromkeys(_PROFILES, 0.0)
    for word in words:
        languages = _WEIGHTS.get(word)
        if languages:
            # A word of several languages says little for each of them, a single letter less.
            share = (1.0 if len(word) > 1 else 0.3) / len(languages)
            for language in languages:
                scores[language] += share
    return scores


def language_code(name: str) -> str | None:
    """ISO 639-1 of what a document states of its language (`en-GB`, `English`), or None."""
    word = name.strip().lower().replace("_", "-")
    if word in _NAMES:
        return _NAMES[word]
    code = word.partition("-")[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


_NAMES = {
    "english": "en",
    "eng": "en",
    "french": "fr",
    "français": "fr",
    "fra": "fr",
    "german": "de",
    "deutsch": "de",
    "deu": "de",
    "spanish": "es",
    "español": "es",
    "spa": "es",
    "italian": "it",
    "italiano": "it",
    "ita": "it",
    "portuguese": "pt",
    "português": "pt",
    "por": "pt",
    "dutch": "nl",
    "nederlands": "nl",
    "nld": "nl",
    "arabic": "ar",
    "persian": "fa",
    "farsi": "fa",
    "dari": "fa",
    "pashto": "ps",
    "russian": "ru",
    "turkish": "tr",
    "ukrainian": "uk",
    "chinese": "zh",
    "japanese": "ja",
    "hebrew": "he",
    "urdu": "ur",
}
