"""The settings as plain frozen dataclasses. Defaults stand in config.yaml and nowhere else.

Plain, so that the reader can start from the checked copy in the cache without importing yaml or pydantic; the
checking is in `index.config`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentsSettings:
    """Which files are documents, and what one file may cost."""

    ignore: tuple[str, ...]
    """Patterns of files and folders that are left out, as in a .gitignore without negation."""
    follow_links: bool
    """Follow symbolic links out of the collection."""
    max_megabytes: int
    """A larger file is skipped and reported."""
    seconds_a_file: int
    """A worker that takes longer over one file is stopped and the file reported."""
    worker_megabytes: int
    """Memory that a worker process may use."""


@dataclass(frozen=True, slots=True)
class RowsSettings:
    """What the columns of some tables (CSV, JSON) hold. Empty: no column holds it."""

    files: str
    """Pattern of the files, as in a .gitignore."""
    text: tuple[str, ...] = ()
    """Columns that are read, in order; none leaves it to be guessed."""
    title: str = ""
    date: str = ""
    author: str = ""
    source: str = ""
    key: str = ""
    """What a row is called."""
    tags: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class FormatsSettings:
    """What files that hold others may cost, and how some formats are read."""

    max_container_megabytes: int
    """A larger archive or mailbox is skipped and reported."""
    max_unpacked_megabytes: int
    """What one file of the collection may unpack to, whatever is nested in it."""
    max_members: int
    """Files, messages and rows in one file of the collection."""
    max_depth: int
    """Archives in archives."""
    max_ratio: int
    """Unpacked to packed."""
    rows: tuple[RowsSettings, ...] = ()
    """The first that fits a file counts."""
    ocr: str = "never"
    """Whether the program tesseract reads scanned pages where it is installed: `auto` or `never`."""
    ocr_languages: tuple[str, ...] = ()
    """Languages of scanned pages, as tesseract calls them."""


@dataclass(frozen=True, slots=True)
class MetadataSettings:
    """What is known of documents beside their texts."""

    paths: tuple[str, ...]
    """Patterns of paths, tried in order."""
    table: str
    """A CSV file of the collection with a line a document; empty = none."""


@dataclass(frozen=True, slots=True)
class IndexingSettings:
    """How the index is made."""

    jobs: int
    """Worker processes; 0 = one a core."""
    batch_documents: int
    """Documents a commit."""
    watch: str
    """`auto`, `on` or `off`: whether changes of files are noticed while the reader is open."""
    poll_seconds: int
    """Between two looks, where the system does not tell of changes."""


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How search answers."""

    engine: str
    """The full-text engine: `whoosh`, or `tantivy` where the extra `fast` is installed."""
    limit: int
    """Hits shown."""
    snippet_characters: int
    prefix_terms: int
    """At most this many words are tried for a prefix or a pattern; a notice says when more exist."""
    stemming: tuple[str, ...]
    """`auto` alone: a plain word finds its other endings by the language of each document. Otherwise languages (ISO
    639-1), whose endings it finds in all of them; the words of the first that say little (the, of) take no part in the
    order of hits where others do."""


@dataclass(frozen=True, slots=True)
class EntitiesSettings:
    """What finds the names in documents."""

    model: str
    """`auto`: the best model that is installed, if any. `none`, or the name of the package that holds it."""
    model_workers: int
    """Worker processes that load it."""


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How a text is shown."""

    measure: int
    """Widest line of text, in cells."""
    zen_measure: int
    """The same where the text stands alone."""
    ruler: str
    """`none`, `paragraph` or `sentence`: what is brightened from the start."""
    tab_width: int
    scroll_margin: int
    """Rows kept visible above and below the cursor."""
    mark_read_at: int
    """Percent of a document after which it counts as read."""
    page_overlap: int
    """Rows kept in view when paging."""


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """How the screen is arranged."""

    theme: str
    """`auto`, `dark`, `light`, `contrast`, `mono` or `terminal`."""
    documents_width: int
    entities_width: int
    hide_entities_below: int
    """Columns below which the entity sidebar becomes an overlay."""
    hide_documents_below: int
    which_key_seconds: float
    """How long a prefix waits before its keys are shown."""


@dataclass(frozen=True, slots=True)
class ListSettings:
    """The list of documents."""

    columns: tuple[str, ...]
    """What stands below a title."""
    sort: str
    group: str
    """`none`, `source`, `date` (by year), `month` or `folder`."""


@dataclass(frozen=True, slots=True)
class ConcordanceSettings:
    """Matches in lines."""

    width: int
    """Characters shown before and after a match."""


@dataclass(frozen=True, slots=True)
class CollocatesSettings:
    """The words around matches."""

    window: tuple[int, int]
    """How many words before a match are looked at, and how many after it."""
    least: int
    """How often a word must stand there to be listed."""
    across_paragraphs: bool
    """The window goes on beyond the paragraph of the match."""
    small_words: bool
    """Words that say little are listed."""


@dataclass(frozen=True, slots=True)
class CopiesSettings:
    """Texts that several documents have in common."""

    fold: bool
    """Of search results with the same text the first stands for all."""
    similarity: int
    """Percent of the runs of five words that near copies have in common."""


@dataclass(frozen=True, slots=True)
class AnnotationSettings:
    """Annotations that are made here."""

    layer: str
    """Name of the layer written to; empty = the user's login name."""
    context_characters: int
    """Characters kept before and after a passage, to find it again."""
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerifySettings:
    """Finished drafts that are checked."""

    shortest: int
    """Words below which a quotation is not looked up."""
    reach: int
    """Characters that an ellipsis may leave out."""


@dataclass(frozen=True, slots=True)
class ClipboardSettings:
    """Copying out of the terminal."""

    target: str
    """`terminal` (OSC 52), `file` or `command`."""
    file: str
    """Empty = a file in the state folder."""
    command: tuple[str, ...]
    """A program with its arguments, given the copy on standard input; never run by a shell."""
    max_kilobytes: int
    """OSC 52 payloads above this are refused, because terminals cut them."""


@dataclass(frozen=True, slots=True)
class OutsideSettings:
    """Programs outside Glossator."""

    open_with: tuple[str, ...]
    """Opens the original of a document, `{file}` its path; empty = the system's own opener."""


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """The reader in a browser."""

    host: str
    port: int
    """0 = any free one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting."""

    documents: DocumentsSettings
    formats: FormatsSettings
    metadata: MetadataSettings
    indexing: IndexingSettings
    search: SearchSettings
    entities: EntitiesSettings
    reading: ReadingSettings
    screen: ScreenSettings
    list: ListSettings
    concordance: ConcordanceSettings
    collocates: CollocatesSettings
    copies: CopiesSettings
    annotations: AnnotationSettings
    verify: VerifySettings
    clipboard: ClipboardSettings
    outside: OutsideSettings
    serve: ServeSettings
    keyboard: str
    """`standard`, or `plain`: letters and function keys alone."""
    keys: dict[str, tuple[str, ...]]
    """Command id -> keys in force; with the plain keyboard those of `keys_plain` are laid over them."""
    keys_plain: dict[str, tuple[str, ...]]
    """Command id -> keys of the plain keyboard, where they are not those of `keys`."""
    macros: dict[str, tuple[str, ...]]
    """Key -> commands that it runs one after the other, each with its argument behind its id."""
    sealed: bool
    """No clipboard, no outside programs, no `serve`."""


UNSAFE_IN_A_COLLECTION: tuple[str, ...] = (
    "documents.follow_links",
    "documents.max_megabytes",
    "documents.seconds_a_file",
    "documents.worker_megabytes",
    "formats.max_container_megabytes",
    "formats.max_unpacked_megabytes",
    "formats.max_members",
    "formats.max_depth",
    "formats.max_ratio",
    "formats.ocr",
    "formats.ocr_languages",
    "indexing",
    "search.engine",
    "search.prefix_terms",
    "entities",
    "screen.theme",
    "clipboard",
    "outside",
    "serve",
    "keyboard",
    "keys",
    "keys_plain",
    "macros",
    "sealed",
)
"""Settings that a folder somebody sent may not decide; reported and ignored in a collection's own config.yaml."""
