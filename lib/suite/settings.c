/* settings.c - the settings that stand in `defaults` and may be set again in a case. */
#include <string.h>

#include "base/caps.h"
#include "suite/suite_impl.h"

const char *const gp_golden_mode_names[GP_GOLDEN_GRADE] = {"exact",      "tokens",  "logits", "json",
                                                           "normalized", "numeric", "grade"};

const char *gp_golden_mode_name(gp_golden_mode m)
{
    return m == GP_GOLDEN_NONE ? NULL : gp_golden_mode_names[m - 1];
}

gp_settings gp_settings_none(void)
{
    return (gp_settings){.sampling = gp_sampling_none(), .pass_at = 1};
}

/* A number in [min, max]; with `open` the lower end itself is refused. */
static gp_code read_real(const gp_json *object, const char *key, double min, double max, bool open, double *out, gp_err *err)
{
    const gp_json *v = gp_json_get(object, key);
    if (!v) return GP_OK;
    char what[40] = "\"";
    strncat(what, key, sizeof what - 3);
    strcat(what, "\"");
    gp_code code = gp_json_real(v, what, min, max, out, err);
    if (!code && open && *out <= min) code = gp_json_fail(err, v, "%s is %g, but must be above %g and at most %g", what, *out, min, max);
    return code;
}

static gp_code read_limits(const gp_json *v, gp_limits *l, gp_err *err)
{
    if (!v) return GP_OK;
    const double day = 86400;
    gp_code code = gp_keys_check(v, GP_KEYS_TIMEOUT, err);
    if (!code) code = read_real(v, "connect_s", 0, day, true, &l->connect_s, err);
    if (!code) code = read_real(v, "first_token_s", 0, day, true, &l->first_token_s, err);
    if (!code) code = read_real(v, "stall_s", 0, day, true, &l->stall_s, err);
    if (!code) code = read_real(v, "total_s", 0, day, true, &l->total_s, err);
    return code;
}

static gp_code read_mode(const gp_json *v, gp_settings *s, gp_err *err)
{
    gp_str name;
    gp_code code = gp_json_str(v, "the golden mode", &name, err);
    if (code) return code;
    int i = gp_name_index(name, gp_golden_mode_names, GP_GOLDEN_GRADE);
    if (i < 0) return gp_json_fail_choice(v, "the golden mode", gp_golden_mode_names, GP_GOLDEN_GRADE, err);
    s->golden = (gp_golden_mode)(i + 1);
    return GP_OK;
}

/* A mode name, an object with mode and tolerance, or null/false to take no part. */
static gp_code read_golden(const gp_json *v, gp_settings *s, gp_err *err)
{
    if (!v) return GP_OK;
    s->golden = GP_GOLDEN_NONE;
    s->golden_tolerance = 0;
    if (v->type == GP_JSON_NULL || (v->type == GP_JSON_BOOL && !v->b)) return GP_OK;
    if (v->type == GP_JSON_STRING) return read_mode(v, s, err);
    if (v->type != GP_JSON_OBJECT)
        return gp_json_fail(err, v, "\"golden\" must be a mode, an object with \"mode\", or false, not %s", v->type == GP_JSON_BOOL ? "true" : gp_json_type_name(v->type));
    gp_code code = gp_keys_check(v, GP_KEYS_GOLDEN, err);
    const gp_json *mode = gp_json_get(v, "mode"), *tolerance = gp_json_get(v, "tolerance");
    if (!code && !mode) code = gp_json_fail(err, v, "\"golden\" lacks \"mode\"");
    if (!code) code = read_mode(mode, s, err);
    if (!code && tolerance && s->golden != GP_GOLDEN_NUMERIC)
        code = gp_json_fail(err, tolerance, "\"tolerance\" does nothing in golden mode %s; it belongs to numeric", gp_golden_mode_name(s->golden));
    return code ? code : read_real(v, "tolerance", 0, 1e300, false, &s->golden_tolerance, err);
}

gp_code gp_settings_read(gp_arena *a, const gp_json *object, gp_settings *into, gp_err *err)
{
    gp_code code = gp_record_read_members(a, &gp_sampling_listed, object, &into->sampling, err);
    if (!code) code = read_limits(gp_json_get(object, "timeout"), &into->limits, err);
    if (!code) code = read_golden(gp_json_get(object, "golden"), into, err);
    return code ? code : read_real(object, "pass_at", 0, 1, true, &into->pass_at, err);
}

/* --- checks shared by the readers --- */

gp_code gp_check_list(const gp_json *v, const char *what, gp_err *err)
{
    gp_code code = gp_json_want(v, what, GP_JSON_ARRAY, err);
    return code || v->n ? code : gp_json_fail(err, v, "%s is empty; list at least one", what);
}

gp_code gp_read_strings(gp_arena *a, const gp_json *v, const char *what, const gp_str **out, size_t *n, gp_err *err)
{
    gp_code code = gp_check_list(v, what, err);
    if (code) return code;
    gp_str *list = GP_NEW_ARRAY(a, gp_str, v->n);
    if (!list) return gp_fail_nomem(err);
    size_t i = 0;
    for (const gp_json *e = v->first; e; e = e->next, i++) {
        if (e->type != GP_JSON_STRING) return gp_json_fail(err, e, "%s must hold strings, not %s", what, gp_json_type_name(e->type));
        if (!e->s.n) return gp_json_fail(err, e, "%s holds an empty string", what);
        list[i] = e->s;
    }
    *out = list;
    *n = v->n;
    return GP_OK;
}

gp_code gp_read_text(const gp_json *v, const char *what, gp_str *out, gp_err *err)
{
    gp_code code = gp_json_str(v, what, out, err);
    return code || gp_str_trim(*out).n ? code : gp_json_fail(err, v, "%s is empty", what);
}

gp_code gp_check_id(const gp_json *v, const char *what, gp_str *out, gp_err *err)
{
    gp_str s;
    gp_code code = gp_json_str(v, what, &s, err);
    if (code) return code;
    if (!s.n) return gp_json_fail(err, v, "%s is empty", what);
    if (s.n > GP_CAP_ID) return gp_json_fail(err, v, "%s has %zu bytes, but at most %d are allowed", what, s.n, (int)GP_CAP_ID);
    if (gp_str_eqc(s, ".") || gp_str_eqc(s, "..")) return gp_json_fail(err, v, "%s is \"%.*s\", which is the name of a folder", what, GP_ARG(s));
    for (size_t at = 0; at < s.n;) {
        int32_t cp = gp_utf8_next(s, &at);
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0)) return gp_json_fail(err, v, "%s holds the control character U+%04X", what, (unsigned)cp);
        if (cp == '/') return gp_json_fail(err, v, "%s \"%.*s\" holds a '/', which separates the parts of a trial id", what, GP_ARG(s));
    }
    *out = s;
    return GP_OK;
}

static bool has_dot_dot(gp_str s)
{
    for (size_t from = 0, at = 0; at <= s.n; at++) {
        if (at < s.n && s.p[at] != '/') continue;
        if (at - from == 2 && s.p[from] == '.' && s.p[from + 1] == '.') return true;
        from = at + 1;
    }
    return false;
}

gp_code gp_check_path(gp_arena *a, const gp_json *v, const char *what, const char **out, gp_err *err)
{
    gp_str s;
    gp_code code = gp_json_str(v, what, &s, err);
    if (code) return code;
    if (!s.n) return gp_json_fail(err, v, "%s is empty", what);
    if (s.n >= GP_CAP_PATH || memchr(s.p, 0, s.n)) return gp_json_fail(err, v, "%s is too long for a path or holds a NUL", what);
    if (s.p[0] == '/' || has_dot_dot(s)) return gp_json_fail(err, v, "%s is \"%.*s\", but must stay inside the suite's folder: no leading '/', no \"..\"", what, GP_ARG(s));
    *out = gp_str_dup(a, s).p;
    return *out ? GP_OK : gp_fail_nomem(err);
}
