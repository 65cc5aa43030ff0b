"""One layer: `layers/NAME.jsonl`."""

from __future__ import annotations

from pathlib import Path

from index.annotations.annotation import Annotation
from index.annotations.record import from_record
from index.annotations.record_file import RecordFile


class LayerFile(RecordFile[Annotation]):
    """The annotations of one layer in one folder of marks, sorted by document and position when compacted."""

    def __init__(self, folder: Path, layer: str, *, private: bool = False) -> None:
        super().__init__(
            folder,
            ("layers",),
            f"{layer}.jsonl",
            lambda record: from_record(record, layer),
            lambda each: (each.document, each.start, each.id),
            private=private,
        )
        self.layer = layer
