/* Global functions: namespace, dict, range, raise_exception, strftime_now. */
#include <string.h>
#include <time.h>

#include "base/caps.h"
#include "template/tpl.h"

#define FUNCTION(name) static gp_tpl_val name(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)
#define UNUSED (void)c, (void)v, (void)p, (void)args

enum { MAX_RANGE = 100000 }; /* the sandbox's own limit */

static void add_pairs(gp_tpl *c, gp_tpl_dict *d, gp_tpl_val from)
{
    if (from.t == T_DICT || from.t == T_NS) {
        for (size_t i = 0; i < from.dict->n; i++) gp_tpl_dict_set(c, d, from.dict->e[i].k, from.dict->e[i].v);
        return;
    }
    gp_tpl_list l = gp_tpl_iterate(c, from);
    for (size_t i = 0; i < l.n; i++) {
        gp_tpl_list two = gp_tpl_iterate(c, l.v[i]);
        if (two.n != 2)
            gp_tpl_fail(c, "dictionary update sequence element #%zu has length %zu; 2 is required", i, two.n);
        gp_tpl_dict_set(c, d, two.v[0], two.v[1]);
    }
}

static gp_tpl_val make_dict(gp_tpl *c, gp_tpl_type t, const char *name, const gp_tpl_args *args)
{
    if (args->n > 1) gp_tpl_fail(c, "%s expected at most 1 argument, got %zu", name, args->n);
    gp_tpl_val d = gp_tpl_new_dict(c, t, 0);
    if (args->n) add_pairs(c, d.dict, args->v[0]);
    for (size_t i = 0; i < args->n_kw; i++)
        gp_tpl_dict_set(c, d.dict, gp_tpl_mkstr(c, args->kw[i].name, TPL_FROM_TEMPLATE), args->kw[i].v);
    return d;
}

FUNCTION(g_dict)
{
    UNUSED;
    return make_dict(c, T_DICT, "dict", args);
}
FUNCTION(g_namespace)
{
    UNUSED;
    return make_dict(c, T_NS, "namespace", args);
}

/* Elements in a range, without overflow at the ends of the integers. */
static uint64_t range_length(int64_t start, int64_t stop, int64_t step)
{
    if (step > 0 ? start >= stop : start <= stop) return 0;
    uint64_t gap = step > 0 ? (uint64_t)stop - (uint64_t)start : (uint64_t)start - (uint64_t)stop;
    uint64_t by = step > 0 ? (uint64_t)step : 0 - (uint64_t)step;
    return (gap - 1) / by + 1;
}

FUNCTION(g_range)
{
    UNUSED;
    gp_tpl_range *r = gp_tpl_alloc(c, sizeof *r);
    int64_t a = gp_tpl_want_int(c, p[0], "range()'s argument");
    bool one = p[1].t == T_MISSING;
    *r = (gp_tpl_range){
        .start = one ? 0 : a, .stop = one ? a : gp_tpl_want_int(c, p[1], "range()'s argument"), .step = 1};
    if (p[2].t != T_MISSING) r->step = gp_tpl_want_int(c, p[2], "range()'s argument");
    if (!r->step) gp_tpl_fail(c, "range() arg 3 must not be zero");
    uint64_t n = range_length(r->start, r->stop, r->step);
    if (n > MAX_RANGE)
        gp_tpl_fail(c, "Range too big. The sandbox blocks ranges larger than MAX_RANGE (%d).", MAX_RANGE);
    r->n = (size_t)n;
    return (gp_tpl_val){.t = T_RANGE, .range = r};
}

FUNCTION(g_raise)
{
    UNUSED;
    gp_tpl_val s = gp_tpl_str_of(c, p[0]);
    gp_tpl_fail(c, "%.*s", GP_ARG(gp_tpl_view(s.s)));
}

FUNCTION(g_strftime_now)
{
    UNUSED;
    return gp_tpl_strftime(c, gp_tpl_want_str(c, p[0], "strftime_now's format"));
}

/* One directive. Names are English whatever the locale; the clock is UTC. `plain` is the "-" flag: no leading zero. */
static bool put_time(gp_tpl *c, gp_tpl_sb *b, char d, bool plain, const struct tm *t)
{
    static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    const char *two = plain ? "%d" : "%02d", *three = plain ? "%d" : "%03d";
    int hour12 = t->tm_hour % 12 ? t->tm_hour % 12 : 12, year = t->tm_year + 1900;
    const char *s = NULL;
    switch (d) {
    case 'Y': s = gp_tpl_text(c, "%d", year); break;
    case 'C': s = gp_tpl_text(c, two, year / 100); break;
    case 'y': s = gp_tpl_text(c, two, year % 100); break;
    case 'm': s = gp_tpl_text(c, two, t->tm_mon + 1); break;
    case 'd': s = gp_tpl_text(c, two, t->tm_mday); break;
    case 'e': s = gp_tpl_text(c, plain ? "%d" : "%2d", t->tm_mday); break;
    case 'H': s = gp_tpl_text(c, two, t->tm_hour); break;
    case 'I': s = gp_tpl_text(c, two, hour12); break;
    case 'M': s = gp_tpl_text(c, two, t->tm_min); break;
    case 'S': s = gp_tpl_text(c, two, t->tm_sec); break;
    case 'f': s = "000000"; break;
    case 'j': s = gp_tpl_text(c, three, t->tm_yday + 1); break;
    case 'U': s = gp_tpl_text(c, two, (t->tm_yday + 7 - t->tm_wday) / 7); break;
    case 'W': s = gp_tpl_text(c, two, (t->tm_yday + 7 - (t->tm_wday + 6) % 7) / 7); break;
    case 'w': s = gp_tpl_text(c, "%d", t->tm_wday); break;
    case 'u': s = gp_tpl_text(c, "%d", t->tm_wday ? t->tm_wday : 7); break;
    case 'A': s = days[t->tm_wday]; break;
    case 'a': s = gp_tpl_text(c, "%.3s", days[t->tm_wday]); break;
    case 'B': s = months[t->tm_mon]; break;
    case 'b':
    case 'h': s = gp_tpl_text(c, "%.3s", months[t->tm_mon]); break;
    case 'p': s = t->tm_hour < 12 ? "AM" : "PM"; break;
    case 'Z':
    case 'z': s = ""; break;
    case 'F': s = gp_tpl_text(c, "%d-%02d-%02d", year, t->tm_mon + 1, t->tm_mday); break;
    case 'D':
    case 'x': s = gp_tpl_text(c, "%02d/%02d/%02d", t->tm_mon + 1, t->tm_mday, year % 100); break;
    case 'T':
    case 'X': s = gp_tpl_text(c, "%02d:%02d:%02d", t->tm_hour, t->tm_min, t->tm_sec); break;
    case 'R': s = gp_tpl_text(c, "%02d:%02d", t->tm_hour, t->tm_min); break;
    case 'c':
        s = gp_tpl_text(c, "%.3s %.3s %2d %02d:%02d:%02d %d", days[t->tm_wday], months[t->tm_mon], t->tm_mday,
                        t->tm_hour, t->tm_min, t->tm_sec, year);
        break;
    case 's': s = gp_tpl_text(c, "%lld", (long long)c->now); break;
    case 'n': s = "\n"; break;
    case 't': s = "\t"; break;
    case '%': s = "%"; break;
    default: return false;
    }
    gp_tpl_sb_c(c, b, s, TPL_FROM_TEMPLATE);
    return true;
}

gp_tpl_val gp_tpl_strftime(gp_tpl *c, const gp_tpl_str *fmt)
{
    struct tm t;
    time_t now = (time_t)c->now;
    if (!gmtime_r(&now, &t)) gp_tpl_fail(c, "strftime_now: the time is out of range");
    gp_tpl_sb b = {0};
    for (size_t at = 0; at < fmt->n; at++) {
        bool plain = at + 2 < fmt->n && fmt->p[at] == '%' && fmt->p[at + 1] == '-';
        size_t d = at + 1 + plain;
        if (fmt->p[at] == '%' && d < fmt->n && put_time(c, &b, fmt->p[d], plain, &t)) at = d;
        else gp_tpl_sb_put(c, &b, (gp_str){fmt->p + at, 1}, gp_tpl_mark_at(fmt, at));
    }
    return gp_tpl_sb_done(c, &b);
}

const gp_tpl_def *gp_tpl_function_def(gp_str name)
{
    static const gp_tpl_def defs[] = {
        {"namespace", g_namespace, 0, NULL},           {"dict", g_dict, 0, NULL},
        {"range", g_range, 1, "start stop step"},      {"raise_exception", g_raise, 1, "message"},
        {"strftime_now", g_strftime_now, 1, "format"},
    };
    return gp_tpl_find_def(defs, sizeof defs / sizeof *defs, name);
}
