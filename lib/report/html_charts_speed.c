/* html_charts_speed.c - charts of times: strips of all trials, never bars of means; and of speed over context. */
#include <math.h>
#include <stdlib.h>

#include "report/html.h"

static int by_size(const void *x, const void *y)
{
    float a = *(const float *)x, b = *(const float *)y;
    return (a > b) - (a < b);
}

static float first_token(const gp_point *p) { return p->first_token_s; }
static float total(const gp_point *p) { return p->total_s; }

/* The known values of a target in order of size. */
static size_t values_of(const gp_html *h, size_t who, float (*of)(const gp_point *p), float *out)
{
    size_t n = 0;
    for (size_t i = 0; i < h->d.n_notes; i++) {
        const gp_note *note = &h->d.notes[i];
        if (note->contestant != who || note->colour == GP_BROKEN) continue;
        float v = of(gp_html_point(h, note));
        if (isfinite(v) && v >= 0) out[n++] = v;
    }
    qsort(out, n, sizeof *out, by_size);
    return n;
}

/* So many of them, evenly by rank: least and greatest among them. */
static const float *sampled(gp_arena *a, const float *v, size_t n, size_t *kept)
{
    *kept = n < GP_HTML_CHART_POINTS ? n : GP_HTML_CHART_POINTS;
    float *out = GP_NEW_ARRAY(a, float, *kept);
    for (size_t i = 0; i < *kept; i++) out[i] = v[*kept > 1 ? i * (n - 1) / (*kept - 1) : 0];
    return out;
}

typedef struct times {
    gp_chart_row *rows;
    size_t n, most; /* most: values of one target */
    double least, greatest;
} times;

static void strip(gp_html *h, size_t who, const float *v, size_t n, times *t)
{
    gp_chart_row *row = &t->rows[t->n++];
    gp_mark *m = GP_NEW(&h->d.arena, gp_mark);
    gp_buf b = {0};
    double median = n % 2 ? (double)v[n / 2] : ((double)v[n / 2 - 1] + (double)v[n / 2]) / 2;
    *m = (gp_mark){NAN, median, NAN};
    gp_text_number(&b, median);
    gp_buf_c(&b, " s, longest ");
    gp_text_number(&b, (double)v[n - 1]);
    gp_buf_c(&b, " s");
    *row = (gp_chart_row){.label = h->d.who[who].label, .value = gp_str_dup(&h->d.arena, gp_buf_view(&b)), .marks = m};
    row->points = sampled(&h->d.arena, v, n, &row->n_points);
    t->least = (double)v[0] < t->least ? (double)v[0] : t->least;
    t->greatest = (double)v[n - 1] > t->greatest ? (double)v[n - 1] : t->greatest;
    t->most = n > t->most ? n : t->most;
    gp_buf_free(&b);
}

static void say_half(gp_buf *b, const gp_chart_row *r)
{
    gp_text_number(b, r->marks->at);
    gp_buf_c(b, " s on ");
    gp_html_name(b, r->label);
}

static gp_str say_times(gp_arena *a, const times *t, const char *what)
{
    gp_buf b = {0};
    const gp_chart_row *quick = t->rows, *slow = t->rows;
    for (size_t i = 1; i < t->n; i++) {
        if (t->rows[i].marks->at < quick->marks->at) quick = &t->rows[i];
        if (t->rows[i].marks->at > slow->marks->at) slow = &t->rows[i];
    }
    gp_buf_fmt(&b, "Half of all %s within ", what);
    say_half(&b, quick);
    if (slow != quick) gp_buf_c(&b, ", and within ");
    if (slow != quick) say_half(&b, slow);
    gp_buf_c(&b, ". A point is a trial, the bar their middle.");
    if (t->most > GP_HTML_CHART_POINTS)
        gp_buf_fmt(&b, " %d of each target are drawn, evenly by rank.", (int)GP_HTML_CHART_POINTS);
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static void strips(gp_html *h, float (*of)(const gp_point *p), const char *name, const char *title, const char *scale,
                   const char *what)
{
    times t = {.rows = GP_NEW_ARRAY(&h->d.arena, gp_chart_row, GP_HTML_CHART_ROWS), .least = INFINITY};
    float *v = gp_alloc_array(h->d.n_notes + 1, sizeof *v);
    for (size_t i = 0; i < h->d.n_who && t.n < GP_HTML_CHART_ROWS; i++) {
        size_t n = values_of(h, i, of, v);
        if (n) strip(h, i, v, n, &t);
    }
    free(v);
    gp_chart *c = t.n ? gp_html_chart_new(h, GP_AT_SPEED, name, title) : NULL;
    if (!c) return;
    c->rows = t.rows;
    c->n_rows = t.n;
    c->x = gp_scale_around(t.least, t.greatest, scale);
    if (!c->x.log) c->x = gp_scale_from_zero(t.greatest, scale);
    c->finding = say_times(&h->d.arena, &t, what);
}

/* --- speed over context --- */

enum { MOST_TARGETS = GP_CHART_SHAPES, MOST_EACH = 60, FEWEST = 4 };

typedef struct pair {
    double tokens, speed;
} pair;

static int by_tokens(const void *x, const void *y)
{
    const pair *a = x, *b = y;
    if (a->tokens < b->tokens || a->tokens > b->tokens) return a->tokens < b->tokens ? -1 : 1;
    return (a->speed > b->speed) - (a->speed < b->speed);
}

static size_t pairs_of(const gp_html *h, size_t who, pair *out)
{
    size_t n = 0;
    for (size_t i = 0; i < h->d.n_notes; i++) {
        const gp_note *note = &h->d.notes[i];
        const gp_point *p = gp_html_point(h, note);
        if (note->contestant == who && p->input_tokens && isfinite(p->tokens_per_s) && p->tokens_per_s > 0)
            out[n++] = (pair){(double)p->input_tokens, (double)p->tokens_per_s};
    }
    qsort(out, n, sizeof *out, by_tokens);
    return n;
}

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static double middle_speed(const pair *p, size_t n)
{
    double *v = gp_alloc_array(n, sizeof *v);
    for (size_t i = 0; i < n; i++) v[i] = p[i].speed;
    qsort(v, n, sizeof *v, by_value);
    double m = n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
    free(v);
    return m;
}

typedef struct plane {
    gp_chart_point *points;
    size_t n, targets;
    double most_tokens, least_tokens, most_speed;
    double change, before, after; /* of the target whose speed changes most */
    size_t changed;
} plane;

/* The shortest third of the prompts against the longest. */
static void note_change(size_t who, const pair *p, size_t n, plane *out)
{
    size_t part = n / 3 ? n / 3 : 1;
    double before = middle_speed(p, part), after = middle_speed(p + n - part, part), change = fabs(log(after / before));
    if (out->targets && change <= out->change) return;
    out->change = change;
    out->before = before;
    out->after = after;
    out->changed = who;
}

static gp_str say_change(gp_html *h, const plane *out)
{
    gp_buf b = {0};
    gp_buf_c(&b, "From the shortest third of the prompts to the longest, output goes from ");
    gp_text_number(&b, out->before);
    gp_buf_c(&b, " to ");
    gp_text_number(&b, out->after);
    gp_buf_c(&b, " tokens/s on ");
    gp_html_name(&b, h->d.who[out->changed].label);
    gp_buf_c(&b, out->targets > 1 ? ", the largest change of all." : ".");
    gp_str s = gp_str_dup(&h->d.arena, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static void add_target(gp_html *h, size_t who, const pair *p, size_t n, plane *out)
{
    size_t kept = n < MOST_EACH ? n : MOST_EACH;
    note_change(who, p, n, out);
    for (size_t i = 0; i < kept; i++) {
        const pair *at = &p[i * (n - 1) / (kept - 1)];
        out->points[out->n++] = (gp_chart_point){at->tokens, at->speed, {0}, (unsigned)out->targets};
        out->most_speed = at->speed > out->most_speed ? at->speed : out->most_speed;
    }
    out->points[out->n - 1].label = h->d.who[who].label;
    out->least_tokens = p[0].tokens < out->least_tokens ? p[0].tokens : out->least_tokens;
    out->most_tokens = p[n - 1].tokens > out->most_tokens ? p[n - 1].tokens : out->most_tokens;
    out->targets++;
}

static void over_context(gp_html *h)
{
    plane out = {.points = GP_NEW_ARRAY(&h->d.arena, gp_chart_point, MOST_TARGETS * MOST_EACH),
                 .least_tokens = INFINITY};
    pair *p = gp_alloc_array(h->d.n_notes + 1, sizeof *p);
    for (size_t i = 0; i < h->d.n_who && out.targets < MOST_TARGETS; i++) {
        size_t n = pairs_of(h, i, p);
        if (n >= FEWEST && p[n - 1].tokens >= 2 * p[0].tokens) add_target(h, i, p, n, &out);
    }
    free(p);
    gp_chart *c = out.n ? gp_html_chart_new(h, GP_AT_SPEED, "context", "Output speed by length of the prompt") : NULL;
    if (c) {
        c->points = out.points;
        c->n_points = out.n;
        c->x = gp_scale_around(out.least_tokens, out.most_tokens, "prompt (tokens)");
        c->y = gp_scale_from_zero(out.most_speed, "output (tokens/s)");
        c->finding = say_change(h, &out);
    }
}

gp_code gp_html_speed_charts(gp_html *h, gp_err *err)
{
    (void)err;
    strips(h, first_token, "first-token", "Time to the first token", "seconds to the first token", "first tokens came");
    strips(h, total, "total", "Time to the whole answer", "seconds to the whole answer", "answers were whole");
    over_context(h);
    return GP_OK;
}
