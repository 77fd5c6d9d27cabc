#!/usr/bin/env python3
"""Make the document and the pictures of the suite `workbench`, and check what its cases claim.

    python3 generate.py DIR     write pages.txt, table.png and room.png into DIR
    python3 generate.py         check: the files here are what would be written, every answer stands on the page that the suite
                                names and nowhere else, the sums, dates and lengths that the graders expect are right

Own text, own drawings, an own bitmap font. Only the standard library is used; chance comes from a generator of numbers
written out below, and compression from an encoder written out below, so every machine writes the same bytes.
"""
import datetime
import itertools
import json
import os
import re
import struct
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))


class Numbers:
    """A linear congruential generator: the same numbers everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def of(self, some):
        return some[self.below(len(some))]


# --- the document ---

PAGES = 460
WORDS = 175  # of a page, at least

FACTS = {  # page: what it says, and nothing else does
    7: "The steam crane was bought of Lindqvist and Sons for 1,240 crowns, to be paid in three parts.",
    131: "The lamp on the east mole, until now white, shows green from this night on.",
    229: "The diver Tomas Reyle brought up the anchor that the barque Corona had lost.",
    318: "It was resolved that no ship with a draught of more than 14 feet may cross the bar.",
    377: "The resolution about the draught was amended: ships of up to 16 feet may now cross the bar, and none of more.",
    455: "The key of the tide gauge was given into the keeping of the widow Marn.",
}
DECOYS = {  # near the facts, and not what is asked
    52: "The hand crane on the fish quay was sold for 310 crowns.",
    266: "The lamp on the west mole was cleaned and shows red as before.",
    341: "The diver Tomas Reyle looked for the lost chain of the buoy and found nothing.",
    433: "The key of the rope store was given to the cooper.",
}

OPENINGS = ["The chair opened the meeting at {h} and the minutes were read.", "Present were {n} members; {m} had sent excuses.",
            "The meeting was held in the custom house because the stove of the hall was broken.",
            "The clerk read {n} letters, none of which called for an answer."]
MATTERS = [
    "A bill of {n} crowns for tar and oakum was passed.", "The pilot {p} asked for a new coat and was granted one.",
    "The schooner {s} lay {n} days at the fish quay and paid what she owed.",
    "The brig {s} arrived with {n} casks of salt and left in ballast.",
    "{p} complained that nets were dried on the rails of the quay; the clerk is to write to the fishermen.",
    "The dredger worked {m} days and raised {n} barges of mud.", "Stone for the breakwater came from the quarry at {t}, {n} loads in all.",
    "The tide gauge was read as usual; the highest water stood {m} inches above the mark.",
    "The offer of {p} to paint the boat shed for {n} crowns was declined.",
    "A plan of the inner basin was shown by {p} and kept for the next meeting.",
    "Of the mooring rings {m} were found loose and are to be set in lead.", "The watchman {p} reported a quiet month.",
    "The road to {t} was flooded, so that the mail came by sea.", "Ice closed the inner basin for {m} days.",
    "The customs officer asked for a second boat hook; it was allowed.", "{p} was elected to the committee of the lights by {n} votes to {m}.",
    "The smack {s} ran on the sand and came off with the next tide, without damage.",
    "The price of coal was noted: {n} crowns for ten tons, delivered from {t}.",
    "It was agreed to plant {n} willows along the canal, as {p} had proposed.", "The bell of the fog station was rung on {m} days.",
]
CLOSINGS = ["There being nothing else, the meeting was closed.", "The next meeting was called for the usual day.",
            "The accounts were left open until the treasurer is well again."]
PERSONS = ["Jonas Fell", "Agnes Thorpe", "Mikkel Brandt", "Rosa Quint", "Peter Vane", "Hanna Loft", "Emil Sand", "Clara Boye",
           "Osric Hale", "Lena Wick", "Anders Roe", "Judith Marsh"]
SHIPS = ["Amity", "Bellona", "Curlew", "Dorothea", "Estrella", "Frederik", "Good Hope", "Heron", "Isolde", "Juno"]
TOWNS = ["Selby", "Norhavn", "Kessel", "Wray", "Oster", "Tamm"]
HOURS = ["nine", "ten", "half past ten", "two", "three"]


def sentence(r, some):
    return r.of(some).format(n=12 + r.below(80), m=2 + r.below(9), p=r.of(PERSONS), s=r.of(SHIPS), t=r.of(TOWNS), h=r.of(HOURS))


def meeting_day(page):
    """Every 17 days from 1881 on."""
    return datetime.date(1881, 1, 5) + datetime.timedelta(days=17 * (page - 1))


def spelt(day):
    return f"{day.day} {day:%B} {day.year}"


def page_text(r, page):
    said = [sentence(r, OPENINGS)]
    while sum(len(s.split()) for s in said) < WORDS - 10:
        said.append(sentence(r, MATTERS))
    for special in FACTS, DECOYS:
        if page in special:
            said.insert(2 + r.below(len(said) - 2), special[page])
    said.append(sentence(r, CLOSINGS))
    return f"[Page {page} of {PAGES}]\nMinutes of the harbour commission of Aldersey, {spelt(meeting_day(page))}\n" + " ".join(said) + "\n"


def pages():
    r = Numbers(460)
    return [page_text(r, page) for page in range(1, PAGES + 1)]


# --- pictures: a palette, one byte for each dot while drawing, and PNG with an encoder of our own ---

PALETTE = {"white": (255, 255, 255), "black": (0, 0, 0), "grey": (222, 222, 222), "line": (150, 150, 150), "wall": (246, 236, 214),
           "floor": (196, 154, 108), "brown": (110, 70, 35), "red": (214, 40, 40), "green": (40, 150, 70), "blue": (40, 90, 210),
           "yellow": (250, 220, 60), "orange": (240, 140, 30), "violet": (140, 70, 170), "sky": (170, 215, 245), "dark": (70, 70, 70)}
NAMES = list(PALETTE)


class Picture:
    def __init__(self, width, height, colour):
        self.width, self.height = width, height
        self.rows = [bytearray([NAMES.index(colour)]) * width for _ in range(height)]

    def box(self, x, y, w, h, colour):
        for row in self.rows[max(y, 0):y + h]:
            row[x:x + w] = bytes([NAMES.index(colour)]) * len(row[x:x + w])

    def frame(self, x, y, w, h, colour, edge="black", thick=3):
        self.box(x, y, w, h, edge)
        self.box(x + thick, y + thick, w - 2 * thick, h - 2 * thick, colour)

    def disc(self, cx, cy, radius, colour):
        for dy in range(-radius, radius + 1):
            half = 0
            while (half + 1) ** 2 + dy * dy <= radius * radius:
                half += 1
            self.box(cx - half, cy + dy, 2 * half + 1, 1, colour)

    def ball(self, cx, cy, radius, colour):
        self.disc(cx, cy, radius, "black")
        self.disc(cx, cy, radius - 3, colour)

    def text(self, x, y, says, scale, colour="black"):
        for letter in says:
            for dy, row in enumerate(FONT[letter].split("/")):
                for dx, dot in enumerate(row):
                    if dot == "#":
                        self.box(x + dx * scale, y + dy * scale, scale, scale, colour)
            x += 6 * scale

    def png(self):
        """Four bits for each dot."""
        lines = [bytes([0]) + bytes(row[i] << 4 | (row[i + 1] if i + 1 < len(row) else 0) for i in range(0, len(row), 2)) for row in self.rows]
        raw = b"".join(lines)
        packed = b"\x78\x01" + deflate(raw, len(lines[0])) + struct.pack(">I", zlib.adler32(raw))
        assert zlib.decompress(packed) == raw
        return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", self.width, self.height, 4, 3, 0, 0, 0)) +
                chunk(b"PLTE", b"".join(bytes(c) for c in PALETTE.values())) + chunk(b"IDAT", packed) + chunk(b"IEND", b""))


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def step_of(value, first, extra_from):
    """Code, extra bits and their number for a length or a distance of deflate: steps double every `extra_from` codes."""
    code, base = 0, first
    while True:
        bits = max(0, code // extra_from - 1)
        if value < base + (1 << bits):
            return code, value - base, bits
        code, base = code + 1, base + (1 << bits)


def deflate(raw, stride):
    """One block with the fixed codes; what repeats is the byte before or the line above."""
    bits = []

    def number(value, n):  # least bit first
        bits.extend(value >> i & 1 for i in range(n))

    def code(value, n):  # most bit first
        bits.extend(value >> i & 1 for i in reversed(range(n)))

    def symbol(s):
        if s < 144:
            code(0x30 + s, 8)
        elif s < 256:
            code(0x190 + s - 144, 9)
        elif s < 280:
            code(s - 256, 7)
        else:
            code(0xC0 + s - 280, 8)

    def repeats(at, back):
        n = 0
        while back <= at and n < 258 and at + n < len(raw) and raw[at + n] == raw[at + n - back]:
            n += 1
        return n

    number(1, 1)
    number(1, 2)
    at = 0
    while at < len(raw):
        n, back = max((repeats(at, back), back) for back in (1, stride))
        if n < 3:
            symbol(raw[at])
            at += 1
            continue
        length, extra, width = (28, 0, 0) if n == 258 else step_of(n, 3, 4)
        symbol(257 + length)
        number(extra, width)
        distance, extra, width = step_of(back, 1, 2)
        code(distance, 5)
        number(extra, width)
        at += n
    symbol(256)
    bits.extend([0] * (-len(bits) % 8))
    return bytes(sum(bit << i for i, bit in enumerate(bits[k:k + 8])) for k in range(0, len(bits), 8))


FONT = {
    "A": " ### /#   #/#   #/#####/#   #/#   #/#   #", "B": "#### /#   #/#   #/#### /#   #/#   #/#### ",
    "C": " ### /#   #/#    /#    /#    /#   #/ ### ", "D": "###  /#  # /#   #/#   #/#   #/#  # /###  ",
    "E": "#####/#    /#    /###  /#    /#    /#####", "F": "#####/#    /#    /###  /#    /#    /#    ",
    "H": "#   #/#   #/#   #/#####/#   #/#   #/#   #", "I": " ### /  #  /  #  /  #  /  #  /  #  / ### ",
    "L": "#    /#    /#    /#    /#    /#    /#####", "M": "#   #/## ##/# # #/# # #/#   #/#   #/#   #",
    "N": "#   #/##  #/##  #/# # #/#  ##/#  ##/#   #", "O": " ### /#   #/#   #/#   #/#   #/#   #/ ### ",
    "P": "#### /#   #/#   #/#### /#    /#    /#    ", "Q": " ### /#   #/#   #/#   #/# # #/#  # / ## #",
    "R": "#### /#   #/#   #/#### /# #  /#  # /#   #", "S": " ####/#    /#    / ### /    #/    #/#### ",
    "T": "#####/  #  /  #  /  #  /  #  /  #  /  #  ", "U": "#   #/#   #/#   #/#   #/#   #/#   #/ ### ",
    "Y": "#   #/#   #/ # # /  #  /  #  /  #  /  #  ", " ": "     /     /     /     /     /     /     ",
    "0": " ### /#   #/#  ##/# # #/##  #/#   #/ ### ", "1": "  #  / ##  /# #  /  #  /  #  /  #  /#####",
    "2": " ### /#   #/    #/  ## / #   /#    /#####", "3": "#### /    #/    #/ ### /    #/    #/#### ",
    "4": "   # /  ## / # # /#  # /#####/   # /   # ", "5": "#####/#    /#### /    #/    #/#   #/ ### ",
    "6": "  ## / #   /#    /#### /#   #/#   #/ ### ", "7": "#####/    #/   # /   # /  #  /  #  /  #  ",
    "8": " ### /#   #/#   #/ ### /#   #/#   #/ ### ", "9": " ### /#   #/#   #/ ####/    #/   # / ##  ",
}

# --- the spreadsheet ---

PORTS = ["ALDER", "BRYN", "CORAL", "DUNE", "ELMS", "FOSS", "ORMEN", "PENTLY"]
MARKED, EMPTY = ("DUNE", 2), ("FOSS", 3)  # the yellow cell and the one with nothing in it


def figures():
    r = Numbers(7)
    rows = {port: [110 + r.below(880) for _ in range(4)] for port in PORTS}
    rows[EMPTY[0]][EMPTY[1] - 1] = None
    return rows


def table_picture():
    cell_w, cell_h, left, top, scale = 150, 44, 60, 44, 3
    p = Picture(left + 5 * cell_w + 2, top + 10 * cell_h + 2, "white")
    p.box(0, 0, p.width, top, "grey")
    p.box(0, 0, left, p.height, "grey")
    for column, letter in enumerate("ABCDE"):
        p.text(left + column * cell_w + 66, 12, letter, scale, "dark")
    grid = [["FISH IN TONS"], ["PORT", "Q1", "Q2", "Q3", "Q4"]] + [[port] + row for port, row in figures().items()]
    for y, row in enumerate(grid):
        p.text(14 if y < 9 else 5, top + y * cell_h + 12, str(y + 1), scale, "dark")
        for x, value in enumerate(row):
            at = left + x * cell_w, top + y * cell_h
            if (row[0], x) == MARKED:
                p.box(*at, cell_w, cell_h, "yellow")
            says = "" if value is None else str(value)
            p.text(at[0] + (cell_w - 18 * len(says) - 12 if isinstance(value, int) else 12), at[1] + 12, says, scale)
    for y in range(11):
        p.box(0, top + y * cell_h, p.width, 2, "line")
    for x in range(6):
        p.box(left + x * cell_w, 0 if x else 0, 2, p.height, "line")
    return p.png()


def table_answer():
    rows = figures()
    totals = {port: sum(v or 0 for v in row) for port, row in rows.items()}
    return {"coral_q3": rows["CORAL"][2], "sum_q1": sum(row[0] for row in rows.values()), "highest_total": max(totals, key=totals.get),
            "yellow": rows[MARKED[0]][MARKED[1] - 1], "empty_port": EMPTY[0], "empty_quarter": f"Q{EMPTY[1]}"}


# --- the messy room ---

BALLS = [(130, 520, "red"), (330, 560, "blue"), (470, 500, "blue"), (585, 565, "yellow"), (760, 530, "blue"), (255, 470, "red"), (690, 470, "green")]
BOOKS = [(40, 560, "violet"), (190, 575, "green"), (400, 450, "red"), (640, 580, "orange")]


def room_picture():
    p = Picture(860, 640, "wall")
    p.box(0, 400, 860, 240, "floor")
    p.frame(60, 50, 160, 130, "sky")  # a window with two bars
    p.box(138, 50, 4, 130, "black")
    p.box(60, 113, 160, 4, "black")
    p.frame(730, 120, 110, 282, "brown")  # a door
    p.disc(748, 270, 7, "yellow")
    p.frame(40, 290, 190, 18, "brown")  # a table with a lamp on it
    p.frame(52, 305, 16, 115, "brown")
    p.frame(202, 305, 16, 115, "brown")
    p.box(126, 240, 8, 50, "black")
    p.frame(110, 282, 40, 10, "dark")
    for y in range(45):
        p.box(112 - y // 2, 200 + y, 36 + y // 2 * 2, 1, "orange")
    p.frame(330, 330, 20, 100, "brown")  # a bed: posts, frame, mattress, pillow, blanket
    p.frame(660, 290, 20, 140, "brown")
    p.frame(340, 380, 330, 30, "brown")
    p.frame(345, 345, 318, 38, "white")
    p.frame(575, 325, 80, 30, "white")
    p.frame(345, 340, 220, 60, "green")
    for x, y, colour in BOOKS:
        p.frame(x, y, 76, 50, colour)
        p.box(x + 10, y + 3, 3, 44, "black")
        p.box(x + 26, y + 14, 36, 6, "white")
    for x, y, colour in BALLS:
        p.ball(x, y, 24, colour)
    return p.png()


def room_answer():
    return {"balls": len(BALLS), "blue_balls": sum(c == "blue" for _, _, c in BALLS), "books": len(BOOKS), "on_table": "lamp", "blanket": "green", "left_of_bed": "table", "right_of_bed": "door"}


# --- the project plan ---

TASKS = {"A": (3, ""), "B": (5, "A"), "C": (2, "A"), "D": (4, "BC"), "E": (6, "C"), "F": (2, "DE")}
FIRST, HOLIDAY = datetime.date(2026, 3, 2), datetime.date(2026, 3, 11)


def work_days():
    day = FIRST
    while True:
        if day.weekday() < 5 and day != HOLIDAY:
            yield day
        day += datetime.timedelta(days=1)


def schedule():
    days = list(itertools.islice(work_days(), 60))
    end, out = {}, {}
    for task, (length, after) in TASKS.items():
        start = max((end[a] for a in after), default=0)
        end[task] = start + length
        out[task] = (str(days[start]), str(days[end[task] - 1]))
    return out, end


def critical_path():
    _, end = schedule()
    path = max(TASKS, key=lambda t: end[t])
    while TASKS[path[0]][1]:
        path = max(TASKS[path[0]][1], key=lambda t: end[t]) + path
    return path


# --- what the cases claim ---

def grader(suite, case, ident):
    return next(g for c in suite["cases"] if c["id"] == case for g in c["grade"] if g.get("id") == ident)


def check_pages(suite):
    said = pages()
    for page, fact in {**FACTS, **DECOYS}.items():
        assert [i + 1 for i, text in enumerate(said) if fact in text] == [page], fact
    for once in "steam crane", "east mole", "Corona", "14 feet", "16 feet", "widow", "amended":
        assert sum(once in text for text in said) == 1, once
    assert not any(word in text.lower() for text in said for word in (" cat ", " cat.", "cat,"))
    asked = {"crane": (7, "1,240"), "lamp": (131, "green"), "anchor": (229, str(meeting_day(229).year)), "draught": (377, "16"), "key": (455, "Marn")}
    for ident, (page, says) in asked.items():
        pattern = grader(suite, "long-pages", ident)["pattern"]
        assert says in said[page - 1], ident
        question = list(asked).index(ident) + 1
        assert re.search(pattern, f"{question}. {says} (page {page})"), ident
        for other in (page - 1, page + 1, page * 10, page // 10):
            assert not re.search(pattern, f"{question}. {says} (page {other})"), ident


def check_answers(suite):
    assert grader(suite, "table-image", "values")["expect"] == table_answer(), table_answer()
    assert grader(suite, "messy-room", "values")["expect"] == room_answer(), room_answer()
    dates, _ = schedule()
    cells = grader(suite, "project-plan", "dates")["cells"]
    assert {(c["row"], c["column"]): c["expect"] for c in cells} == {(t, k + 2): d[k] for t, d in dates.items() for k in (0, 1)}, dates
    assert re.search(grader(suite, "project-plan", "critical-path")["pattern"], "Critical path: " + ", ".join(critical_path())), critical_path()
    assert grader(suite, "project-plan", "finish")["expect"] == dates["F"][1]
    assert round((700 / 450) ** 4, 1) == 5.9 and "5.9" in grader(suite, "science", "ratio")["expect"]


def files():
    return {"pages.txt": "\n".join(pages()).encode(), "table.png": table_picture(), "room.png": room_picture()}


def main():
    made = files()
    if len(sys.argv) > 1:
        os.makedirs(sys.argv[1], exist_ok=True)
        for name, data in made.items():
            with open(os.path.join(sys.argv[1], name), "wb") as f:
                f.write(data)
        return
    for name, data in made.items():
        with open(os.path.join(HERE, name), "rb") as f:
            assert f.read() == data, f"{name} is not what is generated"
    with open(os.path.join(HERE, "suite.json"), encoding="utf-8") as f:
        suite = json.load(f)
    check_pages(suite)
    check_answers(suite)
    print("workbench: the document and the pictures are what is generated, and every answer stands where the suite says")


main()
