/* topo_bind.c - putting threads on PUs, believing only what is read back, and the binding pin. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topo/topo_int.h"

const char *gp_bind_status_name(gp_bind_status s)
{
    static const char *const names[] = {"none", "enforced", "unsupported", "refused"};
    return (unsigned)s < 4 ? names[s] : "?";
}

/* A sandbox denies a call with EPERM, EACCES or ENOSYS; for threads of our own the kernel itself never does. Anything
 * else is an answer about these PUs. */
static gp_bind_status status_of(int error)
{
    if (!error) return GP_BIND_ENFORCED;
    return error == ENOSYS || error == EPERM || error == EACCES ? GP_BIND_UNSUPPORTED : GP_BIND_REFUSED;
}

typedef struct binder {
    const gp_bind_ops *ops;
    gp_arena *a;
    gp_bind *out;
    unsigned *got; /* union of all read-backs, grows in the arena */
    size_t n_got;
} binder;

/* Keep the worst status and the first reason given for it. */
static void note(binder *b, gp_bind_status s, gp_str reason)
{
    if (s <= b->out->status) return;
    b->out->status = s;
    b->out->reason = reason;
}

static gp_str denied(binder *b, gp_bind_status s, const char *what, int error)
{
    const char *who = s == GP_BIND_UNSUPPORTED ? "this system does not let a process" : "the kernel did not";
    return gp_str_fmt(b->a, "%s %s: %s", who, what, strerror(error));
}

static bool holds(const unsigned *list, size_t n, unsigned pu)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == pu) return true;
    return false;
}

static bool same_set(const unsigned *x, size_t nx, const unsigned *y, size_t ny)
{
    for (size_t i = 0; i < nx; i++)
        if (!holds(y, ny, x[i])) return false;
    return nx == ny;
}

static void add_got(binder *b, const unsigned *pus, size_t n)
{
    unsigned *all = GP_NEW_ARRAY(b->a, unsigned, b->n_got + n);
    if (b->n_got) memcpy(all, b->got, b->n_got * sizeof *all);
    for (size_t i = 0; i < n; i++)
        if (!holds(all, b->n_got, pus[i])) all[b->n_got++] = pus[i];
    b->got = all;
}

/* Set one thread's mask, read it back (into *text), judge. GP_BIND_NONE if the thread has ended meanwhile. */
static gp_bind_status bind_one(binder *b, int tid, const unsigned *pus, size_t n, gp_str *text)
{
    const gp_bind_ops *ops = b->ops;
    const unsigned *got = NULL;
    size_t n_got = 0;
    *text = GP_STR("");
    int set_error = ops->set(ops->ctx, tid, pus, n), get_error = ops->get(ops->ctx, tid, b->a, &got, &n_got);
    if (set_error == ESRCH || get_error == ESRCH) return GP_BIND_NONE;
    if (!get_error) {
        add_got(b, got, n_got);
        *text = gp_pu_list_text(b->a, got, n_got);
    }
    gp_str reason = GP_STR("");
    gp_bind_status status = status_of(set_error ? set_error : get_error);
    if (set_error) {
        reason = denied(b, status, "set the affinity of its threads", set_error);
    } else if (get_error) {
        reason = denied(b, status, "read the affinity of its threads", get_error);
    } else if (!same_set(pus, n, got, n_got)) {
        status = GP_BIND_REFUSED;
        gp_str want = gp_pu_list_text(b->a, pus, n);
        reason = gp_str_fmt(b->a, "a thread was put on PU %.*s but the kernel says %.*s", GP_ARG(want), GP_ARG(*text));
    }
    note(b, status, reason);
    return status;
}

/* The threads to bind: none where nothing is to be bound. */
static const int *list_threads(binder *b, const gp_pin *p, size_t *n)
{
    const int *tids = NULL;
    *n = 0;
    if (p->mode == GP_PIN_NONE || !b->ops->threads(b->ops->ctx, b->a, &tids, n)) return tids;
    *n = 0;
    note(b, GP_BIND_UNSUPPORTED, GP_STR("the threads of the process cannot be listed: /proc is not there"));
    return NULL;
}

static void finish(binder *b) { b->out->got = gp_pu_list_text(b->a, b->got, b->n_got); }

static gp_bind begin(const gp_pin *p)
{
    return (gp_bind){
        .status = GP_BIND_NONE, .mode = p->mode, .wanted = p->list, .got = GP_STR(""), .reason = GP_STR("")};
}

gp_bind gp_bind_process_by(const gp_bind_ops *ops, const gp_pin *p, gp_arena *a)
{
    gp_bind result = begin(p);
    binder b = {.ops = ops, .a = a, .out = &result};
    size_t n;
    gp_str text;
    const int *tids = list_threads(&b, p, &n);
    for (size_t i = 0; i < n; i++) (void)bind_one(&b, tids[i], p->pus, p->n, &text);
    finish(&b);
    return result;
}

static bool is_mine(const int *mine, size_t n_mine, int tid)
{
    for (size_t i = 0; i < n_mine; i++)
        if (mine[i] == tid) return true;
    return false;
}

/* Those to bind, in binding order: main last, so that each worker has a PU to itself where there are as many. */
static size_t in_order(const gp_bind_ops *ops, const int *tids, size_t n, const int *mine, size_t n_mine, int *out)
{
    size_t m = 0;
    bool main_too = false;
    for (size_t i = 0; i < n; i++) {
        if (is_mine(mine, n_mine, tids[i])) continue;
        if (tids[i] == ops->main_tid) main_too = true;
        else out[m++] = tids[i];
    }
    if (main_too) out[m++] = ops->main_tid;
    return m;
}

static void bind_each(binder *b, const gp_pin *p, const int *order, size_t n, gp_bind_thread *rows)
{
    size_t turn = 0;
    for (size_t i = 0; i < n; i++) {
        gp_bind_thread *row = &rows[b->out->n_threads];
        unsigned pu = p->pus[turn % p->n];
        *row = (gp_bind_thread){.main = order[i] == b->ops->main_tid, .pu = pu};
        b->ops->name(b->ops->ctx, order[i], row->name);
        row->status = bind_one(b, order[i], &pu, 1, &row->got);
        if (row->status == GP_BIND_NONE) continue; /* it has ended */
        b->out->n_threads++;
        turn++;
    }
}

gp_bind gp_bind_threads_by(const gp_bind_ops *ops, const gp_pin *p, const int *mine, size_t n_mine, gp_arena *a)
{
    gp_bind result = begin(p);
    binder b = {.ops = ops, .a = a, .out = &result};
    size_t n;
    const int *tids = list_threads(&b, p, &n);
    int *order = GP_NEW_ARRAY(a, int, n);
    gp_bind_thread *rows = GP_NEW_ARRAY(a, gp_bind_thread, n);
    bind_each(&b, p, order, in_order(ops, tids, n, mine, n_mine, order), rows);
    finish(&b);
    result.threads = rows;
    return result;
}

/* --- on this machine --- */

static bool foreign(const gp_topo *t, const gp_pin *p)
{
    return !gp_topo_look(t)->this_machine && p->mode != GP_PIN_NONE;
}

static gp_bind bind_foreign(const gp_pin *p)
{
    gp_bind out = begin(p);
    out.status = GP_BIND_UNSUPPORTED;
    out.reason = GP_STR("the topology is a description and not this machine");
    return out;
}

gp_bind gp_bind_process(const gp_topo *t, const gp_pin *p, gp_arena *a)
{
    gp_bind_ops ops = gp_bind_real(t);
    return foreign(t, p) ? bind_foreign(p) : gp_bind_process_by(&ops, p, a);
}

gp_bind gp_bind_threads(const gp_topo *t, const gp_pin *p, const int *mine, size_t n_mine, gp_arena *a)
{
    gp_bind_ops ops = gp_bind_real(t);
    return foreign(t, p) ? bind_foreign(p) : gp_bind_threads_by(&ops, p, mine, n_mine, a);
}

/* --- the pin --- */

static bool status_word(const char *s, gp_bind_status *out)
{
    for (gp_bind_status i = GP_BIND_NONE; i <= GP_BIND_REFUSED; i++) {
        if (strcmp(s, gp_bind_status_name(i)) != 0) continue;
        *out = i;
        return true;
    }
    return false;
}

/* The list of a pin in canonical form; .p is NULL with an error. */
static gp_str pin_list(gp_arena *a, const char *wanted, gp_err *err)
{
    const unsigned *pus = NULL;
    size_t n = 0;
    if (gp_pu_list_parse(a, wanted, GP_PU_NO_LAST, &pus, &n, NULL)) {
        (void)gp_fail(
            err, GP_E_INPUT,
            "pin \"binding\": \"%.80s\" is neither \"enforced\", \"auto\", \"none\", \"unsupported\" or \"refused\" "
            "nor a list of PUs such as \"0-3,8\"",
            wanted);
        return (gp_str){0};
    }
    return gp_pu_list_text(a, pus, n);
}

/* 1 holds, 0 does not, -1 cannot be read (err is filled). `got` may be NULL: only read. */
static int pin_holds(const char *wanted, const gp_bind *got, gp_err *err)
{
    gp_bind_status word;
    if (strcmp(wanted, "auto") == 0) return got && got->mode == GP_PIN_AUTO && got->status == GP_BIND_ENFORCED;
    if (status_word(wanted, &word)) return got && got->status == word;
    gp_arena a = {0};
    gp_str list = pin_list(&a, wanted, err);
    int holds_now = !list.p ? -1 : got && got->status == GP_BIND_ENFORCED && gp_str_eq(list, got->got);
    gp_arena_free(&a);
    return holds_now;
}

gp_code gp_bind_pin_lint(const char *wanted, gp_err *err)
{
    gp_err local = {0};
    if (pin_holds(wanted, NULL, &local) >= 0) return GP_OK;
    return gp_fail(err, local.code, "%s", local.msg);
}

gp_code gp_bind_pin(const char *wanted, const gp_bind *got, gp_err *err)
{
    gp_err local = {0};
    int now = pin_holds(wanted, got, &local);
    if (now < 0) return gp_fail(err, local.code, "%s", local.msg);
    if (now) return GP_OK;
    static const char *const modes[] = {"--pin auto", "an explicit --pin", "--pin none"};
    bool where = got->got.n > 0, why = got->reason.n > 0;
    return gp_fail(err, GP_E_PIN, "pin \"binding\" does not hold: wanted \"%.80s\", got \"%s\"%s%.*s (%s%s%.*s)",
                   wanted, gp_bind_status_name(got->status), where ? " on PUs " : "", GP_ARG(got->got),
                   modes[got->mode], why ? "; " : "", GP_ARG(got->reason));
}
