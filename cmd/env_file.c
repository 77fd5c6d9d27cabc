/* env_file.c - reading --env-file. */
#include <stdlib.h>

#include "base/sys.h"
#include "env_file.h"

struct gp_env_line {
    gp_str name, value;
};

static gp_str without_quotes(gp_str s)
{
    bool quoted = s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0];
    return quoted ? (gp_str){s.p + 1, s.n - 2} : s;
}

static gp_code read_line(gp_arena *a, const char *path, size_t number, gp_str line, gp_env_file *out, gp_err *err)
{
    line = gp_str_trim(line);
    if (!line.n || line.p[0] == '#') return GP_OK;
    if (gp_str_starts(line, GP_STR("export "))) line = gp_str_trim((gp_str){line.p + 7, line.n - 7});
    size_t eq = gp_str_find(line, GP_STR("="));
    if (eq == SIZE_MAX || eq == 0) return gp_fail(err, GP_E_INPUT, "%s:%zu: expected NAME=VALUE", path, number);
    gp_str value = without_quotes(gp_str_trim((gp_str){line.p + eq + 1, line.n - eq - 1}));
    out->lines[out->n++] = (struct gp_env_line){gp_str_dup(a, (gp_str){line.p, eq}), gp_str_dup(a, value)};
    return GP_OK;
}

gp_code gp_env_file_read(gp_arena *a, const char *path, gp_env_file *out, gp_err *err)
{
    gp_str text = {0};
    *out = (gp_env_file){0};
    if (!path) return GP_OK;
    gp_code code = gp_read_file(a, path, 1 << 20, &text, err);
    size_t lines = 1;
    for (size_t i = 0; i < text.n; i++) lines += text.p[i] == '\n';
    out->lines = GP_NEW_ARRAY(a, struct gp_env_line, lines);
    for (size_t number = 1; !code && text.n; number++) {
        size_t end = gp_str_find(text, GP_STR("\n")), used = end == SIZE_MAX ? text.n : end + 1;
        code = read_line(a, path, number, (gp_str){text.p, end == SIZE_MAX ? text.n : end}, out, err);
        text = (gp_str){text.p + used, text.n - used};
    }
    return code;
}

gp_str gp_env_file_value(void *user, const char *variable)
{
    const gp_env_file *f = user;
    const char *v = getenv(variable);
    if (v && *v) return gp_str_c(v);
    for (size_t i = 0; i < f->n; i++)
        if (gp_str_eqc(f->lines[i].name, variable)) return f->lines[i].value;
    return (gp_str){0};
}
