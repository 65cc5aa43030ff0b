"""A mail with an attachment, and a mailbox in which four people answer each other."""

from __future__ import annotations

import base64
import textwrap
from typing import NamedTuple

NAME = "2031-09-05_verhaal_proof-of-clause-7.eml"
MAILBOX = "harbour-office.mbox"

_ATTACHED = """Clause 7, as initialled on 28 August and as signed on 29 August

As initialled:
The boom in the Calder Narrows shall be opened within forty-eight hours, and its opening shown to the Mediation Office.

As signed:
The boom in the Calder Narrows shall be opened within seventy-two hours.

The words about showing it were struck out in the keeper's kitchen, at the wish of the side that had laid the boom.
I.V.
"""

MAIL = (
    """From: Ilse Verhaal <verhaal@mediation.example>
To: Lukas Vessarin <minister@ports.example>
Cc: Corin Fayle <c.fayle@ports.example>
Date: Fri, 5 Sep 2031 16:45:00 +0200
Subject: Proof that clause 7 has been carried out
Message-ID: <verhaal-1@mediation.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="accord"

--accord
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Dear Minister,

the seventy-two hours of clause 7 ran out on Monday. I have asked your office by telephone on each day since whether
the boom has been opened. On Tuesday I was told that it had. On Wednesday I was told that it would be. Yesterday I was
told that the question was not understood.

I therefore ask in writing for proof, by noon tomorrow: a photograph, an entry in a log, the word of a pilot. Four
hundred people are waiting on the mole at Saint-Corent for a ship that must pass there in the dark.

I attach the clause in both its forms. You will remember which words were taken out, and who asked for it.

Ilse Verhaal
""".replace("\n", "\r\n")
    + "--accord\r\n"
    'Content-Type: text/plain; charset=utf-8; name="clause-7.txt"\r\n'
    'Content-Disposition: attachment; filename="clause-7.txt"\r\n'
    "Content-Transfer-Encoding: base64\r\n\r\n"
    + "\r\n".join(textwrap.wrap(base64.b64encode(_ATTACHED.encode()).decode(), 76))
    + "\r\n--accord--\r\n"
)


class _Letter(NamedTuple):
    id: str
    sender: str
    to: str
    date: str
    subject: str
    text: str
    answers: tuple[str, ...] = ()


_SOLLIN = "Petra Sollin <harbour.master@averil.example>"
_RENK = "Cdre A. Renk <renk@narrows-squadron.example>"
_FAYLE = "Corin Fayle <c.fayle@ports.example>"
_LETTERS = (
    _Letter(
        "h1@averil.example",
        _SOLLIN,
        f"{_RENK}, {_FAYLE}",
        "Sat, 6 Sep 2031 09:10:00 +0200",
        "The boom, tomorrow night",
        """A ferry with 118 on its list goes through the Narrows tomorrow at a quarter to eleven. A pilot tells me that
the boom lay across the channel yesterday evening with nine lamps out of nineteen.

Is it open, yes or no? I need one word, and a name to write behind it.

P. Sollin
harbour master""",
    ),
    _Letter(
        "r1@narrows-squadron.example",
        _RENK,
        _SOLLIN,
        "Sat, 6 Sep 2031 11:55:00 +0200",
        "Re: The boom, tomorrow night",
        """On 6 Sep 2031, Petra Sollin wrote:
> A pilot tells me that the boom lay across the channel yesterday evening with nine lamps out of nineteen.

Eleven of nineteen are dead, so he has counted one too many. There are no spares.

> Is it open, yes or no?

It is six hours' work and I have tugs standing by. I have not been ordered to do it. Ask the ministry.

A. Renk""",
        ("h1@averil.example",),
    ),
    _Letter(
        "f1@ports.example",
        _FAYLE,
        f"{_SOLLIN}, {_RENK}",
        "Sun, 7 Sep 2031 08:30:00 +0200",
        "Re: Re: The boom, tomorrow night",
        """On 6 Sep 2031, Cdre A. Renk wrote:
> On 6 Sep 2031, Petra Sollin wrote:
>> Is it open, yes or no?
>
> It is six hours' work and I have tugs standing by. I have not been ordered to do it. Ask the ministry.

I have asked, on Wednesday, in a meeting, and asked that it be recorded. I have asked again this morning. You will have
an answer on the duty line before she sails. Whatever I read to you will be words as given me; I shall not be their
author.

CF""",
        ("h1@averil.example", "r1@narrows-squadron.example"),
    ),
    _Letter(
        "r2@narrows-squadron.example",
        "Aldous Renk <renk@narrows-squadron.example>",
        _FAYLE,
        "Mon, 8 Sep 2031 05:20:00 +0200",
        "Re: Re: Re: The boom, tomorrow night",
        """Opened at four this morning. I wish it to be understood that the log will say the second.

On 7 Sep 2031, Corin Fayle wrote:
> Whatever I read to you will be words as given me; I shall not be their author.

Nor I.

From now on by telephone.
AR""",
        ("h1@averil.example", "r1@narrows-squadron.example", "f1@ports.example"),
    ),
)


def _message(letter: _Letter) -> str:
    head = [
        f"From: {letter.sender}",
        f"To: {letter.to}",
        f"Date: {letter.date}",
        f"Subject: {letter.subject}",
        f"Message-ID: <{letter.id}>",
    ]
    if letter.answers:
        head.append(f"In-Reply-To: <{letter.answers[-1]}>")
        head.append("References: " + " ".join(f"<{answered}>" for answered in letter.answers))
    head += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    # A line of a letter that begins like the line between two letters is marked, as mailboxes have it.
    text = "\n".join(">" + line if line.startswith("From ") else line for line in letter.text.splitlines())
    return "\n".join([f"From {letter.id} Mon Sep  8 06:00:00 2031", *head, "", text, "", ""])


def mailbox() -> bytes:
    """The letters in the order in which they were sent."""
    return "".join(map(_message, _LETTERS)).encode()
