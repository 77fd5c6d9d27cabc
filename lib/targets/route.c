/* route.c - where a case goes, decided from the case alone; and what keeps regulated cases on this machine. */
#include <string.h>

#include "targets/policy.h"

int64_t gp_prompt_bytes(const gp_case *c)
{
    int64_t n = 0;
    for (size_t i = 0; i < c->n_messages; i++)
        for (size_t k = 0; k < c->messages[i].n_parts; k++)
            if (!c->messages[i].parts[k].image) n += (int64_t)c->messages[i].parts[k].text.n;
    return n;
}

/* --- one rule --- */

static void also(gp_buf *why, const char *name, gp_str value)
{
    gp_buf_fmt(why, "%s%s %.*s", why->n ? " and " : "", name, GP_ARG(value));
}

static bool listed(const gp_rule *r, gp_listed which, gp_str value)
{
    for (size_t i = 0; i < r->n_any[which]; i++)
        if (gp_str_eq(r->any[which][i], value)) return true;
    return false;
}

static bool one_value(const gp_rule *r, gp_listed which, const char *name, gp_str value, gp_buf *why)
{
    if (!r->n_any[which]) return true;
    if (!listed(r, which, value)) return false;
    also(why, name, value);
    return true;
}

static bool a_tag(const gp_rule *r, const gp_case *c, gp_buf *why)
{
    if (!r->n_any[GP_IF_TAG]) return true;
    for (size_t i = 0; i < c->n_tags; i++)
        if (one_value(r, GP_IF_TAG, "tag is", c->tags[i], why)) return true;
    return false;
}

static bool a_need(int wanted, const gp_case *c, gp_need need, const char *name, gp_buf *why)
{
    bool has = (c->needs & need) != 0;
    if (!wanted) return true;
    if (has != (wanted == 1)) return false;
    gp_buf_fmt(why, "%sit has %s%s", why->n ? " and " : "", has ? "" : "no ", name);
    return true;
}

static bool a_size(const gp_rule *r, const gp_case *c, gp_buf *why)
{
    if (r->bytes_over < 0 && r->bytes_under < 0) return true;
    int64_t n = gp_prompt_bytes(c);
    if ((r->bytes_over >= 0 && n <= r->bytes_over) || (r->bytes_under >= 0 && n >= r->bytes_under)) return false;
    gp_buf_fmt(why, "%sits prompt has %lld bytes", why->n ? " and " : "", (long long)n);
    return true;
}

static bool matches(const gp_rule *r, const gp_case *c, gp_buf *why)
{
    gp_buf_clear(why);
    return one_value(r, GP_IF_SENSITIVITY, "sensitivity is", c->sensitivity, why) &&
           one_value(r, GP_IF_KIND, "kind is", c->kind, why) &&
           one_value(r, GP_IF_COMPLEXITY, "complexity is", c->complexity, why) &&
           one_value(r, GP_IF_CATEGORY, "category is", c->category, why) && a_tag(r, c, why) &&
           a_need(r->images, c, GP_NEED_IMAGE, "images", why) && a_need(r->tools, c, GP_NEED_TOOLS, "tools", why) &&
           a_size(r, c, why);
}

gp_choice gp_route_choose(gp_arena *a, const gp_policy *p, const gp_case *c)
{
    gp_buf why = {0};
    size_t i = 0;
    while (i < p->n_rules && !matches(&p->rules[i], c, &why)) i++;
    gp_choice chosen = {p->otherwise, GP_STR("default"),
                        p->n_rules ? GP_STR("no rule matches") : GP_STR("there are no rules")};
    if (i < p->n_rules)
        chosen = (gp_choice){p->rules[i].to, gp_str_fmt(a, "rule %zu: %.*s", i + 1, GP_ARG(p->rules[i].text)),
                             gp_str_dup(a, gp_buf_view(&why))};
    gp_buf_free(&why);
    return chosen;
}

/* --- regulated cases --- */

bool gp_provider_remote(gp_str provider)
{
    for (size_t i = 0; gp_composites[i]; i++)
        if (gp_str_eqc(provider, gp_composites[i])) return false;
    return !gp_str_eqc(provider, "local") && !gp_str_eqc(provider, "replay");
}

bool gp_spec_reaches_remote(const gp_target_spec *s)
{
    bool any = !s->policy && gp_provider_remote(s->provider);
    for (size_t i = 0; s->policy && i < s->policy->n_members; i++)
        any = any || gp_spec_reaches_remote(s->policy->members[i].spec);
    return any;
}

/* The first remote target that the case would, or after a failure might, be sent to; `way` says how. NULL: none. */
static const gp_target_spec *find_remote(gp_arena *a, const gp_target_spec *s, const gp_case *c, gp_buf *way)
{
    const gp_policy *p = s->policy;
    if (!p) return gp_provider_remote(s->provider) ? s : NULL;
    gp_choice choice = p->kind == GP_ROUTE ? gp_route_choose(a, p, c) : (gp_choice){0};
    const gp_target_spec *found = NULL;
    for (size_t i = 0; i < p->n_members && !found; i++) {
        if (p->kind == GP_ROUTE && i != choice.member) continue;
        size_t mark = way->n;
        gp_buf_fmt(way, "; the %s \"%.*s\" ", gp_composites[p->kind], GP_ARG(s->name));
        if (p->kind == GP_ROUTE)
            gp_buf_fmt(way, "sends it to \"%.*s\" by %s%.*s", GP_ARG(p->members[i].name),
                       p->otherwise == i && gp_str_eqc(choice.rule, "default") ? "its " : "", GP_ARG(choice.rule));
        else gp_buf_fmt(way, "has the member \"%.*s\"", GP_ARG(p->members[i].name));
        found = find_remote(a, p->members[i].spec, c, way);
        if (!found) way->n = mark;
    }
    return found;
}

gp_code gp_spec_refuse(const gp_target_spec *spec, gp_str suite, const gp_case *c, gp_err *err)
{
    gp_arena a = {0};
    gp_buf way = {0};
    gp_code code = GP_OK;
    if (!gp_case_regulated(c)) return GP_OK;
    const gp_target_spec *found = find_remote(&a, spec, c, &way);
    if (found)
        code = gp_fail(
            err, GP_E_INPUT,
            "case %.*s/%.*s is regulated and must not leave this machine, but target \"%.*s\" is remote (%.*s)%.*s. Nothing was sent. "
            "Ask a local target, a route whose rules keep regulated cases on one, or other cases (--filter, --tag)",
            GP_ARG(suite), GP_ARG(c->id), GP_ARG(found->name), GP_ARG(found->provider), (int)way.n, way.p ? way.p : "");
    gp_buf_free(&way);
    gp_arena_free(&a);
    return code;
}
