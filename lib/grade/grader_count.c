/* grader_count.c - how much the answer says. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "grade/grade_impl.h"
#include "unicode/pieces.h"

typedef enum unit {
    WORDS,
    LINES,
    CHARACTERS,
    UNICODE_WORDS,
    SENTENCES,
    PARAGRAPHS,
    BULLETS,
    GRAPHEMES,
    LETTER,
    WORD,
    TEXT
} unit;
static const char *const units[] = {"words",   "lines",     "characters", "unicode_words", "sentences", "paragraphs",
                                    "bullets", "graphemes", "letter",     "word",          "text"};

typedef struct count {
    gp_grader g;
    double min, max, exact; /* NaN if absent */
    unit unit;
    gp_str text;
    bool ignore_case, trim;
} count;

/* A count is whole, which check() says; REAL because 3.0 was always taken for 3. */
#define ROW_COUNT(key, member, doc_)                                                                   \
    GP_FIELD(REAL, key, count, member, GP_RANGE(-DBL_MAX, DBL_MAX), .flags = GP_OPTIONAL, .doc = doc_, \
             .schema = "{\"minimum\": 0, \"multipleOf\": 1}")

static const gp_field rows[] = {
    ROW_COUNT("min", min, "Least count allowed."),
    ROW_COUNT("max", max, "Greatest count allowed."),
    ROW_COUNT("exact", exact, "The count; excludes `min` and `max`."),
    GP_FIELD(ENUM, "unit", count, unit, GP_NAMES(units), .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED,
             .doc = "What is counted."),
    GP_FIELD(STR, "text", count, text, .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "With the units `letter`, `word` and `text`: the letter, the word or the text.",
             .schema = "{\"minLength\": 1}"),
    GP_ROW_IGNORE_CASE(count),
    GP_ROW_TRIM(count, 0, GP_TRIM_DOC),
};

/* `text` is there just where it is needed, and is one of its unit. */
static gp_code check_text(const count *p, gp_err *err)
{
    const gp_json *at = gp_json_get(p->g.at, "text");
    if (p->unit < LETTER)
        return at ? gp_json_fail(err, at, "\"text\" goes with the units letter, word and text, not with %s",
                                 units[p->unit])
                  : GP_OK;
    if (!p->text.n) return gp_json_fail(err, at ? at : p->g.at, "the unit %s needs a \"text\"", units[p->unit]);
    if (p->unit == TEXT) return GP_OK;
    gp_arena a = {0};
    size_t n = (size_t)gp_pieces_count(&a, p->text, p->unit == LETTER ? GP_GRAPHEME : GP_WORD);
    gp_arena_free(&a);
    if (n == 1) return GP_OK;
    return gp_json_fail(err, at, "\"text\" is %zu %ss and must be one%s", n, units[p->unit],
                        p->unit == WORD ? " (by Unicode's boundaries; the unit text counts others)" : "");
}

static gp_code check(const gp_grader *g, gp_err *err)
{
    const count *p = (const count *)g;
    gp_code code = check_text(p, err);
    if (code) return code;
    bool bounds = !isnan(p->min) || !isnan(p->max);
    if (isnan(p->exact) && !bounds)
        return gp_json_fail(err, g->at, "a grader of type count needs \"exact\", \"min\" or \"max\"");
    if (!isnan(p->exact) && bounds) return gp_json_fail(err, g->at, "\"exact\" excludes \"min\" and \"max\"");
    const double all[] = {p->exact, p->min, p->max};
    for (size_t i = 0; i < 3; i++)
        if (!isnan(all[i]) && (all[i] < 0 || all[i] != floor(all[i])))
            return gp_json_fail(err, g->at, "a count is a whole number of at least 0, not %g", all[i]);
    return gp_bounds_check(g, p->min, p->max, err);
}

/* Letters and words are compared in composed form. */
static uint32_t form_of(const count *p)
{
    return p->unit == TEXT ? (p->ignore_case ? GP_FORM_CASE : 0) : GP_FORM_NFC | (p->ignore_case ? GP_FORM_CASE : 0);
}

enum { SHOWN = 5 }; /* places of hits that the explanation names */

typedef struct tally {
    uint64_t n;
    uint64_t at[SHOWN]; /* the first hits: how many letters, words or bytes are before them */
} tally;

static void hit(tally *t, uint64_t before)
{
    if (t->n < SHOWN) t->at[t->n] = before;
    t->n++;
}

/* How often the text is a part; hits do not overlap. */
static tally count_text(gp_str answer, gp_str text)
{
    tally t = {0};
    for (size_t at = 0;;) {
        size_t next = gp_str_find((gp_str){answer.p + at, answer.n - at}, text);
        if (next == SIZE_MAX) return t;
        hit(&t, at + next);
        at += next + text.n;
    }
}

static tally count_given(gp_arena *a, const count *p, gp_str answer)
{
    tally t = {0};
    gp_str text = gp_form_text(a, p->text, form_of(p)), part;
    answer = gp_form_text(a, answer, form_of(p));
    if (p->unit == TEXT) return count_text(answer, text);
    gp_pieces w = gp_pieces_of(a, answer, p->unit == LETTER ? GP_GRAPHEME : GP_WORD);
    for (uint64_t i = 0; gp_pieces_next(&w, &part); i++)
        if (gp_str_eq(part, text)) hit(&t, i);
    return t;
}

static tally count_of(gp_arena *a, const count *p, gp_str answer)
{
    static const gp_piece pieces[] = {[UNICODE_WORDS] = GP_WORD,
                                      [SENTENCES] = GP_SENTENCE,
                                      [PARAGRAPHS] = GP_PARAGRAPH,
                                      [BULLETS] = GP_BULLET,
                                      [GRAPHEMES] = GP_GRAPHEME};
    if (p->trim) answer = gp_str_trim(answer);
    if (p->unit >= LETTER) return count_given(a, p, answer);
    if (p->unit >= UNICODE_WORDS) return (tally){.n = gp_pieces_count(a, answer, pieces[p->unit])};
    gp_text_size z = gp_measure_text(answer);
    return (tally){.n = p->unit == WORDS ? z.words : p->unit == LINES ? z.lines : z.characters};
}

/* "words: 3", "letter "r": 2 (letters 2, 7)". */
static const char *told(gp_arena *a, const count *p, const tally *t)
{
    if (p->unit < LETTER) return gp_str_fmt(a, "%s: %llu", units[p->unit], (unsigned long long)t->n).p;
    gp_buf b = {0};
    gp_buf_fmt(&b, "%s %s: %llu", units[p->unit], gp_quote(a, p->text), (unsigned long long)t->n);
    for (uint64_t i = 0; i < t->n && i < SHOWN; i++)
        gp_buf_fmt(&b, "%s%llu",
                   i                 ? ", "
                   : p->unit == TEXT ? " (at byte "
                   : p->unit == WORD ? " (as word "
                                     : " (as letter ",
                   (unsigned long long)(t->at[i] + (p->unit != TEXT)));
    if (t->n) gp_buf_c(&b, t->n > SHOWN ? ", …)" : ")");
    const char *text = gp_str_dup(a, gp_buf_view(&b)).p;
    gp_buf_free(&b);
    return text;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const count *p = (const count *)g;
    gp_str answer = x->reply->answer;
    gp_arena scratch = {0};
    tally t = count_of(&scratch, p, answer);
    gp_arena_free(&scratch);
    double v = (double)t.n;
    bool exact = !isnan(p->exact), bad = exact ? v != p->exact : gp_outside(v, p->min, p->max);
    (void)err;
    if (!bad) return gp_explain(a, out, 1, "%s", told(a, p, &t));
    return gp_explain(a, out, 0, "%s, expected %s, in %s", told(a, p, &t),
                      exact ? gp_number_text(a, p->exact) : gp_bounds_text(a, p->min, p->max), gp_quote(a, answer));
}

static bool leave_nothing(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const count *p = (const count *)g;
    (void)a;
    reply->answer = GP_STR("");
    return p->exact > 0 || p->min > 0;
}

enum { ADDED_MAX = 1 << 20 }; /* to an answer that may be longer there is no use in adding */

static bool say_more(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    static const char *const one[] = {" x", "\nx", "x", " x", "! X x.", "\n\nx", "\n- x", "x"};
    const count *p = (const count *)g;
    gp_str more = p->unit < LETTER    ? gp_str_c(one[p->unit])
                  : p->unit == LETTER ? p->text
                                      : gp_text_between(a, GP_STR(" "), p->text, (gp_str){0});
    double most = isnan(p->exact) ? p->max : p->exact;
    if (!(most < ADDED_MAX)) return false;
    gp_buf b = {0};
    gp_buf_str(&b, gp_str_trim(reply->answer));
    for (size_t i = 0; i <= (size_t)most; i++) gp_buf_str(&b, more);
    reply->answer = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return true;
}

static const gp_mutation mutations[] = {{"nothing left of it", leave_nothing},
                                        {"more added than is allowed", say_more}};

const gp_grader_kind gp_grader_count = {
    .name = "count",
    .doc = "the answer has the expected number of words, sentences, lines, letters and the like",
    .more =
        "`words` are separated by white space (Unicode), so a text without spaces is one; a line feed at the very end opens "
        "no further line. `unicode_words` lie between Unicode's word boundaries (UAX 29) and hold a letter or a number: "
        "\"don't\" is one, \"well-known\" two, each Chinese character one; Thai, Lao, Khmer and Burmese would need a "
        "dictionary, and a run of their letters is one. `sentences` end with terminal punctuation before white space "
        "(\"。\", \"！\" and \"？\" anywhere), at an empty line, and before a list item or a heading; not behind a single "
        "letter (\"J. Smith\", \"e.g.\") or Mr, Mrs, Ms, Dr, Prof, St and vs, and no full stop ends one before a "
        "lower-case letter. `paragraphs` are separated by blank lines, `bullets` are lines that begin with - * + • ‣ ◦ ▪ ● · "
        "or – and white space. `graphemes` are what readers take for one character, where `characters` are code points: a "
        "flag is one and two. `letter` compares graphemes and `word` words, both composed (NFC); hits of `text` do not "
        "overlap. `ignore_case` is for these three, by full case folding.",
    .example = "{\"type\": \"count\", \"unit\": \"words\", \"min\": 2, \"max\": 4}",
    .pass = "Three words suffice.",
    .fail = "Enough.",
    .params = GP_RECORD(count, rows, "a grader of type count",
                        .schema = "{\"anyOf\": [{\"required\": [\"exact\"]}, {\"required\": [\"min\"]}, "
                                  "{\"required\": [\"max\"]}]}"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .verdict = verdict,
};
