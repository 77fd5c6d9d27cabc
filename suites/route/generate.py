#!/usr/bin/env python3
"""Write the suite `route`: cases that a policy should send to one place or the other, and a targets file with such a policy.

    python3 generate.py -o DIR    write suite.json, cases.jsonl and targets.json into DIR
    python3 generate.py           check that those beside this file are what would be written

The id of a case begins with where it should go: `house` or `cloud`.
"""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Numbers, ask, main, suite  # noqa: E402

LONG = 120      # bytes of a prompt
STAYS = ["copy", "lookup"]
NAMES = ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay"]
WORDS = ["lamp", "valley", "drum", "garden", "wheel", "paper", "stone", "river", "candle", "window"]

# The same twice: as a function that says where a case belongs, and as the rules that goldpin is given.
def place(sensitivity, kind, complexity, prompt):
    if sensitivity == "regulated":
        return "house"
    if complexity == "high":
        return "cloud"
    if kind in STAYS:
        return "house"
    return "cloud" if len(prompt.encode()) > LONG else "house"


TARGETS = {"targets": {
    "house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"},
    "cloud": {"provider": "openai", "model": "gpt-5.4"},
    "router": {"provider": "route", "rules": [
        {"if": {"sensitivity": "regulated"}, "to": "house"},
        {"if": {"complexity": "high"}, "to": "cloud"},
        {"if": {"kind": STAYS}, "to": "house"},
        {"if": {"prompt_bytes_over": LONG}, "to": "cloud"}], "default": "house"}}}


def sum_of(r, complexity, long):
    n = {"low": 2, "medium": 3, "high": 4}[complexity]
    some = [r.between(10, 99) for _ in range(n)]
    lead = "This is about the %s of the %s, for which a number is wanted. Please read with care and say only this: " % (r.of(WORDS),
        r.of(WORDS)) if long else ""
    good = sum(some)
    return "%sWhat is %s?" % (lead, " + ".join(map(str, some))), [{"type": "number", "expect": good}], [str(good),
        "The sum is %d." % good], [str(good + 1), str(some[0])]


def copy(r, complexity, long):
    n = {"low": 2, "medium": 4, "high": 6}[complexity] if not long else 22
    good = " ".join(r.of(WORDS) for _ in range(n))
    return "Copy: %s" % good, [{"type": "equals", "expect": good}], [good], [good + "s", good.split(" ", 1)[1]]


def lookup(r, complexity, long):
    n = 4 if long else {"low": 2, "high": 5}[complexity]
    names, rooms = r.some(n, NAMES), [r.between(100, 999) for _ in range(n)]
    rows = ", ".join("%s has %s%d" % (a, "the room with the number " if long else "room ", b) for a, b in zip(names, rooms))
    i = r.below(n)
    return "%s. Which room has %s?" % (rows, names[i]), [{"type": "number", "expect": rooms[i], "pick": "all"}], [str(rooms[i]),
        "Room %d." % rooms[i]], [str(rooms[(i + 1) % n]), "%d %d" % (rooms[i], rooms[i - 1])]


def reverse(r, complexity, long):
    w = "".join(r.of("bcdgklmnprt") for _ in range({"low": 4, "medium": 6, "high": 9}[complexity]))
    lead = "Somebody in the %s needs a word that is written the other way round, and nothing else. " % r.of(WORDS) if long else ""
    return "%sReverse: %s" % (lead + ("It is for the %s. " % r.of(WORDS) if long else ""), w), [{"type": "equals",
        "expect": w[::-1]}], [w[::-1]], [w, w[::-1][1:]]


KINDS = [("sum", sum_of), ("copy", copy), ("lookup", lookup), ("reverse", reverse)]


def make(limit):
    r = Numbers(5151)
    cases = []
    for sensitivity in ("public", "internal", "regulated"):
        for kind, make_one in KINDS:
            for size, complexity, long in (("easy", "low", False), ("hard", "high", False), ("long", "medium", True)):
                prompt, graders, good, bad = make_one(r, complexity, long)
                assert (len(prompt.encode()) > LONG) == long, prompt
                to = place(sensitivity, kind, complexity, prompt)
                cases.append({"id": "%s-%s-%s-%s" % (to, sensitivity, kind, size), "category": "to " + to, "tags": [to, size],
                              "metadata": {"sensitivity": sensitivity, "kind": kind, "complexity": complexity},
                              "messages": ask(prompt), "grade": graders,
                              "examples": {"pass": good, "fail": bad + [""]}})
    head = suite("route", "1.0.0", "Cases of different sensitivity, kind, complexity and length, which a route should send to the "
                                   "house or to the cloud: what is regulated stays, what is hard goes, and the rest by kind and "
                                   "length.",
                 defaults={"max_tokens": 48, "temperature": 0, "seed": 1, "timeout": {"connect_s": 10, "first_token_s": 60,
                     "stall_s": 30, "total_s": 120}})
    return head, cases, {"targets.json": TARGETS}


if __name__ == "__main__":
    main(make)
