/* One rendering: set up, lex, parse, run, and cut the output into spans; or one expression: set up, lex, parse, evaluate. */
#include <string.h>

#include "template/template.h"
#include "template/tpl.h"

/* The model file's own control tokens are handed in as variables, but they are the template's text, not the user's. */
static bool is_control_token(gp_str name)
{
    static const char *const names[] = {"bos_token", "eos_token", "unk_token", "pad_token",
                                        "sep_token", "cls_token", "mask_token"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (gp_str_eqc(name, names[i])) return true;
    return false;
}

static void bind_variables(gp_tpl *c, const gp_json *vars)
{
    c->globals = gp_tpl_alloc(c, sizeof *c->globals);
    for (const gp_json *e = vars->first; e; e = e->next) {
        gp_tpl_binding *b = gp_tpl_alloc(c, sizeof *b);
        *b = (gp_tpl_binding){gp_tpl_intern(c, e->key), gp_tpl_from_json(c, e, !is_control_token(e->key)),
                              c->globals->first};
        c->globals->first = b;
    }
}

static size_t span_end(const gp_tpl_sb *b, size_t from)
{
    const uint8_t *p = memchr(b->m + from, !b->m[from], b->n - from);
    return p ? (size_t)(p - b->m) : b->n;
}

static void cut_spans(gp_tpl *c, const gp_tpl_sb *b, gp_rendered *out)
{
    size_t n = 0;
    for (size_t at = 0; at < b->n; n++) at = span_end(b, at);
    gp_span *spans = gp_tpl_array(c, n, sizeof *spans);
    for (size_t i = 0, at = 0; i < n; i++) {
        size_t end = span_end(b, at);
        spans[i] = (gp_span){{b->p + at, end - at}, b->m[at] == TPL_FROM_VALUE};
        at = end;
    }
    *out = (gp_rendered){{b->n ? b->p : "", b->n}, spans, n, c->steps};
}

static const gp_tpl_node *read_source(gp_tpl *c, gp_str source)
{
    c->line = 1;
    size_t bad = gp_utf8_bad(source);
    if (bad != SIZE_MAX) {
        for (size_t i = 0; i < bad; i++) c->line += source.p[i] == '\n';
        gp_tpl_fail(c, "the template is not valid UTF-8 (byte offset %zu)", bad);
    }
    gp_tpl_tokens tokens = gp_tpl_lex(c, source);
    return gp_tpl_parse(c, &tokens);
}

static void render(gp_tpl *c, gp_str source, const gp_json *vars, gp_rendered *out)
{
    gp_tpl_sb b = {0};
    c->line = 1;
    if (vars->type != GP_JSON_OBJECT)
        gp_tpl_fail(c, "the template's variables are %s, not an object", gp_json_type_name(vars->type));
    const gp_tpl_node *body = read_source(c, source);
    bind_variables(c, vars);
    c->out = &b;
    gp_tpl_run(c, body);
    cut_spans(c, &b, out);
}

gp_code gp_template_render(gp_arena *a, const char *name, gp_str source, const gp_json *vars, int64_t now,
                           gp_rendered *out, gp_err *err)
{
    /* In the arena, not on the stack: it must keep its values over a longjmp. */
    gp_tpl *c = GP_NEW(a, gp_tpl);
    c->a = a;
    c->arena_start = a->used;
    c->name = name;
    c->now = now;
    c->err = err;
    if (setjmp(c->trap)) return c->code;
    render(c, source, vars, out);
    return GP_OK;
}

gp_code gp_template_check(gp_arena *a, const char *name, gp_str source, gp_err *err)
{
    gp_tpl *c = GP_NEW(a, gp_tpl);
    c->a = a;
    c->arena_start = a->used;
    c->name = name;
    c->err = err;
    if (setjmp(c->trap)) return c->code;
    (void)read_source(c, source);
    return GP_OK;
}

/* --- one expression --- */

static gp_tpl_node *only_expression(gp_tpl *c, gp_str expression)
{
    gp_str source = gp_str_cat(c->a, GP_STR("{{ "), expression, GP_STR(" }}"));
    gp_tpl_tokens tokens = gp_tpl_lex(c, source);
    gp_tpl_node *n = gp_tpl_parse(c, &tokens);
    if (!n || n->kind != S_OUT || n->next) gp_tpl_fail(c, "\"%.*s\" is not one expression", GP_ARG(expression));
    return n->a;
}

/* As JSON text, which the caller reads; a string as it is. */
static void evaluate(gp_tpl *c, gp_str expression, const gp_json *vars, gp_json *text, gp_str *json)
{
    static const gp_tpl_val none[TPL_MAX_PARAMS];
    c->line = 1;
    bind_variables(c, vars);
    gp_tpl_val v = gp_tpl_eval(c, only_expression(c, expression), c->globals);
    if (v.t == T_UNDEF) gp_tpl_undef_use(c, v);
    if (v.t == T_STR) *text = (gp_json){.type = GP_JSON_STRING, .s = gp_tpl_view(v.s)};
    else *json = gp_tpl_view(gp_tpl_tojson(c, v, none).s);
}

gp_code gp_template_value(gp_arena *a, gp_str expression, const gp_json *vars, const gp_json **out, gp_err *err)
{
    gp_tpl *c = GP_NEW(a, gp_tpl);
    gp_json *text = GP_NEW(a, gp_json);
    gp_str *json = GP_NEW(a, gp_str);
    c->a = a;
    c->arena_start = a->used;
    c->err = err;
    c->strict = true;
    if (setjmp(c->trap)) return c->code;
    evaluate(c, expression, vars, text, json);
    *out = text;
    return json->p ? gp_json_parse(a, "the value", *json, out, err) : GP_OK;
}
