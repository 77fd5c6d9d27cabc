#!/usr/bin/env python3
"""Write unicode_ranges.inc: what the tokenizers ask about a code point, as sorted ranges.

Run it in this folder: python3 gen_unicode.py > unicode_ranges.inc. The Unicode version is that of the Python used.
"""
import sys
import unicodedata

CLASS = {"Lu": 1, "Ll": 1, "Lt": 1, "Lm": 2, "Lo": 2, "Mn": 3, "Mc": 3, "Me": 3, "Nd": 4, "Nl": 4, "No": 4,
         "Pc": 5, "Pd": 5, "Ps": 5, "Pe": 5, "Pi": 5, "Pf": 5, "Po": 5, "Sm": 6, "Sc": 6, "Sk": 6, "So": 6}
# The property White_Space, which unicodedata does not have.
SPACE = {*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}


def klass(cp):
    return 7 if cp in SPACE else CLASS.get(unicodedata.category(chr(cp)), 0)


ranges, last = [], None
for cp in range(0x110000):
    k = klass(cp)
    if k != last:
        ranges.append(cp << 3 | k)
        last = k
print("/* Made by gen_unicode.py from Unicode %s: first code point of each range << 3 | class. */" % unicodedata.unidata_version)
line = ""
for r in ranges:
    item = "%d, " % r
    if len(line) + len(item) > 138:
        print(line.rstrip())
        line = ""
    line += item
print(line.rstrip())
print("%d ranges" % len(ranges), file=sys.stderr)
