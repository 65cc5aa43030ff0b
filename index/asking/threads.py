"""Which mails belong to one conversation, and which answers which.

After Jamie Zawinski's "message threading" (https://www.jwz.org/doc/threading.html): Message-ID, References and
In-Reply-To make a tree; messages that are not there are left out of it, their answers moving up; an answer that names
no message goes by its subject. Unlike there, two mails of one subject that are no answers stay apart: weekly reports
are no conversation.
"""

from __future__ import annotations

import calendar
import email.utils
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from index.catalogue.heading import THREAD, folded_value
from index.understanding.headers import bare_subject

if TYPE_CHECKING:
    from index.document import DocumentRow, Header

_DATE: Final = re.compile(r"(\d{1,2} [A-Za-z]{3} \d{2,4}) (\d\d:\d\d)(?::\d\d)?(?: ([+-]\d{4}))?")
MOST: Final = 5_000
"""Mails of one conversation that are shown."""


class InThread(NamedTuple):
    """A mail of a conversation."""

    path: str
    depth: int
    """How many mails above it it answers, from 0."""
    title: str
    author: str
    date: str
    """When it was sent, by the clock of its writer; "" where it does not say."""


class Stated(NamedTuple):
    """What a mail says of itself."""

    row: DocumentRow
    headers: Sequence[Header]

    def values(self, name: str) -> list[str]:
        return [header.value for header in self.headers if header.name == name]

    def first(self, name: str) -> str:
        return next(iter(self.values(name)), "")

    @property
    def ids(self) -> list[str]:
        """Of what it answers, the oldest first, folded."""
        named = self.values("references") or self.values("in-reply-to")[:1]
        return [folded_value(each) for each in named]

    @property
    def answers(self) -> bool:
        """Whether its subject says that it answers or passes on."""
        subject = " ".join(self.first("subject").split())
        return bare_subject(subject) != subject

    @property
    def when(self) -> str:
        """Day, time and zone, as a reader reads them; the words of the mail where they are none."""
        date = self.first("date")
        found = _DATE.search(date)
        return " ".join(part for part in found.groups() if part) if found is not None else date or self.row.date or ""

    @property
    def time(self) -> float:
        """When it was sent; what does not say comes last."""
        found = None
        try:
            found = email.utils.parsedate_tz(self.first("date")[:200])
            if found is not None:
                return float(email.utils.mktime_tz(found))
        except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
            pass
        parts = (self.row.date or "").split("-")
        if parts[0].isdecimal():
            day = [int(part) if part.isdecimal() else 1 for part in (*parts, "1", "1")][:3]
            with suppress(ValueError):  # a season, or what is no date
                return float(calendar.timegm((day[0], day[1], day[2], 0, 0, 0)))
        return math.inf


@dataclass(slots=True, eq=False)
class _Node:
    """A mail, or the place of one that is not there."""

    mail: Stated | None = None
    above: _Node | None = None
    below: list[_Node] = field(default_factory=list)

    def put_under(self, above: _Node) -> None:
        """No mail answers itself, however long the way round is."""
        node: _Node | None = above
        while node is not None:
            if node is self:
                return
            node = node.above
        if self.above is not None:
            self.above.below.remove(self)
        self.above = above
        above.below.append(self)

    @property
    def key(self) -> tuple[float, str]:
        """For the order among mails beside each other: its own time, or that of the first below it."""
        waiting, found = [self], []
        while waiting:
            node = waiting.pop()
            if node.mail is not None:
                found.append((node.mail.time, node.mail.row.path))
            else:
                waiting += node.below
        return min(found, default=(math.inf, ""))


def threaded(mails: Iterable[Stated]) -> list[InThread]:
    """Mails of one conversation, each behind the one that it answers, in order of time beside each other."""
    nodes: dict[str, _Node] = {}
    roots: list[_Node] = []
    for mail in mails:
        node = _placed(nodes, mail)
        above: _Node | None = None
        for each in mail.ids:
            named = nodes.setdefault(each, _Node())
            if above is not None and named.above is None:
                named.put_under(above)
            above = named
        if above is not None and above is not node:
            node.put_under(above)
        roots.append(node)
    tops = [node for node in (*nodes.values(), *roots) if node.above is None]
    return [
        InThread(m.row.path, depth, m.first("subject") or m.row.title or m.row.path, _author(m), m.when)
        for m, depth in _walked(_by_subject(list(dict.fromkeys(tops))))
    ]


def _placed(nodes: dict[str, _Node], mail: Stated) -> _Node:
    """The node of a mail; a second one of the same Message-ID has a node of its own."""
    id = folded_value(mail.first("message-id"))
    node = nodes.setdefault(id, _Node()) if id else _Node()
    if node.mail is not None:
        node = _Node()
    node.mail = mail
    return node


def _by_subject(tops: list[_Node]) -> list[_Node]:
    """Answers that name nothing that is there go below the first mail of their subject that is no answer."""
    begun: dict[str, _Node] = {}
    for node in sorted(tops, key=lambda node: node.key):
        if node.mail is not None and not node.mail.answers:
            begun.setdefault(folded_value(bare_subject(node.mail.first("subject"))), node)
    for node in tops:
        if node.mail is not None and node.mail.answers:
            first = begun.get(folded_value(bare_subject(node.mail.first("subject"))))
            if first is not None:
                node.put_under(first)
    return [node for node in tops if node.above is None]


def _walked(tops: list[_Node]) -> Iterator[tuple[Stated, int]]:
    waiting = [(node, 0) for node in sorted(tops, key=lambda node: node.key, reverse=True)]
    while waiting:
        node, depth = waiting.pop()
        if node.mail is not None:
            yield node.mail, depth
        below = depth + (node.mail is not None)
        waiting += [(each, below) for each in sorted(node.below, key=lambda node: node.key, reverse=True)]


def _author(mail: Stated) -> str:
    return ", ".join(mail.row.authors) or mail.first("from")


class Threads:
    """Finds the conversation of a mail."""

    def __init__(
        self,
        named: Callable[[Sequence[str], Sequence[str]], set[int]],
        headers: Callable[[Sequence[int]], dict[int, Sequence[Header]]],
        rows: Callable[[Iterable[int]], Iterable[DocumentRow]],
    ) -> None:
        """`named`: documents that have a line of one of the names with one of the folded values."""
        self._named = named
        self._headers = headers
        self._rows = rows

    def of(self, document: int) -> list[InThread]:
        """The conversation of a mail; none where it is no mail, itself alone where nobody answered."""
        found = self._connected({document})
        if not found.get(document):
            return []
        found |= self._connected(set(self._of_subject(found)))
        return threaded(Stated(row, found[row.id]) for row in self._rows(list(found)))

    def _connected(self, new: set[int]) -> dict[int, Sequence[Header]]:
        """The headers of all that name each other, whether the mail that they name is there or not."""
        found: dict[int, Sequence[Header]] = {}
        known: set[str] = set()
        while new and len(found) < MOST:
            here = self._headers(sorted(new)[: MOST - len(found)])
            found |= here
            names = ("message-id", "in-reply-to", "references")
            ids = {folded_value(h.value) for headers in here.values() for h in headers if h.name in names} - known
            known |= ids
            new = self._named(names, sorted(ids)) - found.keys() if ids else set()
        return found

    def _of_subject(self, found: dict[int, Sequence[Header]]) -> dict[int, Sequence[Header]]:
        """Mails of the same subject where either is an answer that names nothing."""
        stated = (header.value for headers in found.values() for header in headers if header.name == "subject")
        subjects = {folded_value(bare_subject(value)) for value in stated}
        others = self._named((THREAD,), sorted(subjects - {""})) - found.keys()
        here = self._headers(sorted(others)[:MOST])
        rows = {row.id: row for row in self._rows([*found, *here])}
        lone = {id: Stated(rows[id], headers) for id, headers in here.items() if id in rows}
        answers = {id for id, mail in lone.items() if mail.answers and not mail.ids}
        if all(Stated(rows[id], headers).answers for id, headers in found.items() if id in rows):
            # The one that began it.
            begun = sorted((mail.time, id) for id, mail in lone.items() if not mail.answers)
            answers |= {id for _, id in begun[:1]}
        return {id: here[id] for id in answers}
