"""Write a published comparison of models as results.json: full.json, partial.json and four.json beside this file.

What was published: of one model the score and the time of each of 15 tests, of which it passed twelve (those of at least
0.60); that a local run of the same tests finished two, hung in the third for 300 s, and never ran the rest; of four models
the mean score and how many of the 15 tests passed. How four.json spreads those sums over single tests, and the scores of
the two tests that finished in partial.json, is made up: the published tables do not say. Nothing else is known, so all
else is null.
"""
import json
import os

SCORES = [0.70, 0.90, 0.60, 0.60, 0.60, 0.00, 0.70, 0.60, 0.30, 0.60, 0.40, 0.80, 0.60, 0.60, 0.60]
TIMES = [2.6, 8.0, 116.2, 3.2, 34.2, 79.8, 2.9, 1.5, 3.2, 2.6, 20.1, 11.5, 43.5, 17.1, 2.5]
FOUR = [  # name, passed tests, scores of the others in order
    ("model-a", [1, 2, 3, 4, 5, 6], [0.5, 0.6, 0.7, 0.8, 0.7, 0.6, 0.7, 0.7, 0.7]),
    ("model-b", [2, 3, 4, 5, 6], [0.6, 0.7, 0.8, 0.7, 0.6, 0.7, 0.7, 0.6, 0.6, 0.7]),
    ("model-c", [1, 3, 5, 7, 9, 11], [0.4, 0.5, 0.6, 0.6, 0.5, 0.6, 0.5, 0.6, 0.5]),
    ("model-d", [2, 4, 6, 8, 10], [0.4, 0.5, 0.6, 0.5, 0.4, 0.5, 0.6, 0.5, 0.4, 0.5]),
]
GOLDEN = {"none": 0, "match": 0, "differs": 0, "missing": 0, "stale": 0}


def digest(letter):
    return "sha256:" + letter * 64


def trial(target, number, status, score, seconds, failure=None, error=None):
    case = f"test-{number:02d}"
    measured = {k: None for k in (
        "connect_s tls_s first_byte_s first_token_s first_reasoning_s first_answer_s reasoning_s answer_s total_s gap_p50_s "
        "gap_p95_s gap_max_s duration_s output_tokens_per_s server input_tokens output_tokens cached_tokens reasoning_tokens "
        "attempts tries window cost_usd cost_basis spent_usd").split()}
    measured["server"] = {k: None for k in ("load_s", "prompt_s", "output_s", "output_tokens_per_s")}
    measured["tries"] = []
    measured["duration_s"] = seconds
    measured["total_s"] = None if status == "error" else seconds
    return {
        "id": f"published/{case}/{target}/1", "suite": "published", "case": case, "name": case, "category": None,
        "target": target, "repeat": 1, "seed": None, "status": status, "known": False, "failure": failure, "error": error,
        "score": score, "criteria": [], "golden": {"state": "none", "mode": None, "text": None}, "prompt": None,
        "answer": None, "reasoning": None, "finish": None,
        "metadata": {"sensitivity": None, "kind": None, "complexity": None},
        "digests": {"case": None, "graders": None, "request": None, "logits_sha256": None},
        "drift": {"returned_model": None, "system_fingerprint": None, "upstream": None, "seed_use": None, "ignored": None},
        "where": None, "measured": measured}


def tally(trials):
    graded = [t for t in trials if t["score"] is not None]
    passed = sum(t["status"] == "passed" for t in trials)
    failures = {}
    for t in trials:
        if t["failure"]:
            failures[t["failure"]] = failures.get(t["failure"], 0) + 1
    return {
        "trials": len(trials), "passed": passed, "failed": len(graded) - passed, "known": 0,
        "errors": len(trials) - len(graded), "skipped": 0, "length_cut": 0,
        "score_mean": sum(t["score"] for t in graded) / len(graded), "pass_rate": passed / len(graded),
        "pass_rate_ci95": [0, 1], "golden": dict(GOLDEN, none=len(trials)), "failures": failures}


def median(values):
    v = sorted(values)
    return None if not v else (v[(len(v) - 1) // 2] + v[len(v) // 2]) / 2


def target(name, letter, trials):
    own = [t for t in trials if t["target"] == name]
    times = [t["measured"]["total_s"] for t in own if t["measured"]["total_s"] is not None]
    measured = {k: None for k in (
        "timed connect_median_s tls_median_s first_byte_median_s first_token_median_s first_token_p95_s first_answer_median_s "
        "first_answer_p95_s reasoning_median_s answer_median_s total_median_s total_p95_s gap_p50_s gap_p95_s gap_max_s "
        "output_tokens_per_s server_output_tokens_per_s requests retried rate_limited lowest_window cost_usd cost_known_usd "
        "cost_unknown cost_basis").split()}
    measured.update(timed=len(times), total_median_s=median(times), retried=0, rate_limited=0, cost_unknown=0)
    return {"name": name, "provider": "openai", "model": name, "claim": "statistical", "fingerprint": digest(letter),
            "weights_sha256": None, "summary": tally(own), "measured": measured}


def write(name, trials, planned, sentence):
    names = sorted({t["target"] for t in trials})
    trials.sort(key=lambda t: t["id"])
    whole = {
        "schema": "goldpin.results/1", "fingerprint": digest("0"), "interrupted": planned > len(trials), "planned": planned,
        "summary": dict({"cases": len({t["case"] for t in trials}), "of_cases": 15}, **tally(trials)),
        "gate": {"passed": False, "exit_code": 1, "sentence": sentence, "strict": False, "in_ci": False, "rules": []},
        "targets": [target(n, "abcd"[i], trials) for i, n in enumerate(names)], "baselines": [], "unused_goldens": [],
        "measured": {"started_epoch": None, "max_cost_usd": None, "counted_usd": None}}
    text = json.dumps(whole, indent=1)[:-2] + ',\n "trials": [\n' + ",\n".join(json.dumps(t) for t in trials) + "\n ]\n}\n"
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), "w", encoding="utf-8") as f:
        f.write(text)


def spread(passed, others):
    rest = iter(others)
    return [1.0 if n in passed else next(rest) for n in range(1, 16)]


def main():
    full = [trial("api", i + 1, "passed" if s >= 0.6 else "failed", s, t) for i, (s, t) in enumerate(zip(SCORES, TIMES))]
    write("full.json", full, 15, "Gate failed: 3 of 15 trials failed.")
    partial = [trial("local", 1, "passed", 0.70, 41.0), trial("local", 2, "passed", 0.60, 55.0),
               trial("local", 3, "error", None, 300.0, "timeout", "no answer within 300 s")]
    write("partial.json", partial, 15, "No verdict: 1 of 3 trials broke, 0 allowed.")
    four = [trial(name, n + 1, "passed" if s == 1 else "failed", s, None)
            for name, passed, others in FOUR for n, s in enumerate(spread(passed, others))]
    write("four.json", four, 60, "Gate failed: 38 of 60 trials failed.")


if __name__ == "__main__":
    main()
