/* from_lmeval.c - a task of lm-evaluation-harness: YAML that says how each question of a data set is asked and judged. The
 * questions come from a file of JSON lines (--data); what programs in Python would do is not done. */
#include <string.h>

#include "base/sys.h"
#include "forms/yaml.h"
#include "import/convert_impl.h"
#include "import/lmeval.h"
#include "template/template.h"

enum { INCLUDES = 32 }; /* files that a task includes, and those include, and so on */

typedef struct task {
    gp_conversion *c;
    const gp_json *parts[INCLUDES]; /* the file itself, then what it includes: the first that says something counts */
    size_t n;
    gp_lmeval_steps steps; /* of generated answers */
    size_t shots;          /* examples in front of each question */
    const gp_json *doc;    /* the question at hand */
    gp_draft *d;
} task;

static bool is_text(const gp_json *v) { return v && v->type == GP_JSON_STRING; }
static bool is_list(const gp_json *v) { return v && v->type == GP_JSON_ARRAY; }

static bool is_record(const gp_json *r)
{
    if (gp_json_get(r, "group") && gp_json_get(r, "task")) return true;
    return is_text(gp_json_get(r, "task")) &&
           (gp_json_get(r, "class") || gp_json_get(r, "output_type") || gp_json_get(r, "dataset_path") ||
            gp_json_get(r, "include") || gp_json_get(r, "doc_to_text"));
}

/* null says that nothing is said. */
static const gp_json *get(const task *t, const char *key)
{
    for (size_t i = 0; i < t->n; i++) {
        const gp_json *v = gp_json_get(t->parts[i], key);
        if (v) return v->type == GP_JSON_NULL ? NULL : v;
    }
    return NULL;
}

static bool says(const task *t, const char *key, const char *word)
{
    const gp_json *v = get(t, key);
    return is_text(v) && gp_str_eqc(v->s, word);
}

/* Of the task as a whole. */
static bool lose(const task *t, const char *key, const char *why)
{
    const gp_json *v = get(t, key);
    gp_lose(t->c, v ? v->line : t->parts[0]->line, (gp_str){0}, gp_str_c(key), gp_str_c(why));
    return false;
}

/* --- files that it includes --- */

static bool read_includes(task *t, const gp_json *part, const char *path);

static bool read_include(task *t, const gp_json *name, const char *from)
{
    gp_arena *a = t->c->mem;
    gp_str text = {0};
    gp_err err = {0};
    if (!is_text(name) || t->n == INCLUDES)
        return lose(t, "include", "it is no name of a file, or files include each other too deep");
    const char *path = gp_path_join(a, gp_path_dir(a, from), gp_str_dup(a, name->s).p);
    gp_code code = gp_read_file(a, path, 0, &text, &err);
    if (!code) code = gp_yaml_parse(a, path, gp_without_functions(a, text), &t->parts[t->n], &err);
    if (code) return lose(t, "include", gp_str_dup(a, gp_str_c(err.msg)).p);
    const gp_json *part = t->parts[t->n++];
    return read_includes(t, part, path);
}

/* Of several files that are included the last says most, so it comes first. */
static bool read_includes(task *t, const gp_json *part, const char *path)
{
    const gp_json *i = gp_json_get(part, "include");
    bool read = true;
    for (size_t n = is_list(i) ? i->n : i && i->type != GP_JSON_NULL; n-- && read;) {
        const gp_json *e = is_list(i) ? i->first : i;
        for (size_t k = 0; k < n; k++) e = e->next;
        read = read_include(t, e, path);
    }
    return read;
}

/* --- what goldpin does not do --- */

static bool no_programs(const task *t)
{
    static const char *const keys[] = {"doc_to_text",     "doc_to_target", "doc_to_choice", "process_docs",
                                       "process_results", "class",         "custom_dataset"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const gp_json *v = get(t, keys[i]);
        if (is_text(v) && gp_str_starts(v->s, GP_STR("!function ")))
            return lose(t, keys[i], "it is a program in Python");
    }
    return true;
}

static gp_str metric_name(const gp_json *m) { return gp_text_at(m, "metric"); }

static const gp_json *metric(const task *t, const char *name)
{
    const gp_json *list = get(t, "metric_list");
    for (const gp_json *m = is_list(list) ? list->first : NULL; m; m = m->next)
        if (gp_str_eqc(metric_name(m), name)) return m;
    return NULL;
}

static bool truth(const gp_json *m, const char *key)
{
    const gp_json *v = gp_json_get(m, key);
    return v && v->type == GP_JSON_BOOL && v->b;
}

/* Of generated answers: what is done to them before they are compared, by the pipeline that --match names or else the
 * first. */
static bool filters(task *t)
{
    const gp_json *list = get(t, "filter_list"), *p = is_list(list) ? list->first : NULL;
    const char *wanted = t->c->o->match;
    if (list && !is_list(list)) return lose(t, "filter_list", "it is no list");
    while (p && wanted && !gp_str_eqc(gp_text_at(p, "name"), wanted)) p = p->next;
    if (wanted && !p) return lose(t, "filter_list", "--match names no pipeline of filters here");
    const char *why = gp_lmeval_steps_read(t->c->mem, p, metric(t, "exact_match"), &t->steps);
    if (why) return lose(t, "filter_list", why);
    if (list && list->n > 1 && !wanted)
        (void)lose(t, "filter_list", "of several pipelines the first is taken; --match takes another by its name");
    return true;
}

static bool metrics(const task *t, bool choice)
{
    const gp_json *list = get(t, "metric_list"), *exact = metric(t, "exact_match");
    const char *wanted = t->c->o->match ? t->c->o->match : "acc";
    bool known = strcmp(wanted, "acc") == 0 || strcmp(wanted, "acc_norm") == 0 || strcmp(wanted, "acc_bytes") == 0;
    if (choice && !known) return lose(t, "metric_list", "--match can be acc, acc_norm or acc_bytes here");
    if (choice && list && !metric(t, "acc") && !metric(t, "acc_norm") && !metric(t, "acc_bytes"))
        return lose(t, "metric_list", "it has none of acc, acc_norm and acc_bytes");
    if (!choice && !exact) return lose(t, "metric_list", "only exact_match of generated answers is mapped");
    for (const gp_json *m = is_list(list) ? list->first : NULL; m; m = m->next)
        if (!gp_str_eqc(metric_name(m), choice ? wanted : "exact_match"))
            gp_lose(t->c, m->line, (gp_str){0}, metric_name(m).p ? metric_name(m) : GP_STR("metric_list"),
                    GP_STR("a case has one verdict, and another metric was taken for it"));
    return true;
}

/* What is taken, or says nothing of how a question is asked and judged. */
static bool is_taken(const gp_json *m)
{
    static const char *const keys[] = {"task",
                                       "task_alias",
                                       "tag",
                                       "group",
                                       "group_alias",
                                       "metadata",
                                       "include",
                                       "dataset_path",
                                       "dataset_name",
                                       "dataset_kwargs",
                                       "training_split",
                                       "validation_split",
                                       "test_split",
                                       "fewshot_split",
                                       "fewshot_config",
                                       "fewshot_delimiter",
                                       "num_fewshot",
                                       "output_type",
                                       "doc_to_text",
                                       "doc_to_target",
                                       "doc_to_choice",
                                       "description",
                                       "process_docs",
                                       "process_results",
                                       "class",
                                       "custom_dataset",
                                       "metric_list",
                                       "filter_list",
                                       "generation_kwargs",
                                       "should_decontaminate",
                                       "doc_to_decontamination_query"};
    bool plain = m->type == GP_JSON_NULL || (gp_str_eqc(m->key, "repeats") && m->type == GP_JSON_INT && m->i == 1) ||
                 (gp_str_eqc(m->key, "target_delimiter") && is_text(m) && !gp_str_trim(m->s).n && m->s.n < 2 &&
                  !gp_str_eqc(m->s, "\n"));
    for (size_t i = 0; i < sizeof keys / sizeof *keys && !plain; i++) plain = gp_str_eqc(m->key, keys[i]);
    return plain;
}

static void list_the_rest(const task *t)
{
    for (size_t i = 0; i < t->n; i++)
        for (const gp_json *m = t->parts[i]->first; m; m = m->next)
            if (!is_taken(m))
                gp_lose(t->c, m->key_line, (gp_str){0}, m->key, GP_STR("this part of the task is not taken over"));
}

/* --- values of a question --- */

static bool is_expression(gp_str s)
{
    if (!gp_str_starts(s, GP_STR("{{")) || !gp_str_ends(s, GP_STR("}}"))) return false;
    gp_str inside = {s.p + 2, s.n - 4};
    return gp_str_find(inside, GP_STR("{{")) == SIZE_MAX && gp_str_find(inside, GP_STR("}}")) == SIZE_MAX;
}

static const gp_json *text_value(gp_arena *a, const gp_json *at, gp_str s)
{
    gp_json *v = GP_NEW(a, gp_json);
    *v = (gp_json){.type = GP_JSON_STRING, .line = at->line, .col = at->col, .name = at->name, .s = s, .raw = s};
    return v;
}

/* A single word can only be meant as one. */
static bool is_name(gp_str s)
{
    bool word = s.n > 0;
    for (size_t i = 0; i < s.n; i++)
        word = word && (s.p[i] == '_' || (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
                        (i && s.p[i] >= '0' && s.p[i] <= '9'));
    return word;
}

/* What the task says of a question, v: as the harness has it the name of a column, one expression with a value of any
 * kind, or a text with some in it. */
static const gp_json *value_of(task *t, const gp_json *v, const char *key, const gp_json *doc)
{
    const gp_json *out = NULL;
    gp_arena *a = &t->c->record;
    gp_rendered r = {0};
    gp_err err = {0};
    if (!is_text(v)) return v;
    const gp_json *column = gp_json_get(doc, gp_str_dup(a, v->s).p);
    if (column) return column;
    gp_str s = gp_str_trim(v->s);
    if (is_name(s)) {
        gp_draft_lose(t->d, gp_str_c(key), "it names a member that the question does not have");
        return NULL;
    }
    gp_code code = is_expression(s) ? gp_template_value(a, (gp_str){s.p + 2, s.n - 4}, doc, &out, &err)
                                    : gp_template_render(a, key, v->s, doc, 0, &r, &err);
    if (code) {
        gp_draft_lose(t->d, gp_str_c(key), gp_str_dup(a, gp_str_c(err.msg)).p);
        return NULL;
    }
    return out ? out : text_value(a, v, r.text);
}

static const gp_json *value(task *t, const char *key) { return value_of(t, get(t, key), key, t->doc); }

static gp_str text_of(gp_arena *a, const gp_json *v)
{
    if (is_text(v)) return v->s;
    return v && (v->type == GP_JSON_INT || v->type == GP_JSON_REAL) ? gp_str_dup(a, v->raw) : (gp_str){0};
}

/* --- answers --- */

/* The number of the right one: given as a number, as digits, or as its text. */
static int64_t right_one(const gp_json *target, const gp_json *options)
{
    int64_t i = 0, n = 0;
    if (target && target->type == GP_JSON_INT) return target->i;
    if (target && target->type == GP_JSON_BOOL) return target->b;
    if (!is_text(target)) return -1;
    for (const gp_json *o = options->first; o; o = o->next, i++)
        if (is_text(o) && gp_str_eq(o->s, target->s)) return i;
    for (size_t k = 0; k < target->s.n; k++) {
        if (target->s.p[k] < '0' || target->s.p[k] > '9' || k > 3) return -1;
        n = n * 10 + (target->s.p[k] - '0');
    }
    return target->s.n ? n : -1;
}

/* The answer that the data set gives: of several the first; where there are options, the right one. */
static gp_str answer_of(task *t, const gp_json *target, const gp_json *options)
{
    if (is_list(target)) target = target->first;
    int64_t i = is_list(options) ? right_one(target, options) : -1;
    const gp_json *o = i >= 0 && i < (int64_t)options->n ? options->first : NULL;
    while (o && i--) o = o->next;
    return text_of(&t->c->record, o ? o : target);
}

/* --- examples in front of a question --- */

/* Of an example: what the task says of examples, or else of questions. */
static const gp_json *of_shots(const task *t, const char *key)
{
    const gp_json *v = gp_json_get(get(t, "fewshot_config"), key);
    return v && v->type != GP_JSON_NULL ? v : get(t, key);
}

static gp_str delimiter(const task *t, const char *key, gp_str otherwise)
{
    const gp_json *v = of_shots(t, key);
    return is_text(v) ? v->s : otherwise;
}

static gp_str split_of_shots(const task *t)
{
    const gp_json *own = gp_json_get(get(t, "fewshot_config"), "split"),
                  *v = is_text(own) ? own : get(t, "fewshot_split");
    return is_text(v) ? v->s : (gp_str){0};
}

/* The split that is asked, as the harness chooses it. */
static gp_str split_of_questions(const task *t)
{
    const gp_json *v = get(t, "test_split") ? get(t, "test_split") : get(t, "validation_split");
    return is_text(v) ? v->s : (gp_str){0};
}

/* Where examples are taken from; NULL, with a reason: there are none that can be read. */
static const gp_json *shots_from(const task *t, const char **why)
{
    gp_str split = split_of_shots(t);
    const gp_json *config = get(t, "fewshot_config"), *samples = gp_json_get(config, "samples");
    bool own = split.n && gp_str_eq(split, split_of_questions(t));
    *why = "examples come from a split of the data set that is not read here: the question is asked without";
    if (own) return t->c->answers;
    if (split.n || !samples || samples->type == GP_JSON_NULL) return NULL;
    *why = "examples come from a program in Python: the question is asked without";
    return is_list(samples) ? samples->first : NULL;
}

/* How many examples each question has, and what is said of them. */
static void plan_shots(task *t)
{
    static const char *const programs[] = {"doc_to_text", "doc_to_target", "doc_to_choice", "process_docs"};
    const gp_json *n = get(t, "num_fewshot"), *config = get(t, "fewshot_config");
    const char *why = NULL;
    if (!n || n->type != GP_JSON_INT || n->i <= 0) return;
    const gp_json *from = shots_from(t, &why);
    size_t there = 0;
    for (const gp_json *e = from; e; e = e->next) there++;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (gp_str_starts(gp_text_at(config, programs[i]), GP_STR("!function ")))
            from = NULL, why = "examples come from a program in Python: the question is asked without";
    if (from && there < (size_t)n->i)
        from = NULL, why = "there are fewer examples than it asks for: it is asked without";
    if (!from) {
        (void)lose(t, "num_fewshot", why);
        return;
    }
    t->shots = (size_t)n->i;
    if (!gp_str_eqc(gp_text_at(config, "sampler"), "first_n"))
        (void)lose(t, "num_fewshot",
                   "examples are drawn at random there: here the first stand in front, in their order");
    if (gp_json_get(config, "gen_prefix")) (void)lose(t, "fewshot_config", "its gen_prefix is not taken over");
}

static void put_shot(task *t, const gp_json *doc, gp_buf *out)
{
    const gp_json *options = of_shots(t, "doc_to_choice");
    if (options) options = value_of(t, options, "doc_to_choice", doc);
    gp_str text = text_of(&t->c->record, value_of(t, of_shots(t, "doc_to_text"), "doc_to_text", doc));
    gp_str answer = answer_of(t, value_of(t, of_shots(t, "doc_to_target"), "doc_to_target", doc), options);
    gp_buf_str(out, text);
    if (!answer.n) return;
    gp_buf_str(out, delimiter(t, "target_delimiter", GP_STR(" ")));
    gp_buf_str(out, answer);
    gp_buf_str(out, delimiter(t, "fewshot_delimiter", GP_STR("\n\n")));
}

/* A question is no example for itself. */
static void put_shots(task *t, gp_buf *out)
{
    const char *why;
    size_t n = 0;
    for (const gp_json *e = t->shots ? shots_from(t, &why) : NULL; e && n < t->shots; e = e->next) {
        if (gp_json_equal(e, t->doc)) continue;
        put_shot(t, e, out);
        n++;
    }
    if (n < t->shots) gp_draft_lose(t->d, GP_STR("num_fewshot"), "there are fewer examples than it asks for");
}

/* --- a question --- */

static void ask(task *t)
{
    const gp_json *prompt = value(t, "doc_to_text"), *front = get(t, "description");
    gp_str text = text_of(&t->c->record, prompt);
    gp_buf whole = {0};
    if (is_text(front) && gp_str_find(front->s, GP_STR("{{")) != SIZE_MAX) front = value(t, "description");
    if (!text.n) gp_draft_lose(t->d, GP_STR("doc_to_text"), "it gives no text");
    if (is_text(front)) gp_buf_str(&whole, front->s);
    put_shots(t, &whole);
    gp_buf_str(&whole, text);
    gp_draft_say(t->d, "user", gp_buf_view(&whole));
    gp_buf_free(&whole);
}

static bool is_ascii(gp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] > 127) return false;
    return true;
}

static void grade_choice(task *t)
{
    const gp_json *options = value(t, "doc_to_choice"), *target = value(t, "doc_to_target");
    gp_arena *a = &t->c->record;
    if (!is_list(options) || options->n < 2 || options->n > 26) {
        gp_draft_lose(t->d, GP_STR("doc_to_choice"), "it gives no list of 2 to 26 options");
        return;
    }
    int64_t right = right_one(target, options);
    if (right < 0 || right >= (int64_t)options->n) {
        gp_draft_lose(t->d, GP_STR("doc_to_target"), "it is none of the options");
        return;
    }
    const char *match = t->c->o->match ? t->c->o->match : "acc";
    for (const gp_json *o = options->first; o && strcmp(match, "acc_norm") == 0; o = o->next)
        if (!is_ascii(text_of(a, o))) {
            gp_draft_lose(t->d, GP_STR("acc_norm"),
                          "it divides by characters, and an option is not ASCII: acc_bytes divides by bytes");
            return;
        }
    gp_jw *w = gp_draft_grader(t->d, "choice");
    gp_jw_key(w, "options");
    gp_jw_array(w);
    for (const gp_json *o = options->first; o; o = o->next) gp_jw_str(w, text_of(a, o));
    gp_jw_end_array(w);
    gp_jw_kstr(w, "expect", gp_str_fmt(a, "%c", (char)('A' + right)));
    gp_jw_kc(w, "by", strcmp(match, "acc") == 0 ? "likelihood" : "likelihood_per_byte");
    gp_draft_graded(t->d);
}

/* The expected texts as they are compared; 0: none, which is told. */
static size_t expected_of(task *t, const gp_str **out)
{
    gp_arena *a = &t->c->record;
    const gp_json *options = get(t, "doc_to_choice") ? value(t, "doc_to_choice") : NULL;
    const gp_json *target = value(t, "doc_to_target");
    bool list = is_list(target), whole = true;
    size_t n = 0;
    gp_str *texts = GP_NEW_ARRAY(a, gp_str, list ? target->n : 1);
    for (const gp_json *o = list ? target->first : target; o; o = list ? o->next : NULL) {
        texts[n] = gp_lmeval_expected(a, &t->steps, answer_of(t, o, options));
        whole = whole && texts[n++].n;
    }
    *out = texts;
    if (whole && n) return n;
    gp_draft_lose(t->d, GP_STR("doc_to_target"), "it gives no text that an answer could equal");
    return 0;
}

static void grade_exact(task *t)
{
    const gp_json *m = metric(t, "exact_match");
    const gp_str *texts;
    size_t n = expected_of(t, &texts);
    if (!n) return;
    gp_jw *w = gp_draft_grader(t->d, "equals");
    gp_jw_key(w, "expect");
    if (n > 1) gp_jw_array(w);
    for (size_t i = 0; i < n; i++) gp_jw_str(w, texts[i]);
    if (n > 1) gp_jw_end_array(w);
    if (truth(m, "ignore_case") || t->steps.lower || t->steps.upper) gp_jw_kbool(w, "ignore_case", true);
    gp_lmeval_extract(w, &t->steps);
    gp_draft_graded(t->d);
}

/* Where a generated answer ends: where nothing is said, at what separates examples. */
static void put_sampling(task *t)
{
    const gp_json *kwargs = get(t, "generation_kwargs"), *until = gp_json_get(kwargs, "until"),
                  *most = gp_json_get(kwargs, "max_gen_toks"), *between = get(t, "fewshot_delimiter");
    if (most && most->type == GP_JSON_INT && most->i > 0) gp_jw_int(gp_draft_member(t->d, "max_tokens"), most->i);
    if (is_list(until) && !until->n) return;
    gp_jw *w = gp_draft_member(t->d, "stop");
    gp_jw_array(w);
    if (!until) gp_jw_str(w, is_text(between) ? between->s : GP_STR("\n\n"));
    for (const gp_json *s = is_list(until) ? until->first : until; s; s = is_list(until) ? s->next : NULL)
        if (is_text(s) && s->s.n) gp_jw_str(w, s->s);
    gp_jw_end_array(w);
}

static gp_str id_of(gp_arena *a, const gp_json *doc, size_t number)
{
    static const char *const keys[] = {"id", "question_id", "idx", "ind"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        gp_str s = text_of(a, gp_json_get(doc, keys[i]));
        if (s.n) return s;
    }
    return gp_str_fmt(a, "doc-%zu", number);
}

static void question(task *t, const gp_json *doc, size_t number, bool choice)
{
    gp_draft d;
    t->doc = doc;
    t->d = &d;
    gp_draft_begin(&d, t->c, doc, id_of(&t->c->record, doc, number));
    ask(t);
    if (choice) grade_choice(t);
    else grade_exact(t), put_sampling(t);
    gp_draft_end(&d);
}

static void record(gp_conversion *c, const gp_json *root)
{
    task t = {.c = c, .parts = {root}, .n = 1};
    if (!is_text(gp_json_get(root, "task"))) {
        (void)lose(&t, "task", "it is a group: import each of its tasks");
        return;
    }
    if (!read_includes(&t, root, c->path)) return;
    bool choice = says(&t, "output_type", "multiple_choice"),
         generated = !get(&t, "output_type") || says(&t, "output_type", "generate_until");
    if (!choice && !generated) (void)lose(&t, "output_type", "only multiple_choice and generate_until are mapped");
    bool mapped = (choice || generated) && no_programs(&t) && metrics(&t, choice) && (choice || filters(&t));
    plan_shots(&t);
    list_the_rest(&t);
    if (mapped && !c->answers_text.p)
        mapped = lose(
            &t, "dataset_path",
            "data sets are not fetched: write the split that is asked as JSON lines, and name it with --data");
    size_t number = 0;
    for (const gp_json *doc = mapped ? c->answers : NULL; doc; doc = doc->next)
        if (doc->type == GP_JSON_OBJECT) question(&t, doc, number++, choice);
        else
            c->out->records++, c->out->left++,
                gp_lose(c, doc->line, (gp_str){0}, GP_STR("the question"), GP_STR("it is no object"));
}

const gp_format gp_from_lmeval = {
    .f = {"lm-eval", "a task of lm-evaluation-harness: YAML, with its questions in --data"},
    .tool = "lm-evaluation-harness",
    .is = is_record,
    .record = record,
    .document = true,
};
