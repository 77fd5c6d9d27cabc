/* show_case.c - one case as it would be asked. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "bundled.h"
#include "env_file.h"
#include "plan/plan.h"
#include "show.h"
#include "targets/target.h"
#include "wanted.h"

typedef struct looked { /* at one case */
    gp_arena *a;
    const gp_suite *s;
    const gp_case *c;
    const gp_case *defaults;
    int64_t run_seed, seed;
    const gp_show_wish *o;
    gp_env_file keys;
} looked;

static gp_code unknown_case(gp_arena *a, const gp_suite *s, gp_str id, gp_err *err)
{
    const gp_suite_info *f = gp_suite_facts(s);
    const char **names = GP_NEW_ARRAY(a, const char *, f->n_cases);
    for (size_t i = 0; i < f->n_cases; i++) names[i] = gp_str_dup(a, gp_suite_case_id(s, i)).p;
    const char *near = gp_nearest(id, names, f->n_cases);
    return gp_fail(err, GP_E_INPUT, "%s has no case \"%.*s\"%s%s%s (goldpin list shows them)", f->file, GP_ARG(id),
                   near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

/* --- where a value comes from --- */

static const gp_json *as_json(gp_arena *a, const gp_record *r, const void *object)
{
    gp_buf b = {0};
    gp_jw w;
    gp_err err = {0};
    const gp_json *v = NULL;
    gp_jw_init(&w, &b, 0);
    gp_record_write(&w, r, object);
    (void)!gp_json_parse(a, "settings", gp_str_dup(a, gp_buf_view(&b)), &v, &err);
    gp_buf_free(&b);
    return v;
}

static bool is_set(const gp_json *v) { return v && v->type != GP_JSON_NULL && (v->type != GP_JSON_ARRAY || v->n); }

typedef struct origins { /* the same record, from where it may be set; `target` may be NULL */
    const gp_json *of_case, *of_defaults, *of_target, *merged;
} origins;

/* A case that repeats the default cannot be told from one that leaves it. */
static const char *origin(const origins *o, const char *key)
{
    const gp_json *c = gp_json_get(o->of_case, key), *d = gp_json_get(o->of_defaults, key);
    if (is_set(gp_json_get(o->of_target, key))) return "the target";
    if (!is_set(c)) return "goldpin's default";
    return is_set(d) && gp_json_equal(c, d) ? "the suite's defaults" : "the case";
}

static void put_origins(gp_arena *a, gp_jw *w, const char *name, const origins *o)
{
    gp_jw_key(w, name);
    gp_jw_object(w);
    for (const gp_json *m = o->merged ? o->merged->first : NULL; m; m = m->next) {
        if (!is_set(m)) continue;
        gp_jw_key_str(w, m->key);
        gp_jw_object(w);
        gp_jw_key(w, "value");
        gp_jw_value(w, m);
        gp_jw_kc(w, "from", origin(o, gp_str_dup(a, m->key).p));
        gp_jw_end_object(w);
    }
    gp_jw_end_object(w);
}

/* `spec` NULL: without a target. */
static void put_settings(const looked *l, const gp_target_spec *spec, gp_jw *w)
{
    gp_arena *a = l->a;
    gp_sampling_spec none = gp_sampling_none(),
                     sampling = gp_sampling_merge(&l->c->sampling, spec ? &spec->sampling : &none);
    gp_limits unset = {0}, limits = gp_limits_merge(&l->c->limits, spec ? &spec->limits : &unset);
    const gp_record *s = &gp_sampling_told, *t = &gp_limits_told;
    const origins of_sampling = {as_json(a, s, &l->c->sampling), as_json(a, s, &l->defaults->sampling),
                                 spec ? as_json(a, s, &spec->sampling) : NULL, as_json(a, s, &sampling)};
    const origins of_limits = {as_json(a, t, &l->c->limits), as_json(a, t, &l->defaults->limits),
                               spec ? as_json(a, t, &spec->limits) : NULL, as_json(a, t, &limits)};
    put_origins(a, w, "sampling", &of_sampling);
    put_origins(a, w, "limits", &of_limits);
}

/* --- the case --- */

static void put_strings(gp_jw *w, const char *key, const gp_str *list, size_t n)
{
    gp_jw_key(w, key);
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) gp_jw_str(w, list[i]);
    gp_jw_end_array(w);
}

static void put_facts(const looked *l, gp_jw *w)
{
    const gp_case *c = l->c;
    gp_jw_kstr(w, "case", c->id);
    gp_jw_kstr(w, "suite", gp_suite_facts(l->s)->name);
    gp_jw_kstr(w, "where", gp_str_fmt(l->a, "%s:%u", c->file, c->line));
    gp_jw_kstr(w, "name", gp_str_eq(c->name, c->id) ? (gp_str){0} : c->name);
    gp_jw_kstr(w, "category", c->category);
    put_strings(w, "tags", c->tags, c->n_tags);
    gp_jw_kstr(w, "cluster", c->cluster);
    gp_jw_kstr(w, "sensitivity", c->sensitivity);
    gp_jw_kstr(w, "kind", c->kind);
    gp_jw_kstr(w, "complexity", c->complexity);
    gp_jw_key(w, "needs");
    gp_jw_array(w);
    for (size_t i = 0; i < GP_NEEDS; i++)
        if (c->needs >> i & 1) gp_jw_c(w, gp_need_names[i]);
    gp_jw_end_array(w);
    gp_jw_kc(w, "golden", gp_golden_mode_name(c->golden));
    gp_jw_kstr(w, "date", c->date);
}

static void put_question(const looked *l, gp_jw *w)
{
    const gp_case *c = l->c;
    const gp_json *schema = c->needs & GP_NEED_JSON_SCHEMA ? gp_case_schema(c) : NULL;
    gp_jw_key(w, "messages");
    gp_jw_array(w);
    gp_show_messages(l->a, w, c);
    gp_jw_end_array(w);
    put_strings(w, "turns", c->turns, c->n_turns);
    put_strings(w, "scored", c->continuations, c->n_continuations);
    if (c->tools) gp_jw_key(w, "tools"), gp_jw_value(w, c->tools);
    if (schema) gp_jw_key(w, "schema"), gp_jw_value(w, schema);
    gp_jw_key(w, "seed");
    gp_jw_object(w);
    gp_jw_kint(w, "value", l->seed);
    gp_jw_kstr(w, "from", gp_str_fmt(l->a, "derived from seed %lld, suite, case and repeat 1", (long long)l->run_seed));
    gp_jw_end_object(w);
}

static void put_graders(gp_jw *w, const char *key, const gp_grader *const *list, size_t n)
{
    gp_jw_key(w, key);
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "id", list[i]->id);
        gp_jw_kreal(w, "weight", list[i]->weight);
        gp_jw_kint(w, "turn", list[i]->turn);
        gp_jw_key(w, "grader");
        gp_jw_value(w, list[i]->at);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

/* --- examples --- */

static gp_code put_example(const looked *l, const char *list, const gp_json *v, gp_jw *w, gp_err *err)
{
    bool several = v->type == GP_JSON_ARRAY;
    gp_reply *replies = GP_NEW_ARRAY(l->a, gp_reply, several ? v->n : 1);
    gp_transcript t = {.replies = replies};
    gp_grade g = {0};
    gp_code code = GP_OK;
    for (const gp_json *e = several ? v->first : v; e && !code; e = several ? e->next : NULL) {
        gp_example_reply r;
        code = gp_example_reply_read(l->a, e, &r, err);
        if (!code)
            replies[t.n_replies++] = (gp_reply){.answer = r.answer,
                                                .reasoning = r.reasoning,
                                                .finish = r.finish,
                                                .tool_calls = r.tool_calls ? r.tool_calls->raw : (gp_str){0}};
    }
    if (!code) code = gp_grade_transcript(l->a, l->c, &t, &g, err);
    if (code) return code;
    gp_jw_object(w);
    gp_jw_kc(w, "must", list);
    gp_jw_key(w, "reply");
    if (v->type == GP_JSON_STRING && !v->s.n) gp_jw_c(w, "(an empty answer)");
    else gp_jw_value(w, v);
    gp_jw_kstr(w, "verdict",
               g.why.n ? gp_str_fmt(l->a, "open: %.*s", GP_ARG(g.why)) : gp_str_c(gp_status_name(g.status)));
    gp_jw_kreal_or_null(w, "score", g.score);
    gp_show_criteria(w, g.criteria, g.n_criteria);
    gp_jw_end_object(w);
    return GP_OK;
}

static gp_code put_examples(const looked *l, gp_jw *w, gp_err *err)
{
    gp_code code = GP_OK;
    gp_jw_key(w, "examples");
    gp_jw_array(w);
    for (int pass = 1; pass >= 0; pass--) {
        const gp_json *list = pass ? l->c->pass_examples : l->c->fail_examples;
        for (const gp_json *v = list ? list->first : NULL; v && !code; v = v->next)
            code = put_example(l, pass ? "pass" : "fail", v, w, err);
    }
    gp_jw_end_array(w);
    return code;
}

/* --- what a target is sent --- */

static gp_code put_body(gp_arena *a, gp_str body, gp_jw *w, gp_err *err)
{
    const gp_json *v = NULL;
    gp_code code = gp_json_parse(a, "the request", body, &v, err);
    gp_jw_key(w, "body");
    if (code) gp_jw_null(w);
    else gp_jw_value(w, v);
    return code;
}

static gp_code put_preview(const looked *l, const gp_target_spec *spec, const gp_preview *p, gp_jw *w, gp_err *err)
{
    gp_code code = GP_OK;
    gp_jw_kc(w, "not_asked", p->lacks);
    put_settings(l, spec, w);
    gp_jw_kstr(w, "not_sent", p->ignored);
    gp_jw_kstr(w, "url", p->url);
    put_strings(w, "headers", p->headers, p->n_headers);
    if (p->body.n) code = put_body(l->a, p->body, w, err);
    gp_jw_kstr(w, "prompt", p->prompt);
    if (p->context < 0) return code;
    gp_jw_kint(w, "prompt_tokens", (int64_t)p->n_ids);
    gp_jw_kint(w, "context", p->context);
    gp_jw_key(w, "tokens");
    gp_jw_array(w);
    for (size_t i = 0; i < p->n_ids; i++) gp_jw_int(w, p->ids[i]);
    gp_jw_end_array(w);
    return code;
}

static gp_code put_target(looked *l, const gp_target_spec *spec, gp_jw *w, gp_err *err)
{
    const gp_engine_wish wish = {0};
    const gp_target_services env = {.wish = &wish, .secret = gp_env_file_value, .secret_user = &l->keys};
    gp_str suite = gp_suite_facts(l->s)->name;
    gp_trial trial = {.suite = suite, .source = l->s, .c = l->c, .repeat = 1, .seed = l->seed};
    gp_preview p;
    gp_err why = {0};
    trial.id = gp_str_fmt(l->a, "%.*s/%.*s/%.*s/1", GP_ARG(suite), GP_ARG(l->c->id), GP_ARG(spec->name));
    gp_code code = gp_target_preview(l->a, spec, &env, &trial, &p, &why);
    gp_jw_object(w);
    gp_jw_kstr(w, "target", spec->name);
    gp_jw_kstr(w, "provider", spec->provider);
    gp_jw_kstr(w, "model", spec->model);
    if (code && l->o->n_targets) *err = why;
    else if (code) gp_jw_kc(w, "not_shown", why.msg), code = GP_OK;
    else code = put_preview(l, spec, &p, w, err);
    gp_jw_end_object(w);
    gp_arena_free(&trial.arena);
    return code;
}

/* Those of -t; without, those that a run would ask. */
static gp_code put_targets(looked *l, gp_jw *w, gp_err *err)
{
    const gp_show_wish *o = l->o;
    const gp_target_spec *specs = NULL;
    size_t n = 0;
    gp_target_spec *pocket = GP_NEW(l->a, gp_target_spec);
    const char *model = gp_find_pocket(l->a);
    gp_code code = gp_wanted_targets(l->a, o->config, o->targets, o->n_targets, &specs, &n, NULL, err);
    if (!code && !n && model) {
        code = gp_target_spec_parse(l->a, gp_str_fmt(l->a, "local:%s", model), pocket, err);
        specs = pocket, n = 1;
    }
    if (!code && !n) put_settings(l, NULL, w);
    gp_jw_key(w, "targets");
    gp_jw_array(w);
    for (size_t i = 0; i < n && !code; i++) code = put_target(l, &specs[i], w, err);
    gp_jw_end_array(w);
    return code;
}

static gp_code put_case(looked *l, gp_jw *w, gp_err *err)
{
    gp_jw_object(w);
    put_facts(l, w);
    put_question(l, w);
    gp_jw_kreal(w, "pass_at", l->c->pass_at);
    put_graders(w, "graders", l->c->graders, l->c->n_graders);
    put_graders(w, "budgets", l->c->budgets, l->c->n_budgets);
    gp_code code = put_examples(l, w, err);
    if (!code) code = put_targets(l, w, err);
    gp_jw_end_object(w);
    return code;
}

gp_code gp_show_case(gp_arena *a, const char *suite, gp_str id, const gp_show_wish *o, gp_jw *w, gp_err *err)
{
    gp_suite *s = NULL;
    gp_case *c = NULL;
    looked l = {.a = a, .o = o};
    gp_code code = gp_suite_open(suite, &gp_graders, &s, err);
    size_t at = code ? SIZE_MAX : gp_suite_find(s, id);
    if (!code && at == SIZE_MAX) code = unknown_case(a, s, id, err);
    if (!code) code = gp_suite_case(s, at, a, &c, err);
    if (!code) code = gp_grade_check(c, err);
    if (!code) code = gp_env_file_read(a, o->env_file, &l.keys, err);
    if (!code) {
        int64_t own = gp_suite_facts(s)->seed;
        l.s = s;
        l.c = c;
        l.defaults = gp_suite_defaults(s);
        l.run_seed = own >= 0 ? own : 1;
        l.seed = gp_derive_seed(l.run_seed, gp_suite_facts(s)->name, c->id, 1);
        code = put_case(&l, w, err);
    }
    gp_suite_close(s);
    return code;
}
