"""What the codebook looks like after a code was renamed, moved, merged, parted or deleted: plain values, no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.codebook.book import Codebook
from index.codebook.code import Code, ancestors, is_below, is_code, tidy
from index.errors import GlossatorError

Entries = dict[str, Code]


def checked(name: str) -> str:
    """A name that the codebook can hold. Raises GlossatorError."""
    name = tidy(name)
    if not name:
        raise GlossatorError("a code needs a name")
    if not is_code(name):
        raise GlossatorError(f"{name[:60]} cannot be a code: parts with one / between them, 200 letters at most")
    return name


def with_code(book: Codebook, name: str, code: Code | None = None) -> Entries:
    """The codebook with a code in it, and those above it. Raises GlossatorError where the name is that of another."""
    entries = dict(book.entries)
    if name not in entries and (now := book.resolve(name)) != name:
        raise GlossatorError(f"{name} is a former name of {now}")
    for above in ancestors(name):
        entries.setdefault(above, Code())
    if code is not None:
        _check_key(entries, name, code)
        entries[name] = code
    else:
        entries.setdefault(name, Code())
    return entries


def renamed(book: Codebook, old: str, new: str) -> Entries:
    """A code and those below it under another name, and perhaps below another code. Raises GlossatorError."""
    if is_below(new, old) and new != old:
        raise GlossatorError(f"{old} cannot lie below itself")
    if new in book.entries:
        raise GlossatorError(f"there is a code {new} already; merge the two instead")
    known = book.resolve(new)
    if known != new and not is_below(known, old):
        raise GlossatorError(f"{new} is a former name of {known}")
    entries: Entries = {}
    for name, code in book.entries.items():
        moved = new + name[len(old) :] if is_below(name, old) else name
        if name == old:
            code = _formerly(code, [old], new)
        if moved == new:
            for above in ancestors(new):
                entries.setdefault(above, book.get(above))
        entries[moved] = code
    if new not in entries:
        entries = {**with_code(book, new), new: _formerly(book.get(old), [old], new)}
    return entries


def merged(book: Codebook, sources: Sequence[str], target: str) -> Entries:
    """Codes, with those below them, as one code. Raises GlossatorError."""
    for source in sources:
        if is_below(target, source):
            raise GlossatorError(f"{source} cannot be merged with a code below it")
    entries = with_code(book, target)
    for source in sources:
        for name in [source, *(each for each in book.below(source) if each != source)]:
            into = target + name[len(source) :]
            gone = entries.pop(name, Code())
            there = entries.get(into, Code())
            for above in ancestors(into):
                entries.setdefault(above, Code())
            entries[into] = replace(
                _formerly(there, [*gone.former, name], into),
                description=there.description or gone.description,
                colour=there.colour or gone.colour,
                key=there.key or gone.key,
            )
    return entries


def deleted(book: Codebook, name: str) -> Entries:
    """Without a code and those below it."""
    return {each: code for each, code in book.entries.items() if not is_below(each, name)}


def described(book: Codebook, name: str, code: Code) -> Entries:
    """With another description, colour or key. Raises GlossatorError where the key is that of another code."""
    return with_code(book, name, replace(code, former=book.get(name).former))


def _formerly(code: Code, names: Sequence[str], present: str) -> Code:
    former = dict.fromkeys([*code.former, *names])
    former.pop(present, None)
    return replace(code, former=tuple(former))


def _check_key(entries: Mapping[str, Code], name: str, code: Code) -> None:
    taken = next((each for each, other in entries.items() if other.key == code.key and each != name), None)
    if code.key is not None and taken is not None:
        raise GlossatorError(f"the key {code.key} is that of {taken} already")
