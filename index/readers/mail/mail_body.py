"""The text of a mail: what its writer wrote now, what is quoted or forwarded, signatures and disclaimers.

Plain text is kept line for line as it was sent, but that `format=flowed` (RFC 3676) has its lines joined, and lines of
nothing but `>` are empty. What stands below the mark of an older mail belongs to that to the end: nothing tells answers
that were put in between from what they answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from index.document import Block, BlockKind
from index.readers.mail import mail_words as marks
from index.readers.paragraphs import paragraphs
from index.understanding.headers import find_headers

QUOTED: Final = "mail:quoted"
FORWARDED: Final = "mail:forwarded"
_ATTRIBUTION: Final = "mail:attribution"
_SIGNATURE: Final = "mail:signature"
_FOOT: Final = "mail:list-footer"
_OWN: Final = "plain"

_DEPTH: Final = re.compile(r"(?:>[ \t]?)++")
_KINDS: Final[dict[str, BlockKind]] = {
    QUOTED: "quote",
    FORWARDED: "quote",
    _ATTRIBUTION: "quote",
    _SIGNATURE: "boilerplate",
    _FOOT: "boilerplate",
    _OWN: "prose",
}
_ABOVE: Final = 3
"""Lines over which the line above an answer may be wrapped."""
_HEAD: Final = 2_500
"""Characters in which the head of an older mail must stand."""
_SHORT_SIGNATURE: Final = 12
"""Lines below a `--` that lacks its space; more, and it is a line that parts the text."""


class Line(NamedTuple):
    """A line of a mail and how often it is quoted."""

    text: str
    depth: int


@dataclass(slots=True)
class _Told:
    """A line and whose it is."""

    text: str
    rule: str
    depth: int


def plain(text: str, *, flowed: bool = False, joined: bool = False) -> tuple[str, list[Block]]:
    """The text of a plain mail and its blocks. `joined`: DelSp, the space at the end of a flowed line is none."""
    rows = list(_flowed(text, joined) if flowed else _fixed(text))
    pieces: list[str] = []
    blocks: list[Block] = []
    at = 0
    for (rule, depth), run in groupby(_tell(rows), key=lambda told: (told.rule, told.depth)):
        lines = "\n".join(told.text for told in run)
        for start, end in paragraphs(lines):
            blocks.append(Block(at + start, at + end, _KINDS[rule], rule if depth < 2 else f"{rule}-{min(depth, 9)}"))
        pieces.append(lines)
        at += len(lines) + 1
    whole = "\n".join(pieces)
    first = next((block for block in blocks if block.rule == _OWN), None)
    return whole, [_settled(whole, block, first=block is first) for block in blocks]


def _settled(text: str, block: Block, *, first: bool) -> Block:
    """Greetings, which are no headings, and disclaimers."""
    if block.rule != _OWN:
        return block
    line = text[block.start : min(block.end, block.start + 3_000)]
    if first and len(line) <= 80 and "\n" not in line and marks.GREETING.fullmatch(line):
        return block._replace(rule="mail:greeting")
    if marks.is_disclaimer(line):
        return block._replace(kind="boilerplate", rule="mail:disclaimer")
    return block


def told(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a mail that was sent as a page, with those of its older mails as quotations."""
    found: list[Block] = []
    below = ""
    own = False
    for number, block in enumerate(blocks):
        words = text[block.start : min(block.end, block.start + 1_000)]
        line = words.strip()
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        below = below or _marked(line) or (QUOTED if _is_older_head(text, block.start, line) else "")
        above = following is not None and following.kind == "quote" and marks.WROTE.fullmatch(line)
        if below:
            found.append(block._replace(kind="quote", rule=below))
        elif above or marks.WROTE_THEN.fullmatch(line):
            found.append(block._replace(kind="quote", rule=_ATTRIBUTION))
            below = "" if above else QUOTED
        elif block.kind == "quote":
            found.append(block._replace(rule=QUOTED))
        elif block.kind == "prose" and marks.SENT_FROM.fullmatch(line):
            found.append(block._replace(kind="boilerplate", rule=_SIGNATURE))
        else:
            settled = block._replace(rule=_OWN) if block.kind == "prose" else block
            settled = _settled(text, settled, first=not own)
            own = own or block.kind == "prose"
            found.append(settled if settled.rule != _OWN else block)
    return found


def _fixed(text: str) -> Iterator[Line]:
    for line in text.split("\n"):
        line = line.rstrip() if line.strip() != "--" else line
        match = _DEPTH.match(line) if line[:1] == ">" else None
        if match is None or line.startswith(">From "):
            yield Line(line, 0)
        elif match.end() == len(line):
            yield Line("", match[0].count(">"))
        else:
            yield Line(line, match[0].count(">"))


def _flowed(text: str, joined: bool) -> Iterator[Line]:
    """Lines with those joined that end with a space, RFC 3676."""
    so_far: list[str] = []
    last = 0
    for raw in text.split("\n"):
        bare = raw.lstrip(">")
        depth = len(raw) - len(bare)
        bare = bare.removeprefix(" ")
        if so_far and depth != last:
            yield _logical("".join(so_far), last)
            so_far = []
        last = depth
        if bare == "-- ":
            if so_far:
                yield _logical("".join(so_far), depth)
                so_far = []
            yield Line(">" * depth + " -- " if depth else "-- ", depth)
        elif bare.endswith(" "):
            so_far.append(bare[:-1] if joined else bare)
        else:
            yield _logical("".join(so_far) + bare, depth)
            so_far = []
    if so_far:
        yield _logical("".join(so_far), last)


def _logical(text: str, depth: int) -> Line:
    text = text.rstrip()
    return Line(f"{'>' * depth} {text}" if depth and text else text, depth)


def _tell(rows: list[Line]) -> Iterator[_Told]:
    """Whose each line is."""
    below = ""
    signed = False
    depths = _next_depths(rows)
    skip = 0
    for number, row in enumerate(rows):
        text = row.text
        if skip:
            skip -= 1
            yield _Told(text, _ATTRIBUTION, 1)
            continue
        if below:
            if below == FORWARDED and marks.END_FORWARDED.fullmatch(text):
                yield _Told(text, below, 1)
                below = ""
                continue
            yield _Told(text, below, max(1, row.depth) if below == QUOTED else row.depth)
            continue
        if row.depth:
            signed = False
            yield _Told(text, QUOTED, row.depth)
            continue
        if not text:
            yield _Told(text, _SIGNATURE if signed else _OWN, 0)
            continue
        below = _marked(text) or _older(rows, number)
        if below:
            yield _Told(text, below, max(1, row.depth) if below == QUOTED else row.depth)
            continue
        skip, sure = _attribution(rows, number, depths)
        if skip:
            skip -= 1
            signed = False
            below = QUOTED if sure else ""
            yield _Told(text, _ATTRIBUTION, 1)
            continue
        signed = signed or _signs(rows, number, depths)
        rule = _SIGNATURE if signed or marks.SENT_FROM.fullmatch(text[:200]) else _OWN
        if _list_foot(rows, number):
            below, rule = _FOOT, _FOOT
        yield _Told(text, rule, 0)


def _next_depths(rows: list[Line]) -> list[int]:
    """For each line the depth of the next one that is not empty; 0 at the end."""
    depths = [0] * (len(rows) + 1)
    for number in range(len(rows) - 1, -1, -1):
        depths[number] = rows[number].depth if rows[number].text else depths[number + 1]
    return depths


def _marked(line: str) -> str:
    """The rule of what stands below a line such as `-----Original Message-----`; "" below any other."""
    if len(line) > 300:
        return ""
    if marks.FORWARDED.fullmatch(line):
        return FORWARDED
    return QUOTED if marks.ORIGINAL.fullmatch(line) else ""


def _older(rows: list[Line], number: int) -> str:
    """Whether the head of an older mail begins at a line, as Outlook puts it."""
    line = rows[number].text
    ahead = number
    if marks.UNDERSCORES.fullmatch(line[:300]):
        ahead = next((at for at in range(number + 1, min(number + 4, len(rows))) if rows[at].text), number)
        line = rows[ahead].text
    if not marks.FROM_LINE.match(line):
        return ""
    following = "\n".join(row.text[:300] for row in rows[ahead : ahead + 12])
    return QUOTED if _is_older_head(following, 0, line) else ""


def _is_older_head(text: str, start: int, line: str) -> bool:
    if not marks.FROM_LINE.match(line):
        return False
    found = find_headers(text[start : start + _HEAD])
    names = {header.name for header in found}
    return bool(found) and found[0].name == "from" and "date" in names and bool(names & {"to", "subject"})


def _attribution(rows: list[Line], number: int, depths: list[int]) -> tuple[int, bool]:
    """How many lines from here are the line above an answer, and whether it stands without `>` below it."""
    line = ""
    for ahead in range(number, min(number + _ABOVE, len(rows))):
        row = rows[ahead]
        if row.depth or not row.text:
            break
        line = f"{line} {row.text}".strip()
        if len(line) > 500:
            break
        if not line.endswith(":"):
            if ahead == number and not marks.BEGINS_WROTE.match(line):
                # Only one that says when goes on over several lines.
                break
            continue
        quoted = depths[ahead + 1] > 0
        if quoted and marks.WROTE.fullmatch(line):
            return ahead - number + 1, False
        if not quoted and marks.WROTE_THEN.fullmatch(line):
            return ahead - number + 1, True
        break
    return 0, False


def _signs(rows: list[Line], number: int, depths: list[int]) -> bool:
    text = rows[number].text
    if text == "-- ":
        return True
    if text != "--":
        return False
    left = 0
    for row in rows[number + 1 : number + 2 + _SHORT_SIGNATURE]:
        if row.depth:
            return True
        left += 1
    return left <= _SHORT_SIGNATURE


def _list_foot(rows: list[Line], number: int) -> bool:
    if not marks.UNDERSCORES.fullmatch(rows[number].text[:300]):
        return False
    following = [row.text for row in rows[number + 1 : number + 4] if row.text]
    return bool(following) and marks.LIST_FOOT.fullmatch(following[0][:400]) is not None
