#!/usr/bin/env python3
"""Write the suite `perf`: prompts of growing length and answers of fixed length, to measure speed.

    python3 generate.py -o DIR                     write suite.json and cases.jsonl into DIR, prompts of up to about 8,000 tokens
    python3 generate.py --up-to 128000 -o DIR      the same, with prompts of up to about 128,000 tokens
    python3 generate.py                            check that those beside this file are what would be written

Every prompt of a length is another text from its first word on, so that no prefix is found in a cache; only the cases tagged
`shared` begin alike.
"""
import os
import sys
import zlib

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Numbers, ask, main, suite  # noqa: E402

SIZES = [100, 500, 2000, 8000, 32000, 128000]
EACH = 3
WORDS_PER_TOKEN = 0.87
ANSWER = 128           # tokens of an answer; few models reach 60 with fewer
BURST = 16
SHARED = 2000

WHO = ["The miller", "A sailor", "Our cook", "The smith", "A farmer", "The nurse", "My uncle", "A painter", "The guard",
       "A student", "The judge", "A tailor"]
DID = ["brought", "washed", "lost", "wanted", "counted", "borrowed", "packed", "broke", "cleaned", "drew", "moved", "kept"]
WHAT = ["a lantern", "some rope", "the boots", "a basket", "four plates", "the ladder", "a coat", "old coins", "the map", "a drum",
        "two chairs", "the paint"]
WHERE = ["at the mill", "by the river", "in the attic", "on the hill", "near the church", "behind the barn", "in the rain",
         "after lunch", "before dawn", "for the fair", "under a tree",
         "with great care"]
COUNT = "Count upward from %d in digits, with a space between the numbers and nothing else, and do not stop before %d."


def text(r, tokens):
    words, out = 0, []
    while words < tokens * WORDS_PER_TOKEN - 20:
        s = " ".join((r.of(WHO), r.of(DID), r.of(WHAT), r.of(WHERE))) + "."
        out.append(s)
        words += len(s.split())
    return " ".join(out)


def case_of(ident, category, tags, before, far=60, max_tokens=ANSWER):
    """The start differs from case to case, so that no answer is right everywhere."""
    start = 11 + zlib.crc32(ident.encode()) % 9000
    question = COUNT % (start, start + far)
    prompt = question if not before else "%s\n\nThat text does not matter. %s" % (before, question)
    some = [str(start + i) for i in range(5)]
    return {"id": ident, "category": category, "tags": tags, "messages": ask(prompt), "max_tokens": max_tokens,
            "grade": [{"type": "regex", "pattern": r"\A\W*" + r"\W+".join(some) + r"\b"}],
            "examples": {"pass": [" ".join(some), ", ".join(some)], "fail": [" ".join(some[1:]), "Sure, here you are.", ""]}}


def name(size):
    return "%dk" % (size // 1000) if size >= 1000 else str(size)


def make(limit):
    r = Numbers(808)
    cases = []
    for i in range(EACH):
        cases.append(case_of("short-%d" % (i + 1), "context", ["short"], ""))
    for size in [s for s in SIZES if s <= limit]:
        own = Numbers(size)      # a length is the same text whatever others are asked for
        cases += [case_of("context-%s-%d" % (name(size), i + 1), "context", ["context-" + name(size)], text(own, size))
                  for i in range(EACH)]
    for i in range(EACH):
        cases.append(case_of("output-%d" % (i + 1), "output", ["output"], text(r, 60), 500, 1024))
    cases += [case_of("burst-%02d" % (i + 1), "burst", ["burst"], text(r, 200)) for i in range(BURST)]
    head = text(r, SHARED)
    cases += [case_of("shared-%d" % (i + 1), "shared", ["shared"], head + " " + text(r, 60)) for i in range(4)]
    out = suite("perf", "1.0.0", "Prompts of growing length and answers of a fixed length, to measure the time to the first token "
                                 "and the speed of the rest, warm and cold, alone and many at once. The task is counting, so that "
                                 "a broken answer is noticed.",
                defaults={"max_tokens": ANSWER, "temperature": 0, "seed": 1, "timeout": {"connect_s": 10, "first_token_s": 900,
                    "stall_s": 120, "total_s": 1800}})
    return out, cases


if __name__ == "__main__":
    main(make, (8000, 128000))
