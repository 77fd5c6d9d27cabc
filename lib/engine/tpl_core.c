/* Failing, limits and memory of one rendering. */
#include <stdio.h>
#include <string.h>

#include "base/caps.h"
#include "engine/tpl.h"

_Noreturn void tpl_fail(tpl *c, const char *fmt, ...)
{
    char text[GP_ERR_MSG];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    c->code = gp_fail(c->err, GP_E_INPUT, "%s:%u: %s", c->name, (unsigned)c->line, text);
    longjmp(c->trap, 1);
}

_Noreturn void tpl_nomem(tpl *c)
{
    c->code = gp_fail_nomem(c->err);
    longjmp(c->trap, 1);
}

void *tpl_alloc(tpl *c, size_t n)
{
    if (n > GP_CAP_TPL_MEMORY || c->a->used - c->arena_start > GP_CAP_TPL_MEMORY - n)
        tpl_fail(c, "the template needs more than %zu MiB", GP_CAP_TPL_MEMORY >> 20);
    void *p = gp_arena_alloc(c->a, n);
    if (!p) tpl_nomem(c);
    return p;
}

void *tpl_array(tpl *c, size_t count, size_t size)
{
    if (size && count > GP_CAP_TPL_MEMORY / size) return tpl_alloc(c, GP_CAP_TPL_MEMORY + 1);
    return tpl_alloc(c, count * size);
}

void tpl_charge(tpl *c, size_t work)
{
    c->steps += work / 16 + 1;
    if (c->steps > GP_CAP_TPL_STEPS) tpl_fail(c, "the template takes more than %d steps", (int)GP_CAP_TPL_STEPS);
}

void tpl_enter(tpl *c)
{
    if (++c->depth > GP_CAP_TPL_DEPTH) tpl_fail(c, "nested too deeply (macro recursion, expressions or values)");
}

void tpl_leave(tpl *c)
{
    c->depth--;
}

const tpl_name *tpl_intern(tpl *c, gp_str s)
{
    unsigned h = 5381;
    for (size_t i = 0; i < s.n; i++) h = h * 33 + (unsigned char)s.p[i];
    tpl_name **at = &c->names[h % TPL_BUCKETS];
    for (; *at; at = &(*at)->next)
        if (gp_str_eq((*at)->s, s)) return *at;
    *at = tpl_alloc(c, sizeof **at);
    (*at)->s = s;
    return *at;
}

const char *tpl_text(tpl *c, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    char *p = tpl_alloc(c, strlen(text) + 1);
    memcpy(p, text, strlen(text));
    return p;
}
