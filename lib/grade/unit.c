/* unit.c - the unit that a number carries, in the spellings that are known to mean the same. */
#include <string.h>

#include "grade/grade_impl.h"

/* A row is one unit. The guide of graders names them (GP_UNITS_DOC); keep both alike. */
static const char *const known[][6] = {
    {"km", "kilometer", "kilometers", "kilometre", "kilometres"},
    {"m", "meter", "meters", "metre", "metres"},
    {"cm", "centimeter", "centimeters", "centimetre", "centimetres"},
    {"mm", "millimeter", "millimeters", "millimetre", "millimetres"},
    {"kg", "kilogram", "kilograms"},
    {"g", "gram", "grams"},
    {"mg", "milligram", "milligrams"},
    {"L", "l", "liter", "liters", "litre", "litres"},
    {"mL", "ml", "milliliter", "milliliters", "millilitre", "millilitres"},
    {"s", "sec", "second", "seconds"},
    {"min", "minute", "minutes"},
    {"h", "hr", "hrs", "hour", "hours"},
    {"km/h", "kph", "kmh"},
    {"$", "USD", "dollar", "dollars"},
    {"\xE2\x82\xAC", "EUR", "euro", "euros"},
    {"\xC2\xB0"
     "C",
     "\xE2\x84\x83", "degrees Celsius"},
    {"\xC2\xB0"
     "F",
     "\xE2\x84\x89", "degrees Fahrenheit"},
};

/* Would what stands there make the unit another one: "km" in "kmh", "km/h", "km2"? */
static bool goes_on(gp_str s, size_t at)
{
    if (at >= s.n) return false;
    unsigned char c = (unsigned char)s.p[at];
    bool word = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '^';
    bool per = c == '/' && at + 1 < s.n && (s.p[at + 1] | 32) >= 'a' && (s.p[at + 1] | 32) <= 'z';
    gp_str rest = {s.p + at, s.n - at};
    return word || per || gp_str_starts(rest, GP_STR("\xC2\xB2")) || gp_str_starts(rest, GP_STR("\xC2\xB3"));
}

static gp_str skip_any(gp_str s, const char *const *list)
{
    for (; *list; list++)
        if (gp_str_starts(s, gp_str_c(*list))) return (gp_str){s.p + strlen(*list), s.n - strlen(*list)};
    return s;
}

static bool follows(gp_str text, size_t at, gp_str unit)
{
    static const char *const spaces[] = {" ", "\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF", "\\,", "~", "-", NULL};
    static const char *const boxes[] = {"\\text{", "\\mathrm{", NULL};
    gp_str rest = skip_any((gp_str){text.p + at, text.n - at}, spaces);
    rest = skip_any(skip_any(rest, boxes), spaces);
    return gp_str_starts(rest, unit) && !goes_on(rest, unit.n);
}

/* "$5" and "EUR 5": signs of currencies, and whatever else is no lower-case word. */
static bool precedes(gp_str text, size_t at, gp_str unit)
{
    for (size_t i = 0; i < unit.n; i++)
        if (unit.p[i] >= 'a' && unit.p[i] <= 'z') return false;
    gp_str before = {text.p, at - (at && text.p[at - 1] == ' ')};
    if (!gp_str_ends(before, unit)) return false;
    size_t from = before.n - unit.n;
    return !from || (text.p[from - 1] | 32) < 'a' || (text.p[from - 1] | 32) > 'z';
}

static bool carries(gp_str text, gp_str number, gp_str unit)
{
    size_t from = (size_t)(number.p - text.p);
    return follows(text, from + number.n, unit) || precedes(text, from, unit);
}

/* Any spelling of the unit. */
static bool carries_any(gp_str text, gp_str number, gp_str unit)
{
    if (carries(text, number, unit)) return true;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t k = 0, n = 0;
        while (n < 6 && known[i][n]) n++;
        while (k < n && !gp_str_eqc(unit, known[i][k])) k++;
        if (k == n) continue;
        for (k = 0; k < n; k++)
            if (carries(text, number, gp_str_c(known[i][k]))) return true;
    }
    return false;
}

bool gp_has_unit(gp_str text, gp_str number, const gp_json *units)
{
    for (const gp_json *u = gp_expect_first(units); u; u = gp_expect_next(units, u))
        if (carries_any(text, number, gp_expect_text(u))) return true;
    return false;
}
