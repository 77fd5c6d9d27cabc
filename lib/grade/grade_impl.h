/* grade_impl.h - what the files of lib/grade share.
 *
 *   grade.c         transcripts, weights, the verdict; compiling without grading
 *   graders.c       the list of kinds
 *   grader_NAME.c   one kind each
 *   limited.c       what graders of measured values share
 *   combine.c       what combinators share
 *   said.c          a reply's own words, and phrases among them
 *   phrases.c       the phrases
 *   explain.c       scores with their explanations
 *   text.c          the parameter `expect`; comparing text
 *   extract.c       the parameter `extract`; asking a grader, and breaking answers, by the part that it looks at
 *   similar.c       measures of how alike two texts are
 *   language.c      which language a text is in, by libexttextcat
 *   number.c        numbers as text, bounds, sizes
 *   written.c       numbers as people write them
 *   unit.c          units behind or before numbers
 *   members.c       lists against their members: set, order
 *   nodes.c         values at a JSONPath against what is asked: json_path, yaml
 *   answer_json.c   the JSON value of an answer
 *   fits.c          JSON Schemas of graders
 *   judge.c         what a judge is asked */
#ifndef GP_GRADE_IMPL_H
#define GP_GRADE_IMPL_H

#include "base/decimal.h"
#include "grade/grade.h"
#include "regex/regex.h"
#include "unicode/forms.h"
#include "grade/written.h"

/* Score and explanation in one step; the explanation is cut to its limit between characters. Always GP_OK, so that a
 * grader can end with it. */
gp_code gp_explain(gp_arena *a, gp_criterion *out, double score, const char *fmt, ...) GP_PRINTF(4, 5);
/* No verdict, and why. Always GP_OK. */
gp_code gp_leave_open(gp_arena *a, gp_criterion *out, gp_open open, const char *fmt, ...) GP_PRINTF(4, 5);
/* Text as evidence: shown, in quotes, shortened. In the arena. */
const char *gp_quote(gp_arena *a, gp_str s);
/* "" or, where two texts look the same, their code points: "; by code points U+00E9 against U+0065 U+0301". */
const char *gp_unseen(gp_arena *a, gp_str expected, gp_str got);
/* The same of the first of several values that looks the same. */
const char *gp_unseen_expect(gp_arena *a, const gp_json *expect, gp_str got);
/* The same of a part that was looked for. */
const char *gp_unseen_within(gp_arena *a, gp_str part, gp_str text);
/* Several values as evidence: `"a"`, or `one of "a", "b", …`. */
const char *gp_quote_expect(gp_arena *a, const gp_json *expect);

/* --- extract: the part of an answer that is graded --- */

/* The verdict of one grader over what it looks at: the only way to it for whoever is no grader itself. */
gp_code gp_verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err);
/* Located GP_E_INPUT where the pattern is none. */
gp_code gp_extract_check(const gp_case *c, const gp_grader *g, gp_err *err) GP_MUST_CHECK;

/* A row of kinds whose verdict looks at nothing but the reply's answer. T is the kind's struct. */
#define GP_ROW_EXTRACT(T)                                                                                                \
    GP_FIELD(OBJECT, "extract", T, extract, .record = &gp_extract_record, .flags = GP_OPTIONAL | GP_QUOTED,              \
             .has = gp_extracts,                                                                                         \
             .doc =                                                                                                      \
                 "Grade only the part of the answer that a pattern finds, as `{\"pattern\": …}` with `take`, `flags` " \
                 "and `leave_out`.")
extern const gp_record gp_extract_record;
bool gp_extracts(const void *grader);

#define GP_ROW_FLAGS(T)                                                                                           \
    GP_FIELD(STR, "flags", T, flags, .flags = GP_OPTIONAL | GP_FILLED | GP_QUOTED, .check = gp_flags_check,       \
             .doc =                                                                                               \
                 "Options of the pattern, as letters: `i` without regard to case, `m` `^` and `$` at each line, " \
                 "`s` a dot takes line feeds too, `x` white space and comments in it do not count; `u` "          \
                 "(Unicode) is always on.",                                                                       \
             .schema = "{\"pattern\": \"^[imsxu]+$\"}")
gp_code gp_flags_check(const gp_json *v, const char *what, gp_err *err) GP_MUST_CHECK;

/* --- expect: a value or a list of values --- */

/* Rows that several kinds have. T is the kind's struct. */
#define GP_ROW_IGNORE_CASE(T)                                                        \
    GP_FIELD(BOOL, "ignore_case", T, ignore_case, .flags = GP_OPTIONAL | GP_DEFAULT, \
             .doc = "Compare without regard to case (Unicode).")
#define GP_ROW_TRIM(T, on, what) \
    GP_FIELD(BOOL, "trim", T, trim, .flags = GP_OPTIONAL | GP_DEFAULT, .otherwise = (on), .doc = (what))
#define GP_TRIM_DOC "Leave white space around the answer out."
#define GP_ROW_NORMALIZE(T)                                                                             \
    GP_FIELD(BITS, "normalize", T, how.normalize, .names = gp_form_names, .n_names = GP_FORMS,          \
             .flags = GP_OPTIONAL | GP_FILLED | GP_QUOTED,                                              \
             .doc =                                                                                     \
                 "List of forms that both texts are brought into first: `nfkc` includes `nfc`, `case` " \
                 "is full case folding, `spaces` makes each run of white space one space and leaves "   \
                 "none around, `punctuation` is left out.")
/* Texts, or with gp_parts_read those that are not empty. GP_KNOWN or GP_OPTIONAL as `flags_`. */
#define GP_ROW_TEXTS(T, flags_, doc_)                                                                                  \
    GP_FIELD(JSON, "expect", T, expect, .flags = (flags_) | GP_QUOTED, .read = gp_texts_read, .write = gp_texts_write, \
             .doc = (doc_),                                                                                            \
             .schema =                                                                                                 \
                 "{\"anyOf\": [{\"type\": [\"string\", \"number\"]}, {\"type\": \"array\", \"minItems\": 1, "          \
                 "\"items\": {\"type\": [\"string\", \"number\"]}}]}")
#define GP_ROW_PARTS(T, doc_)                                                                                          \
    GP_FIELD(JSON, "expect", T, expect, .flags = GP_KNOWN | GP_QUOTED, .read = gp_parts_read, .write = gp_texts_write, \
             .doc = (doc_),                                                                                            \
             .schema =                                                                                                 \
                 "{\"anyOf\": [{\"type\": [\"string\", \"number\"], \"minLength\": 1}, {\"type\": \"array\", "         \
                 "\"minItems\": 1, \"items\": {\"type\": [\"string\", \"number\"], \"minLength\": 1}}]}")
gp_code gp_texts_read(gp_arena *a, const gp_json *v, void *at, gp_err *err) GP_MUST_CHECK;
gp_code gp_parts_read(gp_arena *a, const gp_json *v, void *at, gp_err *err) GP_MUST_CHECK;
void gp_texts_write(gp_jw *w, const void *at); /* a list of texts, in which 1.0 and 1 differ */

/* The text a value of `expect` stands for: a string's content, a number as written. */
gp_str gp_expect_text(const gp_json *v);
/* Walk a value or a list: the first, then the next after e (NULL at the end). */
const gp_json *gp_expect_first(const gp_json *expect);
const gp_json *gp_expect_next(const gp_json *expect, const gp_json *e);
/* The text is one of them. */
gp_code gp_expect_has(const gp_json *expect, gp_str text, bool ignore_case, bool *hit, gp_err *err) GP_MUST_CHECK;
/* x occurs in the text. */
gp_code gp_text_occurs(gp_arena *a, gp_str text, gp_str x, bool ignore_case, bool *hit, gp_err *err) GP_MUST_CHECK;

/* How the kinds that look for texts compare: both sides in these forms, then with or without regard to case. */
typedef struct gp_likeness {
    bool ignore_case;
    uint32_t normalize; /* gp_form bits */
} gp_likeness;
#define GP_ROW_LIKE_CASE(T)                                                              \
    GP_FIELD(BOOL, "ignore_case", T, how.ignore_case, .flags = GP_OPTIONAL | GP_DEFAULT, \
             .doc = "Compare without regard to case (Unicode).")

/* The parameters of the kinds that look for texts in the answer. */
typedef struct gp_text_grader {
    gp_grader g;
    const gp_json *expect;
    gp_likeness how;
    bool trim;
} gp_text_grader;

/* `check` of these kinds: no expected text is empty in the form that is looked for. */
gp_code gp_text_check(const gp_grader *g, gp_err *err) GP_MUST_CHECK;
const gp_json *gp_text_answers(const gp_grader *g);

typedef struct gp_hits { /* of the expected texts in an answer */
    gp_str text;         /* the answer, in its form */
    size_t n, hits;
    const gp_json *first, *lacks; /* the first that occurs, the first that does not; NULL */
    size_t at;                    /* byte of `text` where the former does */
} gp_hits;
gp_code gp_text_hits(gp_arena *a, const gp_text_grader *p, gp_str answer, gp_hits *out, gp_err *err) GP_MUST_CHECK;

/* Where the answer must hold an expected text. */
typedef enum gp_where { GP_AT_START, GP_AT_END, GP_AS_WHOLE } gp_where;
/* The first expected text that stands there, or NULL; *text is the answer in its form. */
gp_code gp_text_stands(gp_arena *a, const gp_text_grader *p, gp_str answer, gp_where where, gp_str *text,
                       const gp_json **which, gp_err *err) GP_MUST_CHECK;
/* For mutations. The text with something around it; with every match taken out, until there is none (.p is NULL where
 * that has no end, because a match is empty). */
gp_str gp_text_between(gp_arena *a, gp_str before, gp_str text, gp_str after);
gp_str gp_text_without(gp_arena *a, gp_regex *r, gp_str text);
/* The answer, in its form, without each expected text, or without the first (.p is NULL where that cannot be). */
gp_str gp_text_lacking(gp_arena *a, const gp_text_grader *p, gp_str answer, bool each);
/* The reply gets this answer if the grader, which looks at nothing else, then fails it; else it stays as it is. */
bool gp_text_breaks(gp_arena *a, const gp_grader *g, gp_reply *reply, gp_str answer);
/* Mutations by it, for any kind that looks at the answer alone. */
bool gp_cut_in_half(gp_arena *a, const gp_grader *g, gp_reply *reply);
bool gp_all_gone(gp_arena *a, const gp_grader *g, gp_reply *reply);

/* --- what a reply says in its own words (said.h) --- */

/* The finish reason of a reply that the provider's filter ended. */
#define GP_FINISH_FILTERED "content_filter"
#define GP_ROW_WITHIN(T)                                                                                    \
    GP_FIELD(INT, "within", T, within, GP_RANGE(0, 1000000), .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED, \
             .otherwise = 5, .doc = "It is looked for in so many sentences from the beginning; 0: in all of them.")
/* For the documentation of kinds. */
#define GP_SAID_DOC                                                                                            \
    "It is looked for in the model's own words: not in quotation marks, block quotes and code. Case, accents " \
    "and apostrophes do not matter; a phrase consists of whole words with no punctuation between."
struct gp_phrases;
/* 1 where a phrase stands in the first sentences just as expected; `what` names it. */
gp_code gp_explain_phrase(gp_arena *a, gp_criterion *out, gp_str answer, const struct gp_phrases *p, size_t within,
                          bool expect, const char *what);
/* For mutations: each line as a block quote. */
gp_str gp_text_quoted(gp_arena *a, gp_str text);

/* --- budgets (limited.c) --- */

/* What the file of a budget says besides name, documentation, example, unit and measure. */
#define GP_BUDGET(what_)                                                                                  \
    .params = GP_RECORD(gp_limited, gp_limited_rows, what_,                                               \
                        .schema = "{\"anyOf\": [{\"required\": [\"min\"]}, {\"required\": [\"max\"]}]}"), \
    .check = gp_limited_check
extern const gp_field gp_limited_rows[2];
gp_code gp_limited_check(const gp_grader *g, gp_err *err) GP_MUST_CHECK;

/* --- combinators (combine.c) --- */

typedef struct gp_combined { /* what the graders inside a combinator said */
    const gp_criterion *of;  /* one each, in their order; ids without the part that names the combinator */
    size_t n, passed;
    const gp_criterion *best, *worst; /* the first with the highest score, and with the lowest */
    double mean;                      /* of the scores, by their weights */
} gp_combined;
/* Ask all of them. Where one has no verdict (too much work, a reply that is not there) there is none of the whole
 * either: GP_E_INFRA that names it. So `not` makes no pass of what nobody knows. Where one is open, so is the whole:
 * *whole says so, and the combinator has nothing to add. */
gp_code gp_combine(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_combined *out, gp_criterion *whole,
                   gp_err *err) GP_MUST_CHECK;
/* The end of an explanation: `contains-2: lacks "b" in "a"`. */
const char *gp_quote_inner(gp_arena *a, const gp_criterion *c);
/* A weight does nothing inside a combinator that does not add up: located error. */
gp_code gp_refuse_weights(const gp_grader *g, gp_err *err) GP_MUST_CHECK;

/* Mutations: the first of the graders inside, or each in turn, broken by its own mutations. Only what the combinator
 * itself then refuses counts. */
bool gp_break_one(gp_arena *a, const gp_grader *g, gp_reply *reply);
bool gp_break_all(gp_arena *a, const gp_grader *g, gp_reply *reply);
/* An answer that is all that the first grader inside expects. For the combinator that wants the contrary. */
bool gp_give_in(gp_arena *a, const gp_grader *g, gp_reply *reply);

/* --- numbers and sizes --- */

const char *gp_number_text(gp_arena *a, double v);
/* Bounds of which one may be absent (NaN): "from 1 to 3", "at least 1", "at most 3". An absent one excludes nothing. */
const char *gp_bounds_text(gp_arena *a, double min, double max);
bool gp_outside(double v, double min, double max);
gp_code gp_bounds_check(const gp_grader *g, double min, double max, gp_err *err) GP_MUST_CHECK;

/* Does the number, which lies in the text, carry one of the units (`expect`-like: a text or a list), in a known spelling,
 * right behind it or, in capitals or signs, right in front? */
bool gp_has_unit(gp_str text, gp_str number, const gp_json *units);
#define GP_UNITS_DOC                                                                                                      \
    "Spellings known as the same unit: km m cm mm with their names in British and American spelling, kg g mg, L (l) "     \
    "mL (ml), s (sec) min h (hr, hrs), km/h (kph, kmh), $ (USD, dollars), € (EUR, euros), °C (℃, degrees Celsius), " \
    "°F (℉, degrees Fahrenheit). "

/* Is the text what is expected: the same text, or a number of the same exact value and nothing besides? */
bool gp_text_is(gp_arena *a, const gp_json *expect, gp_str text);

typedef struct gp_text_size {
    uint64_t words, lines, characters;
} gp_text_size;
/* Words are runs without Unicode white space; lines as an editor numbers them (a final line feed opens no line);
 * characters are code points, an invalid byte counting as one. */
gp_text_size gp_measure_text(gp_str text);

/* --- JSON --- */

/* Located GP_E_INPUT for what is no JSON Schema, what looks like a mistake in one, and what nothing can fit. `format`:
 * the keyword is an assertion. */
gp_code gp_fits_compile(const gp_json *schema, bool format, gp_err *err) GP_MUST_CHECK;
/* *why is NULL if the value fits, else the first thing that is wrong, in the arena. */
gp_code gp_fits(gp_arena *a, const gp_json *schema, bool format, const gp_json *value, const char **why,
                gp_err *err) GP_MUST_CHECK;
/* A mutation: without its last character no object, list, text or fence is whole. */
bool gp_broken_off(gp_arena *a, const gp_grader *g, gp_reply *reply);

#endif
