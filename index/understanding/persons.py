"""What a document tells of its persons: their roles, and whether they are men or women."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final

from index.document import Mention
from index.understanding.cues import Gender, cues
from index.understanding.gazetteer import word_set

_WINDOW: Final = 90
_FIRST_PART: Final = 200_000
"""Characters in which unnamed persons are looked for."""
WORDS: Final = re.compile(r"[^\W_]+(?:['’‐‑-][^\W_]+)*|[^\w\s]")
NOT_CONTENT: Final = word_set(
    "the a an of for in to at and his her its their who is was has been s former new senior own"
)
_COMPOUND: Final = frozenset(
    ("prime", "deputy", "vice", "foreign", "interior", "defence", "defense", "first", "former")
)
"""Words that make another office of one: a prime minister is not "the minister"."""
_PRONOUN: Final = re.compile(r"\b(?:(he|his|him|himself)|(she|her|hers|herself))\b", re.IGNORECASE)
_ENDS: Final = re.compile(r"[.!?\n\"“”«»]")


class Persons:
    """The persons that a document names. Everything is worked out when it is first asked."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], names: Mapping[str, str], quoted: Callable[[int], bool]
    ) -> None:
        """`names`: the document's entities, id to name in full. `quoted`: whether a place is in quotation marks."""
        self._quoted = quoted
        self._text = text
        self._names = names
        self._persons = [mention for mention in mentions if mention.type == "PERSON"]
        self._starts = [mention.start for mention in self._persons]
        self._by_entity: dict[str, list[Mention]] = defaultdict(list)
        for mention in self._persons:
            if mention.entity is not None:
                self._by_entity[mention.entity].append(mention)
        self._genders: dict[str, Gender | None] = {}
        self._introduced: dict[str, list[tuple[int, str]]] = {}

    # -- roles -------------------------------------------------------------------------------------------------------

    @cached_property
    def _roles(self) -> dict[str, set[tuple[str, frozenset[str]]]]:
        """Role word -> persons who bear it, with the other words of the description, each once."""
        found: dict[str, set[tuple[str, frozenset[str]]]] = defaultdict(set)
        for mention in self._persons:
            if mention.entity is None:
                continue
            for words in (self._title_of(mention), self._apposition_of(mention)):
                for at, word in enumerate(words):
                    if word in cues().roles:
                        found[word].add((mention.entity, frozenset(words[:at] + words[at + 1 :])))
        return found

    def _title_of(self, mention: Mention) -> list[str]:
        """`US envoy`, `Its director,`: the words before a name."""
        before = self._text[max(0, mention.start - _WINDOW) : mention.start].rpartition("\n")[2]
        words = [match.group() for match in WORDS.finditer(before)]
        apposed = bool(words) and words[-1] == ","
        if apposed:
            words.pop()
        taken: list[str] = []
        for word in reversed(words[-10:]):
            folded = word.casefold()
            if not word[0].isalnum() or folded in ("who", "that", "by", "with", "said", "and", "to", "told", "as"):
                break
            if folded in ("the", "a", "an", "its", "his", "her", "their", "our"):
                return taken if not apposed or taken else []
            if not apposed and folded not in cues().roles and not word[0].isupper():
                break
            taken.append(folded.removesuffix("'s").removesuffix("’s"))
        return [] if apposed else taken

    def _apposition_of(self, mention: Mention) -> list[str]:
        """`, the mediator,`, `, a professor of politics at …`: the words behind a name, up to the next mark."""
        after = self._text[mention.end : mention.end + _WINDOW].partition("\n")[0]
        words = [match.group() for match in WORDS.finditer(after)]
        if len(words) < 3 or words[0] not in (",", "–", "("):
            return []
        if words[1].isdigit() and words[2] == ",":
            words = words[2:]
        taken: list[str] = []
        role = False
        for word in words[1:12]:
            folded = word.casefold()
            if not word[0].isalnum() or folded in ("who", "that", "which", "and", "said", "told"):
                break
            if not role and folded in ("of", "in", "at", "to", "with", "on", "by"):
                return []
            role = role or folded in cues().roles
            taken.append(folded)
        return [word for word in taken if word not in NOT_CONTENT] if role else []

    def with_role(self, head: str, content: set[str], gender: Gender | None) -> set[str]:
        """Those who bear a role word, and of these those of whom all of a description was said."""
        bearers = self._roles.get(head, set())
        wanted = content - {head}
        if wanted:
            return {entity for entity, words in bearers if wanted <= words and self._fits(entity, gender)}
        return {entity for entity, words in bearers if not words & _COMPOUND and self._fits(entity, gender)}

    def _fits(self, entity: str, gender: Gender | None) -> bool:
        return gender is None or self.gender(entity) in (None, gender)

    def introduced_by(self, head: str, before: int) -> set[str]:
        """The phrases by which the text brought in somebody without a name: `a senior security official`."""
        found = self._introduced.get(head)
        if found is None:
            pattern = rf"\b(?:an?|one)\s+(?:[\w’'-]+[ \u00a0]+){{0,4}}?{re.escape(head)}\b"
            matches = re.finditer(pattern, self._text[:_FIRST_PART], re.IGNORECASE)
            found = [
                (match.start(), " ".join(match.group().split())) for match in matches if not self._quoted(match.start())
            ]
            self._introduced[head] = found
        return {words for start, words in found if start < before}

    # -- men and women -----------------------------------------------------------------------------------------------

    def gender(self, entity: str | None) -> Gender | None:
        """What titles, a first name or the text's own pronouns tell of a person."""
        if entity is None:
            return None
        if entity not in self._genders:
            self._genders[entity] = self._find_gender(entity)
        return self._genders[entity]

    def _find_gender(self, entity: str) -> Gender | None:
        mentions = self._by_entity.get(entity, [])[:40]
        for mention in mentions:
            words = WORDS.findall(self._text[max(0, mention.start - 24) : mention.start])
            for word in [word for word in words if word.isalpha()][-2:]:
                told = cues().gender.get(word.casefold())
                if told is not None and len(word) > 1 and (word[0].isupper() or word.casefold() in cues().roles):
                    return told
        first = self._names.get(entity, "").split()
        if len(first) > 1:
            told = cues().first_names.get(first[0].casefold())
            if told is not None:
                return told
        votes = {"m": 0, "f": 0}
        for mention in mentions:
            voted = self._pronoun_behind(mention)
            if voted is not None:
                votes[voted] += 1
        if votes["m"] != votes["f"] and min(votes.values()) == 0:
            return "m" if votes["m"] else "f"
        return cues().first_names.get(first[0].casefold()) if len(first) == 1 else None

    def _pronoun_behind(self, mention: Mention) -> Gender | None:
        """`Sollin has not left her office`: the first pronoun of the sentence, if nobody else is named before it."""
        end = min(len(self._text), mention.end + 160)
        stop = _ENDS.search(self._text, mention.end, end)
        end = stop.start() if stop else end
        pronoun = _PRONOUN.search(self._text, mention.end, end)
        if pronoun is None:
            return None
        number = bisect_right(self._starts, mention.start)
        if number < len(self._persons) and self._persons[number].start < pronoun.start():
            return None
        return "m" if pronoun.group(1) else "f"
