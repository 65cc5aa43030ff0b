"""Evidence for suggestions does not depend on the order in which documents came."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .conftest import World


def test_the_same_evidence_in_whatever_order_documents_came(worlds: Callable[[], World]) -> None:
    documents: dict[str, Sequence[tuple[str, str]]] = {
        f"p{number:02}.txt": [("Josef Hallam", "PERSON"), ("Vera Quill" if number < 4 else "Averil", "PERSON")]
        for number in range(45)
    }
    documents["q.txt"] = [("Joseph Hallam", "PERSON"), ("Vera Quill", "PERSON")]
    found = []
    for some in (documents, dict(reversed(documents.items()))):
        decisions = worlds().write(some).entity_decisions
        found.append((decisions.suggestions(), decisions.examples("person:josef-hallam", 2)))
    assert found[0] == found[1]
    assert [(each.other.name, each.company) for each in found[0][0]] == [("Joseph Hallam", ("Vera Quill",))]
    assert [example.document for example in found[0][1]] == ["p00.txt", "p01.txt"]
