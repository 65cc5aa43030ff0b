"""One `Naming` for as long as neither decisions nor catalogue change."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from index.entities.keeping import NamingKeeper


class Shelf:
    """As little of one as names need."""

    def __init__(self) -> None:
        self.catalogue = SimpleNamespace(deciding=SimpleNamespace(version=tuple), called=SimpleNamespace(names=list))


def test_a_shelf_that_lies_where_one_lay_before_has_names_of_its_own() -> None:
    """What is gone gives its place in memory, and so its id, to what comes."""
    library: Any = SimpleNamespace()
    rulings: Any = SimpleNamespace(now=lambda: (1, {}))
    keeper = NamingKeeper(library, lambda: rulings)
    for number in range(20):
        shelf: Any = Shelf()
        shelf.catalogue.called.names = lambda number=number: [str(number)]
        assert keeper.of(shelf).names() == [str(number)]
        assert keeper.of(shelf) is keeper.of(shelf)
        del shelf
