"""The commands by name: the module and function of each, and what it does. Free of click."""

from __future__ import annotations

from typing import Final

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "index": ("index:index", "Bring the index of a collection up to date."),
    "documents": ("documents:documents", "List the documents with what they say of themselves."),
    "text": ("documents:text", "Print the text of a document exactly."),
    "search": ("search:search", "Search every document."),
    "concordance": ("concordance:concordance", "Print every match in a line of its own."),
    "collocates": ("collocates:collocates", "List the words that stand around the matches of a query."),
    "frequency": ("frequency:frequency", "Count the matches of a query by year, month or day."),
    "batch": ("batch:batch", "Search for every line of a list."),
    "entities": ("entities:entities", "List people, organisations, places and groups."),
    "mentions": ("entities:mentions", "List every place where a name, a date or a quantity stands."),
    "dates": ("dates:dates", "List dates with their values, and what each was counted from."),
    "figures": ("figures:figures", "List numbers with their units and what they are of."),
    "facts": ("facts:facts", "Put what documents state of one thing side by side."),
    "quotes": ("quotes:quotes", "List what is quoted, and who said it."),
    "copies": ("copies:copies", "List documents with the same text, or with nearly the same."),
    "same-words": ("copies:same_words", "List passages that several documents have in the same words."),
    "annotations": ("annotations:group", "List, add, export, import and check annotations."),
    "layers": ("layers:group", "Compare what several people have marked."),
    "merge-driver": ("merge_driver:merge_driver", "Merge two versions of a file of .glossator/, for git."),
    "dossier": ("dossier:dossier", "Write a dossier out: Markdown, HTML or JSON."),
    "verify": ("verify:verify", "Look up every quotation of a finished draft."),
    "manifest": ("manifest:manifest", "Print or check the SHA-256 of every file."),
    "check": ("upkeep:check", "Examine catalogue, index and layers."),
    "forget": ("upkeep:forget", "Remove every trace of a collection outside it."),
    "config": ("configuration:config", "Show the settings in force and where each comes from."),
    "serve": ("serve:serve", "Open a folder or a file in a browser on this machine."),
}


def nearest_command(name: str) -> str | None:
    """The command that a word which is neither command nor path may have meant."""
    import difflib  # for a mistake alone

    return next(iter(difflib.get_close_matches(name, list(COMMANDS), 1, 0.7)), None)
