"""What the tests of annotations share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from index.annotations.anchoring import make_selector
from index.annotations.annotation import Annotation


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def make_annotation(text: str, start: int, end: int, **changes: Any) -> Annotation:
    """An annotation of a passage, as it would be made on this text."""
    exact, prefix, suffix = make_selector(text, start, end, 32)
    values: dict[str, Any] = {
        "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "document": "a.txt",
        "text_sha256": changes.get("text_sha256") or sha(text),
        "file_sha256": changes.get("text_sha256") or sha("file of " + text),
        "start": start,
        "end": end,
        "exact": exact,
        "prefix": prefix,
        "suffix": suffix,
        "note": "",
        "codes": (),
        "kind": None,
        "layer": "ann",
        "created": "2031-09-10T12:00:00.000Z",
        "updated": "2031-09-10T12:00:00.000Z",
    }
    return Annotation(**{**values, **changes})


@pytest.fixture
def mark() -> Callable[..., Annotation]:
    """`mark(text, "words", …)`: an annotation of the first place where the words stand."""

    def of(text: str, words: str, **changes: Any) -> Annotation:
        start = text.index(words)
        return make_annotation(text, start, start + len(words), **changes)

    return of


@pytest.fixture
def hashed() -> Callable[[str], str]:
    return sha


@pytest.fixture(scope="session")
def mark_any() -> Callable[..., Annotation]:
    """`mark_any(text, start, end, …)`: an annotation of these offsets."""
    return make_annotation
