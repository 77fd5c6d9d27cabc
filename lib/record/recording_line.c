/* recording_line.c - one exchange as a line of exchanges.jsonl, and back. */
#include <math.h>
#include <string.h>

#include "base/sha256.h"
#include "base/fields.h"
#include "provider/image.h"
#include "record/recording.h"

static const int64_t LAST_US = (int64_t)1 << 53; /* what JSON numbers keep */

/* --- times --- */

int64_t gp_us_of(double s) { return isnan(s) ? -1 : llround(s * 1e6); }

double gp_seconds_of(int64_t us) { return us < 0 ? (double)NAN : (double)us / 1e6; }

/* --- the request --- */

gp_code gp_exchange_request(const gp_redact *redact, gp_str body, gp_buf *canonical, char sha256[65], gp_err *err)
{
    gp_buf clean = {0};
    gp_code code = gp_json_canonical(body, canonical, err);
    /* what is replaced may be a key, so the order is made anew */
    if (!code && gp_redact_hits(redact, gp_buf_view(canonical))) {
        gp_redact_put(redact, gp_buf_view(canonical), &clean);
        gp_buf_clear(canonical);
        code = gp_json_canonical(gp_buf_view(&clean), canonical, err);
    }
    gp_buf_free(&clean);
    if (!code) gp_sha256_hex_of(gp_buf_view(canonical), sha256);
    return code ? gp_err_context(err, "the request has no canonical form to record it by") : GP_OK;
}

/* --- custom members --- */

typedef gp_exchange X;

/* As text where that is text; else, or where much of it would be long escapes, in base64. */
static bool as_text(gp_str s)
{
    size_t control = 0;
    for (size_t i = 0; i < s.n; i++) control += (unsigned char)s.p[i] < 0x20 && !memchr("\b\t\n\f\r", s.p[i], 5);
    return control * 8 <= s.n && gp_utf8_bad(s) == SIZE_MAX;
}

static void write_piece(gp_jw *w, const gp_exchange_piece *p)
{
    gp_jw_array(w);
    gp_jw_int(w, p->at_us);
    if (as_text(p->bytes)) gp_jw_str(w, p->bytes);
    else {
        gp_buf coded = {0};
        gp_base64_put(&coded, p->bytes);
        gp_jw_object(w);
        gp_jw_kstr(w, "base64", gp_buf_view(&coded));
        gp_jw_end_object(w);
        gp_buf_free(&coded);
    }
    gp_jw_end_array(w);
}

static void write_body(gp_jw *w, const void *object)
{
    const X *x = object;
    gp_jw_array(w);
    for (size_t i = 0; i < x->n_pieces; i++) write_piece(w, &x->pieces[i]);
    gp_jw_end_array(w);
}

static int digit_of(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Base64 with its padding and nothing else. */
static gp_code decode(gp_arena *a, const gp_json *v, gp_str *out, gp_err *err)
{
    gp_str s = v->s;
    size_t pad = s.n && s.p[s.n - 1] == '=' ? (s.n > 1 && s.p[s.n - 2] == '=' ? 2 : 1) : 0, n = 0;
    char *bytes = gp_arena_alloc(a, s.n / 4 * 3 + 1);
    for (size_t i = 0; s.n % 4 == 0 && i < s.n; i += 4) {
        uint32_t bits = 0;
        for (size_t k = 0; k < 4; k++) {
            int d = i + k >= s.n - pad ? 0 : digit_of(s.p[i + k]);
            if (d < 0) return gp_json_fail(err, v, "not base64");
            bits = bits << 6 | (uint32_t)d;
        }
        for (int shift = 16; shift >= 0; shift -= 8) bytes[n++] = (char)(bits >> shift & 255);
    }
    *out = (gp_str){bytes, n - pad};
    return s.n % 4 ? gp_json_fail(err, v, "not base64") : GP_OK;
}

static gp_code read_piece(gp_arena *a, const gp_json *v, int64_t not_before, gp_exchange_piece *out, gp_err *err)
{
    static const char *const keys[] = {"base64"};
    gp_code code = gp_json_want(v, "a piece of the body", GP_JSON_ARRAY, err);
    if (!code && v->n != 2) code = gp_json_fail(err, v, "a piece of the body is [MICROSECONDS, BYTES]");
    if (!code)
        code = gp_json_int(v->first, "a time (not before the one in front of it)", not_before, LAST_US, &out->at_us,
                           err);
    if (code) return code;
    const gp_json *bytes = v->first->next, *coded = gp_json_get(bytes, "base64");
    if (bytes->type == GP_JSON_STRING) return out->bytes = bytes->s, GP_OK;
    code = gp_json_want(bytes, "bytes", GP_JSON_OBJECT, err);
    if (!code) code = gp_json_known_keys(bytes, "bytes", keys, 1, err);
    if (!code && (!coded || coded->type != GP_JSON_STRING))
        code = gp_json_fail(err, bytes, "bytes are a string or {\"base64\": TEXT}");
    return code ? code : decode(a, coded, &out->bytes, err);
}

static gp_code read_body(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    X *x = object;
    gp_code code = gp_json_want(v, "body", GP_JSON_ARRAY, err);
    gp_exchange_piece *list = code ? NULL : GP_NEW_ARRAY(a, gp_exchange_piece, v->n);
    int64_t last = 0;
    x->n_pieces = 0; /* members in another order than ours are read a second time */
    for (const gp_json *p = code ? NULL : v->first; p && !code; p = p->next) {
        code = read_piece(a, p, last, &list[x->n_pieces], err);
        last = list[x->n_pieces++].at_us;
    }
    x->pieces = list;
    return code;
}

static void write_should_retry(gp_jw *w, const void *object)
{
    int64_t v = ((const X *)object)->should_retry;
    if (v < 0) gp_jw_null(w);
    else gp_jw_bool(w, v == 1);
}

static gp_code read_should_retry(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    (void)a;
    bool yes = false;
    gp_code code = v->type == GP_JSON_NULL ? GP_OK : gp_json_bool(v, "should_retry", &yes, err);
    ((X *)object)->should_retry = v->type == GP_JSON_NULL ? -1 : yes;
    return code;
}

static bool has_response(const void *object)
{
    const X *x = object;
    return x->status >= 0 && !x->withheld.n;
}

static bool has_request(const void *object) { return !((const X *)object)->withheld.n; }

static void write_digest(gp_jw *w, const void *object) { gp_jw_c(w, ((const X *)object)->sha256); }

static gp_code read_digest(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    (void)a;
    gp_str s = {0};
    gp_code code = gp_json_str(v, "request_sha256", &s, err);
    if (!code && s.n != 64) code = gp_json_fail(err, v, "not a SHA-256 in hexadecimal");
    if (!code) memcpy(((X *)object)->sha256, s.p, 64);
    return code;
}

/* --- the line --- */

static const gp_field response_fields[] = {
    GP_FIELD(INT, "status", X, status, GP_RANGE(100, 999), .flags = GP_KNOWN),
    GP_FIELD(STR, "content_type", X, content_type),
    GP_FIELD(REAL, "retry_after_s", X, retry_after_s, .doc = "what Retry-After asked for"),
    GP_FIELD_BY("should_retry", write_should_retry, read_should_retry, .doc = "x-should-retry",
                .schema = "{\"type\": [\"boolean\", \"null\"]}"),
    GP_FIELD_BY("body", write_body, read_body,
                .doc = "the bytes as they arrived: pieces of [microseconds since the exchange began, bytes]",
                .schema = "{\"type\": \"array\", \"items\": {\"type\": \"array\", \"minItems\": 2, \"maxItems\": 2, "
                          "\"prefixItems\": [{\"type\": \"integer\", \"minimum\": 0}, "
                          "{\"oneOf\": [{\"type\": \"string\"}, "
                          "{\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"base64\"], "
                          "\"properties\": {\"base64\": {\"type\": \"string\"}}}]}]}}"),
};
static const gp_record response_record = GP_RECORD(X, response_fields, "response");

static const gp_field time_fields[] = {
    GP_FIELD(INT, "resolved", X, resolved_us),
    GP_FIELD(INT, "connected", X, connected_us),
    GP_FIELD(INT, "tls", X, tls_us),
    GP_FIELD(INT, "sent", X, sent_us),
    GP_FIELD(INT, "first_byte", X, first_byte_us),
    GP_FIELD(INT, "done", X, done_us, .flags = GP_KNOWN),
};
static const gp_record time_record = GP_RECORD(X, time_fields, "times_us",
                                               .doc = "microseconds since the exchange began");

/* Whose it is. */
static const gp_field owner_fields[] = {
    GP_FIELD(STR, "provider", X, key.provider, .flags = GP_KNOWN),
    GP_FIELD(STR, "model", X, key.model, .flags = GP_KNOWN),
    GP_FIELD(INT, "repeat", X, key.repeat, GP_RANGE(1, INFINITY), .flags = GP_KNOWN),
    GP_FIELD(STR, "trial", X, key.trial, .flags = GP_KNOWN, .doc = "SUITE/CASE/TARGET/REPEAT"),
};
static const gp_record owner_record = GP_RECORD(X, owner_fields, "a trial");
static const gp_field attempt_fields[] = {
    GP_FIELD(SIZE, "turn", X, key.turn),
    GP_FIELD(INT, "attempt", X, key.attempt, GP_RANGE(1, INFINITY), .flags = GP_KNOWN),
};
static const gp_record attempt_record = GP_RECORD(X, attempt_fields, "an attempt");

static const gp_field line_fields[] = {
    GP_FIELD_BY("request_sha256", write_digest, read_digest, .doc = "of the canonical request",
                .schema = "{\"type\": \"string\", \"pattern\": \"^[0-9a-f]{64}$\"}"),
    GP_FIELD_IN(NULL, &owner_record),
    GP_FIELD_IN(NULL, &attempt_record),
    GP_FIELD(SIZE, "occurrence", X, occurrence, GP_RANGE(1, INFINITY),
             .doc = "how often this trial had made the same request in this turn and attempt, this one included"),
    GP_FIELD(STR, "withheld", X, withheld, .doc = "why request and response are not shown"),
    GP_FIELD(RAW, "request", X, request, .json = GP_JSON_OBJECT, .has = has_request, .flags = GP_NULL,
             .doc = "the body in the form of RFC 8785; base URL, headers and keys are no part of it"),
    GP_FIELD_IN("response", &response_record, .has = has_response, .flags = GP_NULL),
    GP_FIELD(ENUM, "outcome", X, outcome, GP_NAMES(gp_http_outcome_names), .flags = GP_KNOWN,
             .doc = "how the transport ended; cancelled: goldpin had seen enough"),
    GP_FIELD(STR, "text", X, text, .doc = "the same in words"),
    GP_FIELD_IN("times_us", &time_record),
    GP_FIELD(BOOL, "reused", X, reused, .doc = "an open connection served it"),
    GP_FIELD(
        INT, "sends", X, sends, .flags = GP_KNOWN,
        .doc = "times the request went out; recordings of early builds may say 2, where HTTP sent it again by itself"),
};
static const gp_record line_record = GP_RECORD(X, line_fields, "an exchange", .def = "exchange");

/* A request that was not sent. */
static const gp_field unsent_fields[] = {
    GP_FIELD(ENUM, "unsent", X, unsent, GP_NAMES(gp_failure_names), .flags = GP_KNOWN,
             .doc = "kind of failure for which the request was not sent"),
    GP_FIELD_IN(NULL, &owner_record),
    GP_FIELD_IN(NULL, &attempt_record),
    GP_FIELD(STR, "text", X, text, .doc = "why, in words"),
};
static const gp_record unsent_record = GP_RECORD(X, unsent_fields, "a request that was not sent", .def = "unsent");

/* How far rate limits had narrowed a target when a trial ended. */
static const gp_field window_fields[] = {
    GP_FIELD(INT, "window", X, window, GP_RANGE(1, INFINITY), .flags = GP_KNOWN,
             .doc = "fewest trials of its target that rate limits left in flight since the one before it ended"),
    GP_FIELD_IN(NULL, &owner_record),
};
static const gp_record window_record = GP_RECORD(X, window_fields, "a window", .def = "window");

void gp_exchange_schema(gp_buf *out)
{
    static const gp_record *const lines[] = {&line_record, &unsent_record, &window_record};
    gp_record_schema_of(lines, sizeof lines / sizeof *lines, "goldpin exchanges.jsonl, one line",
                        "One attempt at one request and what came back, or a request that was not sent, or what rate "
                        "limits did to a trial. Keys are replaced by [redacted]. Unknown values are null.",
                        out);
}

void gp_exchange_write(const gp_exchange *x, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 0);
    if (x->window) gp_record_write(&w, &window_record, x);
    else if (x->unsent) gp_record_write(&w, &unsent_record, x);
    else gp_record_write(&w, &line_record, x);
}

/* What the members say together. */
static gp_code check(const gp_json *root, const X *x, gp_err *err)
{
    char sum[65];
    if (x->unsent || x->window) return GP_OK;
    if (x->n_pieces && x->pieces[x->n_pieces - 1].at_us > x->done_us)
        return gp_json_fail(err, root, "a piece of the body arrived after the end");
    if (x->withheld.n)
        return x->request.n ? gp_json_fail(err, root, "an exchange that is withheld holds a request") : GP_OK;
    if (!x->request.n) return gp_json_fail(err, root, "the request is missing");
    gp_sha256_hex_of(x->request, sum);
    if (strcmp(sum, x->sha256) == 0) return GP_OK;
    return gp_json_fail(err, root, "the request does not have the digest that stands beside it: the line was changed");
}

gp_code gp_exchange_read(gp_arena *a, const char *name, uint32_t line, gp_str text, gp_exchange *out, gp_err *err)
{
    gp_json_reader in;
    const gp_json *root = NULL;
    gp_json_reader_init(&in, name, text);
    in.line = line;
    *out = (gp_exchange){.should_retry = -1};
    gp_code code = gp_json_read(&in, a, &root, err);
    if (!code) code = gp_json_finish(&in, err);
    if (code) return code;
    bool window = gp_json_get(root, "window"), unsent = gp_json_get(root, "unsent");
    const gp_record *record = window ? &window_record : unsent ? &unsent_record : &line_record;
    code = gp_record_read(a, record, root, out, err);
    if (window) out->key.attempt = 1;
    if (window || unsent) memcpy(out->sha256, window ? "window" : "unsent", sizeof "window");
    return code ? code : check(root, out, err);
}
