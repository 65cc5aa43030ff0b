"""The text of a document: reading it with a cursor, selecting in it, walking from mark to mark.

Built up of what can be told apart: `text_view_base` lays the page out and scrolls it, `_layers` marks and folds,
`_cursor` moves, `_selecting` selects, `_mouse` does the same by hand.
"""

from __future__ import annotations

from tui.highlights import LayerSpan
from tui.widgets.text_view_mouse import MouseView
from tui.widgets.text_view_selection import SelectionMode

__all__ = ["LayerSpan", "SelectionMode", "TextView"]


class TextView(MouseView):
    """A document on a page. It has no keys of its own; commands call `move` and its neighbours."""
