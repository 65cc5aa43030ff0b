"""Finding out, before documents are given to it, whether the model of a run can be loaded."""

from __future__ import annotations

from index.events import Cancelled, Noticed, OnEvent
from index.indexing.extraction import Extraction
from index.indexing.refused import Refusals
from index.indexing.workers import Failure, Task, WorkerPool
from index.understanding.models import unloadable


def usable(
    extraction: Extraction, pool: WorkerPool, cancelled: Cancelled, tell: OnEvent, refusals: Refusals
) -> Extraction:
    """The same where a worker can load its model; else without it, `tell` is told why, and it is remembered."""
    model = extraction.model
    if model is None:
        return extraction
    for _, reason in pool.run([Task("probe", ())], cancelled, 1):
        if reason is not None:
            why = reason.reason if isinstance(reason, Failure) else str(reason)
            refusals.remember(model, why)
            tell(Noticed(unloadable(model, why)))
            return extraction.without_model()
        refusals.forget()
    return extraction
