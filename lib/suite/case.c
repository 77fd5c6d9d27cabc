/* case.c - one case from JSON, checked as strictly as it will ever be. */
#include <string.h>

#include "base/caps.h"
#include "base/sys.h"
#include "suite/suite_impl.h"

#define C gp_case

const char *const gp_need_names[GP_NEEDS] = {"image", "tools", "json_schema", "logprobs", "likelihood"};
static const char *const sensitivities[] = {"public", "internal", "regulated"};
static const char *const complexities[] = {"low", "medium", "high"};

/* --- the table --- */

static const gp_field metadata_fields[] = {
    GP_FIELD(STR, "sensitivity", C, sensitivity, GP_NAMES(sensitivities),
             .doc = "A regulated case never leaves the machine through a routed target."),
    GP_FIELD(STR, "kind", C, kind, .flags = GP_FILLED, .doc = "Kind of task, free text."),
    GP_FIELD(STR, "complexity", C, complexity, GP_NAMES(complexities), .doc = "How hard the task is meant to be."),
};
const gp_record gp_metadata_record = GP_RECORD(C, metadata_fields, "\"metadata\"", .def = "metadata",
                                               .flags = GP_OPTIONAL,
                                               .doc = "Facts about the case that routing and reports use.");

static gp_code check_calls(const gp_json *v, const char *what, gp_err *err)
{
    gp_code code = gp_check_list(v, what, err);
    for (const gp_json *e = v->first; e && !code; e = e->next) {
        const gp_json *name = gp_json_get(e, "name"), *arguments = gp_json_get(e, "arguments");
        bool fits = name && name->type == GP_JSON_STRING && (!arguments || arguments->type == GP_JSON_OBJECT);
        if (!fits) code = gp_json_fail(err, e, "a tool call must be {\"name\": …, \"arguments\": {…}}");
    }
    return code;
}

#define R gp_example_reply
static const gp_field reply_fields[] = {
    GP_FIELD(STR, "answer", R, answer, .doc = "The text of the answer; without it there is none."),
    GP_FIELD(STR, "reasoning", R, reasoning, .doc = "What stands apart from the answer."),
    GP_FIELD(STR, "finish", R, finish, .flags = GP_FILLED, .doc = "Why the reply ended.",
             .schema = "{\"examples\": [\"stop\", \"length\", \"tool_calls\", \"content_filter\"]}"),
    GP_FIELD(JSON, "tool_calls", R, tool_calls, .json = GP_JSON_ARRAY, .check = check_calls,
             .doc = "Tools that are called.",
             .schema = "{\"minItems\": 1, \"items\": {\"type\": \"object\", \"required\": [\"name\"], \"properties\": "
                       "{\"name\": {\"type\": \"string\"}, \"arguments\": {\"type\": \"object\"}}}}"),
};
static const gp_record reply_record = GP_RECORD(R, reply_fields, "a reply of an example",
                                                .flags = GP_OPTIONAL | GP_QUOTED);

gp_code gp_example_reply_read(gp_arena *a, const gp_json *v, gp_example_reply *out, gp_err *err)
{
    *out = (gp_example_reply){.answer = {"", 0}};
    if (v->type == GP_JSON_STRING) return out->answer = v->s, GP_OK;
    if (v->type != GP_JSON_OBJECT)
        return gp_json_fail(err, v, "a reply of an example must be a string or an object, not %s",
                            gp_json_type_name(v->type));
    return gp_record_read(a, &reply_record, v, out, err);
}

#define ONE_REPLY                                                                                                         \
    "{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"object\", \"additionalProperties\": false, \"properties\": "       \
    "{\"answer\": {\"type\": \"string\"}, \"reasoning\": {\"type\": \"string\"}, \"finish\": {\"type\": \"string\"}, "    \
    "\"tool_calls\": {\"type\": \"array\", \"minItems\": 1, \"items\": {\"type\": \"object\", \"required\": [\"name\"], " \
    "\"properties\": {\"name\": {\"type\": \"string\"}, \"arguments\": {\"type\": \"object\"}}}}}}]}"
#define EXAMPLES                                                                                                   \
    "{\"minItems\": 1, \"items\": {\"description\": \"A reply: its answer as a string, or an object with answer, " \
    "reasoning, finish, tool_calls; for a case with turns a list with one per reply.\", \"anyOf\": [" ONE_REPLY    \
    ", {\"type\": \"array\", \"minItems\": 1, \"items\": " ONE_REPLY "}]}}"

static const gp_field example_fields[] = {
    GP_FIELD(JSON, "pass", C, pass_examples, .json = GP_JSON_ARRAY, .check = gp_check_list,
             .doc = "Answers that must pass.", .schema = EXAMPLES),
    GP_FIELD(JSON, "fail", C, fail_examples, .json = GP_JSON_ARRAY, .check = gp_check_list,
             .doc = "Answers that must not pass.", .schema = EXAMPLES),
};
static const gp_record examples_record = GP_RECORD(
    C, example_fields, "\"examples\"", .def = "examples", .flags = GP_OPTIONAL | GP_QUOTED,
    .doc = "Answers that the graders are tested with by `goldpin lint` and before every run.");

#define STRINGS "{\"minItems\": 1, \"items\": {\"type\": \"string\"}}"

static const gp_field puzzle_fields[] = {
    GP_FIELD(JSON, "variables", C, puzzle.variables, .json = GP_JSON_OBJECT, .flags = GP_KNOWN,
             .doc = "For each variable the list of values that it may have.",
             .schema = "{\"minProperties\": 1, \"additionalProperties\": {\"type\": \"array\", \"minItems\": 1}, "
                       "\"examples\": [{\"ann\": [1, 2, 3], \"bob\": [1, 2, 3]}]}"),
    GP_FIELD(JSON, "constraints", C, puzzle.constraints, .json = GP_JSON_ARRAY, .flags = GP_KNOWN,
             .check = gp_check_list,
             .doc = "Conditions that hold together, as in chat templates: `ann < bob`, `(ann - bob) | abs == 1`, "
                    "`ann == 1 or bob == 1`.",
             .schema = STRINGS),
    GP_FIELD(JSON, "distinct", C, puzzle.distinct, .json = GP_JSON_ARRAY,
             .doc = "Groups of variables whose values differ.",
             .schema = "{\"items\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}}}"),
    GP_FIELD(JSON, "answer", C, puzzle.answer, .json = GP_JSON_STRING, .flags = GP_KNOWN,
             .doc = "A right answer as a template over the solution: `Ann is in place {{ ann }}.`"),
};
static const gp_record puzzle_record = GP_RECORD(
    C, puzzle_fields, "\"puzzle\"", .def = "puzzle", .flags = GP_OPTIONAL | GP_QUOTED,
    .doc =
        "The puzzle behind the case, so that `goldpin lint` can solve it: it must have one solution, the graders must "
        "take that and nothing else.");

static gp_code check_tools(const gp_json *v, const char *what, gp_err *err)
{
    gp_code code = gp_check_list(v, what, err);
    for (const gp_json *e = v->first; e && !code; e = e->next) {
        code = gp_json_want(e, "a tool", GP_JSON_OBJECT, err);
        if (!code && !gp_json_get(gp_json_get(e, "function"), "name"))
            code = gp_json_fail(err, e, "a tool must be {\"type\": \"function\", \"function\": {\"name\": …}}");
    }
    return code;
}

static const gp_field fields[] = {
    GP_FIELD(STR, "id", C, id, .flags = GP_KNOWN, .called = "the id of a case", .check = gp_check_id,
             .doc = "Unique in the suite. Becomes part of trial ids and file names: no '/', no control characters, "
                    "at most 200 bytes.",
             .schema = GP_ID_SCHEMA(", \"examples\": [\"sum-2-3\"]")),
    GP_FIELD(STR, "name", C, name, .flags = GP_FILLED, .doc = "For people. Default: the id."),
    GP_FIELD(STR, "category", C, category, .flags = GP_FILLED, .doc = "Reports group by it; `--tag` selects by it too.",
             .schema = "{\"examples\": [\"arithmetic\"]}"),
    GP_FIELD(
        STR, "cluster", C, cluster, .flags = GP_FILLED,
        .doc = "Cases with one source have the same name here, such as that of a text with several questions: they "
               "tell less than as many cases of their own, and intervals get wider accordingly. In no digest.",
        .schema = "{\"examples\": [\"report-2024\"]}"),
    GP_FIELD_LISTED(STRS, "tags", C, tags, n_tags, .flags = GP_FILLED, .doc = "For `--tag`."),
    GP_FIELD(BITS, "needs", C, needs, .names = gp_need_names, .n_names = GP_NEEDS_ASKED, .flags = GP_FILLED,
             .called = "a need",
             .doc = "What a target must be able to do; one that cannot gives `skipped`. An image part implies image, "
                    "tools imply tools. With json_schema, remote targets are held to the schema of the case's json or "
                    "json_schema grader."),
    GP_FIELD_IN("metadata", &gp_metadata_record),
    GP_FIELD_LISTED(LIST, "messages", C, messages, n_messages, .flags = GP_KNOWN | GP_FILLED,
                    .record = &gp_message_record,
                    .doc = "The conversation up to the first reply; at least one message of role user.",
                    .schema = "{\"examples\": [[{\"role\": \"user\", \"content\": \"What is 2 + 3?\"}]]}"),
    GP_FIELD_LISTED(STRS, "turns", C, turns, n_turns, .flags = GP_FILLED, .called = "a turn",
                    .doc = "Further user messages, one sent after each reply."),
    GP_FIELD(JSON, "tools", C, tools, .json = GP_JSON_ARRAY, .check = check_tools,
             .doc = "Tools offered to the model, in the form of OpenAI's API.",
             .schema = "{\"minItems\": 1, \"items\": {\"type\": \"object\", \"required\": [\"function\"], "
                       "\"properties\": {\"type\": {\"const\": \"function\"}, \"function\": {\"type\": \"object\", "
                       "\"required\": [\"name\"]}}}}"),
    /* read when the number of turns is known */
    GP_FIELD_BY(
        "grade", NULL, NULL, .flags = GP_OPTIONAL,
        .doc =
            "The graders; default: those of `defaults`. Each gives a score from 0 to 1; their weighted mean is compared with pass_at.",
        .schema = "{\"type\": \"array\", \"minItems\": 1, \"maxItems\": 1000, "
                  "\"items\": {\"$ref\": \"#/$defs/grader\"}}"),
    GP_FIELD_IN("examples", &examples_record),
    GP_FIELD_IN("puzzle", &puzzle_record),
    /* these three are used up before, see case_value.c and family.c */
    GP_FIELD_BY(
        "vars", NULL, NULL,
        .doc = "Variables: where there are any, here or in `defaults`, {{name}} in the texts of the case stands for "
               "the value.",
        .schema = "{\"type\": \"object\", \"examples\": [{\"a\": 2, \"b\": 3}]}"),
    GP_FIELD_BY(
        "data", NULL, NULL,
        .doc = "File beside the suite, .csv with a header or .jsonl: the case is a template that makes one case of "
               "each row, whose fields are variables.",
        .schema = "{\"type\": \"string\", \"pattern\": \"\\\\.(csv|jsonl)$\", \"examples\": [\"sums.csv\"]}"),
    GP_FIELD_BY(
        "matrix", NULL, NULL,
        .doc = "Lists of values by variable: the case is a template that makes one case of each combination.",
        .schema = "{\"type\": \"object\", \"minProperties\": 1, \"additionalProperties\": {\"type\": \"array\", "
                  "\"minItems\": 1}, \"examples\": [{\"language\": [\"French\", \"Italian\"]}]}"),
    {.kind = GP_FIELD_OBJECT, .record = &gp_settings_record},
};
const gp_record gp_case_record = GP_RECORD(C, fields, "a case", .def = "case", .flags = GP_OPTIONAL | GP_QUOTED,
                                           .doc = "One task.");

/* --- what the rows cannot say --- */

/* A reply, or a list with one per reply where the case has turns. */
static gp_code check_example(gp_arena *a, const gp_json *v, const gp_case *c, gp_err *err)
{
    gp_example_reply r;
    if (v->type != GP_JSON_ARRAY && !c->n_turns) return gp_example_reply_read(a, v, &r, err);
    size_t replies = c->n_turns + 1;
    bool fits = v->type == GP_JSON_ARRAY && v->n == replies;
    if (!fits && c->n_turns)
        return gp_json_fail(err, v, "this case has %zu replies: an example must be an array of as many", replies);
    if (!fits) return gp_json_fail(err, v, "this case has no turns: an example is one reply, a string or an object");
    gp_code code = GP_OK;
    for (const gp_json *e = v->first; e && !code; e = e->next) code = gp_example_reply_read(a, e, &r, err);
    return code;
}

static gp_code check_examples(gp_arena *a, const gp_json *list, const gp_case *c, gp_err *err)
{
    gp_code code = GP_OK;
    for (const gp_json *e = list ? list->first : NULL; e && !code; e = e->next) code = check_example(a, e, c, err);
    return code;
}

/* The file of a text part becomes its text, so that all else, digests too, is as if it stood in the case. */
static gp_code read_text(gp_arena *a, const gp_json *v, const char *dir, const char *file, gp_part *p, gp_err *err)
{
    gp_code code = gp_check_inside(v, "the text", dir, file, err);
    if (!code) code = gp_read_file(a, file, GP_CAP_FILE, &p->text, err);
    if (code) return code;
    size_t bad = gp_utf8_bad(p->text);
    if (bad < p->text.n) return gp_json_fail(err, v, "the text %s is not UTF-8 at byte %zu", file, bad);
    return gp_str_trim(p->text).n ? GP_OK : gp_json_fail(err, v, "the text %s is empty", file);
}

static gp_code read_part_file(gp_arena *a, const gp_json *v, const char *dir, gp_part *p, gp_err *err)
{
    if (!p->path || !dir) return GP_OK;
    const char *file = gp_path_join(a, dir, p->path);
    return p->image ? gp_check_inside(v, "the image", dir, file, err) : read_text(a, v, dir, file, p, err);
}

static gp_code read_part_files(gp_arena *a, const gp_json *v, const char *dir, gp_case *c, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < c->n_messages; i++)
        for (size_t k = 0; k < c->messages[i].n_parts && !code; k++) {
            gp_part *p = (gp_part *)&c->messages[i].parts[k]; /* still ours: the case is not out yet */
            if (p->image) c->needs |= GP_NEED_IMAGE;
            code = read_part_file(a, v, dir, p, err);
        }
    return code;
}

/* Paths of graders are as those of images; what is wrong is told where the grader stands. */
static gp_code check_files(gp_arena *a, const char *dir, const gp_case *c, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < c->n_graders; i++) {
        const gp_grader *g = c->graders[i];
        size_t n = 0;
        const gp_str *files = g->kind->files ? g->kind->files(g, &n) : NULL;
        for (size_t k = 0; k < n && !code; k++) {
            gp_json path = *g->at;
            path.type = GP_JSON_STRING;
            path.s = files[k];
            code = gp_check_path(&path, "a file of the grader", err);
            if (!code && dir)
                code = gp_check_inside(g->at, "the file", dir, gp_path_join(a, dir, gp_str_dup(a, files[k]).p), err);
        }
    }
    return code;
}

/* What is sent needs a canonical form, and RFC 8785 has none for integers that a double cannot hold. Graders compare
 * digits, and so do their digests. */
static gp_code refuse_big_integers(const gp_json *v, gp_err *err)
{
    const gp_json *found = NULL;
    for (const gp_json *m = v->first; m && !found; m = m->next)
        if (!gp_str_eqc(m->key, "grade")) found = gp_json_beyond_double(m);
    if (!found) return GP_OK;
    return gp_json_fail(err, found,
                        "the integer %lld is beyond 2^53, so a double cannot hold it; what is sent to a model may have "
                        "it as a string, and graders may have it as it is",
                        (long long)found->i);
}

/* --- texts that graders score --- */

static void add_continuation(gp_str *list, size_t *n, gp_str text)
{
    for (size_t i = 0; i < *n; i++)
        if (gp_str_eq(list[i], text)) return;
    list[(*n)++] = text;
}

/* The first grader that scores texts, however deep; its texts, and those of the others, go into the list. */
static const gp_grader *find_scored(gp_arena *a, const gp_grader *g, gp_str **list, size_t *n)
{
    const gp_inner *in = gp_grader_inner(g);
    const gp_str *texts = NULL;
    size_t n_texts = g->kind->continuations ? g->kind->continuations(a, g, &texts) : 0;
    const gp_grader *first = n_texts ? g : NULL;
    if (n_texts) {
        gp_str *more = GP_NEW_ARRAY(a, gp_str, *n + n_texts);
        for (size_t i = 0; i < *n; i++) more[i] = (*list)[i];
        *list = more;
        for (size_t i = 0; i < n_texts; i++) add_continuation(more, n, texts[i]);
    }
    for (size_t i = 0; in && i < in->n; i++) {
        const gp_grader *inner = find_scored(a, in->of[i], list, n);
        if (!first) first = inner;
    }
    return first;
}

/* One that is held to a schema, or that comes after another, is another answer than one of these texts. */
static gp_code read_continuations(gp_arena *a, gp_case *c, gp_err *err)
{
    const gp_grader *first = NULL;
    gp_str *list = NULL;
    for (size_t i = 0; i < c->n_graders; i++) {
        const gp_grader *g = find_scored(a, c->graders[i], &list, &c->n_continuations);
        if (!first) first = g;
    }
    if (!first) return GP_OK;
    c->continuations = list;
    c->needs |= GP_NEED_LIKELIHOOD;
    if (c->n_turns)
        return gp_json_fail(err, first->at, "options are scored by their likelihood in cases without \"turns\" only");
    if (c->golden == GP_GOLDEN_TOKENS || c->golden == GP_GOLDEN_LOGITS)
        return gp_json_fail(err, first->at,
                            "options are scored by their likelihood, so nothing is generated that a golden of mode %s "
                            "could hold; exact and grade can",
                            gp_golden_mode_name(c->golden));
    if (c->needs & GP_NEED_JSON_SCHEMA)
        return gp_json_fail(err, first->at,
                            "options that are scored by their likelihood are no answer that a schema could hold; leave "
                            "json_schema out of \"needs\"");
    return GP_OK;
}

bool gp_case_regulated(const gp_case *c) { return gp_str_eqc(c->sensitivity, "regulated"); }

/* Its members, as far as they can be read without each other. */
static gp_code read_members(gp_arena *a, const gp_json *v, const gp_case_context *ctx, gp_case *c, gp_err *err)
{
    const gp_json *grade = gp_json_get(v, "grade");
    bool any = false;
    gp_code code = gp_err_go_on(err, gp_record_read(a, &gp_case_record, v, c, err), &any);
    if (!code && !grade) code = gp_err_go_on(err, gp_json_fail(err, v, "a case lacks \"grade\""), &any);
    if (!code && !any) code = gp_err_go_on(err, refuse_big_integers(v, err), &any); /* what has a range says so */
    if (!code && any && grade) /* so that the mistakes of its graders are told as well */
        code = gp_err_go_on(err, gp_graders_read(a, ctx->kinds, grade, c, err), &any);
    return gp_err_sum(err, code, any);
}

gp_code gp_case_read(gp_arena *a, const gp_json *value, const gp_json *given, const gp_case_context *ctx, gp_case **out,
                     gp_err *err)
{
    gp_case *c = GP_NEW(a, gp_case);
    gp_composed from;
    *c = ctx->defaults;
    c->line = value->line;
    c->col = value->col;
    c->file = value->name;
    gp_code code = gp_case_compose(a, value, given, ctx, &from, err);
    const gp_json *v = from.value, *messages = gp_json_get(v, "messages");
    if (!code) code = read_members(a, v, ctx, c, err);
    if (code) return code;
    if (!c->name.n) c->name = c->id;
    c->needs |= ctx->defaults.needs;
    if (c->tools) c->needs |= GP_NEED_TOOLS;
    code = gp_messages_link(a, messages, from.system, c, err);
    if (!code) code = gp_graders_read(a, ctx->kinds, gp_json_get(v, "grade"), c, err);
    if (!code) code = read_continuations(a, c, err);
    if (!code) code = check_examples(a, c->pass_examples, c, err);
    if (!code) code = check_examples(a, c->fail_examples, c, err);
    if (!code) code = read_part_files(a, messages, ctx->dir, c, err);
    if (!code) code = check_files(a, ctx->dir, c, err);
    if (!code && ctx->digests) code = gp_case_digests(a, c, ctx->dir, err);
    if (!code) *out = c;
    return code;
}

const gp_json *gp_case_schema(const gp_case *c)
{
    const gp_json *found = NULL;
    if (c->n_turns) return NULL;
    for (size_t i = 0; i < c->n_graders; i++) {
        const gp_json *schema = gp_grader_schema(c->graders[i]);
        if (!schema) continue;
        if (found) return NULL;
        found = schema;
    }
    return found;
}
