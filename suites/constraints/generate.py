#!/usr/bin/env python3
"""Write the suite `constraints`: answers that must meet demands of form, one, two or three at a time.

    python3 generate.py -o DIR    write suite.json and cases.jsonl into DIR
    python3 generate.py           check that those beside this file are what would be written

Each case is made together with an answer that meets all its demands, so they do not contradict each other, and with answers that
break one of them each. Whether an answer meets a demand is decided here by a small copy of the graders (`meets`); `goldpin lint`
decides it again with the graders themselves.
"""
import json
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from generator import Numbers, ask, main, suite  # noqa: E402

SUBJECTS = ["lighthouse", "bridge", "garden", "windmill", "library", "harbor", "museum", "tower", "station", "bakery", "orchard",
            "castle", "market", "theater", "tunnel", "village"]

# Plain sentences about any of them: no commas, digits, quotation marks or hyphens, no words in capitals.
POOL = ["A small dog sleeps by the door.", "All of it smells of bread.", "Birds nest under the roof.", "Bring good shoes.",
        "Come early in the day.", "Cats sit on the steps.", "Dogs run up and down.", "Day by day it looks the same.",
        "Every room has a lamp.", "Even rain does not spoil it.", "Fog hides it now and then.", "Few of us know its age.",
        "Green moss grows on the stones.", "Guests are met with tea.", "Houses stand on both sides.", "Here the road ends.",
        "In spring it is full of life.", "It opened long ago.", "Just go and see it.", "Kids love the stairs.",
        "Lamps burn there all night.", "Local people are proud of it.", "Many come back each year.", "My sister painted it.",
        "Nobody recalls who paid for it.", "Now it is calm again.", "Old friends meet there.", "On clear days you see the hills.",
        "People walk past it slowly.", "Pictures of it hang in town.", "Quiet music comes from inside.",
        "Rain runs down the walls.",
        "Rope and wood lie in a corner.", "Some stay for hours.", "Snow makes it look new.", "The path is steep.",
        "The walls are white and thick.", "Under the stairs is a bench.", "Visitors leave small gifts.", "We liked it at once.",
        "Wind bends the trees nearby.", "You can hear the clock.", "Your map may not show it."]
# The subject stands in the first sentence.
FIRST = ["The {s} is known to all of us.", "Most people like the {s}.", "A child drew the {s}.", "This is a {s} of stone.",
         "Come and see our {s}.", "We went to the {s} by bus.", "Nothing in town is like the {s}.", "You should visit the {s}.",
         "In our town there is a {s}.", "Some call the {s} a wonder.", "Right by the road stands the {s}.",
         "Long ago a {s} was planned there."]

LANGUAGES = {
    "de": ("German", "Leuchtturm", ["Der Leuchtturm steht auf einem hohen Felsen an der Küste.",
                                    "Viele Menschen besuchen ihn im Sommer.",
           "Nachts sieht man sein Licht von weit her.", "Früher wohnte dort ein alter Wärter mit seiner Familie.",
           "Heute ist in dem Gebäude ein kleines Museum.", "Von oben kann man die Schiffe zählen."]),
    "fr": ("French", "jardin", ["Le jardin se trouve derrière une vieille maison.",
                                "Les enfants y jouent tous les jours après l'école.",
           "Au printemps, les fleurs ouvrent leurs pétales.", "Une petite fontaine chante près du mur.",
           "Les voisins viennent souvent y lire un livre.", "Le soir, tout devient calme et silencieux."]),
    "es": ("Spanish", "mercado", ["El mercado está en el centro de la ciudad.", "Los vecinos compran allí fruta y pescado.",
           "Por la mañana siempre hay mucha gente.", "Las mujeres hablan de las noticias del pueblo.",
           "En invierno los puestos cierran más temprano.", "Los niños corren entre las cajas vacías."]),
    "it": ("Italian", "ponte", ["Il ponte attraversa un fiume largo e tranquillo.", "Ogni giorno molte persone passano di qui.",
           "La sera le luci si riflettono nell'acqua.", "I ragazzi si siedono sul muro e parlano.",
           "Gli anziani ricordano quando fu costruito.", "In estate qualcuno pesca dalla riva."]),
    "nl": ("Dutch", "molen", ["De molen staat al eeuwen aan de rand van het dorp.", "De wieken draaien langzaam in de wind.",
           "Kinderen fietsen er elke dag langs.", "Vroeger werd hier het graan van alle boeren gemalen.",
           "In de winter is het er heel stil.", "De molenaar vertelt graag over zijn werk."]),
}


# The graders, as far as they are used here.

def counted(g, text):
    unit, what = g.get("unit", "words"), g.get("text", "")
    if g.get("trim"):
        text = text.strip()
    if g.get("ignore_case"):
        text, what = text.lower(), what.lower()
    if unit == "words":
        return len(text.split())
    if unit == "unicode_words":
        return len(re.findall(r"[\w']+", text))
    if unit == "lines":
        return len(text.rstrip("\n").split("\n")) if text else 0
    if unit == "characters":
        return len(text)
    if unit == "sentences":
        return len(re.findall(r"[.!?]+[\"*)]*(?=\s|$)", text))
    if unit == "paragraphs":
        return len([p for p in re.split(r"\n\s*\n", text) if p.strip()])
    if unit == "bullets":
        return len(re.findall(r"^[-*] ", text, re.M))
    if unit == "word":
        return re.findall(r"[\w']+", text).count(what)
    return text.count(what)


def one(g, text):
    kind, some = g["type"], g.get("expect", "")
    fold = str.lower if g.get("ignore_case") else str
    some = [fold(s) for s in (some if isinstance(some, list) else [some]) if isinstance(s, str)]
    if kind == "count":
        n = counted(g, text)
        return g.get("min", g.get("exact", 0)) <= n <= g.get("max", g.get("exact", n))
    if kind in ("contains", "contains_all"):
        return all(s in fold(text) for s in some)
    if kind == "not_contains":
        return not any(s in fold(text) for s in some)
    if kind == "starts_with":
        return any(fold(text.strip()).startswith(s) for s in some)
    if kind == "ends_with":
        return any(fold(text.strip()).endswith(s) for s in some)
    if kind == "regex":
        flags = sum({"i": re.I, "m": re.M, "s": re.S}[f] for f in g.get("flags", ""))
        return re.search(g["pattern"], text.strip() if g.get("trim") else text, flags) is not None
    if kind == "case":
        letters = [c for c in text if c.isalpha()]
        if g["form"] == "title":
            return all(w[0].isupper() and w[1:] == w[1:].lower() for w in re.findall(r"[\w']+", text) if w[0].isalpha())
        return all(c.isupper() if g["form"] == "upper" else c.islower() for c in letters) and bool(letters)
    if kind == "not":
        return not one(g["graders"][0], text)
    if kind == "any":
        return any(one(inner, text) for inner in g["graders"])
    if kind == "language":
        return True
    raise ValueError(kind)


def meets(graders, text):
    return all(one(g, text) for g in graders)


# Demands on a text. A demand says what it wants, has graders, and shapes an answer: `layout`, `sentences` (how many), `keep` (which
# sentences of the pool may be used), `add` (sentences that must stand there), `last` (the last one), `begin` and `end` (what is put
# around), `change` (what is done to the whole). `about`: the sides of the answer it concerns; two demands on one side are never put
# together. `spoil` makes a text that breaks it.

class Demand:
    def __init__(self, kind, about, say, graders, spoil, layout=None, sentences=None, keep=None, add=(), last=None, begin="",
                 end="", change=None, build=None):
        self.kind, self.about, self.say, self.graders, self.spoil = kind, set(about.split()), say, graders, spoil
        self.layout, self.sentences, self.keep, self.add, self.last = layout, sentences, keep, list(add), last
        self.begin, self.end, self.change, self.build = begin, end, change, build


LAYOUTS = {"prose": lambda some: " ".join(some), "lines": lambda some: "\n".join(some),
           "paragraphs": lambda some: "\n\n".join(some), "bullets": lambda some: "\n".join("- " + s for s in some),
           "numbered": lambda some: "\n".join("%d. %s" % (i + 1, s) for i, s in enumerate(some)),
           "quoted": lambda some: "\n".join("> " + s for s in some),
           "sections": lambda some: "\n\n".join("## Part %s\n%s" % ("ABCDEFG"[i], s) for i, s in enumerate(some)),
           "labels": lambda some: "\n\n".join("SECTION %d\n%s" % (i + 1, s) for i, s in enumerate(some)),
           "parts": lambda some: " ".join(some[:len(some) // 2]) + "\n*****\n" + " ".join(some[len(some) // 2:])}


def compose(r, subject, demands, first=FIRST, pool=POOL):
    """An answer that meets all demands, or None where none was found."""
    graders = [g for d in demands for g in d.graders] + base_graders(subject)
    number = next((d.sentences for d in demands if d.sentences), None)
    for _ in range(150):
        built = next((d.build for d in demands if d.build), None)
        if built:
            some = built(r)
        else:
            keep = lambda s: all(d.keep(s) for d in demands if d.keep)  # noqa: E731
            firsts = [f for f in (f.format(s=subject) for f in first) if keep(f)]
            rest = [s for s in pool if keep(s) and s not in firsts]
            add = [s for d in demands for s in d.add]
            last = [d.last for d in demands if d.last]
            n = (number or r.between(3, 6)) - len(add) - len(last) - 1
            if n < 0 or not firsts or len(rest) < n:
                return None
            some = [r.of(firsts)] + r.shuffled(add + r.some(n, rest)) + last
        layout = next((d.layout for d in demands if d.layout), "prose")
        text = LAYOUTS[layout](some)
        for d in demands:
            text = d.begin + text
        for d in demands:
            text = text + d.end
        for d in demands:
            if d.change:
                text = d.change(text)
        if meets(graders, text):
            return text
    return None


def base_graders(subject):
    return [{"type": "contains", "id": "subject", "expect": subject, "ignore_case": True},
            {"type": "count", "id": "enough", "unit": "words", "min": 8},
            {"type": "not_contains", "id": "no-echo", "expect": "Write about this subject", "ignore_case": True}]


def rx(pattern, flags=""):
    g = {"type": "regex", "pattern": pattern, "trim": True}
    if flags:
        g["flags"] = flags
    return g


def none_of(pattern, flags=""):
    return {"type": "not", "graders": [rx(pattern, flags)]}


def number_of(unit, n, **more):
    return dict({"type": "count", "unit": unit, "exact": n}, **more)


def words(n, low=None):
    """Hyphens and list marks make it doubtful what a word is: either way to count will do."""
    how = {"exact": n} if low is None else {"min": low, "max": n}
    return {"type": "any", "graders": [dict({"type": "count", "unit": u}, **how) for u in ("words", "unicode_words")]}


def sub(old, new, count=1):
    return lambda t: t.replace(old, new, count)


def more(text):
    return lambda t: t + text


def less(t):
    """The text without its last sentence or line."""
    return re.split(r"(?<=[.!?])\s+(?=\S)|\n+(?=\S)", t)[0]


def cut_line(t):
    return t.rsplit("\n", 1)[0] if "\n" in t else t + "\n\nOne more."


def opened(words):
    """Puts these words in front of the first sentence."""
    return lambda t: words + " " + t[0].lower() + t[1:]


NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def d_words_exact(r, s):
    n = r.between(16, 40)
    return Demand("words-exact", "length", "Write exactly %d words." % n, [words(n)], more(" Amen."))


def d_words_range(r, s):
    n = r.between(20, 30)
    return Demand("words-range", "length", "Write at least %d and at most %d words." % (n, n + 5), [words(n + 5, n)], less)


def d_words_max(r, s):
    n = r.between(12, 18)
    return Demand("words-max", "length", "Write at most %d words." % n, [words(n, 1)], more(" And so on it went" * 5 + "."))


def d_characters_max(r, s):
    n = r.between(9, 14) * 10
    return Demand("characters-max", "length", "Write at most %d characters, spaces included." % n,
                  [{"type": "count", "unit": "characters", "max": n, "trim": True}], more(" And so on it went" * 8 + "."),
                  sentences=3)


def d_sentences(r, s):
    n = r.between(3, 6)
    return Demand("sentences-exact", "number", "Write exactly %s sentences." % NAMES[n], [number_of("sentences", n)],
                  more(" One more is here."), sentences=n)


def d_sentence_length(r, s):
    return Demand("sentence-length", "sentence", "No sentence may have more than eight words.",
                  [none_of(r"(?:[\w']+[^\w.!?\n]+){8}[\w']+")],
                  lambda t: t.replace(".", " and that is what all of us always say there.", 1))


def d_lines(r, s):
    n = r.between(3, 6)
    return Demand("lines-exact", "layout number start", "Write exactly %s lines, none of them blank." % NAMES[n],
                  [number_of("lines", n, trim=True), none_of(r"\n\s*\n")],
                  lambda t: [t + "\nOne more line.", t.replace("\n", "\n\n", 1)], layout="lines", sentences=n)


def d_paragraphs(r, s):
    n = r.between(2, 4)
    return Demand("paragraphs-exact", "layout number", "Write exactly %s paragraphs with a blank line between them." % NAMES[n],
                  [number_of("paragraphs", n)], more("\n\nOne more."), layout="paragraphs", sentences=n)


def d_bullets(r, s):
    n = r.between(3, 6)
    return Demand("bullets-exact", "layout number start end",
                  "Write exactly %s bullet points that begin with \"- \", and nothing else."
                  % NAMES[n], [number_of("bullets", n), rx(r"\A(?:- [^\n]+(?:\n+|\Z))+\Z")], more("\n- One more."),
                  layout="bullets", sentences=n)


def d_numbered(r, s):
    n = r.between(3, 5)
    pattern = r"\A" + r"\n+".join(r"%d\. [^\n]+" % (i + 1) for i in range(n)) + r"\Z"
    return Demand("numbered-list", "layout number start digits end",
                  "Write a list numbered 1. to %d., one item on each line, and nothing else." % n,
                  [rx(pattern)], sub("2.", "7."), layout="numbered", sentences=n)


def d_quoted_lines(r, s):
    n = r.between(3, 4)
    return Demand("line-prefix", "layout number start", "Write %s lines, each beginning with \"> \"." % NAMES[n],
                  [number_of("lines", n, trim=True), rx(r"\A(?:> [^\n]+(?:\n|\Z))+\Z")], lambda t: t.replace("> ", "", 1),
                  layout="quoted", sentences=n)


def d_line_suffix(r, s):
    mark = r.of([";", "~", "!"])
    return Demand("line-suffix", "layout number start punctuation ending",
                  "Write three lines. Each line must end with the character %s" % mark,
                  [number_of("lines", 3, trim=True), rx(r"\A(?:[^\n]+%s(?:\n|\Z)){3}\Z" % re.escape(mark))], lambda t: t[:-1],
                  layout="lines", sentences=3, change=lambda t: t.replace(".", mark))


def d_words_per_line(r, s):
    n = r.between(4, 6)
    return Demand("words-per-line", "layout number length start", "Write three lines of exactly %s words each." % NAMES[n],
                  [rx(r"\A(?:(?:[\w']+[,;:]? ){%d}[\w']+[.!?,;:]?(?:\n|\Z)){3}\Z" % (n - 1))], sub(" ", " very "), layout="lines",
                  sentences=3,
                  keep=lambda t: len(t.split()) == n)


def d_acrostic(r, s):
    word = r.of(["WIND", "ROPE", "LAMP", "SAND", "BIRD", "COAL", "MILK"])
    pattern = r"\A" + r"\n".join(c + r"[^\n]+" for c in word) + r"\Z"

    def build(r):
        some = [r.of([x for x in POOL if x[0] == c]) for c in word]
        return [some[0][:-1] + " near the %s." % s] + some[1:]
    return Demand("acrostic", "layout number start keep", "Write %s lines whose first letters spell %s." % (NAMES[len(word)], word),
                  [rx(pattern)], lambda t: t.replace("\n", "\nZig zag. ", 1), layout="lines", build=build)


def d_line_begins(r, s):
    w = r.of(["Meanwhile", "Suddenly", "However", "Later"])
    return Demand("second-line", "layout number start", "Write three lines. The second one must begin with the word %s." % w,
                  [number_of("lines", 3, trim=True), rx(r"\A[^\n]+\n%s\b" % w)], sub(w, "Then"), layout="lines", sentences=3,
                  change=lambda t: t.replace("\n", "\n%s " % w, 1))


def d_sections(r, s):
    n = r.between(2, 3)
    return Demand("headings", "layout number start", "Write %s sections, each below a heading line that begins with \"## \"." % NAMES[n],
                  [rx(r"\A(?:## [^\n]+\n+(?:(?!##)[^\n]+(?:\n+|\Z))+){%d}\Z" % n)], sub("## ", ""), layout="sections", sentences=n)


def d_labels(r, s):
    n = r.between(2, 3)
    pattern = r"\A" + "".join(r"SECTION %d\n+(?:(?!SECTION)[^\n]+(?:\n+|\Z))+" % (i + 1) for i in range(n)) + r"\Z"
    return Demand("section-labels", "layout number start digits case",
                  "Write %s sections. Put the line SECTION 1 above the first, SECTION 2 above the second, and so on."
                  % NAMES[n], [rx(pattern)], sub("SECTION 2", "PART 2"), layout="labels", sentences=n)


def d_separator(r, s):
    return Demand("separator", "layout marks", "Write two parts, with a line between them that holds five asterisks and nothing "
                                               "else.",
                  [number_of("text", 1, text="*****"), rx(r"\S\s*\n\*{5}\n\s*\S")], sub("*****", "-----"), layout="parts")


def d_upper(r, s):
    return Demand("upper-case", "case", "Write in capital letters only.", [{"type": "case", "form": "upper"}], more(" Or so."),
                  change=str.upper)


def d_lower(r, s):
    return Demand("lower-case", "case", "Write in small letters only.", [{"type": "case", "form": "lower"}], lambda t: "And " + t,
                  change=str.lower)


def d_title(r, s):
    return Demand("title-case", "case", "Begin every word with a capital letter and write the rest of it in small letters.",
                  [{"type": "case", "form": "title"}], more(" or so."), change=lambda t: re.sub(r"[A-Za-z']+",
                      lambda m: m[0].capitalize(), t))


def d_capital_words(r, s):
    n = r.between(2, 3)
    pattern = r"\A(?:(?!\b[A-Z]{2,}\b).)*(?:\b[A-Z]{2,}\b(?:(?!\b[A-Z]{2,}\b).)*){%d}\Z" % n

    def change(t):
        found = [m.span() for m in re.finditer(r"\b[a-z]{4,}\b", t)][:n]
        for a, b in found:
            t = t[:a] + t[a:b].upper() + t[b:]
        return t
    return Demand("capital-words", "case", "Write exactly %s words of two or more letters in capitals, and no others." % NAMES[n],
                  [rx(pattern, "s")], more(" OVER."), change=change)


def d_lipogram(r, s):
    c = r.of([c for c in "kmwuygb" if c not in s])
    return Demand("letter-absent", "letters", "Do not use the letter %s, small or capital." % c,
                  [{"type": "not_contains", "expect": c, "ignore_case": True}], more(" %samo." % c),
                  keep=lambda t: c not in t.lower())


def d_letter_count(r, s):
    c = r.of([c for c in "vkgy" if c not in s])
    n = r.between(2, 4)
    return Demand("letter-count", "letters", "Use the letter %s exactly %s times, capital ones included." % (c, NAMES[n]),
                  [number_of("letter", n, text=c, ignore_case=True)], more(" %sa." % c))


def d_word_length(r, s):
    n = max(8, len(s))
    return Demand("word-length", "wordlength", "No word may have more than %s letters." % NAMES[n], [none_of(r"\w{%d,}" % (n + 1))],
                  more(" Unquestionably."))


RARE = ["copper", "velvet", "thunder", "pepper", "marble", "silver", "ginger", "walnut", "saddle", "ribbon", "anchor", "basket"]


def d_keyword_count(r, s):
    w, n = r.of(RARE), r.between(2, 3)
    return Demand("word-count", "words", "Use the word \"%s\" exactly %s times." % (w, NAMES[n]),
                  [number_of("word", n, text=w, ignore_case=True)], more(" More %s." % w),
                  add=[t % w for t in ("Someone said %s.", "I thought of %s.", "There was %s too.")[:n]])


def d_required(r, s):
    some = r.some(3, RARE)
    return Demand("words-required", "words", "Use each of the words %s, %s and %s." % tuple(some),
                  [{"type": "contains_all", "expect": some, "ignore_case": True}], sub(some[0], "other"),
                  add=["We found %s." % some[0], "There was %s and %s." % (some[1], some[2])])


def d_forbidden(r, s):
    some = r.some(3, ["old", "people", "town", "rain", "day", "light", "beautiful", "very"])
    return Demand("words-forbidden", "words", "Do not use the words %s, %s and %s." % tuple(some),
                  [number_of("word", 0, text=w, ignore_case=True) for w in some], more(" So %s." % some[1]),
                  keep=lambda t: not any(w in t.lower() for w in some))


def d_every_sentence(r, s):
    return Demand("word-everywhere", "sentence keep words letters", "Every sentence must contain the word \"%s\"." % s,
                  [rx(r"\A(?:[^.!?]*\b%s\b[^.!?]*[.!?]+)+\W*\Z" % s, "i")], more(" It is."),
                  build=lambda r: [f.format(s=s) for f in r.some(3, FIRST)])


def d_first_word(r, s):
    w = r.of(["Yesterday", "Perhaps", "Indeed", "Sometimes"])
    return Demand("first-word", "start layoutmark", "The first word must be \"%s\"." % w, [rx(r"\A%s\b" % w, "i")],
                  sub(w, "Then"), change=opened(w))


def d_last_word(r, s):
    w = r.of(["tomorrow", "forever", "again", "together"])
    return Demand("last-word", "end", "The last word must be \"%s\"; a full stop may follow it." % w, [rx(r"\b%s\W*\Z" % w, "i")],
                  more(" Bye."), last="We meet there %s." % w)


def d_nth_word(r, s):
    w, n = r.of(["amber", "seven", "purple", "wooden"]), r.between(3, 5)
    which = {3: "third", 4: "fourth", 5: "fifth"}[n]

    def change(t):
        some = t.split(" ")
        return " ".join(some[:n - 1] + [w] + some[n - 1:])
    return Demand("nth-word", "start layoutmark", "The %s word must be \"%s\"." % (which, w),
                  [rx(r"\A\W*(?:[\w']+\W+){%d}%s\b" % (n - 1, w), "i")], lambda t: "Well " + t, change=change)


def d_begin_phrase(r, s):
    p = r.of(["Once upon a time", "Let me tell you", "To be honest", "As far as I know"])
    return Demand("first-phrase", "start layoutmark", "Begin with the words \"%s\"." % p,
                  [{"type": "starts_with", "expect": p, "ignore_case": True}], sub(p, "So"), change=opened(p))


def d_end_phrase(r, s):
    p = r.of(["Any other questions?", "That is all.", "Is there more to say?", "Here my story ends."])
    return Demand("last-phrase", "end endmark", "End with exactly these words: %s" % p, [{"type": "ends_with", "expect": p}],
                  more(" Bye."), last=p)


def d_no_commas(r, s):
    return Demand("no-commas", "commas", "Do not use any comma.", [{"type": "not_contains", "expect": ","}], sub(" ", ", "))


def d_commas(r, s):
    n = r.between(2, 4)

    def change(t):
        return re.sub(r" (?=[a-z])", ", ", t, count=n)
    return Demand("comma-count", "commas", "Use exactly %s commas." % NAMES[n], [number_of("text", n, text=",")], sub(",", ""),
                  change=change)


def d_no_punctuation(r, s):
    return Demand("no-punctuation", "commas punctuation marks layoutmark sentence ending digits",
                  "Use no punctuation: none of . , ; : ! ? ' \" ( ) -",
                  [none_of(r"""[.,;:!?'"()\-]""")], more("."), change=lambda t: re.sub(r"[.,;:!?'\"()\-]", "", t))


def d_exclaim(r, s):
    return Demand("exclamations", "punctuation ending endmark",
                  "End every sentence with an exclamation mark. Use no full stop and no question mark.",
                  [{"type": "not_contains", "expect": [".", "?"]}, {"type": "count", "unit": "text", "text": "!", "min": 2}],
                  sub("!", "."),
                  change=sub(".", "!", -1))


def d_questions(r, s):
    return Demand("questions", "punctuation ending endmark", "Write questions only: every sentence ends with a question mark, and "
                                                             "there is no full stop and no exclamation mark.",
                  [{"type": "not_contains", "expect": [".", "!"]}, {"type": "count", "unit": "text", "text": "?", "min": 2}],
                  sub("?", "."),
                  change=sub(".", "?", -1))


def d_quotes(r, s):
    return Demand("in-quotes", "start end layoutmark quote", "Put the whole answer in double quotation marks.",
                  [rx("\\A[\"“][^\"“”]+[\"”]\\Z")],
                  lambda t: t[:-1], change=lambda t: "\"" + t + "\"")


def d_no_digits(r, s):
    return Demand("no-digits", "digits", "Do not use any digit.", [none_of("[0-9]")], more(" 7 times."))


def d_numbers(r, s):
    n = r.between(2, 3)
    add = ["It has %d rooms." % r.between(11, 90), "Some %d guests came." % r.between(100, 900),
           "That was %d days ago." % r.between(11, 99)][:n]
    return Demand("numbers-in-digits", "digits", "Use exactly %s numbers, all written in digits." % NAMES[n],
                  [rx(r"\A[^0-9]*(?:[0-9]+[^0-9]+){%d}[0-9]+[^0-9]*\Z" % (n - 1))], more(" Then 5 left."), add=add)


def d_repeat(r, s):
    line = r.of(["Here is what you asked for, as short as I can.", "I have read the request, and this is my answer.",
                 "One request, one answer, no more."])
    return Demand("repeat-first", "start commas layoutmark ending case letters length number sentence punctuation",
                  "First repeat this sentence word for word, then write your text: %s" % line,
                  [{"type": "starts_with", "expect": line}], sub(line, "Here it is."), begin=line + "\n")


def d_phrase(r, s):
    p, n = r.of(["slow and steady", "near and far", "so they say", "bit by bit"]), r.between(2, 3)
    return Demand("phrase-repeated", "words", "Use the phrase \"%s\" exactly %s times." % (p, NAMES[n]),
                  [number_of("text", n, text=p, ignore_case=True)], sub(p, "well"),
                  add=[t % p for t in ("It grew %s.", "You learn it %s.", "Then it was %s again.")[:n]])


def d_postscript(r, s):
    return Demand("postscript", "end endmark punctuation", "After the text, add a last line that begins with \"P.S.\".",
                  [rx(r"\nP\.S\.:? [^\n]+\Z")],
                  sub("P.S.", "By the way:"), end="\nP.S. Bring a coat.")


def d_title_line(r, s):
    return Demand("title-line", "start layoutmark", "Begin with a line that is a title in double angle brackets, such as <<My "
                                                    "Title>>.",
                  [rx(r"\A<<[^<>\n]+>>\n")], sub("<<", "<"), begin="<<A Place To See>>\n")


def d_bold(r, s):
    n = r.between(2, 3)

    def change(t):
        return re.sub(r"\b[a-z]{5,}\b", lambda m: "**" + m[0] + "**", t, count=n)
    return Demand("bold-words", "marks", "Make exactly %s words bold by putting two asterisks on either side, such as **word**." % NAMES[n],
                  [rx(r"\A(?:(?!\*\*).)*(?:\*\*[^*\s]+\*\*(?:(?!\*\*).)*){%d}\Z" % n, "s")], sub("**", "", 2), change=change)


def d_placeholders(r, s):
    return Demand("placeholders", "brackets", "Leave exactly two things open, each as a word in square brackets, such as [name].",
                  [rx(r"\A[^\[\]]*\[\w+\][^\[\]]*\[\w+\][^\[\]]*\Z")], more(" Ask [place]."), add=["Ask for [person].",
                      "Bring the [thing]."])


def d_parentheses(r, s):
    return Demand("parentheses", "brackets", "Use one pair of parentheses, no more.", [rx(r"\A[^()]*\([^()]+\)[^()]*\Z")],
                  more(" (Or not.)"), add=["Take the bus (not the train)."])


def d_fence(r, s):
    return Demand("code-block", "start end layoutmark quote",
                  "Put the whole answer in one code block, between lines of three backticks.",
                  [rx(r"\A```\w*\n[^`]+\n```\Z")], sub("```", ""), change=lambda t: "```\n" + t + "\n```")


def d_end_line(r, s):
    w = r.of(["THE END", "OVER AND OUT", "END OF TEXT"])
    return Demand("end-line", "end endmark case punctuation", "The last line must be %s and nothing else." % w, [rx(r"\n%s\Z" % w)],
                  more("!!"), end="\n" + w)


def d_hashtags(r, s):
    return Demand("hashtags", "end endmark punctuation", "End with exactly two hashtags, such as #this, and use no others.",
                  [rx(r"\A[^#]+#\w+\s+#\w+\Z")], more(" #more"), end=" #walk #town")


def d_semicolons(r, s):
    n = r.between(2, 3)
    return Demand("semicolons", "punctuation ending", "Use exactly %s semicolons." % NAMES[n], [number_of("text", n, text=";")],
                  sub(";", ","),
                  change=lambda t: re.sub(r"\.(?=\s)", ";", t, count=n), sentences=5)


TEXT = [d_words_exact, d_words_range, d_words_max, d_characters_max, d_sentences, d_sentence_length, d_lines, d_paragraphs,
        d_bullets, d_numbered,
        d_quoted_lines, d_line_suffix, d_words_per_line, d_acrostic, d_line_begins, d_sections, d_labels, d_separator, d_upper,
        d_lower, d_title,
        d_capital_words, d_lipogram, d_letter_count, d_word_length, d_keyword_count, d_required, d_forbidden, d_every_sentence,
        d_first_word,
        d_last_word, d_nth_word, d_begin_phrase, d_end_phrase, d_no_commas, d_commas, d_no_punctuation, d_exclaim, d_questions,
        d_quotes,
        d_no_digits, d_numbers, d_repeat, d_phrase, d_postscript, d_title_line, d_bold, d_placeholders, d_parentheses, d_fence,
        d_end_line,
        d_hashtags, d_semicolons]


def case_of(ident, category, tags, prompt, graders, good, bad):
    return {"id": ident, "category": category, "tags": tags, "messages": ask(prompt), "grade": graders,
            "examples": {"pass": good, "fail": bad + [""]}}


def text_case(r, ident, category, makers):
    """A case of the demands, or None where they do not go together."""
    subject = r.of(SUBJECTS)
    demands = [make(r, subject) for make in makers]
    for i, d in enumerate(demands):
        if any(d.about & e.about for e in demands[i + 1:]):
            return None
    good = compose(r, subject, demands)
    if good is None:
        return None
    bad = []
    for d in demands:
        broken = d.spoil(good)
        broken = broken if isinstance(broken, list) else [broken]
        if any(meets(d.graders, b) for b in broken):
            return None
        bad += broken
    graders = base_graders(subject)
    for d in demands:
        graders += [dict(g) for g in d.graders]
    prompt = "Write about this subject: %s. Use that word, and write at least eight words." % subject
    prompt += "\n\nThe answer must also be as follows:\n" + "\n".join("- " + d.say for d in demands)
    tags = [["single", "two", "three"][len(demands) - 1]] + [d.kind for d in demands]
    return case_of(ident, category, tags, prompt + "\n\nReply with the text only.", graders, [good], bad)


def language_cases(r):
    for code, (name, subject, some) in LANGUAGES.items():
        others = [c for c in LANGUAGES if c != code]
        graders = [{"type": "language", "expect": code}, {"type": "contains", "id": "subject", "expect": subject,
                                                          "ignore_case": True}]
        wrong = " ".join(LANGUAGES[r.of(others)][2][:3])
        prompt = "Write in %s, whatever language this is written in: two to five sentences in which the word \"%s\" occurs." % (name, subject)
        length = {"type": "count", "unit": "sentences", "min": 2, "max": 5}
        yield case_of("language-" + code, "language", ["single", "language"], prompt + "\n\nReply with the text only.",
                      graders + [length],
                      [" ".join([some[0]] + r.some(2, some[1:]))], [wrong + " " + subject + ".", some[0]])
        n = r.between(3, 4)
        prompt = "Write in %s, whatever language this is written in. Write %s bullet points that begin with \"- \" and nothing else. The word \"%s\" must occur." \
            % (name, NAMES[n], subject)
        good = LAYOUTS["bullets"]([some[0]] + r.some(n - 1, some[1:]))
        yield case_of("language-bullets-" + code, "language", ["two", "language", "bullets-exact"], prompt,
                      graders + [number_of("bullets", n), rx(r"\A(?:- [^\n]+(?:\n+|\Z))+\Z")], [good],
                      [LAYOUTS["bullets"](LANGUAGES[r.of(others)][2][:n]), good + "\n- " + some[0]])


# Demands on answers that are no text about a subject: what they must hold is given.

THINGS = ["kettle", "ladder", "violin", "pillow", "hammer", "candle", "teapot", "mirror", "bucket", "saddle", "button", "carpet"]
CITIES = ["Bergen", "Ghent", "Porto", "Lublin", "Turku", "Graz", "Split", "Cork", "Lyon", "Bath"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def rows_of(r, n):
    return [(w, r.between(12, 98)) for w in r.some(n, THINGS)]


def listed(rows):
    return "; ".join("%s %d" % row for row in rows)


def f_csv(r):
    rows = rows_of(r, r.between(3, 5))
    good = "item,price\n" + "\n".join("%s,%d" % row for row in rows)
    return ("csv", "Write this as CSV with commas and the header item,price, and nothing else, without a code block: " + listed(rows),
            [{"type": "table", "form": "csv", "rows": len(rows), "columns": 2, "headers": ["item", "price"],
              "cells": [{"row": w, "column": "price", "expect": p} for w, p in rows]}], good, [good.replace(",", ";"),
                  good.rsplit("\n", 1)[0]])


def f_table(r):
    rows = rows_of(r, r.between(2, 4))
    good = "| item | price |\n| --- | --- |\n" + "\n".join("| %s | %d |" % row for row in rows)
    return ("markdown-table", "Write this as a markdown table with the columns item and price, and nothing else: " + listed(rows),
            [{"type": "table", "rows": len(rows), "columns": 2, "headers": ["item", "price"],
              "cells": [{"row": w, "column": "price", "expect": p} for w, p in rows]},
             rx(r"\A\|?[^\n|]+(?:\|[^\n|]+){1,}\|?(?:\n[^\n]*\|[^\n]*)+\Z")], good, [good.replace("price", "cost"),
                 "Here it is:\n\n" + good])


def f_json_object(r):
    city, n, day = r.of(CITIES), r.between(2, 9), r.of(["Monday", "Tuesday", "Friday"])
    good = json.dumps({"city": city, "nights": n, "day": day})
    schema = {"type": "object", "additionalProperties": False, "required": ["city", "nights", "day"],
              "properties": {"city": {"const": city}, "nights": {"const": n}, "day": {"const": day}}}
    return ("json-object", "A guest stays %d nights in %s from %s. Write that as a JSON object with the members city, nights (a "
                           "number) and day, and nothing else; no code block."
            % (n, city, day), [{"type": "json_schema", "schema": schema}], good, ["```json\n%s\n```" % good,
                good.replace(str(n), "\"%d\"" % n)])


def f_json_array(r):
    some = r.some(r.between(4, 6), THINGS)
    good = json.dumps([w.upper() for w in some])
    return ("json-array", "Write these words in capitals as a JSON array of strings in the given order, and nothing else, no code "
                          "block: " + ", ".join(some),
            [{"type": "json", "expect": [w.upper() for w in some]}], good, [json.dumps(some), good[:-1]])


def f_json_nested(r):
    rows = rows_of(r, 3)
    value = {"items": [{"name": w, "price": p} for w, p in rows], "total": sum(p for _, p in rows)}
    return ("json-nested", "Write as JSON, without a code block and with nothing else, an object with the members items (an array "
                           "of objects with name and price, in the given order) and total (the sum of the prices): "
            + listed(rows), [{"type": "json", "expect": value}], json.dumps(value),
            [json.dumps({"items": value["items"], "total": value["total"] + 1}), json.dumps({"items": value["items"][::-1],
                "total": value["total"]})])


def f_yaml(r):
    city, port = r.of(CITIES), r.between(2000, 9000)
    good = "city: %s\nport: %d\nopen: true" % (city, port)
    return ("yaml", "Write YAML, without a code block and with nothing else, with three keys: city is %s, port is the number %d, "
                    "open is true." % (city, port),
            [{"type": "yaml", "expect": {"city": city, "port": port, "open": True}}], good,
            [good.replace("%d" % port, "\"%d\"" % port), "{" + good])


def f_xml(r):
    rows = rows_of(r, 3)
    good = "<list>" + "".join("<item price=\"%d\">%s</item>" % (p, w) for w, p in rows) + "</list>"
    graders = [{"type": "xml", "xpath": "/list/item", "count": 3}]
    graders += [{"type": "xml", "xpath": "/list/item[.='%s']/@price" % w, "expect": p} for w, p in rows]
    return ("xml", "Write XML, without a code block and with nothing else: a root element list with an element item for each of "
                   "these, the name as its text and the price as its attribute price: "
            + listed(rows), graders, good, [good[:-7], good.replace(" price=", " cost=")])


def f_date_iso(r):
    d, m, y = r.between(1, 28), r.between(1, 12), r.between(1950, 2030)
    good = "%04d-%02d-%02d" % (y, m, d)
    return ("date-iso", "Write the day %d %s %d in the form YYYY-MM-DD, and nothing else." % (d, MONTHS[m - 1], y),
            [{"type": "equals", "expect": good}], good,
            ["%d-%d-%d" % (y, m, d) if m < 10 or d < 10 else good.replace("-", "/"), "It is " + good])


def f_date_long(r):
    d, m, y = r.between(1, 28), r.between(1, 12), r.between(1950, 2030)
    good = "%d %s %d" % (d, MONTHS[m - 1], y)
    return ("date-long", "Write the day %04d-%02d-%02d (year, month, day) as day, English name of the month and year, such as 5 "
                         "May 1999, and nothing else." % (y, m, d),
            [{"type": "equals", "expect": good}], good, ["%s %d, %d" % (MONTHS[m - 1], d, y), good + "."])


def f_time(r):
    h, m = r.between(1, 11), r.between(1, 59)
    good = "%02d:%02d" % (h + 12, m)
    return ("time-24h", "Write %d:%02d p.m. in the 24-hour form HH:MM, and nothing else." % (h, m),
            [{"type": "equals", "expect": good}], good,
            ["%d:%02d" % (h, m), good + " p.m."])


def f_sort(r):
    some = r.some(r.between(6, 8), THINGS + RARE[:6])
    some = list(dict.fromkeys(some))
    good = "\n".join(sorted(some))
    wrong = sorted(some)
    wrong[1], wrong[2] = wrong[2], wrong[1]
    return ("alphabetic-order", "Put these words in alphabetic order, one on each line, and write nothing else: " + ", ".join(some),
            [{"type": "order", "form": "lines", "expect": sorted(some)}], good, ["\n".join(wrong), "\n".join(sorted(some)[1:])])


def f_sort_down(r):
    some = []
    while len(some) < 6:
        n = r.between(10, 990)
        if n not in some:
            some.append(n)
    down = [str(n) for n in sorted(some, reverse=True)]
    return ("descending-order", "Write these numbers from the greatest to the smallest, separated by commas, on one line, and "
                                "nothing else: " + ", ".join(map(str, some)),
            [{"type": "order", "form": "commas", "expect": down}, number_of("lines", 1, trim=True)], ", ".join(down),
            [", ".join(down[::-1]), "\n".join(down)])


def f_reverse(r):
    w = r.of(THINGS)
    return ("reversed-word", "Write the word \"%s\" backwards, and nothing else." % w, [{"type": "equals", "expect": w[::-1]}],
            w[::-1], [w, w[::-1] + " is it"])


def f_spaced(r):
    w, mark = r.of(THINGS), r.of(["-", ".", "/"])
    good = mark.join(w.upper())
    return ("spelled-out", "Spell the word \"%s\" in capital letters with the character %s between them, and write nothing else." % (w, mark),
            [{"type": "equals", "expect": good}], good, [good.lower(), good.replace(mark, " ")])


def f_palindrome(r):
    word = r.of(["level", "radar", "civic", "kayak", "rotor", "madam"])
    return ("palindrome", "Write one palindrome of exactly five letters (a word that reads the same backwards) in small letters "
                          "that has the letter %s in it, and nothing else." % word[1],
            [rx(r"\A(?=[a-z]*%s)([a-z])([a-z])[a-z]\2\1\Z" % word[1])], word, [word[:-1] + "x", word.upper()])


def f_same_initial(r):
    c, good = r.of([("b", "big brown bears bring berries"), ("s", "seven silver ships sail south"), ("t",
        "two tired tigers take tea"),
                    ("p", "pretty pink parrots prefer pears"), ("m", "many mice make much mess")])
    return ("same-initial", "Write exactly five words that all begin with the letter %s, on one line, and nothing else." % c,
            [rx(r"\A(?:%s[a-z']*\W*){5}\Z" % c, "i"), words(5)], good, [good.rsplit(" ", 1)[0] + " xylophones",
                                                                        good + " " + c + "oo"])


def f_growing(r):
    n, good = r.of([(4, "I do not know"), (5, "I am old Paul today"), (5, "A cat has four lives"), (4, "I go out when")])
    if [len(w) for w in good.split()] != list(range(1, n + 1)):
        return None
    return ("growing-words", "Write %s words on one line: the first has one letter, the second two letters, and so on up to %s "
                             "letters. Write nothing else." % (NAMES[n], NAMES[n]),
            [rx(r"\A" + r"\s".join(r"[A-Za-z]{%d}" % (i + 1) for i in range(n)) + r"[.!?]?\Z")], good, [good.rsplit(" ", 1)[0],
                good + "s"])


def f_code_form(r):
    c, n = r.of("KQTWZ"), r.between(10, 99)
    good = "%sAB-%d0-x" % (c, n)
    return ("code-form", "Invent a code and write nothing else: three capital letters of which the first is %s, a hyphen, three "
                         "digits of which the first two are %d, a hyphen, one small letter." % (c, n),
            [rx(r"\A%s[A-Z]{2}-%d[0-9]-[a-z]\Z" % (c, n))], good, [good.upper(), good[:-2]])


def roman(n):
    out = ""
    for v, s in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        out, n = out + s * (n // v), n % v
    return out


def f_roman(r):
    n = r.between(40, 199)
    return ("roman-numeral", "Write the number %d as a Roman numeral in capitals, and nothing else." % n,
            [{"type": "equals", "expect": roman(n)}], roman(n), [str(n), roman(n + 1)])


def f_thousands(r):
    n = r.between(1200000, 9800000)
    return ("thousands", "Write the number %d with commas between groups of three digits, and nothing else." % n,
            [{"type": "equals", "expect": "{:,}".format(n)}],
            "{:,}".format(n), [str(n), "{:,}".format(n).replace(",", ".")])


def f_snake(r):
    some = r.some(3, THINGS)
    good = "_".join(some)
    return ("snake-case", "Join the words %s, %s and %s to one name in snake_case (small letters, underscores), and write nothing "
                          "else." % tuple(some),
            [{"type": "equals", "expect": good}], good, ["".join(w.capitalize() for w in some), good.upper()])


def f_camel(r):
    some = r.some(3, THINGS)
    good = some[0] + "".join(w.capitalize() for w in some[1:])
    return ("camel-case", "Join the words %s, %s and %s to one name in camelCase (the first word small, the others with a "
                          "capital), and write nothing else." % tuple(some),
            [{"type": "equals", "expect": good}], good, ["_".join(some), good.lower()])


def f_one_of(r):
    some = r.some(4, THINGS)
    pick = min(some)
    return ("one-of", "Which of these words comes first in the alphabet: %s? Reply with that word in small letters, and with "
                      "nothing else, not even a full stop." % ", ".join(some),
            [{"type": "equals", "expect": pick}], pick, [pick + ".", sorted(some)[1]])


def f_hex(r):
    c = r.of([("red", "FF0000"), ("blue", "0000FF"), ("white", "FFFFFF"), ("black", "000000"), ("yellow", "FFFF00")])
    return ("hex-color", "Write pure %s as a colour code of a hash sign and six hexadecimal digits in capitals, and nothing else." % c[0],
            [{"type": "equals", "expect": "#" + c[1]}], "#" + c[1], [c[1], "#" + c[1][:3]])


def f_binary(r):
    n = r.between(9, 60)
    return ("binary", "Write the number %d in binary with exactly eight digits, and nothing else." % n,
            [{"type": "equals", "expect": "{:08b}".format(n)}],
            "{:08b}".format(n), ["{:b}".format(n), "{:08b}".format(n + 1)])


FORMS = [f_csv, f_table, f_json_object, f_json_array, f_json_nested, f_yaml, f_xml, f_date_iso, f_date_long, f_time, f_sort,
         f_sort_down, f_reverse, f_spaced,
         f_palindrome, f_same_initial, f_growing, f_code_form, f_roman, f_thousands, f_snake, f_camel, f_one_of, f_hex, f_binary]


def form_case(r, make, ident):
    made = None
    while made is None:
        made = make(r)
    kind, prompt, graders, good, bad = made
    return case_of("%s-%s" % (kind, ident), "form", ["single", kind], prompt, graders, [good], [b for b in bad if b != good])


def stacks(r, number, size, name):
    """`number` cases of `size` demands each; every kind comes up, and no set of kinds twice."""
    seen, done, turn = set(), [], 0
    while len(done) < number:
        makers = [TEXT[turn % len(TEXT)]] + r.some(size - 1, TEXT)
        turn += 1
        key = tuple(sorted(m.__name__ for m in makers))
        if len(set(key)) < size or key in seen:
            continue
        case = text_case(r, "%s-%02d" % (name, len(done) + 1), "%s demands" % NAMES[size], makers)
        if case:
            seen.add(key)
            done.append(case)
    return done


def make(limit):
    r = Numbers(2711)
    cases = []
    for d in TEXT:
        case = None
        for _ in range(60):
            case = case or text_case(r, d(Numbers(1), "garden").kind, "one demand", [d])
        if case is None:
            sys.exit("no answer found for " + d.__name__)
        cases.append(case)
    for f in FORMS:
        cases.append(form_case(r, f, 1))
    cases += list(language_cases(r))
    cases += stacks(r, 54, 2, "two") + stacks(r, 36, 3, "three")
    head = suite("constraints", "1.0.0", "Answers that must meet demands of form: lengths, counts, letters, case, words that must "
                                         "or must not occur, positions, layout, marks, languages, data formats. One, two or three "
                                         "demands at a time, each checked by itself.",
                 defaults={"max_tokens": 512, "temperature": 0, "seed": 1,
                           "timeout": {"connect_s": 5, "first_token_s": 60, "stall_s": 30, "total_s": 180}})
    return head, cases


if __name__ == "__main__":
    main(make)
