/* document.c - JSON or YAML by a file's name. */
#include "forms/document.h"

#include <string.h>

#include "forms/yaml.h"

bool gp_is_yaml(const char *name)
{
    gp_str s = gp_str_c(name);
    return gp_str_ends(s, GP_STR(".yaml")) || gp_str_ends(s, GP_STR(".yml"));
}

static gp_code refuse_leading_zero(gp_str text, const gp_json *v, gp_err *err)
{
    bool number = v->type == GP_JSON_INT || v->type == GP_JSON_REAL;
    size_t at = v->offset;
    if (number && at < text.n && strchr("+-", text.p[at])) at++;
    if (number && at + 1 < text.n && text.p[at] == '0' && text.p[at + 1] >= '0' && text.p[at + 1] <= '9')
        return gp_json_fail(err, v, "a number must not start with 0; in quotes it is a text");
    gp_code code = GP_OK;
    for (const gp_json *m = v->first; m && !code; m = m->next) code = refuse_leading_zero(text, m, err);
    return code;
}

gp_code gp_yaml_read(gp_arena *a, const char *name, gp_str text, const gp_json **root, gp_err *err)
{
    gp_code code = gp_yaml_parse(a, name, text, root, err);
    return code ? code : refuse_leading_zero(text, *root, err);
}

static void write_value(gp_jw *w, const gp_json *v)
{
    bool object = v->type == GP_JSON_OBJECT, list = v->type == GP_JSON_ARRAY;
    if (object) gp_jw_object(w);
    if (list) gp_jw_array(w);
    for (const gp_json *m = v->first; m; m = m->next) {
        if (object) gp_jw_key_str(w, m->key);
        write_value(w, m);
    }
    if (object) gp_jw_end_object(w);
    else if (list) gp_jw_end_array(w);
    else if (v->type == GP_JSON_STRING) gp_jw_str(w, v->s);
    else if (v->type == GP_JSON_BOOL) gp_jw_bool(w, v->b);
    else if (v->type == GP_JSON_NULL) gp_jw_null(w);
    else gp_jw_raw(w, v->raw);
}

gp_str gp_value_text(gp_arena *a, const gp_json *v)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    write_value(&w, v);
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

void gp_keep_places(gp_json *to, const gp_json *from)
{
    to->name = from->name;
    to->line = from->line;
    to->col = from->col;
    to->key_line = from->key_line;
    to->key_col = from->key_col;
    const gp_json *f = from->first;
    for (const gp_json *t = to->first; t && f; t = t->next, f = f->next) gp_keep_places((gp_json *)t, f);
}

gp_code gp_document_parse(gp_arena *a, const char *name, gp_str text, const gp_json **root, gp_err *err)
{
    const gp_json *v = NULL;
    if (!gp_is_yaml(name)) return gp_json_parse(a, name, text, root, err);
    gp_code code = gp_yaml_read(a, name, text, &v, err);
    if (!code) code = gp_json_parse(a, name, gp_value_text(a, v), root, err);
    if (!code) gp_keep_places((gp_json *)*root, v);
    return code;
}
