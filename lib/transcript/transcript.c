#include "transcript/transcript.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const failure_names[GP_FAIL_KINDS] = {
    NULL, "refused_connection", "dns", "tls", "auth", "rate_limited", "server_error", "bad_response", "cut_off", "stalled",
    "timeout", "empty", "content_filter", "context_overflow", "loop", "cancelled", "budget"};

const char *gp_failure_name(gp_failure f)
{
    return (unsigned)f < GP_FAIL_KINDS ? failure_names[f] : NULL;
}

int gp_failure_by_name(gp_str name)
{
    for (int i = 1; i < GP_FAIL_KINDS; i++)
        if (gp_str_eqc(name, failure_names[i])) return i;
    return -1;
}

const gp_reply *gp_transcript_last(const gp_transcript *t)
{
    return t->n_replies ? &t->replies[t->n_replies - 1] : NULL;
}

double gp_us(double seconds)
{
    return isfinite(seconds) ? round(seconds * 1e6) / 1e6 : (double)NAN;
}

/* The durations of a reply. Journals of earlier builds lack most of them. */
static const struct {
    const char *key;
    size_t at;
    bool always;
} durations[] = {
    {"connect_s", offsetof(gp_reply, connect_s), false}, {"tls_s", offsetof(gp_reply, tls_s), false},
    {"first_byte_s", offsetof(gp_reply, first_byte_s), false}, {"first_token_s", offsetof(gp_reply, first_token_s), true},
    {"first_reasoning_s", offsetof(gp_reply, first_reasoning_s), false}, {"first_answer_s", offsetof(gp_reply, first_answer_s), false},
    {"last_token_s", offsetof(gp_reply, last_token_s), false}, {"total_s", offsetof(gp_reply, total_s), true},
    {"gap_p50_s", offsetof(gp_reply, gap_p50_s), false}, {"gap_p95_s", offsetof(gp_reply, gap_p95_s), false}, {"gap_max_s", offsetof(gp_reply, gap_max_s), false},
};
enum { DURATIONS = sizeof durations / sizeof *durations };

/* --- writing --- */

static void str_or_null(gp_jw *w, const char *key, gp_str s)
{
    if (s.n) gp_jw_kstr(w, key, s);
    else gp_jw_kc(w, key, NULL);
}

static void raw_or_null(gp_jw *w, const char *key, gp_str json)
{
    gp_jw_key(w, key);
    if (json.n) gp_jw_raw(w, json);
    else gp_jw_null(w);
}

static void write_reply(gp_jw *w, const gp_reply *r)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "answer", r->answer);
    str_or_null(w, "reasoning", r->reasoning);
    raw_or_null(w, "tool_calls", r->tool_calls);
    str_or_null(w, "finish", r->finish);
    gp_jw_kids(w, "prompt_tokens", r->prompt_tokens, r->n_prompt_tokens);
    gp_jw_kids(w, "tokens", r->tokens, r->n_tokens);
    gp_jw_key(w, "measured");
    gp_jw_object(w);
    for (size_t i = 0; i < DURATIONS; i++) {
        double seconds;
        memcpy(&seconds, (const char *)r + durations[i].at, sizeof seconds);
        gp_jw_kreal_or_null(w, durations[i].key, gp_us(seconds));
    }
    gp_jw_kint_or_null(w, "input_tokens", r->input_tokens);
    gp_jw_kint_or_null(w, "output_tokens", r->output_tokens);
    gp_jw_kint_or_null(w, "cached_tokens", r->cached_tokens);
    gp_jw_kint_or_null(w, "reasoning_tokens", r->reasoning_tokens);
    raw_or_null(w, "server", r->server);
    if (r->logprobs.n) raw_or_null(w, "logprobs", r->logprobs);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

/* Only where there is something to tell: most trials are one request. */
static void write_tries(gp_jw *w, const gp_transcript *t)
{
    if (!t->n_tries) return;
    gp_jw_key(w, "tries");
    gp_jw_array(w);
    for (size_t i = 0; i < t->n_tries; i++) {
        const gp_try *y = &t->tries[i];
        gp_jw_object(w);
        gp_jw_kint(w, "turn", y->turn);
        gp_jw_kc(w, "failure", gp_failure_name(y->failure));
        gp_jw_kint_or_null(w, "status", y->status);
        str_or_null(w, "error", y->error);
        gp_jw_kreal_or_null(w, "duration_s", y->duration_s);
        gp_jw_kreal_or_null(w, "waited_s", y->waited_s);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void write_measured(gp_jw *w, const gp_transcript *t)
{
    gp_jw_key(w, "measured");
    gp_jw_object(w);
    str_or_null(w, "error", t->error);
    str_or_null(w, "returned_model", t->returned_model);
    str_or_null(w, "system_fingerprint", t->system_fingerprint);
    str_or_null(w, "upstream", t->upstream);
    str_or_null(w, "seed_use", t->seed_use);
    str_or_null(w, "ignored", t->ignored);
    gp_jw_kint_or_null(w, "started", t->started_epoch);
    gp_jw_kreal_or_null(w, "duration_s", gp_us(t->duration_s));
    gp_jw_kint(w, "attempts", t->attempts);
    write_tries(w, t);
    if (!isnan(t->spent_usd)) gp_jw_kreal(w, "spent_usd", t->spent_usd);
    if (t->window >= 0) gp_jw_kint(w, "window", t->window);
    if (t->begun_s > 0) gp_jw_kreal(w, "begun_s", t->begun_s);
    gp_jw_end_object(w);
}

static void write_transcript(gp_jw *w, const gp_transcript *t);

static void write_rounds(gp_jw *w, const char *key, const gp_round *list, size_t n)
{
    if (!n) return;
    gp_jw_key(w, key);
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "by", list[i].by);
        gp_jw_kstr(w, "role", list[i].role);
        gp_jw_kstr(w, "member", list[i].member);
        gp_jw_kint(w, "turn", list[i].turn);
        gp_jw_kint(w, "round", list[i].round);
        gp_jw_key(w, "transcript");
        write_transcript(w, list[i].t);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

/* Only where there is something: the lines of plain targets have none of these members. */
static void write_composite(gp_jw *w, const gp_transcript *t)
{
    if (t->served_by.n) gp_jw_kstr(w, "served_by", t->served_by);
    if (t->n_decisions) {
        gp_jw_key(w, "route");
        gp_jw_array(w);
        for (size_t i = 0; i < t->n_decisions; i++) {
            gp_jw_object(w);
            gp_jw_kstr(w, "by", t->decisions[i].by);
            gp_jw_kstr(w, "to", t->decisions[i].to);
            gp_jw_kstr(w, "rule", t->decisions[i].rule);
            gp_jw_kstr(w, "why", t->decisions[i].why);
            gp_jw_end_object(w);
        }
        gp_jw_end_array(w);
    }
    write_rounds(w, "rounds", t->rounds, t->n_rounds);
    write_rounds(w, "before", t->before, t->n_before);
}

static void write_transcript(gp_jw *w, const gp_transcript *t)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "id", t->id);
    gp_jw_kstr(w, "suite", t->suite);
    gp_jw_kstr(w, "case", t->case_id);
    gp_jw_kstr(w, "target", t->target);
    gp_jw_kint(w, "repeat", t->repeat);
    gp_jw_kstr(w, "case_digest", t->case_digest);
    gp_jw_kint(w, "seed", t->seed);
    str_or_null(w, "request_digest", t->request_digest);
    gp_jw_key(w, "replies");
    gp_jw_array(w);
    for (size_t i = 0; i < t->n_replies; i++) write_reply(w, &t->replies[i]);
    gp_jw_end_array(w);
    gp_jw_kc(w, "failure", gp_failure_name(t->failure));
    gp_jw_kbool(w, "skipped", t->skipped);
    str_or_null(w, "logits_sha256", t->logits_sha256);
    raw_or_null(w, "margins", t->margins);
    write_composite(w, t);
    write_measured(w, t);
    gp_jw_end_object(w);
}

void gp_transcript_write(const gp_transcript *t, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 0);
    write_transcript(&w, t);
}

/* --- reading --- */

/* A sticky reader over one object: the first wrong member ends it, later calls do nothing. */
typedef struct fields {
    const gp_json *object;
    const gp_json *after; /* the member found last: what is asked for next mostly stands behind it */
    gp_arena *arena;
    gp_err *err;
    gp_code code;
} fields;

static const gp_json *find(fields *f, const char *key)
{
    const gp_json *next = f->after ? f->after->next : f->object ? f->object->first : NULL;
    const gp_json *v = next && gp_str_eqc(next->key, key) ? next : gp_json_get(f->object, key);
    if (v) f->after = v;
    return v;
}

static const gp_json *member(fields *f, const char *key)
{
    if (f->code) return NULL;
    const gp_json *v = find(f, key);
    if (!v) f->code = gp_json_fail(f->err, f->object, "\"%s\" is missing", key);
    return v && v->type != GP_JSON_NULL ? v : NULL;
}

static gp_str text(fields *f, const char *key)
{
    gp_str s = {0};
    const gp_json *v = member(f, key);
    if (v) f->code = gp_json_str(v, key, &s, f->err);
    return s;
}

/* Members that journals of earlier builds do not have. */
static bool has(const fields *f, const char *key)
{
    return !f->code && gp_json_get(f->object, key);
}

static gp_str raw(fields *f, const char *key)
{
    const gp_json *v = member(f, key);
    return v ? v->raw : (gp_str){0};
}

static int64_t integer(fields *f, const char *key, int64_t unknown)
{
    int64_t i = unknown;
    const gp_json *v = member(f, key);
    if (v) f->code = gp_json_int(v, key, INT64_MIN, INT64_MAX, &i, f->err);
    return i;
}

static double real(fields *f, const char *key)
{
    double d = (double)NAN;
    const gp_json *v = member(f, key);
    if (v) f->code = gp_json_real(v, key, -1e308, 1e308, &d, f->err);
    return d;
}

static const int32_t *ids(fields *f, const char *key, size_t *n)
{
    const gp_json *v = member(f, key);
    *n = 0;
    if (!v) return NULL;
    f->code = gp_json_want(v, key, GP_JSON_ARRAY, f->err);
    int32_t *list = f->code ? NULL : GP_NEW_ARRAY(f->arena, int32_t, v->n);
    for (const gp_json *e = v->first; e && !f->code; e = e->next) {
        int64_t id = 0;
        f->code = gp_json_int(e, key, INT32_MIN, INT32_MAX, &id, f->err);
        list[(*n)++] = (int32_t)id;
    }
    return list;
}

static fields inside(fields *f, const char *key)
{
    const gp_json *v = member(f, key);
    if (!f->code && !v) f->code = gp_json_fail(f->err, f->object, "\"%s\" must not be null", key);
    if (!f->code) f->code = gp_json_want(v, key, GP_JSON_OBJECT, f->err);
    return (fields){.object = v, .arena = f->arena, .err = f->err, .code = f->code};
}

static void read_durations(fields *m, gp_reply *r)
{
    bool old = !has(m, "last_token_s"); /* then the total went up to the last token */
    for (size_t i = 0; i < DURATIONS; i++) {
        bool absent = !durations[i].always && !has(m, durations[i].key);
        double seconds = absent ? (double)NAN : real(m, durations[i].key);
        memcpy((char *)r + durations[i].at, &seconds, sizeof seconds);
    }
    if (old) r->last_token_s = r->total_s;
}

static void read_reply(fields *f, gp_reply *r)
{
    r->answer = text(f, "answer");
    r->reasoning = text(f, "reasoning");
    r->tool_calls = raw(f, "tool_calls");
    r->finish = text(f, "finish");
    r->prompt_tokens = ids(f, "prompt_tokens", &r->n_prompt_tokens);
    r->tokens = ids(f, "tokens", &r->n_tokens);
    fields m = inside(f, "measured");
    read_durations(&m, r);
    r->input_tokens = integer(&m, "input_tokens", -1);
    r->output_tokens = integer(&m, "output_tokens", -1);
    r->cached_tokens = integer(&m, "cached_tokens", -1);
    r->reasoning_tokens = integer(&m, "reasoning_tokens", -1);
    if (has(&m, "server")) r->server = raw(&m, "server");
    if (has(&m, "logprobs")) r->logprobs = raw(&m, "logprobs");
    f->code = m.code;
}

static void read_replies(fields *f, gp_transcript *t)
{
    const gp_json *v = member(f, "replies");
    if (!f->code && !v) f->code = gp_json_fail(f->err, f->object, "\"replies\" must not be null");
    if (!f->code) f->code = gp_json_want(v, "replies", GP_JSON_ARRAY, f->err);
    gp_reply *list = f->code ? NULL : GP_NEW_ARRAY(f->arena, gp_reply, v->n);
    for (const gp_json *e = f->code ? NULL : v->first; e && !f->code; e = e->next) {
        f->code = gp_json_want(e, "a reply", GP_JSON_OBJECT, f->err);
        fields r = {.object = e, .arena = f->arena, .err = f->err, .code = f->code};
        read_reply(&r, &list[t->n_replies++]);
        f->code = r.code;
    }
    t->replies = list;
}

static gp_failure failure_of(fields *f)
{
    gp_str name = text(f, "failure");
    int kind = name.n ? gp_failure_by_name(name) : 0;
    if (!f->code && kind < 0) f->code = gp_json_fail(f->err, gp_json_get(f->object, "failure"), "unknown failure kind \"%.*s\"", GP_ARG(name));
    return kind > 0 ? (gp_failure)kind : GP_FAIL_NONE;
}

static void read_tries(fields *f, gp_transcript *t)
{
    const gp_json *v = has(f, "tries") ? member(f, "tries") : NULL;
    if (!v) return;
    f->code = gp_json_want(v, "tries", GP_JSON_ARRAY, f->err);
    gp_try *list = f->code ? NULL : GP_NEW_ARRAY(f->arena, gp_try, v->n);
    for (const gp_json *e = f->code ? NULL : v->first; e && !f->code; e = e->next) {
        f->code = gp_json_want(e, "a try", GP_JSON_OBJECT, f->err);
        fields y = {.object = e, .arena = f->arena, .err = f->err, .code = f->code};
        list[t->n_tries++] = (gp_try){.turn = integer(&y, "turn", 1), .failure = failure_of(&y), .status = integer(&y, "status", -1), .error = text(&y, "error"),
                                      .duration_s = real(&y, "duration_s"), .waited_s = real(&y, "waited_s")};
        f->code = y.code;
    }
    t->tries = list;
}

static void read_measured(fields *f, gp_transcript *t)
{
    fields m = inside(f, "measured");
    t->error = text(&m, "error");
    t->returned_model = text(&m, "returned_model");
    t->system_fingerprint = text(&m, "system_fingerprint");
    t->upstream = text(&m, "upstream");
    t->seed_use = text(&m, "seed_use");
    if (has(&m, "ignored")) t->ignored = text(&m, "ignored");
    t->started_epoch = integer(&m, "started", -1);
    t->duration_s = real(&m, "duration_s");
    t->attempts = integer(&m, "attempts", 0);
    read_tries(&m, t);
    t->spent_usd = has(&m, "spent_usd") ? real(&m, "spent_usd") : (double)NAN;
    t->window = has(&m, "window") ? integer(&m, "window", -1) : -1;
    if (has(&m, "begun_s")) t->begun_s = real(&m, "begun_s");
    f->code = m.code;
}

static gp_code read_transcript(gp_arena *a, const gp_json *root, gp_transcript *out, gp_err *err);

static void read_decisions(fields *f, gp_transcript *t)
{
    const gp_json *v = has(f, "route") ? member(f, "route") : NULL;
    if (!v) return;
    f->code = gp_json_want(v, "route", GP_JSON_ARRAY, f->err);
    gp_decision *list = f->code ? NULL : GP_NEW_ARRAY(f->arena, gp_decision, v->n);
    for (const gp_json *e = f->code ? NULL : v->first; e && !f->code; e = e->next) {
        fields d = {.object = e, .arena = f->arena, .err = f->err, .code = gp_json_want(e, "a decision", GP_JSON_OBJECT, f->err)};
        list[t->n_decisions++] = (gp_decision){text(&d, "by"), text(&d, "to"), text(&d, "rule"), text(&d, "why")};
        f->code = d.code;
    }
    t->decisions = list;
}

static void read_rounds(fields *f, const char *key, const gp_round **out, size_t *n)
{
    const gp_json *v = has(f, key) ? member(f, key) : NULL;
    if (!v) return;
    f->code = gp_json_want(v, key, GP_JSON_ARRAY, f->err);
    gp_round *list = f->code ? NULL : GP_NEW_ARRAY(f->arena, gp_round, v->n);
    for (const gp_json *e = f->code ? NULL : v->first; e && !f->code; e = e->next) {
        gp_transcript *t = GP_NEW(f->arena, gp_transcript);
        fields r = {.object = e, .arena = f->arena, .err = f->err, .code = gp_json_want(e, "a round", GP_JSON_OBJECT, f->err)};
        list[(*n)++] = (gp_round){text(&r, "by"), text(&r, "role"), text(&r, "member"), integer(&r, "turn", 0), integer(&r, "round", 0), t};
        fields inner = inside(&r, "transcript");
        f->code = inner.code ? inner.code : read_transcript(f->arena, inner.object, t, f->err);
    }
    *out = list;
}

static gp_code read_transcript(gp_arena *a, const gp_json *root, gp_transcript *out, gp_err *err)
{
    *out = (gp_transcript){0};
    fields f = {.object = root, .arena = a, .err = err, .code = GP_OK};
    out->id = text(&f, "id");
    out->suite = text(&f, "suite");
    out->case_id = text(&f, "case");
    out->target = text(&f, "target");
    out->repeat = integer(&f, "repeat", 0);
    out->case_digest = text(&f, "case_digest");
    out->seed = integer(&f, "seed", 0);
    out->request_digest = text(&f, "request_digest");
    read_replies(&f, out);
    out->failure = failure_of(&f);
    const gp_json *skipped = member(&f, "skipped");
    if (skipped) f.code = gp_json_bool(skipped, "skipped", &out->skipped, err);
    out->logits_sha256 = text(&f, "logits_sha256");
    out->margins = raw(&f, "margins");
    if (has(&f, "served_by")) out->served_by = text(&f, "served_by");
    read_decisions(&f, out);
    read_rounds(&f, "rounds", &out->rounds, &out->n_rounds);
    read_rounds(&f, "before", &out->before, &out->n_before);
    read_measured(&f, out);
    return f.code;
}

static gp_code read_line(gp_arena *a, const char *name, gp_str line, uint32_t number, gp_transcript *out, gp_err *err)
{
    gp_json_reader r;
    const gp_json *root = NULL;
    gp_json_reader_init(&r, name, line);
    r.line = number;
    gp_code code = gp_json_read(&r, a, &root, err);
    if (!code) code = gp_json_finish(&r, err);
    if (!code) code = gp_json_want(root, "a transcript", GP_JSON_OBJECT, err);
    return code ? code : read_transcript(a, root, out, err);
}

gp_code gp_transcript_read(gp_arena *a, const char *name, gp_str line, size_t before, gp_transcript *out, gp_err *err)
{
    gp_code code = read_line(a, name, line, 1, out, err);
    if (code != GP_E_INPUT || !before) return code;
    uint32_t number = 1; /* lines are counted for a message only */
    for (const char *p = line.p - before; p < line.p; p++) number += *p == '\n';
    return read_line(a, name, line, number, out, err);
}
