"""The weights of /ask, fitted on the tuning questions by ``bench.fit_asking --write``."""

from __future__ import annotations

RANKING: dict[str, float] = {
    "covered": 0.3397,
    "covered nearby": 0.4431,
    "covered in article": -0.4641,
    "covered in headline": 0.9401,
    "covered exactly": -0.0000,
    "names missing": -0.7095,
    "names away": 0.0000,
    "relation": 2.2574,
    "relation nearby": 0.2011,
    "nowhere": -1.9418,
    "names in passing": -0.9514,
    "key": 0.0432,
    "key nearby": -0.0000,
    "verbs": 1.5515,
    "best article": 1.7037,
    "proximity": 0.8112,
    "touching": 0.7678,
    "key proximity": 0.7862,
    "key by subject": 0.0284,
    "another's": -0.0522,
    "pairs": 0.1897,
    "fit": 2.4976,
    "focus": 1.7603,
    "focus unmet": -0.6531,
    "grammar": -0.0000,
    "pronoun": -0.1614,
    "possessive": -0.5874,
    "early": -1.6220,
    "untelling": -0.3984,
    "beside": 1.0211,
    "weakest": 0.9434,
    "together": 0.8480,
    "other year": -0.7966,
    "silence": 8.1843,
}
"""What each feature of a candidate adds to its score."""

CONFIDENCE: dict[str, float] = {
    "over silence": 1.7216,
    "share": 3.6219,
    "margin": -0.2510,
    "covered exactly": -3.1015,
    "names away": 0.5639,
    "names in passing": -2.6120,
    "relation": 1.3246,
    "focus unmet": 0.0884,
    "weakest": -1.0944,
    "together": 1.6323,
    "when": -0.0520,
    "who": 0.0078,
    "constant": -0.8481,
}
"""What adds to the logit of the probability that the first candidate is right."""
