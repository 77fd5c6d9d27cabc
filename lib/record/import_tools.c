/* import_tools.c - the files of other tools, as far as answers can be taken from them. Both formats grow members from
 * version to version, so members that are not needed are not looked at. */
#include <math.h>
#include <string.h>

#include "provider/wire.h"
#include "record/import.h"

static const gp_json *path(const gp_json *v, const char *a, const char *b)
{
    v = gp_json_get(v, a);
    return b ? gp_json_get(v, b) : v;
}

static gp_str text_of(const gp_json *v) { return v && v->type == GP_JSON_STRING ? v->s : (gp_str){0}; }

static int64_t count_of(const gp_json *v) { return v && v->type == GP_JSON_INT && v->i >= 0 ? v->i : -1; }

static double seconds_of(const gp_json *v, double unit)
{
    bool number = v && (v->type == GP_JSON_INT || v->type == GP_JSON_REAL);
    /* nothing takes no time: 0 is what tools write where they did not measure */
    return number && v->d > 0 ? v->d * unit : (double)NAN;
}

static void fail_at(gp_import_build *b, const gp_json *at, const char *what)
{
    if (!b->code) b->code = gp_json_fail(b->err, at, "%s", what);
}

/* --- messages --- */

/* The text of a content: a string, or parts of type text. Inspect keeps long texts apart, under a name. */
static gp_str content_text(gp_import_build *b, const gp_json *content, const gp_json *attachments, const char *type,
                           const char *member)
{
    gp_buf all = {0};
    gp_str s = text_of(content), scheme = GP_STR("attachment://");
    if (gp_str_starts(s, scheme)) {
        gp_str name = gp_str_dup(b->a, (gp_str){s.p + scheme.n, s.n - scheme.n});
        gp_str kept = name.p ? text_of(gp_json_get(attachments, name.p)) : (gp_str){0};
        return kept.p ? kept : s;
    }
    if (!content || content->type != GP_JSON_ARRAY) return s;
    for (const gp_json *part = content->first; part; part = part->next)
        if (gp_str_eqc(text_of(gp_json_get(part, "type")), type))
            gp_buf_str(&all, content_text(b, gp_json_get(part, member), attachments, type, member));
    s = gp_str_dup(b->a, gp_buf_view(&all));
    gp_buf_free(&all);
    return s;
}

/* The last user message of a list of messages; NULL if there is none. */
static const gp_json *last_user(const gp_json *messages)
{
    const gp_json *found = NULL;
    for (const gp_json *m = messages && messages->type == GP_JSON_ARRAY ? messages->first : NULL; m; m = m->next)
        if (gp_str_eqc(text_of(gp_json_get(m, "role")), "user")) found = gp_json_get(m, "content");
    return found;
}

static void settle(gp_import_build *b, gp_imported *x, gp_str error)
{
    bool empty = !gp_str_trim(x->reply.answer).n && !x->reply.tool_calls.n;
    if (error.n) {
        gp_str why = gp_str_fmt(b->a, "%.*s reports: %.*s", GP_ARG(b->tool), GP_ARG(error));
        x->failure = GP_FAIL_BAD_RESPONSE;
        x->error = why;
    } else if (gp_str_eqc(x->reply.finish, "interrupted")) {
        x->failure = GP_FAIL_INTERRUPTED;
        x->error = gp_str_fmt(b->a, "the provider broke the reply off (\"%.*s\")", GP_ARG(x->reply.finish_word));
    } else if (empty && !gp_str_eqc(x->reply.finish, "length")) {
        x->failure = GP_FAIL_EMPTY;
        x->error = GP_STR("the imported reply holds neither text nor a tool call");
    }
}

/* --- promptfoo: {"results": {"version", "results": [...]}, "metadata": {"promptfooVersion"}} --- */

/* A prompt is text, or a chat written as JSON. */
static gp_str promptfoo_prompt(gp_import_build *b, gp_str raw)
{
    const gp_json *chat = NULL, *user = NULL;
    gp_str s = gp_str_trim(raw);
    if (s.n && *s.p == '[' && gp_json_parse(b->a, "prompt", s, &chat, NULL) == GP_OK) user = last_user(chat);
    return user ? gp_str_trim(content_text(b, user, NULL, "text", "text")) : s;
}

/* Tools keep the word of whoever they asked; "unknown" is Inspect's own for none. */
static void take_finish(gp_imported *x, gp_str word)
{
    gp_chat_finish f = gp_str_eqc(word, "unknown") ? GP_CHAT_FINISH_NONE : gp_wire_finish(word);
    x->reply.finish = gp_str_c(gp_chat_finish_name(f));
    if (f == GP_CHAT_FINISH_OTHER || f == GP_CHAT_FINISH_INTERRUPTED) x->reply.finish_word = word;
}

static void promptfoo_reply(gp_imported *x, const gp_json *result)
{
    const gp_json *response = gp_json_get(result, "response"), *output = gp_json_get(response, "output"),
                  *cached = gp_json_get(response, "cached");
    const gp_json *usage = gp_json_get(response, "tokenUsage");
    bool from_cache = cached && cached->type == GP_JSON_BOOL && cached->b; /* its time is not the model's */
    if (output && output->type != GP_JSON_NULL)
        x->reply.answer = output->type == GP_JSON_STRING ? output->s : output->raw; /* JSON that the tool has parsed */
    take_finish(x, text_of(gp_json_get(response, "finishReason")));
    x->reply.input_tokens = count_of(gp_json_get(usage, "prompt"));
    x->reply.output_tokens = count_of(gp_json_get(usage, "completion"));
    x->reply.reasoning_tokens = count_of(path(usage, "completionDetails", "reasoning"));
    if (!from_cache) x->reply.total_s = seconds_of(gp_json_get(result, "latencyMs"), 0.001);
}

static void promptfoo_result(gp_import_build *b, const gp_json *result)
{
    enum { BROKE = 2 }; /* failureReason: the test broke; an assertion that failed is no error of the model */
    gp_str model = text_of(path(result, "provider", "id")), raw = text_of(path(result, "prompt", "raw")),
           label = text_of(path(result, "provider", "label"));
    if (!model.n) model = text_of(gp_json_get(result, "provider"));
    if (label.n) model = label;
    if (!model.n) fail_at(b, result, "this result does not say which provider gave it (\"provider.id\")");
    if (!raw.p) fail_at(b, result, "this result does not say what was asked (\"prompt.raw\")");
    gp_imported *x = gp_import_add(b, model);
    if (!x) return;
    x->prompt = promptfoo_prompt(b, raw);
    promptfoo_reply(x, result);
    gp_str error = text_of(path(result, "response", "error"));
    if (!error.n && count_of(gp_json_get(result, "failureReason")) == BROKE)
        error = text_of(gp_json_get(result, "error"));
    if (!error.n && !gp_json_get(result, "response")) error = text_of(gp_json_get(result, "error"));
    settle(b, x, error);
}

bool gp_import_promptfoo(gp_import_build *b, const gp_json *root)
{
    const gp_json *list = path(root, "results", "results");
    if (!list || list->type != GP_JSON_ARRAY) return false;
    b->tool = GP_STR("promptfoo");
    b->version = text_of(path(root, "metadata", "promptfooVersion"));
    for (const gp_json *r = list->first; r && !b->code; r = r->next) promptfoo_result(b, r);
    return true;
}

/* --- Inspect: {"eval": {"model", "packages"}, "samples": [...]} --- */

static gp_str inspect_calls(gp_import_build *b, const gp_json *message)
{
    const gp_json *calls = gp_json_get(message, "tool_calls");
    gp_buf text = {0};
    gp_jw w;
    if (!calls || calls->type != GP_JSON_ARRAY || !calls->n) return (gp_str){0};
    gp_jw_init(&w, &text, 0);
    gp_jw_array(&w);
    for (const gp_json *c = calls->first; c; c = c->next) {
        const gp_json *arguments = gp_json_get(c, "arguments");
        gp_buf canonical = {0};
        gp_str args = arguments ? arguments->raw : GP_STR("{}");
        if (gp_json_canonical(args, &canonical, NULL) == GP_OK) args = gp_buf_view(&canonical);
        gp_jw_object(&w);
        gp_jw_kstr(&w, "name", text_of(gp_json_get(c, "function")));
        gp_jw_kstr(&w, "arguments", args);
        gp_jw_end_object(&w);
        gp_buf_free(&canonical);
    }
    gp_jw_end_array(&w);
    gp_str s = gp_str_dup(b->a, gp_buf_view(&text));
    gp_buf_free(&text);
    return s;
}

static void inspect_reply(gp_import_build *b, gp_imported *x, const gp_json *sample)
{
    const gp_json *output = gp_json_get(sample, "output"), *choices = gp_json_get(output, "choices"),
                  *choice = choices ? choices->first : NULL;
    const gp_json *usage = gp_json_get(output, "usage"), *message = gp_json_get(choice, "message"),
                  *attachments = gp_json_get(sample, "attachments");
    x->reply.answer = content_text(b, gp_json_get(output, "completion"), attachments, "text", "text");
    if (!x->reply.answer.n)
        x->reply.answer = content_text(b, gp_json_get(message, "content"), attachments, "text", "text");
    const gp_json *content = gp_json_get(message, "content");
    if (content && content->type == GP_JSON_ARRAY)
        x->reply.reasoning = content_text(b, content, attachments, "reasoning", "reasoning");
    x->reply.tool_calls = inspect_calls(b, message);
    take_finish(x, text_of(gp_json_get(choice, "stop_reason")));
    x->reply.input_tokens = count_of(gp_json_get(usage, "input_tokens"));
    x->reply.output_tokens = count_of(gp_json_get(usage, "output_tokens"));
    x->reply.cached_tokens = count_of(gp_json_get(usage, "input_tokens_cache_read"));
    x->reply.reasoning_tokens = count_of(gp_json_get(usage, "reasoning_tokens"));
    x->reply.total_s = seconds_of(gp_json_get(output, "time"), 1);
}

static void inspect_sample(gp_import_build *b, gp_str model, const gp_json *sample)
{
    const gp_json *input = gp_json_get(sample, "input"),
                  *asked = input && input->type == GP_JSON_ARRAY ? last_user(input) : input;
    if (!asked) fail_at(b, sample, "this sample does not say what was asked (\"input\")");
    gp_imported *x = gp_import_add(b, model);
    if (!x) return;
    x->prompt = gp_str_trim(content_text(b, asked, gp_json_get(sample, "attachments"), "text", "text"));
    inspect_reply(b, x, sample);
    gp_str error = text_of(path(sample, "error", "message"));
    if (!error.n) error = text_of(path(sample, "output", "error"));
    settle(b, x, error);
}

bool gp_import_inspect(gp_import_build *b, const gp_json *root)
{
    const gp_json *samples = gp_json_get(root, "samples"), *eval = gp_json_get(root, "eval");
    if (!eval || !samples || samples->type != GP_JSON_ARRAY) return false;
    b->tool = GP_STR("inspect_ai");
    b->version = text_of(path(eval, "packages", "inspect_ai"));
    gp_str model = text_of(gp_json_get(eval, "model"));
    if (!model.n) fail_at(b, eval, "this log does not name the model (\"eval.model\")");
    for (const gp_json *s = samples->first; s && !b->code; s = s->next) inspect_sample(b, model, s);
    return true;
}
