"""Publication dates: what they mean, and that nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.understanding.language import detect_language, language_code
from index.understanding.publication import find_date, settled_order


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2021-08-15", ("2021-08-15",)),
        ("2021-08", ("2021-08",)),
        ("2021/8/5", ("2021-08-05",)),
        ("2021-08-15T10:00:00+02:00", ("2021-08-15",)),
        ("15 August 2021", ("2021-08-15",)),
        ("15th of August, 2021", ("2021-08-15",)),
        ("15-Aug-2021", ("2021-08-15",)),
        ("Aug. 15, 2021", ("2021-08-15",)),
        ("Sunday, August 15th, 2021", ("2021-08-15",)),
        ("SEPT. 8, 2021", ("2021-09-08",)),
        ("August 2021", ("2021-08",)),
        ("15. August 2021", ("2021-08-15",)),
        ("15 APRİL 2021", ("2021-04-15",)),
        ("APRıL 15, 2021", ("2021-04-15",)),
        ("15 août 2021", ("2021-08-15",)),
        ("1er mai 2021", ("2021-05-01",)),
        ("15 de agosto de 2021", ("2021-08-15",)),
        ("15 agosto 2021", ("2021-08-15",)),
        ("3 maart 2021", ("2021-03-03",)),
        ("13.09.2021", ("2021-09-13",)),
        ("09/13/2021", ("2021-09-13",)),
        ("09.09.2021", ("2021-09-09",)),
        ("10.09.2021", ("2021-09-10", "2021-10-09")),
        ("9/10/2021", ("2021-09-10", "2021-10-09")),
        ("Sept. 8", ()),
        ("8 September", ()),
        ("31 February 2021", ()),
        ("30.02.2021", ()),
    ],
)
def test_dates_mean_what_they_say(text: str, values: tuple[str, ...]) -> None:
    stated = find_date(text)
    assert stated is not None
    assert stated.values == values
    assert (stated.start, stated.end) == (0, len(text))


@pytest.mark.parametrize(
    "text", ["", "may 5", "10.09.21", "version 1.2.2021.4", "12/2021", "3.14", "in 2021", "Marching"]
)
def test_what_states_no_whole_date_has_no_value(text: str) -> None:
    stated = find_date(text)
    assert stated is None or stated.values == ()


@pytest.mark.parametrize(
    ("text", "day_first"),
    [
        ("On 23.08.2021 and 10.09.2021.", True),
        ("On 08/23/2021.", False),
        ("On 10.09.2021.", None),
        ("On 23.08.2021 and 08.23.2021.", None),
        ("On 23.13.2021.", None),
        ("On 31.02.2021.", None),
    ],
)
def test_another_date_settles_the_order(text: str, day_first: bool | None) -> None:
    order = settled_order(text)
    assert (order.day_first if order else None) == day_first


@settings(max_examples=200, deadline=None)
@given(st.dates())
def test_every_day_is_read_from_its_name(day: object) -> None:
    import datetime

    assert isinstance(day, datetime.date)
    if 1000 <= day.year <= 2999:
        for form in ("%d %B %Y", "%B %d, %Y", "%A, %d %b %Y", "%Y-%m-%d"):
            stated = find_date(day.strftime(form))
            assert stated
            assert stated.values == (day.isoformat(),)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The officials said that the city had been taken and that it was not what they had hoped for.", "en"),
        ("Les autorités ont dit que la ville était prise et que ce n'était pas ce qu'elles avaient espéré.", "fr"),
        ("Die Behörden sagten, dass die Stadt gefallen ist und dass sie das nicht erwartet hatten.", "de"),
        ("Las autoridades dijeron que la ciudad había caído y que no era lo que esperaban de los suyos.", "es"),
        ("Le autorità hanno detto che la città è caduta e che non era quello che si aspettavano dalla guerra.", "it"),
        ("As autoridades disseram que a cidade não foi tomada e que isso não era o que esperavam do governo.", "pt"),
        ("De autoriteiten zeiden dat de stad was gevallen en dat het niet is wat zij hadden verwacht van hem.", "nl"),
        ("Переговоры продолжаются, сообщил представитель правительства.", "ru"),
        ("x y z", None),
        ("", None),
    ],
)
def test_languages_are_told_by_their_commonest_words(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_a_stated_language_becomes_its_code() -> None:
    assert [language_code(name) for name in ("en-GB", "English", "DE", "pt_BR", "klingon", "")] == [
        "en",
        "en",
        "de",
        "pt",
        None,
        None,
    ]
