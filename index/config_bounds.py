"""What values a setting may have: bounds of numbers, choices, shapes of words."""

from __future__ import annotations

import re
from typing import Final

from index.listing import COLUMNS, GROUPINGS, SHOWN_COLUMNS

BOUNDS: Final[dict[str, tuple[int, int]]] = {
    "documents.max_megabytes": (1, 4096),
    "documents.seconds_a_file": (1, 86_400),
    "documents.worker_megabytes": (256, 1_048_576),
    "formats.max_container_megabytes": (1, 1_000_000),
    "formats.max_unpacked_megabytes": (1, 1_000_000),
    "formats.max_members": (1, 100_000_000),
    "formats.max_depth": (1, 20),
    "formats.max_ratio": (10, 100_000),
    "indexing.jobs": (0, 256),
    "indexing.batch_documents": (1, 100_000),
    "indexing.poll_seconds": (1, 86_400),
    "search.limit": (0, 1_000_000),
    "search.snippet_characters": (20, 10_000),
    "search.prefix_terms": (1, 100_000),
    "entities.model_workers": (1, 64),
    "concordance.width": (0, 1_000),
    "collocates.window": (0, 50),
    "collocates.least": (1, 1_000_000),
    "copies.similarity": (30, 100),
    "reading.measure": (20, 400),
    "reading.zen_measure": (20, 400),
    "reading.tab_width": (1, 32),
    "reading.scroll_margin": (0, 50),
    "reading.mark_read_at": (1, 100),
    "reading.page_overlap": (0, 20),
    "screen.documents_width": (10, 200),
    "screen.entities_width": (10, 200),
    "screen.hide_entities_below": (0, 1000),
    "screen.hide_documents_below": (0, 1000),
    "screen.which_key_seconds": (0, 60),
    "annotations.context_characters": (0, 1000),
    "verify.shortest": (1, 100),
    "verify.reach": (0, 1_000_000),
    "clipboard.max_kilobytes": (1, 100_000),
    "serve.port": (0, 65_535),
}
ONE_OF: Final[dict[str, tuple[str, ...]]] = {
    "keyboard": ("standard", "plain"),
    "search.engine": ("whoosh", "tantivy"),
    "indexing.watch": ("auto", "on", "off"),
    "formats.ocr": ("auto", "never"),
    "reading.ruler": ("none", "paragraph", "sentence"),
    "list.sort": COLUMNS,
    "list.group": GROUPINGS,
    "clipboard.target": ("terminal", "file", "command"),
    "screen.theme": ("auto", "dark", "light", "contrast", "mono", "terminal"),
}
SHAPE: Final[dict[str, tuple[re.Pattern[str], str]]] = {
    "search.stemming": (
        re.compile(r"auto|[a-z]{2}"),
        "should be auto, or a list with the two letters of each language, such as [en, fr]",
    ),
    "formats.ocr_languages": (
        re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}"),
        "should be a language of tesseract, such as eng, deu or chi_sim",
    ),
    "annotations.layer": (
        re.compile(r"(?!\.)[A-Za-z0-9._-]{0,100}"),
        "should be letters, digits, `.`, `_` and `-`, and not begin with `.`",
    ),
    "entities.model": (
        re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}"),
        "should be auto, none, or the name of an installed package, such as en_core_web_md",
    ),
    "list.columns": (re.compile("|".join(SHOWN_COLUMNS)), f"should be one of {', '.join(SHOWN_COLUMNS)}"),
    "annotations.kinds": (
        re.compile(
            r"[\w-]{1,40}(?: [^\s\w]{1,2})?(?: (?:person|org|place|group|date|other|accent|bar|error|#[0-9a-fA-F]{6}))?"
        ),
        "should be one word, and behind it perhaps a sign and a colour, such as: claim ◆ person",
    ),
}
