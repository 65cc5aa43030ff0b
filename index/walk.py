"""Finds the files of a collection: every one in order of its path, and what is left out with the reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from index.document import Skipped
from index.errors import CollectionError
from index.patterns import Ignored
from index.readers import is_supported as has_reader
from index.readers import no_reader
from index.readers.opening import in_words, kind_in_words
from index.saved_pages import may_be_of_page, page_of

ALWAYS_IGNORED = ".glossator"
_MOST_SUFFIXES = 1_000


class FoundFile(NamedTuple):
    """A file that a reader exists for, as it lies there now."""

    path: str
    """Relative to the collection, `/` between folders; bytes that do not decode are surrogate-escaped."""
    size: int
    mtime_ns: int
    inode: int


def walk(
    root: Path,
    ignore: Sequence[str] = (),
    *,
    follow_links: bool = False,
    only: str | None = None,
    is_supported: Callable[[str], bool] = has_reader,
) -> Iterator[FoundFile | Skipped]:
    """Every file below `root` in order of its path: documents, and what is skipped with the reason.

    Files and folders that a pattern of `ignore` names, and `.glossator` folders, are passed over in silence. So are
    links to what lies in the collection, because it is found where it lies. Links out of it are skipped and
    reported, or followed where `follow_links` is set, no folder twice. Nothing is opened but folders: whether a file
    can be read shows when it is read. `only` asks for one path alone, whatever is ignored; nothing else is looked at.
    Raises CollectionError where `root` itself cannot be listed.
    """
    found = _Walk(root, Ignored(ignore), follow_links, is_supported)
    return found.run() if only is None else found.one(only)


def folders(root: Path, ignore: Sequence[str] = (), *, follow_links: bool = False, below: str = "") -> Iterator[str]:
    """Every folder that `walk` enters, `below` (a path in the collection; "" is the collection itself) coming first.

    No file is looked at. Raises CollectionError where `below` cannot be listed.
    """
    return _Walk(root, Ignored(ignore), follow_links, has_reader).folders(below)


class _Folder(NamedTuple):
    """A folder that was listed, or a link to one."""

    path: str
    is_link: bool


_Item = FoundFile | Skipped | _Folder
_Listing = list[tuple[str, _Item]]
"""What lies in a folder by name; the name of a folder ends with `/`, so that whole paths come in order."""


class _Walk:
    """One walk. Folders are kept on a list, not on the stack: they may lie deeper than Python calls."""

    def __init__(self, root: Path, ignored: Ignored, follow_links: bool, is_supported: Callable[[str], bool]) -> None:
        self._root = os.path.realpath(root)
        self._ignored = ignored
        self._follow_links = follow_links
        self._is_supported = is_supported
        self._supported: dict[str, bool] = {}
        """By suffix, which decides."""
        self._seen: set[tuple[int, int]] = set()
        """Folders entered, by device and inode; kept only where links are followed."""

    def run(self) -> Iterator[FoundFile | Skipped]:
        open_folders = [iter(self._first(""))]
        while open_folders:
            for _, item in open_folders[-1]:
                if not isinstance(item, _Folder):
                    yield item
                    continue
                below = self._folder(item)
                if isinstance(below, Skipped):
                    yield below
                elif below:
                    open_folders.append(iter(below))
                    break
            else:
                open_folders.pop()

    def folders(self, below: str) -> Iterator[str]:
        """The folders alone, in no particular order."""
        left = [self._first(below, files=False)]
        yield below
        while left:
            for _, item in left.pop():
                inside = self._folder(item, files=False) if isinstance(item, _Folder) else None
                if isinstance(inside, list) and isinstance(item, _Folder):
                    yield item.path
                    left.append(inside)

    def one(self, path: str) -> Iterator[FoundFile | Skipped]:
        """What `run` would say of one file."""
        folder, _, name = path.rpartition("/")
        try:
            with os.scandir(f"{self._root}/{folder}") as listing:
                entry = next((entry for entry in listing if entry.name == name), None)
        except OSError as error:
            raise CollectionError(f"{self._root}/{folder}: cannot be opened: {in_words(error)}") from error
        found = self._file(path, entry) if entry else None
        if found is not None:
            yield found

    def _first(self, folder: str, *, files: bool = True) -> _Listing:
        try:
            listing = self._list(folder, files)
        except OSError as error:
            where = f"{self._root}/{folder}" if folder else self._root
            raise CollectionError(f"{where}: cannot be opened: {in_words(error)}") from error
        if self._follow_links:
            self._enter(folder)
        return listing

    def _list(self, folder: str, files: bool) -> _Listing:
        """What lies in a folder. Without `files` only the folders in it, whose order is of no interest.

        A million files pass here: what they are is asked for by name in the open folder, at once.
        """
        prefix = folder + "/" if folder else ""
        ignores, file = self._ignored.matches, self._file
        found: _Listing = []
        of_pages: list[str] = []
        handle = os.open(f"{self._root}/{folder}", os.O_RDONLY | os.O_DIRECTORY)
        try:
            with os.scandir(handle) as listing:
                for entry in listing:
                    name = entry.name
                    path = prefix + name
                    try:
                        is_folder = entry.is_dir()
                    except OSError:
                        is_folder = False
                    if is_folder:
                        if name != ALWAYS_IGNORED and not ignores(path, True):
                            found.append((name + "/", _Folder(path, entry.is_symlink())))
                            if files and may_be_of_page(name):
                                of_pages.append(name)
                    elif files and name != ALWAYS_IGNORED and not ignores(path, False):
                        item = file(path, entry)
                        if item is not None:
                            found.append((name, item))
        finally:
            os.close(handle)
        if of_pages:
            _leave_to_pages(found, of_pages, prefix)
        if files:
            found.sort()
        return found

    def _folder(self, folder: _Folder, *, files: bool = True) -> _Listing | Skipped | None:
        """What lies in a folder, why it is skipped, or None where there is nothing to say of it."""
        path = folder.path
        try:
            if folder.is_link:
                refused = self._refused_link(path, folder=True)
                if refused is not None:
                    return refused if refused.reason else None
            if self._follow_links and not self._enter(path):
                return Skipped(path, "a link leads to this folder, which is read already", False)
            return self._list(path, files)
        except FileNotFoundError:
            return None
        except OSError as error:
            # Documents may lie in there, so this is worth a complaint.
            return Skipped(path, f"the folder cannot be opened: {in_words(error)}", True)

    def _file(self, path: str, entry: os.DirEntry[str]) -> FoundFile | Skipped | None:
        """A file as found, why it is skipped, or None where there is nothing to say of it."""
        name = entry.name
        dot = name.rfind(".")
        suffix = name[dot:] if dot > 0 else ""
        supported = self._supported.get(suffix)
        if supported is None:
            if len(self._supported) >= _MOST_SUFFIXES:
                self._supported.clear()
            supported = self._supported[suffix] = self._is_supported(name)
        try:
            if entry.is_symlink():
                refused = self._refused_link(path, folder=False)
                if refused is not None:
                    return refused if refused.reason else None
                status = entry.stat()
            else:
                status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return None
        except OSError as error:
            return Skipped(path, in_words(error), supported)
        if not stat.S_ISREG(status.st_mode):
            return Skipped(path, kind_in_words(status.st_mode), supported)
        if not supported:
            return Skipped(path, no_reader(name), False)
        return FoundFile(path, status.st_size, status.st_mtime_ns, status.st_ino)

    def _refused_link(self, path: str, *, folder: bool) -> Skipped | None:
        """Why a link is not followed, with an empty reason where that goes without saying; None where it is."""
        supported = not folder and self._is_supported(path)
        try:
            target = os.path.realpath(f"{self._root}/{path}", strict=True)
        except FileNotFoundError:
            return Skipped(path, "a link to nothing", supported)
        except OSError as error:
            return Skipped(path, f"a link that cannot be followed: {in_words(error)}", supported)
        inside = target == self._root or target.startswith(self._root.rstrip("/") + "/")
        if inside:
            return Skipped(path, "", supported)
        if not self._follow_links:
            return Skipped(path, "a link out of the collection", supported)
        if folder and self._root.startswith(target.rstrip("/") + "/"):
            return Skipped(path, "a link to a folder that holds the collection", False)
        return None

    def _enter(self, path: str) -> bool:
        """Note that a folder is entered; False where it was before."""
        status = Path(f"{self._root}/{path}").stat()
        key = (status.st_dev, status.st_ino)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True


def _leave_to_pages(found: _Listing, folders: list[str], prefix: str) -> None:
    """Skip folders that hold what a saved page shows."""
    names = {name for name, _ in found}
    pages = {folder + "/": page for folder in folders if (page := page_of(folder, names))}
    for number, (name, _) in enumerate(found):
        if name in pages:
            reason = f"pictures and programs of the saved page {pages[name]}"
            found[number] = (name, Skipped(prefix + name[:-1], reason, False))
