/* day.c - days of the calendar. */
#include "base/day.h"

#include <stdio.h>

static int number(gp_str s, size_t at, size_t n)
{
    int v = 0;
    for (size_t i = at; i < at + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

int64_t gp_day_epoch(gp_str s)
{
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-') return INT64_MIN;
    int year = number(s, 0, 4), month = number(s, 5, 2), day = number(s, 8, 2);
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days_of(year, month)) return INT64_MIN;
    int64_t days = day - 1;
    for (int y = 1970; y < year; y++) days += is_leap(y) ? 366 : 365;
    for (int m = 1; m < month; m++) days += days_of(year, m);
    return days * 86400;
}

void gp_day_words(gp_str s, char out[16])
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    (void)snprintf(out, 16, "%.2s %s %.4s", s.p + 8, months[number(s, 5, 2) - 1], s.p);
}

gp_code gp_day_check(const gp_json *v, const char *what, gp_err *err)
{
    if (gp_day_epoch(v->s) != INT64_MIN) return GP_OK;
    return gp_json_fail(err, v, "%s must be a day as YYYY-MM-DD, from 1970 on, not \"%.*s\"", what, GP_ARG(v->s));
}
