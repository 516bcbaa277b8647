"""Run as a program: somebody who saves beside a load, until the input is closed.

`URL`: the store. Prints the longest save.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count

from db.store import open_store
from stance.errors import StanceError
from stance.records import Actor

_PAUSE = 0.005


def main(url: str, name: str = "Saver") -> None:
    """Give an actor one alias after the other; tell the longest save and every refusal."""
    store = open_store(url)
    store.save_actor(Actor(name))
    print("ready", flush=True)
    sys.stdin.readline()
    longest, n_saved, refusals = 0.0, 0, []
    for number in _until_closed():
        begun = time.perf_counter()
        try:
            known = store.actor(name)
            store.save_actor(Actor(name, aliases=(*known.aliases[-3:], f"{name} {number}")))
            n_saved += 1
        except StanceError as problem:
            refusals.append(str(problem))
        longest = max(longest, time.perf_counter() - begun)
    store.close()
    print(json.dumps({"saved": n_saved, "longest": longest, "refused": refusals}))


def _until_closed() -> Iterator[int]:
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    for number in count():
        if ended.wait(_PAUSE):
            return
        yield number


if __name__ == "__main__":
    main(*sys.argv[1:])
