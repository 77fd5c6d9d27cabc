/* step.c - sessions, and the engine step: tokens of any number of sequences, in passes of at most `batch`.
 *
 * A pass is a flat list of tokens, each with its position, its session's slot and its id. Keys and values of a pass are
 * stored before its attention runs, so it does not matter which tokens share a pass. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/fmath.h"
#include "engine/model.h"

/* ---- sessions ---- */

gp_code gp_session_new(gp_model *m, gp_session **out, gp_err *err)
{
    uint32_t slot = 0;
    while (slot < m->o.slots && m->slot_used[slot]) slot++;
    if (slot == m->o.slots)
        return gp_fail(err, GP_E_INPUT, "all %u sequences that the model was opened for are in use (option slots)",
                       m->o.slots);
    gp_session *s = gp_alloc(sizeof *s);
    *s = (gp_session){.m = m, .slot = slot};
    m->slot_used[slot] = true;
    *out = s;
    return GP_OK;
}

void gp_session_free(gp_session *s)
{
    if (!s) return;
    s->m->slot_used[s->slot] = false;
    free(s);
}

void gp_session_reset(gp_session *s) { s->length = s->written = 0; }
uint32_t gp_session_length(const gp_session *s) { return s->length; }

/* What the next token would see must still be there: a recurrent state knows no way back; in a ring, the page of the
 * window's first position must not have been taken by a newer one. */
static bool remembers(const gp_session *s, uint32_t length)
{
    const gp_model *m = s->m;
    if (m->plan.recurrent && length && length < s->written) return false;
    if (!m->plan.hp.window || !length) return true;
    uint32_t first = length > m->plan.hp.window ? (length - m->plan.hp.window) / GP_PAGE_POSITIONS : 0,
             newest = (s->written - 1) / GP_PAGE_POSITIONS;
    return newest - first < m->ring_pages;
}

uint32_t gp_session_truncate(gp_session *s, uint32_t length)
{
    if (length >= s->length) return s->length;
    if (remembers(s, length)) s->length = length;
    else gp_session_reset(s);
    return s->length;
}

uint32_t gp_session_keeps(const gp_session *s, uint32_t length)
{
    if (length >= s->length) return s->length;
    return remembers(s, length) ? length : 0;
}

/* ---- checks ---- */

static gp_code check_ids(const gp_model *m, const gp_step_item *it, gp_err *err)
{
    for (uint32_t i = 0; i < it->n_ids; i++)
        if (it->ids[i] < 0 || (uint32_t)it->ids[i] >= m->plan.hp.n_vocab)
            return gp_fail(err, GP_E_INPUT, "token %u of the input is %d, the vocabulary has ids 0 to %u", i,
                           it->ids[i], m->plan.hp.n_vocab - 1);
    return GP_OK;
}

static gp_code check_items(const gp_model *m, const gp_step_item *items, size_t n, size_t *total, gp_err *err)
{
    *total = 0;
    for (size_t i = 0; i < n; i++) {
        const gp_step_item *it = &items[i];
        if (!it->session || it->session->m != m || !it->n_ids || (it->rows != GP_ROWS_NONE && !it->logits))
            return gp_fail(err, GP_E_BUG, "malformed step item");
        for (size_t k = 0; k < i; k++)
            if (items[k].session == it->session) return gp_fail(err, GP_E_BUG, "a session is twice in one step");
        if (it->n_ids > m->plan.hp.context - it->session->length)
            return gp_fail(err, GP_E_INPUT,
                           "context overflow: %u tokens after %u do not fit a context of %u (--context)", it->n_ids,
                           it->session->length, m->plan.hp.context);
        gp_code c = check_ids(m, it, err);
        if (c) return c;
        *total += it->n_ids;
    }
    return GP_OK;
}

/* ---- passes ---- */

/* Where the flat list of tokens stands: item and token within it. */
typedef struct cursor {
    const gp_step_item *items;
    size_t item;
    uint32_t token;
} cursor;

/* A row of logits that is wanted, and where it goes. */
typedef struct wanted {
    int32_t row; /* of the pass */
    float *to;
} wanted;

typedef struct pass {
    gp_pass run;
    int32_t *tokens; /* [batch][4], host */
    int32_t *rows;   /* [batch], host; what the device reads */
    wanted *want;    /* [batch] */
    uint32_t n_want;
} pass;

static void next_token(cursor *c)
{
    if (++c->token < c->items[c->item].n_ids) return;
    c->item++;
    c->token = 0;
}

/* What multiplies a token's scores, as bits. */
static int32_t score_factor(const gp_hparams *hp, uint32_t position)
{
    float f = 1.f;
    int32_t bits;
    if (hp->temperature != 0.f)
        f = (float)(1.0 + (double)hp->temperature * gp_d_log(floor((double)(position + hp->temperature_first) /
                                                                   (double)hp->temperature_period) +
                                                             1.0));
    memcpy(&bits, &f, sizeof bits);
    return bits;
}

/* Take up to `batch` tokens from the list. */
static void collect(pass *p, cursor *c, size_t left)
{
    gp_model *m = p->run.m;
    uint32_t n = left < m->o.batch ? (uint32_t)left : m->o.batch;
    p->run.n = n;
    p->n_want = 0;
    for (uint32_t i = 0; i < n; i++, next_token(c)) {
        const gp_step_item *it = &c->items[c->item];
        int32_t *t = p->tokens + (size_t)i * 4;
        t[0] = (int32_t)(it->session->length + c->token);
        t[1] = (int32_t)it->session->slot;
        t[2] = it->ids[c->token];
        t[3] = score_factor(&m->plan.hp, (uint32_t)t[0]);
        bool last = c->token + 1 == it->n_ids;
        if (it->rows == GP_ROWS_ALL || (it->rows == GP_ROWS_LAST && last))
            p->want[p->n_want++] = (wanted){
                (int32_t)i, it->logits + (it->rows == GP_ROWS_ALL ? (size_t)c->token * m->plan.hp.n_vocab : 0)};
    }
}

static void stick(gp_pass *r, gp_code c)
{
    if (!r->code) r->code = c;
}

/* Logits of the wanted rows, a few at a time because a row can be a megabyte. */
static void read_logits(pass *p)
{
    gp_pass *r = &p->run;
    gp_model *m = r->m;
    for (uint32_t i = 0; i < p->n_want && !r->code; i += GP_LOGITS_ROWS) {
        uint32_t n = p->n_want - i < GP_LOGITS_ROWS ? p->n_want - i : GP_LOGITS_ROWS;
        for (uint32_t k = 0; k < n; k++) p->rows[i + k] = p->want[i + k].row;
        stick(r, gp_ocl_write(m->rows, 0, p->rows + i, (uint64_t)n * 4, r->err));
        gp_op_head(r, n);
        for (uint32_t k = 0; k < n && !r->code; k++)
            stick(r, gp_ocl_read(m->logits.b, (uint64_t)k * m->logits.ld * 4, p->want[i + k].to,
                                 (uint64_t)m->plan.hp.n_vocab * 4, r->err));
    }
}

static void run_pass(pass *p)
{
    gp_pass *r = &p->run;
    gp_model *m = r->m;
    stick(r, gp_ocl_write(m->token, 0, p->tokens, (uint64_t)r->n * 16, r->err));
    r->layer = -1;
    gp_layer_begin(r);
    for (uint32_t i = 0; i < m->plan.hp.n_layer && !r->code; i++) {
        r->layer = (int32_t)i;
        gp_layer_forward(r, &m->plan.layer[i]);
    }
    r->layer = (int32_t)m->plan.hp.n_layer;
    gp_layer_end(r);
    read_logits(p);
}

/* Host lists of a whole step: they must stay as they are until the device has read them. */
static gp_code make_stage(gp_model *m, size_t total, gp_err *err)
{
    size_t need = total * (4 + 1);
    if (need <= m->stage_room) return GP_OK;
    free(m->stage);
    m->stage = calloc(need, sizeof *m->stage);
    m->stage_room = m->stage ? need : 0;
    return m->stage ? GP_OK : gp_fail_memory(err, "the tokens of a step", need * sizeof *m->stage);
}

/* After a step, also one that failed: that one may have overwritten the oldest pages of a ring. */
static void advance(gp_session *s, uint32_t n, gp_code c)
{
    uint32_t reached = s->length + n;
    if (reached > s->written) s->written = reached;
    if (!c) s->length = reached;
    else if (!remembers(s, s->length)) gp_session_reset(s);
}

gp_code gp_engine_step(gp_model *m, const gp_step_item *items, size_t n, gp_err *err)
{
    size_t total, done = 0;
    gp_code c = check_items(m, items, n, &total, err);
    if (!c) c = make_stage(m, total, err);
    if (c || !total) return c;
    wanted *want = gp_alloc_array(m->o.batch, sizeof *want);
    cursor at = {.items = items};
    pass p = {.run = {.m = m, .err = err}, .want = want};
    while (done < total && !p.run.code) {
        p.tokens = m->stage + done * 4;
        p.rows = m->stage + total * 4 + done;
        collect(&p, &at, total - done);
        run_pass(&p);
        done += p.run.n;
    }
    gp_code f = gp_ocl_finish(m->d, p.run.code ? NULL : err);
    free(want);
    c = p.run.code ? p.run.code : f;
    for (size_t i = 0; i < n; i++) advance(items[i].session, items[i].n_ids, c);
    return c;
}
