"""`glossator manifest`"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

from index import manifest as manifests
from index.opening import find_collection
from index.visible import visible
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, path_argument
from tui.command_line.output import count


@click.command(
    epilog="""\b
Examples:
  glossator manifest samples > manifest.txt
  glossator manifest samples --check manifest.txt
  (cd samples && sha256sum --check --quiet ../manifest.txt)
"""
)
@path_argument
@click.option(
    "--check",
    "against",
    metavar="FILE",
    type=click.File("rb"),
    help="Compare with a manifest; exit status 1 where anything differs.",
)
@as_json
@everywhere
def manifest(path: Path, against: BinaryIO | None, json: bool) -> int:
    """Print the SHA-256 of the bytes of every file, those that are no documents too.

    Links are not followed, and .glossator is left out.
    """
    # What this run itself writes to or compares with is no part of what is stated.
    apart = _identities(sys.stdout, against)
    found = manifests.hashes(find_collection(path), apart)
    if against is None:
        return _print(found, json)
    try:
        stated = manifests.parse(against.read())
    except ValueError as error:
        raise click.UsageError(f"{against.name}:{error}: not a line that sha256sum prints") from error
    return _compare(found, stated, json)


def _print(found: Iterator[manifests.Hashed], json: bool) -> int:
    status = 0
    for name, digest, reason in found:
        if digest is None:
            status = 1
            output.tell(visible(f"{os.fsdecode(name)}: cannot be read: {reason}"))
        elif json:
            output.record({"document": os.fsdecode(name), "file_sha256": digest})
        elif output.to_terminal():
            output.say(os.fsdecode(manifests.line(name, digest)))
        else:
            output.exact(manifests.line(name, digest) + b"\n")
    return status


def _compare(found: Iterator[manifests.Hashed], stated: dict[bytes, str], json: bool) -> int:
    same = different = 0
    for difference in manifests.differences(found, stated):
        if difference is None:
            same += 1
            continue
        different += 1
        name = os.fsdecode(difference.name)
        if json:
            output.record({"document": name, "state": difference.state, "reason": difference.reason})
        else:
            output.say(f"{name}: {difference.state}" + (f": {difference.reason}" if difference.reason else ""))
    output.tell(f"{count(same, 'file')} as stated, {different:,} not")
    return 1 if different else 0


def _identities(*files: object) -> set[manifests.Identity]:
    found = set()
    for file in files:
        try:
            status = os.fstat(file.fileno())  # type: ignore[attr-defined]
        except (AttributeError, OSError, ValueError):
            continue
        found.add((status.st_dev, status.st_ino))
    return found
