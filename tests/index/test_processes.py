"""What processes of our own say on standard error holds nobody up."""

from __future__ import annotations

import subprocess
import time

from index.processes import LastWords, environment, python


def said(code: str) -> tuple[bytes, str, float]:
    """What a process says on standard output, its last words, and the seconds that these took."""
    pipe = subprocess.PIPE
    with subprocess.Popen(python(code), env=environment(), stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stderr and process.stdout and process.stdin
        words = LastWords(process.stderr)
        # Where its pipe were full, it would wait for ever: it is ended then, and has said nothing.
        try:
            out, _ = process.stdout.read(), process.wait(20)
            began = time.monotonic()
            return out, words.line(), time.monotonic() - began
        finally:
            process.stdin.close()


def test_a_process_that_complains_at_length_goes_on() -> None:
    code = "import sys; sys.stderr.write('a line\\n' * 100_000 + 'the last\\n'); print('done')"
    assert said(code)[:2] == (b"done\n", "the last")


def test_one_that_a_process_left_behind_is_not_waited_for() -> None:
    left = "import sys; sys.stdin.read()"
    begun = f"subprocess.Popen([sys.executable, '-c', {left!r}], stdout=2)"
    code = f"import subprocess, sys; {begun}; print('x', file=sys.stderr)"
    out, words, seconds = said(code)
    assert (out, words) == (b"", "x") and seconds < 15
