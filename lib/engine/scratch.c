/* scratch.c - everything on the device that is not a weight: activations, tables, key/value pages; and how large it is. */
#include <stdlib.h>
#include <string.h>

#include "engine/model.h"

typedef struct sizes {
    uint32_t batch;                               /* rounded up to whole tiles */
    uint32_t x, qkv, att, gate_up, ff, logits;    /* floats per row */
    uint32_t widest;                              /* most columns of any matrix */
    uint32_t max_pages;
    uint64_t layer_kv;                            /* bytes of keys (or values) of one layer, all slots */
} sizes;

static uint32_t align_row(uint32_t n) { return (n + GP_ROW_ALIGN - 1) / GP_ROW_ALIGN * GP_ROW_ALIGN; }
static uint32_t larger(uint32_t a, uint32_t b) { return a > b ? a : b; }

static sizes measure(const gp_model_plan *p, const gp_model_options *o)
{
    const gp_hparams *hp = &p->hp;
    sizes s = {.batch = (o->batch + GP_TOKEN_PAD - 1) / GP_TOKEN_PAD * GP_TOKEN_PAD};
    s.x = align_row(hp->n_embd);
    s.att = align_row(hp->n_head * hp->head_dim);
    s.ff = align_row(hp->n_ff);
    for (uint32_t i = 0; i < hp->n_layer; i++) {
        s.qkv = larger(s.qkv, align_row(p->layer[i].qkv.rows));
        s.gate_up = larger(s.gate_up, align_row(p->layer[i].gate_up.rows + GP_ROW_ALIGN)); /* the gate kernel reads whole steps */
    }
    s.logits = align_row(p->head->rows);
    s.widest = larger(s.x, larger(s.att, s.ff));
    s.max_pages = (hp->context + GP_PAGE_POSITIONS - 1) / GP_PAGE_POSITIONS;
    s.layer_kv = (uint64_t)o->slots * s.max_pages * GP_PAGE_POSITIONS * hp->n_head_kv * hp->head_dim * (o->kv == GP_KV_F16 ? 2 : 4);
    return s;
}

static uint64_t q8_bytes(const sizes *s) { return (uint64_t)s->batch * s->widest + (uint64_t)s->batch * s->widest / 32 * 8; }

static uint64_t table_bytes(const gp_hparams *hp)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < hp->n_rope; i++) n += (uint64_t)hp->context * hp->rope[i].n_rot * 4;
    return n;
}

void gp_model_sizes(const gp_model_plan *p, const gp_model_options *o, gp_model_facts *f)
{
    sizes s = measure(p, o);
    f->kv_bytes = s.layer_kv * 2 * p->hp.n_layer / o->slots;
    f->scratch_bytes = (uint64_t)s.batch * 4 * (2 * (uint64_t)s.x + s.qkv + s.att + s.gate_up + s.ff) + (uint64_t)GP_LOGITS_ROWS * s.logits * 4 + q8_bytes(&s) +
                       table_bytes(&p->hp) + (uint64_t)s.batch * 16;
}

static gp_code rows_new(gp_model *m, uint32_t n, uint32_t ld, gp_rows_buffer *out, gp_err *err)
{
    out->ld = ld;
    return gp_ocl_buffer_new(m->d, (uint64_t)n * ld * 4, true, &out->b, err);
}

static gp_code new_activations(gp_model *m, const sizes *s, gp_err *err)
{
    gp_code c = rows_new(m, s->batch, s->x, &m->x, err);
    if (!c) c = rows_new(m, s->batch, s->x, &m->h, err);
    if (!c) c = rows_new(m, s->batch, s->qkv, &m->qkv, err);
    if (!c) c = rows_new(m, s->batch, s->att, &m->att, err);
    if (!c) c = rows_new(m, s->batch, s->gate_up, &m->gate_up, err);
    if (!c) c = rows_new(m, s->batch, s->ff, &m->ff, err);
    if (!c) c = rows_new(m, GP_LOGITS_ROWS, s->logits, &m->logits, err);
    if (!c) c = gp_ocl_buffer_new(m->d, (uint64_t)s->batch * s->widest, true, &m->q8.quants, err);
    if (!c) c = gp_ocl_buffer_new(m->d, (uint64_t)s->batch * s->widest / 32 * 4, true, &m->q8.scales, err);
    if (!c) c = gp_ocl_buffer_new(m->d, (uint64_t)s->batch * s->widest / 32 * 4, true, &m->q8.starts, err);
    if (!c) c = gp_ocl_buffer_new(m->d, (uint64_t)s->batch * 16, true, &m->token, err);
    if (!c) c = gp_ocl_buffer_new(m->d, GP_LOGITS_ROWS * 4, true, &m->rows, err);
    if (!c) c = gp_ocl_buffer_new(m->d, 64, true, &m->dummy, err);
    return c;
}

static gp_code new_tables(gp_model *m, gp_err *err)
{
    gp_code c = GP_OK;
    const gp_hparams *hp = &m->plan.hp;
    for (uint32_t i = 0; i < hp->n_rope && !c; i++) {
        void *map;
        c = gp_ocl_buffer_new(m->d, (uint64_t)hp->context * hp->rope[i].n_rot * 4, false, &m->rope[i], err);
        if (!c) c = gp_ocl_map(m->rope[i], &map, err);
        if (c) return c;
        gp_rope_table(&hp->rope[i], hp->context, map);
        c = gp_ocl_unmap(m->rope[i], map, err);
    }
    return c;
}

/* Each slot owns its pages: page i of slot s is s * max_pages + i. The kernels look pages up, so sharing them later
 * (common prefixes) changes only this table. */
static gp_code new_pages(gp_model *m, const sizes *s, gp_err *err)
{
    void *map;
    m->max_pages = s->max_pages;
    gp_code c = gp_ocl_buffer_new(m->d, (uint64_t)m->o.slots * s->max_pages * 4, false, &m->pages, err);
    if (!c) c = gp_ocl_map(m->pages, &map, err);
    if (c) return c;
    for (uint32_t i = 0; i < m->o.slots * s->max_pages; i++) ((int32_t *)map)[i] = (int32_t)i;
    c = gp_ocl_unmap(m->pages, map, err);
    if (!c && s->layer_kv > gp_ocl_buffer_max(m->d))
        c = gp_fail(err, GP_E_INPUT, "the keys of one layer take %llu bytes for %u sequences of %u tokens, the device allows %llu in one buffer: use a smaller --context, fewer --slots or --kv f16",
                    (unsigned long long)s->layer_kv, m->o.slots, m->plan.hp.context, (unsigned long long)gp_ocl_buffer_max(m->d));
    for (uint32_t i = 0; i < m->plan.hp.n_layer && !c; i++) {
        c = gp_ocl_buffer_new(m->d, s->layer_kv, false, &m->plan.layer[i].keys, err);
        if (!c) c = gp_ocl_buffer_new(m->d, s->layer_kv, false, &m->plan.layer[i].values, err);
    }
    return c;
}

gp_code gp_model_scratch(gp_model *m, gp_err *err)
{
    sizes s = measure(&m->plan, &m->o);
    m->slot_used = calloc(m->o.slots, sizeof *m->slot_used);
    if (!m->slot_used) return gp_fail_nomem(err);
    gp_code c = new_activations(m, &s, err);
    if (!c) c = new_tables(m, err);
    if (!c) c = new_pages(m, &s, err);
    return c ? c : gp_ocl_finish(m->d, err);
}

void gp_model_free_scratch(gp_model *m)
{
    gp_ocl_buffer *all[] = {m->x.b, m->h.b, m->qkv.b, m->att.b, m->gate_up.b, m->ff.b, m->logits.b, m->q8.quants, m->q8.scales, m->q8.starts,
                            m->token, m->rows, m->pages, m->dummy, m->rope[0], m->rope[1]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) gp_ocl_buffer_free(all[i]);
    for (uint32_t i = 0; m->plan.layer && i < m->plan.hp.n_layer; i++) {
        gp_ocl_buffer_free(m->plan.layer[i].keys);
        gp_ocl_buffer_free(m->plan.layer[i].values);
    }
    free(m->slot_used);
    free(m->stage);
}
