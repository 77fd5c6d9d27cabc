/* bisect.c - the first operation of a local trial that leaves other values here than on another side. */
#include <math.h>
#include <string.h>

#include "base/sys.h"
#include "verify/verify_impl.h"

const char *const gp_bisect_part_names[GP_PARTS] = {"before", "layer", "behind"};

/* --- the other side --- */

typedef enum side_kind { SIDE_DEVICE, SIDE_KERNELS, SIDE_TRACE, SIDES } side_kind;
static const char *const side_names[SIDES] = {"device=", "kernels=", "trace="};

typedef struct side {
    side_kind kind;
    const char *what; /* behind the sign */
} side;

static bool read_side(const char *with, side *out)
{
    for (int i = 0; i < SIDES; i++) {
        size_t n = strlen(side_names[i]);
        if (strncmp(with, side_names[i], n) != 0 || !with[n]) continue;
        *out = (side){(side_kind)i, with + n};
        return true;
    }
    return false;
}

gp_code gp_verify_bisect_check(const char *with, gp_err *err)
{
    side s;
    return read_side(with, &s)
               ? GP_OK
               : gp_fail(err, GP_E_USAGE,
                         "--bisect %s: the other side is device=N, device=NAME, kernels=DIR or trace=FILE", with);
}

/* --- the tokens --- */

typedef struct sequence {
    gp_str trial;
    int64_t turn;   /* 0: the last reply */
    int64_t tokens; /* of it; -1: all */
    const gp_manifest_target *m;
    const char *path;
    const int32_t *ids;
    size_t n, n_prompt;
} sequence;

static const gp_verify_target *target_of(const gp_verify_target *list, size_t n, gp_str name)
{
    for (size_t i = 0; i < n; i++)
        if (gp_str_eq(list[i].m->name, name)) return &list[i];
    return NULL;
}

/* The ids of a trial, if it has any. */
static bool take_ids(gp_verifying *v, const gp_transcript *t, sequence *s)
{
    int64_t turn = s->turn ? s->turn : (int64_t)t->n_replies;
    if (turn < 1 || turn > (int64_t)t->n_replies) return false;
    const gp_reply *r = &t->replies[turn - 1];
    size_t tokens = s->tokens < 0 ? r->n_tokens : (size_t)s->tokens;
    if (!r->n_prompt_tokens || tokens > r->n_tokens) return false;
    int32_t *ids = GP_NEW_ARRAY(v->a, int32_t, r->n_prompt_tokens + tokens);
    memcpy(ids, r->prompt_tokens, r->n_prompt_tokens * sizeof *ids);
    if (tokens) memcpy(ids + r->n_prompt_tokens, r->tokens, tokens * sizeof *ids);
    s->turn = turn;
    s->tokens = (int64_t)tokens;
    s->ids = ids;
    s->n = r->n_prompt_tokens + tokens;
    s->n_prompt = r->n_prompt_tokens;
    return true;
}

/* Of the i-th trial of the journal. */
static gp_code try_trial(gp_verifying *v, const gp_verify_journal *j, size_t i, const gp_verify_target *list, size_t n,
                         sequence *s, gp_err *err)
{
    gp_arena a = {0};
    gp_transcript t;
    gp_code code = gp_verify_journal_read(j, i, &a, &t, err);
    const gp_verify_target *at = code ? NULL : target_of(list, n, t.target);
    if (at && take_ids(v, &t, s)) {
        s->trial = gp_str_dup(v->a, t.id);
        s->m = at->m;
        s->path = gp_str_dup(v->a, at->path).p;
    }
    gp_arena_free(&a);
    return code;
}

static gp_code find_ids(gp_verifying *v, sequence *s, gp_str *lacking, gp_err *err)
{
    gp_verify_journal j;
    gp_verify_target *list = GP_NEW_ARRAY(v->a, gp_verify_target, v->manifest.n_targets);
    size_t n_local, n = gp_verify_targets(v, list, &n_local, lacking);
    gp_code code = gp_verify_journal_open(v->a, v->o->bundle, &j, err);
    size_t at = !code && s->trial.n ? gp_verify_journal_find(&j, s->trial) : 0;
    if (!code && at == SIZE_MAX)
        code = gp_fail(err, GP_E_USAGE, "--bisect: the bundle has no trial %.*s", GP_ARG(s->trial));
    if (!code && s->trial.n) code = try_trial(v, &j, at, list, n, s, err);
    for (size_t i = 0; i < j.n && !s->trial.n && !code; i++) code = try_trial(v, &j, i, list, n, s, err);
    gp_verify_journal_close(&j);
    return code;
}

/* The trial that is asked for, the one that was found to differ, or the first: as far as its answers agree. */
static sequence choose(const gp_verifying *v, const gp_trace_file *f)
{
    const gp_parting *p = &v->out->parting;
    gp_str asked = gp_str_c(v->o->bisect_trial);
    if (f) return (sequence){.trial = f->trial, .turn = f->turn, .tokens = f->tokens};
    if (v->out->parted && (!asked.n || gp_str_eq(asked, p->trial)))
        return (sequence){.trial = p->trial, .turn = p->turn, .tokens = p->position ? p->position - 1 : -1};
    return (sequence){.trial = asked, .tokens = -1};
}

/* --- computing --- */

static gp_trace_options here(const gp_verifying *v, const sequence *s)
{
    const gp_engine_wish *w = &v->o->wish;
    return (gp_trace_options){.path = s->path,
                              .o = {.context = s->m->context > 0 ? (uint32_t)s->m->context : 0,
                                    .kv = gp_str_eqc(s->m->kv, gp_kv_name(GP_KV_F16)) ? GP_KV_F16 : GP_KV_F32,
                                    .ocl = {.device = w->device,
                                            .threads = w->threads,
                                            .work_group = w->work_group,
                                            .compiling = w->compiling}},
                              .ids = s->ids,
                              .n = s->n,
                              .n_prompt = s->n_prompt,
                              .interrupted = v->o->interrupted};
}

static void describe(gp_verifying *v, const gp_trace *mine, const gp_trace *other, bool kept)
{
    gp_bisection *b = &v->out->bisection;
    gp_trace_difference d;
    const gp_operation *x = &mine->list[mine->n - 1];
    b->differs = true;
    b->part = x->layer < 0 ? GP_PART_BEFORE : (uint32_t)x->layer >= mine->layers ? GP_PART_BEHIND : GP_PART_LAYER;
    b->layer = b->part == GP_PART_LAYER ? x->layer : -1;
    b->operation = (int64_t)gp_trace_number_in_layer(mine, mine->n - 1);
    b->kernel = x->kernel;
    b->kernel_there = other->n >= mine->n ? other->list[mine->n - 1].kernel : GP_STR("none");
    b->weights = mine->weights;
    b->known = kept && gp_trace_compare(v->a, mine, other, &d);
    if (!b->known) return;
    b->reads_alike = d.read_alike;
    b->buffer = d.buffer;
    b->position = d.position + 1, b->index = d.index;
    b->here = d.one, b->there = d.other;
    b->here_bits = d.one_bits, b->there_bits = d.other_bits;
    b->differing = d.n_other, b->values = d.n;
}

static void add_side(gp_verifying *v, gp_str *list, const char *what, gp_str mine, gp_str other)
{
    if (!mine.n || !other.n || gp_str_eq(mine, other)) return;
    list[v->out->n_sides++] = gp_str_fmt(v->a, "%s: %.*s here, %.*s there", what, GP_ARG(mine), GP_ARG(other));
}

static gp_str units_of(const gp_verifying *v, const gp_trace *t)
{
    return t->units < 0 ? (gp_str){0} : gp_str_fmt(v->a, "%lld", (long long)t->units);
}

static void tell_sides(gp_verifying *v, const gp_trace_file *x, const gp_trace_file *y)
{
    enum { FACTS = 6 };
    gp_str *list = GP_NEW_ARRAY(v->a, gp_str, FACTS);
    v->out->sides = list;
    add_side(v, list, "the build", x->build, y->build);
    add_side(v, list, "the kernels' digest", x->kernels_sha256, y->kernels_sha256);
    add_side(v, list, "the device", x->trace.device, y->trace.device);
    add_side(v, list, "the driver", x->trace.driver, y->trace.driver);
    add_side(v, list, "the form of integer products", x->trace.form, y->trace.form);
    add_side(v, list, "the threads of the device", units_of(v, &x->trace), units_of(v, &y->trace));
}

static gp_trace_file file_of(const gp_verifying *v, const sequence *s, char digest[GP_SHA256_HEX])
{
    gp_ocl_kernels_digest(digest);
    return (gp_trace_file){.fingerprint = v->out->fingerprint,
                           .trial = s->trial,
                           .turn = s->turn,
                           .tokens = s->tokens,
                           .build = gp_str_fmt(v->a, "%s, %s", gp_version(), gp_build()),
                           .kernels_sha256 = gp_str_c(digest)};
}

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

static void sum_up(gp_verifying *v, bool cut)
{
    const gp_bisection *b = &v->out->bisection;
    gp_str what = gp_str_fmt(v->a, "%zu operation%s over %lld tokens of %.*s", b->alike, plural(b->alike),
                             (long long)b->tokens, GP_ARG(b->trial));
    if (b->differs) v->state[GP_CHECK_BISECT] = GP_CHECK_DIFFERS;
    gp_verify_said(v, GP_CHECK_BISECT,
                   gp_str_fmt(v->a, "%.*s left the same on both sides%s", GP_ARG(what),
                              b->differs ? ", the next one did not"
                              : cut      ? ", as far as the trace goes"
                                         : ": no value differs"));
}

/* Both sides in this process. The first one computes again, up to where the second one parted from it. */
static gp_code both_sides(gp_verifying *v, const side *with, const sequence *s, gp_err *err)
{
    char digest[GP_SHA256_HEX];
    gp_trace_options o = here(v, s), p = o;
    gp_trace_file x = file_of(v, s, digest), y = x;
    gp_trace again;
    if (with->kind == SIDE_DEVICE) p.o.ocl.device = with->what, p.o.ocl.threads = 0;
    else p.o.ocl.sources = with->what;
    gp_code code = gp_trace_make(v->a, &o, NULL, &x.trace, err);
    if (!code) code = gp_trace_make(v->a, &p, &x.trace, &y.trace, err);
    if (code) return code;
    v->out->bisection.alike = y.trace.n - y.trace.parted;
    tell_sides(v, &x, &y);
    if (y.trace.parted) code = gp_trace_make(v->a, &o, &y.trace, &again, err);
    if (!code && y.trace.parted) describe(v, &again, &y.trace, true);
    if (!code) sum_up(v, false);
    return code;
}

/* A file keeps the side that is not here. Where it has no values of the operation at which this one parts, it gets this
 * side up to there, for the other one to be held against. */
static gp_code with_file(gp_verifying *v, const char *path, const gp_trace_file *there, const sequence *s, gp_err *err)
{
    char digest[GP_SHA256_HEX];
    gp_bisection *b = &v->out->bisection;
    gp_trace_options o = here(v, s);
    gp_trace_file f = file_of(v, s, digest);
    gp_code code = gp_trace_make(v->a, &o, there ? &there->trace : NULL, &f.trace, err);
    if (code) return code;
    b->alike = f.trace.n - f.trace.parted;
    if (there) tell_sides(v, &f, there);
    if (f.trace.parted) describe(v, &f.trace, &there->trace, there->trace.parted && there->trace.n == f.trace.n);
    if (!there || (b->differs && !b->known)) {
        code = gp_trace_file_write(&f, path, err);
        b->written = gp_str_c(path);
    }
    if (!code && there) sum_up(v, there->trace.parted);
    else if (!code)
        gp_verify_not_made(v, GP_CHECK_BISECT,
                           gp_str_fmt(v->a,
                                      "%zu operation%s over %lld tokens of %.*s noted in %s: run this on the other "
                                      "side, with that file",
                                      b->alike, plural(b->alike), (long long)b->tokens, GP_ARG(b->trial), path));
    return code;
}

/* NULL stays what it is where the file is yet to be written. */
static gp_code read_trace(gp_verifying *v, const char *path, const gp_trace_file **out, gp_err *err)
{
    gp_entry what;
    gp_trace_file *f = GP_NEW(v->a, gp_trace_file);
    gp_code code = gp_look(path, &what, err);
    if (!code && what == GP_NOTHING) return gp_writable(path, err);
    if (!code) code = gp_trace_file_read(v->a, path, f, err);
    if (!code && !gp_str_eq(f->fingerprint, v->out->fingerprint))
        code = gp_fail(err, GP_E_INPUT, "%s is a trace of another bundle, with fingerprint %.*s", path,
                       GP_ARG(f->fingerprint));
    *out = f;
    return code;
}

static void no_tokens(gp_verifying *v, gp_str lacking)
{
    gp_str text = GP_STR("no local trial has kept the tokens that were asked for");
    if (lacking.n)
        text = gp_str_fmt(v->a, "the model of %.*s was not found; say where it is with --model %.*s=FILE",
                          GP_ARG(lacking), GP_ARG(lacking));
    gp_verify_not_made(v, GP_CHECK_BISECT, text);
}

gp_code gp_verify_bisect(gp_verifying *v, gp_err *err)
{
    const gp_trace_file *there = NULL;
    gp_err why = {0};
    gp_str lacking = {0};
    side with;
    if (!v->o->bisect) return gp_verify_not_made(v, GP_CHECK_BISECT, GP_STR("not asked for")), GP_OK;
    gp_code code = gp_verify_bisect_check(v->o->bisect, err);
    if (code || !read_side(v->o->bisect, &with)) return code;
    if (with.kind == SIDE_TRACE) code = read_trace(v, with.what, &there, err);
    if (code) return code;
    sequence s = choose(v, there);
    code = find_ids(v, &s, &lacking, err);
    if (code) return code;
    if (!s.ids) return no_tokens(v, lacking), GP_OK;
    v->out->bisection = (gp_bisection){
        .with = gp_str_c(v->o->bisect), .trial = s.trial, .turn = s.turn, .tokens = (int64_t)s.n, .layer = -1};
    code = with.kind == SIDE_TRACE ? with_file(v, with.what, there, &s, &why) : both_sides(v, &with, &s, &why);
    if (code == GP_E_INFRA)
        return gp_verify_not_made(v, GP_CHECK_BISECT, gp_str_fmt(v->a, "it could not be computed: %s", why.msg)), GP_OK;
    if (code) *err = why;
    return code;
}
