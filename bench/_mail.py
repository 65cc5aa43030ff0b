"""Mail: how much of the text that Python's own email package gives is read, whose each paragraph is, and how fast.

Whose paragraphs are is judged on news texts that are made into mails: answers, quoted in the ways of common programs.
"""

from __future__ import annotations

import email
import email.policy
import io
import random
import tracemalloc
from collections.abc import Iterator
from email.message import EmailMessage, Message
from pathlib import Path

from bench._pages import token_f1
from bench._timing import timed
from index.errors import UnreadableFile
from index.readers.mail import eml, mbox
from index.readers.members import Budget, Inner, Made, Opened
from index.settings import FormatsSettings

Row = dict[str, object]
_MADE = 200
_BOX = 5_000
_LIMITS = FormatsSettings(20_000, 20_000, 1_000_000, 5, 300)
_HEAD = {f"mail:{name}" for name in ("from", "to", "cc", "bcc", "date", "subject", "attachments")}
_ABOVE = (
    "On Tue, 9 Sep 2031 at 21:00, Jane Doe <jane@example.org> wrote:",
    "Am 09.09.2031 um 21:00 schrieb Jane Doe:",
    "Le mardi 9 septembre 2031 à 21:00, Jane Doe\n<jane@example.org> a écrit :",
    "-----Original Message-----\nFrom: Jane Doe\nSent: Tuesday, September 9, 2031\nTo: Bob\nSubject: The boom\n",
    "Von: Jane Doe\nGesendet: Dienstag, 9. September 2031 21:00\nAn: Bob\nBetreff: Boom\n",
)


def mail(shared: Path, halves: tuple[str, ...], show: float) -> Iterator[Row]:
    """Mails and mailboxes; the halves mean nothing here."""
    files = sorted((shared / "formats" / "eml_cpython").glob("msg_*.txt"))
    if files:
        yield _words(files, show)
    texts = [path.read_text(encoding="utf-8") for path in sorted((shared / "corpora" / "news").rglob("*.txt"))]
    if texts:
        yield _whose(texts)
        yield _box(texts)


def _read(data: bytes) -> Made:
    found = next(iter(eml.members(io.BytesIO(data), Opened("a.eml", _LIMITS, Budget(_LIMITS, 100_000_000)))))
    assert isinstance(found, Made)
    return found


def _words(files: list[Path], show: float) -> Row:
    scores, refused = [], 0
    for path in files:
        data = path.read_bytes()
        try:
            found = _read(data).extracted
        except UnreadableFile:
            refused += 1
            continue
        text = "\n".join(
            found.text[b.start : b.end] for b in found.blocks if b.rule not in _HEAD and b.rule[:5] != "html:"
        )
        expected = "\n".join(_shown(email.message_from_bytes(data, policy=email.policy.compat32)))
        if expected.strip():
            scores.append(token_f1(text, expected))
            if scores[-1] < show:
                print(f"  {scores[-1]:.2f} {path.name}")
    mean = round(sum(scores) / len(scores), 4)
    return {"format": "eml", "files": len(files), "refused": refused, "with text": len(scores), "mean F1": mean}


def _shown(message: Message) -> Iterator[str]:
    """The plain text parts that are no attachments and lie in no attached mail."""
    if message.is_multipart():
        if message.get_content_maintype() == "multipart":
            for part in message.get_payload():
                yield from _shown(part)  # type: ignore[arg-type]
    elif message.get_content_type() == "text/plain" and not message.get_filename():
        payload = message.get_payload(decode=True)
        yield payload.decode(message.get_content_charset("utf-8"), "replace") if isinstance(payload, bytes) else ""


def _whose(texts: list[str]) -> Row:
    """Characters of mails whose owner is told: the writer's own words, those quoted, signatures."""
    chance = random.Random(1)
    right = total = 0
    for _ in range(_MADE):
        own, older = (text.split("\n\n")[1:4] for text in chance.sample(texts, 2))
        above = chance.choice(_ABOVE)
        marked = "wrote" in above or "schrieb" in above or "écrit" in above
        quoted = "\n\n".join(older)
        quoted = "\n".join(f"> {line}".rstrip() for line in quoted.split("\n")) if marked else quoted
        meant = [(own, "prose"), (older, "quote")]
        text = "\n\n".join([*own, f"{above}\n{quoted}"]) + "\n"
        if marked:
            text += "\n-- \nBob Smith\nHarbour Watch, Dock 4\n"
            meant.append((["Bob Smith", "Harbour Watch, Dock 4"], "boilerplate"))
        message = EmailMessage()
        message["From"], message["Subject"] = "Bob Smith <bob@example.org>", "Re: The boom"
        message.set_content(text)
        found = _read(message.as_bytes()).extracted
        for paragraphs, kind in meant:
            for paragraph in filter(str.strip, paragraphs):
                at = found.text.find(paragraph.strip().split("\n")[0].rstrip())
                total += len(paragraph)
                right += len(paragraph) * any(b.kind == kind for b in found.blocks if b.start <= at < b.end)
    return {"format": "eml", "judge": "quoted news", "mails": _MADE, "characters told right": round(right / total, 4)}


def _box(texts: list[str]) -> Row:
    """A mailbox: rate with its messages read, and the most memory above the file's own."""
    chance = random.Random(2)
    head = (
        "From a@example.org Mon Sep  8 10:00:00 2031\nFrom: a@example.org\nMessage-ID: <{}@x>\nSubject: News\n\n{}\n\n"
    )
    data = "".join(head.format(number, chance.choice(texts)) for number in range(_BOX)).encode()
    opened = Opened("a.mbox", _LIMITS, Budget(_LIMITS, 100_000_000))

    def run(*, reading: bool) -> int:
        count = 0
        for each in mbox.members(io.BytesIO(data), opened):
            assert isinstance(each, Inner)
            count += 1
            if reading:
                _read(each.data)
        return count

    split, parted = timed(lambda: run(reading=False))
    _, took = timed(lambda: run(reading=True))
    tracemalloc.start()
    run(reading=False)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {
        "format": "mbox",
        "messages": split,
        "MB": round(len(data) / 1e6, 1),
        "split MB/s": round(len(data) / 1e3 / parted.cpu, 1),
        "read MB/s": round(len(data) / 1e3 / took.cpu, 1),
        "messages/s": round(split / took.cpu * 1e3),
        "most memory MB": round(most / 1e6, 1),
    }
