/* products.c - matrices and vectors by name: products with what is added after them, norms. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"

float *o_vector(const model *m, const char *format, ...)
{
    char name[160];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(name, sizeof name, format, list);
    va_end(list);
    const tensor *t = gguf_find(m->g, "%s", name);
    if (!t) return NULL;
    if (!o_is_float(t->type)) oracle_refuse("the vector %s of type %u", name, t->type);
    uint32_t n = (uint32_t)(t->ne[0] * t->ne[1]);
    float *v = oracle_room(n, sizeof *v);
    o_row(t->type, t->data, n, 1.f, v);
    return v;
}

void o_norm_with(const float *x, const float *w, const float *bias, uint32_t n, float eps, bool centered, float *out)
{
    float mean = centered ? o_sum(x, n) * (1.f / (float)n) : 0.f;
    for (uint32_t i = 0; i < n; i++) out[i] = centered ? x[i] - mean : x[i];
    float r = o_rsqrt(__builtin_fmaf(o_sum_squares(out, n), 1.f / (float)n, eps));
    for (uint32_t i = 0; i < n; i++) {
        out[i] = w ? (out[i] * r) * w[i] : out[i] * r;
        if (bias) out[i] = out[i] + bias[i];
    }
}

void o_norm(const model *m, const float *x, const float *w, uint32_t n, float *out)
{
    o_norm_with(x, w, NULL, n, m->eps, false, out);
}

/* One matrix and what belongs to it. */
typedef struct part {
    const tensor *t, *bias, *scale;
    uint32_t expert; /* in the tensor */
} part;

enum { PARTS = 4 };

/* A factor is something else in two places, and none of an embedding. */
static bool has_scale(const model *m, const char *name)
{
    return strcmp(name, "ffn_gate_inp") && strncmp(name, "token_embd", 10) &&
           !(model_is(m, "gemma4") && !strcmp(name, "ffn_down_exps"));
}

static part find_part(const model *m, const layer *l, const char *name, uint32_t expert)
{
    char base[160];
    part p = {.expert = expert};
    if (l) (void)snprintf(base, sizeof base, "blk.%u.%s", l->index, name);
    else (void)snprintf(base, sizeof base, "%s", name);
    p.t = gguf_find(m->g, "%s.weight", base);
    size_t n = strlen(base);
    if (!p.t && n > 5 && !strcmp(base + n - 5, "_exps")) { /* a tensor for each expert */
        p.t = gguf_need(m->g, "%.*s.%u.weight", (int)n - 5, base, expert);
        p.expert = 0;
        return p;
    }
    if (!p.t) oracle_broken("the tensor %s.weight is missing", base);
    p.bias = gguf_find(m->g, "%s.bias", base);
    if (has_scale(m, name)) p.scale = gguf_find(m->g, "%s.scale", base);
    return p;
}

static float value_at(const tensor *t, uint64_t i)
{
    float f;
    if (t->type != T_F32) oracle_refuse("%s of type %u", t->name, t->type);
    memcpy(&f, t->data + 4 * i, 4);
    return f;
}

static void one_product(const part *p, const acts *a, bool scaled, bool biased, float *out)
{
    uint64_t rows = p->t->ne[1], bytes = o_row_bytes(p->t->type, p->t->ne[0]);
    if (p->t->ne[0] != a->n) oracle_broken("%s has rows of %u values, not %u", p->t->name, (unsigned)p->t->ne[0], a->n);
    const unsigned char *data = p->t->data + (uint64_t)p->expert * rows * bytes;
    for (uint64_t r = 0; r < rows; r++) {
        float v = o_dot(p->t->type, data + r * bytes, a);
        if (scaled) v = v * (p->scale ? value_at(p->scale, p->expert) : 1.f);
        if (biased) v = v + (p->bias ? value_at(p->bias, p->expert * rows + r) : 0.f);
        out[r] = v;
    }
}

uint32_t o_products(const model *m, const layer *l, const acts *a, uint32_t expert, float *out, ...)
{
    part p[PARTS];
    uint32_t n = 0, done = 0;
    va_list list;
    va_start(list, out);
    for (const char *name; (name = va_arg(list, const char *)) != NULL && n < PARTS;)
        p[n++] = find_part(m, l, name, expert);
    va_end(list);
    for (uint32_t i = 0, end; i < n; i = end) { /* neighbours of one type have scales and biases together */
        bool scaled = false, biased = false;
        for (end = i; end < n && p[end].t->type == p[i].t->type; end++) {
            scaled = scaled || p[end].scale;
            biased = biased || p[end].bias || p[end].scale;
        }
        for (uint32_t k = i; k < end; k++) {
            one_product(&p[k], a, scaled, biased || scaled, out + done);
            done += (uint32_t)p[k].t->ne[1];
        }
    }
    return done;
}
