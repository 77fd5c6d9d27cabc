/* policy.c - composites of the targets file: reading, linking, and the prompt that decides. route.c chooses. */
#include "targets/policy.h"

#include <string.h>

#include "base/caps.h"
#include "base/sha256.h"
#include "targets/refine.h"
#include "transcript/transcript.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Stops at the first error. */
typedef struct reader {
    gp_arena *a;
    gp_policy *p;
    gp_err *err;
    gp_code code;
} reader;

static const gp_json *want(reader *r, const gp_json *o, const char *key)
{
    const gp_json *v = r->code ? NULL : gp_json_get(o, key);
    if (!r->code && !v) r->code = gp_json_fail(r->err, o, "\"%s\" is missing in a %s", key, gp_composites[r->p->kind]);
    return v;
}

static gp_str text_of(reader *r, const gp_json *v, const char *what)
{
    gp_str s = {0};
    if (!r->code) r->code = gp_json_str(v, what, &s, r->err);
    if (!r->code && !s.n) r->code = gp_json_fail(r->err, v, "%s must not be empty", what);
    return r->code ? s : gp_str_dup(r->a, s);
}

static size_t member(reader *r, const gp_json *v, const char *what)
{
    gp_str name = v ? text_of(r, v, what) : (gp_str){0};
    gp_policy *p = r->p;
    if (r->code) return 0;
    for (size_t i = 0; i < p->n_members; i++)
        if (gp_str_eq(p->members[i].name, name)) return i;
    gp_member *more = GP_NEW_ARRAY(r->a, gp_member, p->n_members + 1);
    if (p->n_members) memcpy(more, p->members, p->n_members * sizeof *more);
    more[p->n_members] = (gp_member){.name = name, .at = v};
    p->members = more;
    return p->n_members++;
}

/* --- route --- */

static const char *const list_names[GP_IF_LISTS] = {"sensitivity", "kind", "complexity", "category", "tag"};

static void known_value(reader *r, const gp_json *v, gp_listed which, gp_str s)
{
    static const char *const sensitivities[] = {"public", "internal", "regulated"}, *const complexities[] = {"low", "medium", "high"};
    if (which != GP_IF_SENSITIVITY && which != GP_IF_COMPLEXITY) return;
    const char *const *names = which == GP_IF_SENSITIVITY ? sensitivities : complexities;
    for (size_t i = 0; i < 3; i++)
        if (gp_str_eqc(s, names[i])) return;
    r->code = gp_json_fail(r->err, v, "\"%s\" is \"%.*s\", but must be one of %s, %s, %s", list_names[which], GP_ARG(s), names[0], names[1], names[2]);
}

static void read_list(reader *r, const gp_json *v, gp_listed which, gp_rule *rule)
{
    bool many = v->type == GP_JSON_ARRAY;
    if (many && !v->n) r->code = gp_json_fail(r->err, v, "\"%s\" is empty, so the rule could never match", list_names[which]);
    gp_str *list = r->code ? NULL : GP_NEW_ARRAY(r->a, gp_str, many ? v->n : 1);
    for (const gp_json *e = many ? v->first : v; e && !r->code; e = many ? e->next : NULL) {
        gp_str s = text_of(r, e, list_names[which]);
        if (!r->code) known_value(r, e, which, s);
        list[rule->n_any[which]++] = s;
    }
    rule->any[which] = list;
}

static void read_flag(reader *r, const gp_json *o, const char *key, int *out)
{
    const gp_json *v = r->code ? NULL : gp_json_get(o, key);
    bool b = false;
    if (!v) return;
    r->code = gp_json_bool(v, key, &b, r->err);
    *out = b;
}

static void read_bytes(reader *r, const gp_json *o, const char *key, int64_t *out)
{
    const gp_json *v = r->code ? NULL : gp_json_get(o, key);
    if (v) r->code = gp_json_int(v, key, 0, INT64_MAX, out, r->err);
}

static void read_conditions(reader *r, const gp_json *o, gp_rule *rule)
{
    static const char *const known[] = {"sensitivity", "kind", "complexity", "category", "tag", "images", "tools", "prompt_bytes_over", "prompt_bytes_under"};
    if (!r->code) r->code = gp_json_known_keys(o, "the conditions of a rule", known, COUNT(known), r->err);
    if (!r->code && !o->n) r->code = gp_json_fail(r->err, o, "\"if\" is empty, so the rule would match every case; that is what \"default\" is for");
    for (int i = 0; i < GP_IF_LISTS && !r->code; i++) {
        const gp_json *v = gp_json_get(o, list_names[i]);
        if (v) read_list(r, v, (gp_listed)i, rule);
    }
    read_flag(r, o, "images", &rule->images);
    read_flag(r, o, "tools", &rule->tools);
    read_bytes(r, o, "prompt_bytes_over", &rule->bytes_over);
    read_bytes(r, o, "prompt_bytes_under", &rule->bytes_under);
    bool none = rule->bytes_over >= 0 && rule->bytes_under >= 0 && rule->bytes_under - 1 <= rule->bytes_over;
    if (!r->code && none) r->code = gp_json_fail(r->err, o, "no prompt has more than %lld and less than %lld bytes", (long long)rule->bytes_over, (long long)rule->bytes_under);
    gp_buf text = {0};
    if (!r->code) r->code = gp_json_canonical(o->raw, &text, r->err);
    if (!r->code) rule->text = gp_str_dup(r->a, gp_buf_view(&text));
    gp_buf_free(&text);
}

static void read_route(reader *r, const gp_json *entry)
{
    static const char *const known[] = {"provider", "rules", "default"}, *const parts[] = {"if", "to"};
    r->code = gp_json_known_keys(entry, "a route", known, COUNT(known), r->err);
    const gp_json *rules = want(r, entry, "rules");
    if (!r->code) r->code = gp_json_want(rules, "rules", GP_JSON_ARRAY, r->err);
    gp_rule *list = r->code ? NULL : GP_NEW_ARRAY(r->a, gp_rule, rules->n);
    for (const gp_json *e = r->code ? NULL : rules->first; e && !r->code; e = e->next) {
        gp_rule *rule = &list[r->p->n_rules++];
        *rule = (gp_rule){.images = -1, .tools = -1, .bytes_over = -1, .bytes_under = -1};
        r->code = gp_json_known_keys(e, "a rule", parts, COUNT(parts), r->err);
        const gp_json *conditions = want(r, e, "if"), *to = want(r, e, "to");
        if (!r->code) read_conditions(r, conditions, rule);
        rule->to = member(r, to, "\"to\"");
    }
    r->p->rules = list;
    r->p->otherwise = member(r, want(r, entry, "default"), "\"default\"");
}

/* --- fallback --- */

static bool falls_back(int kind) { return kind != GP_FAIL_NONE && kind != GP_FAIL_CANCELLED && kind != GP_FAIL_BUDGET; }

static gp_code unknown_kind(reader *r, const gp_json *at, gp_str name)
{
    const char *names[GP_FAIL_KINDS];
    size_t n = 0;
    gp_buf list = {0};
    for (int k = 0; k < GP_FAIL_KINDS; k++)
        if (falls_back(k)) names[n++] = gp_failure_name((gp_failure)k);
    for (size_t i = 0; i < n; i++) gp_buf_fmt(&list, " %s", names[i]);
    const char *near = gp_nearest(name, names, n);
    gp_code code = gp_json_fail(r->err, at, "\"%.*s\" is no failure kind%s%s%s (kinds:%s)", GP_ARG(name), near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "", list.p ? list.p : "");
    gp_buf_free(&list);
    return code;
}

static void read_on(reader *r, const gp_json *v)
{
    r->code = gp_json_want(v, "on", GP_JSON_ARRAY, r->err);
    if (!r->code && !v->n) r->code = gp_json_fail(r->err, v, "\"on\" is empty, so no other member would ever be asked");
    r->p->on = 0;
    for (const gp_json *e = r->code ? NULL : v->first; e && !r->code; e = e->next) {
        gp_str name = text_of(r, e, "a failure kind");
        int kind = r->code ? 0 : gp_failure_by_name(name);
        bool never = kind >= 0 && !falls_back(kind);
        if (!r->code && kind < 0) r->code = unknown_kind(r, e, name);
        else if (!r->code && never) r->code = gp_json_fail(r->err, e, "nobody else is asked after \"%.*s\"", GP_ARG(name));
        else if (!r->code) r->p->on |= 1u << kind;
    }
}

static void read_fallback(reader *r, const gp_json *entry)
{
    static const char *const known[] = {"provider", "members", "on"};
    r->code = gp_json_known_keys(entry, "a fallback", known, COUNT(known), r->err);
    const gp_json *members = want(r, entry, "members"), *on = gp_json_get(entry, "on");
    if (!r->code) r->code = gp_json_want(members, "members", GP_JSON_ARRAY, r->err);
    for (const gp_json *e = r->code ? NULL : members->first; e && !r->code; e = e->next) {
        size_t before = r->p->n_members;
        member(r, e, "a member");
        if (!r->code && r->p->n_members == before) r->code = gp_json_fail(r->err, e, "\"%.*s\" stands in \"members\" twice", GP_ARG(e->s));
    }
    if (!r->code && r->p->n_members < 2) r->code = gp_json_fail(r->err, members, "a fallback needs at least two members");
    r->p->on = 0;
    for (int k = 1; k < GP_FAIL_KINDS; k++)
        if (k != GP_FAIL_CANCELLED && k != GP_FAIL_BUDGET) r->p->on |= 1u << k;
    if (!r->code && on) read_on(r, on);
}

/* --- refine --- */

static void read_stop(reader *r, const gp_json *v)
{
    static const char *const known[] = {"contains", "equals"};
    r->code = gp_json_known_keys(v, "\"stop\"", known, COUNT(known), r->err);
    const gp_json *part = gp_json_get(v, "contains"), *whole = gp_json_get(v, "equals");
    if (!r->code && !part == !whole) r->code = gp_json_fail(r->err, v, "\"stop\" needs either \"contains\" or \"equals\"");
    if (r->code) return;
    r->p->stop_whole = whole != NULL;
    r->p->stop = text_of(r, whole ? whole : part, "the text of \"stop\"");
    if (!r->code && gp_str_trim(r->p->stop).n != r->p->stop.n) r->code = gp_json_fail(r->err, v, "the text of \"stop\" must not begin or end with white space");
}

static void read_refine(reader *r, const gp_json *entry)
{
    static const char *const known[] = {"provider", "draft", "critic", "max_rounds", "memory", "stop"};
    r->code = gp_json_known_keys(entry, "a refine target", known, COUNT(known), r->err);
    r->p->draft = member(r, want(r, entry, "draft"), "\"draft\"");
    r->p->critic = member(r, want(r, entry, "critic"), "\"critic\"");
    const gp_json *rounds = want(r, entry, "max_rounds"), *stop = want(r, entry, "stop"), *memory = gp_json_get(entry, "memory");
    if (!r->code) r->code = gp_json_int(rounds, "max_rounds", 2, GP_CAP_ROUNDS, &r->p->max_rounds, r->err);
    r->p->memory = 1;
    if (!r->code && memory) r->code = gp_json_int(memory, "memory", 1, GP_CAP_ROUNDS, &r->p->memory, r->err);
    if (!r->code) read_stop(r, stop);
}

gp_code gp_policy_read(gp_arena *a, const gp_json *entry, gp_str provider, gp_policy **out, gp_err *err)
{
    static void (*const by_kind[])(reader *, const gp_json *) = {read_route, read_fallback, read_refine};
    gp_policy *p = GP_NEW(a, gp_policy);
    while (!gp_str_eqc(provider, gp_composites[p->kind])) p->kind++;
    p->name = gp_str_dup(a, entry->key);
    reader r = {a, p, err, GP_OK};
    by_kind[p->kind](&r, entry);
    *out = p;
    return r.code;
}

/* --- as JSON: what a run's manifest keeps, and what two runs must have alike --- */

static void write_rules(gp_jw *w, const gp_policy *p)
{
    gp_jw_key(w, "rules");
    gp_jw_array(w);
    for (size_t i = 0; i < p->n_rules; i++) {
        gp_jw_object(w);
        gp_jw_key(w, "if");
        gp_jw_raw(w, p->rules[i].text);
        gp_jw_kstr(w, "to", p->members[p->rules[i].to].name);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
    gp_jw_kstr(w, "default", p->members[p->otherwise].name);
}

static void write_fallback(gp_jw *w, const gp_policy *p)
{
    gp_jw_key(w, "members");
    gp_jw_array(w);
    for (size_t i = 0; i < p->n_members; i++) gp_jw_str(w, p->members[i].name);
    gp_jw_end_array(w);
    gp_jw_key(w, "on");
    gp_jw_array(w);
    for (int k = 1; k < GP_FAIL_KINDS; k++)
        if (p->on >> k & 1) gp_jw_c(w, gp_failure_name((gp_failure)k));
    gp_jw_end_array(w);
}

static void write_refine(gp_jw *w, const gp_policy *p)
{
    gp_jw_kstr(w, "draft", p->members[p->draft].name);
    gp_jw_kstr(w, "critic", p->members[p->critic].name);
    gp_jw_kint(w, "max_rounds", p->max_rounds);
    gp_jw_kint(w, "memory", p->memory);
    gp_jw_key(w, "stop");
    gp_jw_object(w);
    gp_jw_kstr(w, p->stop_whole ? "equals" : "contains", p->stop);
    gp_jw_end_object(w);
    gp_jw_key(w, "prompts");
    gp_refine_prompts(w);
}

static gp_code describe(gp_arena *a, gp_policy *p, gp_err *err)
{
    static void (*const by_kind[])(gp_jw *, const gp_policy *) = {write_rules, write_fallback, write_refine};
    gp_buf text = {0}, canonical = {0};
    gp_jw w;
    gp_jw_init(&w, &text, 0);
    gp_jw_object(&w);
    gp_jw_kc(&w, "provider", gp_composites[p->kind]);
    by_kind[p->kind](&w, p);
    gp_jw_end_object(&w);
    gp_code code = gp_json_canonical(gp_buf_view(&text), &canonical, err);
    if (!code) {
        gp_sha256_hex_of(gp_buf_view(&canonical), p->digest);
        p->json = gp_str_dup(a, gp_buf_view(&canonical));
    }
    gp_buf_free(&text);
    gp_buf_free(&canonical);
    return code;
}

/* --- linking --- */

static gp_code unknown_member(const gp_member *m, const gp_target_spec *specs, size_t n, gp_err *err)
{
    gp_arena a = {0};
    const char **names = GP_NEW_ARRAY(&a, const char *, n);
    for (size_t i = 0; i < n; i++) names[i] = specs[i].name.p;
    const char *near = gp_nearest(m->name, names, n);
    gp_code code = near ? gp_json_fail(err, m->at, "this file has no target \"%.*s\"; did you mean \"%s\"?", GP_ARG(m->name), near)
                        : gp_json_fail(err, m->at, "this file has no target \"%.*s\"; members of a composite are targets of the same file", GP_ARG(m->name));
    gp_arena_free(&a);
    return code;
}

static gp_code link_one(gp_policy *p, const gp_target_spec *specs, size_t n, gp_err *err)
{
    for (size_t i = 0; i < p->n_members; i++) {
        gp_member *m = &p->members[i];
        for (size_t k = 0; k < n && !m->spec; k++)
            if (gp_str_eq(specs[k].name, m->name)) m->spec = &specs[k];
        if (!m->spec) return unknown_member(m, specs, n, err);
        if (gp_str_eqc(m->spec->provider, "replay")) return gp_json_fail(err, m->at, "\"%.*s\" is a replay, which cannot be a member; replay the run of the composite instead", GP_ARG(m->name));
    }
    return GP_OK;
}

/* Depth first; `above` are the composites on the way down. */
static gp_code check_nesting(const gp_target_spec *spec, const gp_policy **above, size_t depth, gp_err *err)
{
    const gp_policy *p = spec->policy;
    if (!p) return GP_OK;
    above[depth] = p;
    for (size_t i = 0; i < p->n_members; i++) {
        const gp_member *m = &p->members[i];
        for (size_t k = 0; k <= depth; k++)
            if (m->spec->policy == above[k]) return gp_json_fail(err, m->at, "\"%.*s\" contains itself through \"%.*s\"", GP_ARG(m->name), GP_ARG(p->name));
        if (m->spec->policy && depth + 1 == GP_CAP_TARGET_NESTING) return gp_json_fail(err, m->at, "composites are nested more than %d deep", GP_CAP_TARGET_NESTING);
        gp_code code = check_nesting(m->spec, above, depth + 1, err);
        if (code) return code;
    }
    return GP_OK;
}

static void name_model(gp_arena *a, gp_target_spec *spec)
{
    gp_buf names = {0};
    for (size_t i = 0; i < spec->policy->n_members; i++) gp_buf_fmt(&names, "%s%.*s", i ? ", " : "", GP_ARG(spec->policy->members[i].name));
    spec->model = gp_str_dup(a, gp_buf_view(&names));
    gp_buf_free(&names);
}

gp_code gp_policies_link(gp_arena *a, gp_target_spec *specs, size_t n, gp_err *err)
{
    const gp_policy *above[GP_CAP_TARGET_NESTING];
    gp_code code = GP_OK;
    for (size_t i = 0; i < n && !code; i++) {
        if (!specs[i].policy) continue;
        code = link_one(specs[i].policy, specs, n, err);
        if (!code) code = describe(a, specs[i].policy, err);
        name_model(a, &specs[i]);
    }
    for (size_t i = 0; i < n && !code; i++) code = check_nesting(&specs[i], above, 0, err);
    return code;
}
