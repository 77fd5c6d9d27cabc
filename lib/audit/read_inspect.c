/* read_inspect.c - a log of inspect-ai in JSON: one model, samples with the values of scorers. Its scorers are programs, so
 * their verdicts are not judged again; means are. */
#include <math.h>

#include "audit/audit_impl.h"

static bool is(const gp_json *root)
{
    const gp_json *eval = gp_json_get(root, "eval");
    return eval && eval->type == GP_JSON_OBJECT && gp_json_get(eval, "task") && gp_json_get(root, "status");
}

/* Correct, incorrect, partial, no answer; or a number, or true. */
static double value_of(const gp_json *v)
{
    static const struct {
        const char *word;
        double value;
    } words[] = {{"C", 1}, {"I", 0}, {"P", 0.5}, {"N", 0}};
    gp_str s = gp_audit_text(v);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (gp_str_eqc(s, words[i].word)) return words[i].value;
    return gp_audit_truth(v) >= 0 ? gp_audit_truth(v) : gp_audit_number(v);
}

static gp_str text_or_number(gp_arena *a, const gp_json *v)
{
    gp_str s = gp_audit_text(v);
    return s.p ? s : v && v->type == GP_JSON_INT ? gp_str_fmt(a, "%lld", (long long)v->i) : (gp_str){0};
}

/* Of a chat, its last message. */
static gp_str input_of(const gp_json *v)
{
    if (!v || v->type != GP_JSON_ARRAY) return gp_audit_text(v);
    const gp_json *last = v->first;
    while (last && last->next) last = last->next;
    return gp_audit_text(gp_json_get(last, "content"));
}

static void read_sample(gp_arena *a, const gp_json *v, gp_audited_model *m)
{
    gp_audited_case *c = gp_audit_case(a, m, v);
    const gp_json *scores = gp_json_get(v, "scores"), *epoch = gp_json_get(v, "epoch"),
                  *error = gp_json_get(v, "error");
    c->id = text_or_number(a, gp_json_get(v, "id"));
    if (epoch && epoch->type == GP_JSON_INT && epoch->i > 1)
        c->id = gp_str_fmt(a, "%.*s, epoch %lld", GP_ARG(c->id), (long long)epoch->i);
    c->prompt = input_of(gp_json_get(v, "input"));
    c->expected = gp_audit_text(gp_json_get(v, "target"));
    c->answer = gp_audit_text(gp_json_get(gp_json_get(v, "output"), "completion"));
    c->error = gp_audit_text(gp_json_get(error, "message"));
    c->total_s = gp_audit_number(gp_json_get(v, "total_time"));
    c->why_not = GP_STR("the scorer is a program of inspect, of which the log has the name");
    if (!scores || scores->type != GP_JSON_OBJECT || !scores->first) return;
    gp_audited_part *parts = GP_NEW_ARRAY(a, gp_audited_part, scores->n);
    for (const gp_json *s = scores->first; s; s = s->next)
        parts[c->n_parts++] = (gp_audited_part){s->key, value_of(gp_json_get(s, "value")), s->line};
    c->parts = parts;
    c->score = parts[0].score; /* metrics are of each scorer; the first stands for the log */
    if (c->score == 0 || c->score == 1) c->passed = c->score == 1;
}

static void read(gp_arena *a, const gp_json *root, gp_audited *out)
{
    const gp_json *eval = gp_json_get(root, "eval"), *results = gp_json_get(root, "results"),
                  *samples = gp_json_get(root, "samples");
    gp_str model = gp_audit_text(gp_json_get(eval, "model")), task = gp_audit_text(gp_json_get(eval, "task"));
    gp_audited_model *m = gp_audit_model(a, out, gp_str_fmt(a, "%.*s on %.*s", GP_ARG(model), GP_ARG(task)), root);
    for (const gp_json *v = samples && samples->type == GP_JSON_ARRAY ? samples->first : NULL; v; v = v->next)
        if (v->type == GP_JSON_OBJECT) read_sample(a, v, m);
    const gp_json *scores = gp_json_get(results, "scores");
    const gp_json *first = scores && scores->type == GP_JSON_ARRAY ? scores->first : NULL;
    m->total = gp_audit_number(gp_json_get(results, "total_samples"));
    m->mean = gp_audit_number(gp_json_get(gp_json_get(gp_json_get(first, "metrics"), "accuracy"), "value"));
    if (isnan(m->mean))
        m->mean = gp_audit_number(gp_json_get(gp_json_get(gp_json_get(first, "metrics"), "mean"), "value"));
    m->rate = m->n ? (double)NAN : m->mean;
    m->limit = gp_audit_number(gp_json_get(gp_json_get(eval, "config"), "limit"));
    if (results) m->line = results->line;
    gp_str state = gp_audit_text(gp_json_get(root, "status"));
    if (!gp_str_eqc(state, "success")) m->state = state.n ? state : GP_STR("nothing said");
}

const gp_audit_form gp_audit_inspect = {"inspect", "a log of inspect-ai in JSON", is, read};
