"""Settings checked: every layer laid over the one before, every fault listed at once with its line and column.

This is the only module that loads pydantic, and it is loaded only when the checked copy in the cache is stale.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib.util import find_spec
from pathlib import Path as FilePath
from typing import Any, Final, get_type_hints

import pydantic

from index.config_bounds import BOUNDS, ONE_OF, SHAPE
from index.config_keys import KEY_SECTIONS, JoinedKeys
from index.config_kinds import (
    ENVIRONMENT_PREFIX,
    CheckKeys,
    Loaded,
    Origin,
    RawFile,
    build_settings,
    shipped_file,
)
from index.config_read import Path, Reading, dotted, read_file, scalar
from index.described.path_patterns import faults_of
from index.errors import SettingsError
from index.paths import user_config_file, user_theme_folder
from index.settings import UNSAFE_IN_A_COLLECTION, RowsSettings, Settings

_WORD_OR_LIST: Final[tuple[Path, ...]] = (("search", "stemming"),)
"""Lists of which one of a single word may be written as that word."""
_THEME_NAME: Final = re.compile(r"(?!\.)[A-Za-z0-9._-]{1,60}")
_EXPECTED: Final = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "string_type": "text in quotes",
    "tuple_type": "a list, such as [a, b]",
    "dict_type": "a section with settings below it",
    "dataclass_type": "a section with settings below it",
}
_MOST_MAPPINGS: Final = 200


def check(
    files: list[RawFile], variables: dict[str, str], overrides: dict[str, str], check_keys: CheckKeys | None
) -> Loaded:
    """Lay the layers over one another. Raises SettingsError with every fault there is."""
    state = _State()
    for file in files:
        reading = read_file(file)
        if not file.own:
            _leave_out_unsafe(reading, state)
        state.add(reading)
    names = {_variable(name): name for name in state.provenance}
    for variable, text in sorted(variables.items()):
        state.add(_one_value(variable, names.get(variable), text, state.values))
    for name, text in sorted(overrides.items()):
        state.add(_one_value("option", name, text, state.values))
    state.join_keys(check_keys)
    if state.faults:
        raise SettingsError(state.faults)
    return Loaded(build_settings(state.values), state.warnings, state.provenance)


def check_file(path: FilePath, content: bytes, check_keys: CheckKeys | None = None) -> list[str]:
    """The faults of one file, laid over the defaults as the user's own would be."""
    shipped = shipped_file()
    files = [RawFile(shipped, shipped.read_bytes(), own=True), RawFile(path, content, own=True)]
    try:
        check(files, {}, {}, check_keys)
    except SettingsError as error:
        return error.faults
    return []


class _State:
    """What the layers read so far come to."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.provenance: dict[str, Origin] = {}
        self.faults: list[str] = []
        self.warnings: list[str] = []
        self._readings: list[Reading] = []
        self._setters: dict[str, Reading] = {}
        self._adapter = _adapter()

    def add(self, reading: Reading) -> None:
        """Check one layer over those before it, and take what is right of it."""
        found = list(reading.faults)
        # The first file is the shipped one, which decides what commands there are.
        known = _known(self.values) if self._readings else _names(Settings)
        for path, fault in _unknown(reading, known):
            found.append(fault)
            _remove(reading.values, path)
        _make_lists(reading.values)
        candidate = _laid_over(self.values, reading.values)
        for path, message in _wrong(self._adapter, candidate):
            found.append(_at(reading, path, message))
            _remove(reading.values, path)
        self.faults += sorted(found, key=lambda fault: _place(reading, fault))
        for path in _leaves(reading.values):
            mark = reading.key_marks.get(path)
            self.provenance[dotted(path)] = Origin(reading.name, mark.line if mark else None)
            self._setters[dotted(path)] = reading
        self.values = _laid_over(self.values, reading.values)
        self._readings.append(reading)

    def join_keys(self, check_keys: CheckKeys | None) -> None:
        """Lay the plain keyboard over the keys where it is wanted; have them checked, whatever else is wrong."""
        if not self._readings or not {"keys", "keys_plain", "macros"} <= set(self.values):
            return  # The shipped file itself is faulty.
        joined = JoinedKeys(self.values, self._rank)
        if check_keys is not None:
            told = []
            for path, reason, at_key in joined.faults(check_keys):
                reading = self._reading_of(dotted(path[:2]))
                told.append((self._readings.index(reading), _at(reading, path, reason, at_key=at_key)))
            told.sort(key=lambda fault: (fault[0], _place(self._readings[fault[0]], fault[1])))
            self.faults += dict.fromkeys(fault for _, fault in told)
        self.values["keys"] = {command: list(keys) for command, keys in joined.keys.items()}
        for command, section in joined.sections.items():
            self.provenance[f"keys.{command}"] = self.provenance[f"{section}.{command}"]

    def _rank(self, name: str) -> int:
        """Which layer set a value last, counted from the shipped file."""
        return self._readings.index(self._reading_of(name))

    def _reading_of(self, name: str) -> Reading:
        """The layer that set a value last; the shipped file for what none sets."""
        return self._setters.get(name, self._readings[0])


def _adapter() -> pydantic.TypeAdapter[Settings]:
    """Strict, and a name that no dataclass knows is a fault. The classes themselves stay free of pydantic."""
    strict = pydantic.ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
    for hint in (RowsSettings, *get_type_hints(Settings).values(), Settings):
        if isinstance(hint, type) and is_dataclass(hint):
            pydantic.with_config(strict)(hint)
    return pydantic.TypeAdapter(Settings)


def _wrong(adapter: pydantic.TypeAdapter[Settings], values: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Path and complaint for each value of a wrong type or out of its bounds."""
    broken: set[Path] = set()
    try:
        # As JSON, where strictness takes a list for a tuple but no text for a number.
        adapter.validate_json(json.dumps(values))
    except pydantic.ValidationError as error:
        for fault in error.errors(include_url=False):
            path: Path = tuple(fault["loc"]) or ("config",)
            broken.add(path[:2])
            given = "" if fault["type"] == "missing" else f", not {_shown(fault['input'])}"
            expected = _EXPECTED.get(fault["type"])
            if fault["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
                yield path, f"no such setting{_nearest(str(path[-1]), [item.name for item in fields(RowsSettings)])}"
                continue
            yield path, f"should be {expected}{given}" if expected else fault["msg"]
    for path in list(_leaves(values)):
        if path[:2] not in broken and path[:1] not in broken:
            yield from _out_of_bounds(path, _get(values, path))


def _out_of_bounds(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    name = dotted(path)
    if name in BOUNDS:
        low, high = BOUNDS[name]
        if not all(low <= each <= high for each in (value if isinstance(value, list) else [value])):
            yield path, f"should be from {low} to {high}, not {_shown(value)}"
    elif name in ONE_OF and value not in ONE_OF[name] and not (name == "screen.theme" and _is_theme_file(value)):
        yield path, f"should be {_or(ONE_OF[name])}, not {_shown(value)}"
    elif name == "search.engine" and value == "tantivy" and find_spec("tantivy") is None:
        yield path, "tantivy is not installed: pip install 'glossator[fast]'"
    elif name == "annotations.kinds" and not value:
        yield path, "should name at least one kind"
    elif name == "search.stemming" and len(value) > 1 and "auto" in value:
        yield (*path, value.index("auto")), "auto stands for every language and has no others beside it"
    elif name in ("metadata.paths", "metadata.table"):
        yield from (((*path, *at), fault) for at, fault in faults_of(value))
    elif name == "formats.rows":
        if len(value) > _MOST_MAPPINGS:
            yield path, f"should be {_MOST_MAPPINGS} at most"
        for index, rows in enumerate(value):
            if not rows["files"].strip():
                yield (*path, index, "files"), "should be a pattern of files, such as posts*.csv"
    elif name in SHAPE:
        shape, message = SHAPE[name]
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            if not shape.fullmatch(item):
                yield (*path, index) if isinstance(value, list) else path, f"{message}, not {_shown(item)}"


def _is_theme_file(name: str) -> bool:
    """True for the name of a theme of the user's; what it says is checked when it is put on."""
    return _THEME_NAME.fullmatch(name) is not None and (user_theme_folder() / f"{name}.yaml").is_file()


def _leave_out_unsafe(reading: Reading, state: _State) -> None:
    """A folder that somebody sent may not decide these."""
    for path in list(_leaves(reading.values)):
        name = dotted(path)
        if any(name == unsafe or name.startswith(unsafe + ".") for unsafe in UNSAFE_IN_A_COLLECTION):
            message = f"ignored in a collection's own file; it may be set in {user_config_file()}"
            state.warnings.append(_at(reading, path, message, at_key=True))
            _remove(reading.values, path)


def _one_value(source: str, name: str | None, text: str, values: dict[str, Any]) -> Reading:
    """A variable or an option as a layer with one setting."""
    reading = Reading(source)
    if name is None:
        known = {_variable(dotted(path)): "" for path in _leaves(values)}
        reading.faults.append(f"{source}: no such setting{_nearest(source, known)}")
        return reading
    section, _, rest = name.partition(".")
    path = (section, rest) if rest else (section,)
    try:
        value = text if isinstance(_get(values, path), str) else scalar(text)
    except ValueError:
        reading.faults.append(f"{source}: {name}: cannot be read: {_shown(text)}")
        return reading
    reading.values = {section: {rest: value}} if rest else {section: value}
    return reading


def _unknown(reading: Reading, known: dict[str, set[str]]) -> list[tuple[Path, str]]:
    """Path and complaint for each name that is no section, setting or command."""
    found: dict[Path, str] = {}
    for path in _leaves(reading.values):
        section, rest = str(path[0]), path[1:]
        if section not in known:
            other = next((f"{name}.{section}" for name, settings in known.items() if section in settings), None)
            hint = f"; there is {other}" if other else _nearest(section, known)
            found[path[:1]] = _at(reading, path[:1], f"no such setting{hint}", at_key=True)
        elif rest and known[section] and rest[0] not in known[section]:
            kind = "command" if section in KEY_SECTIONS else "setting"
            message = f"no such {kind}{_nearest(str(rest[0]), known[section])}"
            found[path] = _at(reading, path, message, at_key=True)
    return list(found.items())


def _at(reading: Reading, path: Path, message: str, *, at_key: bool = False) -> str:
    """One fault, at the value or the name of the setting, or else at the nearest section above it that is written."""
    for length in range(len(path), 0, -1):
        here = path[:length]
        mark = reading.key_marks.get(here) if at_key else reading.marks.get(here)
        if mark is not None:
            return f"{reading.name}:{mark.line}:{mark.column}: {dotted(path)}: {message}"
    where = f"{reading.name}:1:1" if reading.marks else reading.name
    return f"{where}: {dotted(path)}: {message}"


def _place(reading: Reading, fault: str) -> tuple[int, ...]:
    """Line and column of a fault, to list faults in the order of the file."""
    numbers = fault.removeprefix(reading.name + ":").split(":")[:2]
    return tuple(int(number) for number in numbers) if all(number.isdigit() for number in numbers) else ()


# -- trees of settings ------------------------------------------------------------------------------------------------


def _leaves(values: dict[str, Any]) -> Iterator[Path]:
    """Paths of the settings. A section without any (all its lines are comments) sets nothing."""
    for name, value in values.items():
        if isinstance(value, dict) and value:
            yield from ((name, below) for below in value)
        elif value not in (None, {}) or name not in _sections():
            yield (name,)


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    laid = dict(below)
    for name, value in above.items():
        if isinstance(value, dict) and isinstance(laid.get(name), dict):
            laid[name] = {**laid[name], **value}
        elif name not in laid or value not in (None, {}) or name not in _sections():
            laid[name] = value
    return laid


def _make_lists(values: dict[str, Any]) -> None:
    for section, name in _WORD_OR_LIST:
        held = values.get(str(section))
        if isinstance(held, dict) and isinstance(held.get(name), str):
            held[name] = [held[name]]


def _remove(values: dict[str, Any], path: Path) -> None:
    """Take out what is wrong, so that the rest can still be checked."""
    section = values.get(str(path[0]))
    if len(path) > 1 and isinstance(section, dict):
        section.pop(path[1], None)
    else:
        values.pop(str(path[0]), None)


def _get(values: Any, path: Path) -> Any:
    for part in path:
        values = values[part]
    return values


def _sections() -> set[str]:
    return {name for name, settings in _names(Settings).items() if settings} | set(KEY_SECTIONS) | {"macros"}


def _names(kind: type[Any]) -> dict[str, set[str]]:
    """The settings of each section, as the dataclasses name them; an empty set where there are none below."""
    hints = get_type_hints(kind)
    return {name: {item.name for item in fields(hint)} if is_dataclass(hint) else set() for name, hint in hints.items()}


def _known(values: dict[str, Any]) -> dict[str, set[str]]:
    """The same, with the commands of the shipped file as the settings of `keys`; a macro may have any name."""
    known = {name: set(value) if isinstance(value, dict) else set() for name, value in values.items()}
    return {**known, "keys_plain": known.get("keys", set()), "macros": set()}


def _variable(name: str) -> str:
    return ENVIRONMENT_PREFIX + name.replace(".", "__").replace("-", "_").upper()


def _nearest(name: str, known: Any) -> str:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; is {close[0]} meant?" if close else ""


def _or(choices: tuple[str, ...]) -> str:
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a section"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return (text if len(text) <= 60 else text[:59] + "…") or '""'
