"""The engine that the settings name."""

from __future__ import annotations

from pathlib import Path

from index.errors import GlossatorError
from index.search.engine import SearchEngine
from index.settings import SearchSettings

MISSING = "search.engine is tantivy, which is not installed: pip install 'glossator[fast]', or set it to whoosh."


def open_engine(folder: Path, settings: SearchSettings) -> SearchEngine:
    """The engine that the settings name, on the index in `folder` (which need not exist). Cheap until it is used.

    Raises GlossatorError where that engine is not installed.
    """
    if settings.engine == "tantivy":
        try:
            from index.search.tantivy_engine import TantivyEngine
        except ModuleNotFoundError as error:
            raise GlossatorError(MISSING) from error
        return TantivyEngine(folder, prefix_terms=settings.prefix_terms)
    from index.search.whoosh_engine import WhooshEngine

    return WhooshEngine(folder, prefix_terms=settings.prefix_terms)
