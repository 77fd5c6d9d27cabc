/* regex.c - PCRE2, with bounded work, and memory that does not run out under it. */
#include "regex/regex.h"

#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
    MATCH_LIMIT = 10000000, /* backtracking steps at one start position */
    DEPTH_LIMIT = 10000000,
    HEAP_LIMIT_KIB = 65536
};
/* Steps and bytes over all start positions: about a second. A search that is linear in 8 MiB stays far below. */
#define WORK_LIMIT ((uint64_t)300000000)

struct gp_regex {
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
    uint64_t work;
    size_t last; /* position at the previous callout */
    uint32_t groups;
};

/* PCRE2 calls this before every item of the pattern; the distance to the last call is what loops in between walked. */
static int count_work(pcre2_callout_block *b, void *user)
{
    gp_regex *r = user;
    size_t at = b->current_position;
    r->work += 1 + (at > r->last ? at - r->last : r->last - at);
    r->last = at;
    return r->work > WORK_LIMIT ? PCRE2_ERROR_CALLOUT : 0;
}

static void *take(PCRE2_SIZE n, void *unused)
{
    (void)unused;
    return gp_alloc(n);
}

static void give(void *p, void *unused)
{
    (void)unused;
    free(p);
}

/* The pattern with what matching needs, all from memory that does not run out: PCRE2 would call it a bad pattern. */
static void set_up(gp_regex *r, gp_str pattern, uint32_t options, int *reason, PCRE2_SIZE *offset)
{
    pcre2_general_context *memory = pcre2_general_context_create(take, give, NULL);
    pcre2_compile_context *how = pcre2_compile_context_create(memory);
    r->code = pcre2_compile((PCRE2_SPTR)(pattern.p ? pattern.p : ""), pattern.n, options | PCRE2_UTF, reason, offset,
                            how);
    if (r->code) r->data = pcre2_match_data_create_from_pattern(r->code, memory);
    r->context = pcre2_match_context_create(memory);
    pcre2_compile_context_free(how);
    pcre2_general_context_free(memory);
}

static gp_code compile(gp_str pattern, uint32_t options, gp_regex **out, gp_err *err)
{
    int reason = 0;
    PCRE2_SIZE offset = 0;
    gp_regex *r = gp_alloc(sizeof *r);
    set_up(r, pattern, options, &reason, &offset);
    if (!r->code) {
        gp_regex_free(r);
        PCRE2_UCHAR text[160];
        if (pcre2_get_error_message(reason, text, sizeof text) < 0) text[0] = 0;
        return gp_fail(err, GP_E_INPUT, "invalid pattern: %s (at byte %zu)", (const char *)text, (size_t)offset);
    }
    (void)pcre2_pattern_info(r->code, PCRE2_INFO_CAPTURECOUNT, &r->groups);
    (void)pcre2_set_match_limit(r->context, MATCH_LIMIT);
    (void)pcre2_set_depth_limit(r->context, DEPTH_LIMIT);
    (void)pcre2_set_heap_limit(r->context, HEAP_LIMIT_KIB);
    (void)pcre2_set_callout(r->context, count_work, r);
    *out = r;
    return GP_OK;
}

/* Length of a brace at p with a count that only some versions of PCRE2 take for one: {,3} and { 2, 3 } are counts from
 * 10.43 on, and text before. 0: it is none. */
static size_t doubtful_count(gp_str p)
{
    size_t n = 1, digits = 0, commas = 0, spaces = 0, first = 0;
    for (; n < p.n && p.p[n] != '}'; n++) {
        char c = p.p[n];
        if (c >= '0' && c <= '9') digits++, first += !commas;
        else if (c == ',') commas++;
        else if (c == ' ' || c == '\t') spaces++;
        else return 0;
    }
    if (n >= p.n || !digits || commas > 1 || (first && !spaces)) return 0;
    return n + 1;
}

/* A verdict must not depend on the machine's version of PCRE2. */
static gp_code check_counts(gp_str p, gp_err *err)
{
    bool class = false;
    for (size_t i = 0; i < p.n; i++) {
        if (p.p[i] == '\\' && i + 1 < p.n) {
            i++;
            if (strchr("xopPNgku", p.p[i]) && i + 1 < p.n && p.p[i + 1] == '{') i++; /* a name or number in braces */
            continue;
        }
        if (class) class = p.p[i] != ']';
        else if (p.p[i] == '[') class = true, i += i + 1 < p.n && p.p[i + 1] == ']';
        size_t n = !class && p.p[i] == '{' ? doubtful_count((gp_str){p.p + i, p.n - i}) : 0;
        if (n)
            return gp_fail(err, GP_E_INPUT,
                           "invalid pattern: \"%.*s\" (at byte %zu) is a count in some versions of PCRE2 and text in "
                           "others; write {0,N} without blanks, or \\{",
                           (int)n, p.p + i, i);
    }
    return GP_OK;
}

gp_code gp_regex_compile_with(gp_str pattern, gp_str flags, gp_regex **out, gp_err *err)
{
    uint32_t options = PCRE2_UCP | PCRE2_AUTO_CALLOUT | PCRE2_NEVER_BACKSLASH_C;
    for (size_t i = 0; i < flags.n; i++) switch (flags.p[i]) {
        case 'i': options |= PCRE2_CASELESS; break;
        case 'm': options |= PCRE2_MULTILINE; break;
        case 's': options |= PCRE2_DOTALL; break;
        case 'x': options |= PCRE2_EXTENDED; break;
        case 'u': break;
        default: return gp_fail(err, GP_E_BUG, "\"%c\" is no option of a pattern", flags.p[i]);
        }
    gp_code code = check_counts(pattern, err);
    return code ? code : compile(pattern, options, out, err);
}

gp_code gp_regex_compile(gp_str pattern, bool ignore_case, gp_regex **out, gp_err *err)
{
    return gp_regex_compile_with(pattern, ignore_case ? GP_STR("i") : GP_STR(""), out, err);
}

gp_code gp_regex_ecma(gp_str perl, gp_regex **out, gp_err *err)
{
    return compile(perl,
                   PCRE2_AUTO_CALLOUT | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF |
                       PCRE2_ALLOW_EMPTY_CLASS,
                   out, err);
}

gp_code gp_regex_literal(gp_str text, bool whole, gp_regex **out, gp_err *err)
{
    return compile(text, PCRE2_LITERAL | PCRE2_CASELESS | (whole ? PCRE2_ANCHORED | PCRE2_ENDANCHORED : 0u), out, err);
}

void gp_regex_free(gp_regex *r)
{
    if (!r) return;
    pcre2_match_context_free(r->context);
    pcre2_match_data_free(r->data);
    pcre2_code_free(r->code);
    free(r);
}

static gp_code fail_match(int rc, gp_err *err)
{
    if (rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT || rc == PCRE2_ERROR_HEAPLIMIT ||
        rc == PCRE2_ERROR_CALLOUT)
        return gp_fail(
            err, GP_E_INFRA,
            "the pattern needs too much work on this answer (match limit); make it less ambiguous or anchor it");
    PCRE2_UCHAR text[160];
    if (pcre2_get_error_message(rc, text, sizeof text) < 0) text[0] = 0;
    return gp_fail(err, GP_E_INPUT, "the pattern cannot be matched: %s", (const char *)text);
}

/* Part i of the last match. */
static gp_str part(const gp_regex *r, gp_str text, uint32_t i)
{
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(r->data);
    if (v[2 * i] == PCRE2_UNSET || v[2 * i + 1] < v[2 * i]) return (gp_str){"", 0};
    return (gp_str){text.p + v[2 * i], v[2 * i + 1] - v[2 * i]};
}

gp_code gp_regex_find(gp_regex *r, gp_str text, bool *found, gp_str *match, gp_str *group, gp_err *err)
{
    if (!text.p) text = GP_STR("");
    r->work = 0;
    r->last = 0;
    int rc = pcre2_match(r->code, (PCRE2_SPTR)text.p, text.n, 0, 0, r->data, r->context);
    if (rc < 0 && rc != PCRE2_ERROR_NOMATCH) return fail_match(rc, err);
    *found = rc >= 0;
    if (*found && match) *match = part(r, text, 0);
    if (*found && group) *group = part(r, text, r->groups ? 1 : 0);
    return GP_OK;
}

static gp_str filled_part(const gp_regex *r, gp_str text)
{
    uint32_t i = r->groups ? 1 : 0;
    while (i < r->groups && !part(r, text, i).n) i++;
    return part(r, text, i);
}

/* A search for one match after another. */
typedef struct walk {
    gp_regex *r;
    gp_str text;
    size_t at;
    uint32_t options;
    bool found;
} walk;

static walk walk_over(gp_regex *r, gp_str text)
{
    r->work = 0;
    r->last = 0;
    return (walk){.r = r, .text = text.p ? text : GP_STR("")};
}

/* The next match, if there is one. */
static gp_code step(walk *w, gp_err *err)
{
    int rc = pcre2_match(w->r->code, (PCRE2_SPTR)w->text.p, w->text.n, w->at, w->options, w->r->data, w->r->context);
    w->found = rc >= 0;
    return rc < 0 && rc != PCRE2_ERROR_NOMATCH ? fail_match(rc, err) : GP_OK;
}

/* Where to look on behind a match, and how: behind an empty one a longer one may begin at the same place. False at the
 * end of the text. Each round moves on, also where \K puts a match's end in front of its start. */
static bool go_on(walk *w)
{
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(w->r->data);
    bool stays = v[1] <= w->at && w->options & PCRE2_NOTEMPTY_ATSTART;
    if (stays && w->at >= w->text.n) return false;
    if (stays) (void)gp_utf8_next(w->text, &w->at);
    if (v[1] > w->at) w->at = v[1];
    w->options = PCRE2_NO_UTF_CHECK | (v[0] >= v[1] ? PCRE2_NOTEMPTY_ATSTART : 0);
    return true;
}

gp_code gp_regex_part(gp_regex *r, gp_str text, bool last, bool *found, gp_str *out, gp_err *err)
{
    walk w = walk_over(r, text);
    *found = false;
    do {
        gp_code code = step(&w, err);
        if (code || !w.found) return code;
        *found = true;
        *out = filled_part(r, w.text);
    } while (last && go_on(&w));
    return GP_OK;
}

gp_code gp_regex_remove(gp_regex *r, gp_str text, gp_buf *out, gp_err *err)
{
    walk w = walk_over(r, text);
    size_t from = 0;
    gp_code code;
    do {
        code = step(&w, err);
        if (code || !w.found) break;
        gp_str match = part(r, w.text, 0);
        size_t start = (size_t)(match.p - w.text.p);
        if (!match.n || start < from) continue;
        gp_buf_put(out, w.text.p + from, start - from);
        from = start + match.n;
    } while (go_on(&w));
    gp_buf_put(out, w.text.p + from, w.text.n - from);
    return code;
}
