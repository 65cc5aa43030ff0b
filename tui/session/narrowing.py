"""The prompt's use for narrowing a list as one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.widgets.row_list import RowList


class Narrowing:
    """Shows only the rows that hold what is typed; esc shows those that were there before."""

    sign = "filter"
    hint = "rows that hold these words"

    def __init__(self, rows: RowList, narrow: Callable[[str], None], before: str) -> None:
        self._rows = rows
        self._narrow = narrow
        self._before = before

    def changed(self, text: str) -> None:
        """Narrow at once."""
        self._narrow(text)

    def accept(self, text: str) -> bool:
        """Leave the list narrowed."""
        return True

    def cancel(self) -> None:
        """As it was."""
        self._narrow(self._before)

    def move(self, direction: int) -> None:
        """Through the rows."""
        self._rows.move("row-down" if direction > 0 else "row-up")

    def history(self) -> list[str]:
        """None is kept."""
        return []
