"""What the generators of suites share: numbers that are the same everywhere, and the form of the files.

A generator has `make(limit)`, which gives the members of suite.json, the list of cases and perhaps other JSON files, and ends
with `main(make)`.
Nothing is random and nothing depends on the version of Python (3.9 or later), so the same bytes come out everywhere.
"""
import argparse
import json
import os
import sys

class Numbers:
    """A linear congruential generator over 64 bits."""

    def __init__(self, seed):
        self.state = seed
        self.below(2)

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def of(self, some):
        return some[self.below(len(some))]

    def shuffled(self, some):
        some = list(some)
        for i in range(len(some) - 1, 0, -1):
            j = self.below(i + 1)
            some[i], some[j] = some[j], some[i]
        return some

    def some(self, n, of):
        return self.shuffled(of)[:n]


def suite(name, version, description, **more):
    """The members of suite.json that all generated suites have, and `more`."""
    head = {"$schema": "../suite.schema.json", "name": name, "version": version, "description": description,
            "license": "Apache-2.0",
            "provenance": "Written for goldpin and made by generate.py beside this file; nothing is taken from another suite."}
    head.update(more)
    head["cases_file"] = "cases.jsonl"
    return head


def ask(text):
    return [{"role": "user", "content": text}]


def files_of(head, cases, more=None):
    """The files of a suite, name and bytes: its head, its cases, and other JSON files by name."""
    lines = "".join(json.dumps(case, ensure_ascii=False, separators=(", ", ": ")) + "\n" for case in cases)
    files = dict({"suite.json": head}, **more or {})
    files = {name: (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode() for name, value in files.items()}
    return dict(files, **{"cases.jsonl": lines.encode()})


def main(make, lengths=None):
    """The command line of a generator. `lengths`: the default and the greatest --up-to, where the suite has long texts."""
    here = os.path.dirname(os.path.abspath(sys.argv[0]))
    want = argparse.ArgumentParser(description="Check that the files of the suite here are what is generated, or write them.")
    want.add_argument("-o", metavar="DIR", help="write them into this folder")
    if lengths:
        want.add_argument("--up-to", metavar="TOKENS", type=int, default=lengths[0],
                          help="longest texts, in tokens, roughly; default %d, at most %d" % lengths)
    given = want.parse_args()
    limit = getattr(given, "up_to", None)
    if lengths and not 0 < limit <= lengths[1]:
        want.error("--up-to must be from 1 to %d" % lengths[1])
    files = files_of(*make(limit))
    folder = given.o or here
    if given.o:
        os.makedirs(folder, exist_ok=True)
        for name, data in files.items():
            with open(os.path.join(folder, name), "wb") as f:
                f.write(data)
        return
    for name, data in files.items():
        with open(os.path.join(folder, name), "rb") as f:
            if f.read() != data:
                sys.exit("%s is not what is generated; -o writes it" % os.path.join(folder, name))
    print("what is here is what is generated")
