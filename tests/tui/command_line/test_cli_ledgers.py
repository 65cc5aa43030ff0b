"""`glossator dates` and `glossator figures`: every span slices to its text, the same bytes at every run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Answers = Callable[..., list[dict[str, Any]]]

WIRE = (
    "Envoys agree on an exchange\n\nMonday, August 16, 2021\n\nMore than 5,000 Varnian prisoners were freed on Friday."
    " Between 20 and 30 boats left on September 11.\n\n(Photo: 34 vessels on Sunday. Herald)\n"
)


def test_dates_and_figures(folder: Path, run: Run, answers: Answers) -> None:
    (folder / "wire.txt").write_text(WIRE)
    dates = answers("dates", folder)
    assert [row["value"] for row in dates if row["document"] == "wire.txt"] == [
        "2021-08-16",
        "2021-08-13",
        "2020-09-11",
    ]
    anchor = {"kind": "dateline", "value": "2021-08-16", "start": 29, "end": 52}
    assert dates[-1] == {
        "document": "wire.txt",
        "start": WIRE.index("September"),
        "end": WIRE.index("September") + 12,
        "text": "September 11",
        "value": "2020-09-11",
        "partial": "XXXX-09-11",
        "alternatives": [],
        "anchor": anchor,
    }
    assert answers("dates", folder, "--all")[-1]["text"] == "Sunday"
    first, second = answers("figures", folder / "wire.txt")
    place = WIRE.index("More than")
    assert first == {
        "document": "wire.txt",
        "start": place,
        "end": place + 15,
        "text": "More than 5,000",
        "number": 5000,
        "low": 5000,
        "high": None,
        "qualifier": "more than",
        "unit": "prisoners",
        "subject": "Varnian",
    }
    assert (second["number"], second["low"], second["high"], second["text"]) == (None, 20, 30, "20 and 30 boats")
    assert run("dates", folder, "--json").stdout == run("dates", folder, "--json").stdout
    assert b"2020-09-11" in run("dates", folder).stdout and b"20 to 30 boats" in run("figures", folder).stdout
