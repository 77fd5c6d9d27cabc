/* case_value.c - the value that a case is read from: what it does not say itself comes from `defaults`, graders that it
 * names come from the suite's `graders`, and templates in its texts are filled in. Only cases that use any of it are
 * made anew; all others are read as they stand in their file.
 *
 * A new value is written as JSON and read again, so that it is as consistent as one out of a file; each part keeps the
 * place where it was written. */
#include <string.h>

#include "base/caps.h"
#include "forms/document.h"
#include "suite/suite_impl.h"
#include "template/template.h"

/* --- names --- */

static bool is_name(gp_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool letter = (s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z', digit = s.p[i] >= '0' && s.p[i] <= '9';
        if (!letter && s.p[i] != '_' && !(digit && i)) return false;
    }
    return s.n > 0;
}

gp_code gp_check_name(const gp_json *at, gp_str name, gp_err *err)
{
    if (is_name(name)) return GP_OK;
    return gp_json_fail(err, at, "\"%.*s\" is no name of a variable: letters, digits and _, no digit first",
                        GP_ARG(name));
}

gp_code gp_check_names(const gp_json *v, const char *what, gp_err *err)
{
    gp_code code = gp_json_want(v, what, GP_JSON_OBJECT, err);
    if (!code && v->n > GP_CAP_VARS)
        return gp_json_fail(err, v, "%s has %zu variables, more than %d", what, v->n, (int)GP_CAP_VARS);
    for (const gp_json *m = code ? NULL : v->first; m && !code; m = m->next) {
        gp_json at = *m;
        at.line = m->key_line;
        at.col = m->key_col;
        code = gp_check_name(&at, m->key, err);
    }
    return code;
}

/* --- building --- */

void gp_member_add(gp_arena *a, gp_json *object, gp_json **last, const gp_json *member)
{
    gp_json *m = GP_NEW(a, gp_json);
    *m = *member;
    m->next = NULL;
    *(*last ? &(*last)->next : &object->first) = m;
    *last = m;
    object->n++;
}

/* What the object has already counts. */
static void add_missing(gp_arena *a, gp_json *object, gp_json **last, const gp_json *from)
{
    for (const gp_json *m = from ? from->first : NULL; m; m = m->next)
        if (!gp_json_get(object, gp_str_dup(a, m->key).p)) gp_member_add(a, object, last, m);
}

/* --- templates --- */

typedef struct filling {
    gp_arena *a;
    const gp_json *vars;
    gp_err *err;
} filling;

/* As it stands in a text: a string without its quotes. */
static gp_str text_of(gp_arena *a, const gp_json *v) { return v->type == GP_JSON_STRING ? v->s : gp_value_text(a, v); }

/* Where the braces stand that close an expression; quoted text in it may hold some. */
static size_t close_of(gp_str s, size_t at)
{
    char quote = 0;
    for (; at + 1 < s.n; at++) {
        char c = s.p[at];
        if (quote && c == '\\') at++;
        else if (quote) quote = c == quote ? (char)0 : quote;
        else if (c == '"' || c == '\'') quote = c;
        else if (c == '}' && s.p[at + 1] == '}') return at;
    }
    return SIZE_MAX;
}

static size_t next_open(gp_str s, size_t at)
{
    size_t found = gp_str_find((gp_str){s.p + at, s.n - at}, GP_STR("{{"));
    return found == SIZE_MAX ? SIZE_MAX : at + found;
}

/* Of the opening braces at `open` in a text: of JSON their own column, else where the text begins. */
static gp_json place_of(const gp_json *v, size_t open)
{
    gp_json at = *v;
    gp_str s = v->s, raw = v->raw;
    if (!raw.n || raw.p[0] != '"') return at;
    size_t i = next_open(s, 0), k = next_open(raw, 0);
    for (; i < open && k != SIZE_MAX; i = next_open(s, i + 2)) k = next_open(raw, k + 2);
    if (k != SIZE_MAX) at.col = v->col + (uint32_t)k; /* else they are written with escapes */
    return at;
}

/* The expression between `open` and `end`, its braces not counted. */
static gp_code evaluate(filling *x, const gp_json *v, size_t open, size_t end, const gp_json **out)
{
    gp_err inner = {0};
    gp_str name = gp_str_trim((gp_str){v->s.p + open + 2, end - open - 2});
    for (const gp_json *m = x->vars->first; m; m = m->next)
        if (gp_str_eq(m->key, name)) return *out = m, GP_OK;
    if (!name.n) (void)gp_fail(&inner, GP_E_INPUT, "{{ }} holds no expression");
    else if (!gp_template_value(x->a, name, x->vars, out, &inner)) return GP_OK;
    gp_json place = place_of(v, open);
    return gp_json_fail(x->err, &place, "%s", inner.msg);
}

static gp_code fail_open(filling *x, const gp_json *v, size_t open)
{
    gp_json place = place_of(v, open);
    return gp_json_fail(x->err, &place, "{{ without }} behind it; {{ '{{' }} stands for {{");
}

/* One expression and nothing else. */
static bool is_sole(gp_str s) { return gp_str_starts(s, GP_STR("{{")) && close_of(s, 2) == s.n - 2; }

/* `text`: the result is a text, whatever the variables are. Else one expression alone keeps its kind. */
static gp_code fill_string(filling *x, const gp_json *v, bool text, gp_json *out)
{
    gp_buf b = {0};
    gp_code code = GP_OK;
    const gp_json *value = NULL;
    for (size_t at = 0, end; !code; at = end + 2) {
        size_t open = next_open(v->s, at);
        gp_buf_str(&b, (gp_str){v->s.p + at, (open == SIZE_MAX ? v->s.n : open) - at});
        if (open == SIZE_MAX) break;
        end = close_of(v->s, open + 2);
        code = end == SIZE_MAX ? fail_open(x, v, open) : evaluate(x, v, open, end, &value);
        if (!code) gp_buf_str(&b, text_of(x->a, value));
    }
    if (!code && !text && value && value->type != GP_JSON_STRING && is_sole(v->s)) {
        gp_json kept = *value; /* in the place of the text */
        kept.key = v->key;
        kept.next = NULL;
        *out = kept;
    } else out->s = gp_str_dup(x->a, gp_buf_view(&b));
    out->name = v->name;
    out->line = v->line;
    out->col = v->col;
    out->key_line = v->key_line;
    out->key_col = v->key_col;
    gp_buf_free(&b);
    return code;
}

static bool is_in(gp_str key, const char *const *list)
{
    while (*list && !gp_str_eqc(key, *list)) list++;
    return *list != NULL;
}

/* How deep, whether kinds are kept whatever the key, whether a text is asked for. */
typedef struct where {
    unsigned depth;
    bool kept, text;
} where;

static where inside(where w, const gp_json *m)
{
    static const char *const kept[] = {"grade", "tools", "puzzle", "arguments", NULL};
    static const char *const texts[] = {"id",         "name",         "category", "tags",      "role",   "content",
                                        "text",       "path",         "turns",    "pass",      "fail",   "answer",
                                        "date",       "kind",         "finish",   "reasoning", "system", "sensitivity",
                                        "complexity", "tool_call_id", NULL};
    w.depth++;
    if (m->key.p) {
        w.kept = w.kept || is_in(m->key, kept);
        w.text = !w.kept && is_in(m->key, texts);
    }
    return w;
}

static gp_code fill(filling *x, const gp_json *v, where w, gp_json *out)
{
    *out = *v;
    out->next = NULL;
    if (v->type == GP_JSON_STRING) return fill_string(x, v, w.text, out);
    const gp_json **end = &out->first;
    gp_code code = GP_OK;
    bool puzzle = w.depth == 1 && gp_str_eqc(v->key, "puzzle"); /* whose answer is a template of its own */
    for (const gp_json *m = v->first; m && !code; m = m->next) {
        gp_json *child = GP_NEW(x->a, gp_json);
        *end = child;
        end = &child->next;
        if (puzzle && gp_str_eqc(m->key, "answer")) *child = *m, child->next = NULL;
        else code = fill(x, m, inside(w, m), child);
    }
    return code;
}

/* --- shared graders --- */

static gp_code refuse_use(const gp_json *g, unsigned depth, gp_err *err)
{
    const gp_json *use = gp_json_get(g, "use"), *inner = gp_json_get(g, "graders");
    if (use) return gp_json_fail(err, use, "a shared grader cannot use another; write it out");
    gp_code code = GP_OK;
    for (const gp_json *e = inner && depth ? inner->first : NULL; e && !code; e = e->next)
        code = refuse_use(e, depth - 1, err);
    return code;
}

gp_code gp_check_shared(const gp_json *v, const char *what, gp_err *err)
{
    gp_code code = gp_json_want(v, what, GP_JSON_OBJECT, err);
    for (const gp_json *m = code ? NULL : v->first; m && !code; m = m->next) {
        code = gp_json_want(m, "a shared grader", GP_JSON_OBJECT, err);
        if (!code && !gp_json_get(m, "type")) code = gp_json_fail(err, m, "a shared grader lacks \"type\"");
        if (!code) code = refuse_use(m, GP_GRADERS_DEEP, err);
    }
    return code;
}

static gp_code find_shared(gp_arena *a, const gp_json *graders, const gp_json *use, const gp_json **out, gp_err *err)
{
    gp_str name;
    size_t n = 0;
    gp_code code = gp_json_str(use, "\"use\"", &name, err);
    if (code) return code;
    const char **names = GP_NEW_ARRAY(a, const char *, graders->n);
    for (const gp_json *m = graders->first; m; m = m->next) {
        if (gp_str_eq(m->key, name)) return *out = m, GP_OK;
        names[n++] = gp_str_dup(a, m->key).p;
    }
    return gp_json_fail_choice(use, "\"use\"", names, n, err);
}

static gp_code share_list(gp_arena *a, const gp_json *graders, const gp_json *list, unsigned depth, gp_json *out,
                          gp_err *err);

/* The grader object with what it uses: its own members, then those of the shared one that it lacks. */
static gp_code share(gp_arena *a, const gp_json *graders, const gp_json *g, unsigned depth, gp_json *out, gp_err *err)
{
    const gp_json *use = gp_json_get(g, "use"), *type = gp_json_get(g, "type"), *shared = NULL;
    gp_json *last = NULL;
    gp_code code = GP_OK;
    *out = *g;
    out->next = NULL;
    if (g->type != GP_JSON_OBJECT) return GP_OK;
    out->first = NULL;
    out->n = 0;
    if (use && type) return gp_json_fail(err, type, "\"type\" beside \"use\": the shared grader has its own");
    if (use) code = find_shared(a, graders, use, &shared, err);
    for (const gp_json *m = g->first; m && !code; m = m->next) {
        bool inner = gp_str_eqc(m->key, "graders") && m->type == GP_JSON_ARRAY && depth;
        if (m == use) continue;
        gp_member_add(a, out, &last, m);
        if (inner) code = share_list(a, graders, m, depth - 1, last, err);
    }
    if (!code) add_missing(a, out, &last, shared);
    return code;
}

static gp_code share_list(gp_arena *a, const gp_json *graders, const gp_json *list, unsigned depth, gp_json *out,
                          gp_err *err)
{
    *out = *list;
    out->next = NULL;
    const gp_json **end = &out->first;
    gp_code code = GP_OK;
    for (const gp_json *e = list->first; e && !code; e = e->next) {
        gp_json *mine = GP_NEW(a, gp_json);
        code = share(a, graders, e, depth, mine, err);
        *end = mine;
        end = &mine->next;
    }
    return code;
}

/* --- a case --- */

gp_code gp_value_rewrite(gp_arena *a, const gp_json *v, const gp_json **out, gp_err *err)
{
    gp_err inner = {0};
    gp_code code = gp_json_parse(a, v->name, gp_value_text(a, v), out, &inner);
    if (code) return gp_json_fail(err, v, "with everything filled in, this is no JSON that can be read: %s", inner.msg);
    gp_keep_places((gp_json *)*out, v);
    return GP_OK;
}

static bool has_system(const gp_json *v)
{
    const gp_json *messages = gp_json_get(v, "messages");
    for (const gp_json *m = messages ? messages->first : NULL; m; m = m->next) {
        const gp_json *role = gp_json_get(m, "role");
        if (role && gp_str_eqc(role->s, "system")) return true;
    }
    return false;
}

static gp_code fill_case(filling *x, const gp_case_context *ctx, const gp_json *given, const gp_json *own,
                         gp_json *whole, gp_composed *out)
{
    gp_json vars = {.type = GP_JSON_OBJECT}, filled, system, *last = NULL;
    add_missing(x->a, &vars, &last, given);
    add_missing(x->a, &vars, &last, own);
    add_missing(x->a, &vars, &last, ctx->vars);
    x->vars = &vars;
    gp_code code = fill(x, whole, (where){0}, &filled);
    if (code) return code;
    *whole = filled;
    if (!ctx->system_at || has_system(whole)) return GP_OK;
    code = fill_string(x, ctx->system_at, true, &system);
    out->system = system.s;
    return code;
}

/* Its members without those that only say how it is made, and with its graders. */
static gp_code gather(gp_arena *a, const gp_json *v, const gp_case_context *ctx, gp_json *whole, gp_err *err)
{
    static const char *const recipe[] = {"vars", "data", "matrix", NULL};
    gp_json *last = NULL;
    gp_code code = GP_OK;
    *whole = *v;
    whole->next = whole->first = NULL;
    whole->n = 0;
    for (const gp_json *m = v->first; m; m = m->next)
        if (!is_in(m->key, recipe)) gp_member_add(a, whole, &last, m);
    if (ctx->grade && !gp_json_get(v, "grade")) gp_member_add(a, whole, &last, ctx->grade);
    for (const gp_json *m = whole->first; m && ctx->graders && !code; m = m->next) {
        gp_json *grade = (gp_json *)m, shared = *m;
        if (!gp_str_eqc(m->key, "grade") || m->type != GP_JSON_ARRAY) continue;
        code = share_list(a, ctx->graders, m, GP_GRADERS_DEEP, &shared, err);
        shared.next = m->next;
        *grade = shared;
    }
    return code;
}

gp_code gp_case_compose(gp_arena *a, const gp_json *v, const gp_json *given, const gp_case_context *ctx,
                        gp_composed *out, gp_err *err)
{
    const gp_json *own = gp_json_get(v, "vars");
    bool filled = given || own || ctx->vars;
    gp_json whole;
    *out = (gp_composed){v, ctx->system};
    if (v->type != GP_JSON_OBJECT) return GP_OK;
    if (!filled && !ctx->graders && !ctx->foreign && (!ctx->grade || gp_json_get(v, "grade"))) return GP_OK;
    gp_code code = own ? gp_check_names(own, "\"vars\"", err) : GP_OK;
    if (!code) code = gather(a, v, ctx, &whole, err);
    if (!code && filled) code = fill_case(&(filling){a, NULL, err}, ctx, given, own, &whole, out);
    return code ? code : gp_value_rewrite(a, &whole, &out->value, err);
}
