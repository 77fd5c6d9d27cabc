/* grader_consistency.c - the repeats of a case agree on an answer. */
#include <math.h>

#include "grade/grade_impl.h"

typedef struct consistency {
    gp_grader g;
    gp_likeness how;
    double min;
} consistency;

static const gp_field rows[] = {
    GP_FIELD(
        REAL, "min", consistency, min, GP_RANGE(0, 1), .flags = GP_OPTIONAL | GP_QUOTED | GP_ABOVE,
        .doc = "Share of the repeats that must give the commonest answer. Default 1: all of them. Below it the score "
               "is the share of the way to it."),
    GP_ROW_LIKE_CASE(consistency),
    GP_FIELD(BITS, "normalize", consistency, how.normalize, .names = gp_form_names, .n_names = GP_FORMS,
             .flags = GP_OPTIONAL | GP_FILLED | GP_QUOTED,
             .doc = "Forms that answers are brought into before they are compared, as elsewhere. Default: `nfc` and "
                    "`spaces`."),
};

static double least(const consistency *p) { return isnan(p->min) ? 1 : p->min; }

typedef struct said { /* different answers, the first to give each, and how many gave it */
    gp_str *texts;
    size_t *first, *times, n;
} said;

static void count(said *s, gp_str text, size_t who)
{
    size_t i = 0;
    while (i < s->n && !gp_str_eq(s->texts[i], text)) i++;
    if (i == s->n) {
        s->texts[i] = text;
        s->first[i] = who;
        s->n++;
    }
    s->times[i]++;
}

static size_t commonest(const said *s)
{
    size_t best = 0;
    for (size_t i = 1; i < s->n; i++)
        if (s->times[i] > s->times[best]) best = i;
    return best;
}

static const gp_reply *reply_of(const gp_transcript *t, int64_t turn)
{
    bool there = !t->skipped && t->failure == GP_FAIL_NONE && (size_t)turn <= t->n_replies;
    return there ? &t->replies[turn - 1] : NULL;
}

static said collect(gp_arena *a, const gp_judged *x, const consistency *p, size_t *answered)
{
    size_t n = x->n_repeats;
    said s = {GP_NEW_ARRAY(a, gp_str, n), GP_NEW_ARRAY(a, size_t, n), GP_NEW_ARRAY(a, size_t, n), 0};
    for (size_t i = 0; i < n; i++) {
        const gp_reply *r = reply_of(x->repeats[i], p->g.turn);
        if (!r) continue;
        uint32_t forms = gp_repeat_forms(p->how.normalize) | (p->how.ignore_case ? GP_FORM_CASE : 0);
        count(&s, gp_repeat_text(a, r, forms), i);
        ++*answered;
    }
    return s;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const consistency *p = (const consistency *)g;
    size_t n = 0;
    (void)err;
    said s = collect(a, x, p, &n);
    if (n < 2)
        return gp_leave_open(a, out, GP_INAPPLICABLE,
                             "agreement takes two answers at least, and there %s %zu (--repeat N)",
                             n == 1 ? "is" : "are", n);
    size_t best = commonest(&s), broken = x->n_repeats - n, other = best == 0 ? 1 : 0;
    double share = (double)s.times[best] / (double)n, min = least(p);
    const char *left_out = broken ? gp_str_fmt(a, "; %zu that broke left out", broken).p : "";
    if (s.n == 1) return gp_explain(a, out, 1, "all %zu repeats say %s%s", n, gp_quote(a, s.texts[best]), left_out);
    return gp_explain(a, out, share + 1e-12 >= min ? 1 : share / min,
                      "%zu of %zu repeats say %s, repeat %lld says %s; a share of %s wanted%s", s.times[best], n,
                      gp_quote(a, s.texts[best]), (long long)x->repeats[s.first[other]]->repeat,
                      gp_quote(a, s.texts[other]), gp_number_text(a, min), left_out);
}

const gp_grader_kind gp_grader_consistency = {
    .name = "consistency",
    .doc = "the repeats of the case agree",
    .more =
        "It is one verdict over all repeats of a case on one target (`--repeat N`), and each of them gets it. With a "
        "single repeat it is not applicable, and the trial is skipped. Repeats that broke are left out. How far repeats "
        "agree stands in the report also without this grader.",
    .example = "{\"type\": \"consistency\", \"min\": 0.8}",
    .pass = "Paris",
    .fail = "Rome",
    .params = GP_RECORD(consistency, rows, "a grader of type consistency"),
    .verdict = verdict,
    .of_repeats = true,
};
