/* sse.c - lines, then events. */
#include "http/sse.h"

#include <string.h>

#include "base/caps.h"

static bool dispatch(gp_sse *s, gp_sse_fn fn, void *user)
{
    if (s->has_data && !s->stopped && !fn(user, gp_buf_view(&s->type), gp_buf_view(&s->data))) s->stopped = true;
    gp_buf_clear(&s->type);
    gp_buf_clear(&s->data);
    s->has_data = false;
    return true;
}

static void take_field(gp_sse *s, gp_str name, gp_str value)
{
    if (gp_str_eqc(name, "data")) {
        if (s->has_data) gp_buf_byte(&s->data, '\n');
        s->has_data = true;
        gp_buf_str(&s->data, value);
    } else if (gp_str_eqc(name, "event")) {
        gp_buf_clear(&s->type);
        gp_buf_str(&s->type, value);
    } else if (gp_str_eqc(name, "error")) {
        gp_buf_clear(&s->type);
        gp_buf_str(&s->type, name);
        gp_buf_clear(&s->data);
        gp_buf_str(&s->data, value);
        s->has_data = true;
    }
}

/* One line without its end. False when an event outgrew its cap. */
static bool take_line(gp_sse *s, gp_str line, gp_sse_fn fn, void *user)
{
    if (!line.n) return dispatch(s, fn, user);
    if (line.p[0] == ':') {
        s->comments++;
        return true;
    }
    const char *colon = memchr(line.p, ':', line.n);
    size_t n = colon ? (size_t)(colon - line.p) : line.n;
    gp_str value = colon ? (gp_str){colon + 1, line.n - n - 1} : (gp_str){0};
    if (value.n && value.p[0] == ' ') value = (gp_str){value.p + 1, value.n - 1};
    take_field(s, (gp_str){line.p, n}, value);
    return !s->data.failed && !s->type.failed;
}

/* A line that lies whole in the chunk is used where it is; only lines split by chunk borders are copied. */
static bool end_line(gp_sse *s, gp_str tail, gp_sse_fn fn, void *user)
{
    bool good;
    if (s->line.n) {
        gp_buf_str(&s->line, tail);
        good = !s->line.failed && take_line(s, gp_buf_view(&s->line), fn, user);
    } else good = take_line(s, tail, fn, user);
    gp_buf_clear(&s->line);
    return good;
}

/* Skip a byte order mark that may itself be split; bytes that only looked like one are put back. */
static gp_str skip_bom(gp_sse *s, gp_str b)
{
    static const char bom[] = "\xEF\xBB\xBF";
    size_t used = 0;
    while (s->seen < 3 && used < b.n && b.p[used] == bom[s->seen]) s->seen++, used++;
    if (s->seen < 3 && used == b.n) return (gp_str){0};
    if (s->seen < 3) gp_buf_put(&s->line, bom, s->seen);
    s->started = true;
    return (gp_str){b.p + used, b.n - used};
}

static bool failed(const gp_sse *s) { return s->line.failed || s->data.failed || s->type.failed; }

bool gp_sse_feed(gp_sse *s, gp_str b, gp_sse_fn fn, void *user)
{
    s->line.cap = s->data.cap = s->type.cap = s->cap ? s->cap : GP_CAP_HTTP_BODY;
    if (failed(s)) return false;
    if (!s->started) b = skip_bom(s, b);
    for (size_t at = 0; at < b.n && !s->stopped;) {
        if (s->after_cr && b.p[at] == '\n') at++;
        s->after_cr = false;
        size_t end = at;
        while (end < b.n && b.p[end] != '\n' && b.p[end] != '\r') end++;
        gp_str part = {b.p + at, end - at};
        if (end == b.n) {
            gp_buf_str(&s->line, part);
            break;
        }
        s->after_cr = b.p[end] == '\r';
        at = end + 1;
        if (!end_line(s, part, fn, user)) return false;
    }
    return !failed(s);
}

bool gp_sse_end(gp_sse *s, gp_sse_fn fn, void *user)
{
    if (failed(s)) return false;
    if (!s->stopped && s->line.n && !end_line(s, (gp_str){0}, fn, user)) return false;
    return dispatch(s, fn, user);
}

void gp_sse_free(gp_sse *s)
{
    gp_buf_free(&s->line);
    gp_buf_free(&s->type);
    gp_buf_free(&s->data);
    *s = (gp_sse){0};
}
