/* scratch.c - everything on the device that is not a weight: activations, tables, key/value pages; and how large it
 * is. */
#include <stdlib.h>
#include <string.h>

#include "engine/model.h"

typedef struct sizes {
    uint32_t batch;                                             /* rounded up to whole tiles */
    uint32_t slots;                                             /* rows of token and expert in a pass, 0: no experts */
    uint32_t rows;                                              /* per head and token in a pass, 0: no such products */
    uint32_t x, qkv, att, gate_up, ff, router, ple, ab, logits; /* floats per row */
    uint32_t conv, branch, latent, heads;
    uint32_t widest; /* most columns of any matrix */
    uint32_t max_pages, ring_pages;
} sizes;

static uint32_t align_row(uint32_t n) { return (n + GP_ROW_ALIGN - 1) / GP_ROW_ALIGN * GP_ROW_ALIGN; }
static uint32_t larger(uint32_t a, uint32_t b) { return a > b ? a : b; }

/* The gate kernel reads whole steps. */
static void measure_gated(sizes *s, const gp_linear *gate_up, uint32_t n_ff)
{
    s->gate_up = larger(s->gate_up, align_row(gate_up->rows + GP_ROW_ALIGN));
    s->ff = larger(s->ff, align_row(n_ff));
}

static void measure_recurrent(sizes *s, const gp_layer *l)
{
    const gp_linear *in = l->delta ? &l->delta->in
                          : l->ssm ? &l->ssm->in
                                   : &l->short_conv->in,
                    *out = l->delta ? &l->delta->out
                           : l->ssm ? &l->ssm->out
                                    : &l->short_conv->out;
    s->att = larger(s->att, align_row(out->cols));
    s->qkv = larger(s->qkv, align_row(in->rows));
    s->conv = larger(s->conv, align_row(l->memory.channels));
    if (l->delta) s->ab = larger(s->ab, align_row(l->delta->ab.rows));
}

static void measure_mla(sizes *s, const gp_layer *l)
{
    const gp_mla *a = l->mla;
    uint32_t narrow = larger(a->q_down.rows, a->kv_down.rows), wide = larger(l->head_dim, l->value_dim);
    s->latent = larger(s->latent, align_row(narrow));
    s->ab = larger(s->ab, align_row(a->kv_down.rows));
    s->qkv = larger(s->qkv, align_row(l->qkv.rows));
    s->att = larger(s->att, align_row(l->n_head * wide));
    s->gate_up = larger(s->gate_up, align_row(a->absorb ? a->latent + 16 : a->kv_up.rows));
    if (!a->absorb) return;
    s->heads = larger(s->heads, align_row(larger(a->latent, a->nope)));
    s->rows = larger(s->rows, gp_mla_slots(l, s->batch));
}

static void measure_moe(sizes *s, const gp_hparams *hp, const gp_moe *e)
{
    uint32_t choice = hp->routing.gating == GP_GATE_ABSENT ? 0 : hp->n_expert;
    s->router = larger(s->router, align_row(e->router.rows + choice));
    measure_gated(s, &e->gate_up, hp->n_ff_expert);
    measure_gated(s, &e->shared_gate_up, e->n_ff_shared);
    if (e->latent_down.n) s->latent = larger(s->latent, s->x);
}

static void measure_layer(sizes *s, const gp_hparams *hp, const gp_layer *l)
{
    s->att = larger(s->att, align_row(l->n_head * larger(l->head_dim, l->value_dim)));
    s->qkv = larger(s->qkv, align_row(l->qkv.rows));
    if (l->memory.taps) measure_recurrent(s, l);
    if (l->parallel || (l->ssm && l->attn_out.n)) s->branch = s->x;
    if (l->mla) measure_mla(s, l);
    measure_gated(s, &l->gate_up, l->n_ff);
    measure_gated(s, &l->ple_gate, hp->n_ple);
    if (l->altup) {
        s->router = larger(s->router, align_row(l->altup->router.rows));
        measure_gated(s, &l->altup->low, l->altup->high.cols);
    }
    if (l->moe) measure_moe(s, hp, l->moe);
}

/* Pages that hold what a window sees from any token of a pass. */
static uint32_t ring_pages(const gp_model_plan *p, const gp_model_options *o, uint32_t max_pages)
{
    uint32_t window = 0;
    for (uint32_t i = 0; i < p->hp.n_layer; i++) window = larger(window, p->layer[i].window);
    uint64_t pages = ((uint64_t)window + o->batch + GP_PAGE_POSITIONS - 3) / GP_PAGE_POSITIONS + 1;
    return pages < max_pages ? (uint32_t)pages : max_pages;
}

static sizes measure(const gp_model_plan *p, const gp_model_options *o)
{
    const gp_hparams *hp = &p->hp;
    sizes s = {.batch = (o->batch + GP_TOKEN_PAD - 1) / GP_TOKEN_PAD * GP_TOKEN_PAD};
    s.x = align_row(hp->n_embd);
    for (uint32_t i = 0; i < hp->n_layer; i++) measure_layer(&s, hp, &p->layer[i]);
    s.logits = align_row(p->head->rows);
    s.ple = align_row(hp->n_ple * hp->n_layer);
    s.widest = larger(larger(s.x, s.latent), larger(larger(s.att, s.heads), s.ff));
    if (hp->n_expert) s.slots = gp_moe_slots(hp, s.batch, gp_moe_tile(hp, s.batch));
    s.max_pages = (hp->context + GP_PAGE_POSITIONS - 1) / GP_PAGE_POSITIONS;
    s.ring_pages = ring_pages(p, o, s.max_pages);
    return s;
}

/* Bytes that a recurrent layer keeps of a sequence: of the convolution, and its state. */
static uint64_t conv_bytes(const gp_memory *k) { return k->taps ? (uint64_t)(k->taps - 1) * k->channels * 4 : 0; }
static uint64_t state_bytes(const gp_memory *k) { return k->floats * 4; }

/* Bytes of keys (or values), heads of `dim` values, of one layer, all slots. */
static uint64_t layer_kv(const gp_layer *l, uint32_t dim, const gp_model_options *o, const sizes *s)
{
    if (!l->own_kv) return 0;
    return (uint64_t)o->slots * (l->window ? s->ring_pages : s->max_pages) * GP_PAGE_POSITIONS * l->n_head_kv * dim *
           (o->kv == GP_KV_F16 ? 2 : 4);
}

static uint64_t table_bytes(const gp_model_plan *p)
{
    const gp_hparams *hp = &p->hp;
    uint64_t n = (uint64_t)p->n_suppress * 4;
    for (uint32_t i = 0; i < hp->n_rope; i++) n += (uint64_t)hp->context * hp->rope[i].n_rot * 4;
    return n;
}

/* One buffer of scratch; `rows` where it is rows of f32. */
typedef struct scratch {
    gp_ocl_buffer **b;
    gp_rows_buffer *rows;
    uint64_t n;
    uint32_t ld;
} scratch;
enum { MOST_SCRATCH = 36 };

/* All of it, for allocating and for adding up; those of no size are not made. m: its pointers only, may be a dummy. */
static unsigned list_scratch(const gp_model_plan *p, const sizes *s, gp_model *m, scratch out[MOST_SCRATCH])
{
    const gp_hparams *hp = &p->hp;
    uint32_t most = larger(s->slots, s->rows);
    uint64_t n = s->batch, wide = most > s->batch ? most : s->batch, pairs = s->slots ? n * hp->n_used : 0,
             ple = s->ple ? n : 0, beside = s->router ? n : 0, streams = p->layer[0].altup ? n : 0,
             per_token = gp_residuals(hp) ? 2 : 1;
    const scratch all[] = {
        {&m->x.b, &m->x, n, s->x},
        {&m->h.b, &m->h, n, s->x},
        {&m->qkv.b, &m->qkv, n, s->qkv},
        {&m->att.b, &m->att, n, s->att},
        {&m->gate_up.b, &m->gate_up, wide, s->gate_up},
        {&m->ff.b, &m->ff, wide, s->ff},
        {&m->logits.b, &m->logits, GP_LOGITS_ROWS, s->logits},
        {&m->side.b, &m->side, beside, s->x},
        {&m->pairs.b, &m->pairs, s->slots, s->x},
        {&m->router.b, &m->router, beside, s->router},
        {&m->stream[0].b, &m->stream[0], streams, s->x},
        {&m->stream[1].b, &m->stream[1], streams, s->x},
        {&m->stream[2].b, &m->stream[2], streams, s->x},
        {&m->ple.b, &m->ple, ple, s->ple},
        {&m->ple_proj.b, &m->ple_proj, ple, s->ple},
        {&m->conv.b, &m->conv, n, s->conv},
        {&m->branch.b, &m->branch, n, s->branch},
        {&m->latent.b, &m->latent, n, s->latent},
        {&m->heads.b, &m->heads, s->rows, s->heads},
        {&m->ab.b, &m->ab, n, s->ab},
        {&m->q8.quants, NULL, wide * per_token, s->widest / 4},
        {&m->q8.scales, NULL, wide * per_token, s->widest / 32},
        {&m->q8.starts, NULL, wide * per_token, s->widest / 32},
        {&m->moe.chosen, NULL, pairs, 1},
        {&m->moe.weight, NULL, pairs, 1},
        {&m->moe.pair_slot, NULL, pairs, 1},
        {&m->moe.slot_token, NULL, s->slots, 1},
        {&m->moe.tile_expert, NULL, most, 1},
        {&m->moe.count, NULL, s->slots ? hp->n_expert : 0, 1},
        {&m->token, NULL, n, 4},
        {&m->rows, NULL, GP_LOGITS_ROWS, 1},
        {&m->dummy, NULL, 16, 1},
    };
    _Static_assert(sizeof all / sizeof *all <= MOST_SCRATCH, "room for all scratch");
    memcpy(out, all, sizeof all);
    return sizeof all / sizeof *all;
}

/* What one sequence takes in one layer. */
static uint64_t layer_bytes(const gp_layer *l, const gp_model_options *o, const sizes *s)
{
    uint64_t kv = layer_kv(l, l->head_dim, o, s) + layer_kv(l, l->value_dim, o, s);
    return conv_bytes(&l->memory) + state_bytes(&l->memory) + kv / o->slots;
}

void gp_model_sizes(const gp_model_plan *p, const gp_model_options *o, gp_model_facts *f)
{
    sizes s = measure(p, o);
    gp_model dummy;
    scratch list[MOST_SCRATCH];
    unsigned n = list_scratch(p, &s, &dummy, list);
    f->scratch_bytes = table_bytes(p);
    for (unsigned i = 0; i < n; i++) f->scratch_bytes += list[i].n * list[i].ld * 4;
    f->kv_bytes = 0;
    for (uint32_t i = 0; i < p->hp.n_layer; i++) f->kv_bytes += layer_bytes(&p->layer[i], o, &s);
}

static gp_code new_scratch(gp_model *m, const sizes *s, gp_err *err)
{
    scratch list[MOST_SCRATCH];
    unsigned n = list_scratch(&m->plan, s, m, list);
    gp_code c = GP_OK;
    for (unsigned i = 0; i < n && !c; i++) {
        if (list[i].rows) list[i].rows->ld = list[i].ld;
        if (list[i].n && list[i].ld) c = gp_ocl_buffer_new(m->d, list[i].n * list[i].ld * 4, true, list[i].b, err);
    }
    return c;
}

/* A buffer with these bytes. */
static gp_code new_filled(gp_model *m, const void *p, uint64_t bytes, gp_ocl_buffer **out, gp_err *err)
{
    void *map;
    gp_code c = gp_ocl_buffer_new(m->d, bytes, false, out, err);
    if (!c) c = gp_ocl_map(*out, &map, err);
    if (c) return c;
    memcpy(map, p, (size_t)bytes);
    return gp_ocl_unmap(*out, map, err);
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
    if (!c && m->plan.n_suppress)
        c = new_filled(m, m->plan.suppress, (uint64_t)m->plan.n_suppress * 4, &m->suppress, err);
    return c;
}

/* Each slot owns `own` pages: page i of slot s is s * own + i % own. The kernels look pages up, so sharing them later
 * (common prefixes) changes only this table. */
static gp_code new_page_table(gp_model *m, uint32_t own, gp_ocl_buffer **out, gp_err *err)
{
    void *map;
    gp_code c = gp_ocl_buffer_new(m->d, (uint64_t)m->o.slots * m->max_pages * 4, false, out, err);
    if (!c) c = gp_ocl_map(*out, &map, err);
    if (c) return c;
    for (uint32_t s = 0; s < m->o.slots; s++)
        for (uint32_t i = 0; i < m->max_pages; i++)
            ((int32_t *)map)[s * m->max_pages + i] = (int32_t)(s * own + i % own);
    return gp_ocl_unmap(*out, map, err);
}

static gp_code new_memory(gp_model *m, gp_memory *k, gp_err *err)
{
    gp_code c = gp_ocl_buffer_new(m->d, conv_bytes(k) * m->o.slots, true, &k->conv, err);
    return c || !k->floats ? c : gp_ocl_buffer_new(m->d, state_bytes(k) * m->o.slots, true, &k->state, err);
}

static gp_code new_layer_pages(gp_model *m, const sizes *s, gp_layer *l, gp_err *err)
{
    uint64_t bytes = layer_kv(l, l->head_dim, &m->o, s);
    gp_code c = l->memory.taps ? new_memory(m, &l->memory, err) : GP_OK;
    if (c || !bytes) return c;
    if (bytes > gp_ocl_buffer_max(m->d))
        return gp_fail(
            err, GP_E_INPUT,
            "the keys of one layer take %llu bytes for %u sequences of %u tokens, the device allows %llu in one buffer: use a smaller --context, fewer --slots or --kv f16",
            (unsigned long long)bytes, m->o.slots, m->plan.hp.context, (unsigned long long)gp_ocl_buffer_max(m->d));
    /* Scores are made for 16 positions at once, and those that do not exist yet are masked afterwards: zeros, so that
     * nothing is read that nobody wrote. Values are read by position. */
    c = gp_ocl_buffer_new(m->d, bytes, true, &l->keys, err);
    return c ? c : gp_ocl_buffer_new(m->d, layer_kv(l, l->value_dim, &m->o, s), false, &l->values, err);
}

static gp_code new_pages(gp_model *m, const sizes *s, gp_err *err)
{
    m->max_pages = s->max_pages;
    m->ring_pages = s->ring_pages;
    gp_code c = new_page_table(m, s->max_pages, &m->pages, err);
    if (!c) c = new_page_table(m, s->ring_pages, &m->ring, err);
    for (uint32_t i = 0; i < m->plan.hp.n_layer && !c; i++) c = new_layer_pages(m, s, &m->plan.layer[i], err);
    return c;
}

gp_code gp_model_scratch(gp_model *m, gp_err *err)
{
    sizes s = measure(&m->plan, &m->o);
    m->slot_used = gp_alloc_array(m->o.slots, sizeof *m->slot_used);
    gp_code c = new_scratch(m, &s, err);
    if (!c) c = new_tables(m, err);
    if (!c) c = new_pages(m, &s, err);
    return c ? c : gp_ocl_finish(m->d, err);
}

void gp_model_free_scratch(gp_model *m)
{
    gp_ocl_buffer *rest[] = {m->pages, m->ring, m->suppress, m->rope[0], m->rope[1]};
    scratch list[MOST_SCRATCH];
    unsigned n = list_scratch(&m->plan, &(sizes){0}, m, list);
    for (unsigned i = 0; i < n; i++) gp_ocl_buffer_free(*list[i].b);
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) gp_ocl_buffer_free(rest[i]);
    for (uint32_t i = 0; m->plan.layer && i < m->plan.hp.n_layer; i++) {
        gp_ocl_buffer_free(m->plan.layer[i].keys);
        gp_ocl_buffer_free(m->plan.layer[i].values);
        gp_ocl_buffer_free(m->plan.layer[i].memory.conv);
        gp_ocl_buffer_free(m->plan.layer[i].memory.state);
    }
    free(m->slot_used);
    free(m->stage);
}
