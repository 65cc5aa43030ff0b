"""The statement of the ministry's duty clerk, as a Word document: headings, a table, notes, a comment, pages."""

from __future__ import annotations

from xml.sax.saxutils import escape

NAME = "2031-10-20_commission_statement-of-the-duty-clerk.docx"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_CALLS = (
    ("Hour", "From", "To", "What was said"),
    ("21.12", "Harbour office", "duty line", "asks whether the boom is open"),
    ("21.38", "duty line", "Private office", "asks the same"),
    ("21.46", "Private office", "duty line", "“Open, lit, the master may be told”"),
    ("21.50", "Mr Fayle, on the duty line", "Harbour office", "reads it out"),
    ("23.40", "Coast radio", "duty line", "the ferry"),
)


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _note(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def _paragraph(*parts: str, style: str = "", page: bool = False) -> str:
    """`parts`: plain text, or XML that begins with `<`; `page`: a page begins here, as Word notes it."""
    about = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    broken = "<w:r><w:lastRenderedPageBreak/></w:r>" if page else ""
    return f"<w:p>{about}{broken}" + "".join(p if p.startswith("<") else _run(p) for p in parts) + "</w:p>"


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    drawn = ("<w:tr>" + "".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(drawn)}</w:tbl>"


_BODY = (
    _paragraph("Statement of the duty clerk", style="Title"),
    _paragraph("Hanne Lorrick, clerk, second class. Given to the Ostrander Commission at Aldermouth, 20 October 2031."),
    _paragraph("My work", style="Heading1"),
    _paragraph(
        "I have kept the duty line of the Ministry of Ports and Straits since 2024. The duty line is a desk, a "
        "telephone, a book and a lamp. I write down who speaks, at what hour, and the words."
    ),
    _paragraph("The night of 7 September", style="Heading1"),
    _paragraph("The calls", style="Heading2"),
    _paragraph("I give them from the book", _note(1), ", which I have brought with me, and from nowhere else."),
    _table(_CALLS),
    _paragraph("The slip", style="Heading2", page=True),
    _paragraph(
        "At 21.46 the answer did not come by telephone. A messenger of the private office came in with a slip of paper "
        "in green ink. Only the minister writes in green. Mr Corin Fayle was standing at my desk, because he did not "
        "trust the line, and he took the slip and read it. He asked the messenger, “Whose words are these?” The "
        "messenger said, “They are to be read out.”"
    ),
    _paragraph(
        '<w:commentRangeStart w:id="0"/>',
        "Mr Fayle then said to me, “Write down that I passed on what I had been given to pass on.”",
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        " I wrote it down. That page is still in the book.",
    ),
    _paragraph("What I was told of the boom", style="Heading2"),
    _paragraph(
        "On 2 September Commodore Aldous Renk’s office told the duty line that the boom was open. I wrote “2/9, boom "
        "open, Renk”. On 4 September the same office told us that it would be opened when it was ordered. I wrote that "
        "down too.",
        _note(2),
    ),
    _paragraph("Captain Hallam’s letter", style="Heading1", page=True),
    _paragraph(
        "I was at the counter on 2 September when a young woman brought the letter. I stamped it. The stamp puts the "
        "day first: it was the second of September and not the ninth of February, when I was at my sister’s. I sent it "
        "up in the lift at 11.40. Lukas Vessarin’s office signed for it at noon."
    ),
    _paragraph(
        "I have been asked whether Petra Sollyn, the harbour master, sounded as if she believed what was read to her. "
        "She asked twice."
    ),
    _paragraph("Read over to me and signed, H. Lorrick.", style="Signature"),
)
_NOTES = (
    "The book was sealed by the commission on 23 September. The page of 7 September has 41 lines, of which five are "
    "given here.",
    "Compare the minutes of 3 September, item 4, which say that the boom had not been opened.",
)


def _styles() -> str:
    def style(name: str, called: str, level: int | None = None) -> str:
        outline = f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>' if level is not None else ""
        return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called}"/>{outline}</w:style>'

    known = style("Title", "Title") + style("Signature", "Signature")
    known += style("Heading1", "heading 1", 0) + style("Heading2", "heading 2", 1)
    return f'{_HEAD}<w:styles xmlns:w="{_W}">{known}</w:styles>'


def _footnotes() -> str:
    notes = "".join(f'<w:footnote w:id="{n}">{_paragraph(text)}</w:footnote>' for n, text in enumerate(_NOTES, 1))
    return f'{_HEAD}<w:footnotes xmlns:w="{_W}">{notes}</w:footnotes>'


_OVERRIDES = {
    "document": f"{_TYPE}.document.main+xml",
    "styles": f"{_TYPE}.styles+xml",
    "footnotes": f"{_TYPE}.footnotes+xml",
    "comments": f"{_TYPE}.comments+xml",
}
PARTS: dict[str, str] = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in _OVERRIDES.items())
    + '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>",
    "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Statement of the duty clerk</dc:title>'
    "<dc:creator>Hanne Lorrick</dc:creator><dc:language>en</dc:language></cp:coreProperties>",
    "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(("styles", "footnotes", "comments"), 1)
    )
    + "</Relationships>",
    "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{"".join(_BODY)}</w:body></w:document>',
    "word/styles.xml": _styles(),
    "word/footnotes.xml": _footnotes(),
    "word/comments.xml": f'{_HEAD}<w:comments xmlns:w="{_W}"><w:comment w:id="0" w:author="E. Ostrander" '
    f'w:date="2031-10-21T09:00:00Z">{_paragraph("Ask for that page.")}</w:comment></w:comments>',
}
