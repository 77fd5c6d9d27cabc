/* from_bfcl.c - the Berkeley Function-Calling Leaderboard: a question, functions, and for each call the values that its
 * arguments may have. Each expected call becomes a JSON Schema of its arguments that takes what the package's checker
 * takes: texts without regard to case and to the signs " ,./-_*^", of numbers the value, and nothing that is not named. */
#include <string.h>

#include "import/convert_impl.h"

static bool is_record(const gp_json *r)
{
    const gp_json *q = gp_json_get(r, "question");
    return gp_text_at(r, "id").p && q && q->type == GP_JSON_ARRAY &&
           (gp_json_get(r, "function") || gp_json_get(r, "involved_classes"));
}

static bool is_text(const gp_json *v) { return v && v->type == GP_JSON_STRING; }
static bool is_left_out(const gp_json *v) { return is_text(v) && !v->s.n; } /* "" among the values: may be left out */

/* --- the functions, as tools --- */

/* Names as the APIs of providers take them; the package does the same. */
static gp_str tool_name(gp_arena *a, gp_str name)
{
    char *p = gp_arena_copy(a, name.p, name.n);
    for (size_t i = 0; i < name.n; i++)
        if (p[i] == '.') p[i] = '_';
    return (gp_str){p, name.n};
}

static const char *json_type(gp_str type)
{
    static const char *const types[][2] = {{"dict", "object"},     {"float", "number"},   {"tuple", "array"},
                                           {"any", "string"},      {"String", "string"},  {"Array", "array"},
                                           {"ArrayList", "array"}, {"HashMap", "object"}, {"long", "integer"},
                                           {"Boolean", "boolean"}, {"double", "number"},  {"char", "string"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (gp_str_eqc(type, types[i][0])) return types[i][1];
    return NULL;
}

static void write_schema(gp_jw *w, const gp_json *s, unsigned depth);

static void write_properties(gp_jw *w, const gp_json *p, unsigned depth)
{
    gp_jw_object(w);
    for (const gp_json *m = p->first; m; m = m->next) {
        gp_jw_key_str(w, m->key);
        write_schema(w, m, depth + 1);
    }
    gp_jw_end_object(w);
}

/* The package's schemas with JSON's names of types; notes that are no keywords ("optional") are left out. */
static void write_schema(gp_jw *w, const gp_json *s, unsigned depth)
{
    if (s->type != GP_JSON_OBJECT || depth > 60) {
        gp_jw_value(w, s);
        return;
    }
    gp_jw_object(w);
    for (const gp_json *m = s->first; m; m = m->next) {
        const char *type = gp_str_eqc(m->key, "type") && is_text(m) ? json_type(m->s) : NULL;
        if (gp_str_eqc(m->key, "optional") || (gp_str_eqc(m->key, "type") && is_left_out(m))) continue;
        gp_jw_key_str(w, m->key);
        if (type) gp_jw_c(w, type);
        else if (gp_str_eqc(m->key, "properties") && m->type == GP_JSON_OBJECT) write_properties(w, m, depth);
        else if (gp_str_eqc(m->key, "items")) write_schema(w, m, depth + 1);
        else gp_jw_value(w, m);
    }
    gp_jw_end_object(w);
}

static void write_tools(gp_draft *d, const gp_json *functions)
{
    gp_jw *w = gp_draft_member(d, "tools");
    gp_jw_array(w);
    for (const gp_json *f = functions->first; f; f = f->next) {
        const gp_json *parameters = gp_json_get(f, "parameters");
        gp_jw_object(w);
        gp_jw_kc(w, "type", "function");
        gp_jw_key(w, "function");
        gp_jw_object(w);
        gp_jw_kstr(w, "name", tool_name(&d->c->record, gp_text_at(f, "name")));
        gp_jw_kstr(w, "description", gp_text_at(f, "description"));
        if (parameters) gp_jw_key(w, "parameters"), write_schema(w, parameters, 0);
        gp_jw_end_object(w);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

/* --- the values that an argument may have, as a schema --- */

#define PASSED_OVER " ,./_*^-"

static void add_sign(gp_buf *b, char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter) gp_buf_fmt(b, "[%c%c]", c | 32, c & ~32);
    else if (c == '\'' || c == '"') gp_buf_c(b, "['\"]");
    else if (strchr("\\$|?+()[]{}", c) && c) gp_buf_fmt(b, "\\%c", c);
    else gp_buf_byte(b, c);
}

/* A pattern of the text without regard to case (of ASCII) and to the signs that are passed over. */
static void write_text(gp_jw *w, gp_str s)
{
    gp_buf b = {0};
    gp_buf_c(&b, "^[" PASSED_OVER "]*");
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        if (gp_utf8_next(s, &i) < 0x80 && strchr(PASSED_OVER, s.p[from])) continue;
        if (i - from == 1) add_sign(&b, s.p[from]);
        else gp_buf_put(&b, s.p + from, i - from);
        gp_buf_c(&b, "[" PASSED_OVER "]*");
    }
    gp_buf_byte(&b, '$');
    gp_jw_object(w);
    gp_jw_kc(w, "type", "string");
    gp_jw_kstr(w, "pattern", gp_buf_view(&b));
    gp_jw_end_object(w);
    gp_buf_free(&b);
}

static void write_const(gp_jw *w, const gp_json *v)
{
    gp_jw_object(w);
    gp_jw_key(w, "const");
    gp_jw_value(w, v);
    gp_jw_end_object(w);
}

static void write_plain(gp_jw *w, const gp_json *v)
{
    if (is_text(v)) write_text(w, v->s);
    else write_const(w, v);
}

static void write_arguments(gp_jw *w, const gp_json *named, const gp_json *function);

/* A list is as long as the one that is named, and like it element by element. */
static void write_list(gp_jw *w, const gp_json *list, bool of_objects)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "array");
    gp_jw_kint(w, "minItems", (int64_t)list->n);
    gp_jw_kint(w, "maxItems", (int64_t)list->n);
    if (list->n) {
        gp_jw_key(w, "prefixItems");
        gp_jw_array(w);
        for (const gp_json *e = list->first; e; e = e->next)
            if (of_objects && e->type == GP_JSON_OBJECT) write_arguments(w, e, NULL);
            else write_plain(w, e);
        gp_jw_end_array(w);
    }
    gp_jw_end_object(w);
}

/* A value of another type than the parameter's is a name of something: it must be just that. */
static void write_value(gp_jw *w, const gp_json *v, gp_str type, gp_str inner)
{
    bool text = gp_str_eqc(type, "string") || gp_str_eqc(type, "any"),
         list = gp_str_eqc(type, "array") || gp_str_eqc(type, "tuple");
    if (list && v->type == GP_JSON_ARRAY) write_list(w, v, gp_str_eqc(inner, "dict"));
    else if (gp_str_eqc(type, "dict") && v->type == GP_JSON_OBJECT) write_arguments(w, v, NULL);
    else if (text) write_plain(w, v);
    else write_const(w, v);
}

static void write_values(gp_jw *w, const gp_json *values, gp_str type, gp_str inner)
{
    if (values->type != GP_JSON_ARRAY) {
        write_const(w, values);
        return;
    }
    gp_jw_object(w);
    gp_jw_key(w, "anyOf");
    gp_jw_array(w);
    for (const gp_json *v = values->first; v; v = v->next)
        if (!is_left_out(v)) write_value(w, v, type, inner);
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

/* Has the argument a value at all, or is "" (leave it out) the only one? And may it be left out? */
static bool has_value(const gp_json *values)
{
    if (values->type != GP_JSON_ARRAY) return true;
    for (const gp_json *v = values->first; v; v = v->next)
        if (!is_left_out(v)) return true;
    return false;
}

static bool may_lack(const gp_json *values)
{
    for (const gp_json *v = values->type == GP_JSON_ARRAY ? values->first : NULL; v; v = v->next)
        if (is_left_out(v)) return true;
    return false;
}

static bool is_required(const gp_json *function, gp_str key)
{
    const gp_json *list = gp_json_get(gp_json_get(function, "parameters"), "required");
    for (const gp_json *v = list && list->type == GP_JSON_ARRAY ? list->first : NULL; v; v = v->next)
        if (is_text(v) && gp_str_eq(v->s, key)) return true;
    return false;
}

static const gp_json *member(const gp_json *object, gp_str key)
{
    for (const gp_json *m = object && object->type == GP_JSON_OBJECT ? object->first : NULL; m; m = m->next)
        if (gp_str_eq(m->key, key)) return m;
    return NULL;
}

static void write_required(gp_jw *w, const gp_json *named, const gp_json *function)
{
    gp_jw_key(w, "required");
    gp_jw_array(w);
    for (const gp_json *m = named->first; m; m = m->next)
        if (has_value(m) && (!may_lack(m) || is_required(function, m->key))) gp_jw_str(w, m->key);
    gp_jw_end_array(w);
}

/* `function` NULL: of an object inside, whose members have no types of their own and are looked at as they are. */
static void write_arguments(gp_jw *w, const gp_json *named, const gp_json *function)
{
    const gp_json *types = gp_json_get(gp_json_get(function, "parameters"), "properties");
    gp_jw_object(w);
    gp_jw_kc(w, "type", "object");
    gp_jw_key(w, "properties");
    gp_jw_object(w);
    for (const gp_json *m = named->first; m; m = m->next) {
        const gp_json *type = member(types, m->key);
        if (!has_value(m)) continue;
        gp_jw_key_str(w, m->key);
        write_values(w, m, function ? gp_text_at(type, "type") : GP_STR("any"),
                     gp_text_at(gp_json_get(type, "items"), "type"));
    }
    gp_jw_end_object(w);
    write_required(w, named, function);
    gp_jw_kbool(w, "additionalProperties", false);
    gp_jw_end_object(w);
}

/* --- the calls --- */

static const gp_json *function_of(const gp_json *functions, gp_str name)
{
    for (const gp_json *f = functions->first; f; f = f->next)
        if (gp_str_eq(gp_text_at(f, "name"), name)) return f;
    return NULL;
}

/* [{"name": {"argument": [values]}}, …] */
static const char *trouble_with(const gp_json *truth, const gp_json *functions)
{
    if (!truth || truth->type != GP_JSON_ARRAY || !truth->n) return "there are no possible answers to it";
    for (const gp_json *t = truth->first; t; t = t->next) {
        const gp_json *call = t->type == GP_JSON_OBJECT && t->n == 1 ? t->first : NULL;
        const gp_json *f = call ? function_of(functions, call->key) : NULL;
        if (!call || call->type != GP_JSON_OBJECT) return "a possible answer is no call with its arguments";
        if (!f) return "a possible answer calls a function that the question does not offer";
        for (const gp_json *m = call->first; m; m = m->next) {
            if (m->type != GP_JSON_ARRAY) return "an argument of a possible answer has no list of values";
            if (!member(gp_json_get(gp_json_get(f, "parameters"), "properties"), m->key))
                return "the possible answers name a parameter that the function does not have";
        }
    }
    return NULL;
}

static void write_expected(gp_draft *d, const gp_json *truth, const gp_json *functions)
{
    gp_jw *w = gp_draft_grader(d, "tool_calls");
    gp_jw_key(w, "expect");
    gp_jw_array(w);
    for (const gp_json *t = truth->first; t; t = t->next) {
        gp_jw_object(w);
        gp_jw_kstr(w, "name", tool_name(&d->c->record, t->first->key));
        gp_jw_key(w, "schema");
        write_arguments(w, t->first, function_of(functions, t->first->key));
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
    gp_draft_graded(d);
}

static const gp_json *truth_of(gp_conversion *c, const gp_json *r, gp_str id)
{
    const gp_json *own = gp_json_get(r, "ground_truth");
    for (const gp_json *v = c->answers; v && !own; v = v->next)
        if (gp_str_eq(gp_text_at(v, "id"), id)) own = gp_json_get(v, "ground_truth");
    return own;
}

static bool about(gp_str id, const char *word) { return gp_str_find(id, gp_str_c(word)) != SIZE_MAX; }

static void expect_calls(gp_draft *d, const gp_json *r, gp_str id, const gp_json *functions)
{
    bool none = about(id, "irrelevance"), some = !none && about(id, "relevance");
    const gp_json *truth = truth_of(d->c, r, id);
    const char *trouble = none || some ? NULL : trouble_with(truth, functions);
    if (about(id, "java"))
        trouble = "arguments are source text of Java or JavaScript, which only a parser of these could compare";
    if (trouble) gp_draft_lose(d, GP_STR("the calls"), trouble);
    else if (none || some) {
        gp_jw_kint(gp_draft_grader(d, "tool_calls"), none ? "max" : "min", none ? 0 : 1);
        gp_draft_graded(d);
    } else write_expected(d, truth, functions);
}

/* --- the question --- */

static void ask(gp_draft *d, const gp_json *question)
{
    const gp_json *turn = question->first;
    bool fits = turn && question->n == 1 && turn->type == GP_JSON_ARRAY && turn->n;
    if (!fits) gp_draft_lose(d, GP_STR("the question"), "several turns need the simulated tools of the package");
    for (const gp_json *m = fits ? turn->first : NULL; m; m = m->next) {
        gp_str role = gp_text_at(m, "role"), text = gp_text_at(m, "content");
        if (role.p && text.p) gp_draft_say(d, gp_str_dup(&d->c->record, role).p, text);
        else gp_draft_lose(d, GP_STR("the question"), "a message is no role with a text");
    }
}

static void record(gp_conversion *c, const gp_json *r)
{
    const gp_json *functions = gp_json_get(r, "function");
    gp_str id = gp_text_at(r, "id");
    gp_draft d;
    gp_draft_begin(&d, c, r, id);
    ask(&d, gp_json_get(r, "question"));
    if (functions && functions->type == GP_JSON_ARRAY && functions->n) {
        write_tools(&d, functions);
        expect_calls(&d, r, id, functions);
    } else
        gp_draft_lose(&d, GP_STR("the calls"),
                      functions ? "no function is offered, so there is nothing to call"
                                : "its tools are simulated by the package (involved_classes)");
    gp_draft_end(&d);
}

const gp_format gp_from_bfcl = {
    .f = {"bfcl", "BFCL: JSON lines with question and function, possible answers in possible_answer/"},
    .tool = "BFCL",
    .is = is_record,
    .record = record,
};
