/* grader_clarifying_question.c - the model asks for what it lacks instead of answering. */
#include "grade/grade_impl.h"
#include "grade/said.h"

typedef struct clarifying {
    gp_grader g;
    bool expect;
    int64_t max;
} clarifying;

static const gp_field rows[] = {
    GP_FIELD(BOOL, "expect", clarifying, expect, .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED, .otherwise = 1,
             .doc = "true: it must ask instead of answering; false: it must not."),
    GP_FIELD(INT, "max", clarifying, max, GP_RANGE(0, 100000), .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED,
             .otherwise = 40, .doc = "Most words in sentences that ask nothing; with more it is taken for an answer."),
};

typedef struct asked {
    gp_str first; /* the first sentence that asks; .p is NULL where there is none */
    size_t words; /* in those that do not */
} asked;

static gp_str text_of(const gp_said *s, const gp_sentence *x)
{
    gp_str first = s->words[x->first].text, last = s->words[x->first + x->n - 1].text;
    return (gp_str){first.p, (size_t)(last.p + last.n - first.p)};
}

static asked look(gp_arena *a, gp_str answer)
{
    gp_said s = gp_said_of(a, answer, 0);
    asked q = {0};
    for (size_t i = 0; i < s.n_sentences; i++) {
        const gp_sentence *x = &s.sentences[i];
        bool asks = x->question ? !gp_said_find_in(&s, &gp_courtesies, i).p
                                : gp_said_find_in(&s, &gp_requests, i).p != NULL;
        if (!asks) q.words += x->n;
        else if (!q.first.p) q.first = text_of(&s, x);
    }
    return q;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const clarifying *p = (const clarifying *)g;
    gp_str answer = x->reply->answer;
    asked q = look(a, answer);
    bool asks = q.first.p && q.words <= (size_t)p->max;
    (void)err;
    if (!q.first.p) return gp_explain(a, out, !p->expect, "asks nothing in %s", gp_quote(a, answer));
    return gp_explain(a, out, asks == p->expect, "asks %s at byte %zu, with %zu other words, at most %lld of them%s",
                      gp_quote(a, q.first), (size_t)(q.first.p - answer.p), q.words, (long long)p->max,
                      asks ? "" : ", so it is an answer");
}

static bool turn_round(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)a;
    reply->answer = ((const clarifying *)g)->expect ? GP_STR("Here you are.") : GP_STR("Which one do you mean?");
    return true;
}

/* The question stays, and the answer is there all the same. */
static bool answer_too(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const clarifying *p = (const clarifying *)g;
    gp_buf b = {0};
    if (!p->expect || p->max > 10000) return false;
    for (int64_t i = 0; i <= p->max; i++) gp_buf_c(&b, "so ");
    gp_buf_c(&b, "it is.\n\n");
    reply->answer = gp_text_between(a, gp_buf_view(&b), reply->answer, (gp_str){0});
    gp_buf_free(&b);
    return true;
}

static const gp_mutation mutations[] = {{"the contrary in its place", turn_round},
                                        {"an answer put in front", answer_too}};

const gp_grader_kind gp_grader_clarifying_question = {
    .name = "clarifying_question",
    .doc = "the model asks instead of answering or, with `expect` false, does not",
    .more =
        "A sentence asks that ends with a question mark and is no courtesy (\"Does that help?\", \"Would you like "
        "more?\"), or that says \"please specify\" and its like. The reply passes with one such sentence and at most `max` "
        "words in all others; what those words say is for other graders. Sentences end at . ! ? before white space, at "
        "their full-width kin, at blank lines and before list items; quotations, block quotes and code do not count.",
    .example = "{\"type\": \"clarifying_question\"}",
    .pass = "Happy to book it. Which day would suit you?",
    .fail = "Your table is booked for Friday. Is there anything else I can do?",
    .params = GP_RECORD(clarifying, rows, "a grader of type clarifying_question"),
    .mutations = mutations,
    .n_mutations = 2,
    .verdict = verdict,
};
