"""The commission's interim report, as a PDF file: numbered paragraphs, running heads, pages 11 to 13."""

from __future__ import annotations

import textwrap

from bench._pdfs import Made

NAME = "2031-11-28_commission_interim-report.pdf"
_FIRST_PAGE = 11
_WIDE, _LEFT, _SIZE, _LEADING = 66, 72, 11, 19
_TOP, _FOOT = 740, 90

# A heading begins with #; a paragraph is numbered from 9, which is where the part that was published begins.
_TEXT = """
# The number of those aboard
The ministry gave 118, which is the number of names on the Hale Line’s list. The islands’ paper gave 143. We have heard
the purser’s boy, who tore the tickets, and the two drivers of the buses, and we have counted the living and the dead.
We find that 141 persons were aboard the Margit Hale when she struck.
Twenty-three of them were on no list. We do not know who they were, and nobody who knows has told us. The receipt for
the buses bears the name “M. Cadec”. Mr Mathurin Kadec denies that it is his, and the hand is not his hand.
# The number of the dead
We find that forty-five persons died. The hospital at Saint-Corent has issued 47 certificates; two of them name nobody,
and were signed before those two had been brought ashore. Dr Solenn Marrec says that she signs for the dead and not for
the paper. The ministry’s figure of 31 was never corrected, and we have been given no reason why.
Of the ninety-six who lived, eleven were taken out of the water by the lifeboat of Ragged Head.
# The boom
The boom was not open. Commodore Aldous Renk told us on oath that his squadron had opened it on 2 September. He has
since told a newspaper the eighth. The log of the squadron has been written with two pens, and the later pen wrote
first.
No lamp was lit on the boom when she struck it. The navy’s launch, which is said to have tested nineteen lamps at 22.50,
was by its own fuel book in the dockyard until 23.05.
The tear in the port bow is bent inward. There was no explosion inside the ship. The words “We heard the boom”, on which
so much was built, were never said; the deckhand Nils Aubrey, aged 19, said “We hit the boom”.
# The warning
Captain Josef Hallam’s letter of 1 September reached the ministry on the 2nd and the minister’s table on the 3rd. The
minutes of that meeting are genuine. They record the words “Leave it where it lies until they have sailed” after the
initials of the chair. Mr Lukas Vessarin was the chair.
We find no trace in the ministry’s files of any letter from the Straits Mediation Office of 5 September. Dr Ilse Verhaal
says that she sent it by electronic mail at a quarter to five. The ministry says that its machine was being mended.
# The hours
She sailed at 22.52. The clock on the ferry quay, by which several witnesses gave 22.40, had stopped on 4 August. The
hour of 23.05, which one newspaper printed, was supported by nobody whom we could find.
The distress call was made at 23.31. The first launch was alongside at 00.27, which is 56 minutes after the call. The
navy has always said 41. By then the lifeboat of Ragged Head had been at sea for a quarter of an hour.
# What remains
We shall report on the second account, on the buses and on the grey launch when those who were paid have been found.
Judge Edda Ostrander, for the Commission. Aldermouth, 28 November 2031.
"""


def _typed(text: str) -> str:
    """The letters that the file's fonts have, each as the byte that draws it."""
    return text.encode("cp1252").decode("latin-1")


def _paragraphs() -> list[str]:
    """Lines joined up to one that ends a sentence and is not full, or to a heading."""
    found: list[str] = []
    open_one = False
    for line in _TEXT.strip().splitlines():
        if line.startswith("# ") or not open_one:
            found.append(line)
        else:
            found[-1] += " " + line
        open_one = not line.startswith("# ") and not (line.endswith(".") and len(line) < 112)
    return found


def data() -> bytes:
    """The file."""
    made = Made(title="The loss of the Margit Hale: interim report", author="", labels=f"0<</S/D/St {_FIRST_PAGE}>>")
    number, y = 8, 0.0

    def page() -> float:
        made.page().at(_LEFT, 800, _typed("OSTRANDER COMMISSION · INTERIM REPORT"), 8)
        made.at(290, 40, str(_FIRST_PAGE + len(made.pages) - 1), 8)
        return _TOP

    for text in ["! The loss of the Margit Hale: interim report", *_paragraphs()]:
        heading = text.startswith("# ")
        if not made.pages or y < _FOOT + 4 * _LEADING:
            y = page()
        if text.startswith("! "):
            made.at(_LEFT, y, _typed(text[2:]), 15, "F2")
            y -= 3 * _LEADING
        elif heading:
            y -= _LEADING / 2
            made.at(_LEFT, y, _typed(text[2:]), 12, "F2")
            made.marks.append((len(made.pages) - 1, _typed(text[2:])))
            y -= 1.6 * _LEADING
        else:
            number += 1
            for line in textwrap.wrap(f"{number}. {text}", _WIDE):
                if y < _FOOT:
                    y = page()
                made.at(_LEFT, y, _typed(line), _SIZE)
                y -= _LEADING
            y -= _LEADING
    return made.data()
