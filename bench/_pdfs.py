"""PDF files written by hand, so that every word stands where a test wants it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTHS = {"Courier": 0.6}
"""Of every letter, in sizes of type; a font of one width makes places predictable."""


@dataclass
class Made:
    """A PDF file on its way: pages of lines, links, bookmarks, names of pages."""

    title: str = ""
    author: str = ""
    labels: str = ""
    """What stands in the tree of page labels."""
    pages: list[list[bytes]] = field(default_factory=list)
    links: list[tuple[int, tuple[float, float, float, float], str]] = field(default_factory=list)
    marks: list[tuple[int, str]] = field(default_factory=list)
    pictures: set[int] = field(default_factory=set)
    rotate: int = 0
    mode: int = 0
    """How text is rendered; 3 is not at all."""

    def page(self) -> Made:
        self.pages.append([])
        return self

    def at(self, x: float, y: float, text: str, size: float = 10, font: str = "F1", matrix: str = "1 0 0 1") -> Made:
        """Words with their base line at a height, in Courier (F1) or Courier-Bold (F2)."""
        raw = text.encode("latin-1").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        place = f"BT {self.mode} Tr /{font} {size} Tf {matrix} {x} {y} Tm (".encode()
        self.pages[-1].append(place + raw + b") Tj ET")
        return self

    def lines(self, x: float, y: float, lines: Iterable[str], leading: float = 12, size: float = 10) -> float:
        """Lines below each other; the height below the last."""
        for line in lines:
            self.at(x, y, line, size)
            y -= leading
        return y

    def data(self) -> bytes:
        objects: list[bytes] = [b""] * 4
        objects[2] = b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"
        objects[3] = b"<</Type/Font/Subtype/Type1/BaseFont/Courier-Bold/Encoding/WinAnsiEncoding>>"
        first = 5
        numbers = [first + 2 * at for at in range(len(self.pages))]
        picture = first + 2 * len(self.pages)
        notes = {at: picture + 1 + number for number, (at, _, _) in enumerate(self.links)}
        for at, parts in enumerate(self.pages):
            drawn = [b"q 595 0 0 842 0 0 cm /I Do Q"] if at in self.pictures else []
            content = b"\n".join([*drawn, *parts])
            annotations = b" ".join(b"%d 0 R" % notes[page] for page, _, _ in self.links if page == at)
            objects.append(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate %d/Contents %d 0 R/Annots[%b]"
                b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>/XObject<</I %d 0 R>>>>>>"
                % (self.rotate, numbers[at] + 1, annotations, picture)
            )
            objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(content), content))
        image = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        objects.append(image + b"stream\n\x00\nendstream")
        for _, box, target in self.links:
            places = b" ".join(b"%g" % each for each in box)
            goal = (
                b"/Dest[%d 0 R/Fit]" % numbers[int(target[5:])]
                if target.startswith("page:")
                else b"/A<</S/URI/URI(%b)>>" % target.encode()
            )
            objects.append(b"<</Type/Annot/Subtype/Link/Rect[%b]%b>>" % (places, goal))
        more = self._outline(objects, numbers) + (
            f"/PageLabels<</Nums[{self.labels}]>>".encode() if self.labels else b""
        )
        objects[0] = b"<</Type/Catalog/Pages 2 0 R%b>>" % more
        kids = b" ".join(b"%d 0 R" % number for number in numbers)
        objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(numbers), kids)
        objects.append(f"<</Title({self.title})/Author({self.author})>>".encode("latin-1"))
        return _file(objects)

    def _outline(self, objects: list[bytes], numbers: Sequence[int]) -> bytes:
        if not self.marks:
            return b""
        root = len(objects) + 1
        objects.append(b"<</Type/Outlines/First %d 0 R/Last %d 0 R>>" % (root + 1, root + len(self.marks)))
        for at, (page, title) in enumerate(self.marks):
            following = b"/Next %d 0 R" % (root + at + 2) if at + 1 < len(self.marks) else b""
            objects.append(
                b"<</Title(%b)/Parent %d 0 R/Dest[%d 0 R/Fit]%b>>"
                % (title.encode("latin-1"), root, numbers[page], following)
            )
        return b"/Outlines %d 0 R" % root


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        table,
    )
    return bytes(out)
