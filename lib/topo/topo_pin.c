/* topo_pin.c - PU lists, and choosing PUs for a run. Pure: looks at facts, touches nothing. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "topo/topo_int.h"

enum { PU_LIMIT = 65536 }; /* PU numbers are below this: more than any machine that Linux supports */

/* --- PU lists --- */

typedef struct list_out {
    unsigned *pus; /* room for PU_LIMIT */
    size_t n;
    unsigned char *seen; /* one bit per PU */
} list_out;

static gp_code list_fail(gp_err *err, gp_str item, const char *what)
{
    return gp_fail(err, GP_E_INPUT, "PU list: \"%.*s\" %s; a list looks like \"0-3,8\"", item.n > 40 ? 40 : (int)item.n,
                   item.n ? item.p : "", what);
}

/* Digits only. False on anything else and on a number that is too large. */
static bool pu_number(gp_str s, unsigned *out)
{
    unsigned v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        v = v * 10 + (unsigned)(s.p[i] - '0');
        if (v >= PU_LIMIT) return false;
    }
    *out = v;
    return s.n > 0;
}

/* "N", "N-M" or "N-" into first and end. */
static gp_code list_range(gp_str item, unsigned last, unsigned *first, unsigned *end, gp_err *err)
{
    size_t dash = gp_str_find(item, GP_STR("-"));
    gp_str head = gp_str_trim((gp_str){item.p, dash == SIZE_MAX ? item.n : dash});
    if (!pu_number(head, first)) return list_fail(err, item, "is no PU number below 65536 and no range of them");
    *end = *first;
    if (dash == SIZE_MAX) return GP_OK;
    gp_str tail = gp_str_trim((gp_str){item.p + dash + 1, item.n - dash - 1});
    if (tail.n == 0 && last == GP_PU_NO_LAST) return list_fail(err, item, "needs an end here");
    if (tail.n == 0) *end = last;
    else if (!pu_number(tail, end)) return list_fail(err, item, "is no range of PU numbers below 65536");
    return *end < *first ? list_fail(err, item, tail.n ? "is a falling range" : "starts above the last PU") : GP_OK;
}

static gp_code list_item(gp_str item, unsigned last, list_out *o, gp_err *err)
{
    unsigned first = 0, end = 0;
    gp_code code = list_range(item, last, &first, &end, err);
    for (unsigned pu = first; !code && pu <= end; pu++) {
        unsigned char bit = (unsigned char)(1u << (pu % 8));
        if (o->seen[pu / 8] & bit) return list_fail(err, item, "names a PU for the second time");
        o->seen[pu / 8] |= bit;
        o->pus[o->n++] = pu;
    }
    return code;
}

gp_code gp_pu_list_parse(gp_arena *a, const char *text, unsigned last, const unsigned **pus, size_t *n, gp_err *err)
{
    list_out o = {gp_alloc_array(PU_LIMIT, sizeof(unsigned)), 0, gp_alloc(PU_LIMIT / 8)};
    gp_code code = GP_OK;
    gp_str left = gp_str_c(text);
    for (bool more = true; !code && more;) {
        size_t comma = gp_str_find(left, GP_STR(","));
        more = comma != SIZE_MAX;
        code = list_item(gp_str_trim((gp_str){left.p, more ? comma : left.n}), last, &o, err);
        if (more) left = (gp_str){left.p + comma + 1, left.n - comma - 1};
    }
    if (!code) {
        *pus = memcpy(GP_NEW_ARRAY(a, unsigned, o.n), o.pus, o.n * sizeof **pus);
        *n = o.n;
    }
    free(o.pus);
    free(o.seen);
    return code;
}

static int by_number(const void *a, const void *b)
{
    const unsigned *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

gp_str gp_pu_list_text(gp_arena *a, const unsigned *pus, size_t n)
{
    unsigned *sorted = GP_NEW_ARRAY(a, unsigned, n);
    if (n) memcpy(sorted, pus, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_number);
    gp_buf text = {0};
    for (size_t i = 0, end; i < n; i = end + 1) {
        end = i;
        while (end + 1 < n && sorted[end + 1] <= sorted[end] + 1) end++;
        gp_buf_fmt(&text, "%s%u", i ? "," : "", sorted[i]);
        if (sorted[end] != sorted[i]) gp_buf_fmt(&text, "-%u", sorted[end]);
    }
    gp_str out = gp_str_dup(a, gp_buf_view(&text));
    gp_buf_free(&text);
    return out;
}

/* --- planning --- */

static const gp_topo_pu *find_pu(const gp_topo_facts *f, unsigned os_index)
{
    for (size_t i = 0; i < f->n_pus; i++)
        if (f->pus[i].os_index == os_index) return &f->pus[i];
    return NULL;
}

/* OS index of the k-th allowed PU of a core; false if it has fewer. */
static bool sibling(const gp_topo_facts *f, const gp_topo_core *c, unsigned k, unsigned *out)
{
    for (unsigned i = 0; i < c->n_pus; i++) {
        const gp_topo_pu *pu = &f->pus[c->first_pu + i];
        if (!pu->allowed || k--) continue;
        *out = pu->os_index;
        return true;
    }
    return false;
}

/* All cores with their first PU, then all cores with their second, and so on: a thread shares a core only when every
 * core has one. */
static void plan_auto(const gp_topo_facts *f, unsigned threads, gp_arena *a, gp_pin *p)
{
    size_t want = threads ? threads : f->allowed_cores;
    if (!threads && f->cpu_quota < (double)want) want = (size_t)fmax(1, ceil(f->cpu_quota));
    if (want > f->allowed_pus) want = f->allowed_pus;
    unsigned *pus = GP_NEW_ARRAY(a, unsigned, want);
    for (unsigned k = 0; k < f->smt && p->n < want; k++)
        for (size_t c = 0; c < f->n_cores && p->n < want; c++)
            if (sibling(f, &f->cores[c], k, &pus[p->n])) p->n++;
    p->pus = pus;
    p->threads = threads ? threads : (unsigned)p->n;
}

static gp_code plan_set(const gp_topo_facts *f, const char *wish, unsigned threads, gp_arena *a, gp_pin *p, gp_err *err)
{
    unsigned last = 0;
    for (size_t i = 0; i < f->n_pus; i++)
        if (f->pus[i].os_index > last) last = f->pus[i].os_index;
    gp_code code = gp_pu_list_parse(a, wish, last, &p->pus, &p->n, err);
    if (code) return err ? gp_err_context(err, "--pin") : code;
    for (size_t i = 0; i < p->n; i++) {
        const gp_topo_pu *pu = find_pu(f, p->pus[i]);
        if (!pu)
            return gp_fail(err, GP_E_INPUT, "--pin %.80s: PU %u does not exist; this machine has %.*s", wish, p->pus[i],
                           GP_ARG(f->all_list));
        if (!pu->allowed)
            return gp_fail(
                err, GP_E_INPUT,
                "--pin %.80s: PU %u is not allowed for this process (container or affinity mask); allowed: %.*s", wish,
                p->pus[i], GP_ARG(f->allowed_list));
    }
    if (threads && threads < p->n) p->n = threads;
    p->threads = threads ? threads : (unsigned)p->n;
    return GP_OK;
}

static void count_cores(const gp_topo_facts *f, gp_arena *a, gp_pin *p)
{
    unsigned char *used = gp_arena_alloc(a, f->n_cores);
    for (size_t i = 0; i < p->n; i++) {
        const gp_topo_pu *pu = find_pu(f, p->pus[i]);
        if (!pu || used[pu->core]) continue;
        used[pu->core] = 1;
        p->cores++;
    }
}

static gp_str note_of(const gp_topo_facts *f, gp_arena *a, const gp_pin *p, unsigned threads)
{
    if (p->threads > p->n) return gp_str_fmt(a, "%u threads share %zu PU%s", p->threads, p->n, p->n == 1 ? "" : "s");
    if (p->cores < p->n)
        return gp_str_fmt(a, "SMT siblings are used together: %zu PUs, %u core%s", p->n, p->cores,
                          p->cores == 1 ? "" : "s");
    if (p->mode == GP_PIN_AUTO && !threads && p->n < f->allowed_cores)
        return gp_str_fmt(a, "the container's CPU quota of %.2f decides: %zu of %u cores", f->cpu_quota, p->n,
                          f->allowed_cores);
    return GP_STR("");
}

gp_code gp_pin_make(const gp_topo *t, const char *wish, unsigned threads, gp_arena *a, gp_pin *out, gp_err *err)
{
    const gp_topo_facts *f = gp_topo_look(t);
    gp_pin p = {.mode = GP_PIN_SET, .list = GP_STR(""), .note = GP_STR("")};
    if (!wish || strcmp(wish, "auto") == 0) p.mode = GP_PIN_AUTO;
    else if (strcmp(wish, "none") == 0) p.mode = GP_PIN_NONE;
    if (p.mode == GP_PIN_NONE) {
        p.threads = threads;
        *out = p;
        return GP_OK;
    }
    if (p.mode == GP_PIN_AUTO) plan_auto(f, threads, a, &p);
    gp_code code = p.mode == GP_PIN_AUTO ? GP_OK : plan_set(f, wish, threads, a, &p, err);
    if (code) return code;
    count_cores(f, a, &p);
    p.list = gp_pu_list_text(a, p.pus, p.n);
    p.note = note_of(f, a, &p, threads);
    *out = p;
    return GP_OK;
}
