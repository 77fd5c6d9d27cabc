/* extract.c - the part of an answer that is graded: found by a pattern, shown to the grader in place of the answer, and
 * put back where a broken one is wanted. */
#include <string.h>

#include "grade/grade_impl.h"

/* --- the parameter --- */

gp_code gp_flags_check(const gp_json *v, const char *what, gp_err *err)
{
    for (size_t at = 0, from = 0; at < v->s.n; from = at)
        if (gp_utf8_next(v->s, &at) <= 0 || !strchr("imsxu", v->s.p[from]))
            return gp_json_fail(err, v, "\"%.*s\" in %s is unknown; use i, m, s, x or u", (int)(at - from),
                                v->s.p + from, what);
    return GP_OK;
}

static const char *const takes[] = {"first", "last"};
static const gp_field rows[] = {
    GP_FIELD(STR, "pattern", gp_extract, pattern, .flags = GP_KNOWN | GP_FILLED | GP_QUOTED,
             .doc = "PCRE2 pattern in UTF mode. Its first group that is not empty is graded; without groups the whole "
                    "match."),
    GP_FIELD(ENUM, "take", gp_extract, take, GP_NAMES(takes), .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED,
             .doc = "Which of several matches that do not overlap."),
    GP_ROW_FLAGS(gp_extract),
    GP_FIELD_LISTED(
        STRS, "leave_out", gp_extract, leave_out, n_leave_out, .flags = GP_OPTIONAL | GP_FILLED | GP_QUOTED,
        .doc = "Patterns whose matches are left out of the part, one pattern after another, once white space "
               "around it is gone."),
};
const gp_record gp_extract_record = GP_RECORD(gp_extract, rows, "an extract");

bool gp_extracts(const void *grader) { return ((const gp_grader *)grader)->extract.pattern.n > 0; }

static gp_code compile(const gp_grader *g, gp_str pattern, gp_regex **out, gp_err *err)
{
    return gp_regex_compile_with(pattern, g->extract.flags, out, err);
}

static gp_code check_pattern(const gp_case *c, const gp_grader *g, gp_str pattern, const char *key, gp_err *err)
{
    gp_err inner = {0};
    gp_regex *r = NULL;
    gp_code code = compile(g, pattern, &r, &inner);
    gp_regex_free(r);
    if (!code) return GP_OK;
    return gp_json_fail(err, gp_json_get(gp_json_get(g->at, "extract"), key),
                        "case \"%.*s\", grader \"%.*s\", \"%s\" of what it extracts: %s", GP_ARG(c->id), GP_ARG(g->id),
                        key, inner.msg);
}

gp_code gp_extract_check(const gp_case *c, const gp_grader *g, gp_err *err)
{
    if (!gp_extracts(g)) return GP_OK;
    gp_code code = check_pattern(c, g, g->extract.pattern, "pattern", err);
    for (size_t i = 0; i < g->extract.n_leave_out && !code; i++)
        code = check_pattern(c, g, g->extract.leave_out[i], "leave_out", err);
    return code;
}

typedef struct part { /* of an answer */
    bool found;
    gp_str text, seen; /* where it lies in the answer; what the grader looks at */
} part;

static gp_code leave_out(gp_arena *a, const gp_grader *g, gp_str pattern, gp_str *text, gp_err *err)
{
    gp_regex *r = NULL;
    gp_buf rest = {0};
    gp_code code = compile(g, pattern, &r, err);
    if (!code) code = gp_regex_remove(r, *text, &rest, err);
    if (!code) *text = gp_str_dup(a, gp_buf_view(&rest));
    gp_buf_free(&rest);
    gp_regex_free(r);
    return code;
}

/* The answer is valid UTF-8. */
static gp_code find(gp_arena *a, const gp_grader *g, gp_str answer, part *out, gp_err *err)
{
    gp_regex *r = NULL;
    *out = (part){0};
    gp_code code = compile(g, g->extract.pattern, &r, err);
    if (!code) code = gp_regex_part(r, answer, g->extract.take == GP_TAKE_LAST, &out->found, &out->text, err);
    gp_regex_free(r);
    out->seen = g->extract.n_leave_out ? gp_str_trim(out->text) : out->text;
    for (size_t i = 0; i < g->extract.n_leave_out && out->found && !code; i++)
        code = leave_out(a, g, g->extract.leave_out[i], &out->seen, err);
    return code;
}

/* --- the verdict --- */

gp_code gp_verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    if (!gp_extracts(g)) return g->kind->verdict(a, x, g, out, err);
    gp_str text = gp_utf8_repair(a, x->reply->answer);
    part p;
    gp_code code = find(a, g, text, &p, err);
    if (code) return code;
    if (!p.found)
        return gp_explain(a, out, 0, "nothing to grade: %s is not found in %s", gp_quote(a, g->extract.pattern),
                          gp_quote(a, text));
    gp_reply reply = *x->reply;
    gp_judged of_part = *x;
    reply.answer = p.seen;
    of_part.reply = &reply;
    code = g->kind->verdict(a, &of_part, g, out, err);
    if (code || out->open) return code;
    return gp_explain(a, out, out->score, "in the part at byte %zu: %.*s", (size_t)(p.text.p - text.p),
                      GP_ARG(out->explanation));
}

/* --- broken answers --- */

size_t gp_ways(const gp_grader *g) { return g->kind->n_mutations + gp_extracts(g); }

const char *gp_way_name(const gp_grader *g, size_t i)
{
    return i < g->kind->n_mutations ? g->kind->mutations[i].name : "what is extracted left out";
}

/* The answer with another text in place of the part. */
static gp_str with_part(gp_arena *a, gp_str text, gp_str old, gp_str other)
{
    size_t at = (size_t)(old.p - text.p), end = at + old.n;
    return gp_text_between(a, (gp_str){text.p, at}, other, (gp_str){text.p + end, text.n - end});
}

static gp_str without(gp_arena *a, const gp_grader *g, gp_str text)
{
    gp_regex *r = NULL;
    if (compile(g, g->extract.pattern, &r, NULL)) return (gp_str){0};
    gp_str rest = gp_text_without(a, r, text);
    gp_regex_free(r);
    return rest;
}

/* The answer with its part broken; .p is NULL where there is no way. */
static gp_str broken(gp_arena *a, const gp_grader *g, size_t i, const gp_reply *reply)
{
    gp_str text = gp_utf8_repair(a, reply->answer);
    part p;
    if (i == g->kind->n_mutations) return without(a, g, text);
    if (find(a, g, text, &p, NULL) || !p.found) return (gp_str){0};
    gp_reply changed = *reply;
    changed.answer = p.seen;
    if (!g->kind->mutations[i].change(a, g, &changed)) return (gp_str){0};
    return with_part(a, text, p.text, changed.answer);
}

bool gp_break(gp_arena *a, const gp_grader *g, size_t i, gp_reply *reply)
{
    if (!gp_extracts(g)) return g->kind->mutations[i].change(a, g, reply);
    gp_criterion c = {0};
    gp_reply changed = *reply;
    changed.answer = broken(a, g, i, reply);
    /* what was put in may lie outside of what the pattern then finds */
    if (!changed.answer.p || gp_verdict(a, &(gp_judged){.reply = &changed}, g, &c, NULL) || c.score >= 1) return false;
    *reply = changed;
    return true;
}

/* --- whole answers --- */

typedef struct shape { /* a text that a pattern may match, with the wanted one in its first group */
    gp_str pattern, part;
    size_t at;
    gp_buf text;
    bool put, lost; /* the part is in; it is a pattern that this does not follow */
} shape;

/* The index behind the bracket that closes the one at `at`, or (`bar`) of the one that closes what is around it. */
static size_t behind_group(gp_str p, size_t at, bool bar)
{
    size_t depth = bar;
    for (bool class = false; at < p.n; at++) {
        char c = p.p[at];
        if (c == '\\') at++;
        else if (class) class = c != ']';
        else if (c == '[') class = true;
        else if (c == '(') depth++;
        else if (c == ')' && depth && !--depth) return bar ? at : at + 1;
    }
    return p.n;
}

static void put_group(shape *s)
{
    gp_str rest = {s->pattern.p + s->at, s->pattern.n - s->at};
    bool named = gp_str_starts(rest, GP_STR("(?<")) || gp_str_starts(rest, GP_STR("(?P<"));
    bool plain = gp_str_starts(rest, GP_STR("(?:"));
    if (plain) s->at += 3;
    else if (rest.n > 1 && rest.p[1] == '?' && !named) s->lost = true;
    else {
        if (!s->put) gp_buf_str(&s->text, s->part);
        s->put = true;
        s->at = behind_group(s->pattern, s->at, false);
    }
}

static void put_escape(shape *s)
{
    char c = s->at + 1 < s->pattern.n ? s->pattern.p[s->at + 1] : 'Q';
    bool letter = (c | 32) >= 'a' && (c | 32) <= 'z', digit = c >= '0' && c <= '9';
    s->at += 2;
    if (!letter && !digit) gp_buf_byte(&s->text, c);
    else if (strchr("sh", c)) gp_buf_byte(&s->text, ' ');
    else if (strchr("nRv", c)) gp_buf_byte(&s->text, '\n');
    else if (strchr("dw", c)) gp_buf_byte(&s->text, '1');
    else if (strchr("SDW", c)) gp_buf_byte(&s->text, c == 'S' ? 'x' : '-');
    else s->lost = !strchr("bAzZG", c);
}

/* The first character that it lists. */
static void put_class(shape *s)
{
    s->at++;
    if (s->at < s->pattern.n && s->pattern.p[s->at] == '\\') put_escape(s);
    else if (s->at < s->pattern.n && !strchr("^]", s->pattern.p[s->at])) gp_buf_byte(&s->text, s->pattern.p[s->at++]);
    else s->lost = true;
    while (s->at < s->pattern.n && s->pattern.p[s->at] != ']') s->at += s->pattern.p[s->at] == '\\' ? 2 : 1;
    s->at++;
}

/* One step through the pattern: of alternatives the first, of what may be repeated one. */
static void put_next(shape *s)
{
    char c = s->pattern.p[s->at];
    if (c == '\\') put_escape(s);
    else if (c == '(') put_group(s);
    else if (c == '|') s->at = behind_group(s->pattern, s->at, true);
    else if (c == '[') put_class(s);
    else if (c == '{') s->lost = true;
    else {
        if (c == '.') gp_buf_byte(&s->text, '-');
        else if (!strchr("^$*+?)", c)) gp_buf_byte(&s->text, c);
        s->at++;
    }
}

/* Does the grader look at just this text in the answer? */
static bool looks_at(gp_arena *a, const gp_grader *g, gp_str answer, gp_str text)
{
    part p;
    return !find(a, g, gp_utf8_repair(a, answer), &p, NULL) && p.found && gp_str_eq(p.seen, text);
}

gp_str gp_answer_with(gp_arena *a, const gp_grader *g, gp_str text)
{
    if (!gp_extracts(g)) return gp_str_dup(a, text);
    shape s = {.pattern = g->extract.pattern, .part = text};
    while (s.at < s.pattern.n && !s.lost) put_next(&s);
    gp_str shaped = gp_str_dup(a, gp_buf_view(&s.text)), plain = gp_str_dup(a, text);
    gp_buf_free(&s.text);
    if (looks_at(a, g, plain, text)) return plain;
    return !s.lost && looks_at(a, g, shaped, text) ? shaped : (gp_str){0};
}
