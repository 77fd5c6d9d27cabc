/* split_gguf.c - a GGUF model in two files: the first holds all metadata and no tensor, the second all tensors.
 *
 *   split_gguf IN.gguf PREFIX
 *
 * Writes PREFIX-00001-of-00002.gguf and PREFIX-00002-of-00002.gguf. The bytes of metadata, tensor table and data are
 * those of IN, so the model computes the same. */
#include <stdio.h>
#include <string.h>

#include "base/sys.h"
#include "gguf/gguf.h"

enum { HEADER = 24, ALIGN = 32 };

static void number(gp_buf *b, uint64_t v, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) gp_buf_byte(b, (char)(v >> 8 * i & 255));
}

static void key(gp_buf *b, const char *name, gp_gguf_kind kind, uint64_t v, unsigned bytes)
{
    number(b, strlen(name), 8);
    gp_buf_c(b, name);
    number(b, kind, 4);
    number(b, v, bytes);
}

static void split_keys(gp_buf *b, unsigned no, size_t tensors)
{
    key(b, "split.no", GP_GGUF_U16, no, 2);
    key(b, "split.count", GP_GGUF_U16, 2, 2);
    key(b, "split.tensors.count", GP_GGUF_I32, tensors, 4);
}

static void begin(gp_buf *b, size_t tensors, size_t values)
{
    gp_buf_c(b, "GGUF");
    number(b, 3, 4);
    number(b, tensors, 8);
    number(b, values, 8);
}

static size_t pad(size_t n) { return (n + ALIGN - 1) / ALIGN * ALIGN; }

/* Where the tensor table begins: at the length in front of the first name. */
static size_t table_at(const gp_gguf *g, gp_str all)
{
    gp_buf entry = {0};
    gp_str name = gp_gguf_tensor_at(g, 0)->name;
    number(&entry, name.n, 8);
    gp_buf_str(&entry, name);
    size_t at = gp_str_find(all, gp_buf_view(&entry));
    gp_buf_free(&entry);
    return at;
}

static size_t data_at(const gp_gguf *g, gp_str all)
{
    size_t first = all.n;
    for (size_t i = 0; i < gp_gguf_n_tensors(g); i++)
        if (gp_gguf_tensor_at(g, i)->offset < first) first = gp_gguf_tensor_at(g, i)->offset;
    return first;
}

static gp_code write_part(const char *prefix, int no, gp_buf *b, gp_err *err)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s-%05d-of-00002.gguf", prefix, no);
    gp_code code = gp_write_file(path, gp_buf_view(b), err);
    gp_buf_free(b);
    return code;
}

/* The table ends with the last entry's offset; what follows up to the data is padding, which part 2 has its own of. */
static gp_code split(const gp_gguf *g, gp_str all, const char *prefix, gp_err *err)
{
    gp_buf one = {0}, two = {0};
    size_t n = gp_gguf_n_tensors(g), table = table_at(g, all), data = data_at(g, all), end = table;
    for (size_t i = 0; i < n; i++) end += 8 + gp_gguf_tensor_at(g, i)->name.n + 4;
    for (size_t i = 0; i < n; i++) end += 8 * gp_gguf_tensor_at(g, i)->n_dims + 4 + 8;
    begin(&one, 0, gp_gguf_n_values(g) + 3);
    gp_buf_put(&one, all.p + HEADER, table - HEADER);
    split_keys(&one, 0, n);
    begin(&two, n, 3);
    split_keys(&two, 1, n);
    gp_buf_put(&two, all.p + table, end - table);
    while (two.n < pad(two.n)) gp_buf_byte(&two, 0);
    gp_buf_put(&two, all.p + data, all.n - data);
    gp_code code = write_part(prefix, 1, &one, err), second = write_part(prefix, 2, &two, code ? NULL : err);
    return code ? code : second;
}

int main(int argc, char **argv)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_gguf *g = NULL;
    gp_str all = {0};
    if (argc != 3) return fputs("usage: split_gguf IN.gguf PREFIX\n", stderr), 2;
    gp_code code = gp_gguf_open(argv[1], &g, &err);
    if (!code) code = gp_read_file(&a, argv[1], 1u << 30, &all, &err);
    if (!code) code = split(g, all, argv[2], &err);
    if (code) fprintf(stderr, "split_gguf: %s\n", err.msg);
    gp_gguf_close(g);
    gp_arena_free(&a);
    return code ? 1 : 0;
}
