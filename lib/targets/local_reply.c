/* local_reply.c - what a local model wrote, taken apart and kept as the reply of a transcript. */
#include <math.h>
#include <string.h>

#include "call/timing.h"
#include "reply/reply.h"
#include "targets/local_impl.h"

/* --- before --- */

const int32_t *gp_local_keep_ids(gp_arena *a, const int32_t *ids, size_t n)
{
    int32_t *kept = GP_NEW_ARRAY(a, int32_t, n);
    if (n) memcpy(kept, ids, n * sizeof *ids);
    return kept;
}

gp_reply *gp_local_begin_reply(gp_local_job *j, const gp_ids *prompt)
{
    gp_reply *reply = &j->replies[j->t->n_replies];
    *reply = gp_reply_unknown();
    reply->prompt_tokens = gp_local_keep_ids(&j->trial->arena, prompt->v, prompt->n);
    reply->n_prompt_tokens = prompt->n;
    reply->prompt_sha256 = gp_str_dup(&j->trial->arena, gp_str_c(j->prompt));
    return reply;
}

/* --- its parts --- */

typedef struct begins { /* index of the token with which a part came to light; SIZE_MAX: there is none */
    size_t reasoning, answer;
} begins;

static void note_begin(size_t *begin, const gp_buf *part, size_t i)
{
    if (!part->n) *begin = SIZE_MAX; /* none, or what came to light was something else after all */
    else if (*begin == SIZE_MAX) *begin = i;
}

/* The splitter sees control tokens by name, and plain text as far as the reply goes: a stop string cuts it. */
static void feed_reply(const gp_tokenizer *tok, const gp_generation *g, gp_reply_parts *p, begins *b)
{
    *b = (begins){SIZE_MAX, SIZE_MAX};
    size_t left = g->text.n;
    gp_buf piece = {0};
    for (size_t i = 0; i < g->n_tokens && (left || g->finish != GP_FINISH_STOP || g->stop_index == SIZE_MAX); i++) {
        gp_buf_clear(&piece);
        gp_token_bytes(tok, g->tokens[i], false, &piece);
        bool control = !piece.n;
        if (control) gp_token_bytes(tok, g->tokens[i], true, &piece);
        else if (piece.n > left) piece.n = left;
        if (!control) left -= piece.n;
        gp_reply_feed(p, gp_buf_view(&piece), control);
        note_begin(&b->reasoning, &p->reasoning, i);
        note_begin(&b->answer, &p->answer, i);
    }
    gp_buf_free(&piece);
    gp_reply_end(p);
    note_begin(&b->reasoning, &p->reasoning, g->n_rows - 1);
    note_begin(&b->answer, &p->answer, g->n_rows - 1);
}

static gp_str keep_text(gp_arena *a, const gp_buf *text) { return gp_utf8_repair(a, gp_str_dup(a, gp_buf_view(text))); }

static gp_code keep_parts(const gp_local *l, gp_local_job *j, const gp_generation *g, gp_reply *r)
{
    gp_arena *a = &j->trial->arena;
    gp_reply_parts p;
    begins b;
    gp_reply_begin(&p, &j->format);
    feed_reply(gp_model_tokenizer(l->model), g, &p, &b);
    gp_time_local(r, a, g->token_s, g->n_rows, b.reasoning, b.answer);
    gp_code code = gp_reply_check(&p, &j->why);
    r->answer = keep_text(a, &p.answer);
    r->finish = p.n_calls && g->finish == GP_FINISH_STOP ? GP_STR("tool_calls") : gp_str_c(gp_finish_name(g->finish));
    if (p.reasoning.n) r->reasoning = keep_text(a, &p.reasoning);
    if (p.n_calls) r->tool_calls = keep_text(a, &p.calls);
    gp_reply_free(&p);
    return code;
}

/* --- all of it --- */

/* [-0.1,-2.3]: what is no number (logits that are none) is null. */
static gp_str keep_log_probs(gp_arena *a, const gp_generation *g)
{
    gp_buf b = {0};
    gp_buf_byte(&b, '[');
    for (size_t i = 0; i < g->n_tokens; i++) {
        char text[32];
        if (i) gp_buf_byte(&b, ',');
        if (isfinite(g->log_prob[i])) gp_buf_put(&b, text, gp_fmt_double(text, g->log_prob[i]));
        else gp_buf_c(&b, "null");
    }
    gp_buf_byte(&b, ']');
    gp_str kept = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return kept;
}

gp_code gp_local_keep_reply(const gp_local *l, gp_local_job *j, const gp_generation *g)
{
    gp_arena *a = &j->trial->arena;
    gp_reply *r = &j->replies[j->t->n_replies];
    int32_t *tokens = GP_NEW_ARRAY(a, int32_t, g->n_tokens);
    if (g->n_tokens) memcpy(tokens, g->tokens, g->n_tokens * sizeof *tokens);
    gp_code code = keep_parts(l, j, g, r);
    r->tokens = tokens;
    r->n_tokens = g->n_tokens;
    r->input_tokens = (int64_t)r->n_prompt_tokens;
    r->output_tokens = (int64_t)g->n_rows;
    r->cached_tokens = (int64_t)g->n_reused;
    r->drafted_tokens = (int64_t)g->n_drafted;
    r->accepted_tokens = (int64_t)g->n_accepted;
    if (g->log_prob && g->n_tokens) r->logprobs = keep_log_probs(a, g);
    for (size_t i = 0; i < g->n_rows; i++) {
        char text[32];
        gp_buf_byte(&j->margins, j->margins.n ? ',' : '[');
        gp_buf_put(&j->margins, text, gp_fmt_double(text, (double)g->margin[i]));
    }
    j->t->n_replies++;
    return code;
}
