"""Noticing changes by notices of the system, through `watchfiles`, the extra `watch`.

Each folder is watched by itself, and only folders that the walk enters: asked to watch all below a folder, the library
follows links out of it, into whatever they lead to.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import CollectionError, GlossatorError
from index.patterns import Ignored
from index.readers import is_supported
from index.saved_pages import touches_pages
from index.walk import ALWAYS_IGNORED, folders
from index.watching.disks import network_file_system
from index.watching.events import Changed, Lost, OnWatchEvent, Order, Watching

if TYPE_CHECKING:
    from watchfiles import _rust_notify

_QUIET_MS = 100
"""Changes are told of when nothing has changed for so long,"""
_LONGEST_MS = 500
"""or after this time, where something changes all the while."""
_GLANCE_MS = 2_000
"""How often it is looked whether the folder itself is still there."""
_MOST_NAMED = 500
"""Files that are told of by name; of more it is only told that there are some."""
_BACK_SECONDS = 1.0
_TRIES = 3


class NoNotices(GlossatorError):
    """The system's notices cannot be had; the message is the reason."""


def take_notices(order: Order, tell: OnWatchEvent, gone: threading.Event) -> None:
    """Tell of changes until `gone` is set. Raises NoNotices, also later on, where a limit is reached."""
    try:
        from watchfiles import _rust_notify  # noqa: F401
    except ImportError:
        raise NoNotices("watchfiles is not installed: pip install 'glossator[watch]'") from None
    disk = network_file_system(order.root)
    if disk is not None:
        raise NoNotices(f"the folder lies on a network file system ({disk})")
    notices = _Notices(order, tell, gone)
    if notices.begin():
        tell(Watching("notices"))
    while not gone.is_set():
        notices.take()


class _Notices:
    """The folders that are watched, and what is told of them."""

    def __init__(self, order: Order, tell: OnWatchEvent, gone: threading.Event) -> None:
        self._order = order
        self._tell = tell
        self._gone = gone
        self._ignored = Ignored(order.ignore)
        self._folders: set[str] = set()
        """Full paths."""
        self._identity: tuple[int, int] | None = None
        self._notify: _rust_notify.RustNotify | None = None

    def begin(self) -> bool:
        """Watch the folder as it is now; where it is not there, say so and wait. False where that was in vain."""
        lost = False
        while not self._gone.is_set():
            self._identity = self._look_at_root()
            if self._identity is not None and self._watch_all():
                if lost:
                    self._tell(Changed())
                return True
            if not lost:
                lost = True
                self._tell(Lost("the folder is gone"))
            self._gone.wait(_BACK_SECONDS)
        return False

    def take(self) -> None:
        """Wait for notices, for a moment; tell of what they say."""
        from watchfiles._rust_notify import WatchfilesRustInternalError

        assert self._notify is not None
        try:
            found = self._notify.watch(_LONGEST_MS, _QUIET_MS, _GLANCE_MS, self._gone)
        except WatchfilesRustInternalError:
            # A name that is not UTF-8, which it cannot tell; it would say so for ever.
            self._again()
            self._tell(Changed())
            return
        if self._look_at_root() != self._identity:
            # Gone, or another one stands in its place. What was told of it until now is no news.
            self._tell(Lost("the folder is gone"))
            self.begin()
            self._tell(Changed())
        elif isinstance(found, set):
            news = self._news_in([path for _, path in found])
            if news is not None:
                self._tell(news)

    def _look_at_root(self) -> tuple[int, int] | None:
        try:
            status = Path(self._order.root).stat()
            os.scandir(self._order.root).close()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _watch_all(self) -> bool:
        """Watch every folder; False where the collection cannot be listed."""
        order = self._order
        try:
            self._folders = {order.root} if order.only is not None else set(self._below(""))
            self._renew()
        except (CollectionError, FileNotFoundError):
            return False
        return True

    def _below(self, path: str) -> Iterator[str]:
        order = self._order
        found = folders(Path(order.root), order.ignore, follow_links=order.follow_links, below=path)
        return (f"{order.root}/{each}" if each else order.root for each in found)

    def _watch_otherwise(self, changed: set[str]) -> None:
        """Some folders are new, gone or others than before: what lies below them is listed again."""
        begins = tuple(f"{path}/" for path in changed)
        self._folders = {each for each in self._folders if each not in changed and not each.startswith(begins)}
        for path in sorted(changed):
            with suppress(CollectionError):  # gone
                self._folders.update(self._below(path[len(self._order.root) + 1 :]))
        try:
            self._renew()
        except FileNotFoundError:
            self._again()

    def _again(self) -> None:
        if not self._watch_all():
            self.begin()

    def _renew(self) -> None:
        """Watch the folders that there are now; the old notices end when the new ones have begun.

        Raises NoNotices, FileNotFoundError.
        """
        from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError

        for left in reversed(range(_TRIES)):
            try:
                new = RustNotify(sorted(self._folders), False, False, 0, False, True)
                break
            except FileNotFoundError:
                # One of them has just gone.
                self._folders = {folder for folder in self._folders if os.path.isdir(folder)}  # noqa: PTH112
                if not left:
                    raise
            except UnicodeEncodeError:
                raise NoNotices("a folder's name is not UTF-8") from None
            except (WatchfilesRustInternalError, OSError) as error:
                raise NoNotices(_in_words(str(error))) from None
        old, self._notify = self._notify, new
        if old is not None:
            old.close()

    def _news_in(self, paths: Iterable[str]) -> Changed | None:
        """What is told of where documents or folders have changed; new folders are watched from now on."""
        news: set[str] = set()
        all_of_it = self._order.follow_links
        otherwise: set[str] = set()
        for path in paths:
            relative = path[len(self._order.root) :].lstrip("/")
            name = relative.rpartition("/")[2]
            if name == ALWAYS_IGNORED or not relative:
                continue
            is_folder = self._is_folder(path)
            if self._ignored.matches(relative, is_folder):
                continue
            if self._order.only is not None:
                news.update({relative} & {self._order.only})
            elif is_folder or path in self._folders:
                otherwise.add(path)
            elif relative == self._order.table or is_supported(name):
                news.add(relative)
                # What it says of others, or a folder beside it whose page it may be, others are to look at.
                all_of_it = all_of_it or relative == self._order.table or touches_pages(relative)
        if otherwise and self._order.follow_links:
            self._again()  # which links are followed depends on all the others
        elif otherwise:
            self._watch_otherwise(otherwise)
        if otherwise or (news and (all_of_it or len(news) > _MOST_NAMED)):
            return Changed()
        return Changed(tuple(sorted(news))) if news else None

    def _is_folder(self, path: str) -> bool:
        # A Path for each would take longer than the question.
        return os.path.isdir(path) and (self._order.follow_links or not os.path.islink(path))  # noqa: PTH112, PTH114


def _in_words(error: str) -> str:
    text = error.lower()
    if "watch limit" in text or "no space" in text:
        return "the system watches no more folders (fs.inotify.max_user_watches)"
    if "too many open files" in text:
        return "the system lets no more programs watch (fs.inotify.max_user_instances)"
    return f"the system cannot tell of changes here: {error}"
