/* recording_find.c - the recorded exchange of a request, or the nearest one and what differs. */
#include <inttypes.h>
#include <string.h>

#include "record/recording_impl.h"

/* --- finding --- */

static gp_code read_entry(const gp_recording *r, gp_arena *a, size_t i, gp_exchange *x, gp_err *err)
{
    const gp_recording_entry *e = &r->entries[i];
    gp_code code = gp_exchange_read(a, r->path, e->line, (gp_str){r->map.bytes.p + e->offset, e->length}, x, err);
    gp_code changed = gp_map_unchanged(&r->map, r->path, err); /* of a changed file, no line says what it said */
    return changed ? changed : code;
}

static bool same_key(const gp_exchange *x, const gp_call_key *k, const char *sha256)
{
    return strcmp(x->sha256, sha256) == 0 && gp_str_eq(x->key.provider, k->provider) &&
           gp_str_eq(x->key.model, k->model) && x->key.repeat == k->repeat;
}

/* First entry whose (key, owner) is not below. */
static size_t lower_bound(const gp_recording *r, uint64_t key, uint64_t owner)
{
    size_t lo = 0, hi = r->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const gp_recording_entry *e = &r->entries[mid];
        if (e->key < key || (e->key == key && e->owner < owner)) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* How well an exchange with the right key fits: smaller is better. -1: not at all. */
static int misfit(const gp_exchange *x, const gp_call_key *k, size_t occurrence)
{
    if (x->key.attempt != k->attempt) return -1;
    return (gp_str_eq(x->key.trial, k->trial) ? 0 : 4) + (x->key.turn == k->turn ? 0 : 2) +
           (x->occurrence == occurrence ? 0 : 1);
}

/* A request of a trial. */
typedef struct wanted {
    const gp_call_key *key;
    size_t occurrence;
    const char *sha256;
    gp_str canonical;
} wanted;

/* Below 0: x is the better one. */
static int order_of(const gp_exchange *x, const gp_exchange *y, const wanted *w)
{
    int a = misfit(x, w->key, w->occurrence), b = misfit(y, w->key, w->occurrence);
    if (a != b) return a - b;
    int t = gp_str_cmp(x->key.trial, y->key.trial);
    if (t) return t;
    if (x->key.turn != y->key.turn) return x->key.turn < y->key.turn ? -1 : 1;
    return (x->occurrence < y->occurrence) - (x->occurrence > y->occurrence);
}

typedef struct found {
    size_t n;         /* exchanges with this key, of any attempt */
    int64_t attempts; /* the highest attempt among them */
    size_t best;      /* the entry that fits; SIZE_MAX: none */
} found;

/* The last of the entries with these hashes that is what is wanted; *at is SIZE_MAX if there is none. A resumed run may
 * have asked twice: the later one is what its trial was made of. */
static gp_code look_exactly(const gp_recording *r, const wanted *w, size_t *at, gp_err *err)
{
    gp_arena mem = {0};
    gp_exchange x;
    uint64_t key = gp_recording_key_hash(w->key, w->sha256), owner = gp_recording_owner_hash(w->key, w->occurrence);
    gp_code code = GP_OK;
    *at = SIZE_MAX;
    for (size_t i = lower_bound(r, key, owner);
         i < r->n && r->entries[i].key == key && r->entries[i].owner == owner && !code; i++) {
        gp_arena_reset(&mem);
        code = read_entry(r, &mem, i, &x, err);
        if (!code && same_key(&x, w->key, w->sha256) && misfit(&x, w->key, w->occurrence) == 0) *at = i;
    }
    gp_arena_free(&mem);
    return code;
}

/* The best of all with the key. */
static gp_code look_around(const gp_recording *r, const wanted *w, found *f, gp_err *err)
{
    gp_arena best_mem = {0}, mem = {0};
    gp_exchange best = {0}, x;
    uint64_t key = gp_recording_key_hash(w->key, w->sha256);
    gp_code code = GP_OK;
    for (size_t i = lower_bound(r, key, 0); i < r->n && r->entries[i].key == key && !code; i++) {
        gp_arena_reset(&mem);
        code = read_entry(r, &mem, i, &x, err);
        if (code || !same_key(&x, w->key, w->sha256)) continue;
        f->n++;
        if (x.key.attempt > f->attempts) f->attempts = x.key.attempt;
        if (misfit(&x, w->key, w->occurrence) < 0 || (f->best != SIZE_MAX && order_of(&x, &best, w) > 0)) continue;
        f->best = i;
        best = x;
        gp_arena kept = mem;
        mem = best_mem;
        best_mem = kept;
    }
    gp_arena_free(&mem);
    gp_arena_free(&best_mem);
    return code;
}

/* --- nothing found --- */

typedef struct nearest {
    bool any, family;        /* there is one; it has the same provider and model */
    gp_json_difference what; /* of the requests */
    gp_call_key key;         /* in `mem` */
    gp_arena mem;
} nearest;

static bool family(const gp_call_key *x, const gp_call_key *k)
{
    return gp_str_eq(x->provider, k->provider) && gp_str_eq(x->model, k->model);
}

/* Same provider and model first, then the smaller difference, then the same repeat, then by trial. */
static bool nearer(const nearest *best, const gp_exchange *x, const gp_json_difference *d, const gp_call_key *k)
{
    bool kin = family(&x->key, k);
    if (!best->any || kin != best->family) return !best->any || kin;
    if (d->cost != best->what.cost) return d->cost < best->what.cost;
    bool mine = x->key.repeat == k->repeat, its = best->key.repeat == k->repeat;
    if (mine != its) return mine;
    int t = gp_str_cmp(x->key.trial, best->key.trial);
    return t ? t < 0 : x->key.turn < best->key.turn;
}

static gp_code compare(nearest *best, const gp_exchange *x, gp_arena *mem, const gp_json *now, const gp_call_key *k,
                       gp_err *err)
{
    const gp_json *recorded = NULL;
    gp_json_difference d = {0};
    if (!x->request.n || (best->any && best->family && !family(&x->key, k))) return GP_OK;
    gp_code code = gp_json_parse(mem, "recorded request", x->request, &recorded, err);
    if (!code) gp_json_differ(recorded, now, &d);
    if (code || !nearer(best, x, &d, k)) {
        gp_json_difference_free(&d);
        return code;
    }
    gp_json_difference_free(&best->what);
    gp_arena_reset(&best->mem);
    best->any = true;
    best->family = family(&x->key, k);
    best->what = d;
    best->key = x->key;
    best->key.provider = gp_str_dup(&best->mem, x->key.provider);
    best->key.model = gp_str_dup(&best->mem, x->key.model);
    best->key.trial = gp_str_dup(&best->mem, x->key.trial);
    return GP_OK;
}

static gp_code find_nearest(const gp_recording *r, gp_str canonical, const gp_call_key *k, nearest *best, gp_err *err)
{
    gp_arena mem = {0}, of_now = {0};
    const gp_json *now = NULL;
    gp_exchange x;
    gp_code code = gp_json_parse(&of_now, "request", canonical, &now, err);
    for (size_t i = 0; i < r->n && !code; i++) {
        gp_arena_reset(&mem);
        code = read_entry(r, &mem, i, &x, err);
        if (!code) code = compare(best, &x, &mem, now, k, err);
    }
    gp_arena_free(&mem);
    gp_arena_free(&of_now);
    return code;
}

/* What differs, in words. The request comes first: it is what people change. */
static void describe(const nearest *best, const gp_call_key *k, gp_buf *b)
{
    const gp_json_difference *d = &best->what;
    gp_buf_c(b, "; the nearest recorded is of trial ");
    gp_show(b, best->key.trial, 200);
    if (best->key.turn) gp_buf_fmt(b, ", turn %zu", best->key.turn + 1);
    gp_buf_c(b, " and differs");
    if (d->places)
        gp_buf_fmt(b, " at %s: recorded %s, now %s", d->pointer.n ? d->pointer.p : "the whole of it",
                   d->recorded.p ? d->recorded.p : "", d->now.p ? d->now.p : "");
    if (d->places > 1) gp_buf_fmt(b, " (and in %zu more place%s)", d->places - 1, d->places == 2 ? "" : "s");
    if (!best->family) {
        gp_buf_c(b, d->places ? "; also " : " in ");
        gp_buf_c(b, "provider and model: recorded ");
        gp_show(b, best->key.provider, 40), gp_buf_byte(b, ':'), gp_show(b, best->key.model, 80);
        gp_buf_c(b, ", now ");
        gp_show(b, k->provider, 40), gp_buf_byte(b, ':'), gp_show(b, k->model, 80);
    } else if (!d->places)
        gp_buf_fmt(b, " in the repeat: recorded %" PRId64 ", now %" PRId64, best->key.repeat, k->repeat);
}

static gp_code fail_missing(const gp_recording *r, const gp_call_key *k, gp_str canonical, const found *f, gp_err *err)
{
    nearest best = {0};
    gp_buf b = {0};
    gp_code code = GP_OK;
    if (f->n) {
        gp_buf_fmt(&b,
                   "has only %" PRId64 " attempt%s at it; attempt %" PRId64
                   " is asked for: the retry policy differs from the recorded run's",
                   f->attempts, f->attempts == 1 ? "" : "s", k->attempt);
    } else {
        gp_buf_c(&b, "does not hold it");
        code = find_nearest(r, canonical, k, &best, err);
        if (!code && best.any) describe(&best, k, &b);
    }
    if (!code && k->turn)
        code = gp_fail(err, GP_E_INPUT, "trial %.*s, turn %zu: the recording %s %s. A replay never asks a live target",
                       GP_ARG(k->trial), k->turn + 1, r->dir, b.p);
    else if (!code)
        code = gp_fail(err, GP_E_INPUT, "request of trial %.*s: the recording %s %s. A replay never asks a live target",
                       GP_ARG(k->trial), r->dir, b.p);
    gp_json_difference_free(&best.what);
    gp_arena_free(&best.mem);
    gp_buf_free(&b);
    return code;
}

gp_code gp_recording_find(const gp_recording *r, gp_arena *a, const gp_call_key *key, size_t occurrence,
                          gp_str canonical, const char *sha256, gp_exchange *out, gp_err *err)
{
    wanted w = {key, occurrence, sha256, canonical};
    found f = {.best = SIZE_MAX};
    gp_code code = look_exactly(r, &w, &f.best, err);
    if (!code && f.best == SIZE_MAX) code = look_around(r, &w, &f, err);
    if (!code && f.best == SIZE_MAX) code = fail_missing(r, key, canonical, &f, err);
    if (!code) code = read_entry(r, a, f.best, out, err);
    if (!code && out->withheld.n)
        code = gp_fail(err, GP_E_INPUT, "request of trial %.*s: the recording %s does not show this exchange: %.*s",
                       GP_ARG(key->trial), r->dir, GP_ARG(out->withheld));
    return code;
}

/* A line that is no exchange, by its label. */
static gp_code find_note(const gp_recording *r, gp_arena *a, const gp_call_key *key, const char *label, bool *there,
                         gp_exchange *out, gp_err *err)
{
    wanted w = {.key = key, .sha256 = label};
    size_t at = SIZE_MAX;
    gp_code code = look_exactly(r, &w, &at, err);
    *there = !code && at != SIZE_MAX;
    return *there ? read_entry(r, a, at, out, err) : code;
}

/* How many exchanges of this key stand in front of `offset`, and is there one behind it? A resumed run begins a trial
 * anew, with its first request: what came before that one does not count. */
static gp_code count_sent(const gp_recording *r, const gp_call_key *k, uint64_t offset, size_t *before, bool *behind,
                          gp_err *err)
{
    gp_arena mem = {0};
    gp_exchange x;
    char first[65] = "";
    uint64_t key = gp_recording_key_hash(k, GP_RECORDING_SENT), owner = gp_recording_owner_hash(k, 0);
    gp_code code = GP_OK;
    *before = 0;
    *behind = false;
    for (size_t i = lower_bound(r, key, owner);
         i < r->n && r->entries[i].key == key && r->entries[i].owner == owner && !code; i++) {
        gp_arena_reset(&mem);
        code = read_entry(r, &mem, i, &x, err);
        bool mine = !code && same_key(&x, k, x.sha256) && gp_str_eq(x.key.trial, k->trial) && x.key.turn == k->turn &&
                    x.key.attempt == k->attempt;
        if (!mine) continue;
        if (r->entries[i].offset > offset) *behind = true;
        else if (x.occurrence == 1 && strcmp(first, x.sha256) == 0) *before = 1;
        else (*before)++;
        if (!first[0]) memcpy(first, x.sha256, sizeof first);
    }
    gp_arena_free(&mem);
    return code;
}

gp_code gp_recording_unsent(const gp_recording *r, gp_arena *a, const gp_call_key *key, size_t asked, size_t refused,
                            bool *unsent, gp_exchange *out, gp_err *err)
{
    wanted w = {.key = key, .sha256 = "unsent"};
    size_t at = SIZE_MAX, before = 0;
    bool behind = false;
    *unsent = false;
    gp_code code = look_exactly(r, &w, &at, err);
    if (!code && at != SIZE_MAX) code = count_sent(r, key, r->entries[at].offset, &before, &behind, err);
    if (code || at == SIZE_MAX || asked < before) return code;
    code = read_entry(r, a, at, out, err);
    /* What was sent later was paid with more money; after a key that does not work, it was another server's turn. */
    *unsent = !code && !(behind && (out->unsent == GP_FAIL_BUDGET || refused));
    return code;
}

gp_code gp_recording_window(const gp_recording *r, gp_arena *a, const gp_call_key *key, int64_t *window, gp_err *err)
{
    gp_call_key of_trial = *key;
    gp_exchange x = {0};
    bool there = false;
    of_trial.turn = 0;
    of_trial.attempt = 1;
    gp_code code = find_note(r, a, &of_trial, "window", &there, &x, err);
    *window = there ? x.window : -1;
    return code;
}

static const gp_manifest_target *find_target(const gp_manifest_target *list, size_t n, gp_str name)
{
    for (size_t i = 0; i < n; i++)
        if (gp_str_eq(list[i].name, name)) return &list[i];
    return NULL;
}

bool gp_recording_price(const gp_recording *r, gp_str target, gp_price *out)
{
    const gp_manifest *m = &r->head.run;
    const gp_manifest_target *t = find_target(m->targets, m->n_targets, target);
    if (!t) t = find_target(m->judges, m->n_judges, target);
    if (!t) return false;
    *out = (gp_price){.input = t->price_input,
                      .output = t->price_output,
                      .cached_input = t->price_cached_input,
                      .up_to = t->price_up_to,
                      .context = t->price_context,
                      .as_of = t->price_as_of,
                      .source = t->price_source};
    return true;
}

static gp_str headers_of(const gp_manifest_target *list, size_t n, gp_str name)
{
    gp_str text = {0};
    for (size_t i = 0; i < n && !text.n; i++)
        text = gp_str_eq(list[i].name, name) ? list[i].headers : headers_of(list[i].members, list[i].n_members, name);
    return text;
}

gp_str gp_recording_headers(const gp_recording *r, gp_str target)
{
    const gp_manifest *m = &r->head.run;
    gp_str text = headers_of(m->targets, m->n_targets, target);
    return text.n ? text : headers_of(m->judges, m->n_judges, target);
}
