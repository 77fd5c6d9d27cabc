/* Failing, limits and memory of one rendering. */
#include <stdio.h>
#include <string.h>

#include "base/caps.h"
#include "template/tpl.h"

_Noreturn void gp_tpl_fail(gp_tpl *c, const char *fmt, ...)
{
    char text[GP_ERR_MSG];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    c->code = c->name ? gp_fail(c->err, GP_E_INPUT, "%s:%u: %s", c->name, (unsigned)c->line, text)
                      : gp_fail(c->err, GP_E_INPUT, "%s", text);
    longjmp(c->trap, 1);
}

void *gp_tpl_alloc(gp_tpl *c, size_t n)
{
    if (n > GP_CAP_TPL_MEMORY || c->a->used - c->arena_start > GP_CAP_TPL_MEMORY - n)
        gp_tpl_fail(c, "the template needs more than %zu MiB", GP_CAP_TPL_MEMORY >> 20);
    return gp_arena_alloc(c->a, n);
}

void *gp_tpl_array(gp_tpl *c, size_t count, size_t size)
{
    if (size && count > GP_CAP_TPL_MEMORY / size) return gp_tpl_alloc(c, GP_CAP_TPL_MEMORY + 1);
    return gp_tpl_alloc(c, count * size);
}

void gp_tpl_charge(gp_tpl *c, size_t work)
{
    c->steps += work / 16 + 1;
    if (c->steps > GP_CAP_TPL_STEPS) gp_tpl_fail(c, "the template takes more than %d steps", (int)GP_CAP_TPL_STEPS);
}

void gp_tpl_enter(gp_tpl *c)
{
    if (++c->depth > GP_CAP_TPL_DEPTH) gp_tpl_fail(c, "nested too deeply (macro recursion, expressions or values)");
}

void gp_tpl_leave(gp_tpl *c) { c->depth--; }

const gp_tpl_name *gp_tpl_intern(gp_tpl *c, gp_str s)
{
    unsigned h = 5381;
    for (size_t i = 0; i < s.n; i++) h = h * 33 + (unsigned char)s.p[i];
    gp_tpl_name **at = &c->names[h % TPL_BUCKETS];
    for (; *at; at = &(*at)->next)
        if (gp_str_eq((*at)->s, s)) return *at;
    *at = gp_tpl_alloc(c, sizeof **at);
    (*at)->s = s;
    return *at;
}

const char *gp_tpl_text(gp_tpl *c, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    char *p = gp_tpl_alloc(c, strlen(text) + 1);
    memcpy(p, text, strlen(text));
    return p;
}
