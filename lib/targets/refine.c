/* refine.c - a draft, a critic, and the draft again: one state machine per trial.
 *
 * Round r of a reply: the draft answers; unless this was the last round the critic reads it; it approves, or round r +
 * 1 begins. The newest draft is the reply. A case with turns is refined reply by reply. Whoever breaks ends the trial:
 * an unfinished refinement is no answer. */
#include "targets/refine.h"

#include <math.h>
#include <string.h>

#include "targets/compose.h"
#include "call/timing.h"

typedef struct refining {
    gp_reply *replies;    /* room for n_turns + 1; accepted ones in front */
    gp_str *said;         /* their texts */
    size_t turn;          /* replies accepted */
    gp_attempt *attempts; /* room for max_rounds: at this reply */
    size_t n_attempts;
    const gp_transcript *draft;   /* newest */
    gp_round *rounds;             /* of the whole trial; room for all */
    size_t n_rounds, first_round; /* first_round: of this reply */
    gp_str request_digest;        /* of the first request */
    double duration_s;
    int64_t tried;
} refining;

static const gp_policy *policy_of(const gp_flight *f) { return ((const gp_compose *)f->asker)->policy; }

/* --- asking --- */

static void ask(gp_flight *f, bool critic)
{
    refining *s = f->state;
    const gp_policy *p = policy_of(f);
    gp_arena *a = &f->trial->arena;
    gp_case *c = (critic ? gp_refine_critic : gp_refine_draft)(a, p, f->trial->c, s->said, s->turn, s->attempts,
                                                               s->n_attempts);
    gp_ask(f, gp_compose_member(f, critic ? p->critic : p->draft), c);
}

void gp_refine_start(gp_flight *f)
{
    gp_arena *a = &f->trial->arena;
    size_t replies = f->trial->c->n_turns + 1, rounds = (size_t)policy_of(f)->max_rounds;
    refining *s = GP_NEW(a, refining);
    f->state = s;
    s->replies = GP_NEW_ARRAY(a, gp_reply, replies);
    s->said = GP_NEW_ARRAY(a, gp_str, replies);
    s->attempts = GP_NEW_ARRAY(a, gp_attempt, rounds);
    s->rounds = GP_NEW_ARRAY(a, gp_round, replies * 2 * rounds);
    ask(f, false);
}

/* --- the end --- */

/* What is known of the trial so far, on top of what one of its transcripts says. */
static gp_transcript *whole(gp_flight *f, const gp_transcript *t)
{
    refining *s = f->state;
    gp_transcript *out = GP_NEW(&f->trial->arena, gp_transcript);
    *out = *t;
    out->request_digest = s->request_digest;
    out->replies = s->replies;
    out->n_replies = s->turn;
    out->served_by = (gp_str){0};
    out->decisions = NULL;
    out->n_decisions = 0;
    out->before = NULL;
    out->n_before = 0;
    out->begun_s = 0;
    out->rounds = s->rounds;
    out->n_rounds = s->n_rounds;
    out->duration_s = s->duration_s;
    out->attempts = s->tried;
    /* One digest over the logits of several replies would be of another kind than that of one; the rounds have
     * theirs. */
    if (f->trial->c->n_turns || out->failure) out->logits_sha256 = out->margins = (gp_str){0};
    return out;
}

static void give_up(gp_flight *f, const gp_transcript *t, bool critic)
{
    const refining *s = f->state;
    const gp_policy *p = policy_of(f);
    gp_transcript *out = whole(f, t);
    gp_str name = gp_compose_member_name(f, critic ? p->critic : p->draft);
    gp_failure failure = t->failure || t->skipped ? t->failure : GP_FAIL_EMPTY;
    gp_flight_fail(f, out, failure, "%s %.*s, round %zu: %.*s", critic ? "critic" : "draft", GP_ARG(name),
                   s->n_attempts + !critic, GP_ARG(t->error));
}

/* The reply that was accepted: the newest draft, with what all rounds of it took. */
static void sum_up(const refining *s, gp_reply *out)
{
    *out = *gp_transcript_last(s->draft);
    /* Nobody sees a token before the last round is over, so there are no moments within. */
    out->connect_s = out->tls_s = out->first_byte_s = out->first_token_s = out->first_reasoning_s =
        out->first_answer_s = out->last_token_s = (double)NAN;
    out->gap_p50_s = out->gap_p95_s = out->gap_max_s = (double)NAN;
    out->total_s = 0;
    out->input_tokens = out->output_tokens = out->cached_tokens = out->reasoning_tokens = 0;
    out->server = (gp_str){0};
    for (size_t i = s->first_round; i < s->n_rounds; i++) {
        const gp_reply *r = gp_transcript_last(s->rounds[i].t);
        int64_t *const sums[] = {&out->input_tokens, &out->output_tokens, &out->cached_tokens, &out->reasoning_tokens};
        const int64_t of[] = {r->input_tokens, r->output_tokens, r->cached_tokens, r->reasoning_tokens};
        out->total_s = gp_us(out->total_s + r->total_s);
        for (size_t k = 0; k < 4; k++) *sums[k] = *sums[k] < 0 || of[k] < 0 ? -1 : *sums[k] + of[k];
    }
}

static void accept(gp_flight *f)
{
    refining *s = f->state;
    sum_up(s, &s->replies[s->turn]);
    s->said[s->turn] = s->attempts[s->n_attempts - 1].answer;
    s->turn++;
    if (s->turn <= f->trial->c->n_turns) {
        s->n_attempts = 0;
        s->first_round = s->n_rounds;
        ask(f, false);
        return;
    }
    gp_transcript *out = whole(f, s->draft);
    out->served_by = gp_compose_served(f, policy_of(f)->draft, s->draft->served_by);
    gp_flight_end(f, out);
}

/* --- answers --- */

/* What an answer says; tool calls speak for a reply without text. */
static gp_str words(const gp_transcript *t)
{
    const gp_reply *r = gp_transcript_last(t);
    return !r ? (gp_str){0} : r->answer.n ? r->answer : r->tool_calls;
}

/* A draft and a critic take turns, so the newest round tells which of the two has answered. */
static bool is_critic(const refining *s)
{
    return s->n_rounds > s->first_round && gp_str_eqc(s->rounds[s->n_rounds - 1].role, "draft");
}

void gp_refine_answered(gp_flight *f, const gp_transcript *t)
{
    refining *s = f->state;
    const gp_policy *p = policy_of(f);
    bool critic = is_critic(s);
    size_t round = s->n_attempts + !critic;
    s->duration_s = gp_us(s->duration_s + t->duration_s);
    s->tried += t->attempts;
    if (!s->n_rounds) s->request_digest = t->request_digest;
    s->rounds[s->n_rounds++] = (gp_round){f->asker->name,
                                          critic ? GP_STR("critic") : GP_STR("draft"),
                                          gp_compose_member_name(f, critic ? p->critic : p->draft),
                                          (int64_t)s->turn + 1,
                                          (int64_t)round,
                                          t};
    if (t->failure || t->skipped || !t->n_replies) {
        give_up(f, t, critic);
        return;
    }
    if (critic) {
        s->attempts[s->n_attempts - 1].critique = words(t);
        if (gp_refine_approved(p, words(t))) accept(f);
        else ask(f, false);
        return;
    }
    s->draft = t;
    s->attempts[s->n_attempts++] = (gp_attempt){.answer = words(t)};
    if (s->n_attempts == (size_t)p->max_rounds) accept(f);
    else ask(f, true);
}
