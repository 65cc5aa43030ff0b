"""reStructuredText: blocks of a text that stays as it is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers.plain.rst import read
from index.understanding.structure import understand_structure

EXAMPLE = """\
.. a comment
   that goes on

========
The Boom
========
:Author: Anna Keller
:Date: 2031-09-10
:Version: 3

The boom [1]_ is lying here.
See `the page <https://example.org/x>`_ for more::

    code
      here

Section
-------

- one
  goes on

  and on
- two

term
    what it means

Words again.

    Words of
    another.

.. note:: Mind this.

   And this.

.. code-block:: python

   x = 1

.. _here: https://example.org

Below
~~~~~

+---+---+
| a | b |
+---+---+

===  ===
A    B
===  ===
x    y
===  ===

----

.. [1] A note
   of two lines.
"""


def test_blocks_say_what_the_lines_mean() -> None:
    extracted = read(EXAMPLE.encode())
    assert extracted.text == EXAMPLE
    assert [(b.kind, b.rule, EXAMPLE[b.start : b.end].split("\n")[0]) for b in extracted.blocks] == [
        ("boilerplate", "rst:comment", ".. a comment"),
        ("headline", "rst:h1", "========"),
        ("byline", "rst:docinfo", ":Author: Anna Keller"),
        ("dateline", "rst:docinfo", ":Date: 2031-09-10"),
        ("boilerplate", "rst:docinfo", ":Version: 3"),
        ("prose", "rst:paragraph", "The boom [1]_ is lying here."),
        ("code", "rst:literal", "code"),
        ("heading", "rst:h2", "Section"),
        ("list", "rst:list", "- one"),
        ("list", "rst:list", "- two"),
        ("list", "rst:definition", "term"),
        ("prose", "rst:paragraph", "Words again."),
        ("quote", "rst:quote", "Words of"),
        ("prose", "rst:directive", ".. note:: Mind this."),
        ("prose", "rst:directive", "And this."),
        ("code", "rst:code-block", ".. code-block:: python"),
        ("note", "rst:target", ".. _here: https://example.org"),
        ("heading", "rst:h3", "Below"),
        ("table", "rst:table", "+---+---+"),
        ("table", "rst:table", "===  ==="),
        ("boilerplate", "rst:transition", "----"),
        ("note", "rst:footnote", ".. [1] A note"),
    ]
    metadata = understand_structure(extracted, "a.rst")[1]
    assert (metadata.title, metadata.authors, metadata.date) == ("The Boom", ("Anna Keller",), "2031-09-10")


def test_addresses_and_footnotes_are_links_both_ways() -> None:
    links = {EXAMPLE[link.start : link.end]: link.target for link in read(EXAMPLE.encode()).links}
    assert links["[1]_"] == f"#{EXAMPLE.index('.. [1]')}"
    assert links["[1]"] == f"#{EXAMPLE.index('[1]_')}"
    assert links["`the page <https://example.org/x>`_"] == "https://example.org/x"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*EXAMPLE.split("\n"), "..", "__ x", "=== ===", "  - a", "::", "> x"]), max_size=40))
def test_every_line_lies_in_a_block(lines: list[str]) -> None:
    text = "\n".join(lines)
    extracted = read(text.encode())
    at = 0
    for block in extracted.blocks:
        assert not text[at : block.start].strip()
        assert text[block.start : block.end] == text[block.start : block.end].strip() != ""
        at = block.end
    assert not text[at:].strip()
    assert all(0 <= link.start < link.end <= len(text) for link in extracted.links)
