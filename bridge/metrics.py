"""What is counted. Names only; who counts is wherever the thing happens.

It must not know how the numbers are shown.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

rejected = Counter("warm_bridge_rejected_requests", "Webhooks without a valid signature or token.", ["who"])
webhook_seconds = Histogram(
    "warm_bridge_webhook_seconds",
    "Time to answer a webhook.",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5),
)
effects_done = Counter("warm_bridge_effects", "Effects carried out.", ["kind", "result"])
brief_seconds = Histogram(
    "warm_bridge_brief_seconds",
    "Time from the transfer request to the model's brief.",
    buckets=(0.25, 0.5, 1, 2, 3, 5, 8),
)
model_seconds = Histogram(
    "warm_bridge_model_seconds",
    "Time that a language model took, by what came of it: ok, time, provider, answer or ours.",
    ["provider", "result"],
    buckets=(0.25, 0.5, 1, 2, 3, 5, 8),
)
brief_dropped = Counter(
    "warm_bridge_brief_dropped",
    "Sentences of models, in briefs, sketches and answers, that were not spoken, by why they fell: number, "
    "name, promise, tie, secret or form.",
    ["why"],
)
calls_live = Gauge("warm_bridge_calls_live", "Calls that are not over.", multiprocess_mode="mostrecent")
effects_pending = Gauge(
    "warm_bridge_effects_pending", "Effects stored and not carried out yet.", multiprocess_mode="mostrecent"
)
