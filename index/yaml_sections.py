"""A YAML file of the reader's own with a version and one section of entries: what each such file has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from index.errors import GlossatorError, ReadOnlyError
from index.yaml_edits import Change, Put, edited
from index.yaml_files import YamlFile
from index.yaml_tree import AnyNode, BadYaml, read_tree
from index.yaml_tree import Mapping as Section

Value = TypeVar("Value")
Entry = TypeVar("Entry")


class SectionFile(ABC, Generic[Value, Entry]):
    """The file of one folder of marks, as it was last read. `Entry` says what is to become of one of its entries."""

    NAME: ClassVar[str]
    SECTION: ClassVar[str]
    SHAPE: ClassVar[str]
    """What the section should hold, for whoever wrote something else."""
    HEADER: ClassVar[str]
    """The first line of a file that is made here."""
    VERSION: ClassVar[int] = 1

    def __init__(self, folder: Path, *, private: bool) -> None:
        self._file = YamlFile(folder, self.NAME, private=private)
        self.path = self._file.path
        self.entries: dict[str, Value] = {}
        self.fault: str | None = None
        """Why the file as a whole is not read or not changed; what it said before still counts."""
        self.faults: list[str] = []
        """What is left out of account, each with its line."""

    @abstractmethod
    def _take_section(self, section: Section | None) -> None:
        """Fill `entries` anew from the section; None where there is none."""

    @abstractmethod
    def _changes(self, entry: Entry) -> list[Change]:
        """The edits that an entry comes to."""

    def refresh(self) -> bool:
        """Take up what is new; True where anything was. A file that cannot be read becomes `fault`."""
        try:
            text = self._file.read_new()
            if text is None:
                return False
            self._take(text)
        except GlossatorError as error:
            changed = self.fault != str(error)
            self.fault = str(error)
            return changed
        return True

    def write(self, make: Callable[[Mapping[str, Value]], Iterable[Entry]]) -> None:
        """Set entries. `make` is called under the lock with the entries as they are, and says what becomes of which.

        Raises ReadOnlyError, Busy, GlossatorError where the file cannot be edited, and what `make` does.
        """

        def edit(text: str) -> str:
            self._take(text)
            changes = [change for entry in make(self.entries) for change in self._changes(entry)]
            if not changes:
                return text
            begun = text if text.strip() else text + self.HEADER
            return edited(begun, [*self._version(text), *changes])

        try:
            self._take(self._file.change(edit))
        except BadYaml as error:
            raise self._refused(error) from error

    def _take(self, text: str) -> None:
        try:
            root = read_tree(text)
        except BadYaml as error:
            raise self._refused(error) from error
        version = root.values.get("version") if root else None
        newer = version is not None and (not isinstance(version.value, int) or version.value > self.VERSION)
        told = f"{self.path} was written by a newer Glossator; it is read as far as possible and not changed"
        self.fault, self.faults, self.entries = told if newer else None, [], {}
        section = root.values.get(self.SECTION) if root else None
        self._take_section(section if isinstance(section, Section) else None)
        if section is not None and not isinstance(section, Section) and section.value is not None:
            self._note(section, f"`{self.SECTION}:` should hold {self.SHAPE}")

    def _refused(self, error: BadYaml) -> ReadOnlyError:
        return ReadOnlyError(f"{self.path}:{error.line}:{error.column}: {error}; it is left as it is")

    def _version(self, text: str) -> list[Change]:
        if self.fault is not None:
            raise ReadOnlyError(self.fault)
        root = read_tree(text)
        return [] if root is not None and "version" in root.values else [Put(("version",), self.VERSION)]

    def _note(self, node: AnyNode, message: str) -> None:
        self.faults.append(f"{self.path}:{node.line}:{node.column}: {message}")
