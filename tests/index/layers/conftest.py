"""What the tests of layers share with those of annotations."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from index.annotations.anchoring import make_selector
from index.annotations.annotation import Annotation


def make_annotation(text: str, start: int, end: int, **changes: Any) -> Annotation:
    """An annotation of a passage, as it would be made on this text."""
    exact, prefix, suffix = make_selector(text, start, end, 32)
    sha = hashlib.sha256(text.encode()).hexdigest()
    values: dict[str, Any] = {
        "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "document": "a.txt",
        "text_sha256": sha,
        "file_sha256": sha,
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


@pytest.fixture(scope="session")
def mark_any():
    """`mark_any(text, start, end, …)`: an annotation of these offsets."""
    return make_annotation
