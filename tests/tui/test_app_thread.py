"""A mailbox in the reading room: its mails are documents, a key lists the conversation of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..conftest import index_folder

if TYPE_CHECKING:
    from pathlib import Path

    from ..conftest import Homes, OpenRoom

MAIL = """\
From jane@example.org Mon Sep  8 10:00:00 2031
From: {writer} <{id}@example.org>
Date: Mon, {day} Sep 2031 10:00:00 +0200
Subject: {subject}
Message-ID: <{id}@example.org>
In-Reply-To: <{answers}@example.org>

{text}

"""


async def test_the_conversation_of_a_mail_is_listed_and_opened(homes: Homes, tmp_path: Path, visit: OpenRoom) -> None:
    mails = [
        {"writer": "Jane Doe", "id": "a", "day": 8, "subject": "The boom", "answers": "", "text": "Where is it?"},
        {"writer": "Zoe", "id": "z", "day": 9, "subject": "Lunch", "answers": "", "text": "When?"},
        {"writer": "Bob", "id": "b", "day": 9, "subject": "Re: The boom", "answers": "a", "text": "Gone.\n\n> Where?"},
    ]
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.mbox").write_text("".join(MAIL.format(**mail) for mail in mails), encoding="utf-8")
    index_folder(tmp_path / "letters")
    async with visit(tmp_path / "letters") as here:
        here.room.reading.open("a.mbox!/b@example.org.eml")
        await here.settle()
        assert here.document.text.startswith("From: Bob <b@example.org>\nDate: Mon, 9 Sep 2031")
        await here.press("g", "T")
        assert "2 mails · The boom" in here.screen_text() and "  Bob" in here.screen_text()
        page = here.room.screen.page_named("thread")
        assert page.rows.cursor == 1, "the mail that is open"
        await here.press("k", "enter")
        assert here.document.path == "a.mbox!/a@example.org.eml"
