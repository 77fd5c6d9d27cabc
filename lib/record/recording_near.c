/* recording_near.c - what differs between two JSON values, for messages about a request that is not recorded. */
#include <stdio.h>
#include <string.h>

#include "record/recording.h"

enum { SHOWN = 120 }; /* bytes of a value in a message */

typedef struct walk {
    gp_json_difference *out;
    gp_buf path; /* JSON Pointer of the place at hand */
} walk;

static void put_pointer(gp_buf *b, gp_str key)
{
    gp_buf_byte(b, '/');
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] == '~') gp_buf_c(b, "~0");
        else if (key.p[i] == '/') gp_buf_c(b, "~1");
        else gp_buf_byte(b, key.p[i]);
    }
}

static bool text_byte(const char *p) { return ((unsigned char)*p & 0xC0) != 0x80; }

/* Two texts from shortly before the place where they part. */
static void show_parting(gp_str x, gp_str y, gp_buf *bx, gp_buf *by)
{
    size_t same = 0, from = 0;
    while (same < x.n && same < y.n && x.p[same] == y.p[same]) same++;
    if (x.n > SHOWN || y.n > SHOWN) from = same > 24 ? same - 24 : 0;
    while (from && from < x.n && !text_byte(x.p + from)) from--;
    if (from) {
        gp_buf_c(bx, "…"), gp_buf_c(by, "…");
        x = (gp_str){x.p + from, x.n - from}, y = (gp_str){y.p + from, y.n - from};
    }
    gp_show(bx, x, SHOWN);
    gp_show(by, y, SHOWN);
}

static size_t cost_of(gp_str x, gp_str y)
{
    size_t head = 0, tail = 0, most = x.n < y.n ? x.n : y.n;
    while (head < most && x.p[head] == y.p[head]) head++;
    while (tail < most - head && x.p[x.n - 1 - tail] == y.p[y.n - 1 - tail]) tail++;
    return x.n + y.n - 2 * (head + tail);
}

static void differ_here(walk *w, const gp_json *x, const gp_json *y)
{
    static const gp_str nothing = {"(nothing)", 9};
    gp_str tx = x ? x->raw : nothing, ty = y ? y->raw : nothing;
    size_t cost = cost_of(tx, ty);
    w->out->cost += cost ? cost : 1;
    if (w->out->places++) return;
    gp_buf_str(&w->out->pointer, gp_buf_view(&w->path));
    show_parting(tx, ty, &w->out->recorded, &w->out->now);
}

static const gp_json *same_key(const gp_json *object, gp_str key)
{
    for (const gp_json *m = object->first; m; m = m->next)
        if (gp_str_eq(m->key, key)) return m;
    return NULL;
}

static bool is_container(const gp_json *v) { return v->type == GP_JSON_ARRAY || v->type == GP_JSON_OBJECT; }

static void walk_values(walk *w, const gp_json *x, const gp_json *y);

static void step(walk *w, gp_str key, const gp_json *x, const gp_json *y)
{
    size_t n = w->path.n;
    put_pointer(&w->path, key);
    if (x && y) walk_values(w, x, y);
    else differ_here(w, x, y);
    if (w->path.p) w->path.p[n] = '\0';
    w->path.n = n;
}

/* Members in the order of the recorded one, then those that it does not have. */
static void walk_object(walk *w, const gp_json *x, const gp_json *y)
{
    for (const gp_json *m = x->first; m; m = m->next) step(w, m->key, m, same_key(y, m->key));
    for (const gp_json *m = y->first; m; m = m->next)
        if (!same_key(x, m->key)) step(w, m->key, NULL, m);
}

static void walk_array(walk *w, const gp_json *x, const gp_json *y)
{
    const gp_json *p = x->first, *q = y->first;
    for (size_t i = 0; p || q; i++) {
        char number[24];
        (void)snprintf(number, sizeof number, "%zu", i);
        step(w, gp_str_c(number), p, q);
        p = p ? p->next : NULL;
        q = q ? q->next : NULL;
    }
}

static void walk_values(walk *w, const gp_json *x, const gp_json *y)
{
    if (gp_str_eq(x->raw, y->raw)) return;
    if (x->type != y->type || !is_container(x)) differ_here(w, x, y);
    else if (x->type == GP_JSON_OBJECT) walk_object(w, x, y);
    else walk_array(w, x, y);
}

void gp_json_differ(const gp_json *recorded, const gp_json *now, gp_json_difference *out)
{
    walk w = {.out = out};
    walk_values(&w, recorded, now);
    gp_buf_free(&w.path);
}

void gp_json_difference_free(gp_json_difference *d)
{
    gp_buf_free(&d->pointer);
    gp_buf_free(&d->recorded);
    gp_buf_free(&d->now);
}
