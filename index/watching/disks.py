"""On what kind of file system a folder lies: over a network the system tells only of changes made on this machine."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_NETWORK = frozenset(
    [
        "9p",
        "acfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fhgfs",
        "fuse.ceph",
        "fuse.cephfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.juicefs",
        "fuse.mfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "fuse.vmhgfs-fuse",
        "gfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "orangefs",
        "prl_fs",
        "smb3",
        "smbfs",
        "vboxsf",
        "vmhgfs",
        "drvfs",
    ]
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def network_file_system(folder: str, table: str | None = None) -> str | None:
    """The kind of network file system that a folder lies on (`nfs4`); None on a disk of this machine, or unknown.

    `table`: the mounts, as /proc/self/mountinfo has them.
    """
    if table is None:
        if not sys.platform.startswith("linux"):
            return None
        try:
            table = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return None
    best, kind = "", None
    for line in table.splitlines():
        left, _, right = line.partition(" - ")
        fields, kinds = left.split(" "), right.split(" ")
        if len(fields) < 5:
            continue
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4])
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        # Of two mounts at one place the later one is in sight.
        if inside and len(point) >= len(best):
            best, kind = point, kinds[0]
    return kind if kind in _NETWORK else None
