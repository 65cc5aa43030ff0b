"""A quotation on its way: what has been found out about one quoted stretch so far."""

from __future__ import annotations

from index.document import Span
from index.quotation import Quotation, QuotationKind, Reading
from index.understanding.quotation_marks import Quoted
from index.understanding.referents import Referent
from index.understanding.speakers import Given


class Row:
    """One quoted stretch. Not kept until something makes a quotation of it."""

    __slots__ = (
        "at",
        "confidence",
        "cue",
        "given",
        "group",
        "kept",
        "partial",
        "quoted",
        "readings",
        "rule",
        "speaker",
    )

    def __init__(self, quoted: Quoted, at: int) -> None:
        self.quoted = quoted
        self.at = at
        """Its number among the items of its paragraph."""
        self.group = quoted.inside.start
        self.kept = False
        self.partial = False
        self.given: Given | None = None
        self.speaker: Referent | None = None
        self.cue: Span | None = None
        self.rule = "none"
        self.confidence = 0.0
        self.readings: list[tuple[Referent, str]] = []
        """Of contested words: the speakers to whom the text gives them, each with the rule."""

    def take(self, other: Row, rule: str) -> None:
        """Take over the speaker of another quotation."""
        self.speaker, self.given, self.cue = other.speaker, other.given, other.cue
        self.confidence, self.readings = other.confidence, other.readings
        self.rule = rule

    def goes_on_from(self, other: Row, rule: str) -> None:
        """Be a further part of another quotation."""
        self.take(other, rule)
        self.group, self.kept = other.group, True

    def quotation(self, text: str) -> Quotation:
        """What is told of it."""
        inside = self.quoted.inside
        kind: QuotationKind = "partial" if self.partial else "direct"
        cue = None if self.cue is None else text[self.cue.start : self.cue.end]
        if self.readings:
            readings = tuple(Reading(who.name or "", who.entity, rule) for who, rule in self.readings)
            return Quotation(
                inside.start,
                inside.end,
                kind,
                "contested",
                self.rule,
                self.confidence,
                self.group,
                None,
                None,
                cue,
                None,
                readings,
            )
        who = self.speaker
        if who is None:
            return Quotation(inside.start, inside.end, kind, "unknown", self.rule, 0.0, self.group, None, None, cue)
        return Quotation(
            inside.start,
            inside.end,
            kind,
            who.status,
            self.rule,
            self.confidence,
            self.group,
            who.name,
            who.entity,
            cue,
            Span(who.start, who.end),
        )
