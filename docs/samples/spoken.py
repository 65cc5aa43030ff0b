"""A radio programme as subtitles, and letters to a newspaper as a table with a row a letter."""

from __future__ import annotations

import csv
import io

SUBTITLES = "radio-narrows_the-night.srt"
LETTERS = "harbour-herald_letters.csv"

_CUES = (
    (4, 9, "ANNOUNCER: Radio Narrows. The night of the seventh, in the words of those who were out in it."),
    (10, 16, "ANNOUNCER: Walt Tolliver is the coxswain of the lifeboat at Ragged Head."),
    (18, 24, "TOLLIVER: We launched at twelve minutes past midnight. That is the hour that the navy says"),
    (24, 28, "it was alongside. I should have noticed a navy."),
    (31, 38, "TOLLIVER: We had the first one in at seven minutes past one. A lad with a watch. He looked at it,"),
    (38, 41, "and told us the time, and then he began to shake."),
    (44, 50, "ANNOUNCER: Did you see the boom?"),
    (52, 60, "TOLLIVER: I saw what was left of it. The floats on her port side were gone, and there was not a lamp."),
    (60, 66, "Thirty-eight floats they laid in August. I counted thirty-one."),
    (69, 74, "[a door]"),
    (76, 84, "TOLLIVER: How many did we land? Eleven. They say eighty-seven were saved, they say ninety-six."),
    (84, 90, "I can say eleven. I had my hands on each of them."),
    (93, 96, "ANNOUNCER: And the grey launch?"),
    (97, 101, "TOLLIVER: She crossed our bow with no lights and a 17 on it."),
    (101, 107, "I called her. She did not answer. You will want to ask somebody else about that."),
)

_ROWS = (
    ("date", "title", "author", "source", "text"),
    (
        "2031-09-12",
        "The clock on the quay",
        "T. Marl, watchmaker",
        "Averil Harbour Herald",
        "Sir, Three of your witnesses say that the ferry sailed at 22.40 by the clock on the ferry quay. I have wound "
        "that clock for nine years. It has not gone since the boom was laid, because nobody paid me to cross the "
        "barrier.",
    ),
    (
        "2031-09-19",
        "A noise like a drawer",
        "Y. Kerouan, St Corent",
        "Averil Harbour Herald",
        "Sir, I told your Mr Prowse that there was a noise like a drawer of knives being pulled out of a wall. I read "
        "the sentence again this week in The Lantern, where it is nobody’s. It is mine. I should like it to be used "
        "about the boom, and about nothing else.",
    ),
    (
        "2031-09-24",
        "What I tore",
        "Name withheld",
        "Averil Harbour Herald",
        "Sir, I tore the tickets. I tore 118. Then I was told to go and stand at the other rail, and I heard the stern "
        "gate, and feet. I am told that I may not say how many. Nobody who struck the boom was ever asked for a ticket "
        "again.",
    ),
    (
        "2031-10-06",
        "Nine words",
        "E. Fenn, schoolmistress",
        "Averil Harbour Herald",
        "Sir, “Leave it where it is until they have sailed” has nine words. My class has counted them. If a newspaper "
        "cannot count to nine, how is it to count the dead, or the lamps on a boom?",
    ),
)


def _clock(seconds: int) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02},000"


def subtitles() -> bytes:
    """A SubRip file."""
    cues = (f"{n}\n{_clock(a)} --> {_clock(b)}\n{text}\n" for n, (a, b, text) in enumerate(_CUES, 1))
    return "\n".join(cues).encode()


def letters() -> bytes:
    """A CSV file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(_ROWS)
    return out.getvalue().encode()
