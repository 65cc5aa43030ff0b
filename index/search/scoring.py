"""What a document that holds a word is worth, and what was found of late: the same for every engine."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable
from math import log
from threading import Lock
from typing import NamedTuple

K1, B = 1.5, 0.75
"""BM25F: how late more of a word stops saying more, and how much a long text is held against it; as is usual."""
WEIGHTS = {"body": 1.0, "title": 2.0}
"""What a word counts in each field (measured on three judged collections, see bench/relevance.py)."""

Check = Callable[[], None]
"""Raises Cancelled where the asker no longer waits; called in every loop over postings."""


class Found(NamedTuple):
    """Documents that hold something, each with what that adds to its score."""

    ids: array[int]
    weights: array[float]


class Cache:
    """What was found of late, the least used given up; bounded by the postings it holds."""

    def __init__(self, most: int = 2_000_000) -> None:
        self._most = most
        self._size = 0
        self._entries: OrderedDict[Hashable, Found] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Found | None:
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: Hashable, found: Found) -> None:
        with self._lock:
            if key not in self._entries and len(found.ids) <= self._most:
                self._entries[key] = found
                self._size += len(found.ids) + 10
            while self._size > self._most:
                _, dropped = self._entries.popitem(last=False)
                self._size -= len(dropped.ids) + 10


def rarity(documents: int, of: int) -> float:
    """What a word that so many documents have says of each: BM25's logarithm, never below 0."""
    return log(1 + (of - documents + 0.5) / (documents + 0.5))


def nothing_found() -> Found:
    """No document."""
    return Found(array("Q"), array("f"))
