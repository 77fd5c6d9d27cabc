/* schema_format.c - what the names of `format` stand for. Where a standard leaves room, the narrow reading: dates exist,
 * times are of RFC 3339, host names are of RFC 1123, addresses are of RFC 5321. */
#include <string.h>

#include "regex/ecma.h"
#include "regex/regex.h"
#include "schema/schema_impl.h"

typedef struct text { /* what is left to read */
    gp_str s;
    bool beyond; /* characters beyond ASCII are allowed (iri, idn-email) */
} text;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool is_hex(char c) { return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f'); }

static char peek(const text *t) { return t->s.n ? t->s.p[0] : 0; }

static void skip(text *t, size_t n) { t->s = (gp_str){t->s.p + n, t->s.n - n}; }

static bool take(text *t, char c)
{
    bool hit = t->s.n && t->s.p[0] == c;
    if (hit) skip(t, 1);
    return hit;
}

static bool take_either(text *t, char c) { return take(t, c) || take(t, (char)(c | 32)); }

static size_t count_digits(const text *t)
{
    size_t n = 0;
    while (n < t->s.n && is_digit(t->s.p[n])) n++;
    return n;
}

/* Exactly n digits from lo to hi; -1 otherwise. */
static int take_number(text *t, size_t n, int lo, int hi)
{
    int v = 0;
    for (size_t i = 0; i < n; i++, skip(t, 1)) {
        if (!is_digit(peek(t))) return -1;
        v = v * 10 + (peek(t) - '0');
    }
    return v >= lo && v <= hi ? v : -1;
}

/* --- dates and times (RFC 3339) --- */

static bool take_date(text *t)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y = take_number(t, 4, 0, 9999);
    if (y < 0 || !take(t, '-')) return false;
    int m = take_number(t, 2, 1, 12);
    if (m < 0 || !take(t, '-')) return false;
    int d = take_number(t, 2, 1, days[m - 1]);
    bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    return d > 0 && (m != 2 || d < 29 || leap);
}

/* A leap second is only ever the last of a day in UTC. */
static bool take_time(text *t)
{
    int h = take_number(t, 2, 0, 23), m = h >= 0 && take(t, ':') ? take_number(t, 2, 0, 59) : -1;
    int s = m >= 0 && take(t, ':') ? take_number(t, 2, 0, 60) : -1, zone = 0;
    if (s < 0) return false;
    if (take(t, '.')) {
        size_t n = count_digits(t);
        if (!n) return false;
        skip(t, n);
    }
    if (!take_either(t, 'Z')) {
        bool minus = take(t, '-');
        if (!minus && !take(t, '+')) return false;
        int zh = take_number(t, 2, 0, 23), zm = zh >= 0 && take(t, ':') ? take_number(t, 2, 0, 59) : -1;
        if (zm < 0) return false;
        zone = (minus ? -1 : 1) * (zh * 60 + zm);
    }
    return s < 60 || (h * 60 + m - zone + 2880) % 1440 == 1439;
}

static bool is_date(text t) { return take_date(&t) && !t.s.n; }
static bool is_time(text t) { return take_time(&t) && !t.s.n; }
static bool is_date_time(text t) { return take_date(&t) && take_either(&t, 'T') && take_time(&t) && !t.s.n; }

/* Numbers with these units, which must follow each other without a gap; *any tells whether there was one. */
static bool take_units(text *t, const char *units, bool *any)
{
    const char *next = NULL;
    *any = false;
    for (size_t n; (n = count_digits(t)) > 0;) {
        skip(t, n);
        const char *hit = peek(t) ? strchr(units, peek(t)) : NULL;
        if (!hit || (next && hit != next)) return false;
        skip(t, 1);
        next = hit + 1;
        *any = true;
    }
    return true;
}

static bool is_duration(text t)
{
    bool days, times = false;
    if (!take(&t, 'P')) return false;
    size_t n = count_digits(&t);
    if (n && n + 1 == t.s.n && t.s.p[n] == 'W') return true;
    if (!take_units(&t, "YMD", &days)) return false;
    if (take(&t, 'T') && (!take_units(&t, "HMS", &times) || !times)) return false;
    return (days || times) && !t.s.n;
}

/* --- hosts --- */

static bool is_hostname(text t)
{
    size_t label = 0;
    if (!t.s.n || t.s.n > 253) return false;
    for (size_t i = 0; i <= t.s.n; i++) {
        char c = i < t.s.n ? t.s.p[i] : '.';
        if (c == '.') {
            bool third = label > 3 && t.s.p[i - label + 2] == '-' && t.s.p[i - label + 3] == '-';
            bool coded = third && gp_str_starts((gp_str){t.s.p + i - label, label}, GP_STR("xn--"));
            if (!label || label > 63 || t.s.p[i - 1] == '-' || (third && !coded)) return false;
            label = 0;
            continue;
        }
        if (!is_letter(c) && !is_digit(c) && (c != '-' || !label)) return false;
        label++;
    }
    return true;
}

static bool take_ipv4(text *t)
{
    for (int i = 0; i < 4; i++) {
        size_t n = count_digits(t);
        if ((i && !take(t, '.')) || (n = count_digits(t)) < 1 || n > 3 || (n > 1 && peek(t) == '0') ||
            take_number(t, n, 0, 255) < 0)
            return false;
    }
    return true;
}

static bool is_ipv4(text t) { return take_ipv4(&t) && !t.s.n; }

static bool is_ipv6(text t)
{
    int groups = 0;
    bool gap = false;
    if (gp_str_starts(t.s, GP_STR("::"))) gap = true, skip(&t, 2);
    while (t.s.n) {
        text before = t;
        size_t n = 0;
        while (n < t.s.n && is_hex(t.s.p[n])) n++;
        if (n < t.s.n && t.s.p[n] == '.') {
            groups += 2;
            t = before;
            if (!take_ipv4(&t) || t.s.n) return false;
            break;
        }
        if (n < 1 || n > 4) return false;
        skip(&t, n);
        groups++;
        if (!t.s.n) break;
        if (!take(&t, ':')) return false;
        if (peek(&t) == ':') {
            if (gap) return false;
            gap = true;
            skip(&t, 1);
        } else if (!t.s.n) return false;
    }
    return gap ? groups < 8 : groups == 8;
}

/* --- mail --- */

static bool is_atom(char c) { return is_letter(c) || is_digit(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c)); }

static bool take_quoted(text *t)
{
    if (!take(t, '"')) return false;
    while (t->s.n && peek(t) != '"') {
        if (take(t, '\\') && !t->s.n) return false;
        if ((unsigned char)peek(t) < 0x20) return false;
        skip(t, 1);
    }
    return take(t, '"');
}

static bool take_dotted(text *t)
{
    size_t n = 0, last = 0; /* characters; of the part at hand */
    for (; n < t->s.n; n++) {
        char c = t->s.p[n];
        bool part = is_atom(c) || (t->beyond && (unsigned char)c >= 0x80);
        if (!part && (c != '.' || !last)) break;
        last = part ? last + 1 : 0;
    }
    if (!last) return false;
    skip(t, n);
    return true;
}

static bool is_email(text t)
{
    if (!(peek(&t) == '"' ? take_quoted(&t) : take_dotted(&t)) || !take(&t, '@')) return false;
    if (!take(&t, '[')) {
        for (size_t i = 0; t.beyond && i < t.s.n; i++)
            if ((unsigned char)t.s.p[i] >= 0x80) return true;
        return is_hostname(t);
    }
    if (!gp_str_ends(t.s, GP_STR("]"))) return false;
    t.s.n--;
    if (!gp_str_starts(t.s, GP_STR("IPv6:"))) return is_ipv4(t);
    skip(&t, 5);
    return is_ipv6(t);
}

static bool is_idn_email(text t) { return t.beyond = true, is_email(t); }

/* --- identifiers (RFC 3986, 3987) --- */

/* Characters that may stand there, and %HH. */
static bool take_chars(text *t, const char *more)
{
    while (t->s.n) {
        char c = peek(t);
        bool plain = is_letter(c) || is_digit(c) || (c && strchr("-._~!$&'()*+,;=", c)) || (c && strchr(more, c));
        if (c == '%' && t->s.n > 2 && is_hex(t->s.p[1]) && is_hex(t->s.p[2])) skip(t, 3);
        else if (plain || (t->beyond && (unsigned char)c >= 0x80)) skip(t, 1);
        else return c != '%';
    }
    return true;
}

static bool take_authority(text *t)
{
    text whole = *t;
    if (!take_chars(t, ":")) return false;
    if (!take(t, '@')) *t = whole;
    if (take(t, '[')) {
        size_t n = 0;
        while (n < t->s.n && t->s.p[n] != ']') n++;
        text inside = {{t->s.p, n}, false};
        if (n == t->s.n || ((peek(t) | 32) != 'v' && !is_ipv6(inside))) return false;
        skip(t, n + 1);
    } else if (!take_chars(t, "")) {
        return false;
    }
    if (take(t, ':')) skip(t, count_digits(t));
    return !t->s.n || strchr("/?#", peek(t));
}

static bool take_scheme(text *t)
{
    size_t n = 0;
    while (n < t->s.n && (is_letter(t->s.p[n]) || (n && (is_digit(t->s.p[n]) || strchr("+-.", t->s.p[n]))))) n++;
    if (!n || n >= t->s.n || t->s.p[n] != ':') return false;
    skip(t, n + 1);
    return true;
}

static bool is_reference(text t, bool absolute)
{
    bool scheme = take_scheme(&t);
    if (absolute && !scheme) return false;
    if (gp_str_starts(t.s, GP_STR("//"))) {
        skip(&t, 2);
        if (!take_authority(&t)) return false;
    } else if (!scheme) { /* a colon in the first step would be that of a scheme */
        text first = t;
        if (!take_chars(&first, "@") || peek(&first) == ':') return false;
    }
    if (!take_chars(&t, "/:@")) return false;
    if (take(&t, '?') && !take_chars(&t, "/:@?")) return false;
    if (take(&t, '#') && !take_chars(&t, "/:@?")) return false;
    return !t.s.n;
}

static bool is_uri(text t) { return is_reference(t, true); }
static bool is_uri_reference(text t) { return is_reference(t, false); }
static bool is_iri(text t) { return t.beyond = true, is_reference(t, true); }
static bool is_iri_reference(text t) { return t.beyond = true, is_reference(t, false); }

/* RFC 6570: names with modifiers between braces. */
static bool take_expression(text *t)
{
    if (peek(t) && strchr("+#./;?&=,!@|", peek(t))) skip(t, 1);
    do {
        size_t n = 0;
        bool dot = true; /* none at the start, none behind another */
        for (char c; (c = peek(t)) && (is_letter(c) || is_digit(c) || strchr("_.%", c)); n++, skip(t, 1)) {
            if (c == '.' && dot) return false;
            dot = c == '.';
        }
        if (!n || dot) return false;
        if (take(t, ':')) {
            size_t digits = count_digits(t);
            if (digits < 1 || digits > 4 || peek(t) == '0') return false;
            skip(t, digits);
        } else {
            (void)take(t, '*');
        }
    } while (take(t, ','));
    return take(t, '}');
}

static bool is_uri_template(text t)
{
    while (t.s.n) {
        unsigned char c = (unsigned char)peek(&t);
        skip(&t, 1);
        if (c == '{' ? !take_expression(&t) : c <= ' ' || c == 0x7F || strchr("\"<>\\^`}|", c)) return false;
        if (c == '%' && (t.s.n < 2 || !is_hex(t.s.p[0]) || !is_hex(t.s.p[1]))) return false;
    }
    return true;
}

static bool is_uuid(text t)
{
    if (t.s.n != 36) return false;
    for (size_t i = 0; i < 36; i++)
        if (i == 8 || i == 13 || i == 18 || i == 23 ? t.s.p[i] != '-' : !is_hex(t.s.p[i])) return false;
    return true;
}

/* --- pointers, patterns --- */

static bool is_pointer(text t)
{
    if (t.s.n && peek(&t) != '/') return false;
    for (size_t i = 0; i < t.s.n; i++)
        if (t.s.p[i] == '~' && (i + 1 == t.s.n || (t.s.p[i + 1] != '0' && t.s.p[i + 1] != '1'))) return false;
    return true;
}

static bool is_relative_pointer(text t)
{
    size_t n = count_digits(&t);
    if (!n || (n > 1 && peek(&t) == '0')) return false;
    skip(&t, n);
    return gp_str_eqc(t.s, "#") || is_pointer(t);
}

static bool is_regex(text t)
{
    gp_arena a = {0};
    gp_str perl;
    gp_regex *r = NULL;
    bool good = !gp_ecma_to_perl(&a, t.s, &perl, NULL) && !gp_regex_ecma(perl, &r, NULL);
    gp_regex_free(r);
    gp_arena_free(&a);
    return good;
}

static const struct {
    const char *name;
    bool (*fits)(text);
} formats[] = {{"date-time", is_date_time},
               {"date", is_date},
               {"time", is_time},
               {"duration", is_duration},
               {"email", is_email},
               {"idn-email", is_idn_email},
               {"hostname", is_hostname},
               {"ipv4", is_ipv4},
               {"ipv6", is_ipv6},
               {"uri", is_uri},
               {"uri-reference", is_uri_reference},
               {"iri", is_iri},
               {"iri-reference", is_iri_reference},
               {"uri-template", is_uri_template},
               {"uuid", is_uuid},
               {"json-pointer", is_pointer},
               {"relative-json-pointer", is_relative_pointer},
               {"regex", is_regex}};

bool gp_schema_format_known(gp_str name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (gp_str_eqc(name, formats[i].name)) return true;
    return false;
}

bool gp_schema_format_fits(gp_str format, gp_str s)
{
    text t = {s, false};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (gp_str_eqc(format, formats[i].name)) return formats[i].fits(t);
    return true;
}
