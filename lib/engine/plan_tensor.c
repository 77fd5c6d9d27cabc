/* plan_tensor.c - tensors of a plan: found by name, their shapes checked, put side by side. */
#include <stdio.h>
#include <string.h>

#include "engine/arch.h"
#include "engine/wtype.h"

static uint32_t up16(uint32_t n) { return (n + 15) / 16 * 16; }

const gp_gguf_tensor *gp_plan_tensor(gp_model_plan *p, const char *name)
{
    const gp_gguf_tensor *t = gp_gguf_tensor_find(p->g, name);
    if (t) p->used[t - gp_gguf_tensor_at(p->g, 0)] = true;
    return t;
}

static const gp_gguf_tensor *find(gp_model_plan *p, const char *name, const char *suffix, char full[160])
{
    (void)snprintf(full, 160, "%s.%s", name, suffix);
    return gp_plan_tensor(p, full);
}

static bool has_shape(const gp_gguf_tensor *t, uint64_t n0, uint64_t n1, uint64_t n2)
{
    return t->ne[0] == n0 && t->ne[1] == n1 && t->ne[2] == n2 && t->ne[3] == 1;
}

static gp_code bad_shape(const gp_model_plan *p, const gp_gguf_tensor *t, const char *name, uint64_t n0, uint64_t n1,
                         uint64_t n2, gp_err *err)
{
    char third[32] = "";
    if (n2 > 1) (void)snprintf(third, sizeof third, ", %llu", (unsigned long long)n2);
    return gp_gguf_fail(p->g, NULL, name, err,
                        "its shape is [%llu, %llu, %llu], the hyper-parameters ask for [%llu, %llu%s]",
                        (unsigned long long)t->ne[0], (unsigned long long)t->ne[1], (unsigned long long)t->ne[2],
                        (unsigned long long)n0, (unsigned long long)n1, third);
}

/* ---- vectors ---- */

static gp_code find_values(gp_model_plan *p, gp_vector *v, const char *name, uint32_t n0, uint32_t n1, bool optional,
                           gp_err *err)
{
    const gp_gguf_tensor *t = gp_plan_tensor(p, name);
    *v = (gp_vector){0};
    if (!t) return optional ? GP_OK : gp_gguf_fail(p->g, NULL, name, err, "is missing");
    if (!has_shape(t, n0, n1, 1)) return bad_shape(p, t, name, n0, n1, 1, err);
    if (t->type != GP_GGML_F32 && t->type != GP_GGML_F16 && t->type != GP_GGML_BF16)
        return gp_gguf_fail(p->g, NULL, name, err, "type %s is not supported for a vector (F32, F16, BF16 are)",
                            gp_ggml_traits_of((uint32_t)t->type).name);
    if (p->n_vectors == p->room) return gp_fail(err, GP_E_BUG, "more tensors in the plan than expected");
    v->tensor = t;
    p->vector[p->n_vectors++] = v;
    return GP_OK;
}

gp_code gp_need_vector(gp_model_plan *p, gp_vector *v, const char *name, uint32_t n, bool optional, gp_err *err)
{
    return find_values(p, v, name, n, 1, optional, err);
}
gp_code gp_need_table(gp_model_plan *p, gp_vector *v, const char *name, uint32_t n0, uint32_t n, gp_err *err)
{
    return find_values(p, v, name, n0, n, false, err);
}

gp_code gp_need_values(gp_model_plan *p, gp_vector *v, const float *values, uint32_t n, gp_err *err)
{
    float *own = GP_NEW_ARRAY(p->a, float, n);
    memcpy(own, values, n * sizeof *own);
    *v = (gp_vector){.values = own, .n_values = n};
    if (p->n_vectors == p->room) return gp_fail(err, GP_E_BUG, "more tensors in the plan than expected");
    p->vector[p->n_vectors++] = v;
    return GP_OK;
}

gp_code gp_need_ones(gp_model_plan *p, gp_vector *v, uint32_t n, gp_err *err)
{
    float *ones = GP_NEW_ARRAY(p->a, float, n);
    for (uint32_t i = 0; i < n; i++) ones[i] = 1.f;
    return gp_need_values(p, v, ones, n, err);
}

gp_code gp_need_norm(gp_model_plan *p, gp_vector *v, const char *name, gp_err *err)
{
    char full[160];
    (void)snprintf(full, sizeof full, "%s.weight", name);
    bool bare = !gp_gguf_tensor_find(p->g, full) && gp_gguf_tensor_find(p->g, name); /* falcon-h1 */
    gp_code c = gp_need_vector(p, v, bare ? name : full, p->hp.n_embd, false, err);
    if (c) return c;
    gp_vector *bias = GP_NEW(p->a, gp_vector);
    (void)snprintf(full, sizeof full, "%s.bias", name);
    c = gp_need_vector(p, bias, full, p->hp.n_embd, true, err);
    v->bias = bias->tensor ? bias : NULL;
    return c;
}

/* ---- matrices ---- */

/* What is known of one part of a stack before it is put into it. */
typedef struct found {
    const gp_gguf_tensor *tensor, *bias, *scale;
    const gp_gguf_tensor **each; /* [experts] */
} found;

static gp_code check_matrix(const gp_model_plan *p, const gp_gguf_tensor *t, const char *name, uint32_t cols,
                            uint32_t rows, uint32_t experts, gp_err *err)
{
    if (!t) return gp_gguf_fail(p->g, NULL, name, err, "is missing");
    if (!has_shape(t, cols, rows, experts)) return bad_shape(p, t, name, cols, rows, experts, err);
    const struct gp_wtype *w = gp_wtype_find(t->type);
    if (!w)
        return gp_gguf_fail(p->g, NULL, name, err, "type %s is not supported by the local engine; supported are %s",
                            gp_ggml_traits_of((uint32_t)t->type).name, gp_wtype_names());
    return GP_OK;
}

/* NAME.E.weight for every expert E, all of one type. */
static gp_code find_each(gp_model_plan *p, const gp_part_of *part, uint32_t cols, uint32_t rows, uint32_t experts,
                         found *f, gp_err *err)
{
    char name[140], full[160];
    gp_code c = GP_OK;
    f->each = GP_NEW_ARRAY(p->a, const gp_gguf_tensor *, experts);
    for (uint32_t e = 0; e < experts && !c; e++) {
        (void)snprintf(name, sizeof name, "%s.%u", part->name, e);
        f->each[e] = find(p, name, "weight", full);
        c = check_matrix(p, f->each[e], full, cols, rows, 1, err);
        if (!c && f->each[e]->type != f->each[0]->type)
            c = gp_gguf_fail(p->g, NULL, full, err,
                             "its type is not that of expert 0, which the local engine does not support");
    }
    f->tensor = f->each[0];
    return c;
}

static gp_code find_bias(gp_model_plan *p, const char *name, uint32_t rows, uint32_t experts,
                         const gp_gguf_tensor **out, gp_err *err)
{
    char full[160];
    const gp_gguf_tensor *t = find(p, name, "bias", full);
    *out = NULL;
    if (!t) return GP_OK;
    if (!has_shape(t, rows, experts, 1)) return bad_shape(p, t, full, rows, experts, 1, err);
    if (t->type != GP_GGML_F32) return gp_gguf_fail(p->g, NULL, full, err, "a bias must have type F32");
    *out = t;
    return GP_OK;
}

/* A factor of the product as a whole, one or for each expert: NVFP4 files have it, because that type's own scales are
 * small numbers. (NAME.input_scale beside it is for engines that quantize activations by a fixed scale.) */
static gp_code find_scale(gp_model_plan *p, const gp_part_of *part, const gp_gguf_tensor *weight, uint32_t experts,
                          const gp_gguf_tensor **out, gp_err *err)
{
    char full[160];
    *out = NULL;
    (void)find(p, part->name, "input_scale", full);
    if (part->scale == GP_SCALE_OF_OTHERS) return GP_OK;
    (void)snprintf(full, sizeof full, "%s.scale", part->name);
    const gp_gguf_tensor *t = gp_gguf_tensor_find(p->g, full);
    if (!t) return GP_OK;
    if (part->scale == GP_SCALE_REFUSED)
        return weight->type == GP_GGML_NVFP4
                   ? gp_gguf_fail(p->g, NULL, full, err,
                                  "a second scale of an embedding is not supported by the local engine")
                   : GP_OK;
    t = gp_plan_tensor(p, full);
    if (!has_shape(t, experts, 1, 1)) return bad_shape(p, t, full, experts, 1, 1, err);
    if (t->type != GP_GGML_F32) return gp_gguf_fail(p->g, NULL, full, err, "a scale must have type F32");
    *out = t;
    return GP_OK;
}

static gp_code find_part(gp_model_plan *p, const gp_part_of *part, uint32_t cols, uint32_t experts, found *f,
                         gp_err *err)
{
    char full[160];
    uint32_t in_file = part->file_rows ? part->file_rows : part->rows;
    gp_code c = GP_OK;
    *f = (found){0};
    if (part->each_expert) c = find_each(p, part, cols, in_file, experts, f, err);
    else {
        f->tensor = find(p, part->name, "weight", full);
        c = check_matrix(p, f->tensor, full, cols, in_file, part->slices ? part->slices : experts, err);
    }
    if (!c && !part->each_expert) c = find_bias(p, part->name, in_file, experts, &f->bias, err);
    if (!c && !part->each_expert) c = find_scale(p, part, f->tensor, experts, &f->scale, err);
    return c;
}

/* Put tensor i behind the last matrix if types agree, else start another. */
static void stack(gp_linear *l, uint32_t i, const found *f, const gp_part_of *part, uint32_t experts)
{
    const struct gp_wtype *type = gp_wtype_find(f->tensor->type);
    gp_matrix *m = l->n ? &l->m[l->n - 1] : NULL;
    if (!m || m->type != type) {
        m = &l->m[l->n++];
        *m = (gp_matrix){.type = type, .cols = l->cols, .at = l->rows, .experts = experts};
    }
    m->tensor[m->n_tensors] = f->tensor;
    m->each[m->n_tensors] = f->each;
    m->tensor_rows[m->n_tensors] = part->rows;
    m->map[m->n_tensors] = part->map;
    m->scale_of[m->n_tensors] = f->scale;
    m->bias_of[m->n_tensors++] = f->bias;
    m->rows += up16(part->rows);
    l->at[i] = l->rows;
    l->rows += up16(part->rows);
}

gp_code gp_need_linear(gp_model_plan *p, gp_linear *l, const gp_part_of *parts, uint32_t n, uint32_t cols,
                       uint32_t experts, gp_err *err)
{
    *l = (gp_linear){.cols = cols};
    for (uint32_t i = 0; i < n; i++) {
        found f;
        gp_code c = find_part(p, &parts[i], cols, experts, &f, err);
        if (c) return c;
        stack(l, i, &f, &parts[i], experts);
    }
    if (p->n_matrices + l->n > p->room) return gp_fail(err, GP_E_BUG, "more tensors in the plan than expected");
    for (uint32_t i = 0; i < l->n; i++) p->matrix[p->n_matrices++] = &l->m[i];
    return GP_OK;
}
