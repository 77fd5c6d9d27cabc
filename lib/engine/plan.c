/* plan.c - the first stage of opening: every tensor found and its shape checked, before a device is touched. */
#include <stdio.h>
#include <string.h>

#include "engine/arch.h"
#include "engine/wtype.h"

static uint32_t up16(uint32_t n) { return (n + 15) / 16 * 16; }

static const gp_gguf_tensor *find(const gp_gguf *g, const char *name, const char *suffix, char full[160])
{
    (void)snprintf(full, 160, "%s.%s", name, suffix);
    return gp_gguf_tensor_find(g, full);
}

static bool has_shape(const gp_gguf_tensor *t, uint64_t n0, uint64_t n1)
{
    return t->ne[0] == n0 && t->ne[1] == n1 && t->ne[2] == 1 && t->ne[3] == 1;
}

static gp_code bad_shape(const gp_model_plan *p, const gp_gguf_tensor *t, const char *name, uint64_t n0, uint64_t n1, gp_err *err)
{
    return gp_gguf_fail(p->g, NULL, name, err, "its shape is [%llu, %llu, %llu], the hyper-parameters ask for [%llu, %llu]", (unsigned long long)t->ne[0],
                        (unsigned long long)t->ne[1], (unsigned long long)t->ne[2], (unsigned long long)n0, (unsigned long long)n1);
}

static gp_code note_vector(gp_model_plan *p, gp_vector *v, gp_err *err)
{
    if (p->n_vectors == p->room) return gp_fail(err, GP_E_BUG, "more tensors in the plan than expected");
    p->vector[p->n_vectors++] = v;
    return GP_OK;
}

gp_code gp_need_vector(gp_model_plan *p, gp_vector *v, const char *name, uint32_t n, bool optional, gp_err *err)
{
    char full[160];
    const gp_gguf_tensor *t = find(p->g, name, "weight", full);
    *v = (gp_vector){0};
    if (!t) return optional ? GP_OK : gp_gguf_fail(p->g, NULL, full, err, "is missing");
    if (!has_shape(t, n, 1)) return bad_shape(p, t, full, n, 1, err);
    if (t->type != GP_GGML_F32 && t->type != GP_GGML_F16 && t->type != GP_GGML_BF16)
        return gp_gguf_fail(p->g, NULL, full, err, "type %s is not supported for a vector (F32, F16, BF16 are)", gp_ggml_traits_of((uint32_t)t->type).name);
    v->tensor = t;
    return note_vector(p, v, err);
}

static gp_code check_matrix(const gp_model_plan *p, const gp_gguf_tensor *t, const char *name, uint32_t cols, uint32_t rows, gp_err *err)
{
    if (!t) return gp_gguf_fail(p->g, NULL, name, err, "is missing");
    if (!has_shape(t, cols, rows)) return bad_shape(p, t, name, cols, rows, err);
    if (!gp_wtype_find(t->type))
        return gp_gguf_fail(p->g, NULL, name, err, "type %s is not supported by the local engine; supported are %s", gp_ggml_traits_of((uint32_t)t->type).name, gp_wtype_names());
    return GP_OK;
}

static gp_code find_bias(const gp_model_plan *p, const char *name, uint32_t rows, const gp_gguf_tensor **out, gp_err *err)
{
    char full[160];
    const gp_gguf_tensor *t = find(p->g, name, "bias", full);
    *out = NULL;
    if (!t) return GP_OK;
    if (!has_shape(t, rows, 1)) return bad_shape(p, t, full, rows, 1, err);
    if (t->type != GP_GGML_F32) return gp_gguf_fail(p->g, NULL, full, err, "a bias must have type F32");
    *out = t;
    return GP_OK;
}

/* Put tensor i behind the last matrix if types agree, else start another. */
static void stack(gp_linear *l, uint32_t i, const gp_gguf_tensor *t, const gp_gguf_tensor *bias, uint32_t rows)
{
    const struct gp_wtype *type = gp_wtype_find(t->type);
    gp_matrix *m = l->n ? &l->m[l->n - 1] : NULL;
    if (!m || m->type != type) {
        m = &l->m[l->n++];
        *m = (gp_matrix){.type = type, .cols = l->cols, .at = l->rows};
    }
    m->tensor[m->n_tensors] = t;
    m->bias_of[m->n_tensors++] = bias;
    m->rows += up16(rows);
    l->at[i] = l->rows;
    l->rows += up16(rows);
}

gp_code gp_need_linear(gp_model_plan *p, gp_linear *l, const char *const *names, const uint32_t *rows, uint32_t n, uint32_t cols, gp_err *err)
{
    char full[160];
    *l = (gp_linear){.cols = cols};
    for (uint32_t i = 0; i < n; i++) {
        const gp_gguf_tensor *t = find(p->g, names[i], "weight", full), *bias;
        gp_code c = check_matrix(p, t, full, cols, rows[i], err);
        if (!c) c = find_bias(p, names[i], rows[i], &bias, err);
        if (c) return c;
        stack(l, i, t, bias, rows[i]);
    }
    if (p->n_matrices + l->n > p->room) return gp_fail(err, GP_E_BUG, "more tensors in the plan than expected");
    for (uint32_t i = 0; i < l->n; i++) p->matrix[p->n_matrices++] = &l->m[i];
    return GP_OK;
}

gp_code gp_layer_vector(gp_model_plan *p, const gp_layer *l, gp_vector *v, const char *name, uint32_t n, bool optional, gp_err *err)
{
    char full[128];
    (void)snprintf(full, sizeof full, "blk.%u.%s", l->index, name);
    return gp_need_vector(p, v, full, n, optional, err);
}

gp_code gp_layer_linear(gp_model_plan *p, const gp_layer *l, gp_linear *lin, const char *const *names, const uint32_t *rows, uint32_t n, uint32_t cols, gp_err *err)
{
    char full[GP_MAX_STACK][128];
    const char *list[GP_MAX_STACK];
    for (uint32_t i = 0; i < n; i++) {
        (void)snprintf(full[i], sizeof full[i], "blk.%u.%s", l->index, names[i]);
        list[i] = full[i];
    }
    return gp_need_linear(p, lin, list, rows, n, cols, err);
}

static bool layer_has(const gp_model_plan *p, const gp_layer *l, const char *name)
{
    char full[128];
    (void)snprintf(full, sizeof full, "blk.%u.%s.weight", l->index, name);
    return gp_gguf_tensor_find(p->g, full) != NULL;
}

static gp_code plan_qkv(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    uint32_t q = hp->n_head * hp->head_dim, kv = hp->n_head_kv * hp->head_dim;
    if (!layer_has(p, l, "attn_qkv"))
        return gp_layer_linear(p, l, &l->qkv, (const char *const[]){"attn_q", "attn_k", "attn_v"}, (const uint32_t[]){q, kv, kv}, 3, hp->n_embd, err);
    gp_code c = gp_layer_linear(p, l, &l->qkv, (const char *const[]){"attn_qkv"}, (const uint32_t[]){q + 2 * kv}, 1, hp->n_embd, err);
    l->qkv.at[1] = q;
    l->qkv.at[2] = q + kv;
    return c;
}

static gp_code plan_ffn(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    gp_code c;
    if (layer_has(p, l, "ffn_gate")) {
        c = gp_layer_linear(p, l, &l->gate_up, (const char *const[]){"ffn_gate", "ffn_up"}, (const uint32_t[]){hp->n_ff, hp->n_ff}, 2, hp->n_embd, err);
    } else { /* one tensor, gate rows first */
        c = gp_layer_linear(p, l, &l->gate_up, (const char *const[]){"ffn_up"}, (const uint32_t[]){2 * hp->n_ff}, 1, hp->n_embd, err);
        l->gate_up.at[1] = hp->n_ff;
    }
    if (!c) c = gp_layer_linear(p, l, &l->down, (const char *const[]){"ffn_down"}, (const uint32_t[]){hp->n_embd}, 1, hp->n_ff, err);
    return c;
}

gp_code gp_plan_decoder_layer(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    gp_code c = gp_layer_vector(p, l, &l->attn_norm, "attn_norm", hp->n_embd, false, err);
    if (!c) c = plan_qkv(p, l, err);
    if (!c) c = gp_layer_linear(p, l, &l->attn_out, (const char *const[]){"attn_output"}, (const uint32_t[]){hp->n_embd}, 1, hp->n_head * hp->head_dim, err);
    if (!c) c = gp_layer_vector(p, l, &l->ffn_norm, "ffn_norm", hp->n_embd, false, err);
    if (!c) c = plan_ffn(p, l, err);
    return c;
}

static gp_code plan_ends(gp_model_plan *p, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    gp_code c = gp_need_linear(p, &p->embed, (const char *const[]){"token_embd"}, &hp->n_vocab, 1, hp->n_embd, err);
    p->head = &p->embed;
    if (!c && gp_gguf_tensor_find(p->g, "output.weight")) {
        c = gp_need_linear(p, &p->own_head, (const char *const[]){"output"}, &hp->n_vocab, 1, hp->n_embd, err);
        p->head = &p->own_head;
    }
    if (!c) c = gp_need_vector(p, &p->out_norm, "output_norm", hp->n_embd, false, err);
    return c;
}

static gp_code find_arch(gp_model_plan *p, gp_err *err)
{
    gp_str name = GP_STR("");
    gp_code c = gp_gguf_get_str(p->g, "general.architecture", &name, err);
    if (c) return c;
    if (!name.n) return gp_gguf_fail(p->g, "general.architecture", NULL, err, "is missing");
    p->arch = gp_arch_find(name);
    char text[61];
    (void)snprintf(text, sizeof text, "%.*s", name.n > 60 ? 60 : (int)name.n, name.p);
    if (!p->arch)
        return gp_gguf_fail(p->g, "general.architecture", NULL, err, "architecture \"%s\" is not supported by the local engine; supported are %s",
                            text, gp_engine_architectures());
    return GP_OK;
}

gp_code gp_model_plan_make(gp_model_plan *p, const gp_gguf *g, gp_arena *a, uint32_t context, gp_err *err)
{
    *p = (gp_model_plan){.g = g, .a = a};
    gp_code c = find_arch(p, err);
    if (!c) c = gp_hparams_read(g, context, &p->hp, err);
    if (!c && p->arch->read) c = p->arch->read(g, &p->hp, err);
    if (c) return c;
    p->room = 8 + 16 * p->hp.n_layer;
    p->layer = GP_NEW_ARRAY(a, gp_layer, p->hp.n_layer);
    p->matrix = GP_NEW_ARRAY(a, gp_matrix *, p->room);
    p->vector = GP_NEW_ARRAY(a, gp_vector *, p->room);
    if (!p->layer || !p->matrix || !p->vector) return gp_fail_nomem(err);
    c = plan_ends(p, err);
    if (!c) c = gp_rope_divisors(p, "rope_freqs.weight", &p->hp.rope[0], err);
    for (uint32_t i = 0; i < p->hp.n_layer && !c; i++) {
        p->layer[i].index = i;
        c = p->arch->plan(p, &p->layer[i], err);
    }
    return c;
}
