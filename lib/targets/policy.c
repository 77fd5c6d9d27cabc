/* policy.c - composites of the targets file: reading, linking, and the prompt that decides. route.c chooses. */
#include "targets/policy.h"

#include <string.h>

#include "base/caps.h"
#include "base/sha256.h"
#include "targets/refine.h"
#include "transcript/transcript.h"

#define P gp_policy
#define R gp_rule

/* --- the tables --- */

/* The name of another target: which one it is, is found when the whole entry is read. */
#define MEMBER(key_, doc_) \
    GP_FIELD_BY(key_, NULL, NULL, .doc = doc_, .schema = "{\"type\": \"string\", \"minLength\": 1}")
#define ONE_OF_THEM(key_, which, ...) \
    GP_FIELD_LISTED(STRS, key_, R, any[which], n_any[which], .flags = GP_LONE | GP_FILLED, __VA_ARGS__)

static const char *const sensitivities[] = {"public", "internal", "regulated"};
static const char *const complexities[] = {"low", "medium", "high"};

static gp_code read_flag(const gp_json *v, const char *what, int *flag, gp_err *err)
{
    bool b = false;
    gp_code code = gp_json_bool(v, what, &b, err);
    *flag = b ? 1 : -1;
    return code;
}

static gp_code read_images(gp_arena *a, const gp_json *v, void *flag, gp_err *err)
{
    (void)a;
    return read_flag(v, "\"images\"", flag, err);
}

static gp_code read_tools(gp_arena *a, const gp_json *v, void *flag, gp_err *err)
{
    (void)a;
    return read_flag(v, "\"tools\"", flag, err);
}

static gp_code check_conditions(const gp_json *v, void *object, gp_err *err)
{
    const R *r = object;
    bool none = r->bytes_over >= 0 && r->bytes_under >= 0 && r->bytes_under - 1 <= r->bytes_over;
    if (!v->n)
        return gp_json_fail(err, v,
                            "\"if\" is empty, so the rule would match every case; that is what \"default\" is for");
    if (!none) return GP_OK;
    return gp_json_fail(err, v, "no prompt has more than %lld and less than %lld bytes", (long long)r->bytes_over,
                        (long long)r->bytes_under);
}

static const gp_field condition_fields[] = {
    ONE_OF_THEM("sensitivity", GP_IF_SENSITIVITY, GP_NAMES(sensitivities),
                .doc = "Of the case's metadata: this, or one of these."),
    ONE_OF_THEM("kind", GP_IF_KIND, .doc = "Of the case's metadata."),
    ONE_OF_THEM("complexity", GP_IF_COMPLEXITY, GP_NAMES(complexities), .doc = "Of the case's metadata."),
    ONE_OF_THEM("category", GP_IF_CATEGORY, .doc = "Of the case."),
    ONE_OF_THEM("tag", GP_IF_TAG, .doc = "One of the case's tags."),
    GP_FIELD(ANY, "images", R, images, .read = read_images, .doc = "Does the case hold an image?",
             .schema = "{\"type\": \"boolean\"}"),
    GP_FIELD(ANY, "tools", R, tools, .read = read_tools, .doc = "Does the case offer tools?",
             .schema = "{\"type\": \"boolean\"}"),
    GP_FIELD(INT, "prompt_bytes_over", R, bytes_over, .doc = "The text of the case's messages has more bytes."),
    GP_FIELD(INT, "prompt_bytes_under", R, bytes_under, .doc = "The text of the case's messages has fewer bytes."),
};
static const gp_record condition_record = GP_RECORD(
    R, condition_fields, "the conditions of a rule", .flags = GP_OPTIONAL | GP_QUOTED, .check = check_conditions,
    .schema = "{\"minProperties\": 1}", .doc = "All that are given must hold.");

static const gp_field rule_fields[] = {
    GP_FIELD_IN("if", &condition_record),
    MEMBER("to", "A target of this file."),
};
static const gp_record rule_record = GP_RECORD(R, rule_fields, "a rule");

static const gp_field route_fields[] = {
    GP_FIELD_IS("provider", "route", .doc = "Kind of target."),
    GP_FIELD_LISTED(LIST, "rules", P, rules, n_rules, .record = &rule_record, .doc = "The first that matches decides."),
    MEMBER("default", "Where cases go that no rule matches."),
};
const gp_record gp_route_record = GP_RECORD(P, route_fields, "a route", .def = "route",
                                            .doc = "Sends each case to one member.");

static bool falls_back(unsigned kind)
{
    return kind != GP_FAIL_NONE && kind != GP_FAIL_CANCELLED && kind != GP_FAIL_BUDGET;
}

static const gp_field fallback_fields[] = {
    GP_FIELD_IS("provider", "fallback", .doc = "Kind of target."),
    GP_FIELD_BY("members", NULL, NULL, .doc = "Targets of this file, in the order in which they are asked.",
                .schema = "{\"type\": \"array\", \"minItems\": 2, \"uniqueItems\": true, "
                          "\"items\": {\"type\": \"string\", \"minLength\": 1}}"),
    GP_FIELD(BITS, "on", P, on, GP_NAMES(gp_failure_names), .allows = falls_back,
             .refusal = "nobody else is asked after", .called = "a failure kind",
             .flags = GP_OPTIONAL | GP_FILLED | GP_QUOTED,
             .doc = "After which failures the next member is asked; left out: after any."),
};
const gp_record gp_fallback_record = GP_RECORD(P, fallback_fields, "a fallback", .def = "fallback",
                                               .doc = "Asks the next member when one broke.");

static gp_code check_stop(const gp_json *v, void *object, gp_err *err)
{
    P *p = object;
    p->stop_whole = gp_json_get(v, "equals") != NULL;
    if (v->n != 1) return gp_json_fail(err, v, "\"stop\" needs either \"contains\" or \"equals\"");
    if (gp_str_trim(p->stop).n == p->stop.n) return GP_OK;
    return gp_json_fail(err, v, "the text of \"stop\" must not begin or end with white space");
}

#define STOP(key_, doc_) GP_FIELD(STR, key_, P, stop, .flags = GP_FILLED, .called = "the text of \"stop\"", .doc = doc_)

static const gp_field stop_fields[] = {
    STOP("contains", "Somewhere in the review."),
    STOP("equals", "The whole review, white space around it aside."),
};
static const gp_record stop_record = GP_RECORD(
    P, stop_fields, "\"stop\"", .flags = GP_OPTIONAL, .check = check_stop,
    .schema = "{\"minProperties\": 1, \"maxProperties\": 1}",
    .doc = "The text with which the critic approves: anywhere in its review, or as the whole of it.");

static const gp_field refine_fields[] = {
    GP_FIELD_IS("provider", "refine", .doc = "Kind of target."),
    MEMBER("draft", "A target of this file."),
    MEMBER("critic", "A target of this file."),
    GP_FIELD(INT, "max_rounds", P, max_rounds, GP_RANGE(2, GP_CAP_ROUNDS), .flags = GP_KNOWN, .doc = "Drafts at most."),
    GP_FIELD(INT, "memory", P, memory, GP_RANGE(1, GP_CAP_ROUNDS), .flags = GP_OPTIONAL | GP_DEFAULT, .otherwise = 1,
             .doc = "Earlier attempts that are shown with their reviews."),
    GP_FIELD_IN("stop", &stop_record),
};
const gp_record gp_refine_record = GP_RECORD(P, refine_fields, "a refine target", .def = "refine",
                                             .doc = "A draft, reviewed and written again.");

/* --- members --- */

/* The index of the target that v names, among those named so far or as one more. */
static gp_code member(gp_arena *a, P *p, const gp_json *v, const char *what, size_t *out, gp_err *err)
{
    gp_str name = {0};
    gp_code code = gp_json_str(v, what, &name, err);
    if (!code && !name.n) code = gp_json_fail(err, v, "%s is empty", what);
    for (*out = 0; !code && *out < p->n_members; ++*out)
        if (gp_str_eq(p->members[*out].name, name)) return GP_OK;
    if (code) return code;
    gp_member *more = GP_NEW_ARRAY(a, gp_member, p->n_members + 1);
    if (p->n_members) memcpy(more, p->members, p->n_members * sizeof *more);
    more[p->n_members++] = (gp_member){.name = gp_str_dup(a, name), .at = v};
    p->members = more;
    return GP_OK;
}

static gp_code finish_rule(gp_arena *a, P *p, const gp_json *v, R *rule, gp_err *err)
{
    gp_buf text = {0};
    gp_code code = gp_json_canonical(gp_json_get(v, "if")->raw, &text, err);
    rule->text = gp_str_dup(a, gp_buf_view(&text));
    gp_buf_free(&text);
    return code ? code : member(a, p, gp_json_get(v, "to"), "\"to\"", &rule->to, err);
}

static gp_code finish_route(gp_arena *a, P *p, const gp_json *entry, gp_err *err)
{
    const gp_json *e = gp_json_get(entry, "rules")->first;
    gp_code code = GP_OK;
    for (size_t i = 0; i < p->n_rules && !code; i++, e = e->next) code = finish_rule(a, p, e, &p->rules[i], err);
    return code ? code : member(a, p, gp_json_get(entry, "default"), "\"default\"", &p->otherwise, err);
}

static gp_code finish_fallback(gp_arena *a, P *p, const gp_json *entry, gp_err *err)
{
    const gp_json *members = gp_json_get(entry, "members");
    gp_code code = gp_json_want(members, "members", GP_JSON_ARRAY, err);
    for (const gp_json *e = code ? NULL : members->first; e && !code; e = e->next) {
        size_t before = p->n_members, at = 0;
        code = member(a, p, e, "a member", &at, err);
        if (!code && at < before) code = gp_json_fail(err, e, "\"%.*s\" stands in \"members\" twice", GP_ARG(e->s));
    }
    if (!code && p->n_members < 2) code = gp_json_fail(err, members, "a fallback needs at least two members");
    for (unsigned k = 0; k < GP_FAIL_KINDS && !gp_json_get(entry, "on"); k++)
        if (falls_back(k)) p->on |= (uint32_t)1 << k;
    return code;
}

static gp_code finish_refine(gp_arena *a, P *p, const gp_json *entry, gp_err *err)
{
    gp_code code = member(a, p, gp_json_get(entry, "draft"), "\"draft\"", &p->draft, err);
    return code ? code : member(a, p, gp_json_get(entry, "critic"), "\"critic\"", &p->critic, err);
}

gp_code gp_policy_read(gp_arena *a, const gp_json *entry, gp_str provider, gp_policy **out, gp_err *err)
{
    static const gp_record *const records[] = {&gp_route_record, &gp_fallback_record, &gp_refine_record};
    static gp_code (*const finish[])(gp_arena *, P *, const gp_json *, gp_err *) = {finish_route, finish_fallback,
                                                                                    finish_refine};
    P *p = GP_NEW(a, P);
    while (!gp_str_eqc(provider, gp_composites[p->kind])) p->kind++;
    gp_record_init(records[p->kind], p);
    p->name = gp_str_dup(a, entry->key);
    gp_record named = *records[p->kind]; /* messages say which */
    named.what = gp_str_fmt(a, "%s \"%.*s\"", gp_composites[p->kind], GP_ARG(p->name)).p;
    gp_code code = gp_record_read(a, &named, entry, p, err);
    if (!code) code = finish[p->kind](a, p, entry, err);
    *out = p;
    return code;
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
    gp_code code = near ? gp_json_fail(err, m->at, "this file has no target \"%.*s\"; did you mean \"%s\"?",
                                       GP_ARG(m->name), near)
                        : gp_json_fail(
                              err, m->at,
                              "this file has no target \"%.*s\"; members of a composite are targets of the same file",
                              GP_ARG(m->name));
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
        if (gp_str_eqc(m->spec->provider, "replay"))
            return gp_json_fail(
                err, m->at, "\"%.*s\" is a replay, which cannot be a member; replay the run of the composite instead",
                GP_ARG(m->name));
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
            if (m->spec->policy == above[k])
                return gp_json_fail(err, m->at, "\"%.*s\" contains itself through \"%.*s\"", GP_ARG(m->name),
                                    GP_ARG(p->name));
        if (m->spec->policy && depth + 1 == GP_CAP_TARGET_NESTING)
            return gp_json_fail(err, m->at, "composites are nested more than %d deep", GP_CAP_TARGET_NESTING);
        gp_code code = check_nesting(m->spec, above, depth + 1, err);
        if (code) return code;
    }
    return GP_OK;
}

static void name_model(gp_arena *a, gp_target_spec *spec)
{
    gp_buf names = {0};
    for (size_t i = 0; i < spec->policy->n_members; i++)
        gp_buf_fmt(&names, "%s%.*s", i ? ", " : "", GP_ARG(spec->policy->members[i].name));
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
