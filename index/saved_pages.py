"""Folders that browsers make beside a page they save: `Report_files` beside `Report.html`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

_PAGES: Final = (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx")
_ENDINGS: Final = (
    "_files", ".files", "-files", "-Dateien", "_fichiers", "_archivos", "_file", "_arquivos", "_ficheiros",
    "_bestanden", "-filer", "_filer", "_tiedostot", "-tiedostot", "_pliki", "_soubory", "-soubory", "_elemei",
    "_dosyalar", "_datoteke", "_fitxers", "_failid", "_fails", "_bylos", "_fajlovi", "_fitxategiak",
)  # fmt: skip
"""What browsers and Windows add to the name of the page, by their language."""


def may_be_of_page(folder: str) -> bool:
    """Whether a folder of this name belongs to a saved page, if there is such a page beside it."""
    return folder.endswith(_ENDINGS)


def touches_pages(path: str) -> bool:
    """Whether a file is a page or lies in a folder of one, so that what others are may depend on it."""
    *folders, name = path.split("/")
    return name.lower().endswith(_PAGES) or any(map(may_be_of_page, folders))


def page_of(folder: str, beside: Collection[str]) -> str:
    """The name of the page that a folder belongs to, among the names beside it; "" where there is none."""
    stem = next((folder[: -len(ending)] for ending in _ENDINGS if folder.endswith(ending)), "")
    # The name of the page may itself end like a page's name: `index.html_files`.
    whole = stem if stem.lower().endswith(_PAGES) else ""
    return next((name for name in (*(stem + ending for ending in _PAGES), whole) if stem and name in beside), "")
