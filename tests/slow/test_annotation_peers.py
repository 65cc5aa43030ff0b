"""Our marks read by the programs of others, and theirs by us; each peer runs in a process of its own.

TESTS_PEERS names a folder with what there is of: `taguette/`, `qdapy/`, `pyrefiqda/` (an environment of Python each),
`node_modules/` (@apache-annotator/dom, jsdom), all of which `peers.sh` installs, and `hypothesis-h/`, `brat/` (the
sources of these servers). Whatever is not there is skipped; nothing of it is ever needed by the program.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.annotations import interchange
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.codebook.code import Code
from index.memos.memo import Memo

from ..index.annotations.conftest import make_annotation
from ..index.annotations.taking_in import exported, source_of, taken_in

pytestmark = pytest.mark.slow

PEERS = Path(os.environ.get("TESTS_PEERS", "/nonexistent"))
TEXTS = {
    "a.txt": "Zalmay 𝐛old café.\nThe envoy said so & left; the envoy said so.\n",
    "b.txt": "Nobody 😀 <believed> it.\n",
}
PLACES = tuple(
    (path, TEXTS[path].rindex(words), TEXTS[path].rindex(words) + len(words), code)
    for path, words, code in (
        ("a.txt", "𝐛old café", "claim/who"),
        ("a.txt", "envoy said so", "people"),  # it stands there twice
        ("b.txt", "😀 <believed>", "claim/who"),
    )
)


def marks() -> list[Annotation]:
    stem = "urn:uuid:00000000-0000-4000-8000-%012d"
    return [
        make_annotation(TEXTS[path], start, end, id=stem % number, document=path, codes=(code,), note=f"note {number}")
        for number, (path, start, end, code) in enumerate(PLACES, start=1)
    ]


def run(program: Path | str, script: str, *arguments: object, cwd: Path | None = None) -> Any:
    """What a peer prints as JSON."""
    command = [str(program), *(["-c"] if "python" in Path(program).name else ["-e"]), script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def peer(*parts: str) -> Path:
    """A file or folder of a peer; skips where it is not there."""
    found = PEERS.joinpath(*parts)
    if not found.exists():
        pytest.skip(f"{'/'.join(parts)} is not in TESTS_PEERS")
    return found


# -- @apache-annotator -------------------------------------------------------------------------------------------------

_ANNOTATOR = """
(async () => {
const { createTextQuoteSelectorMatcher, createTextPositionSelectorMatcher } = await import('@apache-annotator/dom');
const { JSDOM } = require('jsdom');
const fs = require('fs');
const [file, texts] = process.argv.slice(-2);
const found = [];
for (const each of JSON.parse(fs.readFileSync(file, 'utf-8'))) {
  const dom = new JSDOM('<pre></pre>');
  const { document, Node, NodeFilter } = dom.window;
  Object.assign(globalThis, { document, Node, NodeFilter });
  const scope = document.querySelector('pre');
  scope.textContent = JSON.parse(texts)[each.path];
  const quote = each.type === 'TextQuoteSelector';
  const matcher = quote ? createTextQuoteSelectorMatcher : createTextPositionSelectorMatcher;
  const ranges = [];
  for await (const range of matcher(each)(scope)) ranges.push(range.toString());
  found.push(ranges);
}
console.log(JSON.stringify(found));
})();
"""


def test_annotator_finds_each_passage_once(tmp_path: Path) -> None:
    """By the quotation and by the position, which it counts in code points as we do."""
    root = peer("node_modules", "@apache-annotator", "dom").parents[2]
    if shutil.which("node") is None:
        pytest.skip("there is no node here")
    asked, wanted = [], []
    w3c = json.loads(exported("w3c", TEXTS, marks()))
    for record, (path, start, end, _) in zip(w3c if isinstance(w3c, list) else w3c["items"], PLACES, strict=True):
        selectors = record["target"]["selector"]
        for kind in ("TextQuoteSelector", "TextPositionSelector"):
            asked.append({**next(each for each in selectors if each["type"] == kind), "path": path})
            wanted.append([TEXTS[path][start:end]])
    file = tmp_path / "selectors.json"
    file.write_text(json.dumps(asked))
    assert run("node", _ANNOTATOR, file, json.dumps(TEXTS), cwd=root) == wanted


# -- Taguette ----------------------------------------------------------------------------------------------------------

_TAGUETTE = """
import datetime, json, sys
from html import escape
from taguette import database
from taguette.database import models as m
file, texts, places = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])
session = database.connect("sqlite:///" + file)()
user = m.User(login="ann"); project = m.Project(name="p", description="")
session.add_all([user, project]); session.flush()
session.add(m.ProjectMember(project=project, user=user, privileges=m.Privileges.ADMIN))
documents, tags = {}, {}
for name, text in texts.items():
    html = "".join("<p>%s</p>" % escape(line) for line in text.rstrip("\\n").split("\\n"))
    documents[name] = m.Document(name=name, description="", filename=name, project=project, contents=html,
        text_direction=m.TextDirection.LEFT_TO_RIGHT)
    session.add(documents[name])
session.flush()
for name, start, end, code in places:
    if code not in tags:
        tags[code] = m.Tag(project=project, path=code, description="about " + code)
    text = texts[name]
    before = len(text[:start].replace("\\n", "").encode())
    inside = len(text[start:end].replace("\\n", "").encode())
    session.add(m.Highlight(document=documents[name], start_offset=before, end_offset=before + inside,
        snippet=escape(text[start:end]), tags=[tags[code]]))
session.commit()
read = [(h.document.name, h.start_offset, h.end_offset, [t.path for t in h.tags]) for h in session.query(m.Highlight)]
print(json.dumps(read))
"""


def test_a_project_made_by_taguettes_own_classes(tmp_path: Path) -> None:
    file = tmp_path / "project.sqlite3"
    made = run(peer("taguette", "bin", "python"), _TAGUETTE, file, json.dumps(TEXTS), json.dumps(PLACES))
    assert len(made) == len(PLACES)
    found, unplaced = taken_in("taguette", file.read_bytes(), TEXTS)
    assert not unplaced
    assert sorted((each.document, each.start, each.end, *each.codes) for each in found) == sorted(PLACES)
    assert [each.exact for each in found] == [TEXTS[each.document][each.start : each.end] for each in found]


# -- REFI-QDA ----------------------------------------------------------------------------------------------------------

_QDAPY = """
import json, sys, warnings
warnings.simplefilter("ignore")
import qdapy
read = qdapy.read_qdpx(sys.argv[1], warn=False)
rows = sorted({(row.title, row.code, row.text, row.comment) for row in read.fragments.itertuples()})
codes = sorted({(row.code, row.color, row.memo) for row in read.codebook.itertuples()})
print(json.dumps([rows, sorted(read.coders), codes]))
"""
_PYREFIQDA = """
import json, sys
import pyrefiqda
read = pyrefiqda.RefiProject.load(sys.argv[1], sys.argv[2])
print(json.dumps([
    [source.name, each.start_position, each.end_position, len(each.coding)]
    for source in read.sources.text_source for each in source.plain_text_selection
]))
"""
NESTED = {"a.txt": TEXTS["a.txt"], "b/ü.md": "# Head\n\nNobody 😀 <believed> it.\n"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two coders, a code below another, notes and memos."""
    stem = "urn:uuid:00000000-0000-4000-8000-%012d"

    def mark(path: str, words: str, number: int, **said: Any) -> Annotation:
        start = NESTED[path].index(words)
        return make_annotation(NESTED[path], start, start + len(words), id=stem % number, document=path, **said)

    marks = [
        mark("a.txt", "envoy said", 1, codes=("claim/who", "people"), note="who?\n& <why>"),
        mark("a.txt", "café", 2, layer="ben", codes=("claim/who",)),
        mark("b/ü.md", "😀 <believed>", 3, codes=("claim",)),
    ]
    memos = tuple(
        Memo(stem % number, about, subject, "", f"on {about}", "ann", "2031-09-10T12:00:00Z", "2031-09-10T12:00:00Z")
        for number, (about, subject) in enumerate((("collection", ""), ("document", "a.txt"), ("code", "claim")), 11)
    )
    source = replace(source_of(NESTED, lambda: {"claim": Code("what is said", "#aa0000")}), memos=memos)
    placed = [PlacedAnnotation(each, "exact", each.start, each.end) for each in marks]
    file = tmp_path / "p.qdpx"
    file.write_bytes(b"".join(interchange.export("refi-qda", placed, source)))
    return file


def test_qdapy_reads_words_codes_memos_and_coders(project: Path) -> None:
    rows, coders, codes = run(peer("qdapy", "bin", "python"), _QDAPY, project)
    assert sorted(map(tuple, rows)) == [
        ("a.txt", "claim/who", "café", ""),
        ("a.txt", "claim/who", "envoy said", "who?\n& <why>"),
        ("a.txt", "people", "envoy said", "who?\n& <why>"),
        ("ü.md", "claim", "😀 <believed>", ""),
    ]
    assert coders == ["ann", "ben"]
    assert sorted(map(tuple, codes)) == [
        ("claim", "#aa0000", "what is said"),
        ("claim/who", "#aa0000", ""),  # it inherits colours
        ("people", "", ""),
    ]


def test_pyrefiqda_reads_places_and_codes(project: Path, tmp_path: Path) -> None:
    found = run(peer("pyrefiqda", "bin", "python"), _PYREFIQDA, project, tmp_path / "out", cwd=tmp_path)
    texts = {**NESTED, "ü.md": NESTED["b/ü.md"]}
    assert {texts[name][start:end]: codes for name, start, end, codes in found} == {
        "envoy said": 2,
        "café": 1,
        "😀 <believed>": 1,
    }


# -- Hypothesis --------------------------------------------------------------------------------------------------------


def test_hypothesis_by_the_schema_of_its_own_service() -> None:
    """What its service answers; left out is only what a server alone knows of."""
    from jsonschema import Draft7Validator

    schemas = peer("hypothesis-h", "docs", "_extra", "api-reference", "schemas")
    schema = yaml.safe_load((schemas / "annotation.yaml").read_text())["Annotation"]
    servers = {"links", "hidden", "moderation_status", "flagged", "actions"}
    schema["required"] = [name for name in schema["required"] if name not in servers]
    schema["properties"]["user"].pop("pattern")  # `acct:^…` fits no name at all
    _mend(schema)
    data = exported("hypothesis", TEXTS, marks())
    for each in json.loads(data)["annotations"]:
        assert not [error.message for error in Draft7Validator(schema).iter_errors(each)]
    found, unplaced = taken_in("hypothesis", data, TEXTS)
    assert not unplaced and sorted((e.document, e.start, e.end, *e.codes) for e in found) == sorted(PLACES)


def _mend(schema: Any) -> None:
    """`exact: string` is written there for `exact: {type: string}`, and positions fit two of their selectors."""
    if isinstance(schema, dict):
        if "oneOf" in schema:
            schema["anyOf"] = schema.pop("oneOf")
        for name, value in schema.get("properties", {}).items() if isinstance(schema.get("properties"), dict) else ():
            if isinstance(value, str):
                schema["properties"][name] = {"type": value}
        for value in schema.values():
            _mend(value)
    elif isinstance(schema, list):
        for value in schema:
            _mend(value)


# -- brat --------------------------------------------------------------------------------------------------------------

_BRAT = """
import json, sys
sys.path[:0] = [sys.argv[1] + "/server/src", sys.argv[1] + "/server/lib"]
import annotation, codecs
annotation.codecs_open = lambda file, mode, **rest: codecs.open(file, mode.replace("U", ""), **rest)
found = []
for name in sys.argv[2:]:
    with annotation.TextAnnotations(name, read_only=True) as read:
        found += [[name.rsplit("/", 1)[-1], each.spans, each.type, each.text] for each in read.get_textbounds()]
        assert not read.failed_lines, read.failed_lines
print(json.dumps(found))
"""


def test_brats_own_parser_reads_every_mark(tmp_path: Path) -> None:
    import io
    import zipfile

    brat = peer("brat", "server", "src", "annotation.py").parents[2]
    zipfile.ZipFile(io.BytesIO(exported("brat", TEXTS, marks()))).extractall(tmp_path)
    names = sorted(str(file.with_suffix("")) for file in tmp_path.glob("*.ann"))
    found = run(sys.executable, _BRAT, brat, *names, cwd=tmp_path)
    assert [(f"{name}.txt", *spans[0]) for name, spans, _, _ in found] == [each[:3] for each in PLACES]
    assert [words for *_, words in found] == [TEXTS[path][start:end] for path, start, end, _ in PLACES]
