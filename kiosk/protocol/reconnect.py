"""When to try the platform again: a pure function of attempt, Retry-After and a random number.

After an outage the first try is spread evenly over `spread_s`; after that full jitter up to `cap_s`
(facts, platform, section 16: spread 300 s and full jitter 5 s/600 s kept 20,000 returning terminals at 91
requests a second). A Retry-After of the platform is always obeyed, plus up to a second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

BASE_S = 5.0


@dataclass(frozen=True, kw_only=True)
class ReconnectPolicy:
    spread_s: float = 300.0
    cap_s: float = 600.0

    def delay_s(self, failures: int, retry_after_s: float | None, uniform: Callable[[float, float], float]) -> float:
        """Seconds to wait after the `failures`-th failure in a row (1 = the first)."""
        if retry_after_s is not None:
            return max(0.0, retry_after_s) + uniform(0.0, 1.0)
        if failures <= 1:
            return uniform(0.0, self.spread_s)
        # 2**20 · 5 s is beyond any cap; bounding the exponent keeps the power small
        return uniform(0.0, min(self.cap_s, BASE_S * 2.0 ** min(failures - 1, 20)))
