/* model_io.c - token ids in and out, and standard input. */
#include "model_io.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/json.h"

gp_code gp_read_stdin(gp_buf *out, gp_err *err)
{
    char piece[65536];
    out->cap = GP_CAP_STDIN;
    for (;;) {
        ssize_t n = read(STDIN_FILENO, piece, sizeof piece);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return gp_fail(err, GP_E_IO, "cannot read standard input: %s", strerror(errno));
        if (n == 0) return gp_buf_check(out, err);
        gp_buf_put(out, piece, (size_t)n);
    }
}

void gp_write_ids(gp_buf *out, const int32_t *ids, size_t n)
{
    gp_buf_byte(out, '[');
    for (size_t i = 0; i < n; i++) gp_buf_fmt(out, "%s%d", i ? ", " : "", ids[i]);
    gp_buf_c(out, "]\n");
}

gp_code gp_parse_id_array(const char *name, gp_str text, int32_t size, gp_ids *out, gp_err *err)
{
    gp_arena a = {0};
    const gp_json *root = NULL;
    gp_code code = gp_json_parse(&a, name, text, &root, err);
    if (!code) code = gp_json_want(root, "the token ids", GP_JSON_ARRAY, err);
    for (const gp_json *v = code ? NULL : root->first; v && !code; v = v->next) {
        int64_t id = 0;
        code = gp_json_int(v, "a token id", 0, size - 1, &id, err);
        if (!code) gp_ids_add(out, (int32_t)id);
    }
    gp_arena_free(&a);
    return code;
}

gp_code gp_parse_id_list(const char *text, gp_ids *out, gp_err *err)
{
    for (const char *p = text;;) {
        char *end;
        errno = 0;
        long v = strtol(p, &end, 10);
        if (end == p || errno || v < 0 || v > INT32_MAX || (*end && *end != ','))
            return gp_fail(err, GP_E_USAGE, "--tokens needs ids separated by commas, not \"%s\"", text);
        gp_ids_add(out, (int32_t)v);
        if (!*end) return GP_OK;
        p = end + 1;
    }
}
