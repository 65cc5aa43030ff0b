"""Subtitles (SubRip, WebVTT): what is said as paragraphs, the time at which each begins as its page.

Cues in which a sentence goes on are joined; a new speaker, a pause or the end of a sentence in a long paragraph begins
another. Times are labels like the numbers of pages: `00:12:31`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.document import Block, BlockKind, Evidence, ExtractedText, Metadata, PageStart
from index.errors import UnreadableFile
from index.readers.cleaning import cleaned
from index.readers.decoding import decode

READER: Final = "subtitles/1"
_PAUSE: Final = 3.0
"""Seconds of silence after which something else is said, where a sentence has ended."""
_LONG_PAUSE: Final = 20.0
"""After which a sentence does not go on."""
_LONG: Final = 400
"""Characters from which a paragraph ends with its sentence."""
_LONGEST: Final = 2_000
"""Where nothing ends a sentence, as where speech was written down by a machine."""

_TIME: Final = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMES: Final = re.compile(rf"[ \t]*{_TIME}[ \t]*-{{1,2}}>[ \t]*{_TIME}[^\n]*")
_TAG: Final = re.compile(r"</?(?:[biucv]|font|ruby|rt|lang|s|em|strong|\d+)\b[^<>\n]{0,200}>", re.IGNORECASE)
_DRAWING: Final = re.compile(r"\{\\[^{}\n]{0,100}\}")
_VOICE: Final = re.compile(r"<v(?:\.[^\s>]{0,60})?[ \t]+([^<>\n]{1,100})>")
_SPEAKER: Final = re.compile(r"(?:>>[ \t]*)?([^\W\d_][^:\n]{0,60}):[ \t]+(?=\S)")
_TURN: Final = re.compile(r"(?:[-\u2013\u2014](?!\d)|>>)[ \t]*")
_ENDS: Final = re.compile(r"[.!?\u2026\u3002\uff01\uff1f][\"'\u201d\u2019\u00bb)\]]*$")
_SOUND: Final = re.compile(r"[\[(\u266a*#][^\n]{0,200}[\])\u266a*#]")
_LANGUAGE: Final = re.compile(r"[ \t]*Language:[ \t]*([A-Za-z]{2,3})\b")


class _Cue(NamedTuple):
    """What is shown at once."""

    begins: float
    """Seconds."""
    ends: float
    lines: list[str]


class _Said(NamedTuple):
    """A paragraph and when it begins."""

    begins: float
    text: str


def read(data: bytes) -> ExtractedText:
    """The text of a file of subtitles. Raises UnreadableFile where it holds none."""
    text, encoding = decode(data)
    text = cleaned(text)
    blocks: list[Block] = []
    pages: list[PageStart] = []
    pieces: list[str] = []
    at = 0
    for said in _paragraphs(_turns(_cues(text))):
        sound = _SOUND.fullmatch(said.text) is not None
        kind: BlockKind = "caption" if sound else "prose"
        blocks.append(Block(at, at + len(said.text), kind, "sub:sound" if sound else "sub:text"))
        label = clock(said.begins)
        if not pages or pages[-1].label != label:
            pages.append(PageStart(at, label))
        pieces.append(said.text)
        at += len(said.text) + 2
    if not blocks and "-->" not in text and text.strip() and not text.startswith("WEBVTT"):
        raise UnreadableFile("no subtitles: it has no line with two times and an arrow")
    head = text[:2_000].split("\n\n", 1)[0] if text.startswith("WEBVTT") else ""
    language = next((match[1].lower() for line in head.split("\n") if (match := _LANGUAGE.match(line))), None)
    evidence = (Evidence("language", "sub:language"),) if language else ()
    metadata = Metadata(language=language, evidence=evidence)
    return ExtractedText("\n\n".join(pieces), tuple(blocks), metadata, READER, encoding, tuple(pages))


def clock(seconds: float) -> str:
    """A time as it is cited: hours, minutes, seconds."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _cues(text: str) -> Iterator[_Cue]:
    """Every cue in the order of the file. Numbers, names of cues, notes and styles are none of its text."""
    lines = text.split("\n")
    times: re.Match[str] | None = None
    shown: list[str] = []
    for number, line in enumerate(lines):
        match = _TIMES.fullmatch(line) if "->" in line else None
        if match is None:
            if times is not None:
                if line.strip():
                    shown.append(line)
                elif shown and _begins_next(lines, number + 1):
                    yield _cue(times, shown)
                    times, shown = None, []
            continue
        if times is not None:
            # No empty line stood between; the last line is the number or the name of this cue.
            if shown and (shown[-1].strip().isdigit() or (len(shown) > 1 and not lines[number - 1].strip())):
                shown.pop()
            yield _cue(times, shown)
        times, shown = match, []
    if times is not None:
        yield _cue(times, shown)


def _begins_next(lines: list[str], number: int) -> bool:
    """Whether a cue, a note or nothing follows an empty line; some writers leave lines empty inside a cue."""
    for line in lines[number : number + 4]:
        bare = line.strip()
        if bare:
            return bare.isdigit() or bare.startswith(("NOTE", "STYLE", "REGION")) or _arrow_near(lines, number)
    return True


def _arrow_near(lines: list[str], number: int) -> bool:
    return any("-->" in line for line in lines[number : number + 3])


def _cue(times: re.Match[str], shown: list[str]) -> _Cue:
    begins, ends = (_seconds(times.groups()[at : at + 4]) for at in (0, 4))
    return _Cue(begins, ends, shown)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, rest = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(rest.ljust(3, "0")) / 1000


def _turns(cues: Iterator[_Cue]) -> Iterator[tuple[_Cue, str, bool]]:
    """What one speaker says in one cue, and whether somebody else begins to speak with it."""
    before: list[str] = []
    voice = ""
    for cue in cues:
        lines = [bare for line in cue.lines if (bare := _bare(line))]
        # Live subtitles repeat the lines that are still to be seen.
        fresh = lines
        for count in range(min(len(before), len(lines)), 0, -1):
            if before[-count:] == lines[:count] and len(lines) > count:
                fresh = lines[count:]
                break
        if lines:
            before = lines
        dashes = sum(_TURN.match(line) is not None for line in lines) > 1
        turn: list[str] = []
        new = False
        for line in fresh:
            named = _speaker(line)
            spoken, line = _voiced(line)
            starts = named is not None or bool(spoken and spoken != voice)
            dash = _TURN.match(line)
            if dash is not None and (dashes or line.startswith(">>")):
                starts, line = True, line[dash.end() :]
            if not line:
                continue
            voice = spoken or ("" if starts else voice)
            if starts:
                if turn:
                    yield cue, " ".join(turn), new
                turn, new = [line], True
            else:
                turn.append(line)
        if turn:
            yield cue, " ".join(turn), new


_VOICED: Final = "\x00"
"""Between the name of a voice and its words, while a line is being read."""


def _bare(line: str) -> str:
    """A line without what is drawn."""
    line = _DRAWING.sub("", line)
    line = _VOICE.sub(lambda match: f"{match[1].strip()}{_VOICED}", line, count=1)
    line = html.unescape(_TAG.sub("", _VOICE.sub("", line)))
    return " ".join(line.replace("\\N", " ").replace("\\h", " ").split())


def _voiced(line: str) -> tuple[str, str]:
    """The voice that a tag names, and the line with its name as one reads it."""
    name, found, words = line.partition(_VOICED)
    words = words.strip()
    return (name.strip(), f"{name.strip()}: {words}" if words else "") if found else ("", line)


def _speaker(line: str) -> re.Match[str] | None:
    """Who speaks, as in `MINISTER: …`: one to five words that begin with capitals."""
    named = _SPEAKER.match(line)
    if named is None:
        return None
    words = named[1].split()
    return named if len(words) <= 5 and all(word[:1].isupper() or not word[:1].isalpha() for word in words) else None


def _paragraphs(turns: Iterator[tuple[_Cue, str, bool]]) -> Iterator[_Said]:
    so_far, begins, last = "", 0.0, 0.0
    voice = ""
    for cue, words, new in turns:
        named = _speaker(words)
        if named is not None and so_far and named[1] == voice and not _ENDS.search(so_far):
            # The name is repeated with every cue.
            words, new = words[named.end() :], False
        sound = _SOUND.fullmatch(words) is not None or _SOUND.fullmatch(so_far) is not None
        ended = _ENDS.search(so_far) is not None
        gap = cue.begins - last
        apart = new or sound or gap > _LONG_PAUSE or len(so_far) > _LONGEST
        if so_far and (apart or (ended and (gap > _PAUSE or len(so_far) > _LONG))):
            yield _Said(begins, so_far)
            so_far = ""
        if not so_far:
            begins = cue.begins
            voice = named[1] if named is not None else "" if new else voice
        so_far = f"{so_far} {words}" if so_far else words
        last = max(cue.ends, cue.begins)
    if so_far:
        yield _Said(begins, so_far)
