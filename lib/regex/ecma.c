/* ecma.c - patterns as ECMA-262 writes them, rewritten for PCRE2: the same texts match. What only one of the two knows is
 * refused, but for what browsers let pass of old (a lone brace, an escaped letter that needs none is not among it). */
#include <string.h>

#include "regex/ecma.h"

typedef struct ecma {
    gp_str s;
    size_t at;
    gp_buf out;
    const char *wrong; /* sticky, with `at` where */
    bool quantified;   /* the last item has its quantifier already */
    bool item;         /* there is something to repeat */
} ecma;

/* White space and line ends of ECMA-262, and everything else. */
#define SPACES \
    "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"
#define NO_SPACES                                                                                                 \
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-" \
    "\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}"

static char peek(const ecma *x, size_t ahead) { return x->at + ahead < x->s.n ? x->s.p[x->at + ahead] : 0; }

static gp_str rest(const ecma *x) { return (gp_str){x->s.p + x->at, x->s.n - x->at}; }

static void bad(ecma *x, const char *why)
{
    if (!x->wrong) x->wrong = why;
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

/* n hexadecimal digits from x->at + from on; -1 if they are not there. */
static int32_t hex_number(const ecma *x, size_t from, size_t n)
{
    int32_t v = 0;
    for (size_t i = 0; i < n; i++) {
        int d = hex(peek(x, from + i));
        if (d < 0) return -1;
        v = v * 16 + d;
    }
    return v;
}

static void put_code(ecma *x, int32_t v) { gp_buf_fmt(&x->out, "\\x{%x}", (unsigned)v); }

/* \u{...}, with x->at on the brace. */
static void braced(ecma *x)
{
    size_t n = 1;
    int32_t v = 0;
    for (; hex(peek(x, n)) >= 0 && v <= 0x10FFFF; n++) v = v * 16 + hex(peek(x, n));
    if (n == 1 || peek(x, n) != '}' || v > 0x10FFFF || (v >= 0xD800 && v < 0xE000))
        bad(x, "\\u{...} names no character");
    else put_code(x, v);
    x->at += n + 1;
}

/* Behind \u: four digits, or two such that are a pair of surrogates. */
static void unicode(ecma *x)
{
    if (peek(x, 0) == '{') {
        braced(x);
        return;
    }
    int32_t v = hex_number(x, 0, 4);
    int32_t low = v >= 0xD800 && v < 0xDC00 && peek(x, 4) == '\\' && peek(x, 5) == 'u' ? hex_number(x, 6, 4) : -1;
    bool pair = low >= 0xDC00 && low < 0xE000;
    if (v < 0) bad(x, "\\u needs four hexadecimal digits");
    else if (!pair && v >= 0xD800 && v < 0xE000) bad(x, "half of a surrogate pair matches nothing");
    else put_code(x, pair ? 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00) : v);
    x->at += pair ? 10 : 4;
}

/* Long names of general categories; PCRE2 knows the short ones. */
static const char *const categories[][2] = {{"Letter", "L"},
                                            {"Cased_Letter", "L&"},
                                            {"LC", "L&"},
                                            {"Uppercase_Letter", "Lu"},
                                            {"Lowercase_Letter", "Ll"},
                                            {"Titlecase_Letter", "Lt"},
                                            {"Modifier_Letter", "Lm"},
                                            {"Other_Letter", "Lo"},
                                            {"Mark", "M"},
                                            {"Combining_Mark", "M"},
                                            {"Nonspacing_Mark", "Mn"},
                                            {"Spacing_Mark", "Mc"},
                                            {"Enclosing_Mark", "Me"},
                                            {"Number", "N"},
                                            {"Decimal_Number", "Nd"},
                                            {"digit", "Nd"},
                                            {"Letter_Number", "Nl"},
                                            {"Other_Number", "No"},
                                            {"Punctuation", "P"},
                                            {"punct", "P"},
                                            {"Connector_Punctuation", "Pc"},
                                            {"Dash_Punctuation", "Pd"},
                                            {"Open_Punctuation", "Ps"},
                                            {"Close_Punctuation", "Pe"},
                                            {"Initial_Punctuation", "Pi"},
                                            {"Final_Punctuation", "Pf"},
                                            {"Other_Punctuation", "Po"},
                                            {"Symbol", "S"},
                                            {"Math_Symbol", "Sm"},
                                            {"Currency_Symbol", "Sc"},
                                            {"Modifier_Symbol", "Sk"},
                                            {"Other_Symbol", "So"},
                                            {"Separator", "Z"},
                                            {"Space_Separator", "Zs"},
                                            {"Line_Separator", "Zl"},
                                            {"Paragraph_Separator", "Zp"},
                                            {"Other", "C"},
                                            {"Control", "Cc"},
                                            {"cntrl", "Cc"},
                                            {"Format", "Cf"},
                                            {"Surrogate", "Cs"},
                                            {"Private_Use", "Co"},
                                            {"Unassigned", "Cn"}};

static gp_str behind(gp_str s, gp_str prefix)
{
    return gp_str_starts(s, prefix) ? (gp_str){s.p + prefix.n, s.n - prefix.n} : s;
}

/* \p{...} and \P{...}, with x->at behind the letter. */
static void property(ecma *x, char letter)
{
    size_t end = 1;
    while (peek(x, end) && peek(x, end) != '}') end++;
    if (peek(x, 0) != '{' || !peek(x, end)) {
        bad(x, "\\p needs a property in braces");
        return;
    }
    gp_str name = {x->s.p + x->at + 1, end - 1};
    static const char *const prefixes[] = {"General_Category=", "gc=", "Script=", "sc="};
    for (size_t i = 0; i < 4; i++) name = behind(name, gp_str_c(prefixes[i]));
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
        if (gp_str_eqc(name, categories[i][0])) name = gp_str_c(categories[i][1]);
    gp_buf_fmt(&x->out, "\\%c{%.*s}", letter, GP_ARG(name));
    x->at += end + 1;
}

/* \1 and further, with x->at on the digit; \0 is the character. */
static void number(ecma *x)
{
    size_t n = 0;
    while (is_digit(peek(x, n))) n++;
    if (peek(x, 0) != '0') gp_buf_fmt(&x->out, "\\g{%.*s}", (int)(n > 9 ? 9 : n), x->s.p + x->at);
    else if (n > 1) bad(x, "octal escapes are not ECMA-262; use \\xHH");
    else put_code(x, 0);
    x->at += n;
}

/* A named reference: as PCRE2 writes it. */
static void named(ecma *x)
{
    size_t n = 1;
    while (peek(x, n) && peek(x, n) != '>') n++;
    if (peek(x, 0) != '<' || !peek(x, n)) bad(x, "\\k needs a name: \\k<name>");
    else gp_buf_fmt(&x->out, "\\k<%.*s>", (int)(n - 1), x->s.p + x->at + 1);
    x->at += n + 1;
}

/* Escapes that hold one character or a class of them; x->at is behind the letter. */
static void letter_escape(ecma *x, char c, bool in_class)
{
    int32_t v = c == 'x' ? hex_number(x, 0, 2) : 0;
    if (strchr("dDwW", c) || (c == 'b' && in_class)) gp_buf_fmt(&x->out, "\\%c", c);
    else if (strchr("tnfr", c)) gp_buf_fmt(&x->out, "\\%c", c);
    else if (c == 'v') put_code(x, 0x0B);
    else if (c == 's') gp_buf_c(&x->out, in_class ? SPACES : "[" SPACES "]");
    else if (c == 'S') gp_buf_c(&x->out, in_class ? NO_SPACES : "[^" SPACES "]");
    else if (c == 'u') unicode(x);
    else if (c == 'p' || c == 'P') property(x, c);
    else if (c == 'k' && !in_class) named(x);
    else if (c == 'c' && is_letter(peek(x, 0))) put_code(x, x->s.p[x->at++] & 31);
    else if (c == 'x' && v >= 0) put_code(x, v), x->at += 2;
    else if ((c == 'b' || c == 'B') && !in_class) gp_buf_fmt(&x->out, "\\%c", c), x->item = false;
    else bad(x, "this escape is not ECMA-262");
}

static void escape(ecma *x, bool in_class)
{
    char c = peek(x, 1);
    x->at++;
    x->item = true;
    if (!c && x->at >= x->s.n) bad(x, "the pattern ends in a backslash");
    else if (is_digit(c)) {
        if (in_class && c != '0') bad(x, "a reference cannot stand in a class");
        else number(x);
    } else if (is_letter(c)) {
        size_t here = x->at++;
        letter_escape(x, c, in_class);
        if (x->wrong) x->at = here - 1;
    } else if ((unsigned char)c < 0x80 && c != '_') { /* itself */
        gp_buf_fmt(&x->out, "\\%c", c);
        x->at++;
    } /* else: the backslash is left out, the character follows */
}

static void character_class(ecma *x)
{
    size_t open = x->at++;
    gp_buf_byte(&x->out, '[');
    if (peek(x, 0) == '^') gp_buf_byte(&x->out, '^'), x->at++;
    while (x->at < x->s.n && peek(x, 0) != ']' && !x->wrong) {
        if (peek(x, 0) == '\\') escape(x, true);
        else {
            if (peek(x, 0) == '[') gp_buf_byte(&x->out, '\\'); /* [: :] means nothing there */
            gp_buf_byte(&x->out, x->s.p[x->at++]);
        }
    }
    if (x->wrong) return;
    if (x->at >= x->s.n) {
        x->at = open;
        bad(x, "the class that begins here has no end");
        return;
    }
    gp_buf_byte(&x->out, ']');
    x->at++;
    x->item = true;
}

/* {n} {n,} {n,m}: its length, or 0. */
static size_t counted(const ecma *x)
{
    size_t n = 1;
    if (!is_digit(peek(x, n))) return 0;
    while (is_digit(peek(x, n))) n++;
    if (peek(x, n) == ',')
        for (n++; is_digit(peek(x, n));) n++;
    return peek(x, n) == '}' ? n + 1 : 0;
}

static void quantifier(ecma *x, size_t n)
{
    if (!x->item || x->quantified) {
        bad(x, x->item ? "a quantifier behind a quantifier" : "there is nothing to repeat");
        return;
    }
    gp_buf_put(&x->out, x->s.p + x->at, n);
    x->at += n;
    if (peek(x, 0) == '?') gp_buf_byte(&x->out, '?'), x->at++;
    x->quantified = true;
}

/* What may stand behind "(?": and is the same in both. */
static void group(ecma *x)
{
    static const char *const heads[] = {"(?:", "(?=", "(?!", "(?<=", "(?<!"};
    size_t n = 1;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (gp_str_starts(rest(x), gp_str_c(heads[i]))) n = strlen(heads[i]);
    if (n == 1 && peek(x, 1) == '?' && peek(x, 2) == '<' && is_letter(peek(x, 3))) n = 3;
    if (n == 1 && peek(x, 1) == '?') { /* (?i: ), (?i-s: ), as of 2025 */
        for (n = 2; peek(x, n) && strchr("ims-", peek(x, n));) n++;
        if (peek(x, n) != ':') bad(x, "what begins with (? like this is not ECMA-262");
        n++;
    }
    if (n == 1 && peek(x, 1) == '*') bad(x, "there is nothing to repeat behind (");
    if (x->wrong) return;
    gp_buf_put(&x->out, x->s.p + x->at, n);
    x->at += n;
    x->item = false;
}

static void one_item(ecma *x)
{
    char c = peek(x, 0);
    size_t n = strchr("*+?", c) && c ? 1 : c == '{' ? counted(x) : 0;
    if (n) {
        quantifier(x, n);
        return;
    }
    x->quantified = false;
    if (c == '\\') escape(x, false);
    else if (c == '[') character_class(x);
    else if (c == '(') group(x);
    else {
        if (c == '.') gp_buf_c(&x->out, "[^\\n\\r\\x{2028}\\x{2029}]");
        else if (c == '{' || c == '}' || c == ']') gp_buf_fmt(&x->out, "\\%c", c);
        else gp_buf_byte(&x->out, c);
        x->item = !strchr("|^$", c) || !c;
        x->at++;
    }
}

gp_code gp_ecma_to_perl(gp_arena *a, gp_str pattern, gp_str *out, gp_err *err)
{
    ecma x = {.s = pattern};
    while (x.at < pattern.n && !x.wrong) one_item(&x);
    *out = gp_str_dup(a, gp_buf_view(&x.out));
    gp_buf_free(&x.out);
    return x.wrong ? gp_fail(err, GP_E_INPUT, "invalid pattern: %s (at byte %zu)", x.wrong, x.at) : GP_OK;
}
