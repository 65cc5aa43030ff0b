"""A book by a survivor, as an EPUB: chapters, notes that lead both ways, pages of the printed edition."""

from __future__ import annotations

NAME = "forty-seven-lamps.epub"

_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
_PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:mole-press:47</dc:identifier>
<dc:title>Forty-Seven Lamps</dc:title>
<dc:creator>Yanne Kerouan</dc:creator>
<dc:publisher>Mole Press, Saint-Corent</dc:publisher>
<dc:date>2033-03-01</dc:date>
<dc:language>en</dc:language>
<meta property="dcterms:modified">2033-03-01T00:00:00Z</meta>
</metadata>
<manifest>
<item id="nav" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c1" href="one.xhtml" media-type="application/xhtml+xml"/>
<item id="c2" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="c3" href="three.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine><itemref idref="c1"/><itemref idref="c2"/><itemref idref="c3"/></spine>
</package>
"""
_NAVIGATION = """<nav epub:type="toc"><h1>Contents</h1><ol>
<li><a href="one.xhtml">The fortress</a></li>
<li><a href="two.xhtml">The ferry</a></li>
<li><a href="three.xhtml">The counting</a></li>
</ol></nav>
<nav epub:type="page-list"><ol>
<li><a href="one.xhtml#p9">9</a></li><li><a href="one.xhtml#p10">10</a></li>
<li><a href="two.xhtml#p31">31</a></li><li><a href="two.xhtml#p32">32</a></li>
<li><a href="three.xhtml#p58">58</a></li><li><a href="three.xhtml#p59">59</a></li>
</ol></nav>"""

_ONE = """<h1><span id="p9"/>The fortress</h1>
<p>They kept us on the harbour side, so that we heard the town. In August we heard the boom being laid: a hammering
that went on for a day and a night, and then a silence in which no ship came in.</p>
<p>I had taught arithmetic. There were seventy-one of us when we sang and sixty-four when we were counted, and nobody
in the office could be brought to see that both were numbers of the same people.<a epub:type="noteref" id="r1"
href="#n1">1</a></p>
<h2>A clock</h2>
<p><span id="p10"/>From the window of the laundry one saw the ferry quay and its clock. It stood at twenty to eleven. It
stood so all of August, and I did not know then that I should one day read in three newspapers that we sailed by it.</p>
<aside epub:type="footnote" id="n1"><p>1. The accord frees sixty-four. The Lantern counted seventy-one of us on the
quay. Seven had been taken after the lists were written. <a href="#r1">Back</a></p></aside>"""

_TWO = """<h1><span id="p31"/>The ferry</h1>
<p>I have been quoted as saying that I was free for fifty minutes. I said it, in a gymnasium, with a broken collarbone.
It was fifty-two. I counted again, afterwards, with a tide table.<a epub:type="noteref" id="r2" href="#n2">2</a></p>
<p>There were no lights ahead, none at all, and then there was a noise like a drawer of knives being pulled out of a
wall. The deck went up in front of us and did not come down. A man beside me said, very politely, that he thought we
had stopped. After that I remember only the cold, and the hymn that somebody had begun and nobody could finish.</p>
<p>I said those words to Dev Prowse of the Herald, who wrote them down and put my name to them. A week later they stood
in The Lantern as the words of nobody. I have taken them back, and here they are.</p>
<h2>The men from the fish quay</h2>
<p><span id="p32"/>They came aboard at the stern, without bundles, some minutes before we sailed. I did not count them,
which I regret more than anything else in this book. Twenty, thirty. One of them had a grey coat and held a list, and
when Captain Josef Hallam asked to see it he put it in his pocket.</p>
<p>“It is not that kind of list,” he said.</p>
<aside epub:type="footnote" id="n2"><p>2. If the boom was struck at 23.31, we left at 22.39 by my count. The
commission says 22.52. The quay clock says what it always says. <a href="#r2">Back</a></p></aside>"""

_THREE = """<h1><span id="p58"/>The counting</h1>
<p>Forty-seven. Dr Solenn Marrec signed forty-seven certificates, and I have seen each of them. The commission wrote
forty-five, because two of the dead had no papers and it could not say whose boom they had died on.<a
epub:type="noteref" id="r3" href="#n3">3</a></p>
<p>Mathurin Kadec came to see me in the winter. He wanted me to write that no one was aboard who was not on the list.
“You were on deck,” he said. “You saw us count.” I said that I had seen him count the lamps on the mole.</p>
<blockquote><p>“Leave it where it is until they have sailed.” I know who said that. He made the tea himself, and
looked for a clean spoon.</p></blockquote>
<p><span id="p59"/>There are forty-seven lamps on the mole now, one for each. On the boom there were to be nineteen. I
taught arithmetic; I leave the difference to the reader.</p>
<aside epub:type="footnote" id="n3"><p>3. Ostrander Commission, <a
href="https://ostrander-commission.example/interim">interim report</a>, paragraph 14. <a
href="#r3">Back</a></p></aside>"""


def _page(title: str, body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">\n'
        f"<head><title>{title}</title></head>\n<body>\n{body}\n</body>\n</html>\n"
    )


PARTS: dict[str, str] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": _CONTAINER,
    "book/package.opf": _PACKAGE,
    "book/contents.xhtml": _page("Contents", _NAVIGATION),
    "book/one.xhtml": _page("The fortress", _ONE),
    "book/two.xhtml": _page("The ferry", _TWO),
    "book/three.xhtml": _page("The counting", _THREE),
}
