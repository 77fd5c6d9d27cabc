/* model.c - opening and closing a model, and what can be said about it. */
#include <stdlib.h>
#include <string.h>

#include "engine/model.h"

const char *gp_kv_name(gp_kv_type t) { return t == GP_KV_F16 ? "f16" : "f32"; }

enum { DEFAULT_BATCH = 128, MOST_BATCH = 8192, MOST_SLOTS = 1024 };

static gp_code fill_options(const gp_model_options *o, gp_model_options *out, gp_err *err)
{
    *out = o ? *o : (gp_model_options){0};
    if (!out->batch) out->batch = DEFAULT_BATCH;
    if (!out->slots) out->slots = 1;
    if (out->batch > MOST_BATCH)
        return gp_fail(err, GP_E_USAGE, "a batch of %u tokens is out of range (1 to %d)", out->batch, MOST_BATCH);
    if (out->slots > MOST_SLOTS)
        return gp_fail(err, GP_E_USAGE, "%u slots are out of range (1 to %d)", out->slots, MOST_SLOTS);
    return GP_OK;
}

/* Of a matrix: one row of an embedding (unless it is the head too), the experts that a token uses, else all of it. */
static uint64_t matrix_token_bytes(const gp_model_plan *p, const gp_matrix *w)
{
    bool one_row = (w == &p->embed.m[0] && p->head != &p->embed) || w == &p->ple_embed.m[0];
    uint64_t n = 0;
    for (uint32_t k = 0; k < w->n_tensors; k++) {
        const gp_gguf_tensor *t = w->tensor[k];
        uint64_t row = t->bytes / (t->ne[1] * t->ne[2]);
        n += one_row ? row
                     : row * w->tensor_rows[k] *
                           (w->all_experts   ? w->experts
                            : w->experts > 1 ? p->hp.n_used
                                             : 1);
    }
    return n;
}

/* Bytes that one generated token must read. */
static uint64_t token_bytes(const gp_model_plan *p)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < p->n_matrices; i++) n += matrix_token_bytes(p, p->matrix[i]);
    for (uint32_t i = 0; i < p->n_vectors; i++) n += p->vector[i]->tensor ? p->vector[i]->tensor->bytes : 0;
    return n;
}

/* On the device. */
static uint64_t vector_bytes(const gp_vector *v)
{
    uint64_t n = v->tensor ? v->tensor->ne[0] * v->tensor->ne[1] : v->n_values;
    return (n + GP_ROW_ALIGN - 1) / GP_ROW_ALIGN * GP_ROW_ALIGN * 4;
}

static void fill_facts(const gp_model_plan *p, const gp_model_options *o, gp_model_facts *f)
{
    const gp_hparams *hp = &p->hp;
    gp_err none = {0};
    gp_code ignored = gp_gguf_get_str(p->g, "general.name", &f->name, &none);
    ignored = gp_gguf_get_str(p->g, "tokenizer.chat_template", &f->chat_template, &none);
    f->tool_template = f->chat_template;
    ignored = gp_gguf_get_str(p->g, "tokenizer.chat_template.tool_use", &f->tool_template, &none);
    (void)ignored;
    f->architecture = gp_str_c(p->arch->name);
    f->confirmed = p->arch->confirmed;
    f->n_vocab = hp->n_vocab;
    f->n_layer = hp->n_layer;
    f->n_embd = hp->n_embd;
    f->n_head = hp->n_head;
    f->n_head_kv = hp->n_head_kv;
    f->head_dim = hp->head_dim;
    f->n_ff = hp->n_ff;
    f->context_file = hp->context_file;
    f->context = hp->context;
    f->batch = o->batch;
    f->slots = o->slots;
    f->kv = o->kv;
    for (size_t i = 0; i < gp_gguf_n_tensors(p->g); i++) {
        const gp_gguf_tensor *t = gp_gguf_tensor_at(p->g, i);
        f->parameters += t->ne[0] * t->ne[1] * t->ne[2] * t->ne[3];
        f->weight_bytes += t->bytes;
    }
    f->token_bytes = token_bytes(p);
    for (uint32_t i = 0; i < p->n_matrices; i++) f->device_weight_bytes += gp_matrix_bytes(p->matrix[i]);
    for (uint32_t i = 0; i < p->n_vectors; i++) f->device_weight_bytes += vector_bytes(p->vector[i]);
    gp_model_sizes(p, o, f);
}

typedef struct type_share {
    gp_ggml_type type;
    uint64_t bytes;
} type_share;

static int by_bytes(const void *x, const void *y)
{
    const type_share *a = x, *b = y;
    if (a->bytes != b->bytes) return a->bytes > b->bytes ? -1 : 1;
    return (int)a->type - (int)b->type;
}

/* `a` may be NULL: the mix in words is left out. */
static void describe_mix(const gp_gguf *g, gp_arena *a, gp_model_facts *f)
{
    type_share s[64] = {0};
    uint32_t n = 0;
    gp_buf text = {0};
    for (size_t i = 0; i < gp_gguf_n_tensors(g); i++) {
        const gp_gguf_tensor *t = gp_gguf_tensor_at(g, i);
        uint32_t k = 0;
        while (k < n && s[k].type != t->type) k++;
        if (k == 64) continue;
        if (k == n) s[n++].type = t->type;
        s[k].bytes += t->bytes;
    }
    qsort(s, n, sizeof *s, by_bytes);
    for (uint32_t i = 0; i < n; i++)
        gp_buf_fmt(&text, "%s%s %.1f%%", i ? ", " : "", gp_ggml_traits_of((uint32_t)s[i].type).name,
                   100.0 * (double)s[i].bytes / (double)(f->weight_bytes ? f->weight_bytes : 1));
    f->quantization = n ? gp_str_c(gp_ggml_traits_of((uint32_t)s[0].type).name) : GP_STR("");
    if (a) f->quantization_mix = gp_str_dup(a, gp_buf_view(&text));
    gp_buf_free(&text);
}

gp_str gp_model_mix(gp_arena *a, const gp_gguf *g)
{
    gp_model_facts f = {0};
    for (size_t i = 0; i < gp_gguf_n_tensors(g); i++) f.weight_bytes += gp_gguf_tensor_at(g, i)->bytes;
    describe_mix(g, a, &f);
    return f.quantization_mix;
}

gp_code gp_model_unused(const gp_gguf *g, gp_arena *a, const gp_str **list, size_t *n, gp_err *err)
{
    gp_model_plan p;
    size_t all = gp_gguf_n_tensors(g);
    *n = 0;
    gp_code c = gp_model_plan_make(&p, g, a, 0, err);
    gp_str *names = c ? NULL : GP_NEW_ARRAY(a, gp_str, all + 1);
    for (size_t i = 0; i < all && !c; i++)
        if (!p.used[i]) names[(*n)++] = gp_gguf_tensor_at(g, i)->name;
    *list = names;
    return c;
}

gp_str gp_model_unused_text(const gp_gguf *g, gp_arena *a)
{
    const gp_str *list;
    size_t n;
    if (gp_model_unused(g, a, &list, &n, NULL) || !n) return GP_STR("");
    return gp_str_fmt(
        a,
        "%zu of the file's %zu tensors %s not used by the architecture, the first is %.*s (\"goldpin model info\" lists them)",
        n, gp_gguf_n_tensors(g), n == 1 ? "is" : "are", GP_ARG(list[0]));
}

gp_code gp_model_estimate(const gp_gguf *g, const gp_model_options *o, gp_model_facts *f, gp_err *err)
{
    gp_arena a = {0};
    gp_model_plan p;
    gp_model_options full;
    gp_model_facts out = {0};
    gp_code c = fill_options(o, &full, err);
    if (!c) c = gp_model_plan_make(&p, g, &a, full.context, err);
    if (!c) {
        fill_facts(&p, &full, &out);
        describe_mix(g, NULL, &out);
    }
    gp_arena_free(&a);
    if (!c) *f = out;
    return c;
}

static gp_code open_stages(gp_model *m, const char *path, gp_err *err)
{
    gp_code c = gp_gguf_open(path, &m->g, err);
    if (!c) c = gp_model_plan_make(&m->plan, m->g, &m->a, m->o.context, err);
    if (c) return c;
    fill_facts(&m->plan, &m->o, &m->facts);
    describe_mix(m->g, &m->a, &m->facts);
    if (gp_tokenizer_open(m->g, &m->tokenizer, &m->tokenizer_err)) m->tokenizer = NULL;
    m->o.ocl.residuals = gp_residuals(&m->plan.hp);
    c = gp_ocl_open(&m->o.ocl, &m->d, err);
    if (!c) c = gp_model_upload(m, err);
    if (!c) c = gp_model_scratch(m, err);
    return c;
}

gp_code gp_model_open(const char *path, const gp_model_options *o, gp_model **out, gp_err *err)
{
    gp_model *m = gp_alloc(sizeof *m);
    gp_code c = fill_options(o, &m->o, err);
    if (!c) c = open_stages(m, path, err);
    if (c) {
        gp_model_close(m);
        return c;
    }
    *out = m;
    return GP_OK;
}

void gp_model_close(gp_model *m)
{
    if (!m) return;
    if (m->d) {
        gp_model_free_scratch(m);
        gp_model_free_weights(m);
    }
    gp_ocl_close(m->d);
    gp_tokenizer_close(m->tokenizer);
    gp_gguf_close(m->g);
    gp_arena_free(&m->a);
    free(m);
}

const gp_model_facts *gp_model_get_facts(const gp_model *m) { return &m->facts; }
const gp_gguf *gp_model_gguf(const gp_model *m) { return m->g; }
const gp_tokenizer *gp_model_tokenizer(const gp_model *m) { return m->tokenizer; }
const char *gp_model_tokenizer_error(const gp_model *m) { return m->tokenizer ? "" : m->tokenizer_err.msg; }
const gp_ocl *gp_model_device(const gp_model *m) { return m->d; }
