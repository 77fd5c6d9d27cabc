/* grammar_text.c - JSON as a schema's values and names are written, and what a string must match as one automaton. */
#include <string.h>

#include "reply/grammar_impl.h"

/* --- texts --- */

static gp_str kept(gp_compiler *c, gp_buf *b)
{
    gp_str s = gp_str_dup(&c->g->a, gp_buf_view(b));
    gp_buf_free(b);
    return s;
}

gp_str gp_grammar_canonical(gp_compiler *c, const gp_json *v)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    if (!c->code) c->code = gp_jw_canonical(&w, &c->scratch, v, c->err);
    return kept(c, &b);
}

static void spell(gp_buf *b, const gp_json *v)
{
    gp_jw w;
    bool object = v->type == GP_JSON_OBJECT;
    gp_jw_init(&w, b, 0);
    if (v->type == GP_JSON_STRING) {
        gp_jw_str(&w, v->s);
    } else if (object || v->type == GP_JSON_ARRAY) {
        gp_buf_byte(b, object ? '{' : '[');
        for (const gp_json *e = v->first; e; e = e->next) {
            if (e != v->first) gp_buf_c(b, ", ");
            gp_jw_init(&w, b, 0);
            if (object) gp_jw_str(&w, e->key), gp_buf_c(b, ": ");
            spell(b, e);
        }
        gp_buf_byte(b, object ? '}' : ']');
    } else {
        gp_buf_str(b, v->raw);
    }
}

/* As the schema writes it, with a space behind commas and colons. */
gp_str gp_grammar_spelled(gp_compiler *c, const gp_json *v)
{
    gp_buf b = {0};
    spell(&b, v);
    return kept(c, &b);
}

/* A name as it stands between quotes in JSON. */
gp_str gp_grammar_escaped(gp_compiler *c, gp_str name)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_jw_str(&w, name);
    gp_str s = gp_str_dup(&c->g->a, (gp_str){b.p + 1, b.n - 2});
    gp_buf_free(&b);
    return s;
}

/* --- patterns --- */

const gp_dfa *gp_grammar_pattern(gp_compiler *c, gp_str text, const gp_json *at)
{
    const gp_dfa *d = NULL;
    gp_err err = {0};
    if (!c->code && gp_dfa_pattern(&c->g->a, text, &d, &err)) gp_grammar_fail(c, at, err.msg);
    return d;
}

static const gp_dfa *both(gp_compiler *c, const gp_dfa *x, const gp_dfa *y, const gp_json *at)
{
    const gp_dfa *d = NULL;
    gp_err err = {0};
    if (!x || !y || c->code) return x ? x : y;
    if (gp_dfa_both(&c->g->a, x, y, &d, &err)) gp_grammar_fail(c, at, err.msg);
    return d;
}

static const gp_dfa *opposite(gp_compiler *c, const gp_dfa *x, const gp_json *at)
{
    const gp_dfa *d = NULL;
    gp_err err = {0};
    if (x && !c->code && gp_dfa_not(&c->g->a, x, &d, &err)) gp_grammar_fail(c, at, err.msg);
    return d;
}

void gp_grammar_quote(gp_buf *b, gp_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (strchr("^$\\.*+?()[]{}|/", text.p[i]) && text.p[i]) gp_buf_byte(b, '\\');
        gp_buf_byte(b, text.p[i]);
    }
}

/* Every text but the strings among these values. */
static const gp_dfa *but(gp_compiler *c, const gp_item *values)
{
    gp_buf b = {0};
    const gp_json *at = NULL;
    for (const gp_item *i = values; i; i = i->next) {
        const gp_json *v = i->p;
        for (const gp_json *e = i->flag ? v->first : v; e; e = i->flag ? e->next : NULL) {
            if (e->type != GP_JSON_STRING) continue;
            gp_buf_c(&b, at ? "|" : "^(?:");
            gp_grammar_quote(&b, e->s);
            at = e;
        }
    }
    gp_buf_c(&b, ")$");
    const gp_dfa *d = at ? opposite(c, gp_grammar_pattern(c, gp_buf_view(&b), at), at) : NULL;
    gp_buf_free(&b);
    return d;
}

/* What a string of the branch must match, its length apart; NULL: anything. */
const gp_dfa *gp_grammar_string(gp_compiler *c, const gp_branch *b)
{
    const gp_dfa *all = but(c, b->not_values);
    for (const gp_item *i = b->patterns; i && !c->code; i = i->next) {
        const gp_schema_pattern *p = i->p;
        const gp_dfa *d = gp_grammar_pattern(c, p ? p->text : gp_str_c(gp_format_pattern(i->name)), i->where);
        if (i->flag) d = opposite(c, d, i->where);
        all = both(c, all, d, i->where);
    }
    return all;
}

/* The same with lengths, for keys. */
const gp_dfa *gp_grammar_key(gp_compiler *c, const gp_branch *b, const gp_json *at)
{
    const gp_dfa *d = gp_grammar_string(c, b);
    gp_buf text = {0};
    if (b->values) {
        const gp_json *v = b->values->p;
        gp_buf_c(&text, "^(?:");
        for (const gp_json *e = b->values->flag ? v->first : v; e; e = b->values->flag ? e->next : NULL) {
            if (text.n > 4) gp_buf_byte(&text, '|');
            if (e->type == GP_JSON_STRING) gp_grammar_quote(&text, e->s);
        }
        gp_buf_c(&text, ")$");
        d = both(c, d, gp_grammar_pattern(c, gp_buf_view(&text), at), at);
    }
    gp_buf_clear(&text);
    if (b->min_length || b->max_length < UINT64_MAX) {
        gp_buf_fmt(&text, "^[\\s\\S]{%llu,", (unsigned long long)b->min_length);
        if (b->max_length < UINT64_MAX) gp_buf_fmt(&text, "%llu", (unsigned long long)b->max_length);
        gp_buf_c(&text, "}$");
        d = both(c, d, gp_grammar_pattern(c, gp_buf_view(&text), at), at);
    }
    gp_buf_free(&text);
    return d ? d : gp_grammar_pattern(c, GP_STR(""), at);
}
