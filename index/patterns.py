"""Patterns of files to ignore, as in a .gitignore without negation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate


class Ignored:
    """Tells whether a path below the collection is to be ignored.

    `*.bak` names files and folders anywhere, `drafts/` folders only; a pattern with `/` at its beginning or inside is
    bound to the collection's top (`/drafts`, `notes/*.txt`), where `**` stands for any number of folders. `*` and `?`
    do not cross `/`. Blank lines and lines that begin with `#` say nothing.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._names: set[str] = set()
        self._folder_names: set[str] = set()
        self._suffixes: tuple[str, ...] = ()
        self._globs: list[str] = []
        self._folder_globs: list[str] = []
        self._paths: list[tuple[list[re.Pattern[str] | None], bool]] = []
        for pattern in patterns:
            self._add(pattern.strip())
        # Each name of a million passes them: the patterns are one.
        self._of_file = re.compile("|".join(self._globs)).match if self._globs else None
        globs = self._globs + self._folder_globs
        self._of_folder = re.compile("|".join(globs)).match if globs else None

    def _add(self, pattern: str) -> None:
        if not pattern or pattern.startswith("#"):
            return
        folders_only = pattern.endswith("/")
        parts = [part for part in pattern.split("/") if part]
        if parts and parts[0] == "**" and len(parts) == 2:
            parts, bound = parts[1:], False
        else:
            bound = "/" in pattern.rstrip("/")
        if not parts:
            return
        if bound:
            steps = [None if part == "**" else re.compile(translate(part)) for part in parts]
            self._paths.append((steps, folders_only))
        elif not re.search(r"[*?\[]", parts[0]):
            (self._folder_names if folders_only else self._names).add(parts[0])
        elif parts[0][0] == "*" and not folders_only and not re.search(r"[*?\[]", parts[0][1:]):
            self._suffixes += (parts[0][1:],)
        else:
            (self._folder_globs if folders_only else self._globs).append(translate(parts[0]))

    def matches(self, path: str, folder: bool) -> bool:
        """Whether `path` itself is ignored; what lies below an ignored folder is not asked for."""
        name = path[path.rfind("/") + 1 :]
        if name in self._names or (folder and name in self._folder_names):
            return True
        if self._suffixes and name.endswith(self._suffixes):
            return True
        glob = self._of_folder if folder else self._of_file
        if glob is not None and glob(name):
            return True
        return bool(self._paths) and self._matches_path(path, folder)

    def _matches_path(self, path: str, folder: bool) -> bool:
        names = path.split("/")
        return any(_match(steps, names) for steps, folders_only in self._paths if folder or not folders_only)


def _match(steps: list[re.Pattern[str] | None], names: list[str]) -> bool:
    """Whether names answer to steps, None among them standing for any number of names.

    Only the last `**` met is ever tried again, so that the time is at most their product. A `**` at the end stands
    for at least one name, because it means what lies below.
    """
    step = name = 0
    again: tuple[int, int] | None = None
    while name < len(names):
        if step < len(steps):
            pattern = steps[step]
            if pattern is None:
                if step == len(steps) - 1:
                    return True
                again = (step + 1, name)
                step += 1
                continue
            if pattern.match(names[name]):
                step += 1
                name += 1
                continue
        if again is None:
            return False
        again = (again[0], again[1] + 1)
        step, name = again
    return step == len(steps)
