#!/usr/bin/env python3
"""Write the suite `quant`: short tasks with one right answer, of rising difficulty, to compare quantizations of one model.

    python3 generate.py -o DIR    write suite.json and cases.jsonl into DIR
    python3 generate.py           check that those beside this file are what would be written
"""
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Numbers, ask, main, suite  # noqa: E402

LEVELS = ["low", "medium", "high"]
EACH = 3
WORDS = {"low": ["lamp", "ship", "cold", "milk", "wind", "fork"], "medium": ["planet", "window", "garden", "copper", "basket",
                                                                             "pencil"],
         "high": ["chocolate", "umbrellas", "lighthouse", "mountains", "friendship", "newspaper"]}
NAMES = ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def level(name, of):
    return of[LEVELS.index(name)]


# The graders look for the value and not for obedience: whoever says more than "only" allows is right all the same, if the last
# number, or the only word of its kind, is right.

def number(n):
    """The last number counts, so a sum may be repeated before it."""
    return [{"type": "number", "expect": n}], [str(n), "It is %d." % n], [str(n + 1), "%d, or rather %d" % (n, n + 10)]


def pattern(p, good, *bad):
    return [{"type": "regex", "pattern": p, "flags": "is"}], good, list(bad)


def last(word, *bad):
    return pattern(r"\b%s\W*\Z" % word, [word, "It is \"%s\"." % word], *bad)


def add(r, l):
    low, high = level(l, [(11, 49), (120, 880), (12000, 88000)])
    a, b = r.between(low, high), r.between(low, high)
    return ("What is %d + %d? Reply with the number only." % (a, b),) + number(a + b)


def multiply(r, l):
    a, b = level(l, [(r.between(3, 9), r.between(4, 9)), (r.between(12, 29), r.between(3, 9)), (r.between(23, 89),
        r.between(23, 89))])
    return ("What is %d * %d? Reply with the number only." % (a, b),) + number(a * b)


def chain(r, l):
    n = level(l, [2, 4, 7])
    value, steps = r.between(4, 20), []
    prompt = "Start with %d." % value
    for _ in range(n):
        k = r.between(2, 9)
        how = r.of(["add", "subtract", "double"])
        value = {"add": value + k, "subtract": value - k, "double": 2 * value}[how]
        steps.append({"add": " Add %d." % k, "subtract": " Subtract %d." % k, "double": " Double it."}[how])
    return (prompt + "".join(steps) + " Reply with the number only.",) + number(value)


def copy(r, l):
    n = level(l, [6, 14, 30])
    good = "".join(r.of("bcdfghjkmnpqrstvwxz") for _ in range(n))
    return ("Copy: %s" % good, [{"type": "equals", "expect": good, "normalize": ["case", "spaces", "punctuation"]}], [good,
        good + "."],
            [good[:-1], good[:2] + good[3] + good[2] + good[4:] if good[2] != good[3] else good + "b"])


def reverse(r, l):
    w = r.of(WORDS[l])
    return ("Write \"%s\" backwards. Reply with that only." % w,) + last(w[::-1], w, w[::-1][:-1])


def letters(r, l):
    """Letters of a made word: how often one of them stands there."""
    n = level(l, [5, 9, 16])
    w = "".join(r.of("aeost") for _ in range(n))
    c = r.of(w)
    return ("How often does %s occur in \"%s\"? Reply with the number only." % (c, w),) + number(w.count(c))


def lookup(r, l):
    n = level(l, [3, 5, 8])
    names, values = r.some(n, NAMES), [r.between(100, 999) for _ in range(n)]
    i = r.below(n - 1)      # not the last one: the prompt said back would be right
    prompt = ", ".join("%s %d" % pair for pair in zip(names, values))
    good = str(values[i])
    return ("Rooms: %s. Which room has %s? Reply with the number only." % (prompt, names[i]),
            [{"type": "number", "expect": values[i]}], [good, "Room " + good],
            [str(values[(i + 1) % n]), "%s or %d" % (good, values[i - 1])])


def order(r, l):
    n = level(l, [3, 5, 7])
    some = []
    while len(some) < n or some == sorted(some):
        some = some[:n - 1]
        k = r.between(10, 99)
        if k not in some:
            some.append(k)
    up = [str(k) for k in sorted(some)]
    return ("Sort from small to large, with commas: %s. Reply with the list only." % ", ".join(map(str, some)),
            *pattern(r"\A\D*" + r"\D+".join(up) + r"\D*\Z", [", ".join(up), "The list is: %s." % ", ".join(up)],
            ", ".join(up[::-1]), ", ".join(up[:-1])))


def compare(r, l):
    """Who is the tallest: a chain of statements out of order."""
    n = level(l, [3, 4, 6])
    some = r.some(n, NAMES)
    say = r.shuffled(["%s is taller than %s." % (some[i], some[i + 1]) for i in range(n - 1)])
    tallest = r.below(2)
    good = some[0] if tallest else some[-1]
    others = "|".join(x for x in some if x != good)
    wrong = some[-1] if tallest else some[0]
    prompt = "%s Who is the %s? Reply with the name only." % (" ".join(say), "tallest" if tallest else "shortest")
    return (prompt,) + pattern(r"\A(?!.*\b(?:%s)\b).*\b%s\b" % (others, good), [good, "%s is." % good], some[1],
                               "%s and %s" % (good, wrong))


def days(r, l):
    m, d = r.below(12), r.between(1, 28)
    ahead = level(l, [r.between(2, 3), r.between(10, 25), r.between(40, 90)])
    at, month = d + ahead, m
    while at > DAYS[month]:
        at, month = at - DAYS[month], (month + 1) % 12
    good = "%s %d" % (MONTHS[month], at)
    return ("Which day is %d days after %s %d, 2025? Reply like: May 5" % (ahead, MONTHS[m], d),) + last(good,
        "%s %d" % (MONTHS[month], at + 1 if at < 28 else at - 1), "%d" % at)


def extract(r, l):
    n = level(l, [2, 3, 5])
    value = {}
    for name in r.some(n, NAMES):
        value[name] = r.between(10, 99)
    prompt = "; ".join("%s is %d" % pair for pair in value.items())
    other = dict(value)
    other[next(iter(value))] += 1
    return ("Write as a JSON object of ages: %s" % prompt, [{"type": "json", "expect": value, "trim": True}], [json.dumps(value),
        "```json\n%s\n```" % json.dumps(value)], [json.dumps(other), json.dumps(value)[:-1]])


KINDS = [("add", add), ("multiply", multiply), ("chain", chain), ("copy", copy), ("reverse", reverse), ("letters", letters),
         ("lookup", lookup), ("order", order), ("compare", compare),
         ("days", days), ("extract", extract)]


def make(limit):
    r = Numbers(1616)
    cases, asked = [], set()
    for kind, make_one in KINDS:
        for l in LEVELS:
            n = 0
            while n < EACH:
                prompt, graders, good, bad = make_one(r, l)
                if prompt in asked:
                    continue
                asked.add(prompt)
                n += 1
                cases.append({"id": "%s-%s-%d" % (kind, l, n), "category": kind, "tags": [l], "metadata": {"sensitivity": "public",
                    "kind": kind, "complexity": l},
                              "messages": ask(prompt), "grade": graders, "examples": {"pass": good, "fail": bad + [""]}})
    head = suite("quant", "1.0.0", "Short tasks with one right answer each, of three levels of difficulty, to be asked of several "
                                   "quantizations of one model and compared case by case.",
                 defaults={"max_tokens": 64, "temperature": 0, "seed": 1, "timeout": {"connect_s": 10, "first_token_s": 60,
                     "stall_s": 30, "total_s": 120}})
    return head, cases


if __name__ == "__main__":
    main(make)
