/* reliability.c - agreement of judges' votes and of repeats, added up trial by trial. */
#include "run/reliability.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_SHOWN = 200 }; /* bytes of a commonest answer */

/* --- the repeats of one case on one target --- */

typedef struct answer { /* one of several different ones */
    unsigned char digest[GP_SHA256_LEN];
    size_t times;
    gp_str text; /* of the first, shortened */
} answer;

typedef struct per_target {
    size_t cases;
    double same_answer, same_verdict; /* sums */
    gp_results_repeated worst[GP_REPEATED_MAX];
    size_t n_worst;
} per_target;

/* --- judges --- */

typedef struct judge { /* of one criterion of one suite */
    gp_results_judge sum;
    double *votes; /* trial after trial, each `each` of them */
    size_t n, room, each;
    struct judge *next;
} judge;

struct gp_reliability {
    gp_arena arena; /* texts that last */
    per_target *targets;
    size_t n_targets;
    /* the case at hand */
    gp_arena of_case;
    size_t target;
    gp_str suite, case_id;
    answer *answers;
    size_t n_answers, room, status[GP_SKIPPED + 1], n;
    judge *judges, **last;
    gp_str *calibrations; /* digests that are counted */
    size_t n_calibrations, room_calibrations;
};

gp_reliability *gp_reliability_new(size_t targets)
{
    gp_reliability *r = gp_alloc(sizeof *r);
    r->targets = gp_alloc_array(targets, sizeof *r->targets);
    r->n_targets = targets;
    r->last = &r->judges;
    return r;
}

void gp_reliability_free(gp_reliability *r)
{
    if (!r) return;
    for (judge *j = r->judges; j; j = j->next) free(j->votes);
    free(r->targets);
    free(r->answers);
    free(r->calibrations);
    gp_arena_free(&r->of_case);
    gp_arena_free(&r->arena);
    free(r);
}

/* --- repeats --- */

bool gp_reliability_answer(gp_arena *a, const gp_transcript *t, unsigned char out[GP_SHA256_LEN])
{
    if (t->skipped || t->failure != GP_FAIL_NONE || !t->n_replies) return false;
    gp_sha256 *h = gp_sha256_new();
    for (size_t i = 0; i < t->n_replies; i++) {
        gp_str text = gp_repeat_text(a, &t->replies[i], 0);
        gp_sha256_add(h, text.p ? text.p : "", text.n);
        gp_sha256_add(h, "\0", 1);
    }
    gp_sha256_peek(h, out);
    gp_sha256_free(h);
    return true;
}

static gp_str shortened(gp_arena *a, gp_str s)
{
    if (s.n <= ANSWER_SHOWN) return gp_str_dup(a, s);
    size_t n = ANSWER_SHOWN;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    return gp_str_fmt(a, "%.*s…", (int)n, s.p);
}

/* Among the worst, which stay in order: the least agreement first, equal ones as they came. */
static void note_worst(gp_reliability *r, per_target *p, const gp_results_repeated *x)
{
    size_t at = p->n_worst;
    while (at && p->worst[at - 1].same_answer > x->same_answer) at--;
    if (at == GP_REPEATED_MAX) return;
    size_t keep = p->n_worst < GP_REPEATED_MAX ? p->n_worst : GP_REPEATED_MAX - 1;
    memmove(&p->worst[at + 1], &p->worst[at], (keep - at) * sizeof *p->worst);
    p->n_worst = keep + 1;
    p->worst[at] = *x;
    p->worst[at].suite = gp_str_dup(&r->arena, x->suite);
    p->worst[at].case_id = gp_str_dup(&r->arena, x->case_id);
    p->worst[at].answer = gp_str_dup(&r->arena, x->answer);
}

static void end_case(gp_reliability *r)
{
    per_target *p = &r->targets[r->target];
    size_t best = 0, verdict = 0;
    for (size_t i = 1; i < r->n_answers; i++)
        if (r->answers[i].times > r->answers[best].times) best = i;
    for (size_t i = 0; i <= GP_SKIPPED; i++)
        if (r->status[i] > verdict) verdict = r->status[i];
    if (r->n >= 2) {
        double n = (double)r->n;
        gp_results_repeated x = {.suite = r->suite,
                                 .case_id = r->case_id,
                                 .answer = r->answers[best].text,
                                 .repeats = (int64_t)r->n,
                                 .same_answer = (double)r->answers[best].times / n,
                                 .same_verdict = (double)verdict / n};
        p->cases++;
        p->same_answer += x.same_answer;
        p->same_verdict += x.same_verdict;
        if (r->n_answers > 1) note_worst(r, p, &x);
    }
    r->n = r->n_answers = 0;
    memset(r->status, 0, sizeof r->status);
    gp_arena_reset(&r->of_case);
    r->suite = r->case_id = (gp_str){0};
}

static void add_answer(gp_reliability *r, const gp_transcript *t, const unsigned char *digest)
{
    size_t i = 0;
    while (i < r->n_answers && memcmp(r->answers[i].digest, digest, GP_SHA256_LEN) != 0) i++;
    if (i == r->n_answers) {
        r->answers = gp_grow(r->answers, r->n_answers++, &r->room, sizeof *r->answers);
        r->answers[i] = (answer){.text = shortened(&r->of_case, gp_transcript_last(t)->answer)};
        memcpy(r->answers[i].digest, digest, GP_SHA256_LEN);
    }
    r->answers[i].times++;
}

/* --- judges --- */

static judge *find_judge(gp_reliability *r, gp_str suite, const gp_ballot *b)
{
    for (judge *j = r->judges; j; j = j->next)
        if (gp_str_eq(j->sum.suite, suite) && gp_str_eq(j->sum.criterion, b->criterion) &&
            gp_str_eq(j->sum.judge, b->judge) && j->sum.level == b->level)
            return j;
    judge *j = GP_NEW(&r->arena, judge);
    j->sum = (gp_results_judge){.suite = gp_str_dup(&r->arena, suite),
                                .criterion = gp_str_dup(&r->arena, b->criterion),
                                .judge = gp_str_dup(&r->arena, b->judge),
                                .level = b->level};
    *r->last = j;
    r->last = &j->next;
    return j;
}

/* Trials may have different numbers of votes, where cases say so: the rows are as wide as the widest. */
static void widen(judge *j, size_t each)
{
    size_t rows = j->each ? j->n / j->each : 0;
    double *votes = gp_alloc_array(rows * each + 1, sizeof *votes);
    for (size_t i = 0; i < rows; i++)
        for (size_t k = 0; k < each; k++) votes[i * each + k] = k < j->each ? j->votes[i * j->each + k] : (double)NAN;
    free(j->votes);
    j->votes = votes;
    j->each = each;
    j->n = j->room = rows * each;
}

static void add_votes(judge *j, const gp_ballot *b)
{
    if (!b->n) return;
    if (b->n > j->each) widen(j, b->n);
    if (j->n + j->each > j->room) j->votes = gp_resize(j->votes, j->room = 2 * (j->n + j->each), sizeof *j->votes);
    for (size_t i = 0; i < j->each; i++) j->votes[j->n++] = i < b->n ? b->votes[i] : (double)NAN;
    j->sum.trials++;
    j->sum.votes += (int64_t)b->n;
}

static bool counted(gp_reliability *r, gp_str calibration)
{
    for (size_t i = r->n_calibrations; i-- > 0;)
        if (gp_str_eq(r->calibrations[i], calibration)) return true;
    r->calibrations = gp_grow(r->calibrations, r->n_calibrations, &r->room_calibrations, sizeof *r->calibrations);
    r->calibrations[r->n_calibrations++] = gp_str_dup(&r->arena, calibration);
    return false;
}

static int64_t sum_of(int64_t sum, int64_t more) { return more > 0 ? sum + more : sum; }

static void add_asked(gp_reliability *r, judge *j, const gp_grade *g, gp_str criterion)
{
    for (size_t i = 0; i < g->n_evidence; i++) {
        const gp_evidence *e = &g->evidence[i];
        if (e->vote < 0 || !gp_str_eq(e->criterion, criterion)) continue;
        if (!j->sum.asked.n) j->sum.asked = gp_str_dup(&r->arena, e->judge);
        j->sum.requests = sum_of(j->sum.requests, e->requests);
        j->sum.input_tokens = sum_of(j->sum.input_tokens, e->input_tokens);
        j->sum.output_tokens = sum_of(j->sum.output_tokens, e->output_tokens);
        if (e->requests > 0) j->sum.cost_usd += e->cost_usd;
    }
}

static void add_ballot(gp_reliability *r, gp_str suite, const gp_grade *g, const gp_ballot *b)
{
    judge *j = find_judge(r, suite, b);
    add_votes(j, b);
    add_asked(r, j, g, b->criterion);
    if (!b->calibration.n || counted(r, b->calibration)) return;
    add_asked(r, j, g, b->calibration);
    j->sum.calibrations++;
    j->sum.right += b->right;
    j->sum.known += b->known;
}

/* --- all --- */

void gp_reliability_add(gp_reliability *r, size_t target, const gp_transcript *t, const gp_grade *g,
                        const unsigned char *digest)
{
    bool same = r->case_id.p && r->target == target && gp_str_eq(r->suite, t->suite) &&
                gp_str_eq(r->case_id, t->case_id);
    if (!same && r->case_id.p) end_case(r);
    if (!same) {
        r->target = target;
        r->suite = gp_str_dup(&r->of_case, t->suite);
        r->case_id = gp_str_dup(&r->of_case, t->case_id);
    }
    for (size_t i = 0; i < g->n_ballots; i++) add_ballot(r, t->suite, g, g->ballots[i]);
    if (!digest) return;
    r->n++;
    r->status[g->status]++;
    add_answer(r, t, digest);
}

void gp_reliability_target(gp_reliability *r, gp_arena *a, size_t target, gp_results_target *out)
{
    if (r->case_id.p) end_case(r);
    per_target *p = &r->targets[target];
    double n = (double)p->cases;
    gp_results_repeated *list = GP_NEW_ARRAY(a, gp_results_repeated, p->n_worst);
    for (size_t i = 0; i < p->n_worst; i++) {
        list[i] = p->worst[i];
        list[i].suite = gp_str_dup(a, list[i].suite);
        list[i].case_id = gp_str_dup(a, list[i].case_id);
        list[i].answer = gp_str_dup(a, list[i].answer);
    }
    out->repeated = (int64_t)p->cases;
    out->same_answer = p->cases ? p->same_answer / n : (double)NAN;
    out->same_verdict = p->cases ? p->same_verdict / n : (double)NAN;
    out->disagree = list;
    out->n_disagree = p->n_worst;
}

const gp_results_judge *gp_reliability_judges(gp_reliability *r, gp_arena *a, size_t *n)
{
    *n = 0;
    for (judge *j = r->judges; j; j = j->next) ++*n;
    gp_results_judge *list = GP_NEW_ARRAY(a, gp_results_judge, *n), *out = list;
    for (judge *j = r->judges; j; j = j->next, out++) {
        gp_agreement k = gp_agree(j->votes, j->each ? j->n / j->each : 0, j->each, j->sum.level);
        *out = j->sum;
        out->suite = gp_str_dup(a, out->suite);
        out->criterion = gp_str_dup(a, out->criterion);
        out->judge = gp_str_dup(a, out->judge);
        out->asked = gp_str_dup(a, out->asked);
        out->alpha = k.alpha;
        out->same = k.same;
    }
    return list;
}
