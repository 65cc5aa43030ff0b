"""The codebook of one collection: kept in `.glossator/codebook.yaml`, changed with one's own passages in one step."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.annotations.lines import Record
from index.annotations.place import MarksPlace
from index.annotations.store import LayerStore, Lookup
from index.annotations.undo import Change, ChangedSince, UndoLog
from index.codebook import planning
from index.codebook.book import Codebook
from index.codebook.code import Code, is_below, is_colour, is_key
from index.codebook.codebook_file import NAME, CodebookFile, code_of, plain
from index.codebook.recoding import KIND, Become, Codes, Recoded, changes_for, own_changes, read_back, records
from index.errors import GlossatorError

_ARROW = "\t"
"""Between the two names of a code that was renamed, in the undo log."""


@dataclass(frozen=True, slots=True)
class _Deed:
    label: str
    plan: Callable[[Codebook], Mapping[str, Code]] | None
    """None where the codebook stays as it is."""
    become: Become | None = None
    renamed: tuple[str, str] | None = None


class CodeKeeping:
    """The codes, and every change to them. Safe to call from any thread; only one's own passages are changed.

    A former name stays known, so that the passages of other people need no change. Every change raises ReadOnlyError
    and Busy, and GlossatorError where it makes no sense; then nothing is changed.
    """

    def __init__(self, place: MarksPlace, log: UndoLog, store: LayerStore) -> None:
        self._file = CodebookFile(place.folder, private=place.private)
        self._also = CodebookFile(place.also, private=False) if place.also is not None else None
        self._log = log
        self._store = store
        # Always taken after the lock of the store, never before it: undoing comes that way.
        self._lock = threading.RLock()
        self._book: Codebook | None = None
        self.generation = 0
        """Grows whenever anything changed."""

    # -- reading ------------------------------------------------------------------------------------------------

    def book(self) -> Codebook:
        """The codebook as the disk has it; next to nothing where nothing has changed."""
        with self._lock:
            changed = self._file.refresh()
            if self._also is not None:
                changed = self._also.refresh() or changed
            if changed or self._book is None:
                return self._merge()
            return self._book

    def resolve(self, name: str) -> str:
        """The code that a name on a passage counts for, by the codebook as it was read last."""
        book = self._book if self._book is not None else self.book()  # an empty one is one
        return book.resolve(name)

    @property
    def own_layer(self) -> str:
        """The layer whose passages are changed."""
        return self._store.own_layer

    def used(self) -> list[tuple[str, int]]:
        """Every name that passages carry, with its count, the one given last first."""
        self._store.refresh()
        return self._store.codes()

    def names(self) -> list[str]:
        """The codes that passages have, by their present names."""
        return sorted(set(map(self.book().resolve, (name for name, _ in self.used()))))

    def stamp(self) -> tuple[int, int]:
        """Another one whenever passages or codebook are others, as the disk has them."""
        self._store.refresh()
        self.book()
        return self._store.generation, self.generation

    def faults(self) -> list[str]:
        """What is wrong with the file, each with line and column."""
        self.book()
        files = [self._file] if self._also is None else [self._file, self._also]
        return [fault for file in files for fault in ([file.fault] if file.fault else []) + file.faults]

    # -- changing -----------------------------------------------------------------------------------------------

    def add(self, name: str) -> Recoded:
        """Write a code into the codebook, with those above it."""
        name = planning.checked(name)
        return self._do(_Deed(f"new code {name}", lambda book: planning.with_code(book, name)))

    def take_in(self, codes: Mapping[str, Code]) -> list[Change]:
        """Write the codes of another program into the codebook; what it says already stays.

        Not logged: marks come with them, and whoever takes in both logs them as one step.
        """
        from index.codebook.taking_in import with_codes

        self._store.refresh()
        self.book()
        return self._write_book(_Deed("took in codes", lambda book: with_codes(book, codes)))

    def describe(
        self, name: str, *, description: str = "", colour: str | None = None, key: str | None = None
    ) -> Recoded:
        """Set what the codebook says of a code; one that is not in it is written into it."""
        return self.set(name, name, description=description, colour=colour, key=key)

    def set(
        self, old: str | None, name: str, *, description: str = "", colour: str | None = None, key: str | None = None
    ) -> Recoded:
        """Set name and all that the codebook says of a code, in one step; `old` None: of a new one."""
        if colour and not is_colour(colour):
            raise GlossatorError(f"{colour} is no colour: a role of the theme, such as person or place, or #rrggbb")
        if key and not is_key(key):
            raise GlossatorError(f"{key} cannot be a key: one character that is no digit")
        code, new = Code(description.strip(), colour or None, key or None), planning.checked(name)

        def plan(book: Codebook) -> Mapping[str, Code]:
            if old is None and new in book:
                raise GlossatorError(f"there is a code {new} already")
            if old is not None and new != old:
                book = Codebook(planning.renamed(book, old, new))
            return planning.described(book, new, code)

        if old is None or new == old:
            return self._do(_Deed(f"new code {new}" if old is None else f"changed {new}", plan))
        return self._do(_Deed(f"{old} is now {new}", plan, self._under(old, new), (old, new)))

    def rename(self, old: str, new: str) -> Recoded:
        """Give a code another name, and with another beginning another place; those below it go with it."""
        new = planning.checked(new)
        if new == old:
            return Recoded("nothing changed")
        plan = _Deed(f"{old} is now {new}", lambda book: planning.renamed(book, old, new), self._under(old, new))
        return self._do(replace(plan, renamed=(old, new)))

    def _under(self, old: str, new: str) -> Become:
        def codes(code: str, resolve: Callable[[str], str]) -> str:
            now = resolve(code)
            return new + now[len(old) :] if is_below(now, old) else code

        return self._mapped(codes)

    def merge(self, sources: Sequence[str], target: str) -> Recoded:
        """Make one code of several; those below them are merged too."""
        target = planning.checked(target)
        wanted = [source for source in dict.fromkeys(sources) if source != target]
        # Of a code and one below it the outer one takes the inner one along.
        wanted = [each for each in wanted if not any(is_below(each, o) for o in wanted if o != each)]
        if not wanted:
            return Recoded("nothing changed")

        def codes(code: str, resolve: Callable[[str], str]) -> str:
            now = resolve(code)
            source = next((each for each in wanted if is_below(now, each)), None)
            return target + now[len(source) :] if source is not None else code

        what = wanted[0] if len(wanted) == 1 else f"{len(wanted)} codes"
        label = f"{what} merged into {target}"
        return self._do(_Deed(label, lambda book: planning.merged(book, wanted, target), self._mapped(codes)))

    def split(self, ids: Sequence[str], old: str, new: str) -> Recoded:
        """Give some passages of a code another one instead; those of other people are left as they are."""
        new, chosen = planning.checked(new), set(ids)

        def become(annotation: Any) -> Codes:
            if annotation.id not in chosen:
                return tuple(annotation.codes)
            resolve = self.resolve
            return tuple(dict.fromkeys(new if is_below(resolve(c), old) else c for c in annotation.codes))

        return self._do(_Deed(f"{old} parted: {new}", lambda book: planning.with_code(book, new), become))

    def give(self, ids: Sequence[str], code: str) -> Recoded:
        """Give several passages one more code."""
        chosen, name = set(ids), " ".join(code.split())

        def become(annotation: Any) -> Codes:
            codes = tuple(annotation.codes)
            return (*codes, name) if annotation.id in chosen and name and name not in codes else codes

        return self._do(_Deed(f"gave the code {name}", None, become))

    def delete(self, name: str) -> Recoded:
        """Take a code, with those below it, out of the codebook and off one's passages; those left bare are deleted."""

        def become(annotation: Any) -> Codes | None:
            kept = tuple(code for code in annotation.codes if not is_below(self.resolve(code), name))
            if kept == annotation.codes or kept or annotation.note:
                return kept
            return None

        return self._do(_Deed(f"deleted the code {name}", lambda book: planning.deleted(book, name), become))

    def _mapped(self, codes: Callable[[str, Callable[[str], str]], str]) -> Become:
        resolve = self.book().resolve  # as it is before the change

        def become(annotation: Any) -> Codes:
            return tuple(dict.fromkeys(codes(code, resolve) for code in annotation.codes))

        return become

    # -- carrying out -------------------------------------------------------------------------------------------

    def _do(self, deed: _Deed) -> Recoded:
        self._store.refresh()
        self.book()
        layer = self._store.own_layer
        marks = own_changes(self._store, deed.become) if deed.become is not None else {}
        written: list[Change] = []
        if marks:

            def make(lookup: Lookup) -> list[Record]:
                wanted, was = ({id: way[at] for id, way in marks.items()} for at in (1, 0))
                made = records(lookup, layer, wanted, was)
                written.extend(self._write_book(deed))
                return made

            try:
                self._store.write(make)
            except BaseException:
                self.take_back(written)
                raise
        else:
            written.extend(self._write_book(deed))
        changes = [*written, *changes_for(layer, marks)]
        if not changes:
            return Recoded("nothing changed")
        deleted = sum(after is None for _, after in marks.values())
        return Recoded(deed.label, len(marks) - deleted, deleted, self._log.remember(deed.label, changes))

    def _write_book(self, deed: _Deed) -> list[Change]:
        """Change the file; what the undo log is to know of it."""
        made: list[Change] = []
        plan = deed.plan
        if plan is None:
            return made

        def make(own: Mapping[str, Code]) -> list[Any]:
            made.clear()
            theirs = self._also.entries if self._also is not None else {}
            after = plan(self._merged(own))
            lost = [name for name in theirs if name not in after and name not in own]
            known = {former for code in after.values() for former in code.former}
            if any(name not in known for name in lost):
                raise GlossatorError(f"that stands in {NAME} of a folder that cannot be written")
            kept = {name: code for name, code in after.items() if name in own or theirs.get(name) != code}
            made.extend(_change_of(own, kept, deed.renamed))
            return self._file.edits(kept, deed.renamed)

        with self._lock:
            self._file.write(make)
            self._merge()
        return made

    def take_back(self, written: Sequence[Change]) -> None:
        """The passages could not be written: the codebook is not to be ahead of them."""
        for change in written:
            self._set_book(change.before, change.after, change.id)

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """For the undo log: passages and codebook together; refused where one is not as it was left."""
        of_book = [(change, value) for change, value in changes if change.place == NAME]
        of_marks = [(change, value) for change, value in changes if change.place != NAME]

        def set_book() -> None:
            for change, value in of_book:
                self._set_book(value, change.before, change.id)

        if not of_marks:
            set_book()
            return
        layer = of_marks[0][0].place
        wanted, was = read_back(of_marks)
        done: list[bool] = []

        def make(lookup: Lookup) -> list[Record]:
            made = records(lookup, layer, wanted, was)
            set_book()
            done.append(True)
            return made

        try:
            self._store.write(make, layer)
        except BaseException:
            if done:
                for change, value in of_book:
                    self._set_book(change.before, value, change.id)
            raise

    def _set_book(self, wanted: Any, was: Any, names: str) -> None:
        """Entries as plain values by name, None for none, where they are as `was` says."""

        def make(own: Mapping[str, Code]) -> list[Any]:
            for name, value in was.items():
                if (plain(own[name]) if name in own else None) != value:
                    raise ChangedSince(
                        f"the code {name} has been changed since by something else, and is left as it is"
                    )
            after = {name: code for name, code in own.items() if wanted.get(name, plain(code)) is not None}
            after.update({name: code_of(value) for name, value in wanted.items() if value is not None})
            old, arrow, new = names.partition(_ARROW)
            renamed = ((new, old) if new in own else (old, new)) if arrow else None
            return self._file.edits(after, renamed)

        with self._lock:
            self._file.write(make)
            self._merge()

    # -- the two folders ----------------------------------------------------------------------------------------

    def _merge(self) -> Codebook:
        self._book = self._merged(self._file.entries)
        self.generation += 1
        return self._book

    def _merged(self, own: Mapping[str, Code]) -> Codebook:
        """What the folder that is written says counts before what one that is only read does."""
        theirs = self._also.entries if self._also is not None else {}
        former = {name for code in own.values() for name in code.former}
        return Codebook({**{name: code for name, code in theirs.items() if name not in former}, **own})


def _change_of(before: Mapping[str, Code], after: Mapping[str, Code], renamed: tuple[str, str] | None) -> list[Change]:
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not names:
        return []
    old = {name: plain(before[name]) if name in before else None for name in names}
    new = {name: plain(after[name]) if name in after else None for name in names}
    return [Change(KIND, NAME, _ARROW.join(renamed) if renamed is not None else "", old, new)]
