"""Keys as they are written, and what they mean in a chain of contexts."""

from __future__ import annotations

import pytest

from tui.keymap import BadKey, Keymap, check_keys, key_of_event, parse_key, parse_sequence, show


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("j", "j"),
        ("G", "G"),
        ("?", "?"),
        ("]", "]"),
        (" ", "space"),
        ("space", "space"),
        ("Esc", "escape"),
        ("return", "enter"),
        ("PageDown", "pagedown"),
        ("F1", "f1"),
        ("ctrl+F", "ctrl+f"),
        ("Ctrl+PageUp", "ctrl+pageup"),
        ("shift+tab", "shift+tab"),
        ("é", "é"),
        ("+", "+"),
        ("ctrl++", "ctrl++"),
    ],
)
def test_a_key_is_the_character_it_types_or_a_name(written: str, key: str) -> None:
    assert parse_key(written) == key


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "missing"),
        ("gg", "with spaces"),
        ("pgup", "no key named"),
        ("alt+x", "reliably"),
        ("ctrl+shift+x", "reliably"),
        ("ctrl+i", "tab"),
        ("ctrl+m", "enter"),
        ("ctrl+h", "backspace"),
        ("shift+g", "G"),
        ("ctrl+é", "does not exist"),
        ("\x07", "by name"),
        ("f13", "no key named"),
    ],
)
def test_a_key_that_cannot_be_understood_says_why(written: str, reason: str) -> None:
    with pytest.raises(BadKey, match=reason):
        parse_sequence(written)


def test_a_sequence_is_written_with_spaces() -> None:
    assert parse_sequence("g a") == ("g", "a")
    assert parse_sequence("] space") == ("]", "space")
    assert parse_sequence("d d") == ("d", "d")


def test_sequences_are_shown_short() -> None:
    assert show(("g", "a")) == "ga"
    assert show(("escape",)) == "esc"
    assert show(("g", "ctrl+x")) == "g ctrl+x"


def test_keys_of_the_terminal_come_in_the_same_notation() -> None:
    assert key_of_event("right_square_bracket", "]") == "]"
    assert key_of_event("space", " ") == "space"
    assert key_of_event("ctrl+f", "\x06") == "ctrl+f"
    assert key_of_event("G", "G") == "G"
    assert key_of_event("newline", "\n") == "ctrl+j"
    assert key_of_event("enter", "\r") == "enter"


def test_an_inner_context_comes_before_an_outer_one() -> None:
    keymap = Keymap({"word-back": ["b"], "page-up": ["b"]})
    assert not keymap.faults
    inner = keymap.find(("select", "text", "global"), ["b"]).command
    outer = keymap.find(("text", "global"), ["b"]).command
    assert inner is not None and inner.id == "word-back"
    assert outer is not None and outer.id == "page-up"


def test_the_keys_that_may_follow_are_those_of_every_context() -> None:
    keymap = Keymap({"top": ["g g"], "go-annotations": ["g a"], "select-again": ["g v"]})
    following = dict(keymap.find(("text", "global"), ["g"]).following)
    assert set(following) == {"g", "a", "v"}
    assert keymap.find(("text", "global"), ["g"]).command is None
    assert keymap.find(("text", "global"), ["g", "x"]) == keymap.find((), ["q"])


def test_an_unknown_command_is_reported_with_the_nearest() -> None:
    (fault,) = check_keys({"anotate": ["a"]})
    assert fault.name == "anotate" and fault.item is None
    assert "annotate" in fault.reason


def test_a_key_that_cannot_be_read_is_reported_with_its_command() -> None:
    (fault,) = check_keys({"annotate": ["a", "strg+a"]})
    assert (fault.name, fault.item) == ("annotate", "strg+a")


def test_two_commands_on_one_key_in_one_context_are_reported() -> None:
    faults = check_keys({"annotate": ["a"], "code": ["a"]})
    assert [(fault.name, fault.item) for fault in faults] == [("code", "a")]
    assert "annotate" in faults[0].reason and "text" in faults[0].reason


@pytest.mark.parametrize(("first", "second"), [("g", "g a"), ("g a", "g")])
def test_a_key_that_begins_another_is_reported(first: str, second: str) -> None:
    (fault,) = check_keys({"go-annotations": [first], "go-documents": [second]})
    assert fault.name == "go-documents"
    assert "begins" in fault.reason


def test_one_key_may_mean_different_things_in_different_places() -> None:
    assert check_keys({"row-down": ["j"], "list-down": ["j"]}) == []


def test_every_fault_is_reported_at_once() -> None:
    faults = check_keys({"nonsense": ["a"], "annotate": ["hyper+a"], "code": ["t"], "copy": ["t"]})
    assert len(faults) == 3


def test_a_command_without_keys_is_unbound() -> None:
    keymap = Keymap({"annotate": []})
    assert keymap.keys_of("annotate") == ()
    assert keymap.find(("text",), ["a"]).command is None
