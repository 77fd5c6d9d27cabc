/* speed.c - times of trials, gathered target by target. */
#include "run/speed.h"

#include <math.h>
#include <stdlib.h>

#include "call/timing.h"

/* --- one trial --- */

/* A sum over the replies that have the thing; NaN where none has it, or one has it for an unknown time. */
typedef struct sum {
    double value;
    bool any;
} sum;

static void add(sum *s, double seconds)
{
    s->value += seconds;
    s->any = true;
}

static double total_of(const sum *s) { return s->any ? gp_us(s->value) : (double)NAN; }

/* Reasoning that nobody showed took a time that nobody knows. */
static void add_reasoning(sum *s, const gp_reply *r)
{
    double until = isnan(r->first_answer_s) ? r->last_token_s : r->first_answer_s;
    if (r->reasoning.n) add(s, until - r->first_reasoning_s);
    else if (r->reasoning_tokens > 0) add(s, (double)NAN);
}

/* An answer that came in one piece was written in a time that nobody saw. */
static double writing(const gp_reply *r)
{
    double seconds = r->last_token_s - r->first_answer_s;
    return seconds > 0 ? seconds : (double)NAN;
}

/* What the client saw: tokens after the first one, over the time from the first to the last. Where the server says how
 * many tokens were reasoning, the answer's alone: reasoning is often counted but not sent, or sent as a summary. */
static void add_pace(gp_pace *p, const gp_reply *r)
{
    bool apart = r->reasoning_tokens > 0;
    int64_t tokens = apart ? r->output_tokens - r->reasoning_tokens : r->output_tokens;
    double seconds = r->last_token_s - (apart ? r->first_answer_s : r->first_token_s);
    if (tokens < 2 || !(seconds > 0)) return;
    p->tokens += (double)(tokens - 1);
    p->seconds += seconds;
}

static double speed_of(const gp_pace *p) { return p->seconds > 0 ? p->tokens / p->seconds : (double)NAN; }

static double said(const gp_json *server, const char *key)
{
    double v = (double)NAN;
    const gp_json *m = server ? gp_json_get(server, key) : NULL;
    if (m && m->type != GP_JSON_NULL && gp_json_real(m, key, 0, 1e9, &v, NULL)) v = (double)NAN;
    return v;
}

/* What the server says of this reply, added up; one that says nothing leaves the sums unknown. */
static void add_server(gp_result *res, gp_pace *p, gp_arena *a, const gp_reply *r)
{
    const gp_json *v = NULL;
    if (r->server.n && gp_json_parse(a, "server", r->server, &v, NULL)) v = NULL;
    double output_s = said(v, "output_s");
    res->server_load_s += said(v, "load_s");
    res->server_prompt_s += said(v, "prompt_s");
    res->server_output_s += output_s;
    if (r->output_tokens < 1 || !(output_s > 0)) return;
    p->tokens += (double)r->output_tokens;
    p->seconds += output_s;
}

static void beginning_of(const gp_transcript *t, gp_result *res)
{
    const gp_reply none = gp_reply_unknown();
    const gp_reply *r = t->n_replies ? &t->replies[0] : &none;
    res->connect_s = r->connect_s;
    res->tls_s = r->tls_s;
    res->first_byte_s = r->first_byte_s;
    res->first_token_s = r->first_token_s;
    res->first_reasoning_s = r->first_reasoning_s;
    res->first_answer_s = r->first_answer_s;
    res->gap_p50_s = t->n_replies > 1 ? (double)NAN : r->gap_p50_s;
    res->gap_p95_s = t->n_replies > 1 ? (double)NAN : r->gap_p95_s;
    res->gap_max_s = r->gap_max_s;
}

static const gp_turn *turns_of(gp_arena *a, const gp_transcript *t)
{
    gp_turn *list = GP_NEW_ARRAY(a, gp_turn, t->n_replies);
    for (size_t i = 0; i < t->n_replies; i++) {
        const gp_reply *r = &t->replies[i];
        gp_pace p = {0};
        add_pace(&p, r);
        list[i] = (gp_turn){r->first_token_s, speed_of(&p), r->input_tokens, r->output_tokens};
    }
    return list;
}

void gp_speed_of_trial(gp_arena *a, const gp_transcript *t, gp_result *res, gp_pace *client, gp_pace *server)
{
    sum reasoning = {0}, answer = {0}, total = {0};
    *client = *server = (gp_pace){0};
    beginning_of(t, res);
    res->server_load_s = res->server_prompt_s = res->server_output_s = t->n_replies ? 0 : (double)NAN;
    for (size_t i = 0; i < t->n_replies; i++) {
        const gp_reply *r = &t->replies[i];
        add_reasoning(&reasoning, r);
        if (r->answer.n) add(&answer, writing(r));
        add(&total, r->total_s);
        /* percentiles of several replies cannot be put together from theirs; the longest gap can */
        if (isnan(r->gap_max_s) || r->gap_max_s > res->gap_max_s) res->gap_max_s = r->gap_max_s;
        add_pace(client, r);
        add_server(res, server, a, r);
    }
    res->n_turns = t->n_replies > 1 ? t->n_replies : 0;
    res->turns = res->n_turns ? turns_of(a, t) : NULL;
    res->reasoning_s = total_of(&reasoning);
    res->answer_s = total_of(&answer);
    res->total_s = total_of(&total);
    res->output_tokens_per_s = speed_of(client);
    res->server_output_tokens_per_s = speed_of(server);
}

/* --- one target --- */

/* Which list holds what. */
enum { CONNECT, TLS, FIRST_BYTE, FIRST_TOKEN, FIRST_ANSWER, REASONING, ANSWER, TOTAL, GAP_P50, GAP_P95 };

gp_code gp_speed_add(gp_speed *s, const gp_result *res, const gp_pace *client, const gp_pace *server, gp_err *err)
{
    const double v[GP_SPEED_LISTS] = {[CONNECT] = res->connect_s,
                                      [TLS] = res->tls_s,
                                      [FIRST_BYTE] = res->first_byte_s,
                                      [FIRST_TOKEN] = res->first_token_s,
                                      [FIRST_ANSWER] = res->first_answer_s,
                                      [REASONING] = res->reasoning_s,
                                      [ANSWER] = res->answer_s,
                                      [TOTAL] = res->total_s,
                                      [GAP_P50] = res->gap_p50_s,
                                      [GAP_P95] = res->gap_p95_s};
    gp_code code = GP_OK;
    s->client = (gp_pace){s->client.tokens + client->tokens, s->client.seconds + client->seconds};
    s->server = (gp_pace){s->server.tokens + server->tokens, s->server.seconds + server->seconds};
    if (res->failure) return GP_OK;
    if (!isnan(res->gap_max_s) && (!s->gaps || res->gap_max_s > s->gap_max))
        s->gaps = true, s->gap_max = res->gap_max_s;
    for (int i = 0; i < GP_SPEED_LISTS && !code; i++)
        if (!isnan(v[i])) code = gp_sample_add(&s->list[i], v[i], err);
    return code;
}

/* The mean of the two in the middle, which are one where their number is odd. */
static gp_code median(gp_sample *s, double *out, gp_err *err)
{
    double low, high;
    gp_code code = gp_sample_at(s, s->n ? (s->n - 1) / 2 : 0, &low, err);
    if (!code) code = gp_sample_at(s, s->n / 2, &high, err);
    if (!code) *out = gp_us((low + high) / 2);
    return code;
}

static gp_code p95(gp_sample *s, double *out, gp_err *err)
{
    gp_code code = gp_sample_at(s, s->n ? gp_nearest_rank(s->n, 95) : 0, out, err);
    if (!code) *out = gp_us(*out);
    return code;
}

gp_code gp_speed_sum(gp_speed *s, gp_results_target *out, gp_err *err)
{
    double *const medians[GP_SPEED_LISTS] = {[CONNECT] = &out->connect_median_s,
                                             [TLS] = &out->tls_median_s,
                                             [FIRST_BYTE] = &out->first_byte_median_s,
                                             [FIRST_TOKEN] = &out->first_token_median_s,
                                             [FIRST_ANSWER] = &out->first_answer_median_s,
                                             [REASONING] = &out->reasoning_median_s,
                                             [ANSWER] = &out->answer_median_s,
                                             [TOTAL] = &out->total_median_s,
                                             [GAP_P50] = &out->gap_p50_s,
                                             [GAP_P95] = &out->gap_p95_s};
    gp_code code = GP_OK;
    out->timed = (int64_t)s->list[TOTAL].n;
    for (int i = 0; i < GP_SPEED_LISTS && !code; i++) code = median(&s->list[i], medians[i], err);
    if (!code) code = p95(&s->list[FIRST_TOKEN], &out->first_token_p95_s, err);
    if (!code) code = p95(&s->list[FIRST_ANSWER], &out->first_answer_p95_s, err);
    if (!code) code = p95(&s->list[TOTAL], &out->total_p95_s, err);
    out->gap_max_s = s->gaps ? s->gap_max : (double)NAN;
    out->output_tokens_per_s = speed_of(&s->client);
    out->server_output_tokens_per_s = speed_of(&s->server);
    return code;
}

void gp_speed_free(gp_speed *s)
{
    for (int i = 0; i < GP_SPEED_LISTS; i++) gp_sample_free(&s->list[i]);
    *s = (gp_speed){0};
}
