/* readable.c - a JSON document for people. */
#include "readable.h"

#include <string.h>

#include "base/json.h"

static void put_indent(gp_buf *out, size_t indent)
{
    for (size_t i = 0; i < indent; i++) gp_buf_byte(out, ' ');
}

static bool is_nothing(const gp_json *v)
{
    bool list = v->type == GP_JSON_ARRAY || v->type == GP_JSON_OBJECT, nothing = true;
    if (!list) return v->type == GP_JSON_NULL || (v->type == GP_JSON_STRING && !v->s.n);
    for (const gp_json *m = v->first; m && nothing; m = m->next) nothing = v->type == GP_JSON_OBJECT && is_nothing(m);
    return nothing;
}

static bool is_plain(const gp_json *v) { return v->type != GP_JSON_ARRAY && v->type != GP_JSON_OBJECT; }

static bool all_plain(const gp_json *list)
{
    bool plain = true;
    for (const gp_json *v = list->first; v && plain; v = v->next)
        plain = is_plain(v) && (v->type != GP_JSON_STRING || v->s.n < 60);
    return plain;
}

static bool stays_json(gp_str key)
{
    static const char *const names[] = {"body", "schema", "tools", "tool_calls", "grader"};
    bool stays = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) stays = stays || gp_str_eqc(key, names[i]);
    return stays;
}

static void put_plain(gp_buf *out, const gp_json *v)
{
    if (v->type == GP_JSON_BOOL) gp_buf_c(out, v->b ? "yes" : "no");
    else if (v->type == GP_JSON_REAL) gp_buf_fmt(out, "%.4g", v->d);
    else gp_show(out, v->type == GP_JSON_STRING ? v->s : v->raw, 0);
}

/* Line by line; a line feed at the end makes no line of its own. */
static void put_lines(gp_buf *out, gp_str text, size_t indent)
{
    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        size_t n = end ? (size_t)(end - text.p) : text.n;
        if (n) put_indent(out, indent), gp_show_line(out, (gp_str){text.p, n}, 0);
        gp_buf_byte(out, '\n');
        n += end != NULL;
        text = (gp_str){text.p + n, text.n - n};
    }
}

static void put_json(gp_buf *out, const gp_json *v, size_t indent)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 2);
    gp_jw_value(&w, v);
    put_lines(out, gp_buf_view(&b), indent);
    gp_buf_free(&b);
}

/* What became of a criterion, in one line. */
static bool put_criterion(gp_buf *out, const gp_json *v)
{
    const gp_json *id = gp_json_get(v, "id"), *score = gp_json_get(v, "score"), *why = gp_json_get(v, "explanation");
    if (!id || !score || !why) return false;
    put_plain(out, id);
    gp_buf_c(out, "  ");
    put_plain(out, score);
    gp_buf_c(out, "  ");
    put_plain(out, why);
    gp_buf_byte(out, '\n');
    return true;
}

static void put_members(gp_buf *out, const gp_json *object, size_t indent, bool begun);

static void put_list(gp_buf *out, const gp_json *list, size_t indent)
{
    for (const gp_json *v = list->first; v; v = v->next) {
        put_indent(out, indent);
        gp_buf_c(out, "- ");
        if (put_criterion(out, v)) continue;
        if (v->type == GP_JSON_OBJECT) put_members(out, v, indent + 2, true);
        else if (v->type == GP_JSON_ARRAY) gp_buf_byte(out, '\n'), put_list(out, v, indent + 2);
        else put_plain(out, v), gp_buf_byte(out, '\n');
    }
}

static void put_row(gp_buf *out, const gp_json *list)
{
    for (const gp_json *v = list->first; v; v = v->next) {
        put_plain(out, v);
        if (v->next) gp_buf_c(out, ", ");
    }
    gp_buf_byte(out, '\n');
}

static void put_value(gp_buf *out, const gp_json *v, size_t indent)
{
    const gp_json *value = gp_json_get(v, "value"), *from = gp_json_get(v, "from");
    bool block = v->type == GP_JSON_STRING && memchr(v->s.p, '\n', v->s.n);
    if (stays_json(v->key)) gp_buf_byte(out, '\n'), put_json(out, v, indent + 2);
    else if (block) gp_buf_byte(out, '\n'), put_lines(out, v->s, indent + 2);
    else if (is_plain(v)) gp_buf_byte(out, ' '), put_plain(out, v), gp_buf_byte(out, '\n');
    else if (v->n == 2 && value && from) {
        gp_buf_byte(out, ' ');
        if (is_plain(value)) put_plain(out, value);
        else gp_show(out, value->raw, 0);
        gp_buf_c(out, "  (");
        gp_show(out, from->s, 0);
        gp_buf_c(out, ")\n");
    } else if (v->type == GP_JSON_ARRAY && all_plain(v)) gp_buf_byte(out, ' '), put_row(out, v);
    else if (v->type == GP_JSON_ARRAY) gp_buf_byte(out, '\n'), put_list(out, v, indent + 2);
    else gp_buf_byte(out, '\n'), put_members(out, v, indent + 2, false);
}

/* begun: the first line has its indentation already. */
static void put_members(gp_buf *out, const gp_json *object, size_t indent, bool begun)
{
    for (const gp_json *m = object->first; m; m = m->next) {
        if (is_nothing(m)) continue;
        if (!begun) put_indent(out, indent);
        begun = false;
        gp_show(out, m->key, 0);
        gp_buf_byte(out, ':');
        put_value(out, m, indent);
    }
    if (begun) gp_buf_byte(out, '\n');
}

gp_code gp_readable(gp_arena *a, gp_str json, gp_buf *out, gp_err *err)
{
    const gp_json *root = NULL;
    gp_code code = gp_json_parse(a, "the document", json, &root, err);
    if (!code) put_members(out, root, 0, false);
    return code;
}
