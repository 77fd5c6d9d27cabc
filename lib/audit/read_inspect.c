/* read_inspect.c - a log of inspect-ai in JSON: one model, samples with the values of scorers. Its scorers are programs, so
 * their verdicts are not judged again; means are. */
#include <math.h>

#include "audit/audit_impl.h"

static bool is(const gp_json *root)
{
    const gp_json *eval = gp_json_get(root, "eval");
    return eval && eval->type == GP_JSON_OBJECT && gp_json_get(eval, "task") && gp_json_get(root, "status");
}

/* Correct, incorrect, partial, no answer; yes, no; or a number, or true. */
static double value_of(const gp_json *v)
{
    static const struct {
        const char *word;
        double value;
    } words[] = {{"C", 1}, {"I", 0}, {"P", 0.5}, {"N", 0}, {"yes", 1}, {"true", 1}, {"no", 0}, {"false", 0}};
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

/* Values of scorers, and of one that gives several each by its key. */
static void read_parts(gp_arena *a, const gp_json *scores, gp_audited_case *c)
{
    size_t n = 0;
    for (const gp_json *s = scores->first; s; s = s->next) {
        const gp_json *v = gp_json_get(s, "value");
        n += v && v->type == GP_JSON_OBJECT ? v->n : 1;
    }
    gp_audited_part *parts = GP_NEW_ARRAY(a, gp_audited_part, n);
    for (const gp_json *s = scores->first; s; s = s->next) {
        const gp_json *v = gp_json_get(s, "value");
        if (!v || v->type != GP_JSON_OBJECT) parts[c->n_parts++] = (gp_audited_part){s->key, value_of(v), s->line};
        else
            for (v = v->first; v; v = v->next) parts[c->n_parts++] = (gp_audited_part){v->key, value_of(v), v->line};
    }
    c->parts = parts;
}

/* `metric`: what the log's first mean is of; its value stands for the sample, else the first one. */
static void read_sample(gp_arena *a, const gp_json *v, gp_str metric, gp_audited_model *m)
{
    gp_audited_case *c = gp_audit_case(a, m, v);
    const gp_json *scores = gp_json_get(v, "scores"), *epoch = gp_json_get(v, "epoch"),
                  *error = gp_json_get(v, "error");
    c->id = c->same = text_or_number(a, gp_json_get(v, "id"));
    if (epoch && epoch->type == GP_JSON_INT && epoch->i > 1) {
        c->id = gp_str_fmt(a, "%.*s, epoch %lld", GP_ARG(c->id), (long long)epoch->i);
        m->repeats = true;
    }
    c->prompt = input_of(gp_json_get(v, "input"));
    c->expected = gp_audit_text(gp_json_get(v, "target"));
    c->answer = gp_audit_text(gp_json_get(gp_json_get(v, "output"), "completion"));
    c->error = gp_audit_text(gp_json_get(error, "message"));
    c->total_s = gp_audit_number(gp_json_get(v, "total_time"));
    c->why_not = GP_STR("the scorer is a program of inspect, of which the log has the name");
    if (!scores || scores->type != GP_JSON_OBJECT || !scores->first) return;
    read_parts(a, scores, c);
    const gp_audited_part *p = c->parts;
    for (size_t i = 0; i < c->n_parts && p == c->parts; i++)
        if (gp_str_eq(c->parts[i].name, metric)) p = &c->parts[i];
    if (c->n_parts) c->score = p->score;
}

/* Only so many of the data set's samples: a number, or from and to. NaN: all of them. */
static double limit_of(const gp_json *eval)
{
    const gp_json *v = gp_json_get(gp_json_get(eval, "config"), "limit");
    double n = gp_audit_number(v), all = gp_audit_number(gp_json_get(gp_json_get(eval, "dataset"), "samples"));
    if (v && v->type == GP_JSON_ARRAY && v->n == 2) n = gp_audit_number(v->first->next) - gp_audit_number(v->first);
    return n >= all ? (double)NAN : n;
}

/* The first metric, and what of it can be held against the samples: a mean over all of them, or of each one's mean. */
static void read_metric(const gp_json *root, const gp_json *first, gp_audited_model *m)
{
    const gp_json *metrics = gp_json_get(first, "metrics"), *reducer = gp_json_get(first, "reducer"),
                  *epochs = gp_json_get(gp_json_get(gp_json_get(root, "eval"), "config"), "epochs");
    double accuracy = gp_audit_number(gp_json_get(gp_json_get(metrics, "accuracy"), "value"));
    m->mean = isnan(accuracy) ? gp_audit_number(gp_json_get(gp_json_get(metrics, "mean"), "value")) : accuracy;
    if (!m->n) m->rate = accuracy;
    if (!m->n && gp_audit_number(epochs) > 1) m->total /= gp_audit_number(epochs);
    gp_str how = gp_audit_text(reducer);
    size_t scored = 0, words = 0;
    for (size_t i = 0; i < m->n; i++) {
        if (!isnan(m->cases[i].score)) scored++;
        else if (m->cases[i].n_parts) words++;
    }
    if (isnan(m->mean) || !m->n) return;
    if (how.n && !gp_str_eqc(how, "mean"))
        m->apart = GP_STR("the repeats of a sample count by another rule than their mean");
    else if (words) m->apart = GP_STR("some scores are neither numbers nor the words of inspect");
    else if (m->repeats && scored != m->n) m->apart = GP_STR("some repeats have no score");
}

static void read(gp_arena *a, const gp_json *root, gp_audited *out)
{
    const gp_json *eval = gp_json_get(root, "eval"), *results = gp_json_get(root, "results"),
                  *samples = gp_json_get(root, "samples"), *scores = gp_json_get(results, "scores"),
                  *first = scores && scores->type == GP_JSON_ARRAY ? scores->first : NULL;
    gp_str model = gp_audit_text(gp_json_get(eval, "model")), task = gp_audit_text(gp_json_get(eval, "task"));
    gp_names names = {0};
    gp_audited_model *m = gp_audit_model(a, out, &names, gp_str_fmt(a, "%.*s on %.*s", GP_ARG(model), GP_ARG(task)),
                                         root);
    out->any_scorer = true;
    for (const gp_json *v = samples && samples->type == GP_JSON_ARRAY ? samples->first : NULL; v; v = v->next)
        if (v->type == GP_JSON_OBJECT) read_sample(a, v, gp_audit_text(gp_json_get(first, "name")), m);
    gp_audit_verdicts_of_scores(m);
    m->total = gp_audit_number(gp_json_get(results, "total_samples"));
    read_metric(root, first, m);
    m->limit = limit_of(eval);
    if (results) m->line = results->line;
    gp_str state = gp_audit_text(gp_json_get(root, "status"));
    if (!gp_str_eqc(state, "success")) m->state = state.n ? state : GP_STR("nothing said");
}

const gp_audit_form gp_audit_inspect = {"inspect", "a log of inspect-ai in JSON", is, read};
