/* trace.c - what every launch leaves, as digests, held against what it left elsewhere. */
#include "engine/trace.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/ops.h"
#include "gguf/dequant.h"

enum { CHUNK = 32, MOST_BUFFERS = 24, PIECE = 1 << 20 };

const char *const gp_trace_number_names[GP_TRACE_NUMBERS] = {"f32", "f16", "i32", "i8"};
const char *const gp_trace_layout_names[GP_TRACE_LAYOUTS] = {"list", "rows", "tiles", "keys", "values"};

static size_t width(gp_trace_number k) { return k == GP_TRACE_I8 ? 1 : k == GP_TRACE_F16 ? 2 : 4; }

/* --- where values lie --- */

typedef struct place { /* a buffer that launches leave values in */
    const gp_ocl_buffer *b;
    const char *name;
    gp_trace_number number;
    gp_trace_layout layout;
    uint64_t row, wide;
    uint64_t pages; /* of the cache, that there are */
    bool last;      /* its one row is the last token's */
} place;

typedef struct region { /* what of it is looked at */
    place at;
    gp_ocl_buffer *b;
    uint64_t first, bytes; /* bytes */
    int64_t position;
} region;

typedef struct watch {
    gp_arena *a;
    const gp_trace *against;
    const volatile sig_atomic_t *interrupted;
    gp_operation *list;
    size_t n, room;
    unsigned char *bytes; /* of all regions, one behind the other */
    uint64_t bytes_room;
    uint64_t first; /* position of the step's first token */
    gp_trace *out;
} watch;

static place rows_of(gp_rows_buffer r, const char *name)
{
    return (place){.b = r.b, .name = name, .number = GP_TRACE_F32, .layout = GP_TRACE_ROWS, .row = r.ld};
}
static place all_of(const gp_ocl_buffer *b, const char *name, gp_trace_number k)
{
    return (place){.b = b, .name = name, .number = k};
}
/* Rows of token and expert, where there are experts. */
static place pairs_of(const gp_model *m, gp_rows_buffer r, const char *name)
{
    return m->plan.hp.n_expert ? all_of(r.b, name, GP_TRACE_F32) : rows_of(r, name);
}
static place last_of(gp_rows_buffer r, const char *name)
{
    place p = rows_of(r, name);
    p.last = true;
    return p;
}

/* What makes int8 activations: which arguments say how wide a row is (two: their product), and how many tokens a tile has.
 * Rows of experts are no tokens. */
static const struct {
    const char *kernel;
    unsigned cols, times, tile; /* times 0: nothing */
} makers[] = {{"gp_rms", 8, 0, 14},
              {"gp_act", 6, 0, 15},
              {"gp_quant", 4, 0, 8},
              {"gp_attend_f32", 9, 11, 21},
              {"gp_attend_f16", 9, 11, 21}};

static place tiles_of(const gp_model *m, place p, const char *kernel, const gp_ocl_arg *args)
{
    for (size_t i = 0; i < sizeof makers / sizeof *makers && !m->plan.hp.n_expert; i++) {
        if (strcmp(makers[i].kernel, kernel) != 0) continue;
        uint64_t cols = (uint64_t)args[makers[i].cols].v.i;
        if (makers[i].times) cols *= (uint64_t)args[makers[i].times].v.i;
        p.layout = GP_TRACE_TILES;
        p.row = p.number == GP_TRACE_I8 ? cols : cols / 32;
        p.wide = (uint64_t)args[makers[i].tile].v.i;
    }
    return p;
}

/* Keys or values of the sequence in slot 0, whose pages follow each other. */
static place cache_of(const gp_model *m, const gp_layer *l, const gp_ocl_buffer *b, bool keys)
{
    uint32_t dim = keys ? l->head_dim : l->value_dim;
    return (place){.b = b,
                   .name = keys ? "keys" : "values",
                   .number = m->o.kv == GP_KV_F16 ? GP_TRACE_F16 : GP_TRACE_F32,
                   .layout = keys ? GP_TRACE_KEYS : GP_TRACE_VALUES,
                   .row = (uint64_t)GP_PAGE_POSITIONS * l->n_head_kv * dim,
                   .wide = dim,
                   .pages = l->window ? m->ring_pages : m->max_pages};
}

static bool find_scratch(const gp_model *m, const gp_ocl_buffer *b, place *out)
{
    const place all[] = {
        rows_of(m->x, "x"),
        rows_of(m->h, "h"),
        rows_of(m->qkv, "qkv"),
        rows_of(m->att, "att"),
        pairs_of(m, m->gate_up, "gate_up"),
        pairs_of(m, m->ff, "ff"),
        last_of(m->logits, "logits"),
        rows_of(m->side, "side"),
        all_of(m->pairs.b, "pairs", GP_TRACE_F32),
        rows_of(m->branch, "branch"),
        rows_of(m->latent, "latent"),
        all_of(m->heads.b, "heads", GP_TRACE_F32),
        rows_of(m->router, "router"),
        rows_of(m->stream[0], "stream 1"),
        rows_of(m->stream[1], "stream 2"),
        rows_of(m->stream[2], "stream 3"),
        rows_of(m->ple, "own inputs"),
        rows_of(m->ple_proj, "own inputs, projected"),
        rows_of(m->conv, "conv"),
        rows_of(m->ab, "ab"),
        all_of(m->moe.chosen, "chosen experts", GP_TRACE_I32),
        all_of(m->moe.weight, "weights of experts", GP_TRACE_F32),
        all_of(m->moe.pair_slot, "slots of experts", GP_TRACE_I32),
        all_of(m->moe.slot_token, "tokens of slots", GP_TRACE_I32),
        all_of(m->moe.tile_expert, "experts of tiles", GP_TRACE_I32),
        all_of(m->moe.count, "tokens of experts", GP_TRACE_I32),
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].b == b) return *out = all[i], true;
    return false;
}

static bool find_q8(const gp_model *m, const gp_ocl_buffer *b, place *out)
{
    if (b == m->q8.quants) *out = all_of(b, "int8 activations", GP_TRACE_I8);
    else if (b == m->q8.scales) *out = all_of(b, "scales of int8 activations", GP_TRACE_F32);
    else if (b == m->q8.starts) *out = all_of(b, "sums of int8 activations", GP_TRACE_I32);
    else return false;
    return true;
}

static bool find_state(const gp_model *m, const gp_layer *l, const gp_ocl_buffer *b, place *out)
{
    const gp_layer *kv = l->kv;
    if (kv && kv->keys == b) *out = cache_of(m, kv, b, true);
    else if (kv && kv->values == b) *out = cache_of(m, kv, b, false);
    else if (l->memory.conv == b) *out = all_of(b, "conv_state", GP_TRACE_F32);
    else if (l->memory.state == b) *out = all_of(b, "state", GP_TRACE_F32);
    else return false;
    return true;
}

/* False: weights, tables and lists, which launches only read. */
static bool find_place(const gp_pass *r, const gp_ocl_buffer *b, place *out)
{
    const gp_model *m = r->m;
    bool in_layer = r->layer >= 0 && r->layer < (int32_t)m->plan.hp.n_layer;
    return find_scratch(m, b, out) || find_q8(m, b, out) ||
           (in_layer && find_state(m, &m->plan.layer[r->layer], b, out));
}

/* Pages that the step's tokens lie in; all where a ring comes round among them. */
static region pages_of(const watch *w, const gp_pass *r, place p, gp_ocl_buffer *b)
{
    uint64_t page = p.row * width(p.number), first = w->first / GP_PAGE_POSITIONS,
             last = (w->first + r->n - 1) / GP_PAGE_POSITIONS;
    if (first % p.pages > last % p.pages) {
        p.layout = GP_TRACE_LIST;
        return (region){p, b, 0, gp_ocl_buffer_bytes(b), 0};
    }
    return (region){p, b, first % p.pages * page, (last - first + 1) * page, (int64_t)(first * GP_PAGE_POSITIONS)};
}

static region region_of(const watch *w, const gp_pass *r, const place *p, gp_ocl_buffer *b)
{
    uint64_t row = p->row * width(p->number);
    uint32_t n = p->last ? 1 : r->n;
    int64_t position = (int64_t)(w->first + r->n - n);
    switch (p->layout) {
    case GP_TRACE_ROWS: return (region){*p, b, 0, n * row, position};
    case GP_TRACE_TILES: return (region){*p, b, 0, gp_fill_up(n, (uint32_t)p->wide) * row, position};
    case GP_TRACE_KEYS:
    case GP_TRACE_VALUES: return pages_of(w, r, *p, b);
    default: return (region){*p, b, 0, gp_ocl_buffer_bytes(b), 0};
    }
}

/* --- a launch --- */

static bool is_repeated(const gp_ocl_arg *args, unsigned i)
{
    for (unsigned k = 0; k < i; k++)
        if (args[k].kind == GP_ARG_BUFFER && args[k].v.buffer == args[i].v.buffer) return true;
    return false;
}

static unsigned list_regions(const watch *w, const gp_pass *r, const char *kernel, const gp_ocl_arg *args, unsigned n,
                             region *out)
{
    unsigned found = 0;
    place p;
    bool of_wanted = !strcmp(kernel, "gp_rms") && args[7].v.i; /* rows whose logits are wanted: here the last */
    for (unsigned i = 0; i < n && found < MOST_BUFFERS; i++) {
        gp_ocl_buffer *b = args[i].v.buffer;
        if (args[i].kind != GP_ARG_BUFFER || is_repeated(args, i) || !find_place(r, b, &p)) continue;
        if (find_q8(r->m, b, &p)) p = tiles_of(r->m, p, kernel, args);
        p.last = p.last || (of_wanted && b != r->m->x.b);
        out[found++] = region_of(w, r, &p, b);
    }
    return found;
}

static gp_code need_room(watch *w, uint64_t bytes, gp_err *err)
{
    if (bytes <= w->bytes_room) return GP_OK;
    free(w->bytes);
    w->bytes = malloc((size_t)bytes);
    w->bytes_room = w->bytes ? bytes : 0;
    return w->bytes ? GP_OK : gp_fail_memory(err, "what an operation left", (size_t)bytes);
}

static gp_code read_regions(watch *w, const gp_pass *r, const region *list, unsigned n, uint64_t *total, gp_err *err)
{
    *total = 0;
    for (unsigned i = 0; i < n; i++) *total += list[i].bytes;
    gp_code c = need_room(w, *total, err);
    uint64_t at = 0;
    for (unsigned i = 0; i < n && !c; at += list[i++].bytes)
        c = gp_ocl_read(list[i].b, list[i].first, w->bytes + at, list[i].bytes, err);
    gp_code f = gp_ocl_finish(r->m->d, c ? NULL : err);
    return c ? c : f;
}

static uint64_t first_bytes(const unsigned char sum[GP_SHA256_LEN])
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++) v = v << 8 | sum[i];
    return v;
}

static uint64_t digest_of(const void *p, uint64_t n)
{
    unsigned char sum[GP_SHA256_LEN];
    gp_sha256_of((gp_str){p, (size_t)n}, sum);
    return first_bytes(sum);
}

/* --- where it parts --- */

static gp_code add_buffer(watch *w, const gp_pass *r, gp_ocl_buffer *b, gp_sha256 *h, gp_err *err)
{
    gp_code c = need_room(w, PIECE, err);
    for (uint64_t at = 0, all = gp_ocl_buffer_bytes(b); at < all && !c; at += PIECE) {
        uint64_t n = all - at < PIECE ? all - at : PIECE;
        c = gp_ocl_read(b, at, w->bytes, n, err);
        gp_code f = gp_ocl_finish(r->m->d, c ? NULL : err);
        if (!c) c = f;
        if (!c) gp_sha256_add(h, w->bytes, (size_t)n);
    }
    return c;
}

/* Weights, tables and lists of the launch. */
static gp_code digest_read(watch *w, const gp_pass *r, const gp_ocl_arg *args, unsigned n, gp_err *err)
{
    gp_sha256 *h = gp_sha256_new();
    unsigned char sum[GP_SHA256_LEN];
    gp_code c = GP_OK;
    place p;
    for (unsigned i = 0; i < n && !c; i++)
        if (args[i].kind == GP_ARG_BUFFER && !is_repeated(args, i) && !find_place(r, args[i].v.buffer, &p))
            c = add_buffer(w, r, args[i].v.buffer, h, err);
    gp_sha256_peek(h, sum);
    gp_sha256_free(h);
    w->out->read = first_bytes(sum);
    return c;
}

static bool has_part(const gp_matrix *m, const gp_ocl_buffer *b)
{
    for (uint32_t i = 0; i < m->n_parts; i++)
        if (m->part[i].data == b) return true;
    return false;
}

static void put_name(gp_buf *b, const gp_gguf_tensor *t)
{
    if (t) gp_buf_fmt(b, "%s%.*s", b->n ? ", " : "", GP_ARG(t->name));
}

static void name_weights(watch *w, const gp_model_plan *p, const gp_ocl_arg *args, unsigned n)
{
    gp_buf b = {0};
    for (unsigned i = 0; i < n; i++) {
        if (args[i].kind != GP_ARG_BUFFER) continue;
        for (uint32_t k = 0; k < p->n_matrices; k++)
            for (uint32_t t = 0; has_part(p->matrix[k], args[i].v.buffer) && t < p->matrix[k]->n_tensors; t++)
                put_name(&b, p->matrix[k]->tensor[t]);
        for (uint32_t k = 0; k < p->n_vectors; k++)
            if (p->vector[k]->data == args[i].v.buffer) put_name(&b, p->vector[k]->tensor);
    }
    w->out->weights = gp_str_dup(w->a, gp_buf_view(&b));
    gp_buf_free(&b);
}

static void keep_values(watch *w, const region *list, unsigned n)
{
    gp_trace_values *out = GP_NEW_ARRAY(w->a, gp_trace_values, n);
    const unsigned char *p = w->bytes;
    for (unsigned i = 0; i < n; p += list[i++].bytes) {
        const place *at = &list[i].at;
        bool listed = at->layout == GP_TRACE_LIST;
        out[i] = (gp_trace_values){.buffer = gp_str_c(at->name),
                                   .number = at->number,
                                   .layout = at->layout,
                                   .row = listed ? 0 : (int64_t)at->row,
                                   .wide = listed ? 0 : (int64_t)at->wide,
                                   .position = list[i].position,
                                   .bytes = gp_str_dup(w->a, (gp_str){(const char *)p, (size_t)list[i].bytes})};
    }
    w->out->values = out;
    w->out->n_values = n;
}

static void note(watch *w, int32_t layer, const char *kernel, uint64_t digest)
{
    w->list = gp_grow(w->list, w->n, &w->room, sizeof *w->list);
    w->list[w->n++] = (gp_operation){layer, gp_str_dup(w->a, gp_str_c(kernel)), digest};
}

/* Is the newest one not what it is held against? */
static bool is_other(const watch *w)
{
    const gp_operation *x = &w->list[w->n - 1];
    if (!w->against) return false;
    if (w->n > w->against->n) return true;
    const gp_operation *y = &w->against->list[w->n - 1];
    return x->layer != y->layer || x->digest != y->digest || !gp_str_eq(x->kernel, y->kernel);
}

/* There is nothing more to be held against. */
static bool is_enough(const watch *w) { return w->against && w->against->parted && w->n == w->against->n; }

static gp_code stop(gp_err *err) { return gp_fail(err, GP_E_CANCELLED, "a trace ends here"); }

/* Buffers that the launch only reads are looked at too: they are what others left, and alike. */
static gp_code look(void *user, const gp_pass *r, const char *kernel, const gp_ocl_arg *args, unsigned n, gp_err *err)
{
    watch *w = user;
    region list[MOST_BUFFERS];
    uint64_t total;
    if (w->interrupted && *w->interrupted) return gp_fail(err, GP_E_CANCELLED, "interrupted");
    unsigned found = list_regions(w, r, kernel, args, n, list);
    gp_code c = read_regions(w, r, list, found, &total, err);
    if (c) return c;
    note(w, r->layer, kernel, digest_of(w->bytes, total));
    if (!is_other(w)) return is_enough(w) ? stop(err) : GP_OK;
    w->out->parted = true;
    keep_values(w, list, found);
    name_weights(w, &r->m->plan, args, n);
    c = digest_read(w, r, args, n, err);
    return c ? c : stop(err);
}

/* --- a side --- */

/* Values lie in memory that nobody filled: launches read only what was written, but here whole pages are read. */
static gp_code clear_values(gp_model *m, gp_err *err)
{
    for (uint32_t i = 0; i < m->plan.hp.n_layer; i++) {
        gp_ocl_buffer *b = m->plan.layer[i].values;
        void *p;
        gp_code c = b ? gp_ocl_map(b, &p, err) : GP_OK;
        if (c) return c;
        if (!b) continue;
        memset(p, 0, (size_t)gp_ocl_buffer_bytes(b));
        c = gp_ocl_unmap(b, p, err);
        if (c) return c;
    }
    return GP_OK;
}

static gp_code compute(gp_model *m, const gp_trace_options *o, watch *w, gp_err *err)
{
    gp_session *s = NULL;
    float *logits = gp_alloc_array(m->plan.hp.n_vocab, sizeof *logits);
    gp_code c = gp_session_new(m, &s, err);
    for (size_t done = 0, now; !c && done < o->n; done += now) {
        size_t left = done < o->n_prompt ? o->n_prompt - done : 1;
        now = left < CHUNK ? left : CHUNK;
        w->first = done;
        const gp_step_item item = {s, o->ids + done, (uint32_t)now, GP_ROWS_LAST, logits};
        c = gp_engine_step(m, &item, 1, err);
    }
    gp_session_free(s);
    free(logits);
    return c;
}

static gp_str copied(gp_arena *a, const char *s) { return gp_str_dup(a, gp_str_c(s)); }

static void tell_side(gp_arena *a, const gp_model *m, gp_trace *out)
{
    const gp_ocl_device_info *d = gp_ocl_info(m->d);
    out->layers = m->plan.hp.n_layer;
    out->device = copied(a, d->name);
    out->driver = copied(a, d->driver);
    out->form = copied(a, gp_ocl_dot_form(m->d));
    out->units = d->compute_units;
}

gp_code gp_trace_make(gp_arena *a, const gp_trace_options *o, const gp_trace *against, gp_trace *out, gp_err *err)
{
    gp_model_options mine = o->o;
    gp_model *m = NULL;
    gp_err why = {0};
    watch w = {.a = a, .against = against, .interrupted = o->interrupted, .out = out};
    *out = (gp_trace){0};
    mine.batch = CHUNK;
    mine.slots = 1;
    gp_code c = gp_model_open(o->path, &mine, &m, &why);
    if (!c) c = clear_values(m, &why);
    if (!c) {
        m->tap = (gp_tap){look, &w};
        tell_side(a, m, out);
        c = compute(m, o, &w, &why);
    }
    bool ended = c == GP_E_CANCELLED && (out->parted || is_enough(&w));
    if (!c && against && w.n < against->n) { /* the other side goes on */
        note(&w, (int32_t)out->layers, "none", 0);
        out->parted = true;
    }
    gp_model_close(m);
    if (w.n) out->list = memcpy(GP_NEW_ARRAY(a, gp_operation, w.n), w.list, w.n * sizeof *w.list);
    out->n = w.n;
    free(w.list);
    free(w.bytes);
    if (c && !ended && err) *err = why;
    return ended ? GP_OK : c;
}

uint64_t gp_trace_number_in_layer(const gp_trace *t, size_t i)
{
    uint64_t n = 1;
    while (i && t->list[i - 1].layer == t->list[i].layer) i--, n++;
    return n;
}

/* --- both sides --- */

static double value_at(const gp_trace_values *v, size_t i)
{
    const char *p = v->bytes.p + i * width(v->number);
    float f;
    int32_t k;
    uint16_t h;
    switch (v->number) {
    case GP_TRACE_I8: return (double)*(const signed char *)p;
    case GP_TRACE_F16: return memcpy(&h, p, sizeof h), (double)gp_half_to_float(h);
    case GP_TRACE_I32: return memcpy(&k, p, sizeof k), (double)k;
    default: return memcpy(&f, p, sizeof f), (double)f;
    }
}

static gp_str bits_at(gp_arena *a, const gp_trace_values *v, size_t i)
{
    size_t n = width(v->number);
    gp_buf b = {0};
    gp_buf_c(&b, "0x");
    for (size_t k = n; k-- > 0;) gp_buf_fmt(&b, "%02x", (unsigned)(unsigned char)v->bytes.p[i * n + k]);
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static bool same_place(const gp_trace_values *x, const gp_trace_values *y)
{
    return gp_str_eq(x->buffer, y->buffer) && x->number == y->number && x->layout == y->layout && x->row == y->row &&
           x->wide == y->wide && x->position == y->position && x->bytes.n == y->bytes.n;
}

/* A block of activations is 8 pieces of 4 of each token in turn, or, of scales and sums, one value of each. */
static void place_in_tiles(const gp_trace_values *v, int64_t i, int64_t *token, int64_t *index)
{
    int64_t piece = v->number == GP_TRACE_I8 ? 4 : 1, pieces = piece == 4 ? 8 : 1, k = i / piece,
            block = k / v->wide / pieces, blocks = v->row / (piece * pieces);
    *token = block / blocks * v->wide + k % v->wide;
    *index = (block % blocks * pieces + k / v->wide % pieces) * piece + i % piece;
}

/* Keys are [head][16 positions at a time][value][position], values [head][position][value]. */
static void place_in_page(const gp_trace_values *v, int64_t i, int64_t *token, int64_t *index)
{
    int64_t head = i % v->row / (GP_PAGE_POSITIONS * v->wide), k = i % (GP_PAGE_POSITIONS * v->wide), position, value;
    if (v->layout == GP_TRACE_KEYS) position = k / (16 * v->wide) * 16 + k % 16, value = k / 16 % v->wide;
    else position = k / v->wide, value = k % v->wide;
    *token = i / v->row * GP_PAGE_POSITIONS + position;
    *index = head * v->wide + value;
}

/* Which token a value belongs to, and which of its values it is. */
static void place_of(const gp_trace_values *v, int64_t i, int64_t *position, int64_t *index)
{
    int64_t token = -1 - v->position;
    switch (v->layout) {
    case GP_TRACE_ROWS: token = i / v->row, *index = i % v->row; break;
    case GP_TRACE_TILES: place_in_tiles(v, i, &token, index); break;
    case GP_TRACE_KEYS:
    case GP_TRACE_VALUES: place_in_page(v, i, &token, index); break;
    default: *index = i;
    }
    *position = v->position + token;
}

/* The first one by token. */
static void describe(gp_arena *a, const gp_trace_values *x, const gp_trace_values *y, gp_trace_difference *out)
{
    size_t size = width(x->number), n = x->bytes.n / size, first = 0;
    int64_t position, index;
    out->n = (int64_t)n;
    out->buffer = x->buffer;
    for (size_t i = 0; i < n; i++) {
        if (!memcmp(x->bytes.p + i * size, y->bytes.p + i * size, size)) continue;
        place_of(x, (int64_t)i, &position, &index);
        bool earlier = position < out->position || (position == out->position && index < out->index);
        if (out->n_other++ && !earlier) continue;
        first = i;
        out->position = position, out->index = index;
    }
    out->one = value_at(x, first), out->other = value_at(y, first);
    out->one_bits = bits_at(a, x, first), out->other_bits = bits_at(a, y, first);
}

static bool same_operation(const gp_trace *x, const gp_trace *y)
{
    if (!x->parted || !y->parted || x->n != y->n || x->n_values != y->n_values) return false;
    const gp_operation *p = &x->list[x->n - 1], *q = &y->list[y->n - 1];
    return p->layer == q->layer && gp_str_eq(p->kernel, q->kernel);
}

bool gp_trace_compare(gp_arena *a, const gp_trace *one, const gp_trace *other, gp_trace_difference *out)
{
    *out = (gp_trace_difference){.position = -1};
    if (!same_operation(one, other)) return false;
    out->read_alike = one->read == other->read;
    for (size_t i = 0; i < one->n_values; i++) {
        const gp_trace_values *x = &one->values[i], *y = &other->values[i];
        if (!same_place(x, y)) return false;
        if (!memcmp(x->bytes.p, y->bytes.p, x->bytes.n)) continue;
        describe(a, x, y, out);
        return true;
    }
    return false;
}
