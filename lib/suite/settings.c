/* settings.c - the settings that `defaults` and a case share, time limits and pins, which targets have too, and the
 * checks of names and paths. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/day.h"
#include "suite/suite_impl.h"

#define C gp_case
#define L gp_limits
#define P gp_suite_pins

/* --- time limits and pins --- */

static const gp_field limit_fields[] = {
    GP_FIELD(REAL, "connect_s", L, connect_s, GP_RANGE(0, 1e6), .doc = "Until the connection stands."),
    GP_FIELD(REAL, "first_token_s", L, first_token_s, GP_RANGE(0, 1e6), .doc = "From the request to the first token."),
    GP_FIELD(REAL, "stall_s", L, stall_s, GP_RANGE(0, 1e6), .doc = "Between two tokens."),
    GP_FIELD(REAL, "total_s", L, total_s, GP_RANGE(0, 1e6), .doc = "The whole of an attempt."),
};
const gp_record gp_limits_asked = GP_RECORD(
    L, limit_fields, "\"timeout\"", .def = "timeout", .flags = GP_OPTIONAL | GP_QUOTED | GP_ZERO | GP_ABOVE,
    .doc =
        "Limits in seconds, for each attempt. A trial that exceeds one ends as an error, which is not a wrong "
        "answer.");
const gp_record gp_limits_told = GP_RECORD(L, limit_fields, "timeout", .flags = GP_TOLD | GP_ZERO);

static gp_code check_sha256(const gp_json *v, const char *what, gp_err *err)
{
    size_t hex = 0;
    while (hex < v->s.n && v->s.p[hex] && strchr("0123456789abcdef", v->s.p[hex])) hex++;
    if (hex == 64 && v->s.n == 64) return GP_OK;
    return gp_json_fail(err, v, "%s must be 64 lower-case hexadecimal digits (goldpin model hash prints them)", what);
}

static const gp_field pin_fields[] = {
    GP_FIELD(STR, "weights_sha256", P, weights_sha256, .check = check_sha256,
             .doc = "SHA-256 of the model file, as `goldpin model hash` prints it.",
             .schema = "{\"pattern\": \"^[0-9a-f]{64}$\"}"),
    GP_FIELD(STR, "quantization", P, quantization, .flags = GP_FILLED, .doc = "Quantization of the model file.",
             .schema = "{\"examples\": [\"Q8_0\"]}"),
    GP_FIELD(STR, "device", P, device, .flags = GP_FILLED, .doc = "Name of the OpenCL device."),
    GP_FIELD(STR, "binding", P, binding, .flags = GP_FILLED,
             .doc = "Binding of the threads, as `goldpin topo` shows it."),
    GP_FIELD(INT, "seed", P, seed, .doc = "Seed of the run."),
};
const gp_record gp_pins_asked = GP_RECORD(
    P, pin_fields, "\"pins\"", .def = "pins", .flags = GP_OPTIONAL | GP_QUOTED,
    .doc = "Facts that must hold before the run starts; one that does not is exit code 2.");
const gp_record gp_pins_told = GP_RECORD(P, pin_fields, "pins", .flags = GP_TOLD);

/* --- golden --- */

const char *const gp_golden_mode_names[GP_GOLDEN_GRADE + 1] = {NULL,   "exact",      "tokens",  "logits",
                                                               "json", "normalized", "numeric", "grade"};

const char *gp_golden_mode_name(gp_golden_mode m) { return gp_golden_mode_names[m]; }

static gp_code check_golden(const gp_json *v, void *object, gp_err *err)
{
    const C *c = object;
    const gp_json *tolerance = gp_json_get(v, "tolerance");
    if (!tolerance || c->golden == GP_GOLDEN_NUMERIC) return GP_OK;
    return gp_json_fail(err, tolerance, "\"tolerance\" does nothing in golden mode %s; it belongs to numeric",
                        gp_golden_mode_name(c->golden));
}

static const gp_field golden_fields[] = {
    GP_FIELD(ENUM, "mode", C, golden, GP_NAMES(gp_golden_mode_names), .flags = GP_KNOWN, .called = "the golden mode",
             .doc = "How a trial is compared with its accepted golden."),
    GP_FIELD(REAL, "tolerance", C, golden_tolerance, GP_RANGE(0, INFINITY),
             .doc = "For numeric: greatest distance allowed."),
};
static const gp_record golden_record = GP_RECORD(C, golden_fields, "\"golden\"", .def = "golden_object",
                                                 .flags = GP_OPTIONAL | GP_QUOTED, .check = check_golden,
                                                 .doc = "Golden mode with its parameter.");

/* A mode name, an object with mode and tolerance, or null/false to take no part. */
static gp_code read_golden(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    C *c = object;
    c->golden = GP_GOLDEN_NONE;
    c->golden_tolerance = 0;
    if (v->type == GP_JSON_NULL || (v->type == GP_JSON_BOOL && !v->b)) return GP_OK;
    if (v->type == GP_JSON_STRING)
        return gp_field_read_name(golden_fields, golden_fields->called, v, (unsigned *)&c->golden, err);
    if (v->type == GP_JSON_OBJECT) return gp_record_read(a, &golden_record, v, c, err);
    return gp_json_fail(err, v, "\"golden\" must be a mode, an object with \"mode\", or false, not %s",
                        v->type == GP_JSON_BOOL ? "true" : gp_json_type_name(v->type));
}

/* --- settings --- */

static const gp_field fields[] = {
    GP_FIELD(OBJECT, NULL, C, sampling, .record = &gp_sampling_listed),
    GP_FIELD(OBJECT, "timeout", C, limits, .record = &gp_limits_asked),
    GP_FIELD_BY("golden", NULL, read_golden, .record = &golden_record,
                .doc = "Whether and how the case takes part in goldens: a mode, an object with mode and tolerance, or "
                       "false (or null) to take no part although the defaults do.",
                .schema = "{\"anyOf\": [{\"$ref\": \"#/$defs/golden_object/properties/mode\"}, "
                          "{\"$ref\": \"#/$defs/golden_object\"}, {\"type\": \"null\"}, {\"const\": false}], "
                          "\"examples\": [\"exact\", {\"mode\": \"numeric\", \"tolerance\": 0.01}, false]}"),
    GP_FIELD(STR, "date", C, date, .check = gp_day_check, .schema = GP_DAY_SCHEMA,
             .doc = "What chat templates of local models see as today, YYYY-MM-DD; goes over that of a target. Where "
                    "nobody says: " GP_DAY_DEFAULT "."),
    GP_FIELD(REAL, "pass_at", C, pass_at, GP_RANGE(0, 1), .flags = GP_ABOVE | GP_DEFAULT, .otherwise = 1,
             .doc = "Share of the graders' weight that a case needs to pass. Default 1: every grader.",
             .schema = "{\"examples\": [0.5]}"),
};
const gp_record gp_settings_record = GP_RECORD(C, fields, "the settings", .flags = GP_OPTIONAL | GP_QUOTED);

/* --- checks shared by the readers --- */

gp_code gp_check_list(const gp_json *v, const char *what, gp_err *err)
{
    gp_code code = gp_json_want(v, what, GP_JSON_ARRAY, err);
    return code || v->n ? code : gp_json_fail(err, v, "%s is empty; list at least one", what);
}

gp_code gp_check_id(const gp_json *v, const char *what, gp_err *err)
{
    gp_str s;
    gp_code code = gp_json_str(v, what, &s, err);
    if (code) return code;
    if (!s.n) return gp_json_fail(err, v, "%s is empty", what);
    if (s.n > GP_CAP_ID)
        return gp_json_fail(err, v, "%s has %zu bytes, but at most %d are allowed", what, s.n, (int)GP_CAP_ID);
    if (gp_str_eqc(s, ".") || gp_str_eqc(s, ".."))
        return gp_json_fail(err, v, "%s is \"%.*s\", which is the name of a folder", what, GP_ARG(s));
    for (size_t at = 0; at < s.n;) {
        int32_t cp = gp_utf8_next(s, &at);
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            return gp_json_fail(err, v, "%s holds the control character U+%04X", what, (unsigned)cp);
        if (cp == '/')
            return gp_json_fail(err, v, "%s \"%.*s\" holds a '/', which separates the parts of a trial id", what,
                                GP_ARG(s));
    }
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

gp_code gp_check_path(const gp_json *v, const char *what, gp_err *err)
{
    gp_str s;
    gp_code code = gp_json_str(v, what, &s, err);
    if (code) return code;
    if (!s.n) return gp_json_fail(err, v, "%s is empty", what);
    if (s.n >= GP_CAP_PATH || memchr(s.p, 0, s.n))
        return gp_json_fail(err, v, "%s is too long for a path or holds a NUL", what);
    if (s.p[0] == '/' || has_dot_dot(s))
        return gp_json_fail(err, v,
                            "%s is \"%.*s\", but must stay inside the suite's folder: no leading '/', no \"..\"", what,
                            GP_ARG(s));
    return GP_OK;
}

/* What a link points at must be in the folder as well. */
gp_code gp_check_inside(const gp_json *v, const char *what, const char *dir, const char *file, gp_err *err)
{
    char *base = realpath(dir, NULL), *real = realpath(file, NULL);
    size_t n = base ? strlen(base) : 0;
    gp_code code = GP_OK;
    if (!base || !real || !gp_is_file(file)) code = gp_json_fail(err, v, "%s %s does not exist", what, file);
    else if (strncmp(base, real, n) != 0 || (real[n] != '/' && strcmp(base, "/") != 0))
        code = gp_json_fail(err, v, "%s %s is a link out of the suite's folder", what, file);
    free(base);
    free(real);
    return code;
}
