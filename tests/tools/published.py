#!/usr/bin/env python3
"""Answer the cases of a suite as published models did: a table {PROMPT: ANSWER} for testserver, on standard output.

    published.py SUITE.json KIND

KIND: `right` takes each case's first example that must pass, `other` its last; `fenced` is right with a code fence around what is
JSON; `long` is right behind so much talk that the answer has 3,499 words.
"""
import json
import os
import sys

SUITE, KIND = sys.argv[1:]


def text_of(part):
    if "path" not in part:
        return part["text"]
    with open(os.path.join(os.path.dirname(SUITE), part["path"]), encoding="utf-8") as f:
        return f.read()


def prompt(case):
    content = [m["content"] for m in case["messages"] if m["role"] == "user"][-1]
    return content if isinstance(content, str) else "".join(text_of(p) for p in content if p["type"] == "text")


def talk(answer):
    """Words that differ, because what repeats itself is taken for a loop."""
    need = 3499 - len(answer.split())
    words = "one may also say that this deserves a closer look from side".split()
    return " ".join(f"{words[i % len(words)]}{'.' if i % 17 == 16 else ''}" if i % 5 else f"{'bcdfghklmn'[i // 5 % 10]}{'aeiou'[i // 50 % 5]}{'rstvz'[i // 250 % 5]}{'aeiou'[i // 1250 % 5]}" for i in range(need)) + ".\n\n"


def answer(example):
    if isinstance(example, dict) and "answer" in example:
        example = example["answer"]
    if isinstance(example, dict):
        return [{"name": c["name"], "arguments": json.dumps(c["arguments"])} for c in example["tool_calls"]]
    if KIND == "fenced" and example.startswith("{"):
        return f"```json\n{example}\n```"
    return talk(example) + example if KIND == "long" else example


with open(SUITE, encoding="utf-8") as f:
    suite = json.load(f)
if "cases" in suite:
    cases = suite["cases"]
else:
    with open(os.path.join(os.path.dirname(SUITE), suite["cases_file"]), encoding="utf-8") as f:
        cases = [json.loads(line) for line in f]
table = {}
for case in cases:
    example = case["examples"]["pass"][-1 if KIND == "other" else 0]
    replies = example if isinstance(example, list) else [example]
    for asked, said in zip([prompt(case)] + case.get("turns", []), replies):
        table[asked.strip()] = answer(said)
json.dump(table, sys.stdout)
