"""Files of the monolith -> facts: from the cache, or read by workers."""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import as_completed

import msgspec

from migrator.analysis.batch import decode, encode, make_batches, read_batch, unread
from migrator.analysis.source import DEADLY, Source
from migrator.model.facts import ModuleFacts
from migrator.usecases.ports import Cache, Progress, Workers

Batch = list[Source]
Read = tuple[str, bytes]


def read_files(
    sources: Sequence[Source],
    *,
    cache: Cache | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> list[ModuleFacts]:
    """Return the facts of ``sources``, in their order; as ``build_program`` describes."""
    known = dict(cache.load([source.key for source in sources])) if cache else {}
    missing = [source for source in sources if source.key not in known]
    read: dict[str, bytes] = {}
    deadly: Batch = []
    for key, facts in _in_workers(missing, workers, deadly) if workers else _here(missing):
        read[key] = facts
        if progress:
            progress(len(sources) - len(missing) + len(read), len(sources))
    if cache and read:
        cache.save(read, known)
    for source in deadly:
        read[source.key] = encode(unread(source, DEADLY))
    known |= read
    try:
        return decode([known[source.key] for source in sources])
    except msgspec.MsgspecError:
        if cache is None:
            raise
        return read_files(sources, workers=workers, progress=progress)  # the cache is damaged


def _here(sources: Sequence[Source]) -> Iterator[Read]:
    for source in sources:
        yield source.key, read_batch([source])[0]


def _in_workers(sources: Sequence[Source], workers: Workers, deadly: Batch) -> Iterator[Read]:
    """Yield what workers read; ``deadly`` is given the files that end a worker.

    When a worker dies, all that was not done yet is lost. It is then done batch by batch, and the
    batch that is to blame file by file.
    """
    lost = yield from _run(make_batches(sources, workers.count), workers)
    for batch in lost:
        if (yield from _run([batch], workers)):
            for source in batch:
                if (yield from _run([[source]], workers)):
                    deadly.append(source)


def _run(batches: list[Batch], workers: Workers) -> Generator[Read, None, list[Batch]]:
    lost: list[Batch] = []
    if not batches:
        return lost
    with workers.open() as executor:
        try:
            futures = {executor.submit(read_batch, batch): batch for batch in batches}
        except workers.deaths:  # while the last batches were handed in
            return batches
        for future in as_completed(futures):
            batch = futures[future]
            try:
                facts = future.result()
            except workers.deaths:
                lost.append(batch)
            else:
                yield from zip((source.key for source in batch), facts, strict=True)
    return lost
