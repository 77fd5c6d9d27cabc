/* model_score.c - goldpin model score: how likely a model finds given continuations of a prompt. */
#include <math.h>

#include "base/sys.h"
#include "engine/score.h"
#include "model_io.h"
#include "open_model.h"

typedef struct options {
    gp_output out;
    gp_engine_wish wish;
    const char *prompt, *prompt_file;
    const gp_str *continuations;
    size_t n;
} options;

typedef struct scored { /* one continuation */
    gp_str text;
    gp_ids ids;      /* with the prompt's in front */
    size_t n_prompt; /* of these, the prompt's */
    gp_continuation c;
    gp_score score;
} scored;

/* --- how to compare them --- */

typedef enum measure { WHOLE, PER_TOKEN, PER_BYTE, MEASURES } measure;
static const char *const names[MEASURES] = {"log_prob", "per_token", "per_byte"};

static double measured(const scored *s, measure by)
{
    size_t n = by == PER_TOKEN ? s->c.n : by == PER_BYTE ? s->text.n : 1;
    return s->score.log_prob / (double)n;
}

/* What is no number is never the likeliest; of equal ones the first is. */
static size_t best(const scored *list, size_t n, measure by)
{
    size_t at = 0;
    for (size_t i = 1; i < n; i++)
        if (measured(&list[i], by) > measured(&list[at], by) || isnan(measured(&list[at], by))) at = i;
    return at;
}

/* --- scoring --- */

static gp_code prompt_text(gp_args *a, gp_str *out, gp_err *err)
{
    const options *o = a->options;
    if (!o->prompt == !o->prompt_file) return gp_fail(err, GP_E_USAGE, "give either --prompt or --prompt-file");
    if (!o->n) return gp_fail(err, GP_E_USAGE, "--continuation is missing: a text to score behind the prompt");
    if (o->prompt_file) return gp_read_file(&a->mem, o->prompt_file, 0, out, err);
    *out = gp_str_c(o->prompt);
    return GP_OK;
}

/* Each by the ids of the whole text, so that a token across the border is what the model would read. */
static gp_code find_ids(gp_args *a, const gp_tokenizer *t, gp_str prompt, scored *s, gp_err *err)
{
    gp_code code = gp_score_ids(t, prompt, s->text, GP_TOK_BOS | GP_TOK_SPECIAL, &s->ids, &s->n_prompt, err);
    if (code) return gp_err_context(err, "continuation \"%.*s\"", GP_ARG(s->text));
    double *terms = GP_NEW_ARRAY(&a->mem, double, s->ids.n - s->n_prompt);
    s->c = (gp_continuation){s->ids.v + s->n_prompt, s->ids.n - s->n_prompt, terms};
    return GP_OK;
}

/* Those that leave as many of the prompt's ids alone, mostly all, share its evaluation. */
static gp_code score_from(gp_args *a, gp_model *m, scored *list, size_t n, size_t *done, gp_err *err)
{
    size_t k = 0;
    gp_continuation *c = GP_NEW_ARRAY(&a->mem, gp_continuation, n);
    gp_score *scores = GP_NEW_ARRAY(&a->mem, gp_score, n);
    for (; k < n && list[k].n_prompt == list->n_prompt; k++) c[k] = list[k].c;
    gp_code code = gp_score_continuations(m, list->ids.v, list->n_prompt, c, k, scores, err);
    for (size_t i = 0; i < k && !code; i++) list[i].score = scores[i];
    *done += k;
    return code;
}

static gp_code score_all(gp_args *a, gp_model *m, gp_str prompt, scored *list, size_t n, gp_err *err)
{
    const gp_tokenizer *t = gp_model_tokenizer(m);
    if (!t) return gp_fail(err, GP_E_INPUT, "%s: %s", a->pos[0], gp_model_tokenizer_error(m));
    gp_code code = GP_OK;
    for (size_t i = 0; i < n && !code; i++) code = find_ids(a, t, prompt, &list[i], err);
    for (size_t i = 0; i < n && !code;) code = score_from(a, m, list + i, n - i, &i, err);
    return code;
}

/* --- output --- */

static void real_or_null(gp_jw *w, double v)
{
    if (isfinite(v)) gp_jw_real(w, v);
    else gp_jw_null(w);
}

static void put_one(gp_jw *w, const scored *s)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "text", s->text);
    gp_jw_key(w, "tokens");
    gp_jw_array(w);
    for (size_t i = 0; i < s->c.n; i++) gp_jw_int(w, s->c.ids[i]);
    gp_jw_end_array(w);
    gp_jw_key(w, "log_probs");
    gp_jw_array(w);
    for (size_t i = 0; i < s->c.n; i++) real_or_null(w, s->c.log_probs[i]);
    gp_jw_end_array(w);
    for (measure by = 0; by < MEASURES; by++) {
        gp_jw_key(w, names[by]);
        real_or_null(w, measured(s, by));
    }
    gp_jw_kbool(w, "greedy", s->score.greedy);
    gp_jw_end_object(w);
}

static void as_json(const scored *list, size_t n, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_key(&w, "continuations");
    gp_jw_array(&w);
    for (size_t i = 0; i < n; i++) put_one(&w, &list[i]);
    gp_jw_end_array(&w);
    gp_jw_key(&w, "best");
    gp_jw_object(&w);
    for (measure by = 0; by < MEASURES; by++) gp_jw_kint(&w, names[by], (int64_t)best(list, n, by));
    gp_jw_end_object(&w);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}

static void as_text(const scored *list, size_t n, gp_buf *out)
{
    gp_buf_fmt(out, "%12s %12s %12s %7s  %-6s  %s\n", "ln P", "per token", "per byte", "tokens", "greedy",
               "continuation");
    for (size_t i = 0; i < n; i++) {
        for (measure by = 0; by < MEASURES; by++)
            gp_buf_fmt(out, "%11.4f%c ", measured(&list[i], by), best(list, n, by) == i ? '*' : ' ');
        gp_buf_fmt(out, "%7zu  %-6s  \"", list[i].c.n, list[i].score.greedy ? "yes" : "no");
        gp_show(out, list[i].text, 200);
        gp_buf_c(out, "\"\n");
    }
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_model *m = NULL;
    gp_str prompt = {0};
    scored *list = GP_NEW_ARRAY(&a->mem, scored, o->n);
    gp_code code = prompt_text(a, &prompt, err);
    if (!code) code = gp_open_model(&o->wish, a->pos[0], &a->mem, &m, err);
    for (size_t i = 0; i < o->n; i++) list[i].text = o->continuations[i];
    if (!code) code = score_all(a, m, prompt, list, o->n, err);
    if (!code && o->out.json) as_json(list, o->n, out);
    else if (!code) as_text(list, o->n, out);
    for (size_t i = 0; i < o->n; i++) gp_ids_free(&list[i].ids);
    gp_model_close(m);
    return code;
}

/* --- tables --- */

static const gp_opt opts[] = {
    {"prompt", 0, GP_TO_TEXT(options, prompt), "TEXT",
     "what stands in front; control tokens in it are parsed, the model's BOS is added", NULL},
    {"prompt-file", 0, GP_TO_PATH(options, prompt_file), "FILE", "the same from a file, taken byte for byte", NULL},
    {"continuation", 0, GP_TO_LIST(options, continuations, n), "TEXT",
     "a text behind the prompt, with the space in front that it has there; repeated: several", NULL},
    {0}};

const gp_command gp_cmd_model_score = {
    .name = "model score",
    .usage = "FILE --prompt TEXT --continuation TEXT... [options]",
    .summary = "how likely given continuations of a prompt are, and which is likeliest",
    .opts = {{opts, 0}, GP_OPTS_IN(options, out, gp_json_opts), GP_OPTS_IN(options, wish, gp_engine_opts)},
    .options = sizeof(options),
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .opencl = true,
    .details =
        "Natural logarithms of probabilities: the sum over the continuation's tokens, and\n"
        "that per token and per byte, for sums favour short ones. A star marks the\n"
        "likeliest of each column; greedy says whether it is what would be generated.\n"
        "With --json also the tokens with their own logarithms, and the index of the best.\n",
    .exits = GP_MODEL_EXITS,
    .example =
        "  goldpin model score model.gguf --prompt 'The capital of France is' --continuation ' Paris' --continuation ' Rome'\n"};
