/* from_ifeval.c - IFEval and IFBench: a prompt, the ids of what can be checked about the answer, and their values. */
#include <math.h>
#include <string.h>

#include "import/convert_impl.h"
#include "import/ifeval.h"

typedef struct values { /* what a row is filled from */
    gp_arena *a;
    const gp_json *kwargs;
    gp_str prompt;
    const char *trouble; /* sticky: what is missing */
} values;

static const gp_json *list_at(const gp_json *r, const char *key)
{
    const gp_json *v = gp_json_get(r, key);
    return v && v->type == GP_JSON_ARRAY ? v : NULL;
}

static bool is_record(const gp_json *r)
{
    return gp_text_at(r, "prompt").p && list_at(r, "instruction_id_list") && list_at(r, "kwargs");
}

static const char *missing(values *v, gp_str key)
{
    gp_str why = gp_str_fmt(v->a, "the record gives no usable \"%.*s\"", GP_ARG(key));
    if (!v->trouble) v->trouble = why.p;
    return why.p;
}

/* --- values --- */

static void put_inside(gp_buf *out, gp_str s) /* a text inside a JSON string */
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_jw_str(&w, s);
    gp_buf_put(out, b.p + 1, b.n - 2);
    gp_buf_free(&b);
}

static const gp_json *value_of(values *v, gp_str key)
{
    const gp_json *found = gp_json_get(v->kwargs, gp_str_dup(v->a, key).p);
    if (!found || found->type == GP_JSON_NULL) missing(v, key), found = NULL;
    return found;
}

/* JSON of IFBench has "N": 36.0. */
static bool number_of(values *v, gp_str key, int64_t *out)
{
    const gp_json *x = value_of(v, key);
    bool number = x && (x->type == GP_JSON_INT || x->type == GP_JSON_REAL);
    if (!number || x->d < 0 || x->d > 1e6 || x->d != floor(x->d)) return missing(v, key), false;
    *out = (int64_t)x->d;
    return true;
}

static bool is_less(values *v, gp_str key)
{
    const gp_json *x = value_of(v, key);
    bool less = x && x->type == GP_JSON_STRING && gp_str_eqc(x->s, "less than");
    if (!less && !(x && x->type == GP_JSON_STRING && gp_str_eqc(x->s, "at least"))) missing(v, key);
    return less;
}

static void put_limit(values *v, gp_buf *out, gp_str spec)
{
    size_t at = gp_str_find(spec, GP_STR("<"));
    gp_str key = {spec.p, at}, relation = {spec.p + at + 1, spec.n - at - 1};
    int64_t n = 0;
    bool less = is_less(v, relation);
    if (!number_of(v, key, &n)) return;
    if (less && n < 1) missing(v, key);
    gp_buf_fmt(out, "\"%s\": %lld", less ? "max" : "min", (long long)(less ? n - 1 : n));
}

static void put_plain(values *v, gp_buf *out, gp_str key)
{
    const gp_json *x = value_of(v, key);
    gp_jw w;
    int64_t n = 0;
    if (!x) return;
    if (x->type == GP_JSON_STRING) put_inside(out, gp_str_trim(x->s));
    else if (x->type == GP_JSON_ARRAY) {
        gp_jw_init(&w, out, 0);
        gp_jw_value(&w, x);
    } else if (number_of(v, key, &n)) gp_buf_fmt(out, "%lld", (long long)n);
}

static void put_quoted(gp_buf *out, gp_str s, bool stops)
{
    for (size_t i = 0; i < s.n; i++) {
        gp_regex_quote(out, (gp_str){s.p + i, 1});
        if (stops && s.p[i] == '.' && i + 1 < s.n) gp_buf_c(out, "\\s?");
    }
}

static void put_pattern(values *v, gp_buf *out, gp_str key, bool stops)
{
    const gp_json *x = value_of(v, key);
    bool list = x && x->type == GP_JSON_ARRAY, text = x && x->type == GP_JSON_STRING && gp_str_trim(x->s).n;
    if (!text && !(list && x->n)) missing(v, key);
    if (text) put_quoted(out, gp_str_trim(x->s), stops);
    for (const gp_json *e = list ? x->first : NULL; e; e = e->next) {
        if (e->type != GP_JSON_STRING || !e->s.n) missing(v, key);
        gp_buf_c(out, e == x->first ? "" : "|");
        put_quoted(out, e->s, stops);
    }
}

/* --- derived --- */

/* The prompt of IFBench lists the names that count: "list of person names: Emma, Liam, … ." */
static void put_names(values *v, gp_buf *out)
{
    gp_str mark = GP_STR("list of person names:");
    size_t at = gp_str_find(v->prompt, mark), n = 0;
    gp_str rest = at == SIZE_MAX ? (gp_str){0} : (gp_str){v->prompt.p + at + mark.n, v->prompt.n - at - mark.n};
    size_t stop = gp_str_find(rest, GP_STR("."));
    if (stop != SIZE_MAX) rest.n = stop;
    for (size_t from = 0, i = 0; i <= rest.n; i++) {
        if (i < rest.n && rest.p[i] != ',') continue;
        gp_str name = gp_str_trim((gp_str){rest.p + from, i - from});
        from = i + 1;
        if (!name.n) continue;
        gp_buf_c(out, n++ ? ", " : "");
        gp_buf_c(out, "{\"type\": \"contains\", \"expect\": \"");
        put_inside(out, name);
        gp_buf_c(out, "\"}");
    }
    if (!n) missing(v, GP_STR("list of person names"));
}

static gp_str separator_of(gp_str options)
{
    gp_str const of[] = {GP_STR("/"), GP_STR("or"), GP_STR(",")};
    for (size_t i = 0; i < 2; i++)
        if (gp_str_find(options, of[i]) != SIZE_MAX) return of[i];
    return of[2];
}

/* "yes/no/maybe", "I know or I don't know", "a), b), c), d)": of the last kind it must be one as it stands there. */
static void put_options(values *v, gp_buf *out)
{
    const gp_json *x = value_of(v, GP_STR("options"));
    gp_str rest = x && x->type == GP_JSON_STRING ? x->s : (gp_str){0}, sep = separator_of(rest);
    bool letters = rest.n > 1 && (rest.p[0] | 32) == 'a' && !((rest.p[1] | 32) >= 'a' && (rest.p[1] | 32) <= 'z');
    if (!rest.n) missing(v, GP_STR("options"));
    gp_buf_c(out, "{\"type\": \"equals\", \"expect\": [");
    for (bool first = true; rest.n; first = false) {
        size_t at = gp_str_find(rest, sep);
        gp_str one = {rest.p, at == SIZE_MAX ? rest.n : at};
        rest = at == SIZE_MAX ? (gp_str){0} : (gp_str){rest.p + at + sep.n, rest.n - at - sep.n};
        gp_buf_c(out, first ? "\"" : ", \"");
        put_inside(out, gp_str_trim(one));
        gp_buf_byte(out, '"');
    }
    gp_buf_fmt(out, "]%s}", letters ? ", \"trim\": false" : ", \"normalize\": [\"case\", \"spaces\", \"punctuation\"]");
}

static gp_str next_word(gp_str *rest)
{
    *rest = gp_str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && !strchr(" \t\n\v\f\r", rest->p[n])) n++;
    gp_str word = {rest->p, n};
    *rest = (gp_str){rest->p + n, rest->n - n};
    return word;
}

static gp_str repeated(values *v)
{
    const gp_json *x = value_of(v, GP_STR("prompt_to_repeat"));
    gp_str s = x && x->type == GP_JSON_STRING ? gp_str_trim(x->s) : (gp_str){0};
    if (!s.n) missing(v, GP_STR("prompt_to_repeat"));
    return s;
}

static void put_repeated(values *v, gp_buf *out) { put_inside(out, repeated(v)); }

static void put_first(values *v, gp_buf *out)
{
    gp_str rest = repeated(v);
    gp_regex_quote(out, next_word(&rest));
}

static void put_rest(values *v, gp_buf *out)
{
    gp_str rest = repeated(v);
    (void)next_word(&rest);
    while (gp_str_trim(rest).n) {
        gp_buf_c(out, "\\s+");
        gp_regex_quote(out, next_word(&rest));
    }
}

static void put_span(values *v, gp_buf *out)
{
    gp_str rest = repeated(v);
    int64_t from = 0, to = 0, i = 0;
    if (!number_of(v, GP_STR("n_start"), &from) || !number_of(v, GP_STR("n_end"), &to)) return;
    for (bool first = true; gp_str_trim(rest).n && i < to; i++) {
        gp_str word = next_word(&rest);
        if (i < from) continue;
        if (!first) gp_buf_byte(out, ' ');
        put_inside(out, word);
        first = false;
    }
    if (from >= to || i <= from) missing(v, GP_STR("n_start"));
}

static const struct {
    const char *name;
    void (*put)(values *v, gp_buf *out);
} derived[] = {{"$names", put_names}, {"$options", put_options}, {"$repeated", put_repeated},
               {"$first", put_first}, {"$rest", put_rest},       {"$span", put_span}};

/* --- filling a row --- */

static void put_derived(values *v, gp_buf *out, gp_str name)
{
    for (size_t i = 0; i < sizeof derived / sizeof *derived; i++)
        if (gp_str_eqc(name, derived[i].name)) derived[i].put(v, out);
}

static void put(values *v, gp_buf *out, gp_str spec)
{
    gp_str key = {spec.p, spec.n - 1};
    char last = spec.p[spec.n - 1];
    int64_t n = 0;
    if (spec.p[0] == '$') put_derived(v, out, spec);
    else if (gp_str_find(spec, GP_STR("<")) != SIZE_MAX) put_limit(v, out, spec);
    else if (gp_str_ends(spec, GP_STR("-1"))) {
        if (number_of(v, (gp_str){spec.p, spec.n - 2}, &n) && n > 0) gp_buf_fmt(out, "%lld", (long long)n - 1);
        else missing(v, (gp_str){spec.p, spec.n - 2});
    } else if (last == '/' || last == '.') put_pattern(v, out, key, last == '.');
    else if (last == '!') gp_buf_c(out, is_less(v, key) ? "(?!" : "(?=");
    else put_plain(v, out, spec);
}

static void fill(values *v, gp_buf *out, const char *row)
{
    for (const char *p = row; *p;) {
        const char *end = *p == '@' ? strchr(p + 1, '@') : NULL;
        if (end) put(v, out, (gp_str){p + 1, (size_t)(end - p) - 1});
        else gp_buf_byte(out, *p);
        p = end ? end + 1 : p + 1;
    }
}

/* --- a record --- */

static const gp_instruction *instruction_of(gp_str id)
{
    const gp_instruction *x = gp_ifeval_instructions;
    while (x->id && !gp_str_eqc(id, x->id)) x++;
    return x->id ? x : NULL;
}

static void take_row(gp_draft *d, const gp_instruction *x, gp_buf *graders, gp_buf *pattern)
{
    if (x->graders) gp_draft_grade(d, gp_buf_view(graders));
    if (!x->pattern) return;
    gp_jw_kstr(gp_draft_grader(d, "regex"), "pattern", gp_buf_view(pattern));
    gp_draft_graded(d);
}

static void grade_by(gp_draft *d, gp_str id, const gp_json *kwargs, gp_str prompt)
{
    const gp_instruction *x = instruction_of(id);
    values v = {.a = &d->c->record, .kwargs = kwargs, .prompt = prompt};
    gp_buf graders = {0}, pattern = {0};
    if (x && x->graders) fill(&v, &graders, x->graders);
    if (x && x->pattern) fill(&v, &pattern, x->pattern);
    if (!x) gp_draft_lose(d, id, "goldpin does not know this instruction");
    else if (x->why) gp_draft_lose(d, id, x->why);
    else if (v.trouble) gp_draft_lose(d, id, v.trouble);
    else take_row(d, x, &graders, &pattern);
    gp_buf_free(&graders);
    gp_buf_free(&pattern);
}

static gp_str id_of(gp_arena *a, const gp_json *key)
{
    if (key && key->type == GP_JSON_STRING) return key->s;
    return key && key->type == GP_JSON_INT ? gp_str_fmt(a, "%lld", (long long)key->i) : (gp_str){0};
}

static void record(gp_conversion *c, const gp_json *r)
{
    gp_str prompt = gp_text_at(r, "prompt");
    const gp_json *id = list_at(r, "instruction_id_list")->first, *kwargs = list_at(r, "kwargs")->first;
    gp_draft d;
    gp_draft_begin(&d, c, r, id_of(&c->record, gp_json_get(r, "key")));
    gp_draft_say(&d, "user", prompt);
    for (; id; id = id->next, kwargs = kwargs ? kwargs->next : NULL)
        if (id->type == GP_JSON_STRING) grade_by(&d, id->s, kwargs, prompt);
        else gp_draft_lose(&d, GP_STR("instruction_id_list"), "an instruction is no text");
    gp_draft_end(&d);
}

const gp_format gp_from_ifeval = {
    .f = {"ifeval", "IFEval, IFBench: JSON lines with prompt, instruction_id_list and kwargs"},
    .tool = "IFEval or IFBench",
    .is = is_record,
    .record = record,
};
