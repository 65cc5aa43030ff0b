"""Versions of the rules. Apart from the rules, so that one can tell that nothing is to be done without loading them."""

from __future__ import annotations

STRUCTURE_VERSION = "structure/5"
"""Changes whenever some document would be understood otherwise than before."""
RULES_VERSION = 5
"""Raised with every change of the rules of names, so that what older ones found is made again."""


def rules_version() -> str:
    """Name, version of the rules and hash of the word lists."""
    from index.understanding.gazetteer import fingerprint

    return f"rules/{RULES_VERSION}/{fingerprint()}"


JOINING_VERSION = 2
"""Raised with every change of the rules by which names of several documents are joined."""


def joining_version() -> str:
    """Where another one joined the names of a catalogue, they are joined anew."""
    return f"joining/{JOINING_VERSION} {rules_version()}"
