#!/usr/bin/env python3
"""Write logbook.txt, the long document of the suite `field`, and check what its cases claim.

    python3 generate.py DIR     write logbook.txt into DIR
    python3 generate.py         check: the file here is what would be written, the planted facts stand where the README says,
                                the programs of the cases print and do what their graders expect

Own text, own numbers: a generator with a fixed seed fills in sentences that were written for this suite. Only the standard
library is used, and of that nothing random, so every version of Python writes the same bytes.
"""
import itertools
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = 1931
ENTRIES = 84


class Numbers:
    """A linear congruential generator: the same numbers everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def of(self, some):
        return some[self.below(len(some))]


SKY = ["Mist until ten, then sun.", "Rain all morning.", "A dry day with high cloud.", "Wind from the west, gusty.",
       "Still and grey.", "Frost on the railings at dawn.", "Warm enough to leave the door open.", "Hail at noon, briefly."]
RIVER = ["The gauge stood at {n} inches.", "The river was {n} inches on the gauge and falling.",
         "The water rose to {n} inches by evening.", "Read {n} inches at the upper gauge."]
BOATS = ["Let through {n} narrow boats, most of them with coal.", "Passed {n} boats, one of them with a party of singers.",
         "Only {n} boats, all of them empty.", "Locked {n} boats down and {m} up.",
         "A raft of timber took the whole afternoon; {n} boats had to wait."]
WORK = ["Greased the paddle gear on both sides.", "Swept the lockside and burned the leaves.",
        "Mended the handrail of the footbridge with ash wood.", "Cleared weed from the grating of the by-wash.",
        "Painted the mile post, which had lost its number.", "Caulked the seam under the lower sill.",
        "Oiled the hinges of the gauge house.", "Straightened the boat hook that was bent in the autumn.",
        "Put new rope on the bell.", "Counted the sandbags: {n} are sound.", "Replaced {n} rivets on the south gate."]
PEOPLE = ["The carrier left a parcel for the mill.", "A schoolmaster asked to sketch the weir and was shown where to stand.",
          "Mr Harker of the mill paid {n} shillings for the water he drew.", "The inspector wrote that he will come in spring.",
          "Two boys returned the bucket they had borrowed.", "The postman came on foot, his bicycle being broken.",
          "A heron stood on the lower gate most of the morning.", "The baker's boat brought flour and the newspaper."]

START = ("The spare key of the gauge house, which used to hang on the nail by the door, hangs behind the barometer from today.")
MIDDLE = "Replaced 64 rivets on the north gate, which took the smith and myself from seven to four."
END = "Mrs Tolland of Sedge Farm paid 17 shillings for the oar that her son broke in the by-wash."
PLANTED = {3: START, 43: MIDDLE, 82: END}

MONTHS = [("January", 31), ("February", 28), ("March", 31)]
HEAD = "Log of the lock at Ferrow Weir, kept by the lock keeper, 1931\n"


def days():
    for month, length in MONTHS:
        for day in range(1, length + 1):
            yield f"{day} {month}"


def entry(r, number, day):
    says = [r.of(SKY), r.of(RIVER).format(n=20 + r.below(30)), r.of(BOATS).format(n=2 + r.below(9), m=1 + r.below(5)),
            r.of(WORK).format(n=20 + r.below(40)), r.of(PEOPLE).format(n=5 + r.below(9))]
    if number in PLANTED:
        says.insert(3, PLANTED[number])
    return f"{number}. {day}. " + " ".join(says) + "\n"


def logbook():
    r = Numbers(SEED)
    return HEAD + "\n" + "\n".join(entry(r, n, d) for n, d in zip(range(1, ENTRIES + 1), days()))


# --- what the cases claim ---

def check_logbook():
    with open(os.path.join(HERE, "logbook.txt"), encoding="utf-8", newline="") as f:
        text = f.read()
    assert text == logbook(), "logbook.txt is not what is generated"
    for fact, low, high in (START, 0, 0.1), (MIDDLE, 0.45, 0.55), (END, 0.9, 1):
        assert text.count(fact) == 1 and low <= text.index(fact) / len(text) <= high, fact
    assert text.count("north gate") == text.count("barometer") == text.count("Tolland") == text.count("oar ") == 1
    assert "64 rivets" not in text.replace(MIDDLE, "") and "17 shillings" not in text.replace(END, "")
    assert "dog" not in text, "the fourth question has no answer"


def first_not_below(items, wanted):
    """The program of debug-correct."""
    low, high = 0, len(items)
    while low < high:
        middle = low + (high - low) // 2
        if items[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def second_largest(items):
    """The program of debug-faulty; its lines are numbered there."""
    first = second = None
    for item in items:
        if first is None or item > first:
            first = item
        elif item != first and (second is None or item > second):
            second = item
    return second


def check_programs():
    for n in range(6):
        for items in itertools.combinations_with_replacement(range(4), n):
            for wanted in range(-1, 5):
                right = next((i for i, x in enumerate(items) if x >= wanted), n)
                assert first_not_below(list(items), wanted) == right
    assert second_largest([1, 2]) is None and second_largest([2, 1]) == 1, "line 5 loses what was the largest before"


def check_trace():
    """The program of trace."""
    out = []
    stack, total = [4], 0
    while stack:
        n = stack.pop()
        total = total * 2 + n
        if n > 1:
            stack.append(n - 1)
            if n % 2:
                stack.append(n - 2)
    out.append(total)
    assert out == [97], out


def check_tank():
    """The answer of reasoning, minute by minute."""
    litres, minute = 0.0, 8 * 60
    while litres < 240 - 1e-6:
        hour = minute / 60
        litres += (40 + (60 if hour >= 9 else 0) - (20 if hour >= 10 else 0)) / 60
        minute += 1
    assert divmod(minute, 60) == (11, 15), minute


def main():
    if len(sys.argv) > 1:
        os.makedirs(sys.argv[1], exist_ok=True)
        with open(os.path.join(sys.argv[1], "logbook.txt"), "w", encoding="utf-8", newline="") as f:
            f.write(logbook())
        return
    check_logbook()
    check_programs()
    check_trace()
    check_tank()
    print("field: the logbook, its three facts, the programs and the tank are as the cases say")


main()
