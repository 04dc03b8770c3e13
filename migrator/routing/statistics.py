"""Tests that may be looked at as often as one likes, and bounds of shares.

The new arm is compared with the old one by an e-process: while both fail equally often, the
chance that it ever reaches ``1 / alpha`` is at most ``alpha`` (Ville's inequality), however often
somebody looks. A p-value that is looked at every minute has no such bound: it cries wolf.
https://doi.org/10.1214/23-STS894 (Ramdas, Grünwald, Vovk, Shafer: Game-theoretic statistics)
"""

import math
from collections.abc import Callable, Sequence

import msgspec

_Share = Callable[[float], float]

# What is tested against: the new arm fails 1.3 to 50 times as often, equally likely beforehand.
RISK_RATIOS = tuple(1.3 * (50 / 1.3) ** (n / 23) for n in range(24))


class Counts(msgspec.Struct, frozen=True):
    """What one arm answered: ``requests``, and how many of them were ``bad``."""

    requests: int = 0
    bad: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.requests + other.requests, self.bad + other.bad)

    @property
    def share(self) -> float:
        """The share of bad ones, 0 where nothing was answered."""
        return self.bad / self.requests if self.requests else 0.0


class EProcess(msgspec.Struct, frozen=True):
    """The evidence so far that the new arm is worse, kept as one logarithm for each ratio."""

    logs: tuple[float, ...] = (0.0,) * len(RISK_RATIOS)

    def after(self, old: Counts, new: Counts) -> "EProcess":
        """Return the evidence after one more batch of requests.

        Of all bad answers of the batch, those of the new arm are its share of the requests if
        both arms are alike. Batches may have different shares: each is compared within itself.
        Exact for rare failures. A batch in which one arm was silent says nothing.
        """
        if not (old.requests and new.requests):
            return self
        fair = new.requests / (new.requests + old.requests)
        return self._times(fair, lambda r: fair * r / (fair * r + 1 - fair), new.bad, old.bad)

    def after_alone(self, rate: float, new: Counts) -> "EProcess":
        """Return the evidence after a batch without an old arm, against a known ``rate``.

        Args:
            rate: how often the monolith failed, at most: an upper bound of what was seen.
            new: what the service answered.
        """
        if not 0 < rate < 1:
            return self
        worse = 1 - 1 / 1024
        good = new.requests - new.bad
        return self._times(rate, lambda r: min(rate * r, max(rate, worse)), new.bad, good)

    @property
    def log_value(self) -> float:
        """The natural logarithm of the evidence: 0 at the start, `log(1 / alpha)` to act."""
        top = max(self.logs)
        return top + math.log(sum(math.exp(one - top) for one in self.logs) / len(self.logs))

    def is_beyond(self, alpha: float) -> bool:
        """Say whether the evidence is enough at a rate ``alpha`` of false alarms."""
        return self.log_value >= -math.log(alpha)

    def _times(self, fair: float, under: _Share, hits: int, misses: int) -> "EProcess":
        steps = []
        for before, ratio in zip(self.logs, RISK_RATIOS, strict=True):
            share = under(ratio)
            gain = hits * math.log(share / fair) + misses * math.log((1 - share) / (1 - fair))
            steps.append(before + gain)
        return EProcess(tuple(steps))


def upper_bound(counts: Counts, confidence: float = 0.95) -> float:
    """Return the highest share of bad ones that goes with ``counts`` (Clopper and Pearson).

    1 where nothing is known.
    https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.beta.html
    """
    if counts.bad >= counts.requests:
        return 1.0
    from scipy.stats import beta  # noqa: PLC0415 - half a second, and only here

    return float(beta.ppf(confidence, counts.bad + 1, counts.requests - counts.bad))


def is_split_plausible(new: int, total: int, share: float, alpha: float = 1e-6) -> bool:
    """Say whether ``new`` of ``total`` visitors can be chance if ``share`` of them should be.

    https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.binomtest.html
    """
    if not total:
        return True
    from scipy.stats import binomtest  # noqa: PLC0415

    return float(binomtest(new, total, share).pvalue) >= alpha


def requests_to_detect(rate: float, worse: float, alpha: float) -> int:
    """Estimate how many answers of the new arm show that it fails at ``worse``, not ``rate``."""
    gain = worse * math.log(worse / rate) + (1 - worse) * math.log((1 - worse) / (1 - rate))
    return math.ceil(-math.log(alpha) / gain)


def requests_without_failure(rate: float, confidence: float = 0.95) -> int:
    """Return how many answers without a failure show that fewer than ``rate`` fail."""
    return math.ceil(math.log(1 - confidence) / math.log(1 - rate))


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest of ``values`` that at least ``share`` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
