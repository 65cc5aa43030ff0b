"""The language of short texts, by words, letters and script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.understanding.language import detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Rescue teams found three survivors near the coast. They were taken to a hospital."),
        ("fr", "Les prix ont encore augmenté en août. Les économistes accusent le coût du carburant."),
        ("de", "Ihr Brief kam zu spät an. Das Schiff war schon ausgelaufen."),
        ("es", "Los precios subieron otra vez en agosto. Los economistas culpan al combustible."),
        ("pt", "A polícia prendeu dois homens depois do roubo. Um terceiro não foi encontrado."),
        ("it", "La polizia ha arrestato due uomini dopo la rapina. Un terzo è fuggito in auto."),
        ("nl", "Haar brief kwam te laat aan. Het schip was al vertrokken."),
        ("ru", "Полиция задержала двух мужчин. Третий скрылся."),
        ("uk", "Міністр подав у відставку. Ніхто цього не очікував."),
        ("bg", "Министърът подаде оставка. Той каза, че ще се върне."),
        ("ar", "استقال الوزير يوم الاثنين. لم يتوقع أحد ذلك."),
        ("fa", "وزیر روز دوشنبه استعفا کرد. پلیس دو مرد را دستگیر کرد."),
        ("el", "Ο υπουργός παραιτήθηκε τη Δευτέρα."),
        ("he", "השר התפטר ביום שני."),
        ("zh", "部长周一辞职。没有人预料到。"),
        ("ja", "大臣は月曜日に辞任した。"),
        ("ko", "장관은 월요일에 사임했다."),
        ("pl", "Minister podał się do dymisji. Nikt się tego nie spodziewał, ale jest już po wszystkim."),
        (None, "Khalilzad Doha 2020"),
        (None, ""),
    ],
)
def test_short_texts(language: str | None, text: str) -> None:
    assert detect_language(text) == language


def test_names_in_another_script_do_not_decide() -> None:
    assert detect_language("The letter was signed by him, and it was read by all: Москва, 北京, Αθήνα.") == "en"
    assert detect_language("Письмо о NATO и Reuters было прочитано всеми, и никто не ответил на него.") == "ru"


@given(st.text(max_size=200))
def test_any_text_gives_a_code_or_nothing(text: str) -> None:
    found = detect_language(text)
    assert found is None or (len(found) == 2 and found.isalpha())
