/* scheduler.c - many requests over the sessions of one model.
 *
 * Each step builds one engine step from all active requests: those still in their prompt give a chunk of it, the others
 * their last token. Because the engine's results do not depend on who shares a step, nothing here can change an
 * answer. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "reply/grammar.h"
#include "reply/loop.h"
#include "reply/reply.h"
#include "engine/guess.h"
#include "engine/model.h"
#include "token/text_flow.h"

enum { MOST_REQUESTS = 1 << 20 };

/* One request from submit to take. */
typedef struct job {
    struct job *next; /* in the queue, or in the list of finished ones */
    gp_request r;     /* texts and ids owned */
    gp_generation *result;
    gp_session *session; /* while active, borrowed from the scheduler */
    int32_t *history;    /* prompt, then generated ids */
    size_t n_history;
    size_t n_fed;   /* of history, given to the engine */
    size_t n_draft; /* guessed ids behind history that this step evaluates too */
    size_t row;     /* of the step's logits, the first of this job's */
    gp_guess_luck luck;
    gp_text text;
    gp_reply_parts parts; /* where there are stop strings and reasoning can keep them off */
    bool apart;
    gp_buf piece;
    gp_grammar_state grammar;
    bool held;     /* the grammar holds now */
    gp_buf before; /* the text so far, while the grammar waits for grammar_after */
    gp_sha256 *digest;
    double submitted, started, first_row;
} job;

/* What a slot's session holds, for the next request. */
typedef struct kept {
    int32_t *ids;
    size_t n;
} kept;

struct gp_scheduler {
    gp_model *m;
    uint32_t slots;
    gp_session **session; /* [slots] */
    kept *kept;           /* [slots] */
    job **active;         /* [slots], NULL where free */
    float *logits;        /* [slots + GP_GUESS_MOST][n_vocab] */
    gp_step_item *items;  /* [slots] */
    job *queue, **queue_end, *done, **done_end;
    uint64_t last_ticket;
    size_t n_jobs;
    gp_sampler sampler;
    gp_token_table *tokens; /* made with the first grammar, like `masked` */
    float *masked;          /* [n_vocab] */
};

/* ---- results ---- */

const char *gp_finish_name(gp_finish f)
{
    static const char *const names[] = {"", "stop", "length", "loop", "cancelled", "error"};
    return names[f];
}

void gp_generation_free(gp_generation *r)
{
    if (!r) return;
    free(r->tokens);
    free(r->margin);
    free(r->token_s);
    free(r->log_prob);
    gp_buf_free(&r->text);
    free(r);
}

/* ---- jobs ---- */

static void job_free(job *j)
{
    if (!j) return;
    gp_generation_free(j->result);
    gp_text_free(&j->text);
    gp_sha256_free(j->digest);
    gp_buf_free(&j->before);
    gp_buf_free(&j->piece);
    gp_reply_free(&j->parts);
    free(j->history);
    free(j);
}

static gp_code check_request(const gp_model *m, const gp_request *r, gp_err *err)
{
    if (!r->n_prompt) return gp_fail(err, GP_E_INPUT, "the prompt has no tokens");
    if (!r->max_tokens) return gp_fail(err, GP_E_INPUT, "max_tokens is 0, must be at least 1");
    if (gp_context_overflow(m, r->n_prompt, r->max_tokens))
        return gp_fail(
            err, GP_E_INPUT,
            "context overflow: a prompt of %zu tokens and %u to generate do not fit a context of %u (--context)",
            r->n_prompt, r->max_tokens, m->plan.hp.context);
    for (size_t i = 0; i < r->n_prompt; i++)
        if (r->prompt[i] < 0 || (uint32_t)r->prompt[i] >= m->plan.hp.n_vocab)
            return gp_fail(err, GP_E_INPUT, "prompt token %zu is %d, the vocabulary has ids 0 to %u", i, r->prompt[i],
                           m->plan.hp.n_vocab - 1);
    return gp_sampling_check(&r->sampling, err);
}

/* The last generated token is not fed back, so the sequence needs one position less than all its tokens. */
bool gp_context_overflow(const gp_model *m, size_t n_prompt, size_t max_tokens)
{
    size_t context = m->plan.hp.context;
    return n_prompt > context || (max_tokens && max_tokens - 1 > context - n_prompt);
}

static job *job_new(const gp_model *m, const gp_request *r, gp_err *err)
{
    size_t rows = (size_t)r->max_tokens + 1;
    job *j = gp_alloc(sizeof *j);
    j->r = *r;
    j->result = gp_alloc(sizeof *j->result);
    j->digest = gp_sha256_new();
    j->history = gp_alloc_array(r->n_prompt + r->max_tokens, sizeof *j->history);
    j->result->tokens = gp_alloc_array(rows, sizeof *j->result->tokens);
    j->result->margin = gp_alloc_array(rows, sizeof *j->result->margin);
    j->result->token_s = gp_alloc_array(rows, sizeof *j->result->token_s);
    if (r->log_probs) j->result->log_prob = gp_alloc_array(rows, sizeof *j->result->log_prob);
    if (gp_text_open(&j->text, m->tokenizer, r->stops, r->n_stops, r->show_special, err)) {
        job_free(j);
        return NULL;
    }
    j->apart = r->format && r->n_stops && (r->format->marks || r->format->harmony);
    if (j->apart) gp_reply_begin(&j->parts, r->format);
    memcpy(j->history, r->prompt, r->n_prompt * sizeof *j->history);
    j->n_history = r->n_prompt;
    if (r->grammar) gp_grammar_start(r->grammar, &j->grammar);
    j->held = r->grammar && !r->grammar_after.n;
    j->result->n_prompt = r->n_prompt;
    j->result->ctx = r->ctx;
    j->result->end_token = -1;
    j->result->stop_index = SIZE_MAX;
    return j;
}

/* ---- scheduler ---- */

gp_code gp_scheduler_new(gp_model *m, uint32_t slots, gp_scheduler **out, gp_err *err)
{
    gp_scheduler *s = gp_alloc(sizeof *s);
    s->m = m;
    s->slots = !slots || slots > m->o.slots ? m->o.slots : slots;
    s->queue_end = &s->queue;
    s->done_end = &s->done;
    s->session = gp_alloc_array(s->slots, sizeof(gp_session *));
    s->kept = gp_alloc_array(s->slots, sizeof *s->kept);
    s->active = gp_alloc_array(s->slots, sizeof(job *));
    s->items = gp_alloc_array(s->slots, sizeof *s->items);
    size_t rows = ((size_t)s->slots + GP_GUESS_MOST) * m->plan.hp.n_vocab;
    s->logits = calloc(rows, sizeof *s->logits);
    gp_code c = s->logits ? GP_OK : gp_fail_memory(err, "rows of logits", rows * sizeof *s->logits);
    for (uint32_t i = 0; i < s->slots && !c; i++) c = gp_session_new(m, &s->session[i], err);
    if (c) gp_scheduler_free(s);
    else *out = s;
    return c;
}

static void free_list(job *j)
{
    while (j) {
        job *next = j->next;
        job_free(j);
        j = next;
    }
}

void gp_scheduler_free(gp_scheduler *s)
{
    if (!s) return;
    for (uint32_t i = 0; i < s->slots; i++) {
        if (s->active) job_free(s->active[i]);
        if (s->session) gp_session_free(s->session[i]);
        if (s->kept) free(s->kept[i].ids);
    }
    free_list(s->queue);
    free_list(s->done);
    gp_sampler_free(&s->sampler);
    gp_token_table_free(s->tokens);
    free(s->masked);
    free(s->session);
    free(s->kept);
    free(s->active);
    free(s->items);
    free(s->logits);
    free(s);
}

static gp_code need_tokens(gp_scheduler *s, gp_err *err)
{
    if (!s->m->tokenizer) return gp_fail(err, GP_E_INPUT, "a grammar needs a tokenizer: %s", s->m->tokenizer_err.msg);
    if (!s->masked) s->masked = calloc(s->m->plan.hp.n_vocab, sizeof *s->masked);
    if (!s->masked) return gp_fail_memory(err, "a row of logits", s->m->plan.hp.n_vocab * sizeof *s->masked);
    if (!s->tokens) s->tokens = gp_token_table_new(s->m->tokenizer);
    return GP_OK;
}

gp_code gp_scheduler_submit(gp_scheduler *s, const gp_request *r, uint64_t *ticket, gp_err *err)
{
    gp_code c = check_request(s->m, r, err);
    if (!c && r->grammar) c = need_tokens(s, err);
    if (c) return c;
    if (s->n_jobs == MOST_REQUESTS) return gp_fail(err, GP_E_NOMEM, "more than %d requests are queued", MOST_REQUESTS);
    job *j = job_new(s->m, r, err);
    if (!j) return GP_E_INPUT;
    j->submitted = gp_now_mono();
    j->result->ticket = ++s->last_ticket;
    *s->queue_end = j;
    s->queue_end = &j->next;
    s->n_jobs++;
    if (ticket) *ticket = j->result->ticket;
    return GP_OK;
}

/* The slot is free; it remembers what its session holds, unless nobody knows after an error. */
static void leave_slot(gp_scheduler *s, uint32_t i, gp_finish how)
{
    job *j = s->active[i];
    gp_session_truncate(j->session, (uint32_t)j->n_fed); /* guesses behind the end are no part of it */
    free(s->kept[i].ids);
    s->kept[i] = (kept){j->history, how == GP_FINISH_ERROR ? 0 : gp_session_length(j->session)};
    j->history = NULL;
    j->session = NULL;
    s->active[i] = NULL;
}

static void finish(gp_scheduler *s, job *j, gp_finish how)
{
    gp_generation *r = j->result;
    double now = gp_now_mono();
    if (j->started > 0.0) {
        r->queued_s = j->started - j->submitted;
        r->prefill_s = (j->first_row > 0.0 ? j->first_row : now) - j->started;
        r->decode_s = j->first_row > 0.0 ? now - j->first_row : 0.0;
    } else r->queued_s = now - j->submitted;
    r->finish = how;
    gp_sha256_peek_hex(j->digest, r->logits_sha256);
    gp_text_take(&j->text, &r->text);
    for (uint32_t i = 0; i < s->slots; i++)
        if (s->active[i] == j) leave_slot(s, i, how);
    j->next = NULL;
    *s->done_end = j;
    s->done_end = &j->next;
}

gp_generation *gp_scheduler_take(gp_scheduler *s)
{
    job *j = s->done;
    if (!j) return NULL;
    gp_generation *r = j->result;
    s->done = j->next;
    if (!s->done) s->done_end = &s->done;
    s->n_jobs--;
    j->result = NULL;
    job_free(j);
    return r;
}

bool gp_scheduler_busy(const gp_scheduler *s)
{
    for (uint32_t i = 0; i < s->slots; i++)
        if (s->active[i]) return true;
    return s->queue != NULL;
}

void gp_scheduler_cancel(gp_scheduler *s, uint64_t ticket)
{
    for (uint32_t i = 0; i < s->slots; i++)
        if (s->active[i] && s->active[i]->result->ticket == ticket) {
            finish(s, s->active[i], GP_FINISH_CANCELLED);
            return;
        }
    for (job **p = &s->queue; *p; p = &(*p)->next)
        if ((*p)->result->ticket == ticket) {
            job *j = *p;
            *p = j->next;
            if (s->queue_end == &j->next) s->queue_end = p;
            finish(s, j, GP_FINISH_CANCELLED);
            return;
        }
}

/* ---- one step ---- */

/* Leading ids of the prompt that the slot's session has; the last one is always evaluated, for its logits. */
static uint32_t reusable(const gp_scheduler *s, uint32_t slot, const job *j)
{
    const kept *k = &s->kept[slot];
    size_t n = 0;
    while (n < k->n && n + 1 < j->n_history && k->ids[n] == j->history[n]) n++;
    return gp_session_keeps(s->session[slot], (uint32_t)n);
}

/* The free slot that has most of the prompt, the first of equals; `slots` if none is free. */
static uint32_t best_slot(const gp_scheduler *s, const job *j, uint32_t *keep)
{
    uint32_t best = s->slots;
    for (uint32_t i = 0; i < s->slots; i++) {
        uint32_t n = s->active[i] ? 0 : reusable(s, i, j);
        if (s->active[i] || (best < s->slots && n <= *keep)) continue;
        best = i;
        *keep = n;
    }
    return best;
}

gp_session *gp_scheduler_lend(gp_scheduler *s)
{
    for (uint32_t i = s->slots; i--;) {
        if (s->active[i]) continue;
        s->kept[i].n = 0;
        return s->session[i];
    }
    return NULL;
}

static void activate(gp_scheduler *s)
{
    for (job *j; (j = s->queue);) {
        uint32_t keep = 0, slot = best_slot(s, j, &keep);
        if (slot == s->slots) return;
        s->queue = j->next;
        if (!s->queue) s->queue_end = &s->queue;
        j->next = NULL;
        j->session = s->session[slot];
        if (keep) gp_session_truncate(j->session, keep);
        else gp_session_reset(j->session);
        j->n_fed = j->result->n_reused = keep;
        j->started = gp_now_mono();
        s->active[slot] = j;
    }
}

/* Layers that remember a state cannot go back to before a wrong guess; with experts, more tokens read more weights. */
static bool may_guess(const gp_scheduler *s)
{
    const gp_model *m = s->m;
    return !m->o.no_draft && !m->plan.recurrent && !m->plan.hp.n_expert;
}

/* Guesses for a job that gives its last token: within its own limits and `most`. */
static void guess(const gp_scheduler *s, job *j, size_t most)
{
    size_t room = j->r.n_prompt + j->r.max_tokens - j->n_history, context = s->m->plan.hp.context - j->n_fed;
    if (room < 2 || context < 2) return;
    if (most > room - 1) most = room - 1;
    if (most > context - 1) most = context - 1;
    j->n_draft = gp_guess(&j->luck, j->history, j->n_history, j->history + j->n_history, most);
}

/* Prompts share what the decoding requests leave of a batch, so that one long prompt does not hold up the others. */
static size_t build_items(gp_scheduler *s)
{
    size_t n = 0, row = 0, decoding = 0;
    uint32_t room = s->m->o.batch, spare;
    for (uint32_t i = 0; i < s->slots; i++) {
        if (!s->active[i] || s->active[i]->n_history - s->active[i]->n_fed != 1) continue;
        if (room > 1) room--;
        decoding++;
    }
    spare = may_guess(s) && decoding <= GP_GUESS_MOST ? GP_GUESS_MOST + 1 - (uint32_t)decoding : 0;
    if (spare >= room) spare = room - 1;
    for (uint32_t i = 0; i < s->slots; i++) {
        job *j = s->active[i];
        if (!j) continue;
        j->n_draft = 0;
        size_t left = j->n_history - j->n_fed;
        if (left > 1) {
            left = left < room ? left : room;
            room -= (uint32_t)left;
            if (!left) continue;
        }
        bool last = j->n_fed + left == j->n_history;
        j->row = row;
        if (left == 1 && spare && j->n_fed >= j->r.n_prompt) guess(s, j, spare);
        spare -= (uint32_t)j->n_draft;
        room -= (uint32_t)j->n_draft;
        s->items[n++] = (gp_step_item){j->session, j->history + j->n_fed, (uint32_t)(left + j->n_draft),
                                       !last        ? GP_ROWS_NONE
                                       : j->n_draft ? GP_ROWS_ALL
                                                    : GP_ROWS_LAST,
                                       last ? s->logits + row * s->m->plan.hp.n_vocab : NULL};
        row += last ? 1 + j->n_draft : 0;
    }
    return n;
}

enum { NOTHING_LEFT = -2, NO_NUMBERS = -3 };

/* The grammar takes in a token; a waiting one looks for the text behind which it holds. */
static void follow(const gp_scheduler *s, job *j, int32_t id)
{
    gp_buf piece = {0};
    if (!j->r.grammar) return;
    gp_token_bytes(s->m->tokenizer, id, !j->held, j->held ? &piece : &j->before);
    if (!j->held) {
        size_t at = gp_str_find(gp_buf_view(&j->before), j->r.grammar_after);
        if (at == SIZE_MAX) return;
        j->held = true;
        at += j->r.grammar_after.n;
        gp_buf_put(&piece, j->before.p + at, j->before.n - at);
    }
    /* What shared a token with the end of the reasoning was free; if it is no beginning of a reply, nothing can be
     * held. */
    if (!gp_grammar_text(j->r.grammar, &j->grammar, gp_buf_view(&piece))) j->r.grammar = NULL, j->held = false;
    gp_buf_free(&piece);
}

/* Take the row into the evidence and choose the next id from it, or say why there is none. */
static int32_t choose(gp_scheduler *s, job *j, const float *row)
{
    gp_generation *r = j->result;
    uint32_t v = s->m->plan.hp.n_vocab;
    if (j->first_row <= 0.0) j->first_row = gp_now_mono();
    gp_sha256_add(j->digest, row, (size_t)v * sizeof *row);
    if (j->r.logits_hash) gp_sha256_add(j->r.logits_hash, row, (size_t)v * sizeof *row);
    int32_t best = gp_argmax(row, v, &r->margin[r->n_rows]);
    r->token_s[r->n_rows++] = gp_now_mono() - j->started;
    if (isnan(row[best])) return NO_NUMBERS; /* a sampler would choose id 0 for ever, and that would be graded */
    if (j->held && !gp_grammar_mask(j->r.grammar, &j->grammar, s->tokens, row, s->masked, v)) return NOTHING_LEFT;
    if (j->held) row = s->masked;
    return gp_sample(&s->sampler, row, v, &j->r.sampling, j->history, j->n_history, j->r.seed, j->n_history);
}

static void fail_choice(int32_t id, gp_err *err)
{
    if (id == NO_NUMBERS)
        (void)gp_fail(
            err, GP_E_INPUT,
            "all logits are NaN: weights of the file are damaged, or the device computes wrongly; compare the file's SHA-256 with its publisher's");
    else (void)gp_fail(err, GP_E_INPUT, "no token of the vocabulary can come next under the grammar");
}

/* Stop strings are looked for from where the answer begins; while reasoning may still come, nowhere. */
static void aim_stops(const gp_tokenizer *t, job *j, int32_t id)
{
    gp_text *x = &j->text;
    bool thought = gp_reply_at(&j->parts) == GP_REPLY_THINKING;
    size_t had = j->parts.answer.n;
    gp_buf_clear(&j->piece);
    gp_token_bytes(t, id, false, &j->piece);
    size_t end = x->bytes.n + j->piece.n;
    bool control = !j->piece.n;
    if (control) gp_token_bytes(t, id, true, &j->piece);
    gp_reply_feed(&j->parts, gp_buf_view(&j->piece), control);
    gp_reply_place at = gp_reply_at(&j->parts);
    size_t fresh = gp_reply_answered(&j->parts) - had;
    x->blind = at != GP_REPLY_ANSWERING;
    if (at == GP_REPLY_THINKING) x->from = end;
    else if (thought) x->from = end > fresh ? end - fresh : 0;
}

static void advance(gp_scheduler *s, job *j, const float *row)
{
    gp_generation *r = j->result;
    int32_t id = choose(s, j, row);
    if (id == NOTHING_LEFT && gp_grammar_complete(j->r.grammar, &j->grammar)) {
        gp_text_end(&j->text);
        finish(s, j, GP_FINISH_STOP);
        return;
    }
    if (id < 0) {
        fail_choice(id, &r->error);
        finish(s, j, GP_FINISH_ERROR);
        return;
    }
    if (!j->r.ignore_eos && s->m->tokenizer && gp_token_ends(s->m->tokenizer, id)) {
        r->end_token = id;
        gp_text_end(&j->text);
        finish(s, j, GP_FINISH_STOP);
        return;
    }
    if (r->log_prob) r->log_prob[r->n_tokens] = (double)row[id] - gp_log_sum_exp(row, s->m->plan.hp.n_vocab);
    r->tokens[r->n_tokens++] = id;
    follow(s, j, id);
    if (j->apart) aim_stops(s->m->tokenizer, j, id);
    gp_finish end = gp_text_add(&j->text, id, &r->stop_index)                     ? GP_FINISH_STOP
                    : !j->r.allow_loops && gp_loop_period(r->tokens, r->n_tokens) ? GP_FINISH_LOOP
                    : r->n_tokens == j->r.max_tokens                              ? GP_FINISH_LENGTH
                                                                                  : GP_FINISH_NONE;
    if (end) gp_text_end(&j->text);
    if (j->r.on_token) j->r.on_token(j->r.ctx, id, gp_text_news(&j->text));
    if (end) finish(s, j, end);
    else j->history[j->n_history++] = id;
}

static gp_code fail_all(gp_scheduler *s, gp_code c, const gp_err *err)
{
    for (uint32_t i = 0; i < s->slots; i++)
        if (s->active[i]) {
            if (err) s->active[i]->result->error = *err;
            s->active[i]->result->error.code = c;
            finish(s, s->active[i], GP_FINISH_ERROR);
        }
    return c;
}

/* Rows behind guesses count as long as the guesses were right; the sequence is cut behind the last that was. */
static void follow_guesses(gp_scheduler *s, uint32_t slot)
{
    job *j = s->active[slot];
    size_t v = s->m->plan.hp.n_vocab, first = j->n_fed, guessed = j->n_draft, right = 0;
    j->result->n_drafted += guessed;
    for (;;) {
        int32_t next = right < guessed ? j->history[first + 1 + right] : -1;
        j->n_fed = first + 1 + right;
        advance(s, j, s->logits + (j->row + right) * v);
        if (s->active[slot] != j) return;
        if (right == guessed || j->history[j->n_history - 1] != next) break;
        j->result->n_accepted++;
        right++;
    }
    gp_guess_told(&j->luck, guessed, right);
    j->n_fed = gp_session_truncate(j->session, (uint32_t)j->n_fed);
}

gp_code gp_scheduler_step(gp_scheduler *s, gp_err *err)
{
    gp_err local = {0};
    activate(s);
    size_t n = build_items(s);
    if (!n) return GP_OK;
    gp_code c = gp_engine_step(s->m, s->items, n, &local);
    if (c) {
        (void)fail_all(s, c, &local);
        return gp_fail(err, c, "%s", local.msg);
    }
    for (uint32_t i = 0; i < s->slots; i++) {
        job *j = s->active[i];
        if (!j) continue;
        if (j->n_draft) {
            follow_guesses(s, i);
            continue;
        }
        j->n_fed = gp_session_length(j->session);
        if (j->n_fed == j->n_history) advance(s, j, s->logits + j->row * s->m->plan.hp.n_vocab);
    }
    return GP_OK;
}

gp_code gp_generate(gp_model *m, const gp_request *r, gp_generation **out, gp_err *err)
{
    gp_scheduler *s = NULL;
    *out = NULL;
    gp_code c = gp_scheduler_new(m, 1, &s, err);
    if (!c) c = gp_scheduler_submit(s, r, NULL, err);
    while (!c && gp_scheduler_busy(s)) c = gp_scheduler_step(s, err);
    if (!c) {
        *out = gp_scheduler_take(s);
        if ((*out)->finish == GP_FINISH_ERROR) {
            c = gp_fail(err, (*out)->error.code, "%s", (*out)->error.msg);
            gp_generation_free(*out);
            *out = NULL;
        }
    }
    gp_scheduler_free(s);
    return c;
}
