"""No reader opens a connection, starts a program, writes a file, or opens another one than it was given.

A child process reads samples of every format that are full of references, with a hook that Python calls before it
does any of that. Libraries that are no Python code are not seen by the hook; what they are given is bytes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from bench._damage import made

ROOT = Path(__file__).resolve().parents[3]
REMOTE = "http://127.0.0.1:9/x"
HTML = (
    f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><head><base href='{REMOTE}'><link rel=stylesheet "
    f"href='{REMOTE}'><script src='{REMOTE}'></script><meta http-equiv=refresh content='0;url={REMOTE}'></head><body>"
    f"<img src='file:///etc/passwd' srcset='{REMOTE} 2x'><iframe src='{REMOTE}'></iframe><p>A text &x; to be read.</p>"
    f"<object data='{REMOTE}'></object><a href='{REMOTE}'>there</a></body></html>"
)
XML = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM '
    f'"{REMOTE}"> %y;]><a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/>&x;</a>'
)
CHILD = """
import json, os, sys
from pathlib import Path
folder, told = Path(sys.argv[1]), []
from index.document import Skipped
from index.errors import UnreadableFile
from index.readers import FORMATS, holds_documents, is_supported, read_file
from index.readers.contained import Contained, Limits, parts
from index.settings import FormatsSettings
limits = Limits(50_000_000, FormatsSettings(100, 100, 1000, 4, 300), False)

def read(name):
    if holds_documents(name):
        return sum(isinstance(part, Contained) for part in parts(folder, name, limits))
    return bool(read_file(folder / name, 50_000_000).extracted)

def tried(name):
    try:
        return int(read(name))
    except UnreadableFile:
        return 0

names = sorted(name for name in os.listdir(folder) if is_supported(name))
for name in names:  # Libraries are imported, which opens files.
    tried(name)
watched = False
now = ""
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename",
             "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.utime", "os.listdir",
             "os.scandir", "shutil.", "tempfile.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "sqlite3.",
             "ctypes.dlopen")

def hook(event, arguments):
    if not watched:
        return
    if event == "open":
        path = os.fsdecode(arguments[0]) if isinstance(arguments[0], (str, bytes)) else arguments[0]
        flags = arguments[2] or 0
        if isinstance(path, int) or (path == str(folder / now) and not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            return
        told.append([now, event, str(path)])
    elif event.startswith(FORBIDDEN):
        told.append([now, event, str(arguments)[:200]])

sys.addaudithook(hook)
counts = {}
for now in names:
    watched = True
    counts[now] = tried(now)
    watched = False
print(json.dumps({"told": told, "read": counts}))
"""


def test_a_reader_reads_its_file_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "samples"
    folder.mkdir()
    for suffix, data in made():
        (folder / f"made{suffix}").write_bytes(data)
    for suffix in (".html", ".xhtml", ".mhtml", ".eml", ".mbox", ".md", ".rst", ".txt", ".fb2"):
        (folder / f"remote{suffix}").write_text(HTML)
        (folder / f"entities{suffix}").write_text(XML)
    include = f".. include:: /etc/passwd\n\n.. raw:: html\n   :url: {REMOTE}\n\n.. csv-table::\n   :file: /etc/passwd\n"
    (folder / "include.rst").write_text(include + "\nA text.\n")
    _with_references(folder)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder)], capture_output=True, text=True, env=environment, check=False
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["told"] == []
    assert sum(found["read"].values()) > 10


def _with_references(folder: Path) -> None:
    """Packed formats, each of their parts of XML with an entity that lies outside."""
    import io
    import zipfile

    from bench._damage import zipped

    for suffix, data in made():
        if not data.startswith(b"PK") or suffix == ".zip":
            continue
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
        entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "{REMOTE}"> %y;]>'
        for name, text in parts.items():
            if text.startswith("<"):
                declared, _, rest = text.rpartition("?>") if text.startswith("<?xml") else ("", "", text)
                head = declared + "?>" if declared else ""
                parts[name] = head + entity + rest.replace("It sank.", "It sank &x; there.")
        (folder / f"entities{suffix}").write_bytes(zipped(parts))
