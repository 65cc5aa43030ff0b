"""What the reader decided about documents: kept in a file beside them, changed in steps that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from index.annotations.place import MarksPlace
from index.annotations.undo import Change, ChangedSince, UndoLog
from index.desk.decision import KEEP, NOTHING, Decision, Told, checked_value, clean_tags
from index.desk.decisions_file import NAME, DecisionsFile, Entry
from index.errors import UnknownDocument
from index.own_entries import OwnEntries

KIND = "document"
"""What these changes are called in the undo log."""

Locate = Callable[[str], "str | None"]


class Decisions(OwnEntries[Decision, Entry]):
    """The decisions of one collection, each by the path that it was made under."""

    def __init__(self, place: MarksPlace, log: UndoLog, *, exists: Callable[[str], bool], hash_of: Locate) -> None:
        """`exists` tells whether a path is a document, `hash_of` the hash of its file where that is known."""
        also = DecisionsFile(place.also, private=False) if place.also is not None else None
        super().__init__(DecisionsFile(place.folder, private=place.private), also, log)
        self._exists = exists
        self._hash_of = hash_of

    # -- writing ------------------------------------------------------------------------------------------------

    def tag(self, paths: Sequence[str], add: Iterable[str], remove: Iterable[str], moved: Mapping[str, str]) -> str:
        """Put tags on and take tags off. `moved`: where the entries of renamed documents stand."""
        adding, removing = clean_tags(add), frozenset(map(str.strip, remove))

        def tagged(old: Decision) -> Decision:
            kept = [tag for tag in old.tags if tag not in removing]
            return replace(old, tags=(*kept, *(tag for tag in adding if tag not in kept)))

        def label(documents: str) -> str:
            words = [f"tagged {documents} {', '.join(adding)}"] if adding or not removing else []
            words += [f"took {', '.join(sorted(removing))} off {documents}"] if removing else []
            return " and ".join(words)

        return self._change(paths, label, tagged, moved)

    def star(self, paths: Sequence[str], starred: bool, moved: Mapping[str, str]) -> str:
        """Put stars on or take them off."""
        words = "starred" if starred else "took the star off"
        return self._change(
            paths, lambda documents: f"{words} {documents}", lambda old: replace(old, starred=starred), moved
        )

    def describe(self, paths: Sequence[str], values: Mapping[str, Told], moved: Mapping[str, str]) -> str:
        """Set title, date, source, author; None takes back what was set."""
        checked = {name: checked_value(name, value) for name, value in values.items() if value is not KEEP}
        named = ", ".join(checked) or "nothing"
        given = any(value is not None for value in checked.values())
        words = f"set the {named} of" if given else f"took back the {named} of"
        return self._change(
            paths, lambda documents: f"{words} {documents}", lambda old: _described(old, checked), moved
        )

    def _change(
        self,
        paths: Sequence[str],
        label: Callable[[str], str],
        change: Callable[[Decision], Decision],
        moved: Mapping[str, str],
    ) -> str:
        made: list[Change] = []
        with self._lock:
            self.refresh()
            wanted = [path for path in dict.fromkeys(paths) if self._wants(path, change, moved)]
            if not wanted:
                return "nothing changed"

            def make(entries: Mapping[str, Decision]) -> list[Entry]:
                made.clear()
                result = []
                for path in wanted:
                    at = moved.get(path, path)
                    old = entries.get(at, self._merged.get(at, NOTHING))
                    new = change(old)
                    if new != old:
                        new = replace(new, sha256=self._hash_of(path) or old.sha256)
                        made.append(Change(KIND, NAME, path, _record(old), _record(new)))
                        result.append(Entry(path, new, at))
                return result

            self._write(make)
        what = label(_documents(len(made)))
        return what if self._log.remember(what, made) else f"{what}; too much at once to be undone"

    def _wants(self, path: str, change: Callable[[Decision], Decision], moved: Mapping[str, str]) -> bool:
        if not self._exists(path):
            raise UnknownDocument(f"{path}: there is no such document")
        old = self._merged.get(moved.get(path, path), NOTHING)
        return change(old) != old

    # -- undo ---------------------------------------------------------------------------------------------------

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """For the undo log: set entries back, all or none; refused where one is not as it was left."""

        def make(entries: Mapping[str, Decision]) -> list[Entry]:
            result = []
            for change, value in changes:
                now = entries.get(change.id, NOTHING)
                if _record(now) != (change.before or None):
                    raise ChangedSince("that document has been changed since by something else, and is left as it is")
                result.append(Entry(change.id, _decision(value, now.sha256 or self._hash_of(change.id))))
            return result

        self._write(make)


def _record(decision: Decision) -> dict[str, Any] | None:
    """A decision as the undo log keeps it."""
    plain = {key: value for key, value in asdict(decision).items() if value and key != "sha256"}
    if "tags" in plain:
        plain["tags"] = list(plain["tags"])
    return plain or None


def _decision(record: Any, sha256: str | None) -> Decision:
    values = dict(record or {})
    values["tags"] = tuple(values.get("tags", ()))
    return Decision(**values, sha256=sha256)


def _described(old: Decision, values: Mapping[str, str | None]) -> Decision:
    return replace(
        old,
        title=values.get("title", old.title),
        date=values.get("date", old.date),
        source=values.get("source", old.source),
        author=values.get("author", old.author),
    )


def _documents(count: int) -> str:
    return "1 document" if count == 1 else f"{count:,} documents"
