"""From the words of the command line to an exit status: no traceback unless it is asked for.

0 done · 1 done, but nothing found, something skipped or unknown · 2 wrong use, query, offsets or configuration ·
3 the path or the collection cannot be opened · 130 interrupted
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Final

import click
from click.shell_completion import shell_complete

from index import errors
from index.visible import visible, visible_lines
from tui.command_line import output
from tui.command_line.commands import glossator
from tui.command_line.options import State

DONE: Final = 0
NOT_ALL: Final = 1
WRONG_USE: Final = 2
CANNOT_OPEN: Final = 3
INTERRUPTED: Final = 130

_COMPLETION: Final = "_GLOSSATOR_COMPLETE"
"""The variable with which a shell asks for completions."""

_STATUS: Final[tuple[tuple[type[BaseException], int], ...]] = (
    (errors.UnknownDocument, NOT_ALL),
    (errors.QueryError, WRONG_USE),
    (errors.OffsetError, WRONG_USE),
    (errors.SettingsError, WRONG_USE),
    (errors.UnreadableFile, WRONG_USE),
    (errors.Cancelled, INTERRUPTED),
    (errors.GlossatorError, CANNOT_OPEN),
)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and say what went wrong, if anything did, in words."""
    output.prepare()
    state = State()
    try:
        status = _invoke(list(sys.argv[1:] if arguments is None else arguments), state)
        output.flush()
        return status
    except BrokenPipeError:
        # Whoever read the answer has seen enough, as `| head` does.
        output.abandon()
        return DONE
    except BaseException as error:
        output.abandon_if_broken()
        if isinstance(error, SystemExit):
            raise
        return failed(error, state.debug)


def _invoke(arguments: list[str], state: State) -> int:
    """What click's own `main` does, but for the errors, which have other exit statuses here."""
    asked = os.environ.get(_COMPLETION)
    if asked:
        return shell_complete(glossator, {}, "glossator", _COMPLETION, asked)
    try:
        with glossator.make_context("glossator", arguments, obj=state) as context:
            result = glossator.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return result if isinstance(result, int) else DONE


def failed(error: BaseException, debug: bool = False) -> int:
    """Say what happened; returns the exit status."""
    if debug:
        output.tell(visible_lines(traceback.format_exc().rstrip("\n")))
    if isinstance(error, KeyboardInterrupt | click.Abort):
        # A terminal shows ^C where the cursor stood.
        output.tell(("\n" if sys.stderr.isatty() else "") + "glossator: interrupted")
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        output.complain(error.format_message())
        context = getattr(error, "ctx", None)
        if context is not None:
            output.tell(f"`{' '.join(context.command_path.split())} --help` shows how")
        return WRONG_USE
    if isinstance(error, errors.QueryError):
        _complain_of_query(error)
    elif isinstance(error, errors.SettingsError):
        for fault in error.faults:
            output.tell(visible(fault))
    elif isinstance(error, errors.GlossatorError):
        output.complain(str(error))
    elif isinstance(error, OSError):
        about = os.fsdecode(error.filename) + ": " if isinstance(error.filename, str | bytes) else ""
        output.complain(f"{about}{error.strerror or error}")
    elif isinstance(error, MemoryError):
        output.complain("not enough memory")
    else:
        output.complain(f"a fault in glossator itself: {type(error).__name__}: {error}; --debug shows where")
    return next((status for kind, status in _STATUS if isinstance(error, kind)), CANNOT_OPEN)


def _complain_of_query(error: errors.QueryError) -> None:
    """The message, and below it the query with the place pointed at."""
    output.complain(str(error))
    query = getattr(error, "query", None) or output.last_query
    if query and 0 <= error.start <= len(query):
        shown = visible(query)
        output.tell("  " + shown)
        before, wrong = output.cells(shown[: error.start]), output.cells(shown[error.start : error.end])
        output.tell("  " + " " * before + "^" * max(1, wrong))
    if error.suggestion:
        output.tell(f"  write {visible(error.suggestion)}")


if __name__ == "__main__":
    sys.exit(run())
