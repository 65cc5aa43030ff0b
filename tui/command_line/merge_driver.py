"""`glossator merge-driver`: what git calls to merge a file of `.glossator/`"""

from __future__ import annotations

from pathlib import Path

import click

from index.visible import visible
from tui.command_line import output
from tui.command_line.options import everywhere
from tui.command_line.output import count

EXISTING = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(
    "merge-driver",
    short_help="Merge two versions of a file of .glossator/, for git.",
    epilog="""\b
Examples:
  glossator merge-driver base.jsonl ours.jsonl theirs.jsonl
  git config --global merge.glossator.driver 'glossator merge-driver %O %A %B %P'
  echo '.glossator/** merge=glossator' >> .gitattributes
""",
)
@click.argument("base", type=EXISTING)
@click.argument("ours", type=EXISTING)
@click.argument("theirs", type=EXISTING)
@click.argument("pathname", default="")
@everywhere
@click.pass_context
def merge_driver(context: click.Context, base: Path, ours: Path, theirs: Path, pathname: str) -> None:
    """Merge what OURS and THEIRS have made of BASE, and write it to OURS.

    Layers, memos and corrections are merged record by record, YAML files entry by entry. PATHNAME is the path of the
    file in the repository. The exit status is 0 where all is settled, and 1 where something is left to decide.
    """
    from index.layers.driver import merge
    from index.safe_files import write_atomically

    name = pathname or ours.name
    before = ours.read_bytes()
    merged = merge(base.read_bytes(), before, theirs.read_bytes(), name)
    if merged.data != before:
        write_atomically(ours, [merged.data], mode=ours.stat().st_mode & 0o777)
    if merged.kept_beside:
        both = count(merged.kept_beside, "record")
        output.tell(visible(f"{name}: {both} changed on both sides, kept in both versions"))
    for conflict in merged.conflicts:
        output.tell(visible(f"{name}: {conflict}"))
    if merged.conflicts:
        context.exit(1)
