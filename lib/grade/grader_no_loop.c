/* grader_no_loop.c - the answer does not fall into saying the same again and again. */
#include "grade/grade_impl.h"
#include "grade/said.h"

enum { PERIOD = 64, LEAST = 48 }; /* words: of what repeats at most, of the repetition at least */

typedef struct no_loop {
    gp_grader g;
    int64_t max;
} no_loop;

static const gp_field rows[] = {
    GP_FIELD(INT, "max", no_loop, max, GP_RANGE(2, 1000), .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED, .otherwise = 7,
             .doc = "How often the same words may stand in a row."),
};

typedef struct loop {
    size_t from, period, times; /* words; period 0: there is none */
} loop;

static loop find(const gp_said *s, size_t most)
{
    for (size_t p = 1; p <= PERIOD; p++) {
        size_t run = 0; /* words up to here that are what they were p words before */
        for (size_t i = p; i <= s->n; i++) {
            if (i < s->n && gp_str_eq(s->words[i].folded, s->words[i - p].folded)) {
                run++;
                continue;
            }
            size_t whole = run + p;
            if (whole >= LEAST && whole / p > most) return (loop){i - whole, p, whole / p};
            run = 0;
        }
    }
    return (loop){0};
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    gp_str answer = x->reply->answer;
    gp_said s = gp_said_of(a, answer, 0);
    loop l = find(&s, (size_t)((const no_loop *)g)->max);
    (void)err;
    if (!l.period) return gp_explain(a, out, 1, "nothing repeats itself in %zu words", s.n);
    gp_str first = s.words[l.from].text, last = s.words[l.from + l.period - 1].text;
    gp_str what = {first.p, (size_t)(last.p + last.n - first.p)};
    return gp_explain(a, out, 0, "%s stands %zu times in a row from byte %zu on", gp_quote(a, what), l.times,
                      (size_t)(first.p - answer.p));
}

static bool repeat(gp_arena *a, const gp_grader *g, gp_str what, gp_reply *reply)
{
    gp_buf b = {0};
    int64_t times = ((const no_loop *)g)->max;
    gp_buf_str(&b, reply->answer);
    gp_buf_c(&b, "\n\n");
    for (int64_t i = 0; i <= times || i < LEAST; i++) gp_buf_str(&b, what);
    reply->answer = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return true;
}

static bool one_word(gp_arena *a, const gp_grader *g, gp_reply *reply) { return repeat(a, g, GP_STR("and "), reply); }

static bool one_sentence(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    return repeat(a, g, GP_STR("It goes on like this.\n"), reply);
}

static const gp_mutation mutations[] = {{"one word said for ever", one_word},
                                        {"one sentence said for ever", one_sentence}};

const gp_grader_kind gp_grader_no_loop = {
    .name = "no_loop",
    .doc = "the answer does not say the same again and again",
    .more =
        "It does where the same 1 to 64 words stand more than `max` times in a row, and that is 48 words or more. Words are "
        "compared without case, accents and punctuation; quotations, block quotes and code do not count, and each character "
        "of Chinese and Japanese is a word.",
    .example = "{\"type\": \"no_loop\", \"max\": 5}",
    .pass = "Row, row, row your boat.",
    .fail = "a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a",
    .params = GP_RECORD(no_loop, rows, "a grader of type no_loop"),
    .mutations = mutations,
    .n_mutations = 2,
    .verdict = verdict,
};
