"""Whether texts are versions of one another, told from a few numbers kept of each.

What stands in the same words in several texts is furniture only where these texts are not one text that was kept
several times. A sketch is the smallest hashes of a text's runs of words: the share that two sketches have in common is
about that of their runs (Broder, "On the resemblance and containment of documents", 1997).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from heapq import nsmallest
from zlib import crc32

_RUN = 4
_KEPT = 24
_CHARACTERS = 300_000
"""Of a longer text its beginning is looked at."""
_ALIKE = 0.4
MOST_COMPARED = 64
"""Texts that are worth a look: where so many are of a few families, the rest is."""
_WORD = re.compile(r"\w+")
_MASK = 0xFFFFFFFF


def sketch_of(text: str) -> bytes:
    """At most 96 bytes, the same for the same words."""
    words = [crc32(word.encode()) for word in _WORD.findall(text[:_CHARACTERS].casefold())]
    first, second, third, fourth = (words[at:] for at in range(_RUN))
    runs = {
        (a * 0x9E3779B1 + b * 0x85EBCA77 + c * 0xC2B2AE3D + d * 0x27D4EB2F) & _MASK
        for a, b, c, d in zip(first, second, third, fourth, strict=False)
    }
    # Sums of products keep what is low in the low bits: these are mixed before the smallest are taken.
    return array("I", nsmallest(_KEPT, (((run ^ run >> 15) * 0x2C1B3C6D) & _MASK for run in runs))).tobytes()


def are_versions(one: bytes, other: bytes) -> bool:
    """Whether two texts have most in common; never of texts that are too short to have a sketch."""
    here, there = set(_numbers(one)), set(_numbers(other))
    smallest = nsmallest(_KEPT, here | there)
    return bool(smallest) and sum(each in here and each in there for each in smallest) >= _ALIKE * len(smallest)


def hold_apart(sketches: Iterable[bytes], count: int) -> bool:
    """Whether there are so many texts of which none is a version of another. Deterministic for an order."""
    families: list[bytes] = []
    for sketch in sketches:
        if not any(are_versions(sketch, other) for other in families):
            families.append(sketch)
            if len(families) >= count:
                return True
    return False


def _numbers(sketch: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(sketch)
    return numbers
