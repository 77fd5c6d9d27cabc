/* test_ocl_engine.c - the engine on a small random model: what may not change a bit, generation, and refusals. */
#include "t.h"

#include <math.h>
#include <sys/wait.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "engine/engine.h"
#include "ocl/cl.h"
#include "tiny_model.h"

static gp_model *open_tiny(const char *path, gp_model_options o)
{
    gp_model *m;
    gp_err err = {0};
    T_OK(gp_model_open(path, &o, &m, &err), err);
    return m;
}

static void fill_ids(int32_t *ids, int n, int salt)
{
    for (int i = 0; i < n; i++) ids[i] = (i * 53 + salt) % TINY_VOCAB;
}

/* Logits of the whole prompt in chunks; a neighbour, where given, is evaluated in the same steps. */
static void logits_of(gp_model *m, const int32_t *ids, uint32_t n, uint32_t chunk, const int32_t *neighbour, float *out)
{
    gp_session *s, *b = NULL;
    gp_err err = {0};
    T_OK(gp_session_new(m, &s, &err), err);
    if (neighbour) T_OK(gp_session_new(m, &b, &err), err);
    for (uint32_t at = 0; at < n; at += chunk) {
        uint32_t k = n - at < chunk ? n - at : chunk;
        const gp_step_item items[] = {{s, ids + at, k, GP_ROWS_ALL, out + (size_t)at * TINY_VOCAB},
                                      {b, neighbour ? neighbour + at : NULL, k, GP_ROWS_NONE, NULL}};
        T_OK(gp_engine_step(m, items, neighbour ? 2 : 1, &err), err);
    }
    assert_int_equal(gp_session_length(s), n);
    gp_session_free(s);
    gp_session_free(b);
}

static void test_chunks_and_neighbours(void **state)
{
    (void)state;
    enum { N = 90 };
    static const gp_ggml_type types[] = {GP_GGML_Q8_0, GP_GGML_F32};
    int32_t ids[N], other[N];
    float *want = calloc((size_t)N * TINY_VOCAB, 4), *got = calloc((size_t)N * TINY_VOCAB, 4);
    fill_ids(ids, N, 1);
    fill_ids(other, N, 17);
    for (size_t i = 0; i < 2; i++) {
        const char *path = tiny_write(&(tiny){.matrices = types[i]});
        gp_model *m = open_tiny(path, (gp_model_options){.slots = 2, .batch = 32, .kv = i ? GP_KV_F16 : GP_KV_F32});
        logits_of(m, ids, N, N, NULL, want);
        for (int k = 0; k < N * TINY_VOCAB; k++) assert_true(isfinite(want[k]));
        static const uint32_t chunks[] = {1, 3, 7, 64};
        for (size_t k = 0; k < 4; k++) {
            logits_of(m, ids, N, chunks[k], NULL, got);
            assert_memory_equal(want, got, (size_t)N * TINY_VOCAB * 4);
        }
        logits_of(m, ids, N, 5, other, got);
        assert_memory_equal(want, got, (size_t)N * TINY_VOCAB * 4);
        logits_of(m, other, N, 5, ids, got); /* and the neighbour really computed something else */
        assert_memory_not_equal(want, got, (size_t)N * TINY_VOCAB * 4);
        gp_model_close(m);
        tiny_remove(path);
    }
    free(want);
    free(got);
}

/* Digest from a fresh process, because threads and kernel library are fixed when OpenCL is loaded. */
static void digest_with(const char *env, const char *model, const char *options, char out[80])
{
    char cmd[1600];
    const char *build = getenv("BUILD");
    (void)snprintf(cmd, sizeof cmd, "%s %s/tests/logits_digest %s %s", env, build ? build : "build", model, options);
    FILE *f = popen(cmd, "r");
    assert_non_null(f);
    memset(out, 0, 80);
    if (!fgets(out, 80, f)) fail_msg("no output of: %s", cmd);
    assert_int_equal(pclose(f), 0);
    assert_int_equal(strlen(out), 65);
}

static void test_digest_over_settings(void **state)
{
    (void)state;
    static const char *const runs[][2] = {
        {"", "--threads 1"},
        {"", "--threads 2 --chunk 7"},
        {"", "--work-group 16"},
        {"", "--work-group 64 --chunk 1"},
        {"", "--portable"},
        {"", "--no-vnni --neighbours 1"},
        {"POCL_KERNELLIB_NAME=avx2", ""},
        {"POCL_KERNELLIB_NAME=sse2", "--batch 8"},
    };
    const char *path = tiny_write(&(tiny){.matrices = GP_GGML_Q8_0});
    char want[80], got[80];
    digest_with("", path, "", want);
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        digest_with(runs[i][0], path, runs[i][1], got);
        if (strcmp(want, got)) fail_msg("%s %s: %.16s instead of %.16s", runs[i][0], runs[i][1], got, want);
    }
    digest_with("", path, "--kv f16", got);
    assert_string_not_equal(want, got); /* what may change bits does */
    tiny_remove(path);
}

/* ---- generation ---- */

static void test_scheduler_equals_alone(void **state)
{
    (void)state;
    enum { REQUESTS = 5 };
    const char *path = tiny_write(&(tiny){.matrices = GP_GGML_Q8_0});
    gp_model *m = open_tiny(path, (gp_model_options){.slots = 3, .batch = 16});
    int32_t ids[REQUESTS][40];
    gp_generation *alone[REQUESTS], *r;
    gp_scheduler *s;
    gp_err err = {0};
    gp_request q[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
        fill_ids(ids[i], 40, i * 29);
        q[i] = (gp_request){.prompt = ids[i],
                            .n_prompt = (size_t)(40 - 9 * i),
                            .max_tokens = (uint32_t)(4 + 3 * i),
                            .seed = (uint64_t)i,
                            .ctx = &q[i],
                            .sampling = {.temperature = i % 2 ? 0.9f : 0.f, .repetition_penalty = i == 2 ? 1.1f : 0.f}};
        T_OK(gp_generate(m, &q[i], &alone[i], &err), err);
        assert_int_equal(alone[i]->finish, GP_FINISH_LENGTH);
        assert_int_equal(alone[i]->n_tokens, q[i].max_tokens);
        assert_int_equal(alone[i]->n_rows, q[i].max_tokens);
    }
    T_OK(gp_scheduler_new(m, 0, &s, &err), err);
    for (int i = 0; i < REQUESTS; i++) T_OK(gp_scheduler_submit(s, &q[i], NULL, &err), err);
    int taken = 0;
    while (gp_scheduler_busy(s)) {
        T_OK(gp_scheduler_step(s, &err), err);
        while ((r = gp_scheduler_take(s))) {
            const gp_generation *w = alone[(gp_request *)r->ctx - q];
            assert_int_equal(r->n_tokens, w->n_tokens);
            assert_memory_equal(r->tokens, w->tokens, w->n_tokens * sizeof *w->tokens);
            assert_memory_equal(r->margin, w->margin, w->n_rows * sizeof *w->margin);
            assert_string_equal(r->logits_sha256, w->logits_sha256);
            gp_generation_free(r);
            taken++;
        }
    }
    assert_int_equal(taken, REQUESTS);
    gp_scheduler_free(s);
    for (int i = 0; i < REQUESTS; i++) gp_generation_free(alone[i]);
    gp_model_close(m);
    tiny_remove(path);
}

/* The digest is SHA-256 over the rows that the ids were chosen from. */
static void test_digest_is_over_rows(void **state)
{
    (void)state;
    const char *path = tiny_write(&(tiny){.matrices = GP_GGML_Q8_0});
    gp_model *m = open_tiny(path, (gp_model_options){0});
    int32_t ids[20];
    float rows[20 * TINY_VOCAB];
    char hex[GP_SHA256_HEX];
    gp_err err = {0};
    gp_generation *r;
    fill_ids(ids, 10, 3);
    T_OK(gp_generate(m, &(gp_request){.prompt = ids, .n_prompt = 10, .max_tokens = 3}, &r, &err), err);
    memcpy(ids + 10, r->tokens, 2 * sizeof *ids);
    logits_of(m, ids, 12, 12, NULL, rows);
    gp_sha256_hex_of((gp_str){(const char *)(rows + 9 * TINY_VOCAB), 3 * TINY_VOCAB * 4}, hex);
    assert_string_equal(hex, r->logits_sha256);
    for (int i = 0; i < 3; i++)
        assert_int_equal(r->tokens[i], gp_argmax(rows + (9 + i) * TINY_VOCAB, TINY_VOCAB, NULL));
    gp_generation_free(r);
    gp_model_close(m);
    tiny_remove(path);
}

static void test_cancel_and_overflow(void **state)
{
    (void)state;
    const char *path = tiny_write(&(tiny){.matrices = GP_GGML_F32});
    gp_model *m = open_tiny(path, (gp_model_options){.context = 64});
    int32_t ids[100];
    uint64_t first, second;
    gp_scheduler *s;
    gp_generation *r;
    gp_err err = {0};
    fill_ids(ids, 100, 5);
    T_OK(gp_scheduler_new(m, 0, &s, &err), err);
    T_FAILS(gp_scheduler_submit(s, &(gp_request){.prompt = ids, .n_prompt = 60, .max_tokens = 6}, &first, &err),
            GP_E_INPUT, err, "prompt of 60 tokens and 6 to generate do not fit a context of 64");
    T_FAILS(gp_scheduler_submit(s, &(gp_request){.prompt = ids, .n_prompt = 0, .max_tokens = 6}, &first, &err),
            GP_E_INPUT, err, "no tokens");
    ids[1] = TINY_VOCAB;
    T_FAILS(gp_scheduler_submit(s, &(gp_request){.prompt = ids, .n_prompt = 4, .max_tokens = 6}, &first, &err),
            GP_E_INPUT, err, "prompt token 1 is 301");
    ids[1] = 0;
    err = (gp_err){0};
    T_OK(gp_scheduler_submit(s, &(gp_request){.prompt = ids, .n_prompt = 60, .max_tokens = 5}, &first, &err), err);
    T_OK(gp_scheduler_submit(s, &(gp_request){.prompt = ids, .n_prompt = 4, .max_tokens = 5}, &second, &err), err);
    T_OK(gp_scheduler_step(s, &err), err);
    gp_scheduler_cancel(s, second); /* still queued */
    gp_scheduler_cancel(s, first);
    gp_scheduler_cancel(s, 999);
    assert_false(gp_scheduler_busy(s));
    for (int i = 0; i < 2; i++) {
        r = gp_scheduler_take(s);
        assert_non_null(r);
        assert_int_equal(r->finish, GP_FINISH_CANCELLED);
        assert_int_equal(r->ticket, i ? first : second);
        gp_generation_free(r);
    }
    assert_null(gp_scheduler_take(s));
    gp_scheduler_free(s);
    gp_model_close(m);
    tiny_remove(path);
}

static void test_step_checks(void **state)
{
    (void)state;
    const char *path = tiny_write(&(tiny){.matrices = GP_GGML_F32});
    gp_model *m = open_tiny(path, (gp_model_options){.context = 16});
    gp_session *s, *extra;
    int32_t ids[20] = {0};
    gp_err err = {0};
    T_OK(gp_session_new(m, &s, &err), err);
    T_FAILS(gp_session_new(m, &extra, &err), GP_E_INPUT, err, "all 1 sequences");
    T_FAILS(gp_engine_step(m, &(gp_step_item){s, ids, 17, GP_ROWS_NONE, NULL}, 1, &err), GP_E_INPUT, err,
            "17 tokens after 0 do not fit a context of 16");
    ids[2] = -1;
    T_FAILS(gp_engine_step(m, &(gp_step_item){s, ids, 3, GP_ROWS_NONE, NULL}, 1, &err), GP_E_INPUT, err,
            "token 2 of the input is -1");
    assert_int_equal(gp_session_length(s), 0);
    err = (gp_err){0};
    ids[2] = 0;
    T_OK(gp_engine_step(m, &(gp_step_item){s, ids, 16, GP_ROWS_NONE, NULL}, 1, &err), err);
    gp_session_truncate(s, 9);
    assert_int_equal(gp_session_length(s), 9);
    gp_session_free(s);
    gp_model_close(m);
    tiny_remove(path);
}

/* NVFP4 weights with a scale of their own: a factor of 1/4 for the product is the same as blocks a quarter as large. */
/* A file whose weights make no numbers gives an error, not a reply of tokens 0. */
static void test_no_numbers(void **state)
{
    (void)state;
    const char *path = tiny_write(&(tiny){.matrices = GP_GGML_F32, .spoil = "output_norm.weight"});
    gp_model *m = open_tiny(path, (gp_model_options){0});
    int32_t ids[4];
    gp_generation *r;
    gp_err err = {0};
    fill_ids(ids, 4, 5);
    for (int i = 0; i < 2; i++) {
        T_FAILS(gp_generate(
                    m,
                    &(gp_request){.prompt = ids, .n_prompt = 4, .max_tokens = 6, .sampling = {.temperature = (float)i}},
                    &r, &err),
                GP_E_INPUT, err, "all logits are NaN");
        assert_null(r);
    }
    gp_model_close(m);
    tiny_remove(path);
}

static void test_second_scale(void **state)
{
    (void)state;
    enum { N = 20 };
    int32_t ids[N];
    float *logits[3];
    fill_ids(ids, N, 3);
    for (int i = 0; i < 3; i++) {
        const char *path = tiny_write(&(tiny){.second_scale = i + 1, .matrices = GP_GGML_F32});
        gp_model *m = open_tiny(path, (gp_model_options){0});
        logits[i] = calloc((size_t)N * TINY_VOCAB, 4);
        logits_of(m, ids, N, N, NULL, logits[i]);
        gp_model_close(m);
        tiny_remove(path);
    }
    assert_memory_equal(logits[0], logits[1], (size_t)N * TINY_VOCAB * 4);
    assert_memory_not_equal(logits[0], logits[2], (size_t)N * TINY_VOCAB * 4); /* neither */
    for (int i = 0; i < 3; i++) free(logits[i]);
}

/* ---- refusals ---- */

static void refused(tiny t, gp_model_options o, gp_code code, const char *text)
{
    gp_model *m;
    gp_err err = {0};
    const char *path = tiny_write(&t);
    T_FAILS(gp_model_open(path, &o, &m, &err), code, err, text);
    tiny_remove(path);
}

static void test_refusals(void **state)
{
    (void)state;
    refused((tiny){.arch = "mamba7"}, (gp_model_options){0}, GP_E_INPUT,
            "architecture \"mamba7\" is not supported by the local engine; supported are llama");
    refused((tiny){.lose = "blk.1.ffn_up.weight"}, (gp_model_options){0}, GP_E_INPUT,
            "\"blk.1.ffn_up.weight\": is missing");
    refused((tiny){.reshape = "blk.0.attn_k.weight"}, (gp_model_options){0}, GP_E_INPUT,
            "its shape is [96, 33, 1], the hyper-parameters ask for [96, 32]");
    refused((tiny){.as_f64 = true}, (gp_model_options){0}, GP_E_INPUT,
            "type F64 is not supported by the local engine; supported are F32");
    refused((tiny){.heads = 96}, (gp_model_options){0}, GP_E_INPUT, "heads of 1 dimensions are not supported");
    refused((tiny){0}, (gp_model_options){.context = 4096}, GP_E_INPUT,
            "a context of 4096 tokens was asked for, the model has 200");
    refused((tiny){0}, (gp_model_options){.batch = 1u << 30}, GP_E_USAGE, "batch of 1073741824");
    refused((tiny){0}, (gp_model_options){.ocl = {.device = "no such device"}}, GP_E_INPUT,
            "no usable OpenCL device \"no such device\"; there are: 0: ");
    refused((tiny){0}, (gp_model_options){.ocl = {.work_group = 1u << 30}}, GP_E_INPUT, "work-group size 1073741824");
}

static void test_no_platform(void **state)
{
    (void)state;
    char cmd[1600], out[400] = "";
    const char *build = getenv("BUILD"), *path = tiny_write(&(tiny){0});
    (void)snprintf(cmd, sizeof cmd, "OCL_ICD_VENDORS=%s/none %s/tests/logits_digest %s 2>&1", path,
                   build ? build : "build", path);
    FILE *f = popen(cmd, "r");
    assert_non_null(f);
    assert_non_null(fgets(out, sizeof out, f));
    int status = pclose(f);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    if (!strstr(out, "no OpenCL device found; install the Debian package pocl-opencl-icd")) fail_msg("%s", out);
    tiny_remove(path);
}

/* A damaged cache file is replaced, not believed. */
static void test_damaged_cache(void **state)
{
    (void)state;
    gp_arena a = {0};
    const char *dir = t_tmpdir(), *const * names;
    size_t n;
    gp_ocl *d;
    gp_err err = {0};
    const gp_ocl_options o = {.cache_dir = dir};
    T_OK(gp_ocl_open(&o, &d, &err), err);
    gp_ocl_close(d);
    T_OK(gp_list_dir(&a, dir, &names, &n, &err), err);
    assert_int_equal(n, 1);
    const char *file = gp_path_join(&a, dir, names[0]);
    gp_str good, again;
    T_OK(gp_read_file(&a, file, 0, &good, &err), err);
    T_OK(gp_write_file(file, (gp_str){good.p, good.n / 2}, &err), err);
    T_OK(gp_ocl_open(&o, &d, &err), err);
    gp_ocl_close(d);
    T_OK(gp_read_file(&a, file, 0, &again, &err), err);
    assert_true(again.n > good.n / 2);
    (void)unlink(file);
    (void)rmdir(dir);
    gp_arena_free(&a);
}

static void note_kernels(void *user, const char *cache_dir, unsigned kernels)
{
    assert_string_equal(cache_dir, "kept here");
    *(unsigned *)user = kernels;
}

/* Nothing is said of what nobody notices; then once, and again after five seconds. */
static void test_compiling_is_told(void **state)
{
    (void)state;
    unsigned told = 99;
    gp_ocl *d = gp_alloc(sizeof *d);
    d->o.compiling = (gp_ocl_watcher){note_kernels, &told};
    (void)snprintf(d->cache.dir, sizeof d->cache.dir, "kept here");
    gp_ocl_compiled(d, gp_now_mono() - 0.1, 1);
    assert_int_equal(told, 99);
    gp_ocl_compiled(d, gp_now_mono() - 0.5, 1);
    assert_int_equal(told, 2);
    gp_ocl_compiled(d, gp_now_mono() - 1, 1);
    assert_int_equal(told, 2);
    gp_ocl_compiled(d, gp_now_mono() - 4, 1);
    assert_int_equal(told, 4);
    free(d);
}

static void test_estimate(void **state)
{
    (void)state;
    const char *path = tiny_write(&(tiny){.matrices = GP_GGML_Q8_0});
    gp_model_options o = {.slots = 2};
    gp_model *m = open_tiny(path, o);
    gp_model_facts f;
    gp_err err = {0};
    T_OK(gp_model_estimate(gp_model_gguf(m), &o, &f, &err), err);
    uint64_t said = f.device_weight_bytes + f.kv_bytes * 2 + f.scratch_bytes,
             real = gp_ocl_allocated(gp_model_device(m));
    if (said > real * 105 / 100 || said < real * 95 / 100)
        fail_msg("estimated %llu, allocated %llu", (unsigned long long)said, (unsigned long long)real);
    assert_true(gp_str_eqc(f.quantization, "Q8_0"));
    assert_int_equal(f.n_vocab, TINY_VOCAB);
    assert_true(strncmp(gp_model_get_facts(m)->quantization_mix.p, "Q8_0 ", 5) == 0);
    gp_model_close(m);
    tiny_remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chunks_and_neighbours), cmocka_unit_test(test_scheduler_equals_alone),
        cmocka_unit_test(test_digest_is_over_rows),   cmocka_unit_test(test_cancel_and_overflow),
        cmocka_unit_test(test_step_checks),           cmocka_unit_test(test_no_numbers),
        cmocka_unit_test(test_second_scale),          cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_no_platform),           cmocka_unit_test(test_damaged_cache),
        cmocka_unit_test(test_compiling_is_told),     cmocka_unit_test(test_estimate),
        cmocka_unit_test(test_digest_over_settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
