"""Which layer of settings wins, and what a folder that somebody sent may not decide."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.config import load_settings
from index.errors import SettingsError
from index.paths import user_config_file
from index.settings import UNSAFE_IN_A_COLLECTION


def faults(*arguments: object, **keywords: object) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        load_settings(*(arguments or (None,)), **keywords)  # type: ignore[arg-type]
    return raised.value.faults


def test_the_later_layer_wins_and_says_so(
    own: Callable[[str], Path], collection: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = own("search:\n  limit: 30\n  snippet_characters: 300\nreading:\n  measure: 60\n  tab_width: 4\n")
    folder = collection("search: {limit: 40, snippet_characters: 400}\nreading: {measure: 50}\n")
    monkeypatch.setenv("GLOSSATOR_SEARCH__LIMIT", "50")
    monkeypatch.setenv("GLOSSATOR_READING__MEASURE", "90")
    loaded = load_settings(folder, {"search.limit": "60", "sealed": "true"})
    settings, origins = loaded.settings, loaded.provenance
    assert (settings.search.limit, settings.reading.measure) == (60, 90)
    assert (settings.search.snippet_characters, settings.reading.tab_width) == (400, 4)
    assert settings.sealed is True
    assert origins["search.limit"] == origins["sealed"] == ("option", None)
    assert origins["reading.measure"] == ("GLOSSATOR_READING__MEASURE", None)
    assert origins["search.snippet_characters"] == (str(folder / ".glossator" / "config.yaml"), 1)
    assert origins["reading.tab_width"] == (str(file), 6)


def test_keys_are_laid_over_command_by_command(own: Callable[[str], Path]) -> None:
    defaults = load_settings(None).settings.keys
    own("keys:\n  annotate: [a, ctrl+n]\n  zen: []\n")
    assert load_settings(None).settings.keys == {**defaults, "annotate": ("a", "ctrl+n"), "zen": ()}


def test_a_section_of_which_every_line_is_a_comment_sets_nothing(own: Callable[[str], Path]) -> None:
    plain = load_settings(None).settings
    own("search:\n  # limit: 30\nkeys:\n")
    assert load_settings(None).settings == plain


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "null\n", "\ufeffsearch:\n"])
def test_an_empty_file_sets_nothing(text: str, own: Callable[[str], Path]) -> None:
    plain = load_settings(None).settings
    own(text)
    assert load_settings(None).settings == plain


@pytest.mark.parametrize(
    ("variable", "value", "setting", "expected"),
    [
        ("GLOSSATOR_SCREEN__THEME", "light", "screen.theme", "light"),
        ("GLOSSATOR_SEALED", "true", "sealed", True),
        ("GLOSSATOR_SEARCH__STEMMING", "[en, fr]", "search.stemming", ("en", "fr")),
        ("GLOSSATOR_SEARCH__STEMMING", "auto", "search.stemming", ("auto",)),
        ("GLOSSATOR_ANNOTATIONS__LAYER", "2024", "annotations.layer", "2024"),
        ("GLOSSATOR_SCREEN__WHICH_KEY_SECONDS", "1", "screen.which_key_seconds", 1.0),
    ],
)
def test_a_variable_sets_what_its_name_says(
    variable: str, value: str, setting: str, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    found: object = load_settings(None).settings
    for name in setting.split("."):
        found = getattr(found, name)
    assert found == expected
    assert type(found) is type(expected)


def test_a_variable_names_a_command_with_low_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOSSATOR_KEYS__ROW_DOWN", "[down]")
    assert load_settings(None).settings.keys["row-down"] == ("down",)


def test_a_layer_may_be_named_like_a_date(own: Callable[[str], Path]) -> None:
    own("annotations:\n  layer: 2031-09-10\n")
    assert load_settings(None).settings.annotations.layer == "2031-09-10"


def test_what_a_collection_may_not_decide_is_reported_and_ignored(collection: Callable[[str], Path]) -> None:
    plain = load_settings(None).settings
    folder = collection(
        "documents:\n  follow_links: true\n  ignore: [drafts/]\nindexing:\n  jobs: 64\n  nonsense: 3\n"
        "keys:\n  quit: []\nsealed: nonsense\nscreen:\n  theme: light\n"
    )
    loaded = load_settings(folder)
    assert loaded.settings.documents.ignore == ("drafts/",)
    assert dataclasses.replace(loaded.settings, documents=plain.documents) == plain
    assert loaded.settings.documents.follow_links is False
    file = folder / ".glossator" / "config.yaml"
    ends = f"ignored in a collection's own file; it may be set in {user_config_file()}"
    assert loaded.warnings == [
        f"{file}:2:3: documents.follow_links: {ends}",
        f"{file}:5:3: indexing.jobs: {ends}",
        f"{file}:6:3: indexing.nonsense: {ends}",
        f"{file}:8:3: keys.quit: {ends}",
        f"{file}:9:1: sealed: {ends}",
        f"{file}:11:3: screen.theme: {ends}",
    ]
    assert load_settings(folder).warnings == loaded.warnings, "the checked copy keeps them"


@pytest.mark.parametrize("unsafe", UNSAFE_IN_A_COLLECTION)
def test_every_unsafe_setting_exists(unsafe: str) -> None:
    names = {*load_settings(None).provenance, "macros"}  # of which the shipped file has none
    assert any(name == unsafe or name.startswith(unsafe + ".") for name in names)


def test_the_manual_names_every_unsafe_setting() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text()
    assert [unsafe for unsafe in UNSAFE_IN_A_COLLECTION if f"`{unsafe}`" not in manual] == []


def test_links_are_not_followed(tmp_path: Path, collection: Callable[[str], Path]) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "config.yaml").write_text("search:\n  limit: 77\n")
    folder = collection("")
    file = folder / ".glossator" / "config.yaml"
    file.unlink()
    file.symlink_to(elsewhere / "config.yaml")
    for _ in range(2):
        loaded = load_settings(folder)
        assert loaded.settings.search.limit != 77
        assert loaded.warnings == [f"{file}:1:1: config: not read, because it is a link"]
    shutil.rmtree(folder / ".glossator")
    (folder / ".glossator").symlink_to(elsewhere)
    assert load_settings(folder).settings.search.limit != 77


def test_a_faulty_file_of_a_collection_is_told_with_its_place(collection: Callable[[str], Path]) -> None:
    folder = collection("search:\n  limit: lots\n")
    assert faults(folder) == [f"{folder}/.glossator/config.yaml:2:10: search.limit: should be a whole number, not lots"]
