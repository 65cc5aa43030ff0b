"""How many there are of something, in words."""

from __future__ import annotations


def counted(number: int, noun: str, nouns: str = "") -> str:
    """ "1 line", "1,204 lines"; `nouns` where it is not the noun with an s (es behind ch, sh and s)."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {nouns or noun + ('es' if noun.endswith(('ch', 'sh', 's')) else 's')}"
