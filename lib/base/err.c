/* err.c - filling errors, and what they mean for the exit code. */
#include "base/err.h"

#include <stdio.h>
#include <string.h>

gp_code gp_vfail(gp_err *err, gp_code code, const char *fmt, va_list ap)
{
    if (err) {
        err->code = code;
        (void)vsnprintf(err->msg, sizeof err->msg, fmt, ap);
    }
    return code;
}

gp_code gp_fail(gp_err *err, gp_code code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    gp_vfail(err, code, fmt, ap);
    va_end(ap);
    return code;
}

gp_code gp_err_context(gp_err *err, const char *fmt, ...)
{
    if (!err) return GP_E_BUG;
    char front[GP_ERR_MSG], all[GP_ERR_MSG];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(front, sizeof front, fmt, ap);
    va_end(ap);
    size_t n = strlen(front);
    if (n > sizeof all - 3) n = sizeof all - 3;
    memcpy(all, front, n);
    all[n++] = ':';
    all[n++] = ' ';
    size_t m = strlen(err->msg);
    if (m > sizeof all - 1 - n) m = sizeof all - 1 - n;
    memcpy(all + n, err->msg, m);
    all[n + m] = 0;
    memcpy(err->msg, all, n + m + 1);
    return err->code;
}

gp_code gp_err_go_on(gp_err *err, gp_code code, bool *any)
{
    if (code != GP_E_INPUT || !err || !err->all) return code;
    if (err->msg[0]) err->all->keep(err->all->user, err->msg);
    err->msg[0] = 0;
    *any = true;
    return GP_OK;
}

gp_code gp_err_sum(gp_err *err, gp_code code, bool any)
{
    if (code || !any) return code;
    return err->code = GP_E_INPUT;
}

gp_code gp_fail_memory(gp_err *err, const char *what, size_t bytes)
{
    return gp_fail(err, GP_E_NOMEM, "out of memory: %zu bytes for %s cannot be had", bytes, what);
}

int gp_exit_code(gp_code code)
{
    switch (code) {
    case GP_OK: return 0;
    case GP_E_USAGE:
    case GP_E_INPUT:
    case GP_E_PIN: return 2;
    case GP_E_CANCELLED: return 130;
    case GP_E_INFRA:
    case GP_E_IO:
    case GP_E_NOMEM:
    case GP_E_BUG: break;
    }
    return 3;
}
