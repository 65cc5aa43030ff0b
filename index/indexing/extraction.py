"""What finds the names in the documents of a run: rules, the reader's own names, perhaps a model; with its version."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.indexing.refused import Refusals
from index.understanding.models import Model, find_model
from index.understanding.own_names import OwnName, version_of
from index.understanding.versions import rules_version

if TYPE_CHECKING:
    from index.indexing.indexer import Job

ENTITIES_FILE: Final = "entities.yaml"


@dataclass(frozen=True, slots=True)
class Extraction:
    """The same in every worker of a run."""

    own: tuple[OwnName, ...] = ()
    model: Model | None = None

    @property
    def base(self) -> str:
        """Fingerprint of everything but the reader's own names."""
        return rules_version() + (f" {self.model.version}" if self.model is not None else "")

    @property
    def version(self) -> str:
        """Fingerprint: what was found under another one is stale."""
        own = version_of(self.own)
        return self.base + (f" own/{own}" if own else "")

    def without_model(self) -> Extraction:
        """Rules and the reader's own names alone."""
        return replace(self, model=None)


def extraction_of(job: Job) -> tuple[Extraction, list[str]]:
    """What a run is to use, and what is wrong with it, in words."""
    own, faults = _own_names([Path(folder) for folder in job.marks])
    model, fault = find_model(job.entities.model)
    refusals = Refusals(Path(job.cache), job.documents.worker_megabytes)
    if model is not None and not job.rebuild and refusals.reason(model) is not None:
        model = None  # told when it was tried
    return Extraction(own, model), faults + ([fault] if fault else [])


def _own_names(folders: list[Path]) -> tuple[tuple[OwnName, ...], list[str]]:
    if not any(os.path.lexists(folder / ENTITIES_FILE) for folder in folders):
        return (), []
    # Imported here: most collections have no such file, and do without what reads YAML.
    from index.entities.patterns_file import read_own_names

    return read_own_names(folders)


def is_based_on(version: str | None, base: str) -> bool:
    """Whether nothing but the reader's own names may have changed since something was found under `version`."""
    return version is not None and version.partition(" own/")[0] == base
