/* alike.c - texts that differ and look the same: which code points tell them apart. No full table of Unicode: a letter
 * with a mark is taken to look like any other letter outside of ASCII, so in doubt too much is told, not too little. */
#include "base/alike.h"

enum { WITHIN_PART = 512, WITHIN_TEXT = 1 << 16 }; /* bytes: every place of a text is tried */
enum { GLYPH_BYTES = 256 };                        /* marks can be piled up without end */

typedef struct span {
    int32_t first, last;
} span;

static bool is_in(const span *list, size_t n, int32_t cp)
{
    for (size_t i = 0; i < n; i++)
        if (cp >= list[i].first && cp <= list[i].last) return true;
    return false;
}

/* Diacritics, which a composed letter includes; the second and third parts of Hangul syllables likewise. */
static bool is_mark(int32_t cp)
{
    static const span marks[] = {{0x300, 0x36F},   {0x653, 0x655},   {0x1160, 0x11FF}, {0x1AB0, 0x1AFF},
                                 {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0x3099, 0x309A}, {0xFE20, 0xFE2F}};
    return is_in(marks, sizeof marks / sizeof *marks, cp);
}

static bool is_invisible(int32_t cp)
{
    static const span hidden[] = {{0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},    {0x17B4, 0x17B5},
                                  {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E},  {0x2060, 0x206F},
                                  {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xE0000, 0xE0FFF}};
    return is_in(hidden, sizeof hidden / sizeof *hidden, cp);
}

/* The plain character that this one may be taken for, else itself. */
static int32_t plain(int32_t cp)
{
    static const struct {
        int32_t cp, as;
    } pairs[] = {
        {0xA0, ' '},   {0x202F, ' '},   {0x205F, ' '},  {0x3000, ' '},  {0xB5, 0x3BC}, {0x37E, ';'},  {0x387, 0xB7},
        {0x2BC, '\''}, {0x2018, '\''},  {0x2019, '\''}, {0x2032, '\''}, {0x201C, '"'}, {0x201D, '"'}, {0x2033, '"'},
        {0x2212, '-'}, {0x2126, 0x3A9}, {0x212A, 'K'},  {0x212B, 0xC5}, {0x391, 'A'},  {0x392, 'B'},  {0x395, 'E'},
        {0x396, 'Z'},  {0x397, 'H'},    {0x399, 'I'},   {0x39A, 'K'},   {0x39C, 'M'},  {0x39D, 'N'},  {0x39F, 'O'},
        {0x3A1, 'P'},  {0x3A4, 'T'},    {0x3A5, 'Y'},   {0x3A7, 'X'},   {0x3BD, 'v'},  {0x3BF, 'o'},  {0x405, 'S'},
        {0x406, 'I'},  {0x408, 'J'},    {0x410, 'A'},   {0x412, 'B'},   {0x415, 'E'},  {0x41A, 'K'},  {0x41C, 'M'},
        {0x41D, 'H'},  {0x41E, 'O'},    {0x420, 'P'},   {0x421, 'C'},   {0x422, 'T'},  {0x425, 'X'},  {0x430, 'a'},
        {0x435, 'e'},  {0x43E, 'o'},    {0x440, 'p'},   {0x441, 'c'},   {0x443, 'y'},  {0x445, 'x'},  {0x455, 's'},
        {0x456, 'i'},  {0x458, 'j'},
    };
    if (cp < 0x80) return cp;
    if (cp >= 0xFF01 && cp <= 0xFF5E) return cp - 0xFEE0;
    if (cp >= 0x2000 && cp <= 0x200A) return ' ';
    if (cp >= 0x2010 && cp <= 0x2015) return '-';
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].cp == cp) return pairs[i].as;
    return cp;
}

/* --- one character as it is seen --- */

typedef struct glyph {
    gp_str text;  /* with what is not seen around it, and the marks on it */
    int32_t bare; /* without; 0: nothing is seen; -1: no character, or NUL */
    bool marked;
} glyph;

static glyph next_glyph(gp_str s, size_t *at)
{
    glyph g = {.text = {s.p + *at, 0}};
    size_t to = *at;
    while (to < s.n && to - *at < GLYPH_BYTES) {
        size_t next = to;
        int32_t cp = gp_utf8_next(s, &next);
        bool mark = cp > 0x7F && is_mark(cp), hidden = cp > 0x7F && is_invisible(cp);
        if (g.bare && !mark && !hidden) break;
        if (!mark && !hidden) g.bare = cp <= 0 ? -1 : plain(cp);
        g.marked = g.marked || mark;
        to = next;
    }
    g.text.n = to - *at;
    *at = to;
    return g;
}

static bool look_alike(const glyph *x, const glyph *y)
{
    if (gp_str_eq(x->text, y->text)) return true;
    if (x->bare == y->bare) return x->bare >= 0;
    return (x->marked && y->bare > 0x7F) || (y->marked && x->bare > 0x7F);
}

/* Does `part` stand in `text` at *at, as it is seen? Then *at is moved behind it; the first two glyphs that are not the
 * same bytes go to *x and *y. */
static bool goes_on(gp_str text, size_t *at, gp_str part, glyph *x, glyph *y)
{
    bool found = false;
    for (size_t i = 0; i < part.n;) {
        glyph p = next_glyph(part, &i), t = next_glyph(text, at);
        if (!look_alike(&t, &p)) return false;
        if (found || gp_str_eq(t.text, p.text)) continue;
        found = true;
        *x = p;
        *y = t;
    }
    return found;
}

/* --- in words --- */

static void put_points(gp_buf *out, gp_str s)
{
    size_t n = 0;
    if (!s.n) gp_buf_c(out, "nothing");
    for (size_t at = 0; at < s.n; n++) {
        unsigned char byte = (unsigned char)s.p[at];
        int32_t cp = gp_utf8_next(s, &at);
        if (n == 8) {
            gp_buf_c(out, " …");
            return;
        }
        gp_buf_fmt(out, cp < 0 ? "%sbyte %02X" : "%sU+%04X", n ? " " : "", cp < 0 ? byte : (unsigned)cp);
    }
}

static bool put_difference(gp_buf *out, const glyph *x, const glyph *y)
{
    put_points(out, x->text);
    gp_buf_c(out, " against ");
    put_points(out, y->text);
    return true;
}

bool gp_alike(gp_buf *out, gp_str expected, gp_str got)
{
    glyph x, y;
    size_t at = 0;
    if (gp_str_eq(expected, got)) return false;
    if (goes_on(got, &at, expected, &x, &y) && at == got.n) return put_difference(out, &x, &y);
    return false;
}

bool gp_alike_within(gp_buf *out, gp_str part, gp_str text)
{
    glyph x, y;
    if (part.n > WITHIN_PART) return false;
    for (size_t from = 0; from < text.n && from < WITHIN_TEXT && part.n;) {
        size_t at = from;
        if (goes_on(text, &at, part, &x, &y)) return put_difference(out, &x, &y);
        (void)gp_utf8_next(text, &from);
    }
    return false;
}
