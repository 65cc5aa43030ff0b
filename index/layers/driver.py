"""What git calls to merge a file of `.glossator/`: which kind of file it is, and what becomes of its versions."""

from __future__ import annotations

from typing import Final

from index.layers.jsonl_merge import Merge, MergedFile, merge_files
from index.layers.yaml_merge import merge_yaml

_BY_SUFFIX: Final[dict[str, Merge]] = {".jsonl": merge_files, ".yaml": merge_yaml, ".yml": merge_yaml}


def merge(base: bytes, ours: bytes, theirs: bytes, name: str = "") -> MergedFile:
    """Merge three versions of a file; `name` is its path, by whose end its kind is known.

    Without a name that helps, a file whose first line begins with a brace is one of records.
    """
    if theirs in (ours, base):
        return MergedFile(ours)
    if ours == base:
        return MergedFile(theirs)
    return _kind(name, ours or theirs)(base, ours, theirs)


def _kind(name: str, sample: bytes) -> Merge:
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    first = sample.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return merge_files if first in (b"{", b"<") else merge_yaml
