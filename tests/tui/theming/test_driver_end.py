"""A terminal that goes away while the program writes."""

from __future__ import annotations

import errno
import io

from textual.drivers._writer_thread import WriterThread

from tui.theming.driver import UntilGone


class Closing(io.StringIO):
    """Takes so many writes, and is gone."""

    left = 3

    def write(self, text: str) -> int:
        self.left -= 1
        if self.left < 0:
            raise OSError(errno.EIO, "Input/output error")
        return super().write(text)


def test_the_last_words_are_got_rid_of_although_nobody_listens() -> None:
    file = Closing()
    thread = WriterThread(UntilGone(file))  # type: ignore[arg-type]
    thread.start()
    writer = thread.write
    for number in range(100):  # more than the thread keeps in its queue
        writer(f"{number} ")
    thread.stop()
    assert not thread.is_alive()
    assert file.getvalue() == "0 1 2 "
