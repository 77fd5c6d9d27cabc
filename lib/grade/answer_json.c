/* answer_json.c - the JSON value of an answer, and what stands there instead. */
#include <string.h>

#include "grade/nodes.h"

#define ANSWER_MAX ((size_t)1 << 20) /* bytes: a longer answer fails unread */

bool gp_fenced(gp_str text, gp_str *inside)
{
    gp_str t = gp_str_trim(text), fence = GP_STR("```");
    if (t.n < 7 || !gp_str_starts(t, fence) || !gp_str_eq((gp_str){t.p + t.n - 3, 3}, fence)) return false;
    const char *lf = memchr(t.p, '\n', t.n);
    if (!lf || lf > t.p + t.n - 3) return false;
    *inside = (gp_str){lf + 1, (size_t)(t.p + t.n - 3 - (lf + 1))};
    return gp_str_find(*inside, fence) == SIZE_MAX;
}

/* Does a value stand at `at`? Then *end is behind it. */
static bool value_at(gp_str text, size_t at, size_t *end)
{
    gp_arena a = {0};
    gp_json_reader r;
    const gp_json *v;
    gp_json_reader_init(&r, "answer", (gp_str){text.p + at, text.n - at});
    bool is = gp_json_read(&r, &a, &v, NULL) == GP_OK;
    *end = at + r.at;
    gp_arena_free(&a);
    return is;
}

static size_t bracket(gp_str text, size_t at)
{
    while (at < text.n && text.p[at] != '{' && text.p[at] != '[') at++;
    return at;
}

enum { TRIES = 8 }; /* brackets that begin no value, before looking ends */

const char *gp_json_told_apart(gp_arena *a, gp_str text)
{
    size_t found = 0, first = 0, first_end = 0, second = 0, end = 0;
    size_t fence = gp_str_find(text, GP_STR("```"));
    for (size_t at = bracket(text, 0), tries = 0; at < text.n && found < 2 && tries < TRIES; at = bracket(text, end)) {
        bool is = value_at(text, at, &end);
        if (!is) {
            end = at + 1;
            tries++;
        } else if (found++) second = at;
        else {
            first = at;
            first_end = end;
        }
    }
    if (!found || (!first && first_end >= text.n)) return "";
    if (found > 1) return gp_str_fmt(a, " (several JSON values: at byte %zu and at byte %zu)", first, second).p;
    bool inside = fence < first &&
                  gp_str_find((gp_str){text.p + first_end, text.n - first_end}, GP_STR("```")) != SIZE_MAX;
    return gp_str_fmt(a, " (a JSON value inside %s, from byte %zu to %zu)",
                      inside ? "a fence with text around it" : "prose", first, first_end)
        .p;
}

gp_code gp_answer_json(gp_arena *a, gp_str answer, bool fence, const gp_json **root, const char **why, gp_err *err)
{
    gp_err inner = {0};
    gp_str text = answer.p ? answer : GP_STR(""), inside;
    *why = NULL;
    if (answer.n > ANSWER_MAX) {
        *why =
            gp_str_fmt(a, "the answer has %zu bytes, more than the %zu that are read as JSON", answer.n, ANSWER_MAX).p;
        return GP_OK;
    }
    bool fenced = gp_fenced(text, &inside);
    if (fenced && !fence)
        *why =
            gp_str_fmt(a, "the answer is in a code fence (accepted only with \"trim\": true): %s", gp_quote(a, text)).p;
    if (*why) return GP_OK;
    gp_code code = gp_json_parse(a, "answer", fenced ? inside : text, root, &inner);
    if (code != GP_E_INPUT) return code ? gp_fail(err, code, "%s", inner.msg) : GP_OK;
    *why = gp_str_fmt(a, "not JSON: %s%s", inner.msg, gp_json_told_apart(a, text)).p;
    return GP_OK;
}
