/* grader_date.c - a day in the answer. */
#include "forms/date.h"
#include "grade/grade_impl.h"

typedef enum pick { LAST, FIRST, ONLY } pick;
static const char *const picks[] = {"last", "first", "only"};
static const char *const orders[] = {NULL, "dmy", "mdy"};

typedef struct date {
    gp_grader g;
    gp_str expect, min, max; /* YYYY-MM-DD; empty where absent */
    int64_t tolerance;       /* -1 where absent */
    pick pick;
    gp_date_order order;
} date;

#define ISO "{\"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"}"

static const gp_field rows[] = {
    GP_FIELD(STR, "expect", date, expect, .flags = GP_OPTIONAL | GP_QUOTED, .doc = "The day, as YYYY-MM-DD.",
             .schema = ISO),
    GP_FIELD(STR, "min", date, min, .flags = GP_OPTIONAL | GP_QUOTED, .doc = "First day allowed.", .schema = ISO),
    GP_FIELD(STR, "max", date, max, .flags = GP_OPTIONAL | GP_QUOTED, .doc = "Last day allowed.", .schema = ISO),
    GP_FIELD(INT, "tolerance", date, tolerance, GP_RANGE(0, 1000000), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "Greatest distance from `expect` in days, inclusive. Default: 0."),
    GP_FIELD(ENUM, "pick", date, pick, GP_NAMES(picks), .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED,
             .doc = "Which date counts where there are several: the `last`, the `first`, or the `only` one (two "
                    "different ones fail)."),
    GP_FIELD(ENUM, "order", date, order, GP_NAMES(orders), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "How `5/3/2024` is read: `dmy` or `mdy`. Without it such a date fails as undecided, unless day and "
                    "month cannot be taken for each other."),
    GP_ROW_EXTRACT(gp_grader),
};

/* Known days; check() has seen that they are some. */
static int64_t day(gp_str iso)
{
    int64_t d = 0;
    (void)gp_date_iso(iso, &d);
    return d;
}

static gp_code check_day(const gp_grader *g, const char *key, gp_str iso, gp_err *err)
{
    int64_t ignored;
    const gp_json *at = gp_json_get(g->at, key);
    if (!at || gp_date_iso(iso, &ignored)) return GP_OK;
    return gp_json_fail(err, at, "\"%s\" is \"%.*s\", which is no day written as YYYY-MM-DD", key, GP_ARG(iso));
}

static gp_code check(const gp_grader *g, gp_err *err)
{
    const date *p = (const date *)g;
    gp_code code = check_day(g, "expect", p->expect, err);
    if (!code) code = check_day(g, "min", p->min, err);
    if (!code) code = check_day(g, "max", p->max, err);
    if (code) return code;
    if (!p->expect.n && !p->min.n && !p->max.n)
        return gp_json_fail(err, g->at, "a grader of type date needs \"expect\", \"min\" or \"max\"");
    if (p->expect.n && (p->min.n || p->max.n))
        return gp_json_fail(err, g->at,
                            "\"expect\" excludes \"min\" and \"max\"; use \"tolerance\" for days around it");
    if (p->tolerance >= 0 && !p->expect.n)
        return gp_json_fail(err, gp_json_get(g->at, "tolerance"), "\"tolerance\" does nothing without \"expect\"");
    if (p->min.n && p->max.n && day(p->min) > day(p->max))
        return gp_json_fail(err, g->at, "\"min\" is %.*s, behind \"max\", which is %.*s", GP_ARG(p->min),
                            GP_ARG(p->max));
    return GP_OK;
}

static void range(const date *p, int64_t *least, int64_t *most)
{
    int64_t slack = p->tolerance > 0 ? p->tolerance : 0;
    *least = p->expect.n ? day(p->expect) - slack : p->min.n ? day(p->min) : INT64_MIN;
    *most = p->expect.n ? day(p->expect) + slack : p->max.n ? day(p->max) : INT64_MAX;
}

static const char *wanted(gp_arena *a, const date *p)
{
    if (p->expect.n && p->tolerance > 0)
        return gp_str_fmt(a, "%.*s within %lld days", GP_ARG(p->expect), (long long)p->tolerance).p;
    if (p->expect.n) return gp_str_dup(a, p->expect).p;
    if (p->min.n && p->max.n) return gp_str_fmt(a, "from %.*s to %.*s", GP_ARG(p->min), GP_ARG(p->max)).p;
    return gp_str_fmt(a, p->min.n ? "%.*s or later" : "%.*s or earlier", GP_ARG(p->min.n ? p->min : p->max)).p;
}

static gp_code conclude(gp_arena *a, const date *p, gp_str text, const gp_date *d, gp_criterion *out)
{
    int64_t least, most;
    const char *got = gp_str_fmt(a, "%s at byte %zu", gp_quote(a, d->where), (size_t)(d->where.p - text.p)).p;
    if (d->ambiguous)
        return gp_explain(a, out, 0, "not decided: in %s day and month may be swapped (\"order\" says which is which)",
                          got);
    if (d->impossible) return gp_explain(a, out, 0, "there is no such day: %s", got);
    range(p, &least, &most);
    if (d->day >= least && d->day <= most) return gp_explain(a, out, 1, "%s is %s", got, gp_date_text(a, d->day).p);
    return gp_explain(a, out, 0, "expected %s, %s is %s", wanted(a, p), got, gp_date_text(a, d->day).p);
}

static bool same(const gp_date *x, const gp_date *y)
{
    return !x->ambiguous && !y->ambiguous && !x->impossible && !y->impossible && x->day == y->day;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const date *p = (const date *)g;
    gp_str text = x->reply->answer;
    gp_date d, chosen = {0};
    size_t at = 0, n = 0;
    (void)err;
    for (; (p->pick != FIRST || !n) && gp_date_next(text, &at, p->order, &d); n++) {
        if (p->pick == ONLY && n && !same(&chosen, &d))
            return gp_explain(a, out, 0, "not decided: %s and %s are different dates", gp_quote(a, chosen.where),
                              gp_quote(a, d.where));
        chosen = d;
    }
    if (!n) return gp_explain(a, out, 0, "no date in %s", gp_quote(a, text));
    return conclude(a, p, text, &chosen, out);
}

static void compose(const gp_grader *g, gp_buf *out)
{
    const date *p = (const date *)g;
    gp_buf_str(out, p->expect.n ? p->expect : p->min.n ? p->min : p->max);
}

static bool another_day(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const date *p = (const date *)g;
    int64_t least, most;
    range(p, &least, &most);
    int64_t wrong = most == INT64_MAX ? least - 1 : most + 1;
    if (wrong < day(GP_STR("0001-01-01")) || wrong > day(GP_STR("9999-12-31"))) return false;
    reply->answer = p->pick == FIRST ? gp_text_between(a, gp_date_text(a, wrong), GP_STR(" or "), reply->answer)
                                     : gp_text_between(a, reply->answer, GP_STR(" or "), gp_date_text(a, wrong));
    return true;
}

static bool drop_digits(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)g;
    gp_buf b = {0};
    for (size_t i = 0; i < reply->answer.n; i++)
        if (reply->answer.p[i] < '0' || reply->answer.p[i] > '9') gp_buf_byte(&b, reply->answer.p[i]);
    reply->answer = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return true;
}

static const gp_mutation mutations[] = {{"another date added", another_day}, {"its digits left out", drop_digits}};

const gp_grader_kind gp_grader_date = {
    .name = "date",
    .doc = "a date in the answer, by default the last, is the expected day or lies in a range",
    .more =
        "Read are `2024-03-05` (also with `/` or `.`, and with a time behind it), `5 March 2024`, `5th of Mar., 2024`, "
        "`March 5, 2024`, `2024 March 5` (English names) and, where `order` or the numbers decide, `5/3/2024`, "
        "`5.3.2024`, `5-3-2024`. Years have four digits; the calendar is Gregorian. A day that does not exist fails.",
    .example = "{\"type\": \"date\", \"expect\": \"1969-07-20\"}",
    .pass = "They landed on July 20, 1969.",
    .fail = "They landed on 7/2/1969.",
    .params = GP_RECORD(date, rows, "a grader of type date",
                        .schema = "{\"anyOf\": [{\"required\": [\"expect\"]}, {\"required\": [\"min\"]}, "
                                  "{\"required\": [\"max\"]}]}"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .verdict = verdict,
    .compose = compose,
};
