"""REFI-QDA projects (`.qdpx`), read. Nothing of one is trusted: see safe_zip and safe_xml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from index.annotations.interchange.counting import Place, Selection, as_ours, place_all
from index.annotations.interchange.guids import guid, id_of_guid, same
from index.annotations.interchange.items import (
    Imported,
    ImportedAnnotation,
    ImportedMemo,
    SourceText,
    Unplaced,
    shortened,
    stated,
)
from index.annotations.interchange.memos import stated_memo
from index.annotations.interchange.qda_codes import ReadCode, read_codes
from index.annotations.interchange.refi_qda import ORIGIN, PROJECT
from index.annotations.interchange.safe_xml import Element, children, parse_xml, text_of
from index.annotations.interchange.safe_zip import Archive
from index.annotations.lines import BadLine
from index.memos.memo import About

_CONTEXT: Final = 64
_INSIDE: Final = "internal://"
_FOLDER: Final = "sources/"

_TEXTS: Final = ("TextSource", "Representation", "TextDescription", "Transcript")
_SELECTIONS: Final = {
    "PictureSelection": "a part of a picture",
    "PDFSelection": "an area of a page",
    "AudioSelection": "a stretch of a recording",
    "VideoSelection": "a stretch of a film",
}
_OTHER_PARTS: Final = ("Variables", "Cases", "Links", "Sets", "Graphs")


def is_project(data: bytes) -> bool:
    """True for a zip with a project in it, and for the project alone."""
    if data.startswith(b"PK"):
        try:
            return _project_name(Archive(data)) is not None
        except BadLine:
            return False
    head = data[:4096]
    return b"<" in head and b"QDA-XML:project" in head


def read_project(data: bytes) -> Iterator[Imported]:
    """Its passages, one for each coder of each, and memos; what else it holds comes as Unplaced."""
    try:
        archive, root = _opened(data)
    except BadLine as error:
        yield Unplaced(str(error), "")
        return
    project = _Project(root, archive)
    for source in project.sources():
        yield from project.passages(source)
    yield from project.left()


def codes_of_project(data: bytes) -> list[ReadCode]:
    """The codes of a project, each after the one above it; of one of ours, those of which it says something.

    Raises BadLine.
    """
    archive, root = _opened(data)
    return _Project(root, archive).codes()


def _opened(data: bytes) -> tuple[Archive | None, Element]:
    archive = Archive(data) if data.startswith(b"PK") else None
    if archive is not None:
        name = _project_name(archive)
        if name is None:
            raise BadLine("the archive holds no .qde project")
        data = archive.read(name)
    root = parse_xml(data)
    if root.tag != "Project":
        raise BadLine(f"no REFI-QDA project: its root is {shortened(root.tag)}")
    return archive, root


def _project_name(archive: Archive) -> str | None:
    if PROJECT in archive:
        return PROJECT
    return next((name for name in archive.names() if name.casefold().endswith(".qde")), None)


def _codes(root: Element) -> Element | None:
    return next(children(root, "CodeBook", "Codes"), None)


class _Coding(NamedTuple):
    """What one coder said of one passage."""

    coder: str
    codes: tuple[ReadCode, ...]
    notes: tuple[str, ...]
    time: str


class _Project:
    """A project, with the numbers of what is in it."""

    def __init__(self, root: Element, archive: Archive | None) -> None:
        self._root = root
        self._archive = archive
        self._ours = root.get("origin", "") == ORIGIN
        self._codes = read_codes(_codes(root))
        self._users = {same(each.get("guid", "")): _name_of(each) for each in children(root, "Users", "User")}
        self._notes = {same(each.get("guid", "")): each for each in children(root, "Notes", "Note")}
        self._told: set[str] = {note for code in self._codes.values() for note in code.notes}
        """Numbers of the notes that have come out somewhere."""

    def codes(self) -> list[ReadCode]:
        """Its codes; the notes on them are memos."""
        found = [each for each in self._codes.values() if each.kind is None]
        return [each for each in found if each.code.description or each.code.colour or not self._ours]

    def sources(self) -> Iterator[Element]:
        """Its sources of every kind."""
        for sources in children(self._root, "Sources"):
            yield from sources

    def passages(self, source: Element) -> Iterator[Imported]:
        """Those of a source and of the texts that stand for it."""
        name = source.get("name", "") or source.get("plainTextPath", "").removeprefix(_INSIDE)
        if source.tag in _TEXTS:
            yield from self._of_text(source, name)
        for child in source:
            if child.tag in _TEXTS:
                yield from self._of_text(child, name or child.get("name", ""))
            elif child.tag in _SELECTIONS:
                words = self._in_words(child)
                yield Unplaced(f"{name}: {_SELECTIONS[child.tag]}, which is no passage of a text", shortened(words))
                for text in children(child, "Representation"):
                    yield from self._of_text(text, name)
        yield from self._of_whole(source, name)

    def left(self) -> Iterator[Imported]:
        """What has not come out: memos on codes and project, parts that are not read, notes that nothing names."""
        for code in self._codes.values():
            yield from (self._memo("code", code.name, number) for number in code.notes if number in self._notes)
        for number in self._note_refs(self._root):
            yield self._memo("collection", "", number)
        if memo := text_of(self._root, "Description"):
            yield stated_memo("collection", "", memo)
        for part in _OTHER_PARTS:
            amount = sum(len(each) for each in children(self._root, part))
            if amount:
                yield Unplaced(f"{part.lower()} of the project: {amount:,}", "")
        for number, note in self._notes.items():
            if number not in self._told:
                told = "a note that belongs to no passage"
                yield Unplaced(f"{told}: {note.get('name', '')}".rstrip(": "), shortened(self._note(note)))

    # -- a text -------------------------------------------------------------------------------------------------

    def _of_text(self, source: Element, name: str) -> Iterator[ImportedAnnotation | Unplaced]:
        elements = [*children(source, "PlainTextSelection"), *children(source, "TranscriptSelection")]
        plain = [each for each in elements if each.tag == "PlainTextSelection"]
        for each in elements:
            if each.tag != "PlainTextSelection":
                yield Unplaced(f"{name}: a stretch of a recording, not of a text", shortened(self._in_words(each)))
        if not plain:
            return
        try:
            raw = self._text(source)
        except BadLine as error:
            for each in plain:
                yield Unplaced(f"{name}: {error}", shortened(self._in_words(each)))
            return
        text = self._as_source(source, name, raw)
        counted = place_all(raw, [_selection(each) for each in plain], standard=self._ours)
        for element, place in zip(plain, counted.places, strict=True):
            if isinstance(place, str):
                yield Unplaced(f"{name}: {place}", shortened(self._in_words(element)))
            else:
                yield from self._annotations(element, place, text)
                yield from self._strange_codes(element, name)

    def _as_source(self, source: Element, name: str, raw: str) -> SourceText:
        number = same(source.get("guid", ""))
        return SourceText(name, raw, number) if self._ours else SourceText(name, as_ours(raw))

    def _text_of(self, source: Element, name: str) -> SourceText | None:
        """That of a source as a whole; None where the file has none of it."""
        try:
            return self._as_source(source, name, self._text(source))
        except BadLine:
            return None

    def _text(self, source: Element) -> str:
        """The text of a source, with its line ends and its byte order mark."""
        content = next(children(source, "PlainTextContent"), None)
        if content is not None:
            return content.text or ""
        path = source.get("plainTextPath", "")
        if not path:
            raise BadLine("its text is not in the file" if source.get("richTextPath") else "it has no text")
        inner = path.removeprefix(_INSIDE)
        if self._archive is not None:
            for name in (_FOLDER + inner, inner):
                if name in self._archive:
                    return _decoded(self._archive.read(name), inner)
            if path.startswith(_INSIDE):
                raise BadLine(f"the archive has no {shortened(inner)}")
        raise BadLine(f"its text lies elsewhere ({shortened(path)}); nothing outside the file is opened")

    def _annotations(self, element: Element, place: Place, source: SourceText) -> Iterator[ImportedAnnotation]:
        start, end = place
        number = same(element.get("guid", ""))
        for at, coding in enumerate(self._codings(element)):
            kinds = [code.kind for code in coding.codes if code.kind is not None]
            notes = [text_of(element, "Description") if at == 0 else "", *coding.notes]
            yield stated(
                source.path,
                id=id_of_guid(number if at == 0 else guid("coder", number, coding.coder)),
                exact=source.text[start:end],
                start=start,
                end=end,
                prefix=source.text[max(0, start - _CONTEXT) : start],
                suffix=source.text[end : end + _CONTEXT],
                note="\n\n".join(filter(None, notes)),
                codes=dict.fromkeys(code.name for code in coding.codes if code.kind is None),
                kind=kinds[0] if kinds else None,
                created=element.get("creationDateTime", "") or coding.time,
                updated=element.get("modifiedDateTime", "") or coding.time,
                creator=coding.coder,
                text=source,
            )

    def _strange_codes(self, element: Element, name: str) -> Iterator[Unplaced]:
        for coding in children(element, "Coding"):
            if (target := _target(coding, "CodeRef")) not in self._codes:
                yield Unplaced(f"{name}: a code that the file does not explain: {shortened(target)}", "")

    def _codings(self, element: Element) -> list[_Coding]:
        """What was said of a passage, by coder, whoever marked it first."""
        owner = same(element.get("creatingUser", ""))
        by_coder: dict[str, list[Element]] = {}
        for coding in children(element, "Coding"):
            by_coder.setdefault(same(coding.get("creatingUser", "")) or owner, []).append(coding)
        if owner in by_coder or not by_coder:
            by_coder = {owner: by_coder.get(owner, []), **by_coder}
        found: list[_Coding] = []
        for coder, codings in by_coder.items():
            notes = [note for coding in codings for note in self._notes_on(coding)]
            codes = [code for coding in codings if (code := self._codes.get(_target(coding, "CodeRef"))) is not None]
            first = self._notes_on(element) if not found else ()
            times = sorted(filter(None, (coding.get("creationDateTime", "") for coding in codings)))
            name = self._users.get(coder, "")
            found.append(_Coding(name, tuple(codes), (*first, *notes), times[0] if times else ""))
        return found

    # -- notes --------------------------------------------------------------------------------------------------

    def _notes_on(self, element: Element) -> tuple[str, ...]:
        return tuple(self._note(self._notes[number]) for number in self._note_refs(element))

    def _note_refs(self, element: Element) -> list[str]:
        """The numbers of the notes that are on a thing, each once."""
        numbers = dict.fromkeys(same(each.get("targetGUID", "")) for each in children(element, "NoteRef"))
        self._told.update(numbers)
        return [number for number in numbers if number in self._notes]

    def _memo(self, about: About, subject: str, number: str) -> ImportedMemo:
        note = self._notes[number]
        return stated_memo(
            about,
            subject,
            self._note(note),
            id=id_of_guid(number),
            author=self._users.get(same(note.get("creatingUser", "")), ""),
            created=note.get("creationDateTime", ""),
            updated=note.get("modifiedDateTime", ""),
        )

    def _note(self, note: Element) -> str:
        try:
            content = as_ours(self._text(note))
        except BadLine as error:
            content = "" if not note.get("plainTextPath") else f"({error})"
        return "\n\n".join(filter(None, (text_of(note, "Description"), content)))

    def _in_words(self, element: Element) -> str:
        """A passage that cannot be placed, by what is known of it."""
        codings = self._codings(element)
        names = [code.name for coding in codings for code in coding.codes]
        notes = [note for coding in codings for note in coding.notes]
        return " · ".join(filter(None, (element.get("name", ""), *names, text_of(element, "Description"), *notes)))

    def _of_whole(self, source: Element, name: str) -> Iterator[Imported]:
        """What was said of a source as a whole."""
        for coding in children(source, "Coding"):
            code = self._codes.get(_target(coding, "CodeRef"))
            yield Unplaced(f"{name}: a code on the whole text", code.name if code is not None else "")
        memos = [stated_memo("document", name, memo) for memo in (text_of(source, "Description"),) if memo]
        memos += [self._memo("document", name, number) for number in self._note_refs(source)]
        text = self._text_of(source, name) if memos else None
        for memo in memos:
            if text is None:
                yield Unplaced(f"{name}: a memo on what is no text in the file", shortened(memo.memo.note))
            else:
                yield replace(memo, text=text)
        values = sum(1 for _ in children(source, "VariableValue"))
        if values:
            yield Unplaced(f"{name}: values of variables: {values:,}", "")


def _selection(element: Element) -> Selection:
    return Selection(
        _number(element.get("startPosition")), _number(element.get("endPosition")), element.get("name", "")
    )


def _number(digits: str | None) -> int:
    try:
        return int((digits or "").strip()[:12])
    except ValueError:
        return -1


def _target(coding: Element, name: str) -> str:
    return next((same(each.get("targetGUID", "")) for each in children(coding, name)), "")


def _name_of(user: Element) -> str:
    return user.get("name", "") or user.get("id", "")


def _decoded(data: bytes, name: str) -> str:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return ("\ufeff" if utf16 else "") + data.decode("utf-16" if utf16 else "utf-8")
    except UnicodeDecodeError:
        raise BadLine(f"{name} is not UTF-8") from None


__all__ = ["codes_of_project", "is_project", "read_project"]
