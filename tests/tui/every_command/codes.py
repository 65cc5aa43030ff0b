"""The codebook, tables of codes, memos; kinds and boundaries of marks."""

from __future__ import annotations

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene


def coding(here):
    return here.room.collection.coding


def names(here):
    return list(coding(here).book().entries)


async def coded(here, *codes):
    """Passages of ferry.txt with codes, and the codebook on the screen with the cursor on the first."""
    collection, text = here.room.collection, here.document.text
    for number, code in enumerate(codes):
        at = text.index("Paragraph", 400 + 80 * number)
        collection.annotate("ferry.txt", at, at + 9, codes=(code,))
    here.room.codebook.show()
    await here.settle()


async def cleared(here):
    """As if nothing had been coded."""
    for row in coding(here).rows():
        if "/" not in row.name:
            coding(here).changing.delete(row.name)
    for memo in coding(here).memos.all():
        coding(here).memos.delete(memo.id)


async def on_table(here, do, by):
    await coded(here, "boom", "lamps")
    here.room.code_table.show("source")
    await here.settle()
    await do()
    assert here.room.contexts[0] == "crosstab" and here.room.code_table.by == by
    assert here.room.code_table.table.by == by
    await cleared(here)


@scene("go-codebook")
async def go_codebook(here, do):
    await do()
    assert here.room.contexts[0] == "codebook" and "Codebook" in here.screen_text()


@scene("new-code")
async def new_code(here, do):
    await coded(here)
    await do(*"claim/lamps", "tab", *"what shines", "enter")
    assert names(here) == ["claim", "claim/lamps"] and "what shines" in here.screen_text(), here.message
    await cleared(here)


@scene("edit-code")
async def edit_code(here, do):
    await coded(here, "lamps")
    await do("ctrl+u", *"light/lamps", "tab", "tab", *"place", "enter")
    code = coding(here).book().get("light/lamps")
    assert code.colour == "place" and code.former == ("lamps",), here.message
    assert [mark.annotation.codes for mark in coding(here).passages("light")] == [("light/lamps",)]
    await cleared(here)


@scene("merge-codes")
async def merge_codes(here, do):
    await coded(here, "boom", "lamps")
    first = here.room.codebook.chosen.name
    other = "lamps" if first == "boom" else "boom"
    await do(*other, "enter")
    assert names(here) == [other] and "merged" in here.message, here.message
    assert len(coding(here).passages(other)) == 2
    await here.press("u")
    assert len(coding(here).passages(first)) == 1
    await cleared(here)


@scene("part-code")
async def part_code(here, do):
    await coded(here, "boom", "boom")
    await do()
    assert here.room.contexts[0] == "annotations" and len(here.room.annotated.listed.rows) == 2
    await here.press("x", *here.room.keymap.sequences_of("part-code")[0], *"chain", "enter")
    assert len(coding(here).passages("chain")) == len(coding(here).passages("boom")) == 1, here.message
    await cleared(here)


@scene("delete-code")
async def delete_code(here, do):
    await coded(here, "boom")
    await do()
    assert not coding(here).passages("boom") and "deleted" in here.message
    await here.press("u")
    assert len(coding(here).passages("boom")) == 1
    await cleared(here)


@scene("code-table")
async def code_table(here, do):
    await coded(here, "boom")
    await do()
    assert here.room.contexts[0] == "crosstab" and "by document" in here.screen_text()
    await cleared(here)


@scene("table-document")
async def table_document(here, do):
    await on_table(here, do, "document")


@scene("table-source")
async def table_source(here, do):
    await on_table(here, do, "source")


@scene("table-year")
async def table_year(here, do):
    await on_table(here, do, "year")


@scene("table-month")
async def table_month(here, do):
    await on_table(here, do, "month")


@scene("table-overlap")
async def table_overlap(here, do):
    await on_table(here, do, "overlap")


@scene("table-together")
async def table_together(here, do):
    await on_table(here, do, "together")


@scene("table-right")
async def table_right(here, do):
    await coded(here, "boom")
    here.room.code_table.show("document")
    await here.settle()
    await do()
    assert here.room.code_table.column == 1
    await here.press("enter")
    assert here.room.contexts[0] == "annotations" and len(here.room.annotated.listed.rows) == 1
    await cleared(here)


@scene("table-left")
async def table_left(here, do):
    await coded(here, "boom")
    here.room.code_table.show("document")
    await here.settle()
    here.room.code_table.move(1)
    await do()
    assert here.room.code_table.column == 0
    await cleared(here)


@scene("table-export")
async def table_export(here, do):
    await coded(here, "boom")
    here.room.code_table.show("document")
    await here.settle()
    file = here.room.collection.root.parent / "codes.csv"
    await do("ctrl+u", *str(file), "enter")
    assert file.read_text(encoding="utf-8").splitlines()[1] == "boom,1,1", file.read_text(encoding="utf-8")
    file.unlink()
    await cleared(here)


@scene("go-memos")
async def go_memos(here, do):
    await do()
    assert here.room.contexts[0] == "memos" and "Memos" in here.screen_text()


@scene("write-memo")
async def write_memo(here, do):
    await do(*"ask the pilot", "enter")
    (memo,) = coding(here).memos.all()
    assert (memo.about, memo.subject, memo.note) == ("document", "ferry.txt", "ask the pilot")
    await here.press("u")
    assert not coding(here).memos.all()


@scene("memo-on-collection")
async def memo_on_collection(here, do):
    await do(*"all of it", "enter")
    assert [memo.about for memo in coding(here).memos.all()] == ["collection"]
    await cleared(here)


async def with_memo(here):
    coding(here).memos.write("code", "boom", "a chain")
    here.room.memos.show()
    await here.settle()


@scene("edit-memo")
async def edit_memo(here, do):
    await with_memo(here)
    await do(*"s", "enter")
    assert [memo.note for memo in coding(here).memos.all()] == ["a chains"] and "a chains" in here.screen_text()
    await cleared(here)


@scene("delete-memo")
async def delete_memo(here, do):
    await with_memo(here)
    await do()
    assert not coding(here).memos.all() and "deleted" in here.message


@scene("mark-kind", "a", *"why", "enter", at="lantern")
async def mark_kind(here, do):
    await do("j", "enter")
    assert here.room.marking.marks[-1].annotation.kind == "claim", here.message
    await here.press("u", "u")


@scene("boundaries", "v", "i", "w", "t", *"lamps", "enter", at="lantern")
async def boundaries(here, do):
    await do("B", *here.room.keymap.sequences_of("boundaries")[0])
    (mark,) = [each for each in here.room.marking.marks if each.annotation.codes == ("lamps",)]
    assert mark.annotation.exact != "lantern" and "boundaries are others" in here.message, here.message
    await here.press("u")
    assert [each.annotation.exact for each in here.room.marking.marks if each.annotation.codes] == ["lantern"]
    await here.press("u")


@scene("note-outside", "a", *"begun", at="lantern")
async def note_outside(here, do):
    """Handing over the terminal takes one; that is what stands here in its place."""
    from tui.session.marking import note_outside as outside

    edited, outside.edited = outside.edited, lambda room, text: f"{text} elsewhere"
    why_not, outside.why_not = outside.why_not, lambda room: None
    await do("enter")
    outside.edited, outside.why_not = edited, why_not
    assert here.room.marking.marks[-1].annotation.note == "begun elsewhere"
    await here.press("u")
