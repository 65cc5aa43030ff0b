"""The codebook as it is at one moment: its codes, in order, and which name counts for which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from index.codebook.code import Code, ancestors, is_below
from index.keys import fold

_STEPS: Final = 20
"""Former names that lead to former names are followed no further: a file by hand may lead in a circle."""


class Codebook:
    """Never changes. A code that is there has those above it too."""

    def __init__(self, entries: Mapping[str, Code]) -> None:
        self.entries = entries
        self._former = {former: name for name, code in entries.items() for former in code.former}
        self._folded: dict[str, str] | None = None
        self._resolved: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, name: str) -> Code:
        """What is said of a code; nothing of one that is not in the codebook."""
        return self.entries.get(name, _NOTHING)

    def resolve(self, name: str) -> str:
        """The code that a name on a passage counts for: itself, or the one that had the name before.

        What lies below a former name lies below the present one.
        """
        found = self._resolved.get(name)
        if found is None:
            if len(self._resolved) > 100_000:
                self._resolved.clear()
            found = self._resolved[name] = self._follow(name)
        return found

    def sought(self, name: str) -> str:
        """The same for a name that a reader typed, in whatever case."""
        if self._folded is None:
            self._folded = {fold(each): each for each in (*self._former, *self.entries)}
        known = self._folded.get(fold(name))
        if known is not None:
            return self.resolve(known)
        for above in reversed(ancestors(name)):
            if (known := self._folded.get(fold(above))) is not None:
                return self.resolve(known) + name[len(above) :]
        return name

    def by_key(self, key: str) -> str | None:
        """The code that has a key."""
        return next((name for name, code in self.entries.items() if code.key == key), None)

    def below(self, name: str) -> list[str]:
        """The code itself, where it is in the codebook, and all below it."""
        return [each for each in self.entries if is_below(each, name)]

    def in_order(self, used: Iterable[str] = ()) -> list[str]:
        """Every code, each below the one above it, in the order of the file; those in use that are not in it by name.

        Codes above a used one that nobody wrote down are listed too, so that nothing hangs in the air.
        """
        children: dict[str, dict[str, None]] = {}
        others = sorted({each for name in used for each in (*ancestors(name), name)} - self.entries.keys(), key=fold)
        for name in (*self.entries, *others):
            above = ancestors(name)
            children.setdefault(above[-1] if above else "", {})[name] = None
        ordered: list[str] = []
        waiting = list(reversed(children.get("", {})))
        while waiting:
            name = waiting.pop()
            ordered.append(name)
            waiting.extend(reversed(children.get(name, {})))
        return ordered

    def _follow(self, name: str) -> str:
        seen = {name}
        for _ in range(_STEPS):
            step = self._step(name)
            if step is None or step in seen:
                break
            seen.add(step)
            name = step
        return name

    def _step(self, name: str) -> str | None:
        if name in self.entries:
            return None
        if name in self._former:
            return self._former[name]
        for above in reversed(ancestors(name)):
            if above in self.entries:
                return None
            if above in self._former:
                return self._former[above] + name[len(above) :]
        return None


_NOTHING = Code()
