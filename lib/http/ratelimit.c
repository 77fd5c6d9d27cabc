/* ratelimit.c - headers of a refusal, read one kind after the other. */
#include "http/ratelimit.h"

#include <math.h>
#include <stdio.h>

static bool digit(gp_str s, size_t i) { return i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; }

/* A decimal number at *at, which moves behind it; NaN if there is none. */
static double number(gp_str s, size_t *at)
{
    double v = 0, place = 1;
    size_t i = *at, from = i;
    for (; digit(s, i) && i - from < 12; i++) v = v * 10 + (s.p[i] - '0');
    if (i == from) return (double)NAN;
    if (i < s.n && s.p[i] == '.')
        for (i++; digit(s, i); i++) place /= 10, v += place * (s.p[i] - '0');
    *at = i;
    return v;
}

double gp_rate_duration(gp_str s)
{
    double sum = 0;
    if (!s.n || s.n > 32) return (double)NAN;
    for (size_t at = 0; at < s.n;) {
        double v = number(s, &at);
        bool milli = at + 1 < s.n && s.p[at] == 'm' && s.p[at + 1] == 's';
        char unit = at < s.n ? s.p[at] : '\0';
        if (isnan(v)) return v;
        if (milli) sum += v / 1000;
        else if (unit == 's') sum += v;
        else if (unit == 'm') sum += v * 60;
        else if (unit == 'h') sum += v * 3600;
        else if (unit == 'd') sum += v * 86400;
        else return (double)NAN;
        at += milli ? 2 : 1;
    }
    return sum;
}

/* Days from 1970-01-01 in the proleptic Gregorian calendar: years are counted from March, so that the leap day is
 * last. */
static int64_t days(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year, m = month <= 2 ? month + 9 : month - 3;
    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719468;
}

/* Two digits at `at`; -1 if they are not there. */
static int64_t two(gp_str s, size_t at)
{
    return digit(s, at) && digit(s, at + 1) ? (s.p[at] - '0') * 10 + (s.p[at + 1] - '0') : -1;
}

/* "Z", "+02:00" or "-05:30" as seconds; NaN for anything else. */
static double offset_of(gp_str s, size_t at)
{
    if (at + 1 == s.n && (s.p[at] == 'Z' || s.p[at] == 'z')) return 0;
    int64_t h = two(s, at + 1), m = two(s, at + 4);
    if (at + 6 != s.n || s.p[at + 3] != ':' || h < 0 || m < 0) return (double)NAN;
    if (s.p[at] != '+' && s.p[at] != '-') return (double)NAN;
    return (double)(h * 3600 + m * 60) * (s.p[at] == '-' ? -1 : 1);
}

double gp_rate_moment(gp_str s)
{
    int64_t century = two(s, 0), year = two(s, 2), month = two(s, 5), day = two(s, 8), hour = two(s, 11),
            minute = two(s, 14);
    size_t at = 17;
    bool shaped = s.n >= 20 && s.n <= 40 && s.p[4] == '-' && s.p[7] == '-' && (s.p[10] == 'T' || s.p[10] == 't') &&
                  s.p[13] == ':' && s.p[16] == ':';
    if (!shaped || century < 0 || year < 0 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 24 ||
        minute < 0 || minute > 59 || two(s, 17) < 0)
        return (double)NAN;
    double second = number(s, &at), offset = offset_of(s, at);
    return (double)(days(century * 100 + year, month, day) * 86400 + hour * 3600 + minute * 60) + second - offset;
}

double gp_rate_wait(gp_rate_header *header, const void *user, double now)
{
    static const struct {
        const char *remaining, *reset;
    } limits[] = {
        {"x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"},
        {"x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"},
        {"anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"},
        {"anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"},
        {"anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"},
        {"anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"},
    };
    double longest = (double)NAN;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (!gp_str_eqc(header(user, limits[i].remaining), "0")) continue;
        gp_str reset = header(user, limits[i].reset);
        double s = gp_rate_duration(reset), at = gp_rate_moment(reset);
        if (!isnan(at)) s = at - now;
        longest = fmax(longest, isnan(s) ? s : fmax(s, 0));
    }
    return longest;
}
