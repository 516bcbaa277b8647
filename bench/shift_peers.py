"""Other change-point packages on the same streams; each answers with change indices."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable
from time import process_time

import numpy as np

from bench.shift_streams import Batch
from stance.analysis.shifts.evidence import FloatArray

Detector = Callable[[FloatArray], list[int]]


def peers() -> dict[str, Detector]:
    """Detectors of the packages that are installed (requirements-bench.txt)."""
    makers = {
        "ruptures": {
            "ruptures Pelt l2 BIC": _ruptures_l2,
            "ruptures KernelCPD rbf pen 3": _ruptures_rbf,
        },
        "skchange": {"skchange PELT L2": _skchange},
        "fastcpd": {"fastcpd mean": _fastcpd},
    }
    out: dict[str, Detector] = {"kernel + permutation": kernel_permutation}
    for package, detectors in makers.items():
        if importlib.util.find_spec(package) is not None:
            out |= detectors
    return out


def share_with_change(detector: Detector, batch: Batch, *, most: int) -> float:
    """Share of the first `most` series in which a detector finds anything."""
    return float(np.mean([bool(places) for places in _found(detector, batch, most)]))


def share_with_one(detector: Detector, batches: Iterable[Batch], *, most: int) -> float:
    """Share of series with exactly one change found, among those with any."""
    numbers = [len(places) for batch in batches for places in _found(detector, batch, most)]
    return float(np.mean([n == 1 for n in numbers if n])) if any(numbers) else float("nan")


def seconds_for(detector: Detector, batch: Batch, *, most: int) -> float:
    """Processor time for 10,000 series, extrapolated from the first `most`."""
    _found(detector, batch, 1)  # imports and compiles
    start = process_time()
    n = len(_found(detector, batch, most))
    return (process_time() - start) * 10_000 / n


def _found(detector: Detector, batch: Batch, most: int) -> list[list[int]]:
    return [detector(frames.astype(np.float64)) for frames in batch.frames[:most]]


def kernel_permutation(values: FloatArray, *, n_permutations: int = 99) -> list[int]:
    """Largest weighted distance of means over cuts, against shuffled statements, at 5%."""
    n = len(values)
    rng = np.random.default_rng(0)
    orders = np.stack([np.arange(n), *(rng.permutation(n) for _ in range(n_permutations))])
    sums = np.cumsum(values[orders], axis=1)
    cuts = np.arange(1, n)
    centred = sums[:, :-1] - sums[:, -1:] * (cuts / n)[:, None]
    distance = (centred**2).sum(axis=2) * n / (cuts * (n - cuts))
    best = distance.max(axis=1)
    p_value = (best >= best[0] - 1e-12).mean()
    return [int(distance[0].argmax()) + 1] if p_value <= 0.05 else []


def _ruptures_l2(values: FloatArray) -> list[int]:
    import ruptures as rpt  # noqa: PLC0415 (only where installed)

    penalty = (values.shape[1] + 1) * np.log(len(values)) * max(values.var(axis=0).mean(), 1e-6)
    found = rpt.Pelt(model="l2", min_size=1, jump=1).fit(values).predict(pen=penalty)
    return [int(place) for place in found[:-1]]


def _ruptures_rbf(values: FloatArray) -> list[int]:
    import ruptures as rpt  # noqa: PLC0415 (only where installed)

    found = rpt.KernelCPD(kernel="rbf", min_size=1).fit(values).predict(pen=3)
    return [int(place) for place in found[:-1]]


def _skchange(values: FloatArray) -> list[int]:
    from skchange.detectors import PELT  # noqa: PLC0415 (only where installed)
    from skchange.interval_scorers import L2Cost  # noqa: PLC0415

    # Its default penalty supposes noise of unit variance.
    spread = np.maximum(np.diff(values, axis=0).std(axis=0) / np.sqrt(2), 0.05)
    detector = PELT(cost=L2Cost())
    return [int(place) for place in detector.fit(values / spread).predict(values / spread)]


def _fastcpd(values: FloatArray) -> list[int]:
    import fastcpd  # noqa: PLC0415 (only where installed)

    # One indicator is the others' complement, and it refuses a singular covariance.
    columns = values[:, :-1][:, values[:, :-1].std(axis=0) > 0]
    if not columns.shape[1]:
        return []
    return [int(place) for place in fastcpd.detect_mean(columns).cp_set]
