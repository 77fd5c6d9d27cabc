/* layers.c - one token through the layers: attention, feed-forward, own inputs of layers, logits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"
#include "streams.h"

struct state {
    const model *m;
    uint32_t position;
    float **keys, **values; /* of each layer: [position][kv_heads * dim] */
    memory *mem;            /* of each recurrent layer */
    float *angles[2];       /* of this position */
};

enum { PAGE = 64 };

state *state_new(const model *m, uint32_t tokens)
{
    state *s = oracle_room(1, sizeof *s);
    s->m = m;
    s->keys = oracle_room(m->n_layer, sizeof *s->keys);
    s->values = oracle_room(m->n_layer, sizeof *s->values);
    s->mem = oracle_room(m->n_layer, sizeof *s->mem);
    for (int r = 0; r < 2; r++) s->angles[r] = oracle_room(m->rope[r].n_rot + 2, sizeof(float));
    for (uint32_t i = 0; i < m->n_layer; i++) {
        const layer *l = &m->layer[i];
        if (l->recurrent) s->mem[i] = o_memory(m, tokens);
        else if (l->cache == i) {
            s->keys[i] = oracle_room((size_t)tokens * l->kv_heads * l->dim, sizeof(float));
            s->values[i] = oracle_room((size_t)tokens * l->kv_heads * l->dim, sizeof(float));
        }
    }
    return s;
}

/* ---- attention ---- */

static float cached(const model *m, float v) { return m->half_cache ? o_half(o_to_half(v)) : v; }

static void rotate(const state *s, const layer *l, float *x)
{
    if (l->rope < 0) return;
    uint32_t half = s->m->rope[l->rope].n_rot / 2;
    for (uint32_t i = 0; i < half; i++) {
        float *p = x + (s->m->neox ? i : 2 * i), *q = s->m->neox ? p + half : p + 1, a = *p, b = *q;
        float c = s->angles[l->rope][i], t = s->angles[l->rope][half + i];
        *p = fmaf(a, c, -(b * t));
        *q = fmaf(a, t, b * c);
    }
}

static void norm_and_rotate(const state *s, const layer *l, float *x, const float *w)
{
    if (w) o_norm(s->m, x, w, l->dim, x);
    rotate(s, l, x);
}

static void store(const state *s, const layer *l, float *k, const float *v)
{
    const model *m = s->m;
    float *w = l->qk_norm ? o_vector(m, "blk.%u.attn_k_norm.weight", l->index) : NULL;
    for (uint32_t h = 0; h < l->kv_heads; h++) {
        size_t at = ((size_t)s->position * l->kv_heads + h) * l->dim;
        const float *from = v + h * l->dim;
        float *to = s->values[l->index] + at, *key = k + h * l->dim;
        if (l->v_norm) o_norm(m, from, NULL, l->dim, to);
        else memcpy(to, from, l->dim * sizeof *to);
        norm_and_rotate(s, l, key, w);
        for (uint32_t i = 0; i < l->dim; i++) {
            to[i] = cached(m, to[i]);
            s->keys[l->index][at + i] = cached(m, key[i]);
        }
    }
    free(w);
}

/* q, k, v and the gates of the heads' outputs into one row each. */
static void project(const state *s, const layer *l, const acts *a, float *q, float *k, float *v, float *gate)
{
    const model *m = s->m;
    uint32_t nq = l->heads * l->dim, nk = l->kv_heads * l->dim;
    float *all = oracle_room(2 * (size_t)nq + 2 * (size_t)nk, sizeof *all), *at = all + nq;
    if (gguf_find(m->g, "blk.%u.attn_qkv.weight", l->index))
        (void)o_products(m, l, a, 0, all, "attn_qkv", (char *)NULL);
    else if (l->cache != l->index) (void)o_products(m, l, a, 0, all, "attn_q", (char *)NULL);
    else if (l->v_from_k) (void)o_products(m, l, a, 0, all, "attn_q", "attn_k", (char *)NULL);
    else (void)o_products(m, l, a, 0, all, "attn_q", "attn_k", "attn_v", (char *)NULL);
    if (l->gated) at += nq;
    for (uint32_t i = 0; i < nq; i++) {
        uint32_t h = i / l->dim, from = l->gated ? h * 2 * l->dim + i % l->dim : i;
        q[i] = all[from];
        if (l->gated) gate[i] = all[from + l->dim];
    }
    memcpy(k, at, nk * sizeof *k);
    memcpy(v, l->v_from_k ? at : at + nk, nk * sizeof *v);
    free(all);
}

typedef struct running {
    float top, sum, *o;
} running;

/* One page of at most 64 positions, first to end, joined to what older pages gave. */
static void page(const state *s, const layer *l, const float *q, uint32_t head, uint32_t first, uint32_t end, float by,
                 running *r)
{
    const model *m = s->m;
    size_t ld = (size_t)l->kv_heads * l->dim, at = (size_t)(head / (l->heads / l->kv_heads)) * l->dim;
    float e[PAGE], lanes[PAGE], top = -1e30f, old = r->top;
    for (uint32_t j = 0; j < PAGE; j++) e[j] = -1e30f;
    for (uint32_t p = first; p < end; p++) {
        const float *k = s->keys[l->cache] + p * ld + at;
        float a[4] = {0};
        for (uint32_t i = 0; i < l->dim; i++) a[i % 4] = fmaf(q[i], k[i], a[i % 4]);
        float v = ((a[0] + a[2]) + (a[1] + a[3])) * by;
        if (m->attn_cap > 0.f) v = o_tanh(v * (1.f / m->attn_cap)) * m->attn_cap;
        e[p % PAGE] = v;
        top = v > top ? v : top;
    }
    for (uint32_t j = 0; j < PAGE; j++) lanes[j] = e[j] = o_expw(e[j] - top);
    r->top = top > old ? top : old;
    float keep = o_expw(old - r->top), take = o_expw(top - r->top);
    r->sum = fmaf(r->sum, keep, o_halving(lanes, PAGE) * take);
    for (uint32_t i = 0; i < l->dim; i++) {
        float a[4] = {0};
        for (uint32_t p = first; p < end; p++)
            a[p % 4] = fmaf(e[p % PAGE], s->values[l->cache][p * ld + at + i], a[p % 4]);
        r->o[i] = fmaf(r->o[i], keep, ((a[0] + a[2]) + (a[1] + a[3])) * take);
    }
}

static void attend(const state *s, const layer *l, const float *q, uint32_t head, float by, const float *sinks,
                   float *o)
{
    uint32_t n = s->position + 1, low = l->window && s->position >= l->window ? n - l->window : 0;
    running r = {-1e30f, 0.f, o};
    for (uint32_t i = 0; i < l->dim; i++) o[i] = 0.f;
    for (uint32_t p = low / PAGE * PAGE; p < n; p += PAGE)
        page(s, l, q, head, p < low ? low : p, p + PAGE < n ? p + PAGE : n, by, &r);
    if (sinks) {
        float z = sinks[head], last = z > r.top ? z : r.top, keep = o_expw(r.top - last);
        r.sum = fmaf(r.sum, keep, o_expw(z - last));
        for (uint32_t i = 0; i < l->dim; i++) o[i] = o[i] * keep;
    }
    float inverse = o_rcp(r.sum);
    for (uint32_t i = 0; i < l->dim; i++) o[i] = o[i] * inverse;
}

/* What multiplies the scores: the layer's scale, and where queries grow with the position, the position's factor. */
static float score_scale(const state *s)
{
    const model *m = s->m;
    double t = (double)m->temperature;
    float f = 1.f;
    if (m->temperature != 0.f) f = (float)(1.0 + t * d_log(floor((double)s->position / (double)m->period) + 1.0));
    return m->attn_scale * f;
}

void o_attention(state *s, const layer *l, const float *h, float *out)
{
    const model *m = s->m;
    uint32_t nq = l->heads * l->dim, nk = l->kv_heads * l->dim;
    float *q = oracle_room(2 * (size_t)nq + 2 * (size_t)nk, sizeof *q), *gate = q + nq, *k = gate + nq, *v = k + nk;
    float *w = l->qk_norm ? o_vector(m, "blk.%u.attn_q_norm.weight", l->index) : NULL;
    float *sinks = model_is(m, "gpt-oss") ? o_vector(m, "blk.%u.attn_sinks.weight", l->index) : NULL;
    acts a = o_activations(h, m->d, m->experts != 0);
    project(s, l, &a, q, k, v, gate);
    if (l->cache == l->index) store(s, l, k, v);
    for (uint32_t i = 0; i < l->heads; i++) {
        norm_and_rotate(s, l, q + i * l->dim, w);
        attend(s, l, q + i * l->dim, i, score_scale(s), sinks, out + i * l->dim);
    }
    for (uint32_t i = 0; i < nq && l->gated; i++) out[i] = o_div(out[i], 1.f + o_exp(-gate[i]));
    o_release(&a);
    free(q);
    free(w);
    free(sinks);
}

/* ---- blocks of a layer ---- */

void o_normed(const model *m, const layer *l, const char *name, const float *x, float *out)
{
    float *w = o_vector(m, "blk.%u.%s.weight", l->index, name);
    if (!w) oracle_broken("the tensor blk.%u.%s.weight is missing", l->index, name);
    o_norm(m, x, w, m->d, out);
    free(w);
}

void o_map(const model *m, const layer *l, const char *name, const float *x, uint32_t n, float *out)
{
    acts a = o_activations(x, n, m->experts != 0);
    (void)o_products(m, l, &a, 0, out, name, (char *)NULL);
    o_release(&a);
}

/* x += W in, the product normalized first where post is not NULL. */
static void add_map(const model *m, const layer *l, const char *name, const char *post, const float *in, uint32_t n,
                    float *x)
{
    float *y = oracle_room(m->d, sizeof *y);
    o_map(m, l, name, in, n, y);
    if (post) o_normed(m, l, post, y, y);
    for (uint32_t i = 0; i < m->d; i++) x[i] = x[i] + y[i];
    free(y);
}

void o_gate_up(const model *m, const layer *l, const float *h, bool shared, float *gate_up)
{
    acts a = o_activations(h, m->d, m->experts != 0);
    if (shared) (void)o_products(m, l, &a, 0, gate_up, "ffn_gate_shexp", "ffn_up_shexp", (char *)NULL);
    else if (gguf_find(m->g, "blk.%u.ffn_gate.weight", l->index))
        (void)o_products(m, l, &a, 0, gate_up, "ffn_gate", "ffn_up", (char *)NULL);
    else (void)o_products(m, l, &a, 0, gate_up, "ffn_up", (char *)NULL);
    o_release(&a);
}

/* Activated row of width ff, from the norm's output; freed by the caller. */
static float *activated(const model *m, const layer *l, const float *h, uint32_t ff, bool shared)
{
    float *g = oracle_room(2 * (size_t)ff, sizeof *g);
    o_gate_up(m, l, h, shared, g);
    o_feed(m, g, g + ff, ff, g);
    return g;
}

static void dense(const model *m, const layer *l, float *x)
{
    float *h = oracle_room(m->d, sizeof *h), *g;
    o_normed(m, l, l->ffn_norm, x, h);
    g = activated(m, l, h, l->ff, false);
    add_map(m, l, "ffn_down", m->post_norms ? "post_ffw_norm" : NULL, g, l->ff, x);
    free(h);
    free(g);
}

static void mixture(const model *m, const layer *l, float *x)
{
    const tensor *t = gguf_find(m->g, "blk.%u.ffn_gate_shexp.weight", l->index);
    uint32_t ff = t ? (uint32_t)t->ne[1] : 0;
    float *h = oracle_room(3 * (size_t)m->d, sizeof *h), *shared = h + m->d, *y = shared + m->d;
    float *scores = oracle_room(m->experts + 1, sizeof *scores);
    o_normed(m, l, l->ffn_norm, x, h);
    acts a = o_activations(h, m->d, true);
    if (t) (void)o_products(m, l, &a, 0, scores, "ffn_gate_inp", "ffn_gate_inp_shexp", (char *)NULL);
    else (void)o_products(m, l, &a, 0, scores, "ffn_gate_inp", (char *)NULL);
    if (t) {
        float *g = activated(m, l, h, ff, true);
        o_map(m, l, "ffn_down_shexp", g, ff, shared);
        free(g);
    }
    o_mixture(m, l, h, scores, 1.f, NULL, t ? shared : NULL, y);
    for (uint32_t i = 0; i < m->d; i++) x[i] = x[i] + y[i];
    o_release(&a);
    free(h);
    free(scores);
}

/* gemma4: a dense block and a mixture beside it. */
static void dense_and_mixture(const model *m, const layer *l, float *x)
{
    float *h = oracle_room(3 * (size_t)m->d, sizeof *h), *side = h + m->d, *y = side + m->d;
    float *scores = oracle_room(m->experts, sizeof *scores), *g;
    float *w = o_vector(m, "blk.%u.ffn_gate_inp.scale", l->index),
          *own = o_vector(m, "blk.%u.ffn_down_exps.scale", l->index);
    o_normed(m, l, "ffn_norm", x, h);
    g = activated(m, l, h, l->ff, false);
    o_map(m, l, "ffn_down", g, l->ff, side);
    o_normed(m, l, "post_ffw_norm_1", side, side);
    if (!w) oracle_broken("the tensor blk.%u.ffn_gate_inp.scale is missing", l->index);
    o_norm(m, x, w, m->d, h);
    o_map(m, l, "ffn_gate_inp", h, m->d, scores);
    o_normed(m, l, "pre_ffw_norm_2", x, h);
    o_mixture(m, l, h, scores, (float)(1.0 / sqrt((double)m->d)), own, NULL, y);
    o_normed(m, l, "post_ffw_norm_2", y, y);
    for (uint32_t i = 0; i < m->d; i++) side[i] = side[i] + y[i];
    o_normed(m, l, "post_ffw_norm", side, y);
    for (uint32_t i = 0; i < m->d; i++) x[i] = x[i] + y[i];
    free(h);
    free(scores);
    free(g);
    free(w);
    free(own);
}

/* ---- inputs of single layers ---- */

static float *own_inputs(const model *m, int32_t id, const float *x)
{
    uint32_t n = m->n_ple, all = n * m->n_layer;
    const tensor *t = gguf_need(m->g, "per_layer_token_embd.weight");
    float *e = oracle_room(all, sizeof *e), *p = oracle_room(all, sizeof *p),
          *w = o_vector(m, "per_layer_proj_norm.weight");
    float by = (float)(1.0 / sqrt((double)m->d));
    o_row(t->type, t->data + (size_t)id * o_row_bytes(t->type, all), all, (float)sqrt((double)n), e);
    o_map(m, NULL, "per_layer_model_proj", x, m->d, p);
    for (uint32_t i = 0; i < all; i++) p[i] = p[i] * by;
    for (uint32_t l = 0; l < m->n_layer; l++) o_norm(m, p + l * n, w, n, p + l * n);
    for (uint32_t i = 0; i < all; i++) e[i] = (p[i] + e[i]) * 0x1.6a09e6p-1f;
    free(p);
    free(w);
    return e;
}

/* act(gate) * e, with a gate from x; freed by the caller. */
float *o_own_gate(const model *m, const layer *l, const float *x, const float *own)
{
    float *g = oracle_room(m->n_ple, sizeof *g);
    o_map(m, l, "inp_gate", x, m->d, g);
    o_feed(m, g, own + l->index * m->n_ple, m->n_ple, g);
    return g;
}

/* ---- one token ---- */

static void layer_forward(state *s, const layer *l, const float *own, float *x)
{
    const model *m = s->m;
    uint32_t width = l->recurrent ? m->value_heads * m->dv : l->heads * l->dim;
    float *h = oracle_room(m->d, sizeof *h), *o = oracle_room(width, sizeof *o);
    o_normed(m, l, "attn_norm", x, h);
    if (l->recurrent) o_delta(m, l, h, s->position, &s->mem[l->index], o);
    else o_attention(s, l, h, o);
    add_map(m, l, l->recurrent ? "ssm_out" : "attn_output", m->post_norms ? "post_attention_norm" : NULL, o, width, x);
    if (!l->mixture) dense(m, l, x);
    else if (model_is(m, "gemma4")) dense_and_mixture(m, l, x);
    else mixture(m, l, x);
    if (own) {
        float *g = o_own_gate(m, l, x, own);
        add_map(m, l, "proj", "post_norm", g, m->n_ple, x);
        free(g);
    }
    float *f = model_is(m, "gemma4") ? o_vector(m, "blk.%u.layer_output_scale.weight", l->index) : NULL;
    for (uint32_t i = 0; f && i < m->d; i++) x[i] = x[i] * f[0];
    free(f);
    free(h);
    free(o);
}

static void head(const model *m, const float *x, float *logits)
{
    const char *name = gguf_find(m->g, "output.weight") ? "output" : "token_embd";
    float *w = o_vector(m, "output_norm.weight"), *h = oracle_room(m->d, sizeof *h);
    if (!w) oracle_broken("the tensor output_norm.weight is missing");
    o_norm(m, x, w, m->d, h);
    o_map(m, NULL, name, h, m->d, logits);
    if (m->logit_cap > 0.f)
        for (uint32_t i = 0; i < m->vocab; i++) logits[i] = o_tanh(logits[i] * (1.f / m->logit_cap)) * m->logit_cap;
    if (model_is(m, "gemma4"))
        for (uint64_t i = 0; i < gguf_count(m->g, "tokenizer.ggml.suppress_tokens"); i++)
            logits[(uint32_t)gguf_number(m->g, "tokenizer.ggml.suppress_tokens", i, 0)] = -(float)INFINITY;
    free(w);
    free(h);
}

void state_step(state *s, int32_t id, float *logits)
{
    const model *m = s->m;
    const tensor *t = gguf_need(m->g, "token_embd.weight");
    float *x = oracle_room(m->d, sizeof *x), *own = NULL;
    if (t->ne[0] != m->d || t->ne[1] != m->vocab) oracle_broken("the shape of token_embd.weight");
    for (int r = 0; r < 2; r++)
        if (m->rope[r].n_rot) model_angles(&m->rope[r], s->position, s->angles[r]);
    o_row(t->type, t->data + (size_t)id * o_row_bytes(t->type, m->d), m->d, m->embed_scale, x);
    if (m->n_ple) own = own_inputs(m, id, x);
    if (m->streams) o_streams(s, m, own, x);
    else
        for (uint32_t i = 0; i < m->n_layer; i++) layer_forward(s, &m->layer[i], own, x);
    head(m, x, logits);
    s->position++;
    free(x);
    free(own);
}
