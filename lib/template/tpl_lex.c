/* Source to tokens, with the white space rules: a single line end at the end of the source is dropped; trim_blocks and
 * lstrip_blocks are on; "-" strips all white space on its side, "+" keeps it. */
#include <string.h>

#include "template/tpl.h"

typedef struct lexer {
    gp_tpl *c;
    gp_str s; /* line ends are \n only */
    size_t at;
    uint32_t line;
    bool line_start; /* the last tag ended with a line end, or nothing was read yet */
    gp_tpl_tokens out;
} lexer;

static gp_str normalized(gp_tpl *c, gp_str s)
{
    char *p = gp_tpl_alloc(c, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n') continue;
        p[n++] = s.p[i] == '\r' ? '\n' : s.p[i];
    }
    if (n && p[n - 1] == '\n') n--;
    return (gp_str){p, n};
}

static void push(lexer *l, gp_tpl_token_kind kind, gp_str text)
{
    gp_tpl_tokens *t = &l->out;
    if (t->n == t->size) {
        size_t size = t->size ? t->size * 2 : 256;
        gp_tpl_token *v = gp_tpl_array(l->c, size, sizeof *v);
        if (t->n) memcpy(v, t->v, t->n * sizeof *v);
        t->v = v;
        t->size = size;
    }
    t->v[t->n++] = (gp_tpl_token){kind, l->line, text};
}

static _Noreturn void bad(lexer *l, const char *what)
{
    l->c->line = l->line;
    gp_tpl_fail(l->c, "%s", what);
}

static bool see(const lexer *l, const char *what)
{
    return gp_str_starts((gp_str){l->s.p + l->at, l->s.n - l->at}, gp_str_c(what));
}

static void skip(lexer *l, size_t n)
{
    for (; n; n--) l->line += l->s.p[l->at++] == '\n';
}

static void skip_spaces(lexer *l)
{
    while (l->at < l->s.n) {
        size_t next = l->at;
        if (!gp_tpl_is_space(gp_utf8_next(l->s, &next))) return;
        skip(l, next - l->at);
    }
}

/* Text before a tag: all trailing white space goes for "-"; for blocks and comments (not for "+") blanks that are all
 * there is between the line's start and the tag. */
static gp_str strip_before(const lexer *l, gp_str text, char sign, bool is_output)
{
    if (sign == '-') {
        gp_tpl_str s = {.p = text.p, .n = text.n};
        return gp_tpl_view(gp_tpl_strip(l->c, &s, NULL, 2).s);
    }
    if (sign == '+' || is_output) return text;
    size_t start = text.n;
    while (start && text.p[start - 1] != '\n') start--;
    if (!start && !l->line_start) return text;
    for (size_t at = start; at < text.n;)
        if (!gp_tpl_is_space(gp_utf8_next(text, &at))) return text;
    return (gp_str){text.p, start};
}

static void data(lexer *l, gp_str text)
{
    if (text.n) push(l, K_DATA, text);
}

/* --- inside tags --- */

static size_t string_end(lexer *l)
{
    char quote = l->s.p[l->at];
    for (size_t i = l->at + 1; i < l->s.n; i++) {
        if (l->s.p[i] == quote) return i;
        if (l->s.p[i] == '\\') i++;
    }
    bad(l, "a string is never closed");
}

static unsigned hex_digit(char ch)
{
    return ch >= '0' && ch <= '9'                 ? (unsigned)(ch - '0')
           : (ch | 32) >= 'a' && (ch | 32) <= 'f' ? (unsigned)((ch | 32) - 'a' + 10)
                                                  : 99;
}

/* The code point of \x.., \u...., \U........ whose digits begin at p[*i]. */
static uint32_t hex_escape(lexer *l, gp_str s, size_t *i, unsigned digits)
{
    uint32_t cp = 0;
    for (unsigned k = 0; k < digits; k++, ++*i) {
        unsigned d = *i < s.n ? hex_digit(s.p[*i]) : 99;
        if (d > 15) bad(l, "an escape in a string needs more hexadecimal digits");
        cp = cp << 4 | d;
    }
    return cp;
}

static uint32_t unicode_escape(lexer *l, gp_str s, size_t *i, unsigned digits)
{
    uint32_t cp = hex_escape(l, s, i, digits);
    if (cp >= 0xD800 && cp < 0xDC00 && *i + 1 < s.n && s.p[*i] == '\\' && s.p[*i + 1] == 'u') {
        *i += 2;
        uint32_t low = hex_escape(l, s, i, 4);
        if (low >= 0xDC00 && low < 0xE000) cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    }
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000)) bad(l, "an escape in a string is not a code point");
    return cp;
}

static size_t put_escape(lexer *l, gp_str s, size_t i, gp_tpl_sb *b)
{
    static const char from[] = "ntr\\'\"abfv", to[] = "\n\t\r\\'\"\a\b\f\v";
    char ch = s.p[i++];
    const char *hit = ch ? strchr(from, ch) : NULL;
    if (hit) {
        gp_tpl_sb_put(l->c, b, (gp_str){&to[hit - from], 1}, 0);
    } else if (ch == 'x' || ch == 'u' || ch == 'U') {
        gp_tpl_sb_cp(l->c, b, unicode_escape(l, s, &i, ch == 'x' ? 2 : ch == 'u' ? 4 : 8), 0);
    } else if (ch >= '0' && ch <= '7') {
        uint32_t cp = (uint32_t)(ch - '0');
        for (int k = 0; k < 2 && i < s.n && s.p[i] >= '0' && s.p[i] <= '7'; k++)
            cp = cp * 8 + (uint32_t)(s.p[i++] - '0');
        gp_tpl_sb_cp(l->c, b, cp, 0);
    } else if (ch != '\n') { /* an unknown escape stays as it is; backslash and line end vanish */
        gp_tpl_sb_c(l->c, b, "\\", 0);
        gp_tpl_sb_put(l->c, b, (gp_str){&ch, 1}, 0);
    }
    return i;
}

static void lex_string(lexer *l)
{
    size_t end = string_end(l);
    gp_str s = {l->s.p + l->at + 1, end - l->at - 1};
    gp_tpl_sb b = {0};
    if (!memchr(s.p, '\\', s.n)) {
        push(l, K_STRING, s);
    } else {
        for (size_t i = 0; i < s.n;) {
            size_t from = i;
            while (i < s.n && s.p[i] != '\\') i++;
            gp_tpl_sb_put(l->c, &b, (gp_str){s.p + from, i - from}, 0);
            if (i < s.n) i = put_escape(l, s, i + 1, &b);
        }
        push(l, K_STRING, (gp_str){b.p, b.n});
    }
    skip(l, end + 1 - l->at);
}

static size_t digits_from(const lexer *l, size_t i)
{
    while (i < l->s.n && ((l->s.p[i] >= '0' && l->s.p[i] <= '9') ||
                          (l->s.p[i] == '_' && i + 1 < l->s.n && l->s.p[i + 1] >= '0' && l->s.p[i + 1] <= '9')))
        i++;
    return i;
}

static bool digit_at(const lexer *l, size_t i) { return i < l->s.n && l->s.p[i] >= '0' && l->s.p[i] <= '9'; }

static void lex_number(lexer *l)
{
    size_t i = digits_from(l, l->at);
    char base = l->s.p[l->at] == '0' && l->at + 1 < l->s.n ? (char)(l->s.p[l->at + 1] | 32) : 0;
    gp_tpl_token_kind kind = K_INT;
    if (base == 'x' || base == 'o' || base == 'b') {
        i = l->at + 2;
        while (i < l->s.n && (hex_digit(l->s.p[i]) < 16 || l->s.p[i] == '_')) i++;
    } else {
        bool after_dot = l->at && l->s.p[l->at - 1] == '.'; /* x.0.1 are two subscripts, not a float */
        if (!after_dot && i < l->s.n && l->s.p[i] == '.' && digit_at(l, i + 1)) {
            i = digits_from(l, i + 1);
            kind = K_FLOAT;
        }
        size_t e = i + 1;
        if (!after_dot && i < l->s.n && (l->s.p[i] | 32) == 'e') {
            if (e < l->s.n && (l->s.p[e] == '+' || l->s.p[e] == '-')) e++;
            if (digit_at(l, e)) {
                i = digits_from(l, e);
                kind = K_FLOAT;
            }
        }
    }
    push(l, kind, (gp_str){l->s.p + l->at, i - l->at});
    l->at = i;
}

static bool name_byte(char ch, bool first)
{
    return ch == '_' || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (unsigned char)ch >= 0x80 ||
           (!first && ch >= '0' && ch <= '9');
}

static void lex_op(lexer *l)
{
    static const char *const ops[] = {"//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[",
                                      "]",  "(",  ")",  "{",  "}",  ">",  "<", "=", ".", ":", "|", ",", ";"};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        if (see(l, ops[i])) {
            push(l, K_OP, gp_str_c(ops[i]));
            l->at += strlen(ops[i]);
            return;
        }
    bad(l, gp_tpl_text(l->c, "unexpected character '%c'", l->s.p[l->at]));
}

static void track_brackets(lexer *l, char *stack, size_t *n, size_t size)
{
    char ch = l->s.p[l->at];
    if (ch == '(' || ch == '[' || ch == '{') {
        if (*n == size) bad(l, "brackets are nested too deeply");
        stack[(*n)++] = ch == '(' ? ')' : ch == '[' ? ']' : '}';
    } else if (ch == ')' || ch == ']' || ch == '}') {
        if (!*n) bad(l, gp_tpl_text(l->c, "unexpected '%c'", ch));
        if (stack[--*n] != ch) bad(l, gp_tpl_text(l->c, "unexpected '%c', expected '%c'", ch, stack[*n]));
    }
}

/* Everything up to the end of the tag. `end` is "}}" or "%}"; it counts only outside brackets. */
static void lex_tag(lexer *l, const char *end)
{
    char stack[128];
    size_t depth = 0;
    for (;;) {
        skip_spaces(l);
        if (l->at >= l->s.n) bad(l, gp_tpl_text(l->c, "the template ends inside a tag, expected '%s'", end));
        if (!depth && (see(l, end) || ((see(l, "-") || see(l, "+")) && l->at + 2 < l->s.n &&
                                       memcmp(l->s.p + l->at + 1, end, 2) == 0))) {
            if (see(l, end) || see(l, "-") || end[0] == '%') return;
        }
        char ch = l->s.p[l->at];
        track_brackets(l, stack, &depth, sizeof stack);
        if (ch == '"' || ch == '\'') {
            lex_string(l);
        } else if (digit_at(l, l->at)) {
            lex_number(l);
        } else if (name_byte(ch, true)) {
            size_t from = l->at;
            while (l->at < l->s.n && name_byte(l->s.p[l->at], false)) l->at++;
            push(l, K_NAME, (gp_str){l->s.p + from, l->at - from});
        } else {
            lex_op(l);
        }
    }
}

/* At the end of a tag: eats the closing marker and the white space that goes with it. */
static void close_tag(lexer *l, bool trims_line)
{
    char sign = l->s.p[l->at];
    if (sign == '-' || sign == '+') skip(l, 1);
    skip(l, 2);
    if (sign == '-') skip_spaces(l);
    else if (sign != '+' && trims_line && see(l, "\n")) skip(l, 1);
    l->line_start = l->s.p[l->at - 1] == '\n';
}

static bool see_word(const lexer *l, size_t *at, const char *word)
{
    size_t i = *at, n = strlen(word);
    while (i < l->s.n && gp_tpl_is_space((unsigned char)l->s.p[i])) i++;
    if (l->s.n - i < n || memcmp(l->s.p + i, word, n) != 0) return false;
    *at = i + n;
    return true;
}

/* "{%" NAME "%}" with optional signs, beginning at `at`. Gives the sign behind "{%", and where "%}" or "-%}" stands. */
static bool see_plain_tag(const lexer *l, size_t at, const char *name, char *sign, size_t *close)
{
    if (l->s.n - at < 2 || memcmp(l->s.p + at, "{%", 2) != 0) return false;
    at += 2;
    *sign = at < l->s.n && (l->s.p[at] == '-' || l->s.p[at] == '+') ? l->s.p[at++] : 0;
    if (!see_word(l, &at, name)) return false;
    while (at < l->s.n && gp_tpl_is_space((unsigned char)l->s.p[at])) at++;
    *close = at;
    return see_word(l, &at, "-%}") || see_word(l, &at, "%}") || see_word(l, &at, "+%}");
}

static void lex_raw(lexer *l, size_t body)
{
    skip(l, body - l->at);
    close_tag(l, false);
    size_t end = l->at, close = 0;
    char sign = 0;
    while (end < l->s.n && !see_plain_tag(l, end, "endraw", &sign, &close)) end++;
    if (end >= l->s.n) bad(l, "raw is never closed, expected 'endraw'");
    data(l, strip_before(l, (gp_str){l->s.p + l->at, end - l->at}, sign, false));
    skip(l, close - l->at);
    close_tag(l, true);
}

static void lex_comment(lexer *l)
{
    size_t start = l->at + 2;
    if (start < l->s.n && (l->s.p[start] == '-' || l->s.p[start] == '+')) start++;
    size_t i = start;
    while (i + 1 < l->s.n && memcmp(l->s.p + i, "#}", 2) != 0) i++;
    if (i + 1 >= l->s.n) bad(l, "a comment is never closed, expected '#}'");
    if (i > start && (l->s.p[i - 1] == '-' || l->s.p[i - 1] == '+')) i--;
    skip(l, i - l->at);
    close_tag(l, true);
}

static void lex_one(lexer *l)
{
    size_t i = l->at, close = 0;
    while (i < l->s.n && !(l->s.p[i] == '{' && i + 1 < l->s.n && strchr("{%#", l->s.p[i + 1]) && l->s.p[i + 1])) i++;
    gp_str text = {l->s.p + l->at, i - l->at};
    if (i == l->s.n) {
        data(l, text);
        skip(l, text.n);
        return;
    }
    char kind = l->s.p[i + 1],
         sign = i + 2 < l->s.n && (l->s.p[i + 2] == '-' || l->s.p[i + 2] == '+') ? l->s.p[i + 2] : 0;
    data(l, strip_before(l, text, sign, kind == '{'));
    skip(l, text.n);
    if (kind == '%' && see_plain_tag(l, l->at, "raw", &sign, &close)) {
        lex_raw(l, close);
    } else if (kind == '#') {
        lex_comment(l);
    } else {
        push(l, kind == '{' ? K_VAR_BEGIN : K_BLOCK_BEGIN, (gp_str){l->s.p + l->at, 2});
        skip(l, sign ? 3 : 2);
        lex_tag(l, kind == '{' ? "}}" : "%}");
        push(l, kind == '{' ? K_VAR_END : K_BLOCK_END, (gp_str){l->s.p + l->at, 2});
        close_tag(l, kind == '%');
    }
}

gp_tpl_tokens gp_tpl_lex(gp_tpl *c, gp_str source)
{
    lexer l = {.c = c, .s = normalized(c, source), .line = 1, .line_start = true};
    while (l.at < l.s.n) lex_one(&l);
    push(&l, K_EOF, (gp_str){0});
    return l.out;
}
