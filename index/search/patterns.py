"""Words that fit a pattern: wildcards, spelling mistakes and regular expressions, tried on folded words.

Wildcards and regular expressions run on RE2, whose time grows with the length of the text alone: a pattern that a
reader types, or a folder brings, must not hang the reader. Distances are those of optimal string alignment (a letter
left out, put in, exchanged, or swapped with its neighbour counts one), by RapidFuzz.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from index.errors import QueryError
from index.search.query import Atom, Fuzzy, Pattern, Prefix, Regex, Wildcard, Word
from index.search.tokens import plain

MOST_MEMORY = 8 << 20
"""Bytes that a compiled pattern may take."""
_ONE_BYTE = re.compile(r"(?<!\\)(?:\\\\)*\\C")
_SPECIAL = frozenset(r"\.^$|()[]{}+*?")

Fits = Callable[[str], bool]


def fits(atom: Prefix | Pattern) -> Fits:
    """Says of a folded word whether it is one of those that an atom stands for."""
    if isinstance(atom, Prefix):
        return lambda word: word.startswith(atom.prefix)
    if isinstance(atom, Fuzzy):
        return _alike(atom)
    compiled = _compiled(expression(atom).encode("utf-8", "surrogatepass"))
    return lambda word: compiled.fullmatch(word.encode("utf-8", "surrogatepass")) is not None


def fitting(atom: Pattern, words: Sequence[str], joined: bytes) -> list[str]:
    """The words that fit, in their order. `joined`: the same words as UTF-8, a line each."""
    if isinstance(atom, Fuzzy):
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        found = extract(atom.word, words, scorer=OSA.distance, score_cutoff=atom.distance, limit=None)
        return [words[at] for _, _, at in sorted(found, key=lambda item: item[2])]
    pattern = b"(?m)^(?:" + expression(atom).encode("utf-8", "surrogatepass") + b")$"
    lines = (match.group() for match in _compiled(pattern).finditer(joined))
    return [word.decode("utf-8", "surrogatepass") for word in lines if word]


def beginning(atom: Pattern) -> str:
    """What every word that fits begins with; "" where that is not known."""
    if not isinstance(atom, Wildcard):
        return ""
    end = min((at for sign in "?*" if (at := atom.pattern.find(sign)) >= 0), default=len(atom.pattern))
    return atom.pattern[:end]


def expression(atom: Wildcard | Regex) -> str:
    """A wildcard or the reader's own pattern as a regular expression over folded words."""
    if isinstance(atom, Wildcard):
        return "".join({"?": "[^\n]", "*": "[^\n]*"}.get(c) or ("\\" + c if c in _SPECIAL else c) for c in atom.pattern)
    # Words are folded, so the pattern is: accents away, and either case. A dot never reaches into the next word.
    return f"(?i:{plain(atom.pattern)})"


def check_expression(atom: Regex) -> None:
    """Raises QueryError, with the place, where the pattern is no regular expression."""
    import re2

    if any(c.isspace() for c in atom.pattern):
        raise QueryError("A regular expression fits one word, which has no space.", *atom.span, "/a/ NEAR/0 /b/")
    if _ONE_BYTE.search(atom.pattern):
        raise QueryError("\\C stands for half a letter; a dot stands for a letter.", *atom.span, "/wo.d/")
    try:
        # By itself first: a parenthesis too many could close the one that is put around it.
        _compiled(atom.pattern.encode("utf-8", "surrogatepass"))
        _compiled(expression(atom).encode("utf-8", "surrogatepass"))
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        told = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        plain_words = re.sub(r"[^\w\s]+", " ", atom.pattern).strip()
        hint = f'"{plain_words}" for the words' if plain_words else None
        message = f"This is no regular expression: {told.replace('(?i:', '')}"
        raise QueryError(message, *atom.span, hint) from None


@lru_cache(64)
def _compiled(pattern: bytes) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False  # RE2 would write to standard error, over the screen
    options.max_mem = MOST_MEMORY
    options.never_nl = True  # not even a class such as [^a] reaches into the next word
    return re2.compile(pattern, options)


def _alike(atom: Fuzzy) -> Fits:
    from rapidfuzz.distance import OSA

    return lambda word: OSA.distance(atom.word, word, score_cutoff=atom.distance) <= atom.distance


def is_pattern(atom: Atom) -> bool:
    """True for what is tried on every word there is."""
    return not isinstance(atom, Word | Prefix)
