"""docs/keys.md, made from the table of commands and the shipped keys: `python -m tui.keys_page` writes it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tui.commands import COMMANDS
from tui.commands.command import CONTEXT_NAMES, Command
from tui.keymap import Keymap

PAGE: Final = Path(__file__).parent.parent / "docs" / "keys.md"
_HEAD: Final = """# Keys

*Made by `python -m tui.keys_page` from the table of commands (tui/commands) and `keys:` in config.yaml; a test sees
that it agrees with both.*

`?` lists the keys of the pane you are in, `:` finds a command by a few letters of its name. A number before a key
repeats it, or says where to go: `5j`, `12G`, `50%`. After the first key of a sequence (`g`, `]`, `[`, `i`, `d`) a strip
shows what may follow. A key that can do nothing says why in the status line.

In the palette a few letters find a command; up and down go through the list, and up at its top brings back what was
run before. Some commands are told something: `:theme light`, `:sort date`, `:open harbour`, `:filter is:unread`,
`:goto 50%`, `:12`. Tab completes.

To change a key, put the command's id and its keys into your own config.yaml (`glossator config --init` makes it):

```yaml
keys:
  annotate: [a, ctrl+n]   # alternatives
  go-documents: [g d]     # one key after the other
  zen: []                 # no key; it stays in the palette
```

Keys are written as the character they type (`j`, `G`, `?`) or by name: enter, tab, shift+tab, escape, space, backspace,
delete, up, down, left, right, home, end, pageup, pagedown, f1 to f12, ctrl+ and a letter. Where a command works is part
of the command. An unknown id, a key that cannot be read, and one key for two commands in the same place are reported at
the start with file, line and column. One key for several commands is a macro: see [configuration.md](configuration.md).
On keyboards where `[ ] { } *` are hard to reach, `keyboard: plain` makes the plain keys below the ones in force; where
that column is empty they are the same.

While you type (query, filter, code, command): left and right, home and end (ctrl+a, ctrl+e), ctrl+left and ctrl+right
by words, backspace, delete, ctrl+w takes the word before, ctrl+u and ctrl+k what stands before and behind the cursor.
"""


def page(keys: Mapping[str, Sequence[str]], plain: Mapping[str, Sequence[str]]) -> str:
    """The whole page; `plain` are the keys of the plain keyboard where they are other ones."""
    standard, other = Keymap(keys), Keymap(plain)
    parts = [_HEAD]
    for context, name in CONTEXT_NAMES.items():
        commands = [command for command in COMMANDS if command.contexts[0] == context and standard.keys_of(command.id)]
        if commands:
            parts.append(f"\n## {name[0].upper()}{name[1:]}\n")
            parts += ["| keys | plain | command | id | also |", "|---|---|---|---|---|"]
            parts += [_line(command, standard, other) for command in commands]
    unbound = [command for command in COMMANDS if not standard.keys_of(command.id)]
    parts += ["\n## In the palette only\n", "| command | id | told | why |", "|---|---|---|---|"]
    parts += [
        f"| **{command.name}.** {_cell(command.help)} | `{command.id}` |"
        f" {command.argument.name if command.argument is not None else ''} | {_cell(command.unbound)} |"
        for command in unbound
    ]
    return "\n".join(parts) + "\n"


def _line(command: Command, standard: Keymap, plain: Keymap) -> str:
    keys, other = (" ".join(_code(key) for key in keymap.keys_of(command.id)) for keymap in (standard, plain))
    also = ", ".join(CONTEXT_NAMES[context] for context in command.contexts[1:])
    return f"| {keys} | {other} | **{command.name}.** {_cell(command.help)} | `{command.id}` | {also} |"


def _code(key: str) -> str:
    return f"`{_cell(key)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def shipped_keys(section: str = "keys") -> dict[str, list[str]]:
    """`keys:` or `keys_plain:` of the shipped config.yaml, without what a user has changed."""
    import yaml

    from index.config import shipped_file

    keys: dict[str, list[str]] = yaml.safe_load(shipped_file().read_text(encoding="utf-8"))[section]
    return keys


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(shipped_keys(), shipped_keys("keys_plain")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
