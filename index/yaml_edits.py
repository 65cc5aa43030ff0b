"""Edits of YAML text that touch nothing but what they change: comments, order and layout stay as the reader left them.

After every edit the text is parsed again and compared with what was meant; where a layout is too intricate for that,
nothing is changed and an error says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from index.errors import GlossatorError
from index.yaml_tree import AnyNode, Mapping, Scalar, Sequence, leaves, read_tree

Keys = tuple[str, ...]
Value = str | int | bool | None | list[Any] | dict[str, Any]

_PLAIN: Final = re.compile(r"[^\W_](?:[\w ./()+;,'!-]*[\w./()+!-])?\Z")
_PLAIN_IN_FLOW: Final = re.compile(r"[^\W_](?:[\w ./()+;'!-]*[\w./()+!-])?\Z")
_UNLIKE_TEXT: Final = re.compile(r"[-+.\d][\d_.,:eEinfaxob+-]*\Z|\.(?:nan|inf)\Z", re.IGNORECASE)
"""What some reader of YAML takes for a number, a date or an hour."""
_NOT_TEXT: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t\n]))#[^\n]*", re.MULTILINE)
_STEP: Final = "  "


class CannotEdit(GlossatorError):
    """The text is laid out so that this edit cannot be made in place."""


@dataclass(frozen=True, slots=True)
class Put:
    """Set a value; sections above it that are missing are made."""

    keys: Keys
    value: Value


@dataclass(frozen=True, slots=True)
class Drop:
    """Take a key out with its value. Comments that stood there stay, each on a line of its own."""

    keys: Keys


@dataclass(frozen=True, slots=True)
class Rename:
    """Another name for a key."""

    keys: Keys
    name: str


Change = Put | Drop | Rename


def edited(text: str, changes: Iterable[Change]) -> str:
    """The text with the changes made; no two of them may concern the same value.

    Raises BadYaml where the text is none, CannotEdit where the changed text would not say what was meant.
    """
    wanted = list(changes)
    root = read_tree(text)
    meant = root.value if root is not None else {}
    for change in wanted:
        _change_value(meant, change)
    new = _Editor(text, root).run(wanted)
    try:
        after = read_tree(new)
    except GlossatorError as error:
        raise CannotEdit(f"this file is laid out in a way that cannot be edited in place ({error})") from error
    if not _same(after.value if after is not None else {}, meant):
        raise CannotEdit("this file is laid out in a way that cannot be edited in place; it is left as it is")
    return new


def scalar(value: str | int | bool | None, *, flow: bool = False) -> str:
    """A value as YAML on one line; text is quoted where it would be read as something else."""
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    plain = (_PLAIN_IN_FLOW if flow else _PLAIN).match(value)
    if plain and value.isprintable() and value.lower() not in _NOT_TEXT and not _UNLIKE_TEXT.match(value):
        return value
    # JSON in ASCII escapes what is beyond the first plane as two surrogates, which YAML does not take.
    quoted = json.dumps(value, ensure_ascii=False)
    return re.sub(
        r"[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]", _escape, quoted
    )


def _escape(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


def inline(value: Value) -> str:
    """Any value on one line."""
    if isinstance(value, list):
        return "[" + ", ".join(_in_flow(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k, flow=True)}: {_in_flow(v)}" for k, v in value.items()) + "}"
    return scalar(value)


def _in_flow(value: Value) -> str:
    return inline(value) if isinstance(value, list | dict) else scalar(value, flow=True)


def block(value: Value, indent: str, newline: str) -> str:
    """A value as it stands after the colon of its key: mappings on lines of their own, everything else behind it."""
    if not isinstance(value, dict) or not value:
        return " " + inline(value)
    lines = (f"{indent}{scalar(key)}:{block(inner, indent + _STEP, newline)}" for key, inner in value.items())
    return newline + newline.join(lines)


def _same(one: Any, other: Any) -> bool:
    """Equal, but that a section without keys may as well be empty."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    return (one == other and type(one) is type(other)) or (one or None) is (other or None) is None


def _change_value(value: dict[str, Any], change: Change) -> None:
    """The same change, made to plain values."""
    *above, last = change.keys
    for key in above:
        if isinstance(change, Put):
            if not isinstance(value.get(key), dict):
                value[key] = {}
        elif not isinstance(value.get(key), dict):
            return
        value = value[key]
    if isinstance(change, Put):
        value[last] = change.value
    elif isinstance(change, Drop):
        value.pop(last, None)
    elif last in value:
        renamed = {change.name if key == last else key: inner for key, inner in value.items()}
        value.clear()
        value.update(renamed)


class _Editor:
    """Collects pieces to replace, all by their places in the text as it was."""

    def __init__(self, text: str, root: Mapping | None) -> None:
        self.text = text
        self.root = root
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.pieces: list[tuple[int, int, str]] = []
        self.added: dict[Keys, dict[str, Any]] = {}
        """Keys to add to sections there are, by section."""

    def run(self, changes: list[Change]) -> str:
        for change in changes:
            self._plan(change)
        # Innermost first: what is added to the last entry comes before an entry that is added after it.
        for keys, values in sorted(self.added.items(), key=lambda item: -len(item[0])):
            self._add(keys, values)
        new: list[str] = []
        at = 0
        for start, end, instead in sorted(self.pieces, key=lambda piece: piece[:2]):
            if start < at:
                raise CannotEdit("two changes to the same place")
            new += (self.text[at:start], instead)
            at = end
        return "".join(new) + self.text[at:]

    def _plan(self, change: Change) -> None:
        *above, last = change.keys
        section, found = self._section(tuple(above))
        if len(found) == len(above) and section is not None and last in section.values:
            self._change(section, last, change)
        elif isinstance(change, Put):
            missing = change.keys[len(found) :]
            value: Any = change.value
            for key in reversed(missing[1:]):
                value = {key: value}
            self._merge(self.added.setdefault(found, {}), missing[0], value)

    def _merge(self, into: dict[str, Any], key: str, value: Any) -> None:
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            for inner, each in value.items():
                self._merge(into[key], inner, each)
        else:
            into[key] = value

    def _section(self, keys: Keys) -> tuple[Mapping | None, Keys]:
        """The innermost section there is on the way, and the keys that lead to it."""
        section = self.root
        for depth, key in enumerate(keys):
            inner = section.values.get(key) if section is not None else None
            if not isinstance(inner, Mapping):
                return section, keys[:depth]
            section = inner
        return section, keys

    def _change(self, section: Mapping, key: str, change: Change) -> None:
        name, value = section.keys[key], section.values[key]
        if isinstance(change, Rename):
            self.pieces.append((name.start, name.end, scalar(change.name, flow=section.flow)))
        elif isinstance(change, Drop):
            self._drop(section, key)
        elif isinstance(value, Sequence) and isinstance(change.value, list) and value.items and change.value:
            self._change_list(value, change.value)
        else:
            self._replace(value, change.value, section.flow)

    # -- one value ----------------------------------------------------------------------------------------------

    def _replace(self, old: AnyNode, new: Value, flow: bool) -> None:
        text = _in_flow(new) if flow else inline(new)
        if old.end == old.start:
            self.pieces.append((old.start, old.end, " " + text))
            return
        if isinstance(old, Scalar) or old.flow:
            if not isinstance(old, Scalar) and self._comments(old.start, old.end, old):
                raise CannotEdit("a comment inside brackets; put the list or section on lines of its own")
            self.pieces.append((old.start, old.end, text))
            return
        # A list or section on lines of its own: the value goes behind the colon, its comments stay below.
        colon = self.text.rindex(":", 0, old.start) + 1
        kept = self._comments(colon, old.end, old)
        indent = " " * (old.column - 1)
        below = "".join(f"{self.newline}{indent}{comment}" for comment in kept)
        self.pieces.append((colon, self._line_rest(old.end), " " + text + below + self._trailing(old.end)))

    def _trailing(self, end: int) -> str:
        rest = self.text[end : self._line_rest(end)]
        return rest if rest.strip() else ""

    def _line_rest(self, at: int) -> int:
        """The end of the line, before its line feed."""
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > at and self.text[end - 1] == "\r" else end

    # -- lists --------------------------------------------------------------------------------------------------

    def _change_list(self, old: Sequence, new: list[Any]) -> None:
        """Items that stay are left as they stand; others are taken out, and new ones put at the end."""
        before = old.value
        kept = [item for item in before if item in new]
        added = new[len(kept) :]
        if (
            kept != new[: len(kept)]
            or len(kept) + len(added) != len(new)
            or not kept
            or len(set(map(str, before))) != len(before)
        ):
            self._replace(old, new, flow=old.flow)
            return
        dropped = [at for at, item in enumerate(old.items) if item.value not in new]
        if old.flow and len(dropped) > 1 and dropped[-1] == len(old.items) - 1:
            # The last goes with the comma before it, which goes with the item before that: not one by one.
            if self._comments(old.start, old.end, old):
                raise CannotEdit("a comment inside brackets; put the list on lines of its own")
            self._replace(old, new, flow=True)
            return
        for at in dropped:
            self._drop_item(old, at)
        last = old.items[-1]
        if added and old.flow:
            self.pieces.append((last.end, last.end, "".join(f", {_in_flow(item)}" for item in added)))
        elif added:
            indent = " " * (old.column - 1)
            at = self._line_rest(last.end)
            self.pieces.append((at, at, "".join(f"{self.newline}{indent}- {inline(item)}" for item in added)))

    def _drop_item(self, old: Sequence, at: int) -> None:
        item = old.items[at]
        if not old.flow:
            dash = self.text.rindex("-", 0, item.start)
            self._drop_lines(dash, item.end, item)
        elif at + 1 < len(old.items):
            self._drop_flow(item.start, old.items[at + 1].start, item)
        else:
            self.pieces.append((self._before_comma(item.start), item.end, ""))

    def _before_comma(self, start: int) -> int:
        comma = self.text.rindex(",", 0, start)
        if "#" in self.text[comma:start]:
            raise CannotEdit("a comment inside a list in brackets; put the list on lines of its own")
        return comma

    def _drop_flow(self, start: int, end: int, node: AnyNode) -> None:
        if self._comments(start, end, node):
            raise CannotEdit("a comment inside brackets; put the list or section on lines of its own")
        self.pieces.append((start, end, ""))

    # -- keys ---------------------------------------------------------------------------------------------------

    def _drop(self, section: Mapping, key: str) -> None:
        name, value = section.keys[key], section.values[key]
        if not section.flow:
            self._drop_lines(name.start, value.end, name, value)
            return
        names = list(section.keys)
        at = names.index(key)
        if at + 1 < len(names):
            self._drop_flow(name.start, section.keys[names[at + 1]].start, value)
        elif at:
            self.pieces.append((self._before_comma(name.start), value.end, ""))
        else:
            self.pieces.append((name.start, value.end, ""))

    def _drop_lines(self, start: int, end: int, *nodes: AnyNode) -> None:
        """Take whole lines out, but for the comments on them."""
        line = self.text.rfind("\n", 0, start) + 1
        stop = self._line_rest(end)
        kept = self._comments(start, stop, *nodes)
        if self.text[line:start].strip():
            raise CannotEdit("this file is laid out in a way that cannot be edited in place")
        indent = self.text[line:start]
        if kept:
            self.pieces.append((line, stop, self.newline.join(indent + comment for comment in kept)))
        else:
            after = self.text.find("\n", stop) + 1
            self.pieces.append((line, after or len(self.text), ""))

    def _comments(self, start: int, end: int, *nodes: AnyNode) -> list[str]:
        """Comments in a stretch that holds these nodes and nothing else."""
        covered = self.text[start:end]
        if "#" not in covered:
            return []
        letters = list(covered)
        for leaf in leaves(nodes):
            low, high = max(leaf.start, start) - start, min(leaf.end, end) - start
            letters[low:high] = "x" * max(0, high - low)
        return [found[0].rstrip() for found in _COMMENT.finditer("".join(letters))]

    # -- new keys -----------------------------------------------------------------------------------------------

    def _add(self, keys: Keys, values: dict[str, Any]) -> None:
        section, _ = self._section(keys)
        if section is None:
            self._append_to_text(values)
            return
        for key in [key for key in values if key in section.values]:
            self._fill(section, key, values.pop(key))
        if not values:
            return
        dropped = [k for k in section.keys if any(p[0] <= section.keys[k].start < p[1] for p in self.pieces)]
        if section.flow:
            self._add_to_flow(section, values, all_dropped=len(dropped) == len(section.keys))
        else:
            self._add_lines(section, values)

    def _fill(self, section: Mapping, key: str, value: Any) -> None:
        """Put a section where a key has nothing behind it, as in `documents:`."""
        old = section.values[key]
        if section.flow or not isinstance(old, Scalar) or old.value is not None or not isinstance(value, dict):
            self._replace(old, value, section.flow)
            return
        indent = " " * (section.keys[key].column - 1) + _STEP
        rest = self._line_rest(old.end)
        if old.end > old.start:
            self.pieces.append((old.start, old.end, ""))
        self.pieces.append((rest, rest, block(value, indent, self.newline)))

    def _add_to_flow(self, section: Mapping, values: dict[str, Any], *, all_dropped: bool) -> None:
        text = ", ".join(f"{scalar(key, flow=True)}: {_in_flow(value)}" for key, value in values.items())
        last = max((node.end for node in section.values.values()), default=section.start + 1)
        self.pieces.append((last, last, text if all_dropped else ", " + text))

    def _add_lines(self, section: Mapping, values: dict[str, Any]) -> None:
        first = next(iter(section.keys.values()))
        indent = " " * (first.column - 1)
        lines = self.newline.join(
            f"{indent}{scalar(key)}:{block(value, indent + _STEP, self.newline)}" for key, value in values.items()
        )
        stop = self._line_rest(section.end)
        after = self.text.find("\n", stop) + 1
        if after:
            self.pieces.append((after, after, lines + self.newline))
        else:
            self.pieces.append((len(self.text), len(self.text), self.newline + lines + self.newline))

    def _append_to_text(self, values: dict[str, Any]) -> None:
        """To a text that holds comments at most."""
        lines = self.newline.join(f"{scalar(key)}:{block(value, _STEP, self.newline)}" for key, value in values.items())
        gap = "" if not self.text or self.text.endswith("\n") else self.newline
        self.pieces.append((len(self.text), len(self.text), gap + lines + self.newline))
