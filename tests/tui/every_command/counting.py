"""Collocates and frequency over time."""

from __future__ import annotations

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene
LETTER = ("slash", *"letter", "enter", "g", "r")


async def around(here):
    """Without the keys that lead there: they are the scene of another command."""
    here.room.collocates.show("letter")
    await here.settle()


async def over_time(here):
    here.room.frequency.show("letter")
    await here.settle()


def words(here):
    return [row.word for row in here.room.collocates.rows]


@scene("collocates-here", *LETTER)
async def collocates_here(here, do):
    await do()
    assert here.room.contexts[0] == "collocates" and "the" in words(here)
    assert "7 matches in 3 documents" in here.screen_text()


@scene("collocates")
async def collocates(here, do):
    await do(told="boom")
    assert here.room.contexts[0] == "collocates" and "2 matches in 2 documents" in here.screen_text()


def sorts(id: str, key, before: str = "word") -> None:
    @scene(id)
    async def play(here, do):
        await around(here)
        here.room.collocates.sort_by(before)
        await here.settle()
        await do()
        rows = here.room.collocates.rows
        assert len(rows) > 1 and rows == sorted(rows, key=key), [row.word for row in rows]


sorts("collocates-strength", lambda row: -row.table.log_likelihood)
sorts("collocates-count", lambda row: -row.count)
sorts("collocates-effect", lambda row: -row.table.log_ratio)
sorts("collocates-word", lambda row: row.word, "strength")
sorts("collocates-left", lambda row: -row.left)
sorts("collocates-right", lambda row: -row.right)
sorts("collocates-documents", lambda row: -row.documents)


@scene("collocates-small")
async def collocates_small(here, do):
    await around(here)
    await do()
    assert "the" not in words(here) and "left out" in here.message
    await do()
    assert "the" in words(here)


@scene("collocates-stems")
async def collocates_stems(here, do):
    await around(here)
    await do()
    assert here.room.collocates.by_stem and "one stem" in here.message
    await do()
    assert not here.room.collocates.by_stem


@scene("collocates-across")
async def collocates_across(here, do):
    await around(here)
    before = here.room.collocates.counted.beside
    await do()
    assert here.room.collocates.counted.beside > before and "across paragraphs" in here.message
    await do()
    assert here.room.collocates.counted.beside == before


@scene("window-wider")
async def window_wider(here, do):
    await around(here)
    await do()
    assert here.room.collocates.asked.window[:2] == (6, 6) and "6 words before" in here.message


@scene("window-narrower")
async def window_narrower(here, do):
    await around(here)
    before = here.room.collocates.asked.window.left
    await do()
    assert here.room.collocates.asked.window.left == before - 1


@scene("window")
async def window(here, do):
    await around(here)
    await do(told="2,0")
    assert here.room.collocates.asked.window[:2] == (2, 0)
    assert not any(row.right for row in here.room.collocates.rows)
    await do(told="many")
    assert "many is no window" in here.message
    await do(told="5")
    assert here.room.collocates.asked.window[:2] == (5, 5)


def periods(here):
    return [(row.bar.period.label, row.found.documents, row.found.matches) for row in here.room.frequency.rows]


@scene("frequency-here", *LETTER)
async def frequency_here(here, do):
    await do()
    assert here.room.contexts[0] == "frequency"
    assert [row[1:] for row in periods(here)] == [(1, 3), (2, 4)], periods(here)


@scene("frequency")
async def frequency(here, do):
    await do(told="letter, boom")
    assert len(periods(here)) == 4 and "letter  7 matches in 3 documents · boom  2 matches" in here.screen_text()


@scene("frequency-year")
async def frequency_year(here, do):
    await over_time(here)
    await do()
    assert [row[0] for row in periods(here)] == ["2031", "undated"]


@scene("frequency-month")
async def frequency_month(here, do):
    await over_time(here)
    await do()
    assert [row[0] for row in periods(here)] == ["2031-09", "undated"]


@scene("frequency-day")
async def frequency_day(here, do):
    await over_time(here)
    await do()
    assert [row[0] for row in periods(here)] == ["2031-09-22", "undated"]


@scene("frequency-what")
async def frequency_what(here, do):
    await over_time(here)
    await do()
    assert [row.value for row in here.room.frequency.rows] == [1, 2] and "bars show documents" in here.message
    await do()
    assert [row.value for row in here.room.frequency.rows] == [3, 4]


@scene("frequency-relative")
async def frequency_relative(here, do):
    await over_time(here)
    await do()
    values = [(row.value, 1_000_000 * row.found.matches / row.bar.all.words) for row in here.room.frequency.rows]
    assert all(value == expected for value, expected in values) and "1,000,000 words" in here.message
    await do()
    assert [row.value for row in here.room.frequency.rows] == [3, 4]
