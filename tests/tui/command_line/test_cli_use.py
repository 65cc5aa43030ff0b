"""How the command is called: paths and names, options, exit statuses, and what a broken stream does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from index.events import Progress
from tui.command_line import progress
from tui.command_line.progress import ProgressLine

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
PROGRAM = Path(sys.executable).with_name("glossator")
COMMANDS = [
    "index", "documents", "text", "search", "concordance", "collocates", "frequency",
    "batch", "entities", "mentions", "dates", "figures", "facts", "quotes", "copies", "same-words",
    "annotations", "layers", "merge-driver",
    "dossier", "verify", "manifest", "check", "forget", "config", "serve",
]  # fmt: skip


def test_version(run: Run) -> None:
    for words in (["--version"], ["search", "--version"]):
        done = run(*words)
        assert done.returncode == 0
        assert done.stdout.startswith(b"glossator 0.")


def test_help_names_every_command_and_no_other(run: Run) -> None:
    done = run("--help")
    assert done.returncode == 0
    listed = [
        line.split()[0] for line in done.stdout.decode().partition("Commands:\n")[2].split("\n\n")[0].splitlines()
    ]
    assert listed == COMMANDS


@pytest.mark.parametrize("command", [[name] for name in COMMANDS] + [["annotations", "add"], ["annotations", "import"]])
def test_help_of_each_command_has_an_example(command: list[str], run: Run) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert b"Example" in done.stdout
    assert f"  glossator {' '.join(command)}".encode() in done.stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["search"], 2, "Missing argument 'QUERY'"),
        (["search", "a", ".", "c"], 2, "unexpected extra argument"),
        (["--nonsense"], 2, "No such option"),
        (["search", "--limit", "x", "a"], 2, "--limit"),
        (["search", "--limit", "-1", "a"], 2, "--limit"),
        (["search", "--sort", "size", "a"], 2, "--sort"),
        (["annotations"], 2, "annotations"),
        (["annotations", "nonsense"], 2, "nonsense"),
        (["annotations", "add", "letter.txt", "a", "b"], 2, "not a valid integer"),
        (["annotations", "export", "papers", "--format", "pdf"], 2, "--format"),
        (["annotations", "add", "letter.txt", "0", "1", "papers", "--layer", "../x"], 2, "--layer"),
        (["nowhere"], 3, "nowhere: no such file or folder"),
        (["serch"], 3, "is `search` meant?"),
        (["index", "nowhere"], 3, "nowhere"),
        (["search", "a", "nowhere"], 3, "nowhere"),
        (["search", "a", ""], 3, "the path is empty"),
        (["manifest", "nowhere"], 3, "nowhere"),
    ],
)
def test_wrong_use_has_its_status_and_a_reason(
    words: list[str], status: int, said: str, run: Run, folder: Path
) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (status, b"")
    assert said in done.stderr.decode()


def test_the_reader_needs_a_terminal(run: Run, folder: Path) -> None:
    for words in ([], ["papers"], ["papers/letter.txt"], ["--marks", "m", "papers"], ["papers", "--sealed"]):
        done = run(*words)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"needs a terminal" in done.stderr


def test_a_folder_named_like_a_command_is_written_with_a_dot(run: Run, tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    (tmp_path / "read").mkdir()
    assert b"Missing argument" in run("search").stderr
    assert b"needs a terminal" in run("./search").stderr
    assert b"needs a terminal" in run("--", "search").stderr
    assert b"needs a terminal" in run("read").stderr


def test_what_begins_with_a_dash_follows_two(run: Run, tmp_path: Path) -> None:
    (tmp_path / "-papers").mkdir()
    (tmp_path / "-papers" / "a.txt").write_text("text")
    assert run("-papers").returncode == 2
    assert b"needs a terminal" in run("--", "-papers").stderr
    assert run("manifest", "--", "-papers").stdout.endswith(b"  a.txt\n")


def test_a_path_that_does_not_decode(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    (folder / os.fsdecode(b"\xff.txt")).write_text("text")
    assert run("manifest", folder).stdout.endswith(b"  \xff.txt\n")
    assert b'"document": "\\udcff.txt"' in run("manifest", folder, "--json").stdout
    assert b"needs a terminal" in run(folder).stderr


def test_messages_are_made_visible(run: Run) -> None:
    done = run("index", "no\x1b]0;owned\x07where")
    assert done.returncode == 3
    assert b"\x1b" not in done.stderr
    assert "␛]0;owned␇".encode() in done.stderr


def test_a_traceback_shows_only_when_it_is_asked_for(run: Run) -> None:
    for words in (["--debug", "index", "nowhere"], ["index", "nowhere", "--debug"]):
        done = run(*words, debug=True)
        assert done.returncode == 3
        assert b"Traceback" in done.stderr


def test_faulty_settings_are_all_listed(run: Run, folder: Path, environment: dict[str, str]) -> None:
    own = Path(environment["HOME"]) / ".config" / "glossator" / "config.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("search:\n  limit: lots\nsealed: 3\n")
    for words in (["index", folder], ["search", "a", folder], ["config"]):
        done = run(*words)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.decode().splitlines() == [
            f"{own}:2:10: search.limit: should be a whole number, not lots",
            f"{own}:3:9: sealed: should be true or false, not 3",
        ]


def test_a_reader_of_the_answer_may_leave(folder: Path, environment: dict[str, str]) -> None:
    for number in range(3000):
        (folder / f"{number:05}.bin").write_bytes(b"")
    line = f"'{PROGRAM}' manifest '{folder}' | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, timeout=60)
    assert done.stderr == b""
    assert done.stdout.splitlines()[-1] == b"0"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told(folder: Path, run: Run) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("manifest", folder, stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert done.returncode == 3
    assert done.stderr == b"glossator: No space left on device\n"


def test_closed_streams_are_no_fault(folder: Path, environment: dict[str, str]) -> None:
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
        done = subprocess.run(
            ["bash", "-c", f"'{PROGRAM}' manifest '{folder}' {closed}"],
            env=environment,
            capture_output=True,
            timeout=60,
        )
        assert done.returncode == 0
        assert done.stderr == b""


def test_interrupted(folder: Path, environment: dict[str, str], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")
    process = subprocess.Popen(
        [PROGRAM, "manifest", folder, "--check", tmp_path / "never"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with (tmp_path / "never").open("wb"):  # Opens as soon as the command, by now well under way, opens it too.
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert (out, err) == (b"", b"glossator: interrupted\n")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("glossator se", "plain,search"),
        ("glossator annotations ex", "plain,export"),
        ("glossator search --so", "plain,--sort"),
        ("glossator pap", "file,pap"),
        ("glossator index pap", "file,pap"),
    ],
)
def test_completion(words: str, expected: str, run: Run, environment: dict[str, str]) -> None:
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" ")), "_GLOSSATOR_COMPLETE": "bash_complete"}
    assert expected in run(env={**environment, **asked}).stdout.decode().split()


def test_the_manual_describes_every_command() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "command-line.md").read_text()
    for command in COMMANDS:
        assert f"`glossator {command} " in manual


def test_an_index_in_the_making_can_be_interrupted(folder: Path, environment: dict[str, str], run: Run) -> None:
    for number in range(2000):
        (folder / f"{number:04}.txt").write_text(f"Ferry number {number} left the harbour.\n" * 20)
    child = pexpect.spawn(str(PROGRAM), ["index", str(folder)], env=environment, timeout=60)
    child.expect("reading")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert b"Traceback" not in child.before
    assert child.before.endswith(b"glossator: interrupted\r\n")
    for number in range(100, 2000):
        (folder / f"{number:04}.txt").unlink()
    assert run("search", "ferry", folder, "--limit", 1).returncode == 0


def test_what_a_terminal_is_shown_is_visible(folder: Path, environment: dict[str, str], tmp_path: Path) -> None:
    (folder / "a\x1b[2Jb.txt").write_text("text")
    child = pexpect.spawn(str(PROGRAM), ["manifest", str(folder)], env=environment, cwd=str(tmp_path), timeout=20)
    child.expect(pexpect.EOF)
    assert b"\x1b" not in child.before
    assert "a␛[2Jb.txt".encode() in child.before


def test_the_work_goes_on_where_the_terminal_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, terminal = os.openpty()
    gone = os.fdopen(terminal, "w")
    monkeypatch.setattr(sys, "stderr", gone)
    monkeypatch.setattr(progress, "_SECONDS_BETWEEN", 0.0)
    with ProgressLine() as line:
        line(Progress("read", 1, 9, 0.0, 0))
        os.close(screen)
        line(Progress("read", 2, 9, 0.0, 0))
    with pytest.raises(OSError):
        gone.close()
