/* test_ocl_family.c - small random models of the families that have more than plain attention: what may not change a
 * bit, what a sequence remembers when it is cut, sizes, and refusals. */
#include "t.h"

#include <math.h>

#include "base/sys.h"
#include "engine/trace.h"
#include "gguf_build.h"

enum {
    D = 32,
    HEADS = 2,
    HEAD = 16,
    FF = 48,
    VOCAB = 61,
    EXPERTS = 5,
    WINDOW = 20,
    LAYERS = 3,
    PLE = 16,
    KEYS = 2,
    VALUES = 4,
    N = 150
};

typedef struct family {
    const char *arch;
    bool mixture, post_norms, qk_norms, biases, ple, delta;
    /* knobs to break it; 0: right */
    uint32_t used, shared, groups, extra, window, expert_rows, pattern, suppressed;
    /* of ffn_up_exps and attn_output: a tensor, or weights so much larger */
    enum { NO_SCALE, SCALE_TENSORS, SCALED_WEIGHTS, WRONG_SCALE } scale;
    bool single;     /* a tensor for every expert */
    bool stranger;   /* two tensors that no architecture has */
    uint32_t period; /* every so many layers one sees all positions; 0: as the architecture has it */
    float cap;       /* final_logit_softcapping; 0: the same */
} family;

typedef struct maker {
    gb g;
    const family *f;
    uint32_t seed;
} maker;

/* Powers of two, so that nothing is rounded by them. */
static float scale_of(const char *name, size_t expert)
{
    static const float of_expert[EXPERTS] = {1.f, 0.25f, 2.f, 0.5f, 4.f};
    return strstr(name, "ffn_up_exps.weight") ? of_expert[expert] : strstr(name, "attn_output.weight") ? 0.5f : 1.f;
}

static void tensor(maker *m, const char *name, uint64_t a, uint64_t b, uint64_t c)
{
    const uint64_t dims[] = {a, b, c};
    size_t n = (size_t)(a * (b ? b : 1) * (c ? c : 1));
    float *v = calloc(n, sizeof *v);
    assert_non_null(v);
    for (size_t i = 0; i < n; i++) {
        m->seed = m->seed * 1664525u + 1013904223u;
        v[i] = ((float)(m->seed >> 8 & 0xffff) - 32768.f) / 32768.f * (b ? 0.25f : 0.4f) + (b ? 0.f : 1.f);
        if (strstr(name, "ssm_a")) v[i] = -v[i];
        if (m->f->scale == SCALED_WEIGHTS) v[i] *= scale_of(name, i / (size_t)(a * (b ? b : 1)));
    }
    gb_tensor(&m->g, name, c ? 3 : b ? 2 : 1, dims, GP_GGML_F32, v, n * sizeof *v);
    free(v);
}

static void in_layer(maker *m, int layer, const char *name, uint64_t a, uint64_t b, uint64_t c)
{
    char full[96];
    (void)snprintf(full, sizeof full, "blk.%d.%s", layer, name);
    tensor(m, full, a, b, c);
}

/* NAME.scale for NAME.weight, `n` values. */
static void scale_tensor(maker *m, int layer, const char *name, uint64_t n)
{
    char full[96], weight[96];
    float v[EXPERTS + 1] = {0};
    if (m->f->scale != SCALE_TENSORS && m->f->scale != WRONG_SCALE) return;
    (void)snprintf(full, sizeof full, "blk.%d.%s.scale", layer, name);
    (void)snprintf(weight, sizeof weight, "%s.weight", name);
    for (uint64_t i = 0; i < n; i++) v[i] = scale_of(weight, i);
    if (m->f->scale == WRONG_SCALE) n++;
    gb_tensor(&m->g, full, 1, &n, GP_GGML_F32, v, n * sizeof *v);
}

/* [a][b] of every expert: one tensor, or one for each. */
static void experts(maker *m, int layer, const char *name, uint64_t a, uint64_t b)
{
    char full[64];
    (void)snprintf(full, sizeof full, "%s_exps.weight", name);
    if (!m->f->single) in_layer(m, layer, full, a, b, EXPERTS);
    for (int e = 0; m->f->single && e < EXPERTS; e++) {
        (void)snprintf(full, sizeof full, "%s.%d.weight", name, e);
        in_layer(m, layer, full, a, b, 0);
    }
}

static void key(maker *m, const char *name, uint32_t v)
{
    char full[96];
    (void)snprintf(full, sizeof full, "%s.%s", m->f->arch, name);
    gb_u32(&m->g, full, v);
}

static bool is(const maker *m, const char *arch) { return !strcmp(m->f->arch, arch); }

static void keys(maker *m)
{
    const family *f = m->f;
    char name[96];
    int32_t pattern[LAYERS] = {1, 0, 0};
    gb_str(&m->g, "general.architecture", f->arch);
    key(m, "block_count", LAYERS + (f->extra ? f->extra : 0));
    key(m, "context_length", 4096);
    key(m, "embedding_length", D);
    key(m, "feed_forward_length", FF);
    key(m, "attention.head_count", HEADS);
    key(m, "attention.head_count_kv", 1);
    key(m, "attention.key_length", HEAD);
    key(m, "attention.value_length", HEAD);
    key(m, "vocab_size", VOCAB);
    (void)snprintf(name, sizeof name, "%s.attention.layer_norm_rms_epsilon", f->arch);
    gb_f32(&m->g, name, 1e-6f);
    if (f->window != 1) key(m, "attention.sliding_window", WINDOW);
    if (f->mixture) {
        key(m, "expert_count", EXPERTS);
        key(m, "expert_used_count", f->used ? f->used : 2);
        key(m, "expert_feed_forward_length", 32);
    }
    if (f->period) key(m, "attention.sliding_window_pattern", f->period);
    if (f->cap > 0) {
        (void)snprintf(name, sizeof name, "%s.final_logit_softcapping", f->arch);
        gb_f32(&m->g, name, f->cap);
    }
    if (f->ple) key(m, "embedding_length_per_layer_input", PLE);
    if (is(m, "gemma4")) {
        key(m, "attention.key_length_swa", HEAD);
        key(m, "attention.value_length_swa", HEAD);
        key(m, "attention.shared_kv_layers", f->shared ? f->shared : 1);
        gb_i32s(&m->g, "gemma4.attention.sliding_window_pattern", pattern, f->pattern ? f->pattern : LAYERS);
        gb_i32s(&m->g, "tokenizer.ggml.suppress_tokens", &(int32_t){f->suppressed ? (int32_t)f->suppressed : 7}, 1);
    }
    if (f->delta) {
        key(m, "ssm.conv_kernel", 4);
        key(m, "ssm.state_size", 16);
        key(m, "ssm.group_count", f->groups ? f->groups : KEYS);
        key(m, "ssm.time_step_rank", VALUES);
        key(m, "ssm.inner_size", VALUES * 16);
        key(m, "full_attention_interval", 3);
        if (f->extra) key(m, "nextn_predict_layers", f->extra == 9 ? 99 : f->extra);
    }
}

static void delta_layer(maker *m, int i)
{
    in_layer(m, i, "attn_qkv.weight", D, (2 * KEYS + VALUES) * 16, 0);
    in_layer(m, i, "attn_gate.weight", D, VALUES * 16, 0);
    in_layer(m, i, "ssm_conv1d.weight", 4, (2 * KEYS + VALUES) * 16, 0);
    in_layer(m, i, "ssm_dt.bias", VALUES, 0, 0);
    in_layer(m, i, "ssm_a", VALUES, 0, 0);
    in_layer(m, i, "ssm_alpha.weight", D, VALUES, 0);
    in_layer(m, i, "ssm_beta.weight", D, VALUES, 0);
    in_layer(m, i, "ssm_norm.weight", 16, 0, 0);
    in_layer(m, i, "ssm_out.weight", VALUES * 16, D, 0);
}

static void attention_layer(maker *m, int i)
{
    const family *f = m->f;
    bool owns = !is(m, "gemma4") || i < LAYERS - 1;
    in_layer(m, i, "attn_q.weight", D, HEADS * HEAD * (f->delta ? 2 : 1), 0);
    if (owns) in_layer(m, i, "attn_k.weight", D, HEAD, 0);
    if (owns && !(is(m, "gemma4") && i == 1)) in_layer(m, i, "attn_v.weight", D, HEAD, 0); /* there: values from keys */
    in_layer(m, i, "attn_output.weight", HEADS * HEAD, D, 0);
    scale_tensor(m, i, "attn_output", 1);
    if (f->qk_norms) in_layer(m, i, "attn_q_norm.weight", HEAD, 0, 0);
    if (f->qk_norms && owns) in_layer(m, i, "attn_k_norm.weight", HEAD, 0, 0);
    if (f->biases) in_layer(m, i, "attn_q.bias", HEADS * HEAD, 0, 0);
    if (is(m, "gpt-oss")) in_layer(m, i, "attn_sinks.weight", HEADS, 0, 0);
}

static void mixture_layer(maker *m, int i)
{
    uint64_t rows = m->f->expert_rows ? m->f->expert_rows : 32;
    in_layer(m, i, "ffn_gate_inp.weight", D, EXPERTS, 0);
    experts(m, i, "ffn_gate", D, rows);
    experts(m, i, "ffn_up", D, 32);
    experts(m, i, "ffn_down", 32, D);
    scale_tensor(m, i, "ffn_up_exps", EXPERTS);
    if (m->f->biases) in_layer(m, i, "ffn_up_exps.bias", 32, EXPERTS, 0);
    if (!is(m, "gemma4")) return;
    in_layer(m, i, "ffn_gate_inp.scale", D, 0, 0);
    in_layer(m, i, "pre_ffw_norm_2.weight", D, 0, 0);
    in_layer(m, i, "post_ffw_norm_1.weight", D, 0, 0);
    in_layer(m, i, "post_ffw_norm_2.weight", D, 0, 0);
    in_layer(m, i, "ffn_down_exps.scale", EXPERTS, 0, 0);
}

static void layer(maker *m, int i)
{
    const family *f = m->f;
    bool early = f->delta || is(m, "gpt-oss"); /* post_attention_norm stands before the feed-forward */
    in_layer(m, i, "attn_norm.weight", D, 0, 0);
    if (f->delta && (i + 1) % 3) delta_layer(m, i);
    else attention_layer(m, i);
    if (f->post_norms || early) in_layer(m, i, "post_attention_norm.weight", D, 0, 0);
    if (!early) in_layer(m, i, "ffn_norm.weight", D, 0, 0);
    if (f->mixture) mixture_layer(m, i);
    if (!f->mixture || is(m, "gemma4")) {
        in_layer(m, i, "ffn_gate.weight", D, FF, 0);
        in_layer(m, i, "ffn_up.weight", D, FF, 0);
        in_layer(m, i, "ffn_down.weight", FF, D, 0);
    }
    if (f->post_norms) in_layer(m, i, "post_ffw_norm.weight", D, 0, 0);
    if (f->ple) {
        in_layer(m, i, "inp_gate.weight", D, PLE, 0);
        in_layer(m, i, "proj.weight", PLE, D, 0);
        in_layer(m, i, "post_norm.weight", D, 0, 0);
        in_layer(m, i, "layer_output_scale.weight", 1, 0, 0);
    }
}

static const char *write_model(const family *f)
{
    static char path[600];
    maker m = {.f = f, .seed = 11};
    gp_err err = {0};
    keys(&m);
    tensor(&m, "token_embd.weight", D, VOCAB, 0);
    tensor(&m, "output_norm.weight", D, 0, 0);
    if (f->ple) {
        tensor(&m, "per_layer_token_embd.weight", PLE * LAYERS, VOCAB, 0);
        tensor(&m, "per_layer_model_proj.weight", D, PLE * LAYERS, 0);
        tensor(&m, "per_layer_proj_norm.weight", PLE, 0, 0);
    }
    for (int i = 0; i < LAYERS; i++) layer(&m, i);
    if (f->stranger) tensor(&m, "blk.0.attn_q.lora", D, 8, 0);
    if (f->stranger) tensor(&m, "stranger", D, 0, 0);
    (void)snprintf(path, sizeof path, "%s/family.gguf", t_tmpdir());
    gp_str bytes = gb_finish(&m.g);
    T_OK(gp_buf_check(&m.g.out, &err), err);
    T_OK(gp_write_file(path, bytes, &err), err);
    gb_free(&m.g);
    return path;
}

static void remove_model(const char *path)
{
    gp_arena a = {0};
    (void)unlink(path);
    (void)rmdir(gp_path_dir(&a, path));
    gp_arena_free(&a);
}

static gp_model *open_model(const char *path)
{
    gp_model *m;
    gp_err err = {0};
    T_OK(gp_model_open(path, &(gp_model_options){.slots = 2, .batch = 16, .context = 1000}, &m, &err), err);
    return m;
}

static void evaluate(gp_session *s, gp_model *m, const int32_t *ids, uint32_t n, float *out)
{
    gp_err err = {0};
    T_OK(gp_engine_step(m, &(gp_step_item){s, ids, n, out ? GP_ROWS_ALL : GP_ROWS_NONE, out}, 1, &err), err);
}

static gp_session *new_session(gp_model *m)
{
    gp_session *s;
    gp_err err = {0};
    T_OK(gp_session_new(m, &s, &err), err);
    return s;
}

static const family families[] = {
    {.arch = "llama", .mixture = true},
    {.arch = "gemma2", .post_norms = true},
    {.arch = "gpt-oss", .mixture = true, .biases = true},
    {.arch = "gemma4", .mixture = true, .post_norms = true, .qk_norms = true, .ple = true},
    {.arch = "qwen35", .qk_norms = true, .delta = true},
    {.arch = "qwen35moe", .qk_norms = true, .delta = true, .mixture = true},
};
enum { FAMILIES = sizeof families / sizeof *families };

static void fill_ids(int32_t ids[N])
{
    for (int i = 0; i < N; i++) ids[i] = (i * 37 + i / 9 + 5) % VOCAB;
}

/* Logits of ids in chunks, in one of two sequences; the other is fed other tokens in the same steps. */
static void check_chunks(gp_model *m, const int32_t *ids, uint32_t chunk, const float *want, float *got)
{
    gp_session *other = new_session(m), *s = new_session(m);
    gp_err err = {0};
    for (uint32_t at = 0; at < N; at += chunk) {
        uint32_t k = N - at < chunk ? N - at : chunk;
        const gp_step_item items[] = {{other, ids + N - at - k, k, GP_ROWS_NONE, NULL},
                                      {s, ids + at, k, GP_ROWS_ALL, got + (size_t)at * VOCAB}};
        T_OK(gp_engine_step(m, items, 2, &err), err);
    }
    assert_memory_equal(want, got, sizeof(float) * N * VOCAB);
    gp_session_free(s);
    gp_session_free(other);
}

static void test_chunks(void **state)
{
    (void)state;
    int32_t ids[N];
    float *want = calloc(N * VOCAB, sizeof *want), *got = calloc(N * VOCAB, sizeof *got);
    fill_ids(ids);
    for (int i = 0; i < FAMILIES; i++) {
        const char *path = write_model(&families[i]);
        gp_model *m = open_model(path);
        gp_session *s = new_session(m);
        evaluate(s, m, ids, N, want);
        gp_session_free(s);
        for (int k = 0; k < N * VOCAB; k++) /* suppressed */
            if (!isfinite(want[k])) assert_true(!strcmp(families[i].arch, "gemma4") && k % VOCAB == 7 && want[k] < 0.f);
        check_chunks(m, ids, 1, want, got);
        check_chunks(m, ids, 7, want, got);
        check_chunks(m, ids, 40, want, got);
        gp_model_close(m);
        remove_model(path);
    }
    free(want);
    free(got);
}

/* Cut a sequence to `length`; it says how much is left, and what is fed again comes out as before. */
static void check_cut(gp_model *m, const int32_t *ids, const float *want, uint32_t length, uint32_t left)
{
    float *got = calloc(N * VOCAB, sizeof *got);
    gp_session *s = new_session(m);
    evaluate(s, m, ids, N, NULL);
    assert_int_equal(gp_session_truncate(s, length), left);
    assert_int_equal(gp_session_length(s), left);
    evaluate(s, m, ids + left, N - left, got);
    assert_memory_equal(got, want + (size_t)left * VOCAB, sizeof *got * (N - left) * VOCAB);
    gp_session_free(s);
    free(got);
}

static void test_cuts(void **state)
{
    (void)state;
    static const struct {
        int family;
        uint32_t length, left;
    } cuts[] = {{0, 10, 10}, {0, 149, 149}, {1, 149, 149}, {1, 130, 130},
                {1, 30, 0},  {1, 0, 0},     {4, 149, 0},   {4, 0, 0}};
    int32_t ids[N];
    float *want = calloc(N * VOCAB, sizeof *want);
    fill_ids(ids);
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        const char *path = write_model(&families[cuts[i].family]);
        gp_model *m = open_model(path);
        gp_session *s = new_session(m);
        evaluate(s, m, ids, N, want);
        assert_int_equal(gp_session_truncate(s, N + 5), N);
        gp_session_free(s);
        check_cut(m, ids, want, cuts[i].length, cuts[i].left);
        gp_model_close(m);
        remove_model(path);
    }
    free(want);
}

static void test_sizes(void **state)
{
    (void)state;
    for (int i = 0; i < FAMILIES; i++) {
        const char *path = write_model(&families[i]);
        gp_model *m = open_model(path);
        const gp_model_facts *f = gp_model_get_facts(m);
        uint64_t said = f->device_weight_bytes + f->kv_bytes * 2 + f->scratch_bytes,
                 real = gp_ocl_allocated(gp_model_device(m));
        if (said > real * 105 / 100 || said < real * 95 / 100)
            fail_msg("%s: estimated %llu, allocated %llu", families[i].arch, (unsigned long long)said,
                     (unsigned long long)real);
        assert_true(f->confirmed);
        gp_model_close(m);
        remove_model(path);
    }
}

/* 1000 tokens are 16 pages; a window of 20 with chunks of 16 needs 2. */
static void test_window_bytes(void **state)
{
    (void)state;
    const char *path = write_model(&families[1]);
    gp_model *m = open_model(path);
    uint64_t page = 64 * HEAD * 4;
    assert_int_equal(gp_model_get_facts(m)->kv_bytes, 2 * page * (2 + 16 + 2));
    gp_model_close(m);
    remove_model(path);
}

static void refused(family f, const char *text)
{
    gp_model *m;
    gp_err err = {0};
    const char *path = write_model(&f);
    T_FAILS(gp_model_open(path, &(gp_model_options){0}, &m, &err), GP_E_INPUT, err, text);
    remove_model(path);
}

static float *logits_of(const family *f)
{
    int32_t ids[N];
    float *out = calloc(N * VOCAB, sizeof *out);
    const char *path = write_model(f);
    gp_model *m = open_model(path);
    gp_session *s = new_session(m);
    fill_ids(ids);
    evaluate(s, m, ids, N, out);
    gp_session_free(s);
    gp_model_close(m);
    remove_model(path);
    return out;
}

static void check_same(const family *a, const family *b, bool equal)
{
    float *x = logits_of(a), *y = logits_of(b);
    if (equal) assert_memory_equal(x, y, sizeof *x * N * VOCAB);
    else assert_memory_not_equal(x, y, sizeof *x * N * VOCAB);
    free(x);
    free(y);
}

/* What a file says of windows and caps counts; what it does not say is as published. */
static void test_defaults(void **state)
{
    (void)state;
    for (int i = 1; i <= 2; i++) {
        family two = families[i], three = families[i];
        two.period = 2;
        three.period = 3;
        check_same(&families[i], &two, true);
        check_same(&families[i], &three, false);
    }
    family thirty = families[3], ten = families[3];
    thirty.cap = 30.f;
    ten.cap = 10.f;
    check_same(&families[3], &thirty, true);
    check_same(&families[3], &ten, false);
}

/* A scale of a tensor, or of each expert's matrix, multiplies the product, before a bias. */
static void test_scales(void **state)
{
    (void)state;
    for (int biases = 0; biases < 2; biases++) {
        const char *arch = biases ? "gpt-oss" : "llama";
        const family tensors = {.arch = arch, .mixture = true, .biases = biases, .scale = SCALE_TENSORS},
                     weights = {.arch = arch, .mixture = true, .biases = biases, .scale = SCALED_WEIGHTS},
                     none = {.arch = arch, .mixture = true, .biases = biases};
        check_same(&tensors, &weights, true);
        check_same(&tensors, &none, false);
    }
    refused((family){.arch = "llama", .mixture = true, .scale = WRONG_SCALE},
            "its shape is [2, 1, 1], the hyper-parameters ask for [1, 1]");
}

/* Files with a tensor for every expert are the same model as those that stack them. */
static void test_single_experts(void **state)
{
    (void)state;
    const family stacked = {.arch = "llama", .mixture = true},
                 single = {.arch = "llama", .mixture = true, .single = true};
    check_same(&stacked, &single, true);
    refused((family){.arch = "llama", .mixture = true, .single = true, .expert_rows = 48},
            "\"blk.0.ffn_gate.0.weight\"");
}

/* Tensors without a use are named; of those that are used none is. */
static void test_unused(void **state)
{
    (void)state;
    for (int stranger = 0; stranger < 2; stranger++)
        for (int i = 0; i < FAMILIES; i++) {
            family f = families[i];
            gp_arena a = {0};
            gp_gguf *g;
            gp_err err = {0};
            const gp_str *list;
            size_t n;
            f.stranger = stranger;
            const char *path = write_model(&f);
            T_OK(gp_gguf_open(path, &g, &err), err);
            T_OK(gp_model_unused(g, &a, &list, &n, &err), err);
            assert_int_equal(n, stranger ? 2 : 0);
            gp_str text = gp_model_unused_text(g, &a);
            if (stranger) {
                assert_true(gp_str_eqc(list[0], "blk.0.attn_q.lora") && gp_str_eqc(list[1], "stranger"));
                assert_true(gp_str_find(text, GP_STR("2 of the file's")) == 0 &&
                            gp_str_find(text, GP_STR("the first is blk.0.attn_q.lora")) != SIZE_MAX);
            } else assert_int_equal(text.n, 0);
            gp_gguf_close(g);
            gp_arena_free(&a);
            remove_model(path);
        }
}

/* What a trace looks at is the same each time, with the kernels of every family: nothing of it is left unwritten. */
static void test_traces(void **state)
{
    (void)state;
    int32_t ids[N];
    fill_ids(ids);
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        gp_arena a = {0};
        gp_err err = {0};
        gp_trace t, again;
        gp_trace_options o = {.path = write_model(&families[i]), .ids = ids, .n = N, .n_prompt = N - 6};
        T_OK(gp_trace_make(&a, &o, NULL, &t, &err), err);
        assert_true(t.n > 0 && !t.parted);
        for (int portable = 0; portable < 2; portable++) {
            o.o.ocl.portable = portable;
            T_OK(gp_trace_make(&a, &o, &t, &again, &err), err);
            if (again.parted) fail_msg("%s: %s", families[i].arch, again.list[again.n - 1].kernel.p);
            assert_int_equal(again.n, t.n);
        }
        remove_model(o.path);
        gp_arena_free(&a);
    }
}

static void test_refusals(void **state)
{
    (void)state;
    refused((family){.arch = "llama", .mixture = true, .used = 6}, "expert_used_count");
    refused((family){.arch = "llama", .mixture = true, .expert_rows = 48}, "\"blk.0.ffn_gate_exps.weight\"");
    refused((family){.arch = "llama", .mixture = true, .expert_rows = 48},
            "its shape is [32, 48, 5], the hyper-parameters ask for [32, 32, 5]");
    refused((family){.arch = "gpt-oss", .biases = true}, "gpt-oss.expert_count");
    refused((family){.arch = "gpt-oss", .mixture = true, .window = 1}, "attention.sliding_window is missing");
    family g = families[3], q = families[4];
    g.shared = 3;
    refused(g, "gemma4.attention.shared_kv_layers");
    g.shared = 2; /* the last layer is global, the only owner local */
    refused(g, "no earlier global layer has");
    g.shared = 0;
    g.pattern = 2;
    refused(g, "has 2 values, layer 2 needs one");
    g.pattern = 0;
    g.suppressed = VOCAB;
    refused(g, "token 61 is outside the vocabulary of 61");
    q.groups = 3;
    refused(q, "4 value heads (ssm.time_step_rank) cannot share 3 key heads");
    q.groups = 0;
    q.extra = 9;
    refused(q, "nextn_predict_layers is 99");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_chunks),         cmocka_unit_test(test_cuts),
                                       cmocka_unit_test(test_sizes),          cmocka_unit_test(test_window_bytes),
                                       cmocka_unit_test(test_defaults),       cmocka_unit_test(test_scales),
                                       cmocka_unit_test(test_single_experts), cmocka_unit_test(test_unused),
                                       cmocka_unit_test(test_refusals),       cmocka_unit_test(test_traces)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
