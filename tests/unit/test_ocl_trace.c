/* test_ocl_trace.c - a trace is the same for the same side, disturbs nothing, and names a kernel that was changed. */
#include "t.h"

#include "base/sys.h"
#include "engine/trace.h"
#include "tiny_model.h"

enum { PROMPT = 70, ALL = 75 };

typedef struct fx {
    gp_arena a;
    const char *path, *folder;
    int32_t ids[ALL];
    gp_trace_options o;
} fx;

static int setup(void **state)
{
    fx *f = gp_alloc(sizeof *f);
    f->path = gp_str_dup(&f->a, gp_str_c(tiny_write(&(tiny){.matrices = GP_GGML_Q8_0}))).p;
    f->folder = gp_path_join(&f->a, gp_path_dir(&f->a, f->path), "kernels");
    for (int i = 0; i < ALL; i++) f->ids[i] = (i * 53 + 5) % TINY_VOCAB;
    f->o = (gp_trace_options){.path = f->path, .ids = f->ids, .n = ALL, .n_prompt = PROMPT};
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fx *f = *state;
    gp_remove_tree(f->folder);
    tiny_remove(f->path);
    gp_arena_free(&f->a);
    free(f);
    return 0;
}

/* This build's kernel file with one place changed, in a folder of its own. */
static void change(fx *f, const char *file, const char *from, const char *to)
{
    gp_err err = {0};
    gp_str text;
    gp_buf b = {0};
    T_OK(gp_read_file(&f->a, gp_path_join(&f->a, "lib/ocl/kernels", file), 0, &text, &err), err);
    size_t at = gp_str_find(text, gp_str_c(from)), n = strlen(from);
    assert_true(at != SIZE_MAX);
    gp_buf_put(&b, text.p, at);
    gp_buf_c(&b, to);
    gp_buf_put(&b, text.p + at + n, text.n - at - n);
    gp_remove_tree(f->folder);
    T_OK(gp_make_dirs(f->folder, &err), err);
    T_OK(gp_write_file(gp_path_join(&f->a, f->folder, file), gp_buf_view(&b), &err), err);
    gp_buf_free(&b);
}

static gp_trace make(fx *f, const char *sources, const gp_trace *against)
{
    gp_err err = {0};
    gp_trace t;
    f->o.o.ocl.sources = sources;
    T_OK(gp_trace_make(&f->a, &f->o, against, &t, &err), err);
    f->o.o.ocl.sources = NULL;
    return t;
}

static void alike(fx *f, const gp_trace *t)
{
    gp_trace again = make(f, NULL, t);
    assert_false(again.parted);
    assert_int_equal(again.n, t->n);
}

static void test_same(void **state)
{
    fx *f = *state;
    for (int kv = 0; kv < 2; kv++) {
        f->o.o.kv = kv ? GP_KV_F16 : GP_KV_F32;
        gp_trace t = make(f, NULL, NULL);
        assert_false(t.parted);
        /* the prompt in 3 pieces, 5 tokens: each an embedding, 2 layers of 9 or more launches, a norm and a product */
        assert_true(t.n >= 8 * (1 + 2 * 9 + 2));
        assert_int_equal(t.list[0].layer, -1);
        assert_int_equal(t.list[t.n - 1].layer, TINY_LAYERS);
        assert_int_equal(gp_trace_number_in_layer(&t, 0), 1);
        assert_int_equal(gp_trace_number_in_layer(&t, t.n - 1), 2);
        alike(f, &t);
        f->o.o.ocl.portable = true;
        alike(f, &t);
        f->o.o.ocl.portable = false;
        f->o.o.ocl.work_group = 16;
        alike(f, &t);
        f->o.o.ocl.work_group = 0;
    }
}

/* The values of the last operation are the logits that an ordinary step gives. */
static void test_logits(void **state)
{
    fx *f = *state;
    gp_err err = {0};
    gp_model *m;
    gp_session *s;
    float want[TINY_VOCAB];
    gp_trace t = make(f, NULL, NULL);
    gp_operation *list = GP_NEW_ARRAY(&f->a, gp_operation, t.n);
    memcpy(list, t.list, t.n * sizeof *list);
    list[t.n - 1].digest ^= 1;
    t.list = list;
    gp_trace last = make(f, NULL, &t);
    assert_true(last.parted);
    assert_int_equal(last.n, t.n);
    T_OK(gp_model_open(f->path, &f->o.o, &m, &err), err);
    T_OK(gp_session_new(m, &s, &err), err);
    T_OK(gp_engine_step(m, &(gp_step_item){s, f->ids, ALL, GP_ROWS_LAST, want}, 1, &err), err);
    const gp_trace_values *v = &last.values[last.n_values - 1];
    assert_string_equal(v->buffer.p, "logits");
    assert_int_equal(v->position, ALL - 1);
    assert_memory_equal(v->bytes.p, want, sizeof want);
    gp_session_free(s);
    gp_model_close(m);
}

typedef struct wanted {
    const char *file, *from, *to; /* what is changed */
    int layer;
    const char *kernel, *weights, *buffer;
    int64_t position;
} wanted;

#define RMS "float r = gp_rsqrt(fma(gp_sumsq(x, ld), inv_n, eps));"
#define ONE "GP_MM_Q8_0(gp_mm_q8_0_1, 1)"
#define Q8 "if ((flags & GP_OUT_Q8) && i < k)"

/* Both ways: who is held against whom does not matter. */
static void find(fx *f, const wanted *w)
{
    gp_trace_difference d, e;
    change(f, w->file, w->from, w->to);
    gp_trace plain = make(f, NULL, NULL), other = make(f, f->folder, &plain), one = make(f, NULL, &other);
    assert_true(other.parted && one.parted);
    const gp_operation *x = &other.list[other.n - 1];
    if (!gp_str_eqc(x->kernel, w->kernel)) fail_msg("%.*s instead of %s", GP_ARG(x->kernel), w->kernel);
    if (x->layer != w->layer) fail_msg("%s: layer %d", w->kernel, (int)x->layer);
    assert_string_equal(other.weights.p, w->weights);
    assert_true(gp_trace_compare(&f->a, &one, &other, &d));
    assert_string_equal(d.buffer.p, w->buffer);
    assert_int_equal(d.position, w->position);
    assert_true(d.read_alike && d.n_other > 0 && d.n_other <= d.n);
    assert_true(d.one != d.other);
    assert_string_not_equal(d.one_bits.p, d.other_bits.p);
    assert_true(gp_trace_compare(&f->a, &other, &one, &e));
    assert_true(e.one == d.other && e.other == d.one && e.index == d.index);
    assert_false(gp_trace_compare(&f->a, &one, &plain, &d)); /* which kept no values */
}

static void test_changed_kernel(void **state)
{
    fx *f = *state;
    static const wanted all[] = {
        {"row.cl", "a = gp_gated(x, u, i, k, act, values);",
         "a = gp_gated(x, u, i, k, act, values); if (t == 3 && !i) a.s5 += 1.f;", 0, "gp_act", "", "ff", 3},
        {"row.cl", RMS, RMS " if (t == 9) r *= 2.f;", 0, "gp_rms", "blk.0.attn_norm.weight", "h", 9},
        /* the last norm sees one row, that of the last token */
        {"row.cl", RMS, RMS " if (use_rows) r *= 2.f;", TINY_LAYERS, "gp_rms", "output_norm.weight",
         "scales of int8 activations", 31},
        {"row.cl", Q8, "if (use_rows && i == 64) b.s3 *= 50.f; " Q8, TINY_LAYERS, "gp_rms", "output_norm.weight",
         "int8 activations", 31},
        /* what only the cache holds, of the second page; of a token behind the prompt */
        {"attention.cl", "= STORE(x[i] * f);", "= STORE(x[i] * f + (pos == 66 && i == 2 ? 1.f : 0.f));", 0,
         "gp_rope_store_f32", "", "values", 66},
        {"attention.cl", "= STORE(x[i]);", "= STORE(x[i] + (pos == 72 && i == 2 ? 1.f : 0.f));", 0, "gp_rope_store_f32",
         "", "keys", 72},
        /* a product of one row, which a piece of the prompt takes only for its logits */
        {"mm_q8_0.cl", ONE,
         "#define gp_finish(s, y, b, a, f) gp_finish((s) + 1.f, y, b, a, f)\n" ONE "\n#undef gp_finish", TINY_LAYERS,
         "gp_mm_q8_0_1", "token_embd.weight", "logits", 31},
        /* int8 activations lie interleaved: their token is found all the same */
        {"row.cl", Q8, "if (t == 13 && i == 64) b.s3 *= 50.f; " Q8, 0, "gp_rms", "blk.0.attn_norm.weight",
         "int8 activations", 13},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) find(f, &all[i]);
}

static void test_sources_refused(void **state)
{
    fx *f = *state;
    gp_err err = {0};
    gp_trace t;
    f->o.o.ocl.sources = f->folder;
    assert_int_equal(gp_trace_make(&f->a, &f->o, NULL, &t, &err), GP_E_INPUT); /* there is none */
    T_OK(gp_make_dirs(f->folder, &err), err);
    assert_int_equal(gp_trace_make(&f->a, &f->o, NULL, &t, &err), GP_E_INPUT);
    assert_non_null(strstr(err.msg, "holds no kernel files"));
    T_OK(gp_write_file(gp_path_join(&f->a, f->folder, "rows.cl"), GP_STR(""), &err), err);
    assert_int_equal(gp_trace_make(&f->a, &f->o, NULL, &t, &err), GP_E_INPUT);
    assert_non_null(strstr(err.msg, "no kernel file of that name"));
}

static void test_interrupted(void **state)
{
    fx *f = *state;
    static const volatile sig_atomic_t yes = 1;
    gp_err err = {0};
    gp_trace t;
    f->o.interrupted = &yes;
    assert_int_equal(gp_trace_make(&f->a, &f->o, NULL, &t, &err), GP_E_CANCELLED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same, setup, teardown),
        cmocka_unit_test_setup_teardown(test_logits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_changed_kernel, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sources_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_interrupted, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
