/* reply.c - see reply.h: one pass over the bytes, holding back only what may become a mark. */
#include "reply/reply.h"

#include <string.h>

#include "base/caps.h"

/* START: nothing of the answer yet but white space. BODY_*: what harmony's header said of the message. */
enum { START, ANSWER, REASON, CALL, HEADER, BODY_ANSWER, BODY_REASON, BODY_PREAMBLE, BODY_CALL };

static gp_str text_of(int mark) { return gp_str_c(gp_reply_marks[mark].text); }
static uint32_t bit(int mark) { return (uint32_t)1 << mark; }
static bool space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool is_open(int mark, gp_mark_role role)
{
    return mark >= 0 && mark < GP_REPLY_MARKS && gp_reply_marks[mark].role == role;
}

/* The mark that ends what `open` began; without one of its own, its next occurrence does. */
static int end_of(int open)
{
    return is_open(open + 1, GP_MARK_REASON_END) || is_open(open + 1, GP_MARK_CALL_END) ? open + 1 : open;
}

/* Would a </think> here end reasoning that the reply did not open? */
static bool ends_unopened(const gp_reply_parts *p)
{
    return p->f.unopened && !p->reasoning.n && !p->n_calls && (p->state == START || p->state == ANSWER);
}

/* Does this mark mean anything here? */
static bool wanted(const gp_reply_parts *p, int m)
{
    gp_mark_role role = gp_reply_marks[m].role;
    if (!(p->f.marks & bit(m))) return false;
    bool channel = m == GP_M_CHANNEL || m == GP_M_CHANNEL_END;
    if (m == GP_M_THINK_END && ends_unopened(p)) return true;
    switch (p->state) {
    case START: return role == GP_MARK_REASON || role == GP_MARK_CALL || role == GP_MARK_NOISE || channel;
    case ANSWER: return role == GP_MARK_CALL || role == GP_MARK_NOISE || channel;
    case REASON: return m == end_of(p->open) || (channel && p->open == GP_M_CHANNEL);
    case CALL: return m == end_of(p->open);
    case HEADER: return role == GP_MARK_HARMONY;
    default: return m != GP_M_H_CHANNEL && m != GP_M_H_MESSAGE && m != GP_M_H_CONSTRAIN;
    }
}

/* --- reasoning --- */

static void open_block(gp_reply_parts *p, int mark, bool named)
{
    if (p->reasoning.n) gp_buf_byte(&p->reasoning, '\n');
    p->block = p->reasoning.n;
    p->open = mark;
    p->named = named;
    gp_buf_clear(&p->lead);
}

/* Without the channel's name, which stands on a line of its own; cut off, it may have no end. */
static gp_str without_name(gp_str s)
{
    size_t n = 0;
    while (n < s.n && ((s.p[n] >= 'a' && s.p[n] <= 'z') || s.p[n] == '_')) n++;
    return n < s.n && s.p[n] != '\n' ? s : (gp_str){s.p + n, s.n - n};
}

static void close_block(gp_reply_parts *p)
{
    gp_buf *r = &p->reasoning;
    p->after = true;
    if (r->failed || !r->p) return;
    gp_str s = {r->p + p->block, r->n - p->block};
    if (p->named) s = without_name(s);
    s = gp_str_trim(s);
    if (s.n) memmove(r->p + p->block, s.p, s.n);
    r->n = s.n ? p->block + s.n : p->block ? p->block - 1 : 0;
    r->p[r->n] = 0;
}

/* All of the answer so far was reasoning. */
static void turn_answer(gp_reply_parts *p)
{
    open_block(p, GP_M_THINK, false);
    gp_buf_str(&p->reasoning, gp_buf_view(&p->answer));
    gp_buf_clear(&p->answer);
    close_block(p);
    p->f.unopened = false;
    p->state = START;
}

/* --- answer and calls --- */

static void begin_answer(gp_reply_parts *p)
{
    gp_str lead = gp_buf_view(&p->lead);
    while (p->after && lead.n && (*lead.p == '\n' || *lead.p == '\r')) lead = (gp_str){lead.p + 1, lead.n - 1};
    gp_buf_str(&p->answer, lead);
    gp_buf_clear(&p->lead);
    p->state = ANSWER;
}

static void close_call(gp_reply_parts *p, bool closed)
{
    gp_str text = gp_buf_view(&p->body);
    if (!p->body.failed && !gp_reply_read_call(p, p->open, text)) {
        gp_buf_str(&p->answer, text_of(p->open));
        gp_buf_str(&p->answer, text);
        if (closed && end_of(p->open) != p->open) gp_buf_str(&p->answer, text_of(end_of(p->open)));
    }
    gp_buf_clear(&p->body);
    p->state = ANSWER;
}

static void put(gp_reply_parts *p, gp_str s)
{
    switch (p->state) {
    case START: gp_buf_str(&p->lead, s); break;
    case ANSWER:
    case BODY_ANSWER: gp_buf_str(&p->answer, s); break;
    case REASON:
    case BODY_REASON: gp_buf_str(&p->reasoning, s); break;
    case CALL:
    case BODY_CALL: gp_buf_str(&p->body, s); break;
    case HEADER: gp_buf_str(&p->header, s); break;
    default: gp_buf_str(&p->preamble, s); break;
    }
}

/* --- harmony --- */

/* The word behind `key` in the header; empty if there is none. */
static gp_str header_word(gp_str header, gp_str key)
{
    size_t at = gp_str_find(header, key), n = 0;
    if (at == SIZE_MAX) return (gp_str){0};
    gp_str s = {header.p + at + key.n, header.n - at - key.n};
    while (n < s.n && !space(s.p[n]) && s.p[n] != '<') n++;
    return (gp_str){s.p, n};
}

static void open_message(gp_reply_parts *p)
{
    gp_str header = gp_buf_view(&p->header), channel = header_word(header, text_of(GP_M_H_CHANNEL));
    if (header_word(header, GP_STR("to=")).n) p->state = BODY_CALL; /* the header is kept for the name */
    else if (gp_str_eqc(channel, "analysis")) {
        open_block(p, -1, false);
        p->state = BODY_REASON;
    } else p->state = gp_str_eqc(channel, "commentary") ? BODY_PREAMBLE : BODY_ANSWER;
    gp_buf_clear(&p->body);
}

static void harmony_call(gp_reply_parts *p)
{
    gp_arena a = {0};
    const gp_json *v = NULL;
    gp_str name = header_word(gp_buf_view(&p->header), GP_STR("to=")), body = gp_buf_view(&p->body);
    if (gp_str_starts(name, GP_STR("functions."))) name = (gp_str){name.p + 10, name.n - 10};
    if (gp_json_parse(&a, "call", body, &v, NULL) == GP_OK) gp_reply_add_call(p, name, body);
    else gp_buf_str(&p->answer, body);
    gp_arena_free(&a);
}

static void close_message(gp_reply_parts *p)
{
    if (p->state == BODY_REASON) close_block(p);
    if (p->state == BODY_CALL) harmony_call(p);
    gp_buf_clear(&p->header);
    p->state = HEADER;
}

static void harmony_mark(gp_reply_parts *p, int m)
{
    if (m == GP_M_H_MESSAGE) open_message(p);
    else if (m == GP_M_H_CHANNEL || m == GP_M_H_CONSTRAIN) put(p, text_of(m));
    else close_message(p);
}

/* --- marks in the stream --- */

static void on_mark(gp_reply_parts *p, int m)
{
    gp_mark_role role = gp_reply_marks[m].role;
    if (role == GP_MARK_HARMONY) {
        harmony_mark(p, m);
        return;
    }
    if (m == GP_M_THINK_END && ends_unopened(p)) turn_answer(p);
    else if (p->state == REASON) { /* its end, or a channel begun anew */ close_block(p);
        p->state = START;
    } else if (p->state == CALL) {
        close_call(p, true);
        if (role != GP_MARK_CALL) return;
    }
    if (role == GP_MARK_REASON) {
        open_block(p, m, m == GP_M_CHANNEL);
        p->state = REASON;
    } else if (role == GP_MARK_CALL) {
        if (p->state == START) gp_buf_clear(&p->lead);
        p->open = m;
        p->state = CALL;
    }
}

/* The longest wanted mark that stands at the beginning of `s`, or -1; *maybe: more bytes could make one. */
static int mark_at(const gp_reply_parts *p, gp_str s, bool *maybe)
{
    int best = -1;
    *maybe = false;
    for (int m = 0; m < GP_REPLY_MARKS; m++) {
        gp_str text = text_of(m);
        if (*text.p != *s.p || (p->f.control & bit(m)) || !wanted(p, m)) continue;
        if (gp_str_starts(s, text)) best = best < 0 || text.n > text_of(best).n ? m : best;
        else if (gp_str_starts(text, s)) *maybe = true;
    }
    return best;
}

/* Take in what is held; the rest that may become a mark stays, unless this is the end. */
static void drain(gp_reply_parts *p, bool all)
{
    gp_str s = gp_buf_view(&p->held);
    size_t from = 0, at = 0;
    if (!s.n) return;
    while (at < s.n) {
        bool maybe;
        int m = mark_at(p, (gp_str){s.p + at, s.n - at}, &maybe);
        if (m < 0 && maybe && !all) break;
        if (m < 0) {
            if (p->state == START && !space(s.p[at])) {
                put(p, (gp_str){s.p + from, at - from});
                from = at;
                begin_answer(p);
            }
            at++;
            continue;
        }
        put(p, (gp_str){s.p + from, at - from});
        on_mark(p, m);
        from = at += text_of(m).n;
    }
    put(p, (gp_str){s.p + from, at - from});
    if (at < s.n) memmove(p->held.p, s.p + at, s.n - at);
    p->held.n = s.n - at;
}

/* --- interface --- */

void gp_reply_begin(gp_reply_parts *p, const gp_reply_format *f)
{
    *p = (gp_reply_parts){.f = *f, .state = f->harmony ? HEADER : START, .open = -1};
    gp_buf *const all[] = {&p->answer, &p->reasoning, &p->calls,  &p->held,
                           &p->lead,   &p->body,      &p->header, &p->preamble};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) all[i]->cap = GP_CAP_ANSWER;
    if (f->opened >= 0) {
        open_block(p, f->opened, false);
        p->state = REASON;
    }
    size_t message = f->harmony ? gp_str_find(f->header, text_of(GP_M_H_MESSAGE)) : SIZE_MAX;
    gp_buf_str(&p->header, message == SIZE_MAX ? f->header : (gp_str){f->header.p, message});
    if (message != SIZE_MAX) open_message(p);
}

void gp_reply_feed(gp_reply_parts *p, gp_str bytes, bool control)
{
    if (!control) {
        gp_buf_str(&p->held, bytes);
        drain(p, false);
        return;
    }
    drain(p, true);
    for (int m = 0; m < GP_REPLY_MARKS; m++)
        if (gp_str_eq(bytes, text_of(m)) && wanted(p, m)) {
            on_mark(p, m);
            return;
        }
    if (p->state == CALL) put(p, bytes); /* inner marks of a call's syntax */
}

gp_reply_place gp_reply_at(const gp_reply_parts *p)
{
    if (p->state == REASON || p->state == BODY_REASON || p->state == HEADER) return GP_REPLY_THINKING;
    return p->state == START ? GP_REPLY_UNDECIDED : GP_REPLY_ANSWERING;
}

size_t gp_reply_answered(const gp_reply_parts *p) { return p->answer.n + p->lead.n + p->held.n; }

/* A reply without a final message: what the model said to the user before its calls, or, from a model that does not
 * speak in messages at all, what it said. */
static void harmony_fallback(gp_reply_parts *p)
{
    gp_str header = gp_buf_view(&p->header);
    if (p->answer.n || p->unclosed) return;
    if (p->preamble.n) gp_buf_str(&p->answer, gp_buf_view(&p->preamble));
    if (p->preamble.n || p->reasoning.n || p->n_calls || !header.n ||
        gp_str_find(header, text_of(GP_M_H_CHANNEL)) != SIZE_MAX)
        return;
    if (gp_str_starts(header, p->f.header)) header = (gp_str){header.p + p->f.header.n, header.n - p->f.header.n};
    gp_buf_str(&p->answer, header);
}

/* What only the end can tell: a whole answer may be a call. */
static void settle(gp_reply_parts *p)
{
    if (p->f.harmony) harmony_fallback(p);
    gp_str answer = gp_buf_view(&p->answer), trimmed = gp_str_trim(answer);
    if (p->f.bare_call && !p->n_calls && trimmed.n && *trimmed.p == '{' && gp_reply_read_call(p, -1, trimmed))
        gp_buf_clear(&p->answer);
    else if (p->n_calls && answer.n) {
        memmove(p->answer.p, trimmed.p, trimmed.n);
        p->answer.n = trimmed.n;
    }
    if (p->n_calls) gp_buf_byte(&p->calls, ']');
}

void gp_reply_end(gp_reply_parts *p)
{
    drain(p, true);
    if (p->state == START) begin_answer(p);
    if (p->state == REASON || p->state == BODY_REASON) {
        p->unclosed = true;
        close_block(p);
    }
    if (p->state == CALL) close_call(p, false);
    if (p->state == BODY_CALL) harmony_call(p);
    settle(p);
}

gp_code gp_reply_check(const gp_reply_parts *p, gp_err *err)
{
    const gp_buf *const all[] = {&p->answer, &p->reasoning, &p->calls,  &p->held,
                                 &p->lead,   &p->body,      &p->header, &p->preamble};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        gp_code code = gp_buf_check(all[i], err);
        if (code) return code;
    }
    return GP_OK;
}

void gp_reply_free(gp_reply_parts *p)
{
    gp_buf *const all[] = {&p->answer, &p->reasoning, &p->calls,  &p->held,
                           &p->lead,   &p->body,      &p->header, &p->preamble};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) gp_buf_free(all[i]);
}
