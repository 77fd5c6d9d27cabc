/* Files that are no model, or less than they say, are named before a device is touched. */
#include "engine/engine.h"
#include "gguf_build.h"
#include "t.h"
#include "tiny_model.h"

static void what_is_no_model_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *key, *value, *architecture, *want;
    } rows[] = {
        {"general.type", "adapter", "llama", "m.gguf is a LoRA adapter, which is no model by itself"},
        {"adapter.type", "lora", "llama", "a LoRA adapter"},
        {"general.type", "imatrix", NULL, "m.gguf is an importance matrix"},
        {"general.type", "mmproj", "clip", "a projector"},
        {"general.name", "x", "clip", "a projector"},
        {"general.name", "x", "controlvector", "a control vector"},
        {"general.type", "model", "nothing", "architecture \"nothing\" is not supported"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        gb file = {0};
        gp_gguf *g;
        gp_err err = {0};
        gp_model_facts f;
        if (rows[i].architecture) gb_str(&file, "general.architecture", rows[i].architecture);
        gb_str(&file, rows[i].key, rows[i].value);
        T_OK(gp_gguf_parse("m.gguf", gb_finish(&file), &g, &err), err);
        T_FAILS(gp_model_estimate(g, NULL, &f, &err), GP_E_INPUT, err, rows[i].want);
        gp_gguf_close(g);
        gb_free(&file);
    }
}

/* The number behind the key in the file. */
static void say_layers(const char *path, uint32_t n)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text;
    T_OK(gp_read_file(&a, path, 0, &text, &err), err);
    size_t at = gp_str_find(text, GP_STR("block_count")) + strlen("block_count") + 4;
    memcpy((char *)(uintptr_t)text.p + at, &n, 4);
    T_OK(gp_write_file(path, text, &err), err);
    gp_arena_free(&a);
}

static void layers_that_the_count_leaves_out_are_an_error(void **state)
{
    (void)state;
    const char *path = tiny_write(&(tiny){.matrices = GP_GGML_F16});
    for (uint32_t n = 1; n <= TINY_LAYERS + 1; n++) {
        gp_gguf *g;
        gp_err err = {0};
        gp_model_facts f;
        say_layers(path, n);
        T_OK(gp_gguf_open(path, &g, &err), err);
        gp_code code = gp_model_estimate(g, NULL, &f, &err);
        if (n == TINY_LAYERS) T_OK(code, err);
        else if (n > TINY_LAYERS) T_FAILS(code, GP_E_INPUT, err, "blk.2.");
        else
            T_FAILS(
                code, GP_E_INPUT, err,
                "block_count says that there are 1 layers, but the tensor blk.1.attn_norm.weight belongs to layer 1");
        gp_gguf_close(g);
    }
    tiny_remove(path);
}

/* A file with one more key; 64 bytes, so that the tensors keep their alignment. */
static void add_tool_template(const char *path)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text;
    gp_buf kv = {0}, out = {0};
    uint64_t n;
    T_OK(gp_read_file(&a, path, 0, &text, &err), err);
    tiny_text(&kv, "tokenizer.chat_template.tool_use");
    tiny_u32(&kv, 8);
    tiny_text(&kv, "TOOL {{ x }}");
    assert_int_equal(kv.n, 64);
    memcpy(&n, text.p + 16, 8);
    gp_buf_put(&out, text.p, 16);
    tiny_u64(&out, n + 1);
    gp_buf_str(&out, gp_buf_view(&kv));
    gp_buf_put(&out, text.p + 24, text.n - 24);
    T_OK(gp_write_file(path, gp_buf_view(&out), &err), err);
    gp_buf_free(&kv);
    gp_buf_free(&out);
    gp_arena_free(&a);
}

static void chats_with_tools_have_a_template_of_their_own(void **state)
{
    (void)state;
    const char *path = tiny_write(&(tiny){.matrices = GP_GGML_F16});
    for (int named = 0; named < 2; named++) {
        gp_gguf *g;
        gp_err err = {0};
        gp_model_facts f;
        if (named) add_tool_template(path);
        T_OK(gp_gguf_open(path, &g, &err), err);
        T_OK(gp_model_estimate(g, NULL, &f, &err), err);
        assert_true(gp_str_eqc(f.tool_template, named ? "TOOL {{ x }}" : ""));
        assert_int_equal(f.chat_template.n, 0);
        gp_gguf_close(g);
    }
    tiny_remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_model_is_named),
        cmocka_unit_test(chats_with_tools_have_a_template_of_their_own),
        cmocka_unit_test(layers_that_the_count_leaves_out_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
