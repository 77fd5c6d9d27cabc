/* reply_call.c - the call syntaxes of the model families, read into {"name", "arguments"}. */
#include "reply/reply.h"

enum { MOST_DEPTH = 32, MOST_CALLS = 256 };

/* --- small cuts --- */

static gp_str from(gp_str s, size_t n) { return n >= s.n ? (gp_str){s.p + s.n, 0} : (gp_str){s.p + n, s.n - n}; }

/* Skip `lead` at the beginning of *s. */
static bool skip(gp_str *s, const char *lead)
{
    gp_str l = gp_str_c(lead);
    if (!gp_str_starts(*s, l)) return false;
    *s = from(*s, l.n);
    return true;
}

/* Move what stands before `mark` to *out, and *s behind the mark. */
static bool cut(gp_str *s, const char *mark, gp_str *out)
{
    gp_str m = gp_str_c(mark);
    size_t at = gp_str_find(*s, m);
    if (at == SIZE_MAX) return false;
    *out = (gp_str){s->p, at};
    *s = from(*s, at + m.n);
    return true;
}

static void skip_space(gp_str *s)
{
    while (s->n && (*s->p == ' ' || (*s->p >= '\t' && *s->p <= '\r'))) *s = from(*s, 1);
}

static bool is_name(gp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '<' || s.p[i] == '{' || s.p[i] == '"') return false;
    return s.n > 0 && s.n <= 256;
}

/* --- adding --- */

void gp_reply_add_call(gp_reply_parts *p, gp_str name, gp_str arguments)
{
    gp_buf canon = {0};
    gp_jw w;
    gp_buf_byte(&p->calls, p->n_calls ? ',' : '[');
    if (gp_json_canonical(arguments, &canon, NULL) == GP_OK) arguments = gp_buf_view(&canon);
    gp_jw_init(&w, &p->calls, 0);
    gp_jw_object(&w);
    gp_jw_kstr(&w, "name", name);
    gp_jw_kstr(&w, "arguments", arguments);
    gp_jw_end_object(&w);
    gp_buf_free(&canon);
    p->n_calls++;
}

/* --- JSON: {"name": ..., "arguments" or "parameters": {...}} --- */

/* The function of this name among the tools, in either of OpenAI's forms: nested, or flat; NULL: there is none. */
static const gp_json *function_named(const gp_json *tools, gp_str name)
{
    for (const gp_json *t = tools ? tools->first : NULL; t; t = t->next) {
        const gp_json *f = gp_json_get(t, "function"), *n = gp_json_get(f ? f : t, "name");
        if (n && n->type == GP_JSON_STRING && gp_str_eq(n->s, name)) return f ? f : t;
    }
    return NULL;
}

static bool read_object(gp_reply_parts *p, const gp_json *v, bool must_be_offered)
{
    const gp_json *name = gp_json_get(v, "name"), *args = gp_json_get(v, "arguments");
    if (!args) args = gp_json_get(v, "parameters");
    if (!name || name->type != GP_JSON_STRING || !name->s.n || p->n_calls >= MOST_CALLS) return false;
    if (must_be_offered && (!args || !function_named(p->f.tools, name->s))) return false;
    if (args && args->type != GP_JSON_OBJECT && args->type != GP_JSON_STRING) return false;
    gp_reply_add_call(p, name->s, !args ? GP_STR("{}") : args->type == GP_JSON_STRING ? args->s : args->raw);
    return true;
}

/* One object, or (where `list`) an array of them: all or none. */
static bool read_json(gp_reply_parts *p, gp_str text, bool list, bool must_be_offered)
{
    gp_arena a = {0};
    const gp_json *v = NULL;
    bool good = gp_json_parse(&a, "call", text, &v, NULL) == GP_OK;
    if (good && list && v->type == GP_JSON_ARRAY) {
        size_t bytes = p->calls.n, n = p->n_calls;
        good = v->n > 0;
        for (const gp_json *e = v->first; e && good; e = e->next) good = read_object(p, e, must_be_offered);
        if (!good) p->calls.n = bytes, p->n_calls = n;
    } else if (good) good = read_object(p, v, must_be_offered);
    gp_arena_free(&a);
    return good;
}

/* A name and JSON arguments that were found apart. */
static bool read_pair(gp_reply_parts *p, gp_str name, gp_str arguments)
{
    gp_arena a = {0};
    const gp_json *v = NULL;
    name = gp_str_trim(name);
    arguments = gp_str_trim(arguments);
    bool good = is_name(name) && p->n_calls < MOST_CALLS && gp_json_parse(&a, "call", arguments, &v, NULL) == GP_OK &&
                v->type == GP_JSON_OBJECT;
    if (good) gp_reply_add_call(p, name, arguments);
    gp_arena_free(&a);
    return good;
}

/* --- XML: parameters as raw text, typed by the tool's schema --- */

enum { T_STRING = 1, T_BOOLEAN = 2, T_NULL = 4, T_OTHER = 8 };

static unsigned type_named(gp_str name)
{
    if (gp_str_eqc(name, "string")) return T_STRING;
    if (gp_str_eqc(name, "boolean")) return T_BOOLEAN;
    return gp_str_eqc(name, "null") ? T_NULL : T_OTHER;
}

static unsigned type_of(const gp_json *v)
{
    if (v->type == GP_JSON_STRING) return T_STRING;
    if (v->type == GP_JSON_BOOL) return T_BOOLEAN;
    return v->type == GP_JSON_NULL ? T_NULL : T_OTHER;
}

/* The types that a schema allows: by its "type", the branches of a choice, or its "enum"; 0: it does not say. */
static unsigned types_allowed(const gp_json *schema, unsigned depth)
{
    static const char *const choices[] = {"anyOf", "oneOf"};
    const gp_json *type = gp_json_get(schema, "type"), *list = gp_json_get(schema, "enum");
    unsigned types = 0;
    if (type && type->type == GP_JSON_STRING) return type_named(type->s);
    for (const gp_json *t = type ? type->first : NULL; t; t = t->next) types |= type_named(t->s);
    for (size_t i = 0; i < 2 && !types && depth < MOST_DEPTH; i++) {
        const gp_json *branches = gp_json_get(schema, choices[i]);
        for (const gp_json *b = branches ? branches->first : NULL; b; b = b->next) types |= types_allowed(b, depth + 1);
    }
    for (const gp_json *v = list && !types ? list->first : NULL; v; v = v->next) types |= type_of(v);
    return types;
}

static unsigned types_of_parameter(const gp_json *tools, gp_str name, gp_str parameter)
{
    const gp_json *props = gp_json_get(gp_json_get(function_named(tools, name), "parameters"), "properties");
    for (const gp_json *m = props && props->type == GP_JSON_OBJECT ? props->first : NULL; m; m = m->next)
        if (gp_str_eq(m->key, parameter)) return types_allowed(m, 0);
    return 0;
}

static bool same_word(gp_str s, const char *lower)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]) != lower[i] || !lower[i]) return false;
    return !lower[s.n];
}

/* What the types make of a word that a model writes as it would in its own language: "True", "None". */
static const char *word_of(gp_str s, unsigned types)
{
    if (types & T_BOOLEAN && same_word(s, "true")) return "true";
    if (types & T_BOOLEAN && same_word(s, "false")) return "false";
    bool null = types & T_NULL || (types && !(types & T_STRING));
    return null && (same_word(s, "none") || same_word(s, "null")) ? "null" : NULL;
}

/* A text, or the JSON that it is, where a value of these types (0: unknown) may be that. */
static void write_value(gp_jw *w, gp_str value, unsigned types)
{
    gp_arena a = {0};
    const gp_json *v = NULL;
    gp_str text = gp_str_trim(value);
    const char *word = word_of(text, types);
    bool json = types != T_STRING && !word && gp_json_parse(&a, "value", text, &v, NULL) == GP_OK;
    if (json && types & T_STRING) json = v->type != GP_JSON_STRING && type_of(v) & types;
    if (word) gp_jw_raw(w, gp_str_c(word));
    else if (json) gp_jw_raw(w, text);
    else gp_jw_str(w, value);
    gp_arena_free(&a);
}

/* The line feed behind the opening tag and the one before the closing tag belong to the tags. */
static gp_str unwrap(gp_str s)
{
    if (s.n && *s.p == '\n') s = from(s, 1);
    if (s.n && s.p[s.n - 1] == '\n') s.n--;
    return s;
}

/* Key and value texts of one parameter, in either syntax; *more is false where none follows. */
static bool next_parameter(gp_str *s, bool pairs, gp_str *key, gp_str *value, bool *more)
{
    skip_space(s);
    *more = skip(s, pairs ? "<arg_key>" : "<parameter=");
    if (!*more) return true;
    if (!cut(s, pairs ? "</arg_key>" : ">", key)) return false;
    if (pairs) skip_space(s);
    if (pairs && !skip(s, "<arg_value>")) return false;
    return cut(s, pairs ? "</arg_value>" : "</parameter>", value);
}

static bool read_parameters(gp_reply_parts *p, gp_str name, gp_str *s, bool pairs)
{
    gp_buf args = {0};
    gp_jw w;
    bool good = true, more = true;
    gp_jw_init(&w, &args, 0);
    gp_jw_object(&w);
    while (good && more) {
        gp_str key = {0}, value = {0};
        good = next_parameter(s, pairs, &key, &value, &more);
        if (!good || !more) break;
        gp_jw_key_str(&w, gp_str_trim(key));
        write_value(&w, pairs ? value : unwrap(value), types_of_parameter(p->f.tools, name, gp_str_trim(key)));
    }
    gp_jw_end_object(&w);
    if (!pairs) good = good && skip(s, "</function>");
    skip_space(s);
    good = good && !s->n && is_name(name) && p->n_calls < MOST_CALLS;
    if (good) gp_reply_add_call(p, name, gp_buf_view(&args));
    gp_buf_free(&args);
    return good;
}

/* <function=NAME><parameter=P>VALUE</parameter></function> */
static bool read_xml(gp_reply_parts *p, gp_str s)
{
    gp_str name;
    return skip(&s, "<function=") && cut(&s, ">", &name) && read_parameters(p, gp_str_trim(name), &s, false);
}

/* NAME<arg_key>P</arg_key><arg_value>VALUE</arg_value> */
static bool read_arg_pairs(gp_reply_parts *p, gp_str s)
{
    size_t at = gp_str_find(s, GP_STR("<arg_key>"));
    gp_str name = at == SIZE_MAX ? s : (gp_str){s.p, at};
    s = from(s, name.n);
    return read_parameters(p, gp_str_trim(name), &s, true);
}

static bool read_tagged(gp_reply_parts *p, gp_str s)
{
    s = gp_str_trim(s);
    if (gp_str_starts(s, GP_STR("{"))) return read_json(p, s, false, false);
    return gp_str_starts(s, GP_STR("<function=")) ? read_xml(p, s) : read_arg_pairs(p, s);
}

/* --- Gemma: call:NAME{key:VALUE,...}, strings between <|"|> --- */

#define QUOTE "<|\"|>"

static bool gemma_value(gp_str *s, gp_jw *w, unsigned depth);

static bool gemma_members(gp_str *s, gp_jw *w, unsigned depth)
{
    gp_jw_object(w);
    for (bool first = true;; first = false) {
        gp_str key;
        skip_space(s);
        if (skip(s, "}")) break;
        if (!first && !skip(s, ",")) return false;
        skip_space(s);
        bool quoted = skip(s, QUOTE);
        if (!cut(s, quoted ? QUOTE : ":", &key)) return false;
        if (quoted && !skip(s, ":")) return false;
        gp_jw_key_str(w, gp_str_trim(key));
        if (!gemma_value(s, w, depth + 1)) return false;
    }
    gp_jw_end_object(w);
    return true;
}

static bool gemma_items(gp_str *s, gp_jw *w, unsigned depth)
{
    gp_jw_array(w);
    for (bool first = true;; first = false) {
        skip_space(s);
        if (skip(s, "]")) break;
        if (!first && !skip(s, ",")) return false;
        if (!gemma_value(s, w, depth + 1)) return false;
    }
    gp_jw_end_array(w);
    return true;
}

static bool gemma_value(gp_str *s, gp_jw *w, unsigned depth)
{
    gp_str text;
    if (depth > MOST_DEPTH) return false;
    skip_space(s);
    if (skip(s, "{")) return gemma_members(s, w, depth);
    if (skip(s, "[")) return gemma_items(s, w, depth);
    if (skip(s, QUOTE)) {
        if (!cut(s, QUOTE, &text)) return false;
        gp_jw_str(w, text);
        return true;
    }
    size_t n = 0;
    while (n < s->n && s->p[n] != ',' && s->p[n] != '}' && s->p[n] != ']') n++;
    text = gp_str_trim((gp_str){s->p, n});
    *s = from(*s, n);
    if (!text.n) return false;
    write_value(w, text, 0);
    return true;
}

static bool read_gemma(gp_reply_parts *p, gp_str s)
{
    gp_buf args = {0};
    gp_jw w;
    gp_str name = {0};
    s = gp_str_trim(s);
    bool good = skip(&s, "call:") && cut(&s, "{", &name);
    gp_jw_init(&w, &args, 0);
    good = good && gemma_members(&s, &w, 0) && !s.n && is_name(gp_str_trim(name)) && p->n_calls < MOST_CALLS;
    if (good) gp_reply_add_call(p, gp_str_trim(name), gp_buf_view(&args));
    gp_buf_free(&args);
    return good;
}

/* --- DeepSeek, Mistral, Llama --- */

/* function<SEP>NAME, then JSON in a fence; or NAME<SEP>JSON. */
static bool read_deepseek(gp_reply_parts *p, gp_str s)
{
    gp_str kind, name;
    if (!cut(&s, "<\xef\xbd\x9ctool\xe2\x96\x81sep\xef\xbd\x9c>", &kind)) return false;
    kind = gp_str_trim(kind);
    if (!gp_str_eqc(kind, "function") || !gp_str_find(gp_str_trim(s), GP_STR("{"))) return read_pair(p, kind, s);
    if (!cut(&s, "\n", &name)) return false;
    s = gp_str_trim(s);
    if (skip(&s, "```json") || skip(&s, "```")) {
        gp_str inner;
        if (!cut(&s, "```", &inner)) return false;
        s = inner;
    }
    return read_pair(p, name, s);
}

/* [{...}], NAME[ARGS]{...}, or NAME[CALL_ID]ID[ARGS]{...} */
static bool read_mistral(gp_reply_parts *p, gp_str s)
{
    gp_str head, name;
    s = gp_str_trim(s);
    if (s.n && (*s.p == '[' || *s.p == '{')) return read_json(p, s, true, false);
    if (!cut(&s, "[ARGS]", &head)) {
        size_t brace = gp_str_find(s, GP_STR("{"));
        return brace != SIZE_MAX && read_pair(p, (gp_str){s.p, brace}, from(s, brace));
    }
    gp_str rest = head;
    return read_pair(p, cut(&rest, "[CALL_ID]", &name) ? name : head, s);
}

/* One keyword of NAME.call(key="text", key=5): a JSON literal. */
static bool python_value(gp_str *s, unsigned types, gp_jw *w)
{
    size_t n = 0;
    bool quoted = s->n && *s->p == '"';
    if (quoted)
        for (n = 1; n < s->n && s->p[n] != '"'; n++)
            if (s->p[n] == '\\') n++;
    while (n < s->n && s->p[n] != ',' && s->p[n] != ')') n++;
    if (n >= s->n) return false;
    write_value(w, gp_str_trim((gp_str){s->p, n}), quoted ? 0 : types);
    *s = from(*s, n);
    return true;
}

static bool read_python(gp_reply_parts *p, gp_str s)
{
    gp_buf args = {0};
    gp_jw w;
    gp_str name = {0};
    s = gp_str_trim(s);
    if (s.n && *s.p == '{') return read_json(p, s, false, false);
    bool good = cut(&s, ".call(", &name) && is_name(name);
    gp_jw_init(&w, &args, 0);
    gp_jw_object(&w);
    for (bool first = true; good && !skip(&s, ")"); first = false) {
        gp_str key = {0};
        good = first || skip(&s, ",");
        skip_space(&s);
        good = good && cut(&s, "=", &key) && is_name(gp_str_trim(key));
        if (!good) break;
        gp_jw_key_str(&w, gp_str_trim(key));
        good = python_value(&s, types_of_parameter(p->f.tools, name, gp_str_trim(key)), &w);
    }
    gp_jw_end_object(&w);
    good = good && !gp_str_trim(s).n && p->n_calls < MOST_CALLS;
    if (good) gp_reply_add_call(p, name, gp_buf_view(&args));
    gp_buf_free(&args);
    return good;
}

bool gp_reply_read_call(gp_reply_parts *p, int mark, gp_str text)
{
    switch (mark) {
    case GP_M_CALL:
    case GP_M_SEED_CALL: return read_tagged(p, text);
    case GP_M_GEMMA_CALL: return read_gemma(p, text);
    case GP_M_DEEPSEEK: return read_deepseek(p, text);
    case GP_M_MISTRAL: return read_mistral(p, text);
    case GP_M_PYTHON: return read_python(p, text);
    default: return read_json(p, text, false, true);
    }
}
