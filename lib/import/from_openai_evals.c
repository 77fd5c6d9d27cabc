/* from_openai_evals.c - samples of OpenAI's evals: messages, and the ideal answer. How the two are compared stands in the
 * registry and not with the samples, so the user says it. */
#include <string.h>

#include "import/convert_impl.h"

static bool is_text(const gp_json *v) { return v && v->type == GP_JSON_STRING; }
static bool is_list(const gp_json *v) { return v && v->type == GP_JSON_ARRAY; }

static bool is_record(const gp_json *r)
{
    const gp_json *input = gp_json_get(r, "input"), *ideal = gp_json_get(r, "ideal");
    return (is_text(input) || is_list(input)) && (is_text(ideal) || is_list(ideal));
}

/* --- messages --- */

static void say_one(gp_draft *d, const gp_json *m)
{
    gp_str role = gp_text_at(m, "role"), content = gp_text_at(m, "content");
    if (gp_json_get(m, "name"))
        gp_draft_lose(d, GP_STR("input"), "a message names its speaker, which no message here does");
    else if (role.n && content.p) gp_draft_say(d, gp_str_dup(&d->c->record, role).p, content);
    else gp_draft_lose(d, GP_STR("input"), "a message is no role with a text");
}

static void say(gp_draft *d, const gp_json *input)
{
    if (is_text(input)) gp_draft_say(d, "user", input->s);
    for (const gp_json *m = is_list(input) ? input->first : NULL; m; m = m->next) say_one(d, m);
}

/* --- how answers are compared --- */

static const char *put_texts(gp_jw *w, const gp_json *ideal)
{
    const char *why = NULL;
    gp_jw_key(w, "expect");
    gp_jw_array(w);
    if (is_text(ideal)) gp_jw_str(w, ideal->s);
    for (const gp_json *e = is_list(ideal) ? ideal->first : NULL; e; e = e->next)
        if (is_text(e)) gp_jw_str(w, e->s);
        else why = "an ideal answer is no text";
    gp_jw_end_array(w);
    return why;
}

/* The answer begins with an ideal one. */
static const char *match(gp_draft *d, gp_jw *w, const gp_json *ideal)
{
    (void)d;
    gp_jw_kc(w, "type", "starts_with");
    gp_jw_kbool(w, "trim", false);
    return put_texts(w, ideal);
}

/* An ideal answer stands in it. */
static const char *includes(gp_draft *d, gp_jw *w, const gp_json *ideal)
{
    (void)d;
    gp_jw_kc(w, "type", "contains_any");
    return put_texts(w, ideal);
}

/* What is missing is never right, even where it is expected. */
static bool has_null(const gp_json *v)
{
    bool any = v->type == GP_JSON_NULL;
    for (const gp_json *m = v->first; m && !any; m = m->next) any = has_null(m);
    return any;
}

static const char *put_json(gp_draft *d, gp_jw *w, const gp_json *ideal)
{
    const gp_json *value = NULL;
    if (!is_text(ideal) || gp_json_parse(&d->c->record, "ideal", ideal->s, &value, NULL))
        return "an ideal answer is no JSON";
    if (has_null(value)) return "json_match takes no answer where null is expected";
    gp_jw_kc(w, "type", "json");
    gp_jw_key(w, "expect");
    gp_jw_value(w, value);
    return NULL;
}

/* The answer is the same JSON value as an ideal one. */
static const char *json_match(gp_draft *d, gp_jw *w, const gp_json *ideal)
{
    const char *why = NULL;
    if (is_text(ideal)) return put_json(d, w, ideal);
    gp_jw_kc(w, "type", "any");
    gp_jw_key(w, "graders");
    gp_jw_array(w);
    for (const gp_json *e = ideal->first; e && !why; e = e->next) {
        gp_jw_object(w);
        why = put_json(d, w, e);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
    return why;
}

static const char *fuzzy_match(gp_draft *d, gp_jw *w, const gp_json *ideal)
{
    (void)d, (void)w, (void)ideal;
    return "fuzzy_match takes an answer that is a part of the ideal one, and passes over articles";
}

static const char *unknown(gp_draft *d, gp_jw *w, const gp_json *ideal)
{
    (void)d, (void)w, (void)ideal;
    return "say how answers are compared: --match match, includes or json_match";
}

static const struct {
    const char *name;
    const char *(*put)(gp_draft *d, gp_jw *w, const gp_json *ideal);
} ways[] = {{"match", match},
            {"includes", includes},
            {"json_match", json_match},
            {"fuzzy_match", fuzzy_match},
            {NULL, unknown}};

static void grade(gp_draft *d, const gp_json *ideal)
{
    gp_buf b = {0};
    gp_jw w;
    size_t i = 0;
    while (ways[i].name && !(d->c->o->match && strcmp(d->c->o->match, ways[i].name) == 0)) i++;
    gp_jw_init(&w, &b, 0);
    gp_jw_object(&w);
    const char *why = ways[i].put(d, &w, ideal);
    gp_jw_end_object(&w);
    if (why) gp_draft_lose(d, GP_STR("ideal"), why);
    else gp_draft_grade(d, gp_buf_view(&b));
    gp_buf_free(&b);
}

static void record(gp_conversion *c, const gp_json *r)
{
    gp_draft d;
    gp_draft_begin(&d, c, r, gp_str_fmt(&c->record, "sample-%zu", c->out->records + 1));
    say(&d, gp_json_get(r, "input"));
    grade(&d, gp_json_get(r, "ideal"));
    gp_draft_end(&d);
}

const gp_format gp_from_openai_evals = {
    .f = {"openai-evals", "samples of OpenAI's evals: JSON lines with input and ideal"},
    .tool = "OpenAI's evals",
    .is = is_record,
    .record = record,
};
