#!/usr/bin/env python3
"""Write the suite `longcontext`: questions about a harbor's log of growing length.

    python3 generate.py -o DIR                     write suite.json and cases.jsonl into DIR, logs of up to about 16,000 tokens
    python3 generate.py --up-to 256000 -o DIR      the same, with logs of up to about 256,000 tokens (11 MB)
    python3 generate.py                            check that those beside this file are what would be written

What a question asks for is planted at known places; what fills the log says nothing about it, which is checked here.
"""
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Numbers, ask, main, suite  # noqa: E402

SIZES = [1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000]
FEWER_FROM = 16000     # from here on only the kinds of MAIN: long cases cost most
WORDS_PER_TOKEN = 0.68     # few enough for every tokenizer that was tried: what is called 256k fits into 262,144 tokens

COLORS = ["red", "green", "blue", "white", "black", "brown", "yellow", "violet", "silver", "orange"]
PEOPLE = ["Anna", "Boris", "Clara", "Dario", "Edda", "Felix", "Greta", "Hugo"]
HALLS = ["Ropewalk", "Cooperage", "Chandlery", "Sailcloth", "Icehouse", "Granary"]
TOWNS = ["Bergen", "Ghent", "Porto", "Lubeck", "Turku", "Genoa", "Split", "Cork", "Brest", "Danzig", "Malmo", "Cadiz"]
SHIPS = ["Osprey", "Marigold", "Petrel", "Juno", "Halcyon", "Thistle", "Aurora", "Plover", "Cygnet", "Swallow", "Gannet", "Heron"]
GOODS = ["salt", "timber", "wool", "tar", "slate", "grain", "coal", "barley", "iron", "hemp", "cork", "herring"]
SKY = ["Fog until noon, then a light wind from the west.", "Rain all day, the quay under water at high tide.",
       "Clear and cold, with ice on the ropes.",
       "A stiff breeze; nobody left the harbor before evening.", "Warm, still, and the water like glass.",
       "Showers, and a rainbow over the mole."]
WORK = ["The crane was greased and its chain looked over link by link.", "Two planks of the lower quay were replaced with oak.",
        "The lamp on the mole went out and was lit again before midnight.",
        "A diver went down to free an anchor and came up with a boot.",
        "The harbor master walked the length of the mole and found nothing to complain of.",
        "Nets were hung to dry along the whole of the east wall.",
        "The clock of the customs house was set right by the noon gun.",
        "Children caught crabs off the steps and sold them to the cook.",
        "A letter came about the dues and was put with the others.", "The dredger worked until the tide turned against it."]
MONTHS = [("January", 31), ("February", 28), ("March", 31), ("April", 30), ("May", 31), ("June", 30), ("July", 31), ("August", 31),
          ("September", 30), ("October", 31), ("November", 30), ("December", 31)]

RULE = "Read this log of a harbor. A question follows at its end.\n\n"
TAIL = ("\n\nThat was the log. %s If the log does not say, reply NOT STATED. %s")
NUMBER = "Reply with the number only."


def day_of(n):
    year, n = 1801 + n // 365, n % 365
    for month, days in MONTHS:
        if n < days:
            return "%d %s %d" % (n + 1, month, year)
        n -= days
    raise ValueError


def filler(r):
    """Some sentences of a day: none has a locker, a hall, a bell or a kilogram."""
    some = [r.of(SKY), "The %s from %s unloaded %d tons of %s in %d hours." % (r.of(SHIPS), r.of(TOWNS), r.between(20, 190),
                                                                               r.of(GOODS), r.between(3, 11)),
            r.of(WORK)]
    if r.below(2):
        some.append("The %s left for %s with %s and %d passengers." % (r.of(SHIPS), r.of(TOWNS), r.of(GOODS), r.between(2, 60)))
    if r.below(3) == 0:
        some.append(r.of(WORK))
    return some


def log(r, size, facts):
    """A log of about `size` tokens. facts: (place, sentence), place from 0 to 1; in one place the order is that of `facts`."""
    target = int(size * WORDS_PER_TOKEN) - 60 - sum(len(s.split()) for _, s in facts)
    days, words = [], 0
    while words < target:
        day = filler(r)
        assert not re.search(r"locker|\bhall\b|bell|kilogram", " ".join(day))
        words += sum(len(s.split()) for s in day) + 4
        days.append(day)
    for place, fact in facts:
        day = days[min(int(place * len(days)), len(days) - 1)]
        day.insert(r.between(1, len(day)), fact)
    return "\n".join("%s. %s" % (day_of(i), " ".join(day)) for i, day in enumerate(days))


def codes(r):
    """A code for each locker, no two alike."""
    out = {}
    while len(out) < len(COLORS):
        n = str(r.between(1000, 9999))
        if n not in out.values():
            out[COLORS[len(out)]] = n
    return out


def locker(color, code):
    return "The code of the %s locker is %s." % (color, code)


def spread(r, sentences):
    """Each at a place of its own, anywhere."""
    step = 1 / len(sentences)
    return [((i + r.below(1000) / 1000) * step, s) for i, s in enumerate(sentences)]


def number(n):
    return [{"type": "number", "expect": int(n), "pick": "all"}]


def needle(r, size, low, high):
    code = codes(r)
    asked, *others = r.shuffled(COLORS)
    place = low + (high - low) * r.below(1000) / 1000
    facts = spread(r, [locker(c, code[c]) for c in others[:3]]) + [(place, locker(asked, code[asked]))]
    good, wrong = code[asked], code[others[0]]
    return (facts, "What is the code of the %s locker?" % asked, NUMBER, number(good), [good, "The code is %s." % good],
            [wrong, "%s or %s" % (good, wrong), "NOT STATED"])


def needle_start(r, size):
    return needle(r, size, 0, 0.05)


def needle_middle(r, size):
    return needle(r, size, 0.45, 0.55)


def needle_end(r, size):
    return needle(r, size, 0.95, 1)


def needles(r, size):
    code = codes(r)
    some = r.some(6, COLORS)
    asked = r.some(4, some)
    good = [code[c] for c in asked]
    question = "What are the codes of the %s, the %s, the %s and the %s locker, in this order?" % tuple(asked)
    return (spread(r, [locker(c, code[c]) for c in some]), question, "Reply with the four numbers only, separated by commas.",
            [{"type": "order", "form": "commas", "expect": good}], [", ".join(good)], [", ".join(good[::-1]), ", ".join(good[:3])])


def corrected(r, size):
    """The log says one thing, then another, and that it was wrong; of another locker it says the like."""
    code = codes(r)
    asked, other, *rest = r.shuffled(COLORS)
    old, new, false = code[asked], code[rest[0]], code[rest[1]]
    facts = [(0.15, locker(asked, old)), (0.3, locker(other, code[other])),
             (0.55, "The lock of the %s locker was changed: its code is no longer %s but %s." % (asked, old, new)),
             (0.8, "The lock of the %s locker was changed: its code is no longer %s but %s." % (other, code[other], false))]
    return (facts, "What is the code of the %s locker at the end of the log?" % asked, NUMBER, number(new), [new,
        "It is %s." % new], [old, false, "%s, no longer %s" % (new, old)])


def hops(r, size):
    people, colors, halls = r.some(4, PEOPLE), r.some(4, COLORS), r.some(4, HALLS)
    lengths = [str(20 + 7 * i + r.below(7)) for i in r.shuffled(range(4))]
    facts = []
    for i in range(4):
        facts += ["%s keeps a coat in the %s locker." % (people[i], colors[i]), "The %s locker stands in the %s hall." % (colors[i],
            halls[i]),
                  "The %s hall is %s steps long." % (halls[i], lengths[i])]
    facts = spread(r, r.shuffled(facts))
    return (facts, "How many steps long is the hall in which the locker stands where %s keeps a coat?" % people[0], NUMBER,
            number(lengths[0]),
            [lengths[0], "It is %s steps long." % lengths[0]], [lengths[1], lengths[2]])


def bells(r, n):
    weights = r.some(n, range(110, 990))
    return weights, spread(r, ["A bell of %d kilograms arrived from %s." % (w, r.of(TOWNS)) for w in weights])


def count(r, size):
    n = r.between(6, 15)
    weights, facts = bells(r, n)
    return (facts, "How many bells arrived?", NUMBER, number(n), [str(n), "%d bells arrived." % n], [str(n - 1), str(n + 1),
        "NOT STATED"])


def maximum(r, size):
    weights, facts = bells(r, r.between(6, 15))
    best = max(weights)
    second = sorted(weights)[-2]
    return (facts, "How many kilograms did the heaviest bell weigh?", NUMBER, number(best), [str(best), "%d kilograms" % best],
            [str(second), "%d and %d" % (best, second)])


def absent(r, size):
    code = codes(r)
    asked, *others = r.shuffled(COLORS)
    facts = spread(r, [locker(c, code[c]) for c in others[:4]] + ["The %s locker was painted again." % asked])
    return (facts, "What is the code of the %s locker?" % asked, NUMBER,
            [{"type": "equals", "expect": "not stated", "normalize": ["case", "punctuation", "spaces"]}], ["NOT STATED",
                "Not stated."],
            [code[others[0]], "NOT STATED, or %s" % code[others[1]]])


KINDS = [("needle-start", needle_start), ("needle-middle", needle_middle), ("needle-end", needle_end), ("needles", needles),
         ("corrected", corrected),
         ("hops", hops), ("count", count), ("maximum", maximum), ("absent", absent)]
MAIN = ["needle-middle", "needles", "corrected", "hops", "count", "maximum"]


def case_of(kind, plant, size):
    r = Numbers(size * 31 + 7 * [k for k, _ in KINDS].index(kind))
    facts, question, form, graders, good, bad = plant(r, size)
    length = "%dk" % (size // 1000)
    return {"id": "%s-%s" % (kind, length), "category": kind, "tags": [length],
            "messages": ask(RULE + log(r, size, facts) + TAIL % (question, form)),
            "grade": graders, "examples": {"pass": good, "fail": bad + [""]}}


def make(limit):
    cases = [case_of(kind, plant, size) for size in SIZES if size <= limit
             for kind, plant in KINDS if size < FEWER_FROM or kind in MAIN]
    head = suite("longcontext", "1.0.0", "Questions about a log of growing length: one fact at the start, in the middle or at the "
                                         "end, several facts, a fact that is corrected later, facts that lead to each other, "
                                         "counting, the greatest of several, and what is not there.",
                 defaults={"max_tokens": 1024, "temperature": 0, "seed": 1,
                           "timeout": {"connect_s": 10, "first_token_s": 600, "stall_s": 60, "total_s": 900}})
    return head, cases


if __name__ == "__main__":
    main(make, (16000, 256000))
