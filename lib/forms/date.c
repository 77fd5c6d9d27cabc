/* date.c - days of the calendar as people write them. */
#include "forms/date.h"

#include <string.h>

static bool is_digit(gp_str s, size_t i) { return i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; }
static bool is_letter(gp_str s, size_t i) { return i < s.n && (s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z'; }

/* --- the calendar --- */

static bool is_leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

static int month_days(int y, int m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[m - 1] + (m == 2 && is_leap(y));
}

static bool exists(int y, int m, int d) { return y >= 1 && m >= 1 && m <= 12 && d >= 1 && d <= month_days(y, m); }

/* Days of all years before y, from year 1. */
static int64_t days_before(int64_t y) { return (y - 1) * 365 + (y - 1) / 4 - (y - 1) / 100 + (y - 1) / 400; }

static int64_t day_of(int y, int m, int d)
{
    int64_t day = days_before(y) - days_before(1970) + d - 1;
    for (int i = 1; i < m; i++) day += month_days(y, i);
    return day;
}

gp_str gp_date_text(gp_arena *a, int64_t day)
{
    int y = (int)(1970 + day / 366) - (day < 0), m = 1;
    while (y < 9999 && day_of(y + 1, 1, 1) <= day) y++;
    while (y > 1 && day_of(y, 1, 1) > day) y--;
    while (m < 12 && day_of(y, m + 1, 1) <= day) m++;
    return gp_str_fmt(a, "%04d-%02d-%02d", y, m, (int)(day - day_of(y, m, 1)) + 1);
}

/* --- parts --- */

/* A number of `least` to `most` digits from *at, which moves behind it; -1 where there is none. */
static int number(gp_str s, size_t *at, size_t least, size_t most)
{
    int v = 0;
    size_t i = *at;
    for (; is_digit(s, i) && i - *at < most; i++) v = v * 10 + (s.p[i] - '0');
    if (i - *at < least || is_digit(s, i)) return -1;
    *at = i;
    return v;
}

static bool skip(gp_str s, size_t *at, const char *text)
{
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++)
        if (*at + i >= s.n || (s.p[*at + i] | (is_letter(s, *at + i) ? 32 : 0)) != text[i]) return false;
    *at += n;
    return true;
}

static bool skip_any(gp_str s, size_t *at, const char *const *list)
{
    while (*list && !skip(s, at, *list)) list++;
    return *list != NULL;
}

/* The name of a month, or its first three letters (or four of September) with a full stop or without; 0: none. */
static int month(gp_str s, size_t *at)
{
    static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
    for (int m = 0; m < 12; m++) {
        size_t end = *at;
        char brief[5] = {0};
        memcpy(brief, names[m], 3);
        if (!skip(s, &end, names[m]) && !(m == 8 && skip(s, &end, "sept")) && !skip(s, &end, brief)) continue;
        if (is_letter(s, end)) continue;
        if (end < s.n && s.p[end] == '.') end++;
        *at = end;
        return m + 1;
    }
    return 0;
}

static void skip_spaces(gp_str s, size_t *at)
{
    static const char *const spaces[] = {" ", "\xC2\xA0", "\xE2\x80\xAF", NULL};
    for (int i = 0; i < 2 && skip_any(s, at, spaces); i++) {}
}

static int day_number(gp_str s, size_t *at)
{
    static const char *const endings[] = {"st", "nd", "rd", "th", ".", NULL};
    int d = number(s, at, 1, 2);
    if (d >= 0) (void)skip_any(s, at, endings);
    return d;
}

static int year(gp_str s, size_t *at)
{
    static const char *const commas[] = {",", "/", "-", NULL};
    (void)skip_any(s, at, commas);
    skip_spaces(s, at);
    return number(s, at, 4, 4);
}

/* --- forms: each moves *at behind a date and says its parts; false where it is none --- */

typedef struct parts {
    int y, m, d;
    bool ambiguous;
} parts;

/* 2024-03-05, 2024/3/5, 2024.03.05 */
static bool year_first(gp_str s, size_t *at, parts *p)
{
    p->y = number(s, at, 4, 4);
    char sign = *at < s.n ? s.p[*at] : 0;
    if (p->y < 0 || (sign != '-' && sign != '/' && sign != '.')) return false;
    ++*at;
    p->m = number(s, at, 1, 2);
    if (p->m < 0 || *at >= s.n || s.p[*at] != sign) return false;
    ++*at;
    p->d = number(s, at, 1, 2);
    return p->d >= 0;
}

/* 5/3/2024, 5.3.2024, 5-3-2024 */
static bool year_last(gp_str s, size_t *at, gp_date_order order, parts *p)
{
    int first = number(s, at, 1, 2);
    char sign = *at < s.n ? s.p[*at] : 0;
    if (first < 0 || (sign != '-' && sign != '/' && sign != '.')) return false;
    ++*at;
    int second = number(s, at, 1, 2);
    if (second < 0 || *at >= s.n || s.p[*at] != sign) return false;
    ++*at;
    p->y = number(s, at, 4, 4);
    bool month_first = order == GP_DATE_UNSAID ? second > 12 : order == GP_DATE_MDY;
    p->m = month_first ? first : second;
    p->d = month_first ? second : first;
    p->ambiguous = order == GP_DATE_UNSAID && first <= 12 && second <= 12 && first != second;
    return p->y >= 0;
}

/* 5 March 2024, 5th of March, 2024, 5-Mar-2024 */
static bool day_name_year(gp_str s, size_t *at, parts *p)
{
    p->d = day_number(s, at);
    if (p->d < 0) return false;
    if (*at < s.n && s.p[*at] == '-') ++*at;
    skip_spaces(s, at);
    if (skip(s, at, "of")) skip_spaces(s, at);
    p->m = month(s, at);
    if (!p->m) return false;
    p->y = year(s, at);
    return p->y >= 0;
}

/* March 5, 2024 */
static bool name_day_year(gp_str s, size_t *at, parts *p)
{
    p->m = month(s, at);
    if (!p->m) return false;
    skip_spaces(s, at);
    if (skip(s, at, "the")) skip_spaces(s, at);
    p->d = day_number(s, at);
    if (p->d < 0) return false;
    p->y = year(s, at);
    return p->y >= 0;
}

/* 2024 March 5 */
static bool year_name_day(gp_str s, size_t *at, parts *p)
{
    p->y = number(s, at, 4, 4);
    skip_spaces(s, at);
    p->m = p->y >= 0 ? month(s, at) : 0;
    if (!p->m) return false;
    skip_spaces(s, at);
    p->d = day_number(s, at);
    return p->d >= 0;
}

/* The end of a date that begins at `at`, or `at`. */
static size_t date_end(gp_str s, size_t at, gp_date_order order, parts *p)
{
    size_t end = at;
    *p = (parts){0};
    if (is_letter(s, at)) return name_day_year(s, &end, p) && !is_digit(s, end) ? end : at;
    if (!is_digit(s, at)) return at;
    if (year_first(s, &end, p)) return end;
    end = at;
    if (year_last(s, &end, order, p)) return end;
    end = at;
    p->ambiguous = false;
    if (day_name_year(s, &end, p)) return end;
    end = at;
    return year_name_day(s, &end, p) ? end : at;
}

bool gp_date_next(gp_str s, size_t *at, gp_date_order order, gp_date *out)
{
    for (; *at < s.n; ++*at) {
        parts p;
        size_t start = *at;
        bool inside = start && ((is_digit(s, start) && is_digit(s, start - 1)) || is_letter(s, start - 1));
        size_t end = inside ? start : date_end(s, start, order, &p);
        if (end == start) continue;
        bool there = exists(p.y, p.m, p.d);
        *out = (gp_date){
            .where = {s.p + start, end - start}, .ambiguous = p.ambiguous, .impossible = !p.ambiguous && !there};
        if (there && !p.ambiguous) out->day = day_of(p.y, p.m, p.d);
        *at = end;
        return true;
    }
    return false;
}

bool gp_date_iso(gp_str text, int64_t *day)
{
    size_t at = 0;
    parts p = {0};
    if (text.n != 10 || text.p[4] != '-' || !year_first(text, &at, &p) || at != 10 || !exists(p.y, p.m, p.d))
        return false;
    *day = day_of(p.y, p.m, p.d);
    return true;
}
