"""Reads the groups and control words of an RTF file (RTF 1.9.1) in one pass.

What is shown on the page is read; what is hidden or was deleted is not. A group that is marked as one that may be
passed over is passed over unless it is known to hold text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from index.errors import UnreadableFile
from index.readers.office.fields import counts_pages, leads_to, symbol
from index.readers.office.flowing import Flow, Paragraph
from index.readers.office.rtf_codes import CHARACTERS, READ, RUNNING, SKIPPED, SYMBOLS, code_page
from index.readers.office.rtf_sink import Sink
from index.readers.office.rtf_state import State
from index.readers.office.rtf_tables import Tables, group_end
from index.readers.office.word_styles import counted

_TOKEN: Final = re.compile(
    rb"(?P<text>[^\\{}\r\n]+)|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|(?P<brace>[{}])|[\r\n]+|\\(?P<sign>[\s\S])?"
)
_MAX_DEPTH: Final = 10_000
_MAX_CODE: Final = 4_000
_ENDNOTE: Final = re.compile(rb"\s*\\ftnalt(?![a-z])")


class Interpreter:
    """Reads one file, or one of its properties."""

    def __init__(self, data: bytes, found: Tables) -> None:
        self._data = data
        self._found = found
        self._state = State()
        self._stack: list[State] = []
        self._at = 0
        self._bytes = bytearray()
        """Bytes of text, decoded together, since a character may take several."""
        self._high = 0
        """First half of a character that is given in two."""
        self._marked = False
        """The group began with the sign that it may be passed over."""
        self._standard = found.standard
        self._sinks = [Sink(found.styles)]
        self.notes: dict[str, list[Flow]] = {"footnote": [], "endnote": [], "comment": []}
        self.running: dict[str, list[Flow]] = {"header": [], "footer": []}
        self._fields: list[str] = []
        """Codes of the fields that are open."""
        self._author: list[str] = []
        self.cut = False
        """The file ended inside a group."""
        self._words = self._actions()

    def read(self) -> Flow:
        """The text; notes and the like lie in `notes` and `running`. Raises UnreadableFile."""
        data, end, match = self._data, len(self._data), _TOKEN.match
        while self._at < end:
            found = match(data, self._at)
            assert found is not None
            self._at = found.end()
            kind = found.lastgroup
            if kind == "text":
                self._text(found[0])
            elif kind in ("word", "number"):
                self._word(found["word"].decode("ascii"), found["number"])
            elif kind == "hex":
                self._byte(int(found["hex"], 16))
            elif kind == "brace":
                self._open() if found[0] == b"{" else self._close()
            elif kind == "sign":
                self._sign(found["sign"])
        self.cut = bool(self._stack)
        while self._stack:
            self._close()
        self._flush()
        while len(self._sinks) > 1:
            self._sinks.pop()
        return self._sinks[0].close()

    # -- groups -------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self._flush()
        if len(self._stack) >= _MAX_DEPTH:
            raise UnreadableFile("its groups are nested too deeply")
        self._stack.append(self._state)
        self._state = self._state.inner()
        self._marked = False

    def _close(self) -> None:
        self._flush()
        done = self._state.done
        if done is not None:
            done()
        if self._stack:
            self._state = self._stack.pop()
        self._marked = False

    def _pass_over(self) -> None:
        """To the end of the group that is open."""
        self._at = group_end(self._data, self._at)
        self._close()

    # -- characters ---------------------------------------------------------------------------------------------------

    def _text(self, raw: bytes) -> None:
        self._marked = False
        skip = self._state.skip
        if skip:
            self._state.skip = max(0, skip - len(raw))
            raw = raw[skip:]
        if raw:
            self._bytes += raw

    def _byte(self, byte: int) -> None:
        if self._state.skip:
            self._state.skip -= 1
        else:
            self._bytes.append(byte)

    def _flush(self) -> None:
        if not self._bytes:
            return
        raw = bytes(self._bytes)
        self._bytes.clear()
        font = self._state.font
        encoding = self._found.fonts.get(font, self._standard) if font is not None else self._standard
        if encoding is None:
            # A font of signs; letters in one are mostly letters whose font somebody did not look at.
            self._say("".join(chr(byte) if byte < 0x80 else symbol(byte) for byte in raw))
        else:
            self._say(raw.decode(encoding, "replace"))

    def _say(self, text: str) -> None:
        state = self._state
        if state.hidden or state.deleted or state.muted:
            return
        if state.into is not None:
            if len(state.into) < _MAX_CODE:
                state.into.append(text)
        else:
            self._sinks[-1].paragraph.words(text)

    def _character(self, text: str) -> None:
        self._flush()
        if self._state.skip:
            self._state.skip -= 1
        else:
            self._say(text)

    def _unicode(self, number: int) -> None:
        self._flush()
        code = number % 0x10000 if number < 0 else number
        if 0xD800 <= code < 0xDC00:
            self._high = code
        else:
            if 0xDC00 <= code < 0xE000 and self._high:
                code = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)
            self._high = 0
            signs = 0xF000 <= code <= 0xF0FF
            self._say(symbol(code - 0xF000) if signs else chr(code) if code < 0x110000 else "\ufffd")
        self._state.skip = self._state.unicode_skip

    def _sign(self, sign: bytes | None) -> None:
        if sign == b"*":
            self._marked = True
        elif sign in (b"\n", b"\r"):
            self._paragraph(0)
        elif sign in SYMBOLS:
            self._character(SYMBOLS[sign])
        elif sign is not None and sign not in b"-|:'":
            self._byte(sign[0])

    # -- words --------------------------------------------------------------------------------------------------------

    def _word(self, word: str, number: bytes | None) -> None:
        marked, self._marked = self._marked, False
        action = self._words.get(word)
        if action is not None and not (marked and word not in READ):
            self._flush()
            action(int(number) if number is not None else None)
        elif word in CHARACTERS:
            self._character(CHARACTERS[word])
        elif word in SKIPPED or (marked and word not in READ):
            self._flush()
            self._pass_over()

    def _actions(self) -> dict[str, Callable[[int | None], None]]:
        return {
            "u": lambda n: self._unicode(n or 0),
            "uc": self._set_skip,
            "f": self._set_font,
            "plain": self._set_plain,
            "v": self._set_hidden,
            "deleted": self._set_deleted,
            "ansicpg": self._set_page,
            "bin": self._binary,
            "par": self._paragraph,
            "sect": self._paragraph,
            "pard": lambda _: self._sinks[-1].plain(),
            "intbl": lambda _: self._sinks[-1].set(level=max(1, self._sinks[-1].setting.level)),
            "itap": lambda n: self._sinks[-1].set(level=n or 0),
            "s": lambda n: self._sinks[-1].set(style=n or 0),
            "ilvl": lambda n: self._sinks[-1].set(depth=n or 0),
            "fi": lambda n: self._sinks[-1].set(hanging=int((n or 0) < 0)),
            "outlinelevel": lambda n: self._sinks[-1].set(outline=n or 0),
            "cell": lambda _: self._sinks[-1].end_cell(1),
            "nestcell": lambda _: self._sinks[-1].end_cell(max(2, self._sinks[-1].setting.level)),
            "row": lambda _: self._sinks[-1].end_row(1),
            "nestrow": lambda _: self._sinks[-1].end_row(max(2, self._sinks[-1].setting.level)),
            "upr": lambda _: self._pass_inner(),
            "field": lambda _: self._field(),
            "fldinst": lambda _: self._field_code(),
            "fldrslt": lambda _: self._field_result(),
            "listtext": lambda _: self._list_mark(),
            "pntext": lambda _: self._list_mark(),
            "footnote": lambda _: self._footnote(),
            "annotation": lambda _: self._comment(),
            "atnauthor": lambda _: self._gather(self._author),
            "atrfstart": lambda _: self._gather([]),
            "atrfend": lambda _: self._gather([]),
            "bkmkstart": lambda _: self._bookmark(),
            "shptxt": lambda _: self._box(),
            "dptxbxtext": lambda _: self._box(),
            **{word: lambda _, kind=kind: self._head_or_foot(kind) for word, kind in RUNNING.items()},  # type: ignore[misc]
        }

    def _set_skip(self, number: int | None) -> None:
        self._state.unicode_skip = min(max(number or 0, 0), 20)

    def _set_font(self, number: int | None) -> None:
        self._state.font = number or 0

    def _set_plain(self, _: int | None) -> None:
        self._state.hidden = self._state.deleted = False
        self._state.font = None

    def _set_hidden(self, number: int | None) -> None:
        self._state.hidden = number != 0

    def _set_deleted(self, number: int | None) -> None:
        self._state.deleted = number != 0

    def _set_page(self, number: int | None) -> None:
        self._standard = code_page(number or 0) or self._standard

    def _binary(self, number: int | None) -> None:
        self._at += max(0, number or 0)

    def _paragraph(self, _: int | None) -> None:
        self._flush()
        state = self._state
        if state.into is None and not state.muted and not (state.hidden or state.deleted):
            self._sinks[-1].end_paragraph()

    def _pass_inner(self) -> None:
        """Of two forms of one thing, the first is for old programs."""
        at = self._data.find(b"{", self._at)
        if at >= 0:
            self._at = group_end(self._data, at + 1)

    # -- destinations -------------------------------------------------------------------------------------------------

    def _gather(self, words: list[str]) -> None:
        words.clear()
        self._state.into = words

    def _aside(self, done: Callable[[Flow], None]) -> None:
        """What follows in this group is a text of its own."""
        sink, state = Sink(self._found.styles), self._state
        self._sinks.append(sink)
        state.into, state.hidden, state.muted = None, False, False
        fields, self._fields = self._fields, []

        def end() -> None:
            self._fields = fields
            if self._sinks[-1] is sink:
                self._sinks.pop()
            done(sink.close())

        state.done = end

    def _footnote(self) -> None:
        kind = "endnote" if _ENDNOTE.match(self._data, self._at) else "footnote"
        notes = self.notes[kind]
        label = f"[{counted(len(notes) + 1, 'decimal' if kind == 'footnote' else 'lowerRoman')}]"
        name = f"{kind} {len(notes) + 1}"
        self._refer(label, name)
        place = len(notes)
        notes.append(Flow())

        def done(flow: Flow) -> None:
            flow.label(label, name, f"to {name}")
            notes[place] = flow

        self._aside(done)

    def _comment(self) -> None:
        notes = self.notes["comment"]
        name = f"comment {len(notes) + 1}"
        place = len(notes)
        notes.append(Flow())
        author = "".join(self._author).strip()
        self._author.clear()
        self._sinks[-1].paragraph.anchor(f"to {name}")

        def done(flow: Flow) -> None:
            flow.label(f"Comment by {author}:" if author else "Comment:", name, f"to {name}")
            notes[place] = flow

        self._aside(done)

    def _refer(self, label: str, name: str) -> None:
        paragraph = self._sinks[-1].paragraph
        if not (self._state.hidden or self._state.deleted):
            paragraph.anchor(f"to {name}")
            paragraph.link(label, f"#{name}")

    def _head_or_foot(self, kind: str) -> None:
        self._aside(self.running[kind].append)

    def _box(self) -> None:
        outer = self._sinks[-1]
        self._aside(outer.boxes.append)

    def _list_mark(self) -> None:
        words: list[str] = []
        state, sink = self._state, self._sinks[-1]
        state.into = words

        def done() -> None:
            sink.mark = "".join(words).strip()[:40]

        state.done = done

    def _bookmark(self) -> None:
        words: list[str] = []
        state, paragraph = self._state, self._sinks[-1].paragraph
        state.into = words
        state.done = lambda: paragraph.anchor("".join(words).strip()[:200])

    def _field(self) -> None:
        self._fields.append("")
        state = self._state

        def done() -> None:
            if self._fields:
                self._fields.pop()

        state.done = done

    def _field_code(self) -> None:
        words: list[str] = []
        state = self._state
        state.into = words

        def done() -> None:
            if self._fields:
                self._fields[-1] = "".join(words)

        state.done = done

    def _field_result(self) -> None:
        code = self._fields[-1] if self._fields else ""
        state = self._state
        state.muted = state.muted or counts_pages(code)
        target = leads_to(code)
        if target is None or state.into is not None:
            return
        paragraph = self._sinks[-1].paragraph
        paragraph.begin_link(target)
        state.done = lambda: self._end_link(paragraph)

    def _end_link(self, paragraph: Paragraph) -> None:
        if self._sinks[-1].paragraph is paragraph:
            paragraph.end_link()
