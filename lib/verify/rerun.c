/* rerun.c - trials of local targets, asked again: the same weights, suite and seeds, and whatever must not matter
 * (threads, batches, slots, order) another than it was. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "verify/verify_impl.h"

/* --- which targets, and where their weights are now --- */

bool gp_verify_is_local(const gp_manifest_target *m)
{
    return gp_str_eqc(m->provider, "local") && !m->n_members && !m->imported;
}

/* As the user says with NAME=FILE, or FILE where there is one local target; empty: nothing is said. */
static gp_str given_path(const gp_verifying *v, const gp_manifest_target *m, size_t n_local)
{
    for (size_t i = 0; i < v->o->n_models; i++) {
        gp_str s = v->o->models[i];
        bool named = s.n > m->name.n && memcmp(s.p, m->name.p, m->name.n) == 0 && s.p[m->name.n] == '=';
        if (named) return (gp_str){s.p + m->name.n + 1, s.n - m->name.n - 1};
        if (n_local == 1 && gp_str_find(s, GP_STR("=")) == SIZE_MAX) return s;
    }
    return (gp_str){0};
}

/* The model of a target that a targets file named. */
static gp_str configured_path(gp_verifying *v, const gp_manifest_target *m)
{
    gp_str text;
    const gp_json *root = NULL;
    const char *path = gp_path_join(v->a, v->o->bundle, GP_FILE_TARGETS);
    if (!gp_is_file(path) || gp_read_file(v->a, path, 0, &text, NULL) || gp_json_parse(v->a, path, text, &root, NULL))
        return (gp_str){0};
    const gp_json *all = gp_json_get(root, "targets");
    const gp_json *t = all ? gp_json_get(all, gp_str_dup(v->a, m->name).p) : NULL;
    const gp_json *model = t ? gp_json_get(t, "model") : NULL;
    return model && model->type == GP_JSON_STRING ? gp_str_dup(v->a, model->s) : (gp_str){0};
}

/* Where it was, if the bundle knows and it is there; or the bundled model. */
static gp_str known_path(gp_verifying *v, const gp_manifest_target *m)
{
    gp_str spec = m->spec;
    size_t at = gp_str_find(spec, GP_STR("local:"));
    gp_str path = at == SIZE_MAX ? (gp_str){0} : (gp_str){spec.p + at + 6, spec.n - at - 6};
    path = path.n ? gp_str_dup(v->a, path) : configured_path(v, m);
    if (path.n && gp_is_file(path.p)) return path;
    bool bundled = v->o->pocket && gp_str_eqc(m->model, gp_path_base(v->o->pocket));
    return bundled ? gp_str_c(v->o->pocket) : (gp_str){0};
}

gp_str gp_verify_weights_path(gp_verifying *v, const gp_manifest_target *m)
{
    size_t n_local = 0;
    for (size_t i = 0; i < v->manifest.n_targets; i++) n_local += gp_verify_is_local(&v->manifest.targets[i]);
    gp_str path = given_path(v, m, n_local);
    return path.n ? path : known_path(v, m);
}

size_t gp_verify_targets(gp_verifying *v, gp_verify_target *list, size_t *n_local, gp_str *lacking)
{
    size_t n = 0;
    *n_local = 0;
    for (size_t i = 0; i < v->manifest.n_targets; i++) {
        const gp_manifest_target *m = &v->manifest.targets[i];
        if (!gp_verify_is_local(m)) continue;
        gp_str path = gp_verify_weights_path(v, m);
        ++*n_local;
        if (path.n) list[n++] = (gp_verify_target){m, path};
        else *lacking = m->name;
    }
    return n;
}

/* Does NAME=FILE name a local target? FILE alone does where there is one. */
static bool is_named(const gp_verifying *v, gp_str s, size_t n_local)
{
    size_t equals = gp_str_find(s, GP_STR("="));
    if (equals == SIZE_MAX) return n_local == 1;
    for (size_t i = 0; i < v->manifest.n_targets; i++)
        if (gp_verify_is_local(&v->manifest.targets[i]) &&
            gp_str_eq(v->manifest.targets[i].name, (gp_str){s.p, equals}))
            return true;
    return false;
}

static const char *local_names(gp_verifying *v)
{
    gp_buf b = {0};
    for (size_t i = 0; i < v->manifest.n_targets; i++)
        if (gp_verify_is_local(&v->manifest.targets[i]))
            gp_buf_fmt(&b, "%s%.*s", b.n ? ", " : "", GP_ARG(v->manifest.targets[i].name));
    gp_str s = gp_str_dup(v->a, b.n ? gp_buf_view(&b) : GP_STR("none"));
    gp_buf_free(&b);
    return s.p;
}

/* --- the run --- */

static void put_known(gp_jw *w, const char *key, gp_str value)
{
    if (!value.n) return;
    gp_jw_key(w, key);
    gp_jw_str(w, value);
}

/* As a targets file in the scratch folder says it. */
static gp_str template_of(gp_verifying *v, const gp_manifest_target *m)
{
    const char *name = gp_bundle_template(v->a, m->template);
    return name ? gp_str_c(gp_path_base(name)) : m->template;
}

/* Beside the targets file. */
static gp_code copy_templates(gp_verifying *v, const gp_verify_target *list, size_t n, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < n && !code; i++) {
        const char *name = gp_bundle_template(v->a, list[i].m->template);
        const char *to = name ? gp_path_join(v->a, v->scratch, gp_path_base(name)) : NULL;
        if (to) code = gp_bundle_copy(v->o->bundle, name, to, err);
    }
    return code;
}

/* A targets file that asks them as the manifest says they were asked. */
static gp_code write_config(gp_verifying *v, const gp_verify_target *list, size_t n, const char *path, gp_err *err)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 2);
    gp_jw_object(&w);
    gp_jw_key(&w, "targets");
    gp_jw_object(&w);
    for (size_t i = 0; i < n; i++) {
        const gp_manifest_target *m = list[i].m;
        gp_jw_key_str(&w, m->name);
        gp_jw_object(&w);
        put_known(&w, "provider", m->provider);
        put_known(&w, "model", list[i].path);
        if (m->context > 0) gp_jw_key(&w, "context"), gp_jw_int(&w, m->context);
        put_known(&w, "kv", m->kv);
        put_known(&w, "date", m->date);
        put_known(&w, "reasoning", m->reasoning);
        put_known(&w, "system", m->system);
        put_known(&w, "stop_in", m->stop_in);
        if (m->template.n) put_known(&w, "template", template_of(v, m));
        if (m->extra.n) gp_jw_key(&w, "extra"), gp_jw_raw(&w, m->extra);
        gp_jw_key(&w, "sampling");
        gp_record_write(&w, &gp_sampling_given, &m->sampling);
        gp_jw_end_object(&w);
    }
    gp_jw_end_object(&w);
    gp_jw_end_object(&w);
    gp_code code = gp_write_file(path, gp_buf_view(&b), err);
    gp_buf_free(&b);
    return code;
}

typedef struct sample {
    gp_verifying *v;
    const gp_verify_target *list;
    size_t n_targets;
    gp_str *ids;
    size_t n, room;
    uint64_t seen;
} sample;

static uint64_t mix(uint64_t x) /* splitmix64 */
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* Reservoir sampling (Vitter's algorithm R), by a counter of our own: the same seed chooses the same trials. */
static gp_code take_trial(void *user, const gp_result *t, gp_err *err)
{
    sample *s = user;
    bool here = false;
    (void)err;
    for (size_t i = 0; i < s->n_targets; i++) here = here || gp_str_eq(s->list[i].m->name, t->target);
    if (!here || t->status == GP_SKIPPED) return GP_OK;
    uint64_t k = s->seen++, want = (uint64_t)s->v->o->sample;
    uint64_t at = k < want ? k : mix((uint64_t)s->v->o->seed ^ mix(k)) % (k + 1);
    if (at >= want) return GP_OK;
    if (at == s->n) s->n++;
    s->ids[at] = gp_str_dup(s->v->a, t->id);
    return GP_OK;
}

/* Ids are globs for --filter, in which a few signs have a meaning of their own. */
static gp_str escaped(gp_arena *a, gp_str id)
{
    gp_buf b = {0};
    for (size_t i = 0; i < id.n; i++) {
        if (strchr("*?[\\", id.p[i])) gp_buf_byte(&b, '\\');
        gp_buf_byte(&b, id.p[i]);
    }
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

void gp_verify_filters(gp_verifying *v, gp_run_options *o)
{
    const gp_manifest *m = &v->manifest;
    o->filters = m->filters, o->n_filters = m->n_filters;
    o->tags = m->tags, o->n_tags = m->n_tags;
    o->limit = m->limit;
    if (m->shard.n && sscanf(gp_str_dup(v->a, m->shard).p, "%" SCNd64 "/%" SCNd64, &o->shard, &o->shards) != 2)
        o->shards = 0;
}

static gp_code choose_trials(gp_verifying *v, const gp_verify_target *list, size_t n, gp_run_options *o, gp_err *err)
{
    gp_verify_filters(v, o);
    if (!v->o->sample) return GP_OK;
    sample s = {.v = v, .list = list, .n_targets = n};
    s.ids = GP_NEW_ARRAY(v->a, gp_str, (size_t)v->o->sample);
    gp_code code = gp_results_each(v->results, take_trial, &s, err);
    for (size_t i = 0; i < s.n; i++) s.ids[i] = escaped(v->a, s.ids[i]);
    if (s.n) o->filters = s.ids, o->n_filters = s.n, o->n_tags = 0, o->limit = -1, o->shards = 0;
    return code;
}

/* Unlike the first target's, where nobody says how. */
static gp_engine_wish another_way(const gp_verifying *v, const gp_manifest_target *m)
{
    gp_engine_wish w = v->o->wish;
    if (!w.threads && m->threads > 1) w.threads = 1;
    if (!w.batch) w.batch = m->batch == 24 ? 40 : 24;
    if (!w.slots) w.slots = m->slots == 3 ? 5 : 3;
    return w;
}

static gp_code ask_again(gp_verifying *v, const gp_verify_target *list, size_t n, const char *to, gp_err *err)
{
    gp_run_options o = gp_verify_run(v);
    gp_run_outcome out;
    gp_str *names = GP_NEW_ARRAY(v->a, gp_str, n);
    for (size_t i = 0; i < n; i++) names[i] = list[i].m->name;
    o.suites = gp_verify_suites(v);
    o.n_suites = v->manifest.n_suites;
    o.targets = names;
    o.n_targets = n;
    o.config = gp_path_join(v->a, v->scratch, "targets.json");
    o.golden = gp_path_join(v->a, v->o->bundle, GP_FOLDER_GOLDENS);
    o.output = to;
    o.repeat = v->manifest.repeat;
    o.seed = v->manifest.seed;
    o.wish = another_way(v, list[0].m);
    gp_code code = choose_trials(v, list, n, &o, err);
    if (!code) code = copy_templates(v, list, n, err);
    if (!code) code = write_config(v, list, n, o.config, err);
    return code ? code : gp_run(&o, &out, err);
}

/* --- comparing --- */

static size_t same_tokens(const gp_reply *x, const gp_reply *y)
{
    size_t i = 0;
    while (i < x->n_tokens && i < y->n_tokens && x->tokens[i] == y->tokens[i]) i++;
    return i;
}

static bool tokens_alike(const gp_transcript *x, const gp_transcript *y)
{
    bool alike = x->failure == y->failure && x->n_replies == y->n_replies;
    for (size_t i = 0; i < x->n_replies && alike; i++) {
        const gp_reply *p = &x->replies[i], *q = &y->replies[i];
        alike = p->n_tokens == q->n_tokens && same_tokens(p, q) == p->n_tokens && gp_str_eq(p->answer, q->answer);
    }
    return alike;
}

static double margin_at(gp_arena *a, gp_str margins, size_t k)
{
    const gp_json *v = NULL;
    if (!margins.n || gp_json_parse(a, "margins", margins, &v, NULL)) return (double)NAN;
    const gp_json *m = v->first;
    while (m && k--) m = m->next;
    return m && (m->type == GP_JSON_REAL || m->type == GP_JSON_INT) ? m->d : (double)NAN;
}

/* The first token, from 0 over all replies, whose margin is another; SIZE_MAX: none is. */
static size_t other_margin(gp_arena *a, gp_str then, gp_str now)
{
    const gp_json *x = NULL, *y = NULL;
    size_t i = 0;
    if (!then.n || !now.n || gp_json_parse(a, "margins", then, &x, NULL) || gp_json_parse(a, "margins", now, &y, NULL))
        return SIZE_MAX;
    const gp_json *q = y->first;
    for (const gp_json *p = x->first; p && q; p = p->next, q = q->next, i++)
        if (!gp_json_equal(p, q)) return i;
    return SIZE_MAX;
}

/* Tokens are alike: where their logits, as far as margins show it, are not. */
static size_t find_logits(gp_arena *a, const gp_transcript *x, const gp_transcript *y, size_t *turn, size_t *before)
{
    size_t at = other_margin(a, x->margins, y->margins);
    *turn = *before = 0;
    if (at == SIZE_MAX) return SIZE_MAX;
    while (*turn + 1 < x->n_replies && at >= *before + x->replies[*turn].n_tokens)
        *before += x->replies[(*turn)++].n_tokens;
    return at - *before;
}

static void note_parting(gp_verifying *v, const gp_verify_target *targets, size_t n_targets, const gp_transcript *x,
                         const gp_transcript *y)
{
    gp_parting *p = &v->out->parting;
    gp_arena a = {0};
    size_t turn = 0, before = 0;
    *p = (gp_parting){.trial = gp_str_dup(v->a, x->id),
                      .turn = 1,
                      .token_then = -1,
                      .token_now = -1,
                      .margin_then = (double)NAN,
                      .margin_now = (double)NAN,
                      .log_prob_then = (double)NAN,
                      .log_prob_now = (double)NAN};
    v->out->parted = true;
    while (turn + 1 < x->n_replies && turn + 1 < y->n_replies &&
           x->replies[turn].n_tokens == y->replies[turn].n_tokens &&
           same_tokens(&x->replies[turn], &y->replies[turn]) == x->replies[turn].n_tokens)
        before += x->replies[turn++].n_tokens;
    const gp_reply none = {0}, *r = turn < x->n_replies ? &x->replies[turn] : &none,
                   *s = turn < y->n_replies ? &y->replies[turn] : &none;
    size_t at = same_tokens(r, s);
    p->logits_only = tokens_alike(x, y);
    if (p->logits_only) {
        at = find_logits(&a, x, y, &turn, &before);
        r = s = &x->replies[turn];
    }
    p->turn = (int64_t)turn + 1;
    p->answer_then = gp_str_dup(v->a, r->answer);
    p->answer_now = gp_str_dup(v->a, s->answer);
    if (at < r->n_tokens || at < s->n_tokens) {
        p->position = (int64_t)at + 1;
        if (at < r->n_tokens) p->token_then = r->tokens[at];
        if (at < s->n_tokens) p->token_now = s->tokens[at];
        p->margin_then = margin_at(&a, x->margins, before + at);
        p->margin_now = margin_at(&a, y->margins, before + at);
    }
    for (size_t i = 0; i < n_targets; i++)
        if (gp_str_eq(targets[i].m->name, x->target))
            gp_verify_explain(v, gp_str_dup(v->a, targets[i].path).p, targets[i].m, r);
    gp_arena_free(&a);
}

static gp_code verdict_of(const gp_results *r, gp_str id, gp_arena *a, gp_result *t, gp_err *err)
{
    bool found = false;
    gp_code code = gp_results_find(r, a, id, t, &found, err);
    if (!code && !found) *t = (gp_result){.score = (double)NAN};
    return code;
}

static gp_code liken(gp_verifying *v, const gp_results *again, const gp_transcript *x, const gp_transcript *y,
                     gp_likeness *out, gp_err *err)
{
    gp_arena a = {0};
    gp_result r, s;
    gp_code code = GP_OK;
    if (tokens_alike(x, y)) {
        *out = gp_str_eq(x->logits_sha256, y->logits_sha256) ? GP_LIKE_BITWISE : GP_LIKE_TOKEN;
        return GP_OK;
    }
    code = verdict_of(v->results, x->id, &a, &r, err);
    if (!code) code = verdict_of(again, y->id, &a, &s, err);
    if (!code) { *out = r.status == s.status && gp_same_score(r.score, s.score) ? GP_LIKE_GRADE : GP_LIKE_NOT; }
    gp_arena_free(&a);
    return code;
}

/* The fingerprint has them, and nothing else would notice that they were edited there. */
static void compare_prompts(gp_verifying *v, const gp_transcript *x, const gp_transcript *y, int64_t line)
{
    for (size_t i = 0; i < x->n_replies && i < y->n_replies; i++) {
        const gp_reply *p = &x->replies[i], *q = &y->replies[i];
        size_t n = p->n_prompt_tokens, bytes = n * sizeof *p->prompt_tokens;
        if (q->n_prompt_tokens != n || (n && memcmp(p->prompt_tokens, q->prompt_tokens, bytes) != 0)) {
            gp_verify_differs(v, GP_CHECK_RERUN, GP_FILE_JOURNAL, line, gp_str_dup(v->a, x->id),
                              gp_str_fmt(v->a, "reply %zu: the prompt's tokens are not those that it has now", i + 1));
            return;
        }
        if (!gp_str_eq(p->answer, q->answer)) return; /* what stands behind another answer is another prompt */
    }
}

typedef struct pairing {
    gp_verifying *v;
    const gp_verify_target *targets;
    size_t n_targets;
    gp_verify_journal then, now;
    gp_results *again;
    gp_str date_then, date_now; /* what the template saw as today in the first trial in which it saw another day */
} pairing;

static gp_code compare_one(pairing *c, size_t i, gp_rerun_trial *list, gp_err *err)
{
    gp_verifying *v = c->v;
    const gp_verify_journal *then = &c->then, *now = &c->now;
    gp_arena a = {0};
    gp_transcript x, y;
    gp_likeness like = GP_LIKE_NOT;
    size_t k = gp_verify_journal_find(then, now->list[i].id);
    if (k == SIZE_MAX) return GP_OK; /* a line was taken out, which the chain tells */
    gp_code code = gp_verify_journal_read(then, k, &a, &x, err);
    if (!code) code = gp_verify_journal_read(now, i, &a, &y, err);
    if (!code && !x.skipped && !gp_failure_may_pass(x.failure)) {
        code = liken(v, c->again, &x, &y, &like, err);
        if (!c->date_then.n && !gp_str_eq(x.date, y.date))
            c->date_then = gp_str_dup(v->a, x.date), c->date_now = gp_str_dup(v->a, y.date);
        compare_prompts(v, &x, &y, then->list[k].line);
        list[v->out->n_trials++] = (gp_rerun_trial){now->list[i].id, like};
        v->out->like[like]++;
        if (!code && like != GP_LIKE_BITWISE && !v->out->parted) note_parting(v, c->targets, c->n_targets, &x, &y);
    }
    gp_arena_free(&a);
    return code;
}

/* --- pinned facts --- */

static void compare_fact(gp_verifying *v, gp_str **list, const char *what, gp_str was, gp_str is)
{
    if (gp_str_eq(was, is) || !was.n || !is.n) return;
    *(*list)++ = gp_str_fmt(v->a, "%s was %.*s, is %.*s", what, GP_ARG(was), GP_ARG(is));
    v->out->n_facts++;
}

static gp_str template_digest(gp_arena *a, const gp_manifest_target *m)
{
    char hex[GP_SHA256_HEX];
    if (!m->chat.chat.n) return (gp_str){0};
    gp_buf both = {0};
    gp_buf_str(&both, m->chat.chat);
    gp_buf_str(&both, m->chat.tool_use);
    gp_sha256_hex_of(gp_buf_view(&both), hex);
    gp_buf_free(&both);
    return gp_str_dup(a, gp_str_c(hex));
}

static void compare_facts(const pairing *c, const gp_manifest *now)
{
    enum { FACTS = 10 };
    gp_verifying *v = c->v;
    gp_str *list = GP_NEW_ARRAY(v->a, gp_str, FACTS * now->n_targets + 1), *at = list;
    v->out->facts = list;
    compare_fact(v, &at, "the date that the chat template saw", c->date_then, c->date_now);
    for (size_t i = 0; i < now->n_targets; i++)
        for (size_t k = 0; k < v->manifest.n_targets; k++) {
            const gp_manifest_target *x = &v->manifest.targets[k], *y = &now->targets[i];
            if (!gp_str_eq(x->name, y->name)) continue;
            gp_str part = gp_manifest_other_part(v->a, x->parts, x->n_parts, y->parts, y->n_parts);
            compare_fact(v, &at, "the weights' digest", x->weights_sha256, y->weights_sha256);
            if (part.n) compare_fact(v, &at, "a part of the model", GP_STR("another"), part);
            compare_fact(v, &at, "the tensors' digest", x->tensor_sha256, y->tensor_sha256);
            compare_fact(v, &at, "the chat template's digest", template_digest(v->a, x), template_digest(v->a, y));
            compare_fact(v, &at, "the kernels' digest", x->kernels_sha256, y->kernels_sha256);
            compare_fact(v, &at, "the cache's number format", x->kv, y->kv);
            compare_fact(v, &at, "the device", x->device, y->device);
            compare_fact(v, &at, "the driver", x->driver, y->driver);
            compare_fact(v, &at, "the context", gp_str_fmt(v->a, "%lld", (long long)x->context),
                         gp_str_fmt(v->a, "%lld", (long long)y->context));
        }
}

/* --- all of it --- */

static void sum_up(gp_verifying *v, gp_str lacking)
{
    const gp_verify_report *r = v->out;
    gp_buf b = {0};
    gp_buf_fmt(&b, "%zu local trial%s asked again", r->n_trials, r->n_trials == 1 ? "" : "s");
    for (int i = 0; i < GP_LIKENESSES; i++)
        if (r->like[i]) gp_buf_fmt(&b, ", %zu %s", r->like[i], gp_likeness_names[i]);
    if (lacking.n) gp_buf_fmt(&b, "; the model of %.*s was not found", GP_ARG(lacking));
    if (r->like[GP_LIKE_BITWISE] != r->n_trials) v->state[GP_CHECK_RERUN] = GP_CHECK_DIFFERS;
    gp_verify_said(v, GP_CHECK_RERUN, gp_str_dup(v->a, gp_buf_view(&b)));
    gp_buf_free(&b);
}

static gp_code compare_all(gp_verifying *v, const gp_verify_target *targets, size_t n_targets, const char *dir,
                           gp_err *err)
{
    pairing c = {.v = v, .targets = targets, .n_targets = n_targets};
    gp_manifest m;
    gp_code code = gp_verify_journal_open(v->a, v->o->bundle, &c.then, err);
    if (!code) code = gp_verify_journal_open(v->a, dir, &c.now, err);
    if (!code) code = gp_results_open(dir, &c.again, err);
    if (!code) code = gp_manifest_read(v->a, gp_path_join(v->a, dir, GP_FILE_MANIFEST), &m, err);
    gp_rerun_trial *list = GP_NEW_ARRAY(v->a, gp_rerun_trial, c.now.n);
    for (size_t i = 0; i < c.now.n && !code; i++) code = compare_one(&c, i, list, err);
    v->out->trials = list;
    if (!code) compare_facts(&c, &m);
    gp_verify_journal_close(&c.then);
    gp_verify_journal_close(&c.now);
    gp_results_close(c.again);
    return code;
}

gp_code gp_verify_rerun(gp_verifying *v, gp_err *err)
{
    const char *to = gp_path_join(v->a, v->scratch, "rerun");
    gp_verify_target *list = GP_NEW_ARRAY(v->a, gp_verify_target, v->manifest.n_targets);
    gp_str lacking = {0};
    gp_err why = {0};
    size_t n_local = 0, n = gp_verify_targets(v, list, &n_local, &lacking);
    if (v->o->rerun == GP_RERUN_NONE) return gp_verify_not_made(v, GP_CHECK_RERUN, GP_STR("not asked for")), GP_OK;
    if (!n_local) return gp_verify_not_made(v, GP_CHECK_RERUN, GP_STR("no target of the run computes here")), GP_OK;
    if (v->out->checks[GP_CHECK_INPUTS].state == GP_CHECK_NOT_MADE)
        return gp_verify_not_made(v, GP_CHECK_RERUN, GP_STR("the bundle does not hold its suites")), GP_OK;
    for (size_t i = 0; i < v->o->n_models; i++)
        if (!is_named(v, v->o->models[i], n_local))
            return gp_fail(err, GP_E_USAGE, "--model %.*s: the bundle has no such local target; it has %s",
                           GP_ARG(v->o->models[i]), local_names(v));
    if (!n || (lacking.n && v->o->rerun == GP_RERUN_ALL)) {
        gp_verify_not_made(v, GP_CHECK_RERUN,
                           gp_str_fmt(v->a, "the model of %.*s was not found; say where it is with --model %.*s=FILE",
                                      GP_ARG(lacking), GP_ARG(lacking)));
        return GP_OK;
    }
    gp_code code = ask_again(v, list, n, to, &why);
    if (code == GP_E_CANCELLED || code == GP_E_IO || code == GP_E_NOMEM) return *err = why, code;
    if (code) {
        gp_verify_not_made(v, GP_CHECK_RERUN, gp_str_fmt(v->a, "the trials could not be asked again: %s", why.msg));
        return GP_OK;
    }
    code = compare_all(v, list, n, to, err);
    if (!code) sum_up(v, lacking);
    return code;
}
