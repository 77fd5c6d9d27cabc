#!/usr/bin/env python3
"""Write the suite `stability`: easy tasks that broken models and servers stumble over.

    python3 generate.py -o DIR    write suite.json and cases.jsonl into DIR
    python3 generate.py           check that those beside this file are what would be written
"""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Numbers, ask, main, suite  # noqa: E402

WORDS = ["strawberry", "bookkeeper", "committee", "parallel", "mississippi", "balloon", "tomorrow", "cinnamon", "accommodation",
         "millennium", "occurrence", "raspberry"]
FILL = [0, 500, 2000, 6000]     # words of text in front of a question about letters
PARTS = [["The baker", "My neighbor", "A tall woman", "The old driver", "Our teacher", "A young man", "The clerk", "His sister"],
         ["bought", "carried", "forgot", "repaired", "sold", "found", "painted", "hid"],
         ["a blue bicycle", "two loaves of bread", "the garden gate", "an empty suitcase", "a box of nails", "the kitchen clock",
          "a woolen hat", "some letters"],
         ["before breakfast", "on the way home", "behind the station", "in spite of the rain", "for a friend", "without a word",
          "last Tuesday", "near the canal"]]

# What every answer must be besides right. The budget is no part of the verdict; it decides the gate.
STEADY = [{"type": "no_loop", "id": "no-loop"}, {"type": "no_reasoning_leak", "id": "no-leak"},
          {"type": "finish", "id": "ended", "expect": "stop"}, {"type": "latency", "id": "in-time", "max": 90}]
LOOP = "and so on " * 40
LEAK = "<think>The user wants an answer.</think>"


def case_of(ident, category, prompt, graders, good, bad, steady=STEADY, **more):
    """`bad` fails by its text; a leak, a cut answer and a loop fail whatever they say."""
    ended = lambda text: {"answer": text, "finish": "stop"}  # noqa: E731
    fail = [ended(text) for text in bad + [LEAK + good[0], good[0] + "\n" + LOOP.strip(), ""]]
    fail.append({"answer": good[0], "finish": "length"})
    return dict({"id": ident, "category": category, "messages": ask(prompt), "grade": [dict(g) for g in graders + steady],
                 "examples": {"pass": [ended(text) for text in good], "fail": fail}}, **more)


def filler(r, words):
    out, n = [], 0
    while n < words:
        s = " ".join(r.of(p) for p in PARTS) + "."
        out.append(s)
        n += len(s.split())
    return " ".join(out)


def behind(text, question):
    if not text:
        return question
    return "Here is a text. It does not matter for the question below.\n\n%s\n\nThe question: %s" % (text, question)


def letter_cases(r):
    """Models see tokens, not letters; behind a long text, spelling falls apart first."""
    for fill in FILL:
        tags = ["fill-%d" % fill]
        for i, mark in enumerate(["-", " "]):
            w = r.of(WORDS)
            good = mark.join(w.upper())
            name = {"-": "a hyphen", " ": "a space"}[mark]
            prompt = behind(filler(r, fill), "Spell the word \"%s\" in capital letters with %s between the letters. Reply with "
                                             "nothing else." % (w, name))
            doubled = good.replace(good[4], good[4] + mark + good[4], 1)
            yield case_of("spell-%s-%d" % (["hyphens", "spaces"][i], fill), "letters", prompt, [{"type": "equals", "expect": good}],
                          [good], [mark.join(w.upper()[:-1]), w.upper(), doubled], tags=tags)
        w = r.of(WORDS)
        c = max(w, key=lambda c: (w.count(c), c))
        n = w.count(c)
        prompt = behind(filler(r, fill), "How many times does the letter %s occur in the word \"%s\"? Reply with the number only." % (c, w))
        yield case_of("letter-count-%d" % fill, "letters", prompt, [{"type": "number", "expect": n}], [str(n), "There are %d." % n],
                      [str(n + 1), str(n - 1)], tags=tags)
        w = r.of(WORDS)
        prompt = behind(filler(r, fill), "Write the word \"%s\" backwards. Reply with nothing else." % w)
        yield case_of("backwards-%d" % fill, "letters", prompt,
                      [{"type": "equals", "expect": w[::-1], "ignore_case": True, "normalize": ["punctuation"]}],
                      [w[::-1], w[::-1] + "."], [w, w[::-1][1:]], tags=tags)


def listed(ident, prompt, items):
    return case_of(ident, "loops", prompt, [{"type": "order", "form": "lines", "expect": items}], ["\n".join(items)],
                   ["\n".join(items[:-1]), "\n".join(items + [items[-1]])])


def loop_cases(r):
    """Tasks whose answer repeats itself on purpose and must end nevertheless. no_loop lets up to 47 words pass, whatever they say."""
    for n in (5, 12, 30):
        w = r.of(["echo", "drum", "tick", "moo"])
        good = " ".join([w] * n)
        yield case_of("repeat-%d" % n, "loops", "Write the word \"%s\" exactly %d times, with spaces between, on one line. Then "
                                                "stop. Reply with nothing else." % (w, n),
                      [{"type": "regex", "pattern": r"\A(?:%s\s+){%d}%s[.]?\Z" % (w, n - 1, w), "flags": "i", "trim": True}],
                      [good], [good + " " + w, good[:-len(w)].strip()])
    yield listed("count-up", "Count from 1 to 60, one number on each line, in digits. Reply with nothing else.",
                 [str(i) for i in range(1, 61)])
    yield listed("count-down", "Count down from 50 to 1, one number on each line, in digits. Reply with nothing else.",
                 [str(i) for i in range(50, 0, -1)])
    yield listed("sevens", "Write the multiples of 7 from 7 to 210, one on each line, in digits. Reply with nothing else.",
                 [str(7 * i) for i in range(1, 31)])
    yield listed("alphabet", "Write the 26 letters of the alphabet, one capital letter on each line. Reply with nothing else.",
                 list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    yield listed("doubles", "Write AA, BB, CC and so on up to ZZ, one on each line. Reply with nothing else.",
                 [c + c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"])
    row = "ab" * 12
    yield case_of("copy-pattern", "loops", "Copy this exactly, and reply with nothing else: %s" % row,
                  [{"type": "equals", "expect": row}], [row], [row + "ab", row[:-2]])
    binary = "".join(r.of("01") for _ in range(32))
    yield case_of("copy-bits", "loops", "Copy this exactly, and reply with nothing else: %s" % binary,
                  [{"type": "equals", "expect": binary}], [binary],
                  [binary + "0", binary[:-1], binary[:8] * 4])


def text_about(r, subject):
    """A plain text of some 200 words that names its subject."""
    return "This is about the %s. " % subject + filler(r, 190)


def long_cases(r):
    """Long answers: where models begin to say the same again and again."""
    for subject in ("tide", "bread", "iron", "moon"):
        graders = [{"type": "count", "id": "enough", "unit": "words", "min": 150},
                   {"type": "contains", "id": "subject", "expect": subject, "ignore_case": True}]
        prompt = "Write a text of 200 to 400 words about this subject: %s. Use that word." % subject
        yield case_of("essay-" + subject, "long answers", prompt, graders, [text_about(r, subject)], ["The %s is well known." % subject])
    # The prompt says the same often enough to draw a model into going on with it.
    line = "All work and no play. "
    yield case_of("rut", "long answers", line * 40 + "\n\nHow many words has the sentence that is repeated above? Reply with the "
                                                     "number only.", [{"type": "number", "expect": 5, "pick": "all"}],
                  ["5"], ["4", line * 20])


def leak_cases(r):
    """The thinking must not stand in the answer."""
    facts = [("What is 17 + 25?", "42"), ("What is 9 times 8?", "72"), ("How many days has a leap year?", "366"),
             ("How many minutes are two hours and a half?", "150"), ("What is half of 86?", "43")]
    ways = ["Think as long as you like, but reply with the number only.", "Reply with the number only.",
            "Work it out step by step for yourself and show nothing but the number."]
    for i, (question, good) in enumerate(facts):
        yield case_of("leak-number-%d" % (i + 1), "leaks", "%s %s" % (question, ways[i % 3]),
                      [{"type": "number", "expect": int(good)}, {"type": "count", "id": "short", "unit": "words", "max": 8}], [good,
                          good + "."],
                      [str(int(good) + 1), "Let me think. It must be a number that is %s in the end, I am sure of it." % good])
    for i, (question, good) in enumerate([("Is ice lighter than water?", "yes"), ("Is 91 a prime number?", "no"),
                                          ("Does a square have four sides?", "yes"), ("Is the sun a planet?", "no")]):
        yield case_of("leak-word-%d" % (i + 1), "leaks", question + " Reply with yes or no and not another word.",
                      [{"type": "equals", "expect": good, "normalize": ["case", "punctuation", "spaces"]}], [good,
                          good.capitalize() + "."], [{"yes": "no", "no": "yes"}[good], "Hmm, " + good])
    yield case_of("leak-tags", "leaks", "Some models write </think> behind what they think. Which English verb stands in that "
                                        "tag? Reply with the verb only.",
                  [{"type": "equals", "expect": "think", "normalize": ["case", "punctuation", "spaces"]}], ["think", "Think."],
                  ["thought", "</think>"])


def empty_cases(r):
    """Prompts to which some answer nothing."""
    ok = [{"type": "equals", "expect": "ok", "normalize": ["case", "punctuation", "spaces"]}]
    some = [("ok", "Reply with the word OK."), ("ok-quiet", "ok? reply: OK"), ("ok-space",
                                                                               "   \n\n  Reply with the word OK.   \n\n"),
            ("ok-late", ".\n" * 40 + "Reply with the word OK."),
            ("ok-marks", "??? !!! ... Reply with the word OK. ... !!! ???"), ("ok-role",
                                                                              "User: Reply with the word OK.\nAssistant:"),
            ("ok-emoji", "\U0001f642\U0001f642\U0001f642 Reply with the word OK. \U0001f642\U0001f642\U0001f642"), ("ok-end",
                "Reply with the word OK.\n\n###\n\n")]
    for name, prompt in some:
        yield case_of("answer-" + name, "empty", prompt, ok, ["OK", "ok."], ["No.", " "])


def make(limit):
    r = Numbers(4242)
    cases = [c for part in (letter_cases, loop_cases, long_cases, leak_cases, empty_cases) for c in part(r)]
    head = suite("stability", "1.0.0", "Easy tasks that broken models and servers stumble over: answers that loop, letters that "
                                       "fall apart behind a long text, thinking that stands in the answer, replies that are "
                                       "empty, cut off or never end.",
                 defaults={"max_tokens": 1024, "temperature": 0, "seed": 1, "timeout": {"connect_s": 10, "first_token_s": 60,
                     "stall_s": 30, "total_s": 120}})
    return head, cases


if __name__ == "__main__":
    main(make)
