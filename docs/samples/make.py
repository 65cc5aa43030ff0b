"""Makes the files of samples/ that are no plain text: the same at every run, with the standard library alone.

python docs/samples/make.py [FOLDER]
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

import book  # noqa: E402
import mails  # noqa: E402
import report  # noqa: E402
import spoken  # noqa: E402
import statement  # noqa: E402
import web_page  # noqa: E402


def packed(parts: dict[str, str]) -> bytes:
    """A ZIP file without a date of its making; the part that says what it is stays as it is, as EPUB wants."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2031, 12, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    return out.getvalue()


def files() -> dict[str, bytes]:
    """Every file by its name below samples/."""
    return {
        **web_page.FILES,
        book.NAME: packed(book.PARTS),
        statement.NAME: packed(statement.PARTS),
        report.NAME: report.data(),
        mails.NAME: mails.MAIL.encode(),
        mails.MAILBOX: mails.mailbox(),
        spoken.SUBTITLES: spoken.subtitles(),
        spoken.LETTERS: spoken.letters(),
    }


def write(folder: Path) -> None:
    """Write them."""
    for name, data in files().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "samples")
