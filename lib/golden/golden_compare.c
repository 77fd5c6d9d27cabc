/* golden_compare.c - one trial beside its golden: stale, known, or what differs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "golden/golden_file.h"
#include "golden/words.h"

const char *const gp_golden_state_names[GP_GOLDEN_STATE_STALE + 1] = {"none", "match", "differs", "missing", "stale"};

const char *gp_golden_state_name(gp_golden_state s) { return gp_golden_state_names[s]; }

/* --- staleness --- */

static void put_digest(gp_buf *out, gp_str hex)
{
    if (hex.n) gp_show(out, (gp_str){hex.p, hex.n < 12 ? hex.n : 12}, 0);
    else gp_buf_c(out, "none");
}

static void changed(gp_buf *out, const char *what, gp_str accepted, gp_str now)
{
    if (gp_str_eq(accepted, now)) return;
    gp_buf_fmt(out, "%s%s changed: accepted for ", out->n ? "; " : "", what);
    put_digest(out, accepted);
    gp_buf_c(out, ", now ");
    put_digest(out, now);
}

/* Goldens of earlier versions do not say. */
static void changed_date(gp_buf *out, gp_str accepted, gp_str now)
{
    if (!accepted.n || gp_str_eq(accepted, now)) return;
    gp_buf_fmt(out, "%sdate changed: accepted for ", out->n ? "; " : "");
    gp_show(out, accepted, 10);
    gp_buf_c(out, ", now ");
    gp_show(out, now.n ? now : GP_STR("none"), 10);
}

static void stale_because(gp_buf *out, const gp_golden_file *f, const gp_golden_key *key, const gp_case *c, gp_str date)
{
    changed(out, "case", f->case_digest, gp_str_c(c->digest));
    changed(out, "graders", f->grader_digest, gp_str_c(c->grader_digest));
    changed(out, "weights", f->weights_sha256, key->weights_sha256);
    changed(out, "composite", f->composite_sha256, key->composite_sha256);
    changed_date(out, f->date, date);
}

/* --- one answer in one mode; each appends what differs, or nothing --- */

static void differs_exact(gp_buf *out, const gp_golden_reply *want, const gp_reply *got)
{
    if (gp_str_eq(want->answer, got->answer)) return;
    gp_buf_c(out, "answer: ");
    gp_words_first_difference(out, want->answer, got->answer);
}

static void differs_finish(gp_buf *out, const gp_golden_reply *want, const gp_reply *got)
{
    if (gp_str_eq(want->finish, got->finish)) return;
    gp_buf_c(out, out->n ? "; finish: expected " : "finish: expected ");
    gp_show(out, want->finish.n ? want->finish : GP_STR("n/a"), 40);
    gp_buf_c(out, ", got ");
    gp_show(out, got->finish.n ? got->finish : GP_STR("n/a"), 40);
}

static void differs_tokens(gp_buf *out, const gp_golden_reply *want, const gp_reply *got)
{
    size_t i = 0;
    while (i < want->n_tokens && i < got->n_tokens && want->tokens[i] == got->tokens[i]) i++;
    if (i == want->n_tokens && i == got->n_tokens) return;
    gp_buf_fmt(out, "tokens: position %zu: expected ", i + 1);
    if (i < want->n_tokens) gp_buf_fmt(out, "%ld", (long)want->tokens[i]);
    else gp_buf_c(out, "the end");
    gp_buf_c(out, ", got ");
    if (i < got->n_tokens) gp_buf_fmt(out, "%ld", (long)got->tokens[i]);
    else gp_buf_c(out, "the end");
    if (gp_str_eq(want->answer, got->answer)) return;
    gp_buf_c(out, "; ");
    differs_exact(out, want, got);
}

/* With all digits of integers: those that one double stands for are different answers. */
static bool canonical(gp_str text, gp_buf *out)
{
    gp_arena a = {0};
    gp_err ignored = {0};
    const gp_json *v = NULL;
    gp_jw w;
    gp_jw_init(&w, out, 0);
    gp_code code = gp_json_parse(&a, "an answer", gp_str_trim(text), &v, &ignored);
    if (!code) code = gp_jw_canonical(&w, &a, v, &ignored);
    if (!code) code = gp_buf_check(out, &ignored);
    gp_arena_free(&a);
    return code == GP_OK;
}

static void differs_json(gp_buf *out, const gp_golden_reply *want, const gp_reply *got)
{
    gp_buf x = {0}, y = {0};
    bool both = canonical(want->answer, &x) && canonical(got->answer, &y);
    if (!both) {
        differs_exact(out, want, got);
    } else if (!gp_str_eq(gp_buf_view(&x), gp_buf_view(&y))) {
        gp_buf_c(out, "JSON value: expected ");
        gp_show(out, gp_buf_view(&x), 80);
        gp_buf_c(out, ", got ");
        gp_show(out, gp_buf_view(&y), 80);
        gp_words_unseen(out, "; by code points ", gp_buf_view(&x), gp_buf_view(&y), "");
    }
    gp_buf_free(&x);
    gp_buf_free(&y);
}

static void normalize(gp_buf *out, gp_str s)
{
    s = gp_str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (strchr(" \t\n\v\f\r", c) && c) {
            if (out->n && out->p[out->n - 1] != ' ') gp_buf_byte(out, ' ');
        } else {
            gp_buf_byte(out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
        }
    }
}

static void differs_normalized(gp_buf *out, const gp_golden_reply *want, const gp_reply *got)
{
    gp_buf x = {0}, y = {0};
    normalize(&x, want->answer);
    normalize(&y, got->answer);
    if (!gp_str_eq(gp_buf_view(&x), gp_buf_view(&y))) {
        gp_buf_c(out, "answer: ");
        gp_words_first_difference(out, gp_buf_view(&x), gp_buf_view(&y));
    }
    gp_buf_free(&x);
    gp_buf_free(&y);
}

static bool is_digit(gp_str s, size_t i) { return i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; }

/* End of the number that starts at `at` (a digit, or a point before one): thousands in groups of three, one decimal
 * point with digits behind it, an exponent with digits. */
static size_t number_end(gp_str s, size_t at)
{
    size_t i = at;
    while (is_digit(s, i) || (i > at && i < s.n && s.p[i] == ',' && is_digit(s, i + 1) && is_digit(s, i + 2) &&
                              is_digit(s, i + 3) && !is_digit(s, i + 4)))
        i++;
    if (i < s.n && s.p[i] == '.' && is_digit(s, i + 1))
        for (i++; is_digit(s, i);) i++;
    size_t e = i;
    if (e < s.n && (s.p[e] == 'e' || s.p[e] == 'E')) {
        e++;
        if (e < s.n && (s.p[e] == '-' || s.p[e] == '+')) e++;
        if (!is_digit(s, e)) return i;
        while (is_digit(s, e)) e++;
        return e;
    }
    return i;
}

/* A minus directly behind a letter, digit or ')' is punctuation. */
static bool is_negative(gp_str s, size_t start)
{
    if (!start || s.p[start - 1] != '-') return false;
    if (start == 1) return true;
    char c = s.p[start - 2];
    return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ')');
}

/* The last number of an answer, as the `number` grader reads it ("1,234.5", "-3", "1e3", "50%" without the sign). */
static bool last_number(gp_arena *a, gp_str s, double *value)
{
    size_t start = SIZE_MAX, end = 0;
    for (size_t i = 0; i < s.n;) {
        bool point = s.p[i] == '.' && is_digit(s, i + 1);
        if (is_digit(s, i) || point) {
            start = i;
            i = end = number_end(s, i);
        } else {
            i++;
        }
    }
    if (start == SIZE_MAX) return false;
    char *text = gp_arena_alloc(a, end - start + 1);
    for (size_t i = start, n = 0; i < end; i++)
        if (s.p[i] != ',') text[n++] = s.p[i];
    *value = is_negative(s, start) ? -strtod(text, NULL) : strtod(text, NULL);
    return isfinite(*value);
}

static void differs_numeric(gp_arena *a, gp_buf *out, const gp_golden_reply *want, const gp_reply *got,
                            double tolerance)
{
    double x, y;
    bool has_x = last_number(a, want->answer, &x), has_y = last_number(a, got->answer, &y);
    if (!has_x && !has_y) {
        differs_exact(out, want, got);
    } else if (!has_x || !has_y) {
        gp_buf_c(out, has_x ? "number: the answer has none any more" : "number: the accepted answer has none");
    } else if (!(fabs(x - y) <= tolerance)) {
        char tx[32] = {0}, ty[32] = {0};
        (void)gp_fmt_double(tx, x);
        (void)gp_fmt_double(ty, y);
        gp_buf_fmt(out, "number: expected %s, got %s (tolerance %g)", tx, ty, tolerance);
    }
}

/* --- one trial --- */

/* Exactness falls back where a target has no ids; what was compared is said, so that nobody takes it for more. */
static bool falls_back(gp_golden_mode mode, const gp_golden_trial *want, const gp_transcript *got)
{
    if (mode != GP_GOLDEN_TOKENS && mode != GP_GOLDEN_LOGITS) return false;
    for (size_t i = 0; i < want->n_replies && i < got->n_replies; i++)
        if (!want->replies[i].tokens || !got->replies[i].tokens) return true;
    return mode == GP_GOLDEN_LOGITS && (!want->logits_sha256.n || !got->logits_sha256.n);
}

static void compare_reply(gp_arena *a, gp_buf *out, const gp_case *c, gp_golden_mode mode, const gp_golden_reply *want,
                          const gp_reply *got)
{
    switch (mode) {
    case GP_GOLDEN_EXACT:
        differs_exact(out, want, got);
        differs_finish(out, want, got);
        break;
    case GP_GOLDEN_TOKENS:
    case GP_GOLDEN_LOGITS: differs_tokens(out, want, got); break;
    case GP_GOLDEN_JSON: differs_json(out, want, got); break;
    case GP_GOLDEN_NORMALIZED: differs_normalized(out, want, got); break;
    case GP_GOLDEN_NUMERIC: differs_numeric(a, out, want, got, c->golden_tolerance); break;
    case GP_GOLDEN_NONE:
    case GP_GOLDEN_GRADE: return;
    }
    if (!gp_str_eq(want->tool_calls, got->tool_calls))
        gp_buf_c(out, out->n ? "; tool calls differ" : "tool calls differ");
}

static void compare_verdict(gp_buf *out, const gp_golden_trial *want, const gp_grade *g)
{
    if (want->status != g->status)
        gp_buf_fmt(out, "verdict: expected %s (score %.3g), got %s (score %.3g)", gp_status_name(want->status),
                   want->score, gp_status_name(g->status), g->score);
    else if (fabs(want->score - g->score) > 1e-9)
        gp_buf_fmt(out, "score: expected %.3g, got %.3g", want->score, g->score);
}

static void join(gp_buf *out, const gp_buf *part, size_t reply, size_t replies)
{
    if (!part->n) return;
    if (out->n) gp_buf_c(out, "; ");
    if (replies > 1) gp_buf_fmt(out, "reply %zu: ", reply + 1);
    gp_buf_str(out, gp_buf_view(part));
}

static void compare_replies(gp_arena *a, gp_buf *out, const gp_case *c, gp_golden_mode mode,
                            const gp_golden_trial *want, const gp_transcript *t)
{
    if (want->n_replies != t->n_replies && mode != GP_GOLDEN_GRADE) {
        gp_buf_fmt(out, "%sreplies: expected %zu, got %zu", out->n ? "; " : "", want->n_replies, t->n_replies);
        return;
    }
    for (size_t i = 0; i < want->n_replies && i < t->n_replies; i++) {
        gp_buf part = {0};
        compare_reply(a, &part, c, mode, &want->replies[i], &t->replies[i]);
        join(out, &part, i, t->n_replies);
        gp_buf_free(&part);
    }
}

static void differs_logits(gp_buf *out, gp_str want, gp_str got)
{
    gp_buf_c(out, "logits: same tokens, digest expected ");
    put_digest(out, want);
    gp_buf_c(out, ", got ");
    put_digest(out, got);
}

static gp_golden_outcome compare_trial(gp_arena *a, const gp_case *c, const gp_golden_trial *want,
                                       const gp_transcript *t, const gp_grade *g)
{
    gp_golden_outcome out = {0};
    gp_buf b = {0};
    bool fallback = falls_back(c->golden, want, t);
    compare_verdict(&b, want, g);
    bool alike = b.n == 0;
    compare_replies(a, &b, c, fallback ? GP_GOLDEN_EXACT : c->golden, want, t);
    if (c->golden == GP_GOLDEN_LOGITS && !fallback && b.n == 0 && !gp_str_eq(want->logits_sha256, t->logits_sha256))
        differs_logits(&b, want->logits_sha256, t->logits_sha256);
    out.state = b.n ? GP_GOLDEN_STATE_DIFFERS : GP_GOLDEN_STATE_MATCH;
    out.known = alike && want->status == GP_FAILED;
    if (fallback)
        gp_buf_fmt(&b, "%scompared as exact: no token ids%s on both sides", b.n ? "; " : "",
                   c->golden == GP_GOLDEN_LOGITS ? " and logits digest" : "");
    if (b.n) out.text = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return out;
}

static const gp_golden_trial *find_repeat(const gp_golden_file *f, int64_t repeat)
{
    for (size_t i = 0; i < f->n_trials; i++)
        if (f->trials[i].repeat == repeat) return &f->trials[i];
    return NULL;
}

static gp_code check_place(const char *path, const gp_golden_file *f, const gp_golden_key *key, const gp_case *c,
                           gp_err *err)
{
    if (gp_str_eq(f->suite, key->suite) && gp_str_eq(f->target, key->target) && gp_str_eq(f->case_id, c->id))
        return GP_OK;
    return gp_fail(
        err, GP_E_INPUT,
        "%s: this is the golden of %.*s/%.*s on %.*s, not of the case its name says; move it back or remove it", path,
        GP_ARG(f->suite), GP_ARG(f->case_id), GP_ARG(f->target));
}

/* --- missing --- */

static bool same_maker(const gp_golden_file *f, const gp_golden_key *key)
{
    return key->composite_sha256.n ? gp_str_eq(f->composite_sha256, key->composite_sha256)
                                   : key->weights_sha256.n && gp_str_eq(f->weights_sha256, key->weights_sha256);
}

/* The golden of this case that the same weights have under another name; empty where there is none. */
static gp_code look_elsewhere(gp_arena *a, const char *root, const gp_golden_key *key, const gp_case *c, gp_str *name,
                              gp_err *err)
{
    const char *own = gp_golden_path(a, root, key->suite, key->target, c->id), *file = gp_path_base(own);
    const char *suite = gp_path_dir(a, gp_path_dir(a, own)), *const *folders = NULL;
    size_t n = 0;
    gp_code code = gp_is_dir(suite) ? gp_list_dir(a, suite, &folders, &n, err) : GP_OK;
    for (size_t i = 0; i < n && !code && !name->n; i++) {
        const char *path = gp_path_join(a, gp_path_join(a, suite, folders[i]), file);
        gp_entry what = GP_NOTHING;
        gp_golden_file f;
        code = gp_look(path, &what, err);
        if (!code && what == GP_FILE) code = gp_golden_read(a, path, &f, err);
        if (!code && what == GP_FILE && same_maker(&f, key)) *name = f.target;
    }
    return code;
}

static gp_code missing(gp_arena *a, const char *root, const gp_golden_key *key, const gp_case *c,
                       gp_golden_outcome *out, gp_err *err)
{
    bool composite = key->composite_sha256.n > 0;
    gp_str name = {0}, text = GP_STR("no golden has been accepted yet");
    gp_code code = composite || key->weights_sha256.n ? look_elsewhere(a, root, key, c, &name, err) : GP_OK;
    if (name.n)
        text = gp_str_fmt(a,
                          "no golden has been accepted yet under this name, but one of the same %s stands under the "
                          "target's name %.*s: give the target that name (%s), or accept these answers as well",
                          composite ? "composite" : "weights", GP_ARG(name),
                          composite ? "in the targets file" : gp_str_fmt(a, "-t %.*s=local:FILE", GP_ARG(name)).p);
    *out = (gp_golden_outcome){.state = GP_GOLDEN_STATE_MISSING, .text = text, .elsewhere = name};
    return code;
}

gp_code gp_golden_compare(gp_arena *a, const char *root, const gp_golden_key *key, const gp_case *c,
                          const gp_transcript *t, const gp_grade *g, gp_golden_outcome *out, gp_err *err)
{
    gp_golden_file f;
    *out = (gp_golden_outcome){.state = GP_GOLDEN_STATE_NONE};
    if (c->golden == GP_GOLDEN_NONE || (g->status != GP_PASSED && g->status != GP_FAILED)) return GP_OK;
    const char *path = gp_golden_path(a, root, key->suite, key->target, c->id);
    gp_entry what;
    gp_code code = gp_look(path, &what, err);
    if (code) return code;
    if (what != GP_FILE) return missing(a, root, key, c, out, err);
    code = gp_golden_read(a, path, &f, err);
    if (!code) code = check_place(path, &f, key, c, err);
    if (code) return code;
    gp_buf why = {0};
    const gp_golden_trial *want = find_repeat(&f, t->repeat);
    stale_because(&why, &f, key, c, t->date);
    if (why.n) *out = (gp_golden_outcome){.state = GP_GOLDEN_STATE_STALE, .text = gp_str_dup(a, gp_buf_view(&why))};
    else if (want) *out = compare_trial(a, c, want, t, g);
    else
        *out = (gp_golden_outcome){.state = GP_GOLDEN_STATE_MISSING,
                                   .text = gp_str_fmt(a, "the golden has no repeat %lld", (long long)t->repeat)};
    bool red = out->state == GP_GOLDEN_STATE_DIFFERS || out->state == GP_GOLDEN_STATE_STALE;
    if (red && want && want->n_replies) out->accepted = want->replies[want->n_replies - 1].answer;
    gp_buf_free(&why);
    return GP_OK;
}
