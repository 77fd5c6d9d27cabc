/* change.c - ways to break any answer, whatever grades it. None of them leaves it as it was or makes it empty. */
#include <string.h>

#include "lint/lint_impl.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_word(char c) { return is_digit(c) || is_upper(c) || is_lower(c) || (unsigned char)c >= 0x80; }

/* The answer becomes its first `at` bytes, `text`, and what follows the first `next` bytes. */
static bool splice(gp_arena *a, gp_reply *r, size_t at, const char *text, size_t next)
{
    gp_str s = r->answer;
    gp_str with = gp_str_fmt(a, "%.*s%s%.*s", (int)at, s.p, text, (int)(s.n - next), s.p + next);
    if (!gp_str_trim(with).n || gp_str_eq(with, s)) return false;
    r->answer = with;
    return true;
}

/* The first number. */
static bool drop_number(gp_arena *a, const gp_grader *g, gp_reply *r)
{
    (void)g;
    size_t at = 0, end;
    while (at < r->answer.n && !is_digit(r->answer.p[at])) at++;
    if (at == r->answer.n) return false;
    for (end = at; end < r->answer.n && is_digit(r->answer.p[end]);) end++;
    return splice(a, r, at, "", end);
}

/* The first capitalized word behind the start, or else the one at the start, becomes another. */
static bool change_name(gp_arena *a, const gp_grader *g, gp_reply *r)
{
    (void)g;
    gp_str s = r->answer;
    size_t found = s.n;
    for (size_t i = 0; i + 1 < s.n; i++) {
        if (!is_upper(s.p[i]) || !is_lower(s.p[i + 1]) || (i && is_word(s.p[i - 1]))) continue;
        if (found == s.n || !found) found = i;
        if (i) break;
    }
    if (found == s.n) return false;
    size_t end = found;
    while (end < s.n && is_word(s.p[end])) end++;
    return splice(a, r, found, s.n - found >= 5 && memcmp(s.p + found, "Quill", 5) == 0 ? "Wren" : "Quill", end);
}

/* The last bracket goes missing. */
static bool break_json(gp_arena *a, const gp_grader *g, gp_reply *r)
{
    (void)g;
    size_t at = r->answer.n;
    while (at && r->answer.p[at - 1] != '}' && r->answer.p[at - 1] != ']') at--;
    return at && splice(a, r, at - 1, "", at);
}

static bool twice(gp_arena *a, const gp_grader *g, gp_reply *r)
{
    (void)g;
    gp_str s = r->answer;
    if (!gp_str_trim(s).n) return false;
    r->answer = gp_str_cat(a, s, GP_STR("\n"), s);
    return true;
}

/* The first two words. */
static bool swap(gp_arena *a, const gp_grader *g, gp_reply *r)
{
    (void)g;
    gp_str s = r->answer;
    size_t at[4] = {0}, i = 0;
    for (int k = 0; k < 4; k += 2) {
        while (i < s.n && !is_word(s.p[i])) i++;
        at[k] = i;
        while (i < s.n && is_word(s.p[i])) i++;
        at[k + 1] = i;
    }
    if (at[2] == at[3]) return false;
    gp_str with = gp_str_fmt(a, "%.*s%.*s%.*s%.*s%.*s", (int)at[0], s.p, (int)(at[3] - at[2]), s.p + at[2],
                             (int)(at[2] - at[1]), s.p + at[1], (int)(at[1] - at[0]), s.p + at[0], (int)(s.n - at[3]),
                             s.p + at[3]);
    if (gp_str_eq(with, s)) return false;
    r->answer = with;
    return true;
}

/* Half of it, cut between characters. */
static bool truncate(gp_arena *a, const gp_grader *g, gp_reply *r)
{
    (void)g;
    size_t half = r->answer.n / 2;
    while (half && ((unsigned char)r->answer.p[half] & 0xc0) == 0x80) half--;
    return splice(a, r, half, "", r->answer.n);
}

/* Nothing of it is left. */
static bool replace(gp_arena *a, const gp_grader *g, gp_reply *r)
{
    (void)g;
    return splice(a, r, 0, "Quite another matter altogether.", r->answer.n);
}

const gp_mutation gp_changes[] = {
    {"a number dropped", drop_number}, {"a name changed", change_name}, {"a bracket dropped", break_json},
    {"everything said twice", twice},  {"two words swapped", swap},     {"half of it cut off", truncate},
    {"something else said", replace},
};
const size_t gp_n_changes = sizeof gp_changes / sizeof *gp_changes;
