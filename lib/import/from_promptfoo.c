/* from_promptfoo.c - promptfoo's configuration: prompts, tests with variables, assertions. Each test with each prompt, and
 * with each combination of the values of a variable that is a list, is a case. */
#include <string.h>

#include "import/convert_impl.h"
#include "template/template.h"

enum { COMBINATIONS = 10000 }; /* cases of one test with one prompt */

typedef struct test { /* one test of the file, with the defaults for all tests */
    gp_conversion *c;
    const gp_json *at, *defaults; /* either may be NULL */
    const gp_json *vars;          /* of the combination at hand: an object */
    gp_draft *d;
} test;

static bool is_text(const gp_json *v) { return v && v->type == GP_JSON_STRING; }
static bool is_list(const gp_json *v) { return v && v->type == GP_JSON_ARRAY; }
static bool is_number(const gp_json *v) { return v && (v->type == GP_JSON_INT || v->type == GP_JSON_REAL); }
static bool is_file(gp_str s) { return gp_str_starts(s, GP_STR("file://")); }

static bool is_record(const gp_json *r)
{
    return gp_json_get(r, "prompts") && (gp_json_get(r, "tests") || gp_json_get(r, "providers"));
}

/* --- variables --- */

static bool overridden(const test *t, const gp_json *of, const gp_json *var)
{
    const gp_json *own = gp_json_get(t->at, "vars");
    for (const gp_json *m = own && own != of && own->type == GP_JSON_OBJECT ? own->first : NULL; m; m = m->next)
        if (gp_str_eq(m->key, var->key)) return true;
    return false;
}

/* The value of a variable in this combination, whose number loses the choice that was made. */
static const gp_json *chosen(const gp_json *var, size_t *number)
{
    if (!is_list(var) || !var->n) return var;
    const gp_json *v = var->first;
    for (size_t i = *number % var->n; i; i--) v = v->next;
    *number /= var->n;
    return v;
}

static bool has_vars(const gp_json *v) { return v && v->type == GP_JSON_OBJECT; }

static size_t combinations(const test *t)
{
    const gp_json *const of[] = {gp_json_get(t->defaults, "vars"), gp_json_get(t->at, "vars")};
    size_t n = 1;
    for (size_t i = 0; i < 2; i++)
        for (const gp_json *m = has_vars(of[i]) ? of[i]->first : NULL; m; m = m->next)
            if (is_list(m) && m->n && !overridden(t, of[i], m)) n = n > COMBINATIONS ? n : n * m->n;
    return n;
}

static void choose_vars(test *t, size_t number)
{
    const gp_json *const of[] = {gp_json_get(t->defaults, "vars"), gp_json_get(t->at, "vars")};
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_jw_object(&w);
    for (size_t i = 0; i < 2; i++) {
        for (const gp_json *m = has_vars(of[i]) ? of[i]->first : NULL; m; m = m->next) {
            if (overridden(t, of[i], m)) continue;
            const gp_json *v = chosen(m, &number);
            if (is_text(v) && is_file(v->s)) gp_draft_lose(t->d, GP_STR("vars"), "a variable is in a file of its own");
            gp_jw_key_str(&w, m->key);
            gp_jw_value(&w, v);
        }
        if (of[i] && !has_vars(of[i])) gp_draft_lose(t->d, GP_STR("vars"), "the variables are in a file of their own");
    }
    gp_jw_end_object(&w);
    gp_arena *a = &t->c->record;
    if (gp_json_parse(a, "vars", gp_str_dup(a, gp_buf_view(&b)), &t->vars, NULL)) t->vars = NULL;
    gp_buf_free(&b);
}

static gp_str filled(test *t, gp_str s)
{
    gp_rendered r = {0};
    gp_err err = {0};
    bool plain = gp_str_find(s, GP_STR("{{")) == SIZE_MAX && gp_str_find(s, GP_STR("{%")) == SIZE_MAX;
    if (plain || !t->vars) return s;
    if (gp_template_render(&t->c->record, "template", s, t->vars, 0, &r, &err) == GP_OK) return r.text;
    gp_draft_lose(t->d, GP_STR("template"), gp_str_dup(&t->c->record, gp_str_c(err.msg)).p);
    return s;
}

/* --- prompts --- */

/* A chat is a prompt that is a list of messages, in JSON or in YAML. */
static const gp_json *chat_of(gp_arena *a, gp_str s)
{
    const gp_json *list = NULL;
    gp_str text = gp_str_trim(s);
    if (!text.n || *text.p != '[' || gp_json_parse(a, "prompt", text, &list, NULL)) return NULL;
    return is_list(list) && list->n && gp_json_get(list->first, "role") ? list : NULL;
}

static void say(test *t, const gp_json *prompt)
{
    gp_str raw = is_text(prompt) ? prompt->s : gp_text_at(prompt, "raw"), text = filled(t, raw);
    if (!raw.p || is_file(raw)) {
        gp_draft_lose(t->d, GP_STR("prompt"), "the prompt is in a file of its own, or made by a program");
        return;
    }
    const gp_json *chat = chat_of(&t->c->record, text);
    if (!chat) gp_draft_say(t->d, "user", text);
    for (const gp_json *m = chat ? chat->first : NULL; m; m = m->next) {
        gp_str role = gp_text_at(m, "role"), content = gp_text_at(m, "content");
        if (role.n && content.p) gp_draft_say(t->d, gp_str_dup(&t->c->record, role).p, content);
        else gp_draft_lose(t->d, GP_STR("prompt"), "a message is no role with a text");
    }
}

/* --- assertions --- */

typedef enum how { TEXT, TEXTS, SCHEMA, MILLISECONDS, DOLLARS, WORDS, RUBRIC, NOTHING } how;

static const struct rule {
    const char *type, *grader, *more; /* of promptfoo; of goldpin, with what else it says */
    how how;
} rules[] = {
    {"equals", "equals", "\"trim\": false", TEXT},
    {"contains", "contains", NULL, TEXT},
    {"icontains", "contains", "\"ignore_case\": true", TEXT},
    {"contains-all", "contains_all", NULL, TEXTS},
    {"icontains-all", "contains_all", "\"ignore_case\": true", TEXTS},
    {"contains-any", "contains_any", NULL, TEXTS},
    {"icontains-any", "contains_any", "\"ignore_case\": true", TEXTS},
    {"starts-with", "starts_with", "\"trim\": false", TEXT},
    {"regex", "regex", NULL, TEXT},
    {"is-json", "json", NULL, SCHEMA},
    {"is-refusal", "refusal", NULL, NOTHING},
    {"latency", "latency", NULL, MILLISECONDS},
    {"cost", "cost", NULL, DOLLARS},
    {"word-count", "count", NULL, WORDS},
    {"llm-rubric", "judge", NULL, RUBRIC},
};

static const struct {
    const char *type, *why;
} lacking[] = {
    {"javascript", "it is a program in JavaScript"},
    {"python", "it is a program in Python"},
    {"ruby", "it is a program in Ruby"},
    {"webhook", "it asks a server"},
    {"similar", "it asks for embeddings"},
    {"classifier", "it asks a classifier"},
    {"moderation", "it asks a moderation service"},
    {"contains-json", "JSON inside other text is not looked for"},
    {"levenshtein", "it limits a distance, where similarity wants a share"},
    {"bleu", "promptfoo's measure is another than that of similarity"},
    {"rouge-n", "promptfoo's measure is another than that of similarity"},
};

static const struct rule *rule_of(gp_str type)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (gp_str_eqc(type, rules[i].type)) return &rules[i];
    return NULL;
}

static const char *why_not(gp_str type)
{
    for (size_t i = 0; i < sizeof lacking / sizeof *lacking; i++)
        if (gp_str_eqc(type, lacking[i].type)) return lacking[i].why;
    return "goldpin has no grader for this assertion";
}

static const char *put_text(test *t, gp_jw *w, const char *key, const gp_json *v)
{
    bool plain = v && (is_text(v) || is_number(v));
    if (!plain) return "its value is no text";
    if (is_text(v) && is_file(v->s)) return "its value is in a file";
    gp_jw_kstr(w, key, is_text(v) ? filled(t, v->s) : v->raw);
    return NULL;
}

static const char *put_split(gp_jw *w, gp_str all)
{
    if (gp_str_find(all, GP_STR("\"")) != SIZE_MAX) return "its value is a list with quotes: write it as a list";
    for (size_t from = 0, i = 0; i <= all.n; i++) {
        if (i < all.n && all.p[i] != ',') continue;
        gp_jw_str(w, gp_str_trim((gp_str){all.p + from, i - from}));
        from = i + 1;
    }
    return NULL;
}

/* A list, or one text with commas between. */
static const char *put_texts(test *t, gp_jw *w, const gp_json *v)
{
    const char *why = is_list(v) || is_text(v) ? NULL : "its value is no list of texts";
    if (is_text(v) && is_file(v->s)) why = "its value is in a file";
    gp_jw_key(w, "expect");
    gp_jw_array(w);
    if (is_text(v) && !why) why = put_split(w, filled(t, v->s));
    for (const gp_json *e = is_list(v) ? v->first : NULL; e; e = e->next) {
        if (!is_text(e) && !is_number(e)) why = "its value is no list of texts";
        else gp_jw_str(w, is_text(e) ? filled(t, e->s) : e->raw);
    }
    gp_jw_end_array(w);
    return why;
}

static const char *put_limit(gp_jw *w, const gp_json *v, double unit)
{
    if (!is_number(v)) return "it has no threshold";
    gp_jw_kreal(w, "max", v->d * unit);
    return NULL;
}

static const char *put_words(gp_jw *w, const gp_json *v)
{
    const gp_json *min = gp_json_get(v, "min"), *max = gp_json_get(v, "max");
    if (v && v->type == GP_JSON_INT) gp_jw_kint(w, "exact", v->i);
    else if ((min && min->type != GP_JSON_INT) || (max && max->type != GP_JSON_INT) || (!min && !max))
        return "its value is no number of words";
    if (min) gp_jw_kint(w, "min", min->i);
    if (max) gp_jw_kint(w, "max", max->i);
    return NULL;
}

static const char *put_rubric(test *t, gp_jw *w, const gp_json *v)
{
    if (!t->c->o->judge) return "it asks a model: name one with --judge";
    gp_jw_kc(w, "target", t->c->o->judge);
    gp_jw_kbool(w, "alone", true);
    gp_jw_kint(w, "calibrated", 0);
    return put_text(t, w, "rubric", v);
}

static const char *put_value(test *t, gp_jw *w, const struct rule *r, const gp_json *assertion)
{
    const gp_json *v = gp_json_get(assertion, "value"), *threshold = gp_json_get(assertion, "threshold");
    switch (r->how) {
    case TEXT: return put_text(t, w, strcmp(r->grader, "regex") == 0 ? "pattern" : "expect", v);
    case TEXTS: return put_texts(t, w, v);
    case SCHEMA:
        if (v && v->type != GP_JSON_OBJECT) return "its schema is no object of this file";
        if (v) gp_jw_key(w, "schema"), gp_jw_value(w, v);
        return NULL;
    case MILLISECONDS: return put_limit(w, threshold, 0.001);
    case DOLLARS: return put_limit(w, threshold, 1);
    case WORDS: return put_words(w, v);
    case RUBRIC: return put_rubric(t, w, v);
    case NOTHING: return NULL;
    }
    return NULL;
}

/* With the test's threshold promptfoo weighs; without it every assertion must pass, but one of weight 0, which always
 * does. */
static const char *put_weight(test *t, gp_jw *w, const gp_json *assertion)
{
    const gp_json *weight = gp_json_get(assertion, "weight");
    bool weighed = is_number(gp_json_get(t->at, "threshold"));
    if (weight && is_number(weight) && weight->d == 0 && !weighed)
        return "its weight is 0: it passes whatever it finds";
    if (!weight || !weighed) return NULL;
    if (!is_number(weight) || !(weight->d > 0)) return "its weight is no number above 0";
    gp_jw_kreal(w, "weight", weight->d);
    return NULL;
}

static const char *put_grader(test *t, gp_jw *w, const struct rule *r, const gp_json *assertion, bool inside)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", r->grader);
    const char *why = put_value(t, w, r, assertion), *weightless = inside ? NULL : put_weight(t, w, assertion);
    if (r->more) gp_buf_fmt(w->out, ", %s", r->more);
    gp_jw_end_object(w);
    return why ? why : weightless;
}

/* "not-" in front of a type is the opposite of it. */
static const char *put_assertion(test *t, gp_jw *w, gp_str type, const gp_json *assertion)
{
    bool opposite = gp_str_starts(type, GP_STR("not-"));
    if (opposite) type = (gp_str){type.p + 4, type.n - 4};
    const struct rule *r = rule_of(type);
    if (!r) return why_not(type);
    if (gp_json_get(assertion, "transform")) return "its transform is a program";
    if (!opposite) return put_grader(t, w, r, assertion, false);
    gp_jw_object(w);
    gp_jw_kc(w, "type", "not");
    gp_jw_key(w, "graders");
    gp_jw_array(w);
    const char *why = put_grader(t, w, r, assertion, true);
    gp_jw_end_array(w);
    const char *weightless = put_weight(t, w, assertion);
    gp_jw_end_object(w);
    return why ? why : weightless;
}

static void assert_all(test *t, const gp_json *list);

static void assert_one(test *t, const gp_json *assertion)
{
    gp_str type = gp_text_at(assertion, "type");
    bool set = gp_str_eqc(type, "assert-set") && !gp_json_get(assertion, "threshold");
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    if (set) assert_all(t, gp_json_get(assertion, "assert"));
    else {
        const char *why = type.n ? put_assertion(t, &w, type, assertion) : "it has no type of its own in this file";
        if (why) gp_draft_lose(t->d, type.n ? type : GP_STR("assertion"), why);
        else gp_draft_grade(t->d, gp_buf_view(&b));
    }
    gp_buf_free(&b);
}

static void assert_all(test *t, const gp_json *list)
{
    if (list && !is_list(list)) gp_draft_lose(t->d, GP_STR("assert"), "it is no list of assertions");
    for (const gp_json *e = is_list(list) ? list->first : NULL; e; e = e->next) assert_one(t, e);
}

/* --- tests --- */

static void put_threshold(test *t)
{
    const gp_json *threshold = gp_json_get(t->at, "threshold");
    if (!threshold) return;
    if (is_number(threshold) && threshold->d > 0 && threshold->d <= 1)
        gp_jw_real(gp_draft_member(t->d, "pass_at"), threshold->d);
    else gp_draft_lose(t->d, GP_STR("threshold"), "it is no share above 0");
}

/* What would change prompt or answer, and goldpin does not do. */
static void refuse_programs(test *t, const gp_json *of)
{
    static const char *const keys[] = {"transform", "postprocess", "transformVars", "prefix", "suffix"};
    const gp_json *options = gp_json_get(of, "options");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (gp_json_get(options, keys[i]))
            gp_draft_lose(t->d, gp_str_c(keys[i]), "the option changes prompts or answers");
    if (gp_json_get(of, "assertScoringFunction"))
        gp_draft_lose(t->d, GP_STR("assertScoringFunction"), "the score is made by a program");
}

static void draft(test *t, const gp_json *prompt, size_t number, size_t of_test)
{
    gp_draft d;
    gp_str name = gp_text_at(t->at, "description");
    t->d = &d;
    gp_draft_begin(&d, t->c, t->at ? t->at : prompt, name.n ? name : gp_str_fmt(&t->c->record, "test-%zu", of_test));
    choose_vars(t, number);
    say(t, prompt);
    assert_all(t, gp_json_get(t->defaults, "assert"));
    assert_all(t, gp_json_get(t->at, "assert"));
    put_threshold(t);
    refuse_programs(t, t->defaults);
    refuse_programs(t, t->at);
    gp_draft_end(&d);
}

static void take_test(test t, const gp_json *prompts, size_t of_test)
{
    size_t n = combinations(&t);
    if (n > COMBINATIONS)
        gp_lose(t.c, t.at->line, (gp_str){0}, GP_STR("vars"), GP_STR("more than 10,000 combinations"));
    if (n > COMBINATIONS) n = 0;
    for (const gp_json *p = is_list(prompts) ? prompts->first : prompts; p; p = is_list(prompts) ? p->next : NULL)
        for (size_t i = 0; i < n; i++) draft(&t, p, i, of_test);
}

static void list_the_rest(gp_conversion *c, const gp_json *root)
{
    static const char *const taken[] = {"prompts",  "tests",   "defaultTest", "description",
                                        "metadata", "$schema", "tags"};
    for (const gp_json *m = root->first; m; m = m->next) {
        bool known = false;
        for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) known = known || gp_str_eqc(m->key, taken[i]);
        if (!known)
            gp_lose(c, m->key_line, (gp_str){0}, m->key,
                    gp_str_eqc(m->key, "providers") ? GP_STR("who is asked stands in a targets file, not in a suite")
                                                    : GP_STR("this part of the file is not taken over"));
    }
}

static void record(gp_conversion *c, const gp_json *root)
{
    const gp_json *tests = gp_json_get(root, "tests"), *defaults = gp_json_get(root, "defaultTest"),
                  *prompts = gp_json_get(root, "prompts");
    size_t n = 1;
    list_the_rest(c, root);
    if (is_text(defaults))
        gp_lose(c, defaults->line, (gp_str){0}, GP_STR("defaultTest"), GP_STR("it is in a file of its own"));
    if (is_text(tests))
        gp_lose(c, tests->line, (gp_str){0}, GP_STR("tests"), GP_STR("they are in a file of their own"));
    test t = {.c = c, .defaults = defaults};
    if (!tests) take_test(t, prompts, n);
    for (const gp_json *e = is_list(tests) ? tests->first : NULL; e; e = e->next, n++) {
        t.at = e;
        if (e->type == GP_JSON_OBJECT) take_test(t, prompts, n);
        else gp_lose(c, e->line, (gp_str){0}, GP_STR("tests"), GP_STR("they are in a file of their own"));
    }
}

const gp_format gp_from_promptfoo = {
    .f = {"promptfoo", "configuration of promptfoo: YAML with prompts and tests"},
    .tool = "promptfoo",
    .is = is_record,
    .record = record,
    .document = true,
};
