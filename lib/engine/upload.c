/* upload.c - the second stage of opening: repack the planned tensors into device buffers. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/model.h"
#include "gguf/dequant.h"

static uint64_t table_bytes(const gp_matrix *m) { return gp_codebook(m->type->type, NULL); }
static uint64_t group_bytes(const gp_matrix *m) { return m->type->main_bytes(m->cols) + m->type->side_bytes(m->cols); }

/* Floats per row that stand beside the weights: a bias, and where a product is scaled the scale too. */
static uint32_t extras(const gp_matrix *m)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->n_tensors; i++) n = m->scale_of[i] ? 2 : m->bias_of[i] && !n ? 1 : n;
    return n;
}

static uint32_t all_groups(const gp_matrix *m) { return m->rows / 16 * m->experts; }

/* One codebook: a matrix in several parts repeats it, which is nothing against the part. */
uint64_t gp_matrix_bytes(const gp_matrix *m)
{
    return table_bytes(m) + all_groups(m) * group_bytes(m) + (uint64_t)m->rows * m->experts * extras(m) * 4;
}

/* The file's copy is not needed again: let its pages go. The mapping itself stays, so a later read is only slow. */
static void release_pages(const gp_gguf_tensor *t)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = ((uintptr_t)t->data + page - 1) / page * page,
              to = ((uintptr_t)t->data + t->bytes) / page * page;
    if (to > from) (void)madvise((void *)from, to - from, MADV_DONTNEED);
}

static uint32_t up16(uint32_t n) { return (n + 15) / 16 * 16; }

/* The 16 rows of group g: which expert and tensor they lie in, and where; NULL for padding. */
static void rows_of_group(const gp_matrix *m, uint32_t g, const unsigned char *rows[16])
{
    uint32_t expert = g / (m->rows / 16), first = g % (m->rows / 16) * 16, i = 0;
    while (first >= up16(m->tensor_rows[i])) first -= up16(m->tensor_rows[i++]);
    const gp_gguf_tensor *t = m->tensor[i];
    uint64_t row_bytes = t->bytes / (t->ne[1] * t->ne[2]);
    for (uint32_t r = 0; r < 16; r++) {
        uint32_t row = first + r;
        uint64_t at = (m->each[i] ? 0 : (uint64_t)expert * t->ne[1]) + (m->map[i] ? m->map[i][row] : row);
        rows[r] = row < m->tensor_rows[i] ? (m->each[i] ? m->each[i][expert] : t)->data + at * row_bytes : NULL;
    }
}

static gp_code fill_part(gp_model *m, const gp_matrix *w, struct gp_part *p, gp_err *err)
{
    void *map;
    gp_code c = gp_ocl_buffer_new(m->d, table_bytes(w) + p->n_groups * group_bytes(w), false, &p->data, err);
    if (!c) c = gp_ocl_map(p->data, &map, err);
    if (c) return c;
    uint64_t main = w->type->main_bytes(w->cols), side = w->type->side_bytes(w->cols);
    unsigned char *to = map;
    to += gp_codebook(w->type->type, to);
    for (uint32_t g = 0; g < p->n_groups; g++) {
        const unsigned char *rows[16];
        rows_of_group(w, p->group + g, rows);
        w->type->pack(rows, w->cols, to + g * main, to + p->n_groups * main + g * side);
    }
    return gp_ocl_unmap(p->data, map, err);
}

/* Scale and bias of row r of tensor i, for one expert. */
static void extras_of(const gp_matrix *w, uint32_t i, uint32_t e, uint32_t r, float *scale, float *bias)
{
    const gp_gguf_tensor *b = w->bias_of[i], *s = w->scale_of[i];
    *scale = 1.f;
    *bias = 0.f;
    if (r >= w->tensor_rows[i]) return;
    if (s) memcpy(scale, s->data + (size_t)e * 4, 4);
    if (b) memcpy(bias, b->data + (e * w->tensor[i]->ne[1] + (w->map[i] ? w->map[i][r] : r)) * 4, 4);
}

static gp_code fill_extras(gp_model *m, gp_matrix *w, gp_err *err)
{
    void *map;
    uint32_t n = extras(w);
    if (!n) return GP_OK;
    w->scaled = n == 2;
    gp_code c = gp_ocl_buffer_new(m->d, (uint64_t)w->rows * w->experts * n * 4, false, &w->bias, err);
    if (!c) c = gp_ocl_map(w->bias, &map, err);
    if (c) return c;
    float *to = map, one;
    for (uint32_t e = 0; e < w->experts; e++)
        for (uint32_t i = 0; i < w->n_tensors; i++)
            for (uint32_t r = 0; r < up16(w->tensor_rows[i]); r++, to += r % 16 ? 1 : 1 + (n - 1) * 16)
                extras_of(w, i, e, r, n == 2 ? to : &one, n == 2 ? to + 16 : to);
    return gp_ocl_unmap(w->bias, map, err);
}

static gp_code upload_matrix(gp_model *m, gp_matrix *w, gp_err *err)
{
    uint64_t most = (gp_ocl_buffer_max(m->d) - table_bytes(w)) / group_bytes(w);
    uint32_t groups = all_groups(w), done = 0;
    if (w->experts > 1) most -= most % (w->rows / 16); /* an expert lies in one part */
    gp_code c = fill_extras(m, w, err);
    while (!c && done < groups) {
        if (!most || w->n_parts == GP_MAX_PARTS)
            return gp_fail(err, GP_E_INFRA, "a matrix of %llu bytes does not fit the device",
                           (unsigned long long)gp_matrix_bytes(w));
        struct gp_part *p = &w->part[w->n_parts++];
        p->group = done;
        p->n_groups = groups - done < most ? groups - done : (uint32_t)most;
        c = fill_part(m, w, p, err);
        done += p->n_groups;
    }
    for (uint32_t i = 0; i < w->n_tensors; i++)
        for (uint32_t e = 0; e < (w->each[i] ? w->experts : 1); e++)
            release_pages(w->each[i] ? w->each[i][e] : w->tensor[i]);
    return c;
}

static gp_code upload_vector(gp_model *m, gp_vector *v, gp_err *err)
{
    void *map;
    uint64_t n = v->tensor ? v->tensor->ne[0] * v->tensor->ne[1] : v->n_values,
             room = (n + GP_ROW_ALIGN - 1) / GP_ROW_ALIGN * GP_ROW_ALIGN;
    gp_code c = gp_ocl_buffer_new(m->d, room * 4, false, &v->data, err);
    if (!c) c = gp_ocl_map(v->data, &map, err);
    if (c) return c;
    memset(map, 0, (size_t)room * 4);
    if (v->values) memcpy(map, v->values, v->n_values * sizeof *v->values);
    if (v->tensor && !gp_dequant(v->tensor->type, v->tensor->data, n, map))
        c = gp_fail(err, GP_E_BUG, "a vector of a type without values");
    gp_code u = gp_ocl_unmap(v->data, map, err);
    return c ? c : u;
}

/* Layers that use another's tensors get its buffers. */
static void fill_twins(gp_model_plan *p)
{
    for (uint32_t i = 0; i < p->hp.n_layer; i++) {
        gp_layer *l = &p->layer[i];
        const gp_layer *twin = l->twin;
        if (!twin) continue;
        *l = *twin;
        l->index = i;
        l->twin = twin;
        l->kv = l;
    }
}

gp_code gp_model_upload(gp_model *m, gp_err *err)
{
    gp_code c = GP_OK;
    for (uint32_t i = 0; i < m->plan.n_vectors && !c; i++) c = upload_vector(m, m->plan.vector[i], err);
    for (uint32_t i = 0; i < m->plan.n_matrices && !c; i++) c = upload_matrix(m, m->plan.matrix[i], err);
    fill_twins(&m->plan);
    return c ? c : gp_ocl_finish(m->d, err);
}

void gp_model_free_weights(gp_model *m)
{
    for (uint32_t i = 0; i < m->plan.n_vectors; i++) gp_ocl_buffer_free(m->plan.vector[i]->data);
    for (uint32_t i = 0; i < m->plan.n_matrices; i++) {
        gp_ocl_buffer_free(m->plan.matrix[i]->bias);
        for (uint32_t k = 0; k < m->plan.matrix[i]->n_parts; k++) gp_ocl_buffer_free(m->plan.matrix[i]->part[k].data);
    }
}
