/* options.c - from the text of an option to the member it fills, and every way in which that text can be wrong. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define OUTPUT_ROW                                                                                           \
    {                                                                                                        \
        "output", 'o', GP_TO_PATH(gp_output, file), "FILE", "write to FILE instead of standard output", NULL \
    }

const gp_opt gp_json_opts[] = {{"json", 0, GP_TO_FLAG(gp_output, json), NULL, "print JSON", NULL}, OUTPUT_ROW, {0}};
const gp_opt gp_output_opts[] = {OUTPUT_ROW, {0}};
const gp_opt gp_help_opt = {.name = "help", .letter = 'h', .help = "show this help and exit"};

const gp_opt *gp_opt_at(const gp_command *c, size_t i, size_t *base)
{
    for (int l = 0; l < GP_OPT_LISTS; l++)
        for (const gp_opt *o = c->opts[l].rows; o && o->name; o++)
            if (i-- == 0) {
                if (base) *base = c->opts[l].base;
                return o;
            }
    return NULL;
}

/* The member with its range, which may stand in the table of a record. */
static gp_opt_member ranged(const gp_opt *o)
{
    gp_opt_member m = o->member;
    for (size_t i = 0; m.record && i < m.record->n; i++) {
        const gp_field *f = &m.record->fields[i];
        if (f->offset != m.second) continue;
        m.from = f->min, m.to = f->max;
        m.min = (int64_t)f->min, m.max = (int64_t)f->max;
        break;
    }
    return m;
}

/* --- reading --- */

static bool whole(const char *text, int64_t *out)
{
    char *end;
    errno = 0;
    *out = strtoll(text, &end, 10);
    return !errno && end != text && !*end;
}

static bool put_int(const gp_opt_member *m, const char *text, char *at)
{
    int64_t n = 0;
    if (!whole(text, &n) || n < m->min || n > m->max) return false;
    uint32_t small = (uint32_t)n;
    memcpy(at, m->size == sizeof small ? (const void *)&small : &n, m->size);
    return true;
}

static bool put_real(const gp_opt_member *m, const char *text, char *at)
{
    char *end;
    errno = 0;
    double d = strtod(text, &end);
    if (errno || end == text || *end || !(d >= m->from && d <= m->to)) return false;
    float small = (float)d;
    memcpy(at, m->size == sizeof small ? (const void *)&small : &d, m->size);
    return true;
}

/* words: "cold|warm" */
static bool put_word(const char *words, const char *text, char *at)
{
    size_t n = strlen(text);
    int position = 1;
    for (const char *p = words; *p; position++) {
        size_t length = strcspn(p, "|");
        if (length == n && memcmp(p, text, n) == 0) return memcpy(at, &position, sizeof position), true;
        p += length + (p[length] == '|');
    }
    return false;
}

static bool put_part(const char *text, int64_t *part, int64_t *parts)
{
    char *end;
    *part = strtoll(text, &end, 10);
    *parts = *end == '/' ? strtoll(end + 1, &end, 10) : 0;
    return !*end && *parts >= 1 && *part >= 1 && *part <= *parts;
}

static void add(const char *text, const gp_str **list, size_t *n, gp_arena *mem)
{
    gp_str *longer = GP_NEW_ARRAY(mem, gp_str, *n + 1);
    for (size_t i = 0; i < *n; i++) longer[i] = (*list)[i];
    longer[(*n)++] = gp_str_c(text);
    *list = longer;
}

gp_code gp_opt_set(const gp_opt *o, const char *value, void *options, gp_arena *mem, gp_err *err)
{
    const gp_opt_member m = ranged(o);
    char *at = (char *)options + m.at;
    void *second = (char *)options + m.second;
    bool good = true;
    switch (m.kind) {
    case GP_OPT_FLAG: *(bool *)(void *)at = true; break;
    case GP_OPT_TEXT:
    case GP_OPT_PATH: memcpy(at, &value, sizeof value); break;
    case GP_OPT_INT: good = put_int(&m, value, at); break;
    case GP_OPT_REAL: good = put_real(&m, value, at); break;
    case GP_OPT_ENUM: good = put_word(o->arg, value, at); break;
    case GP_OPT_LIST: add(value, (const gp_str **)(void *)at, second, mem); break;
    case GP_OPT_PART: good = put_part(value, (int64_t *)(void *)at, second); break;
    }
    return good ? GP_OK : gp_opt_refuse(o, value, err);
}

gp_code gp_opt_same(const gp_opt *o, const char *x, const char *y, size_t size, bool *same, gp_err *err)
{
    gp_arena a = {0};
    void *one = gp_arena_alloc(&a, size), *other = gp_arena_alloc(&a, size);
    gp_code code = GP_OK;
    *same = strcmp(x, y) == 0;
    bool text = o->member.kind == GP_OPT_TEXT || o->member.kind == GP_OPT_PATH;
    if (!*same && !text) {
        code = gp_opt_set(o, x, one, &a, err);
        if (!code) code = gp_opt_set(o, y, other, &a, err);
        *same = memcmp(one, other, size) == 0;
    }
    gp_arena_free(&a);
    return code;
}

/* --- refusing --- */

/* "cold|warm|sustained" as "cold, warm or sustained" */
static void words_text(const char *words, gp_buf *out)
{
    for (const char *p = words; *p;) {
        size_t n = strcspn(p, "|");
        gp_buf_put(out, p, n);
        p += n;
        if (*p) gp_buf_c(out, strchr(++p, '|') ? ", " : " or ");
    }
}

/* What stands between the name and the value in the message. */
static void demand(const gp_opt *o, gp_buf *out)
{
    const gp_opt_member m = ranged(o);
    if (m.kind == GP_OPT_INT) gp_buf_c(out, "needs a whole number");
    else if (m.kind == GP_OPT_REAL) gp_buf_fmt(out, "needs a number from %g to %g", m.from, m.to);
    else if (m.kind == GP_OPT_PART) gp_buf_fmt(out, "needs %s with K from 1 to N", o->arg);
    else gp_buf_c(out, "must be "), words_text(o->arg, out);
}

gp_code gp_opt_refuse(const gp_opt *o, const char *value, gp_err *err)
{
    const gp_opt_member m = ranged(o);
    gp_buf text = {0};
    int64_t n = 0;
    if (!o->arg) return gp_fail(err, GP_E_USAGE, "--%s takes no value", o->name);
    if (!value) return gp_fail(err, GP_E_USAGE, "--%s needs a value: --%s %s", o->name, o->name, o->arg);
    if (m.kind == GP_OPT_INT && whole(value, &n))
        return gp_fail(err, GP_E_USAGE, "--%s is %lld, but must be from %lld to %lld", o->name, (long long)n,
                       (long long)m.min, (long long)m.max);
    demand(o, &text);
    gp_code code = gp_fail(err, GP_E_USAGE, "--%s %.*s, not \"%s\"", o->name, GP_ARG(gp_buf_view(&text)), value);
    gp_buf_free(&text);
    return code;
}
