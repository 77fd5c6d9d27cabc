/* tok_pre_more.c - matchers with characters of their own. */
#include "token/tok.h"
#include "token/unicode.h"

/* Expressions that name their characters one by one or in ranges, where classes do not do. */

typedef struct range {
    uint32_t first, last;
} range;

/* ranges: ascending */
static bool within(const range *r, size_t n, uint32_t cp)
{
    size_t low = 0, high = n;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (r[mid].first <= cp) low = mid;
        else high = mid;
    }
    return cp >= r[low].first && cp <= r[low].last;
}
#define WITHIN(ranges, cp) within(ranges, sizeof(ranges) / sizeof *(ranges), cp)

static size_t run_within(const range *r, size_t n, const gp_tok_char *c, size_t at, size_t end)
{
    while (at < end && within(r, n, c[at].cp)) at++;
    return at;
}
#define RUN_WITHIN(ranges, c, at, end) run_within(ranges, sizeof(ranges) / sizeof *(ranges), c, at, end)

/* --- deepseek-llm: letters of scripts that have cases, as of some Unicode version, without Armenian and Georgian
 * small letters; and signs, which in ASCII are everything visible from ':' on --- */

static const range letters[] = {
    {0x41, 0x5a},       {0x61, 0x7a},       {0xb5, 0xb5},       {0xc0, 0xd6},       {0xd8, 0xf6},
    {0xf8, 0x1ba},      {0x1bc, 0x1bf},     {0x1c4, 0x293},     {0x295, 0x2af},     {0x370, 0x373},
    {0x376, 0x377},     {0x37b, 0x37d},     {0x37f, 0x37f},     {0x386, 0x386},     {0x388, 0x38a},
    {0x38c, 0x38c},     {0x38e, 0x3a1},     {0x3a3, 0x3f5},     {0x3f7, 0x481},     {0x48a, 0x52f},
    {0x531, 0x556},     {0x10a0, 0x10c5},   {0x13a0, 0x13f5},   {0x13f8, 0x13fd},   {0x1c90, 0x1cba},
    {0x1cbd, 0x1cbf},   {0x1d00, 0x1d2b},   {0x1d6b, 0x1d77},   {0x1d79, 0x1d9a},   {0x1e00, 0x1f15},
    {0x1f18, 0x1f1d},   {0x1f20, 0x1f45},   {0x1f48, 0x1f4d},   {0x1f50, 0x1f57},   {0x1f59, 0x1f59},
    {0x1f5b, 0x1f5b},   {0x1f5d, 0x1f5d},   {0x1f5f, 0x1f7d},   {0x1f80, 0x1fb4},   {0x1fb6, 0x1fbc},
    {0x1fbe, 0x1fbe},   {0x1fc2, 0x1fc4},   {0x1fc6, 0x1fcc},   {0x1fd0, 0x1fd3},   {0x1fd6, 0x1fdb},
    {0x1fe0, 0x1fec},   {0x1ff2, 0x1ff4},   {0x1ff6, 0x1ffc},   {0x2102, 0x2102},   {0x2107, 0x2107},
    {0x210a, 0x2113},   {0x2115, 0x2115},   {0x2119, 0x211d},   {0x2124, 0x2124},   {0x2126, 0x2126},
    {0x2128, 0x2128},   {0x212a, 0x212d},   {0x212f, 0x2134},   {0x2139, 0x2139},   {0x213c, 0x213f},
    {0x2145, 0x2149},   {0x214e, 0x214e},   {0x2183, 0x2184},   {0x2c00, 0x2c7b},   {0x2c7e, 0x2ce4},
    {0x2ceb, 0x2cee},   {0x2cf2, 0x2cf3},   {0xa640, 0xa66d},   {0xa680, 0xa69b},   {0xa722, 0xa76f},
    {0xa771, 0xa787},   {0xa78b, 0xa78e},   {0xab70, 0xabbf},   {0xfb00, 0xfb06},   {0xfb13, 0xfb17},
    {0xff21, 0xff3a},   {0xff41, 0xff5a},   {0x10400, 0x1044f}, {0x104b0, 0x104d3}, {0x104d8, 0x104fb},
    {0x10c80, 0x10cb2}, {0x10cc0, 0x10cf2}, {0x118a0, 0x118df}, {0x1e900, 0x1e943}};

/* U+3000 stands in the expression too, but as white space it is never compared with it. */
static const range signs[] = {{'!', '/'},       {':', '~'},       {0x2018, 0x201f},
                              {0x3001, 0x3002}, {0xff01, 0xff0f}, {0xff1a, 0xff5e}};

static size_t behind_space(const gp_tok_char *c, size_t at, size_t end)
{
    return at < end && c[at].klass == UC_SPACE ? at + 1 : at;
}

size_t gp_tok_match_deepseek_letters(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    (void)p;
    size_t from = behind_space(c, at, end), to = RUN_WITHIN(letters, c, from, end);
    return to > from ? to : at;
}

size_t gp_tok_match_deepseek_signs(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    (void)p;
    size_t from = behind_space(c, at, end), to = RUN_WITHIN(signs, c, from, end);
    return to > from ? to : at;
}

/* --- kimi-k2: ideographs --- */

static const range han[] = {{0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0xf900, 0xfaff},
                            {0x20000, 0x2a6df}, {0x2a700, 0x2ebef}, {0x2f800, 0x2fa1f}};

bool gp_tok_is_han(uint32_t cp) { return WITHIN(han, cp); }

/* --- youtu: runs of Hangul, of East Asian signs, of Bopomofo, of ideographs and kana, apart from each other --- */

size_t gp_tok_match_youtu_scripts(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    static const range hangul[] = {{0x3131, 0x318e}, {0xac00, 0xd7a3}}, bopomofo[] = {{0x3105, 0x312f}},
                       cjk[] = {{0x3040, 0x30ff}, {0x4e00, 0x9fa5}},
                       marks[] = {{0x2014, 0x2014}, {0x2018, 0x2019}, {0x201c, 0x201d},
                                  {0x2026, 0x2026}, {0x3001, 0x303f}, {0xfe30, 0xfe4f},
                                  {0xff01, 0xff01}, {0xff0c, 0xff0c}, {0xff1a, 0xff1b}};
    size_t to = RUN_WITHIN(hangul, c, at, end);
    (void)p;
    if (to == at) to = RUN_WITHIN(marks, c, at, end);
    if (to == at) to = RUN_WITHIN(bopomofo, c, at, end);
    return to == at ? RUN_WITHIN(cjk, c, at, end) : to;
}

/* --- afmoe: scripts that are written without spaces --- */

size_t gp_tok_match_afmoe_scripts(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    static const range scripts[] = {{0x0e40, 0x0eff}, {0x1000, 0x109f}, {0x1100, 0x11ff}, {0x1780, 0x17ff},
                                    {0x2f00, 0x2fdf}, {0x3040, 0x30ff}, {0x3400, 0x4dbf}, {0x4e00, 0x9fff},
                                    {0xa9e0, 0xa9ff}, {0xaa60, 0xaa7f}, {0xac00, 0xd7af}, {0xf900, 0xfaff},
                                    {0xff65, 0xff9f}};
    (void)p;
    return RUN_WITHIN(scripts, c, at, end);
}

/* --- chameleon --- */

static size_t literal(const char *text, const gp_tok_char *c, size_t at, size_t end)
{
    while (*text && at < end && c[at].cp == (unsigned char)*text) at++, text++;
    return *text ? SIZE_MAX : at;
}

/* <sentinel:[0-9]+> */
size_t gp_tok_match_chameleon_sentinel(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    static const range digit[] = {{'0', '9'}};
    size_t from = literal("<sentinel:", c, at, end);
    (void)p;
    if (from == SIZE_MAX) return at;
    size_t to = RUN_WITHIN(digit, c, from, end);
    return to > from && to < end && c[to].cp == '>' ? to + 1 : at;
}

/* IMGIMG[A-I]{1,4}Z */
size_t gp_tok_match_chameleon_image(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    static const range code[] = {{'A', 'I'}};
    size_t from = literal("IMGIMG", c, at, end);
    (void)p;
    if (from == SIZE_MAX) return at;
    size_t to = RUN_WITHIN(code, c, from, end - from > 4 ? from + 4 : end);
    return to > from && to < end && c[to].cp == 'Z' ? to + 1 : at;
}

/* [\t\n]|    |  (four spaces, or two) */
size_t gp_tok_match_chameleon_spaces(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    (void)p;
    if (at < end && (c[at].cp == '\t' || c[at].cp == '\n')) return at + 1;
    size_t to = literal("    ", c, at, end);
    if (to == SIZE_MAX) to = literal("  ", c, at, end);
    return to == SIZE_MAX ? at : to;
}

/* [\p{P}!-/:-@\[-`{-~] */
size_t gp_tok_match_chameleon_sign(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    static const range ascii[] = {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}};
    (void)p;
    return at + (at < end && (c[at].klass == UC_PUNCT || WITHIN(ascii, c[at].cp)));
}
