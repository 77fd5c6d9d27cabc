/* layers.c - one token through the layers: feed-forward, own inputs of layers, logits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* ---- blocks of a layer ---- */

/* Some files name a norm without .weight. */
static float *weights(const model *m, const layer *l, const char *name, const char *kind)
{
    float *w = l ? o_vector(m, "blk.%u.%s.%s", l->index, name, kind) : o_vector(m, "%s.%s", name, kind);
    if (!w && l && !strcmp(kind, "weight")) w = o_vector(m, "blk.%u.%s", l->index, name);
    if (!w && !m->weightless && !strcmp(kind, "weight")) oracle_broken("the norm %s has no weights", name);
    return w;
}

void o_normed(const model *m, const layer *l, const char *name, const float *x, float *out)
{
    float *w = weights(m, l, name, "weight"), *bias = weights(m, l, name, "bias");
    o_norm_with(x, w, bias, m->d, m->eps, m->centered, out);
    free(w);
    free(bias);
}

static void post_normed(const model *m, const layer *l, const char *name, float *x)
{
    float *w = weights(m, l, name, "weight");
    o_norm_with(x, w, NULL, m->d, m->post_eps, false, x);
    free(w);
}

void o_map(const model *m, const layer *l, const char *name, const float *x, uint32_t n, float *out)
{
    acts a = o_activations(x, n, m->experts != 0);
    (void)o_products(m, l, &a, 0, out, name, (char *)NULL);
    o_release(&a);
}

/* x += W in, the product normalized first where post is not NULL, else scaled. */
static void add_map(const model *m, const layer *l, const char *name, const char *post, const float *in, uint32_t n,
                    float *x)
{
    float *y = oracle_room(m->d, sizeof *y);
    o_map(m, l, name, in, n, y);
    if (post) post_normed(m, l, post, y);
    for (uint32_t i = 0; i < m->d; i++) x[i] = post ? x[i] + y[i] : fmaf(y[i], m->residual_scale, x[i]);
    free(y);
}

void o_gate_up(const model *m, const layer *l, const float *h, bool shared, float *gate_up)
{
    const char *gate = shared ? "ffn_gate_shexp" : "ffn_gate", *up = shared ? "ffn_up_shexp" : "ffn_up";
    acts a = o_activations(h, m->d, m->experts != 0);
    if (!o_alone(m) && gguf_find(m->g, "blk.%u.%s.weight", l->index, gate))
        (void)o_products(m, l, &a, 0, gate_up, gate, up, (char *)NULL);
    else (void)o_products(m, l, &a, 0, gate_up, up, (char *)NULL);
    o_release(&a);
}

/* Activated row of width ff, from the norm's output; freed by the caller. */
static float *activated(const model *m, const layer *l, const float *h, uint32_t ff, bool shared)
{
    float *g = oracle_room(2 * (size_t)ff, sizeof *g);
    o_gate_up(m, l, h, shared, g);
    o_feed(m, l, g, g + ff, ff, g);
    return g;
}

static void dense(const model *m, const layer *l, const float *h, float *x)
{
    float *g = activated(m, l, h, l->ff, false), *w = o_vector(m, "blk.%u.ffn_sub_norm.weight", l->index);
    if (w) o_norm_with(g, w, NULL, l->ff, m->eps, m->centered, g);
    add_map(m, l, "ffn_down", l->ffn_post_norm, g, l->ff, x);
    free(w);
    free(g);
}

/* Output of the shared expert; NULL: there is none. */
static float *shared_expert(const model *m, const layer *l, const float *h)
{
    const tensor *t = gguf_find(m->g, "blk.%u.ffn_down_shexp.weight", l->index);
    if (!t) return NULL;
    float *y = oracle_room(m->d, sizeof *y), *g = activated(m, l, h, (uint32_t)t->ne[0], true);
    o_map(m, l, "ffn_down_shexp", g, (uint32_t)t->ne[0], y);
    free(g);
    return y;
}

/* The experts on a narrower row; the shared one on the layer's own. */
static void latent_mixture(const model *m, const layer *l, joined j, float *x)
{
    uint32_t n = (uint32_t)gguf_need(m->g, "blk.%u.ffn_latent_down.weight", l->index)->ne[1];
    float *low = oracle_room(2 * (size_t)n, sizeof *low), *y = oracle_room(m->d, sizeof *y);
    const float *shared = j.shared;
    o_map(m, l, "ffn_latent_down", j.h, m->d, low);
    j.h = low;
    j.n = n;
    j.shared = NULL;
    o_mixture(m, l, &j, low + n);
    o_map(m, l, "ffn_latent_up", low + n, n, y);
    for (uint32_t i = 0; i < m->d; i++) x[i] = x[i] + y[i];
    for (uint32_t i = 0; shared && i < m->d; i++) x[i] = x[i] + shared[i];
    free(low);
    free(y);
}

static void mixture(const model *m, const layer *l, const float *h, float *x)
{
    float *scores = oracle_room(m->experts + 1, sizeof *scores), *shared = shared_expert(m, l, h);
    bool scored = shared && gguf_find(m->g, "blk.%u.ffn_gate_inp_shexp.weight", l->index);
    joined j = {h, scores, NULL, shared, m->d, 1.f, m->residual_scale, !scored};
    acts a = o_activations(h, m->d, true);
    if (model_is(m, "cohere2moe") && shared) j.factor = 0.5f;
    if (scored) (void)o_products(m, l, &a, 0, scores, "ffn_gate_inp", "ffn_gate_inp_shexp", (char *)NULL);
    else (void)o_products(m, l, &a, 0, scores, "ffn_gate_inp", (char *)NULL);
    if (gguf_find(m->g, "blk.%u.ffn_latent_down.weight", l->index)) latent_mixture(m, l, j, x);
    else {
        float *y = oracle_room(m->d, sizeof *y);
        o_mixture(m, l, &j, y);
        for (uint32_t i = 0; i < m->d; i++) x[i] = x[i] + y[i];
        free(y);
    }
    o_release(&a);
    free(scores);
    free(shared);
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
    o_mixture(m, l, &(joined){h, scores, own, NULL, m->d, (float)(1.0 / sqrt((double)m->d)), 1.f, true}, y);
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
    o_feed(m, l, g, own + l->index * m->n_ple, m->n_ple, g);
    return g;
}

/* ---- one token ---- */

/* The input of a block: normalized, or the stream as it is. */
static void input(const model *m, const layer *l, const char *norm, const float *x, float *h)
{
    if (norm) o_normed(m, l, norm, x, h);
    else memcpy(h, x, m->d * sizeof *h);
}

static void recurrence(state *s, const layer *l, const float *h, float *x)
{
    static const char *const out[] = {NULL, "ssm_out", "ssm_out", "shortconv.out_proj"};
    const model *m = s->m;
    memory *mem = &s->mem[l->place];
    uint32_t n = (uint32_t)gguf_need(m->g, "blk.%u.%s.weight", l->index, out[l->memory])->ne[0];
    float *o = oracle_room(n, sizeof *o);
    if (l->memory == DELTA) o_delta(m, l, h, s->position, mem, o);
    else if (l->memory == MAMBA) o_mamba(m, l, h, s->position, mem, o);
    else o_short_conv(m, l, h, s->position, mem, o);
    add_map(m, l, out[l->memory], l->post_norm, o, n, x);
    free(o);
}

/* What attention and memory add; attention alone into `branch` where something beside it reads the same input. */
static void mix(state *s, const layer *l, const float *h, float *x, float *branch)
{
    const model *m = s->m;
    if (l->attends) {
        uint32_t n = (uint32_t)gguf_need(m->g, "blk.%u.attn_output.weight", l->index)->ne[0],
                 all = l->heads * l->value_dim;
        float *o = oracle_room(n > all ? n : all, sizeof *o);
        o_attention(s, l, h, o);
        if (l->parallel || l->memory) o_map(m, l, "attn_output", o, n, branch);
        else add_map(m, l, "attn_output", l->post_norm, o, n, x);
        free(o);
    }
    if (l->memory) recurrence(s, l, h, x);
}

static void feed_forward(const model *m, const layer *l, float *h, float *x)
{
    if (l->mixture && model_is(m, "gemma4")) {
        dense_and_mixture(m, l, x);
        return;
    }
    if (!l->parallel) input(m, l, l->ffn_norm, x, h);
    if (l->mixture) mixture(m, l, h, x);
    else dense(m, l, h, x);
}

static void layer_forward(state *s, const layer *l, const float *own, float *x)
{
    const model *m = s->m;
    float *h = oracle_room(2 * (size_t)m->d, sizeof *h), *branch = h + m->d;
    bool apart = l->attends && (l->parallel || l->memory);
    if (m->loop_norm && l->place && l->place % m->loop == 0) o_normed(m, NULL, m->out_norm, x, x);
    if (l->attends || l->memory) input(m, l, l->norm, x, h);
    mix(s, l, h, x, branch);
    for (uint32_t i = 0; apart && !l->parallel && i < m->d; i++) x[i] = x[i] + branch[i];
    if (l->forwards) feed_forward(m, l, h, x);
    for (uint32_t i = 0; l->parallel && i < m->d; i++) x[i] = x[i] + branch[i];
    if (own) {
        float *g = o_own_gate(m, l, x, own);
        add_map(m, l, "proj", "post_norm", g, m->n_ple, x);
        free(g);
    }
    float *f = model_is(m, "gemma4") ? o_vector(m, "blk.%u.layer_output_scale.weight", l->index) : NULL;
    for (uint32_t i = 0; f && i < m->d; i++) x[i] = x[i] * f[0];
    free(f);
    free(h);
}

static void head(const model *m, const float *x, float *logits)
{
    const char *name = gguf_find(m->g, "output.weight") ? "output" : "token_embd";
    float *h = oracle_room(m->d, sizeof *h);
    o_normed(m, NULL, m->out_norm, x, h);
    o_map(m, NULL, name, h, m->d, logits);
    for (uint32_t i = 0; i < m->vocab; i++) {
        logits[i] = logits[i] * m->head_scale;
        if (m->logit_cap > 0.f) logits[i] = o_tanh(logits[i] * (1.f / m->logit_cap)) * m->logit_cap;
    }
    if (model_is(m, "gemma4"))
        for (uint64_t i = 0; i < gguf_count(m->g, "tokenizer.ggml.suppress_tokens"); i++)
            logits[(uint32_t)gguf_number(m->g, "tokenizer.ggml.suppress_tokens", i, 0)] = -(float)INFINITY;
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
    if (m->embed_norm) o_norm(m, x, NULL, m->d, x);
    if (m->n_ple) own = own_inputs(m, id, x);
    if (m->streams) o_streams(s, m, own, x);
    else
        for (uint32_t i = 0; i < m->n_layer; i++) layer_forward(s, &m->layer[i], own, x);
    head(m, x, logits);
    s->position++;
    free(x);
    free(own);
}
