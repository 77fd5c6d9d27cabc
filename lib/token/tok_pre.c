/* tok_pre.c - how a text is cut into words. */
#include "token/tok.h"
#include "token/unicode.h"

/* Pre-tokenizers: the regular expressions of the families, written out as matchers over classified code points. They
 * were made for backtracking engines; each matcher gives the result of such an engine in one pass. Two properties of
 * the reference are kept because its ids are the standard: `gpt-4o` and `tekken` take letters outside ASCII as both
 * upper and lower case, and do not take marks as letters. */

static bool is(const gp_tok_char *c, size_t at, size_t end, unsigned classes)
{
    return at < end && (c[at].klass & classes);
}

static bool is_cp(const gp_tok_char *c, size_t at, size_t end, uint32_t cp) { return at < end && c[at].cp == cp; }

static bool line_end(const gp_tok_char *c, size_t at, size_t end)
{
    return at < end && (c[at].cp == '\n' || c[at].cp == '\r');
}

static size_t run(const gp_tok_char *c, size_t at, size_t end, unsigned classes)
{
    while (is(c, at, end, classes)) at++;
    return at;
}

static size_t run_not(const gp_tok_char *c, size_t at, size_t end, unsigned classes)
{
    while (at < end && !(c[at].klass & classes)) at++;
    return at;
}

static bool ascii_letter(uint32_t cp) { return (cp | 32) >= 'a' && (cp | 32) <= 'z'; }

/* --- parts of the expressions --- */

/* 's 't 'm 'd 're 've 'll */
static size_t contraction(const gp_tok_char *c, size_t at, size_t end, unsigned mode)
{
    if (mode == TOK_CONTRACTIONS_NONE || !is_cp(c, at, end, '\'') || at + 1 >= end) return at;
    uint32_t fold = mode == TOK_CONTRACTIONS_ANY ? 32 : 0;
    uint32_t a = c[at + 1].cp < 128 ? c[at + 1].cp | fold : 0;
    if (a == 's' || a == 't' || a == 'm' || a == 'd') return at + 2;
    if (at + 2 >= end) return at;
    uint32_t b = c[at + 2].cp < 128 ? c[at + 2].cp | fold : 0;
    return ((a == 'r' || a == 'v') && b == 'e') || (a == 'l' && b == 'l') ? at + 3 : at;
}

/* \s+(?!\S)|\s+ : white space, the last of several left to the word that follows */
static size_t spaces(const gp_tok_char *c, size_t at, size_t end)
{
    size_t to = run(c, at, end, UC_SPACE);
    return to < end && to - at > 1 ? to - 1 : to;
}

/* \s*[\r\n]+ : white space up to its last line end */
static size_t spaces_to_line_end(const gp_tok_char *c, size_t at, size_t end)
{
    size_t to = at;
    for (size_t i = at; is(c, i, end, UC_SPACE); i++)
        if (line_end(c, i, end)) to = i + 1;
    return to;
}

/* --- one match function per kind of expression --- */

/* GPT-2: contractions, words, numbers and the rest, each with one space in front. */
static size_t match_gpt2(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    (void)p;
    size_t to = contraction(c, at, end, TOK_CONTRACTIONS_LOWER), from = at + is_cp(c, at, end, ' ');
    if (to > at) return to;
    if (is(c, from, end, UC_LETTER)) return run(c, from, end, UC_LETTER);
    if (is(c, from, end, UC_NUMBER)) return run(c, from, end, UC_NUMBER);
    if (from < end && !(c[from].klass & UC_SPACE)) return run_not(c, from, end, UC_SPACE | UC_LETTER | UC_NUMBER);
    return spaces(c, at, end);
}

/* What the families from Llama 3 on have in common behind letters and digits. */
static size_t match_rest(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    unsigned not_these = UC_SPACE | UC_NUMBER | p->letters;
    size_t from = at + is_cp(c, at, end, ' ');
    size_t to = run_not(c, from, end, not_these);
    if (to > from) {
        if (p->tail == TOK_TAIL_ONE) return to + (line_end(c, to, end) || is_cp(c, to, end, '/'));
        while (p->tail && (line_end(c, to, end) || (p->tail == TOK_TAIL_LINES_AND_SLASHES && is_cp(c, to, end, '/'))))
            to++;
        return to;
    }
    to = spaces_to_line_end(c, at, end);
    return to > at ? to : spaces(c, at, end);
}

static size_t digits(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    size_t to = at;
    while (to - at < p->digits && is(c, to, end, UC_NUMBER)) to++;
    return to;
}

/* [^\r\n\p{L}\p{N}]? in front of letters: one character of any other kind may begin a word */
static bool may_lead(const gp_tok_char *c, size_t at, size_t end)
{
    return at < end && !line_end(c, at, end) && !(c[at].klass & (UC_LETTER | UC_NUMBER));
}

/* Llama 3 and relatives. */
static size_t match_words(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    size_t to = contraction(c, at, end, p->contractions);
    if (to > at) return to;
    if (may_lead(c, at, end) && is(c, at + 1, end, p->letters)) return run(c, at + 1, end, p->letters);
    if (is(c, at, end, p->letters)) return run(c, at, end, p->letters);
    to = digits(p, c, at, end);
    return to > at ? to : match_rest(p, c, at, end);
}

/* Jais 2: as Llama 3, but white space that ends before a word or at the end of the text goes in pieces of 512, 256 ...
 * 4, then 2 or 1. The last of several is left to the word that follows. Only the beginning of a run is searched for
 * line ends: where one of these pieces stands before, there are none, and a run is looked at once. */
static size_t match_jais2(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    bool in_run = at > 0 && c[at - 1].klass == UC_SPACE && !line_end(c, at - 1, at);
    size_t to = at;
    if (!is(c, at, end, UC_SPACE)) return match_words(p, c, at, end);
    if (may_lead(c, at, end) && is(c, at + 1, end, UC_LETTER)) return run(c, at + 1, end, UC_LETTER);
    if (is_cp(c, at, end, ' ') && at + 1 < end && !(c[at + 1].klass & (UC_SPACE | UC_LETTER | UC_NUMBER)))
        return match_rest(p, c, at, end);
    if (!in_run && (to = spaces_to_line_end(c, at, end)) > at) return to;
    for (to = at; to - at < 513 && is(c, to, end, UC_SPACE); to++) {}
    size_t room = to < end && !(c[to].klass & UC_SPACE) ? to - at - 1 : to - at, piece = 512;
    while (piece > room && piece > 4) piece /= 2;
    return at + (piece <= room ? piece : room >= 2 ? 2 : 1);
}

/* EXAONE MoE: letters with their marks, and single spaces between letters, are one word. */
static size_t match_exaone_moe(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    size_t to = contraction(c, at, end, p->contractions),
           from = at + (may_lead(c, at, end) && is(c, at + 1, end, UC_LETTER));
    if (to > at) return to;
    for (to = from; is(c, to, end, UC_LETTER); to += is_cp(c, to, end, ' ') && is(c, to + 1, end, UC_LETTER))
        to = run(c, to + 1, end, UC_MARK);
    if (to > from) return to;
    to = digits(p, c, at, end);
    return to > at ? to : match_rest(p, c, at, end);
}

static bool ascii_digit(const gp_tok_char *c, size_t at, size_t end)
{
    return at < end && c[at].cp >= '0' && c[at].cp <= '9';
}

/* (?=(\d{3})+(?!\d)) : a cut wherever a multiple of three digits is left. What stands before the first cut belongs to
 * no match, so the digits that are left are counted at the first three places of a run only: from there on they come
 * in threes. */
static size_t match_threes(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    size_t before = 0, to = at;
    (void)p;
    while (before < 3 && before < at && ascii_digit(c, at - before - 1, at)) before++;
    while ((before < 3 || to - at < 3) && ascii_digit(c, to, end)) to++;
    return to > at && (to - at) % 3 == 0 ? at + 3 : at;
}

/* \p{N} in threes from the right: what is more comes first. In the reference whatever stands before a run of digits
 * stays with the run's first group, for the next expression to cut; its ids are the standard. */
static size_t match_threes_from_right(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    (void)p;
    /* behind the first group only threes are left */
    if (is(c, at, end, UC_NUMBER) && at > 0 && c[at - 1].klass == UC_NUMBER) return at + 3;
    size_t from = run_not(c, at, end, UC_NUMBER), n = run(c, from, end, UC_NUMBER) - from;
    return n ? from + (n % 3 ? n % 3 : 3) : end;
}

/* Letters with marks, whatever their case: the expressions tell cases apart, the reference does not, and its ids are
 * the standard. */
static size_t match_marked_words(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    const unsigned word = UC_LETTER | UC_MARK;
    size_t from = at + (may_lead(c, at, end) && is(c, at + 1, end, word)), to = run(c, from, end, word);
    if (to > from) return contraction(c, to, end, p->contractions);
    to = digits(p, c, at, end);
    return to > at ? to : match_rest(p, c, at, end);
}

/* Kimi K2: ideographs apart, other letters, whatever their case and without marks (as in the reference). */
static size_t match_kimi(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    size_t to = at, from;
    while (to < end && gp_tok_is_han(c[to].cp)) to++;
    if (to > at) return to;
    from = to = at + (may_lead(c, at, end) && is(c, at + 1, end, UC_LETTER) && !gp_tok_is_han(c[at + 1].cp));
    while (is(c, to, end, UC_LETTER) && !gp_tok_is_han(c[to].cp)) to++;
    if (to > from) return contraction(c, to, end, p->contractions);
    to = digits(p, c, at, end);
    return to > at ? to : match_rest(p, c, at, end);
}

/* [^\n]+|[\n]+ */
static size_t match_lines(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    size_t to = at;
    (void)p;
    while (to < end && (c[to].cp == '\n') == (c[at].cp == '\n')) to++;
    return to;
}

static bool upper(const gp_tok_char *c, size_t at, size_t end)
{
    return is(c, at, end, UC_LETTER) && !(c[at].cp >= 'a' && c[at].cp <= 'z');
}

static bool lower(const gp_tok_char *c, size_t at, size_t end)
{
    return is(c, at, end, UC_LETTER) && !(c[at].cp >= 'A' && c[at].cp <= 'Z');
}

/* upper* lower+ | upper+ lower* : the longest run of upper gives back until something lower can follow. */
static size_t cased_word(const gp_tok_char *c, size_t at, size_t end)
{
    size_t split = at;
    while (upper(c, split, end)) split++;
    size_t tail = split;
    while (tail > at && !lower(c, tail, end)) tail--;
    if (!lower(c, tail, end)) return split;
    while (lower(c, tail, end)) tail++;
    return tail;
}

/* o200k and Tekken: words end where lower case turns into upper case. */
static size_t match_cased(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    size_t from = at + (may_lead(c, at, end) && is(c, at + 1, end, UC_LETTER)), to = cased_word(c, from, end);
    if (to > from) return contraction(c, to, end, p->contractions);
    to = digits(p, c, at, end);
    return to > at ? to : match_rest(p, c, at, end);
}

/* DeepSeek V3, last expression. */
static size_t match_deepseek3(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    (void)p;
    const unsigned word = UC_LETTER | UC_MARK, sign = UC_PUNCT | UC_SYMBOL;
    size_t to = at + 1;
    if (c[at].cp < 128 && (c[at].klass & sign)) {
        while (to < end && ascii_letter(c[to].cp)) to++;
        if (to > at + 1) return to;
    }
    if (!line_end(c, at, end) && !(c[at].klass & (UC_LETTER | sign)) && is(c, at + 1, end, word))
        return run(c, at + 1, end, word);
    if (is(c, at, end, word)) return run(c, at, end, word);
    size_t from = at + is_cp(c, at, end, ' ');
    if (is(c, from, end, sign)) {
        to = run(c, from, end, sign);
        while (line_end(c, to, end)) to++;
        return to;
    }
    to = spaces_to_line_end(c, at, end);
    return to > at ? to : spaces(c, at, end);
}

/* \p{N}{1,digits}; no limit is 255 and means a whole run */
static size_t match_digits(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    return p->digits == 255 ? run(c, at, end, UC_NUMBER) : digits(p, c, at, end);
}

static size_t match_three_ascii_digits(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    (void)p;
    for (size_t i = at; i < at + 3; i++)
        if (i >= end || c[i].cp < '0' || c[i].cp > '9') return at;
    return at + 3;
}

static bool falcon_sign(const gp_tok_pass *p, const gp_tok_char *c)
{
    switch (c->cp) {
    case '$':
    case '+':
    case '<':
    case '=':
    case '>':
    case '^':
    case '~':
    case '|': return true;
    case '`': return p->backtick; /* Falcon has it, the default family not */
    default: return c->klass == UC_PUNCT;
    }
}

static size_t match_punctuation(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    while (at < end && falcon_sign(p, &c[at])) at++;
    return at;
}

static size_t match_line_end(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    (void)p;
    return at + line_end(c, at, end);
}

/* \s?CLASS+ */
static size_t match_class(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    size_t from = at + is(c, at, end, UC_SPACE);
    return is(c, from, end, p->letters) ? run(c, from, end, p->letters) : at;
}

static bool cjk_v3(uint32_t cp) { return (cp >= 0x4e00 && cp <= 0x9fa5) || (cp >= 0x3040 && cp <= 0x30ff); }

static size_t match_cjk_v3(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    (void)p;
    while (at < end && cjk_v3(c[at].cp)) at++;
    return at;
}

/* The ranges of the older DeepSeek models, as written there. */
static bool cjk_hangul(uint32_t cp)
{
    return (cp >= 0x4e00 && cp <= 0x9fa5) || (cp >= 0x0800 && cp <= 0x4e00) || (cp >= 0xac00 && cp <= 0xd7ff);
}

static size_t match_cjk_hangul(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    (void)p;
    while (at < end && cjk_hangul(c[at].cp)) at++;
    return at;
}

static bool bloom_stop(const gp_tok_char *c)
{
    switch (c->cp) {
    case '(':
    case ')':
    case '|':
    case '.':
    case ',':
    case '!':
    case '?':
    case 0x2026:
    case 0x3002:
    case 0xff0c:
    case 0x3001:
    case 0x0964:
    case 0x06d4:
    case 0x060c: return true;
    default: return c->klass == UC_SPACE;
    }
}

/* Bloom: everything up to white space or one of a few stops, with one space in front. */
static size_t match_bloom(const gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end)
{
    (void)p;
    size_t from = at + is_cp(c, at, end, ' '), to = from;
    while (to < end && !bloom_stop(&c[to])) to++;
    return to > from ? to : at;
}

/* --- the families --- */

#define NAMES(...) \
    (const char *const[]) { __VA_ARGS__, NULL }
#define WORDS(l, d)                                                                                \
    {                                                                                              \
        .match = match_words, .letters = (l), .digits = (d), .contractions = TOK_CONTRACTIONS_ANY, \
        .tail = TOK_TAIL_LINES                                                                     \
    }
#define GPT2                \
    {                       \
        .match = match_gpt2 \
    }
#define GLM4                                                                                             \
    {                                                                                                    \
        .match = match_words, .letters = UC_LETTER, .digits = 3, .contractions = TOK_CONTRACTIONS_LOWER, \
        .tail = TOK_TAIL_LINES                                                                           \
    } /* recorded ids show that 'LL stays with the letters behind it */

static const gp_tok_family families[] = {
    {.names = NAMES("gpt-2", "gpt2", "mpt", "olmo", "jais", "trillion", "granite-docling", "phi-2", "exaone4",
                    "modern-bert", "roberta-bpe", "jina-es", "jina-de", "jina-v2-es", "jina-v2-de", "gigachat",
                    "a.x-4.0", "mellum"),
     .passes = {GPT2}},
    {.names = NAMES("starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b", "mellum2"),
     .passes = {{.match = match_digits, .digits = 1}, GPT2}},
    {.names = NAMES("llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "lfm2", "midm-2.0",
                    "jina-v5-nano"),
     .whole_words = true,
     .adds_bos = true,
     .passes = {WORDS(UC_LETTER, 3)}},
    {.names = NAMES("dbrx", "smaug-bpe"), .passes = {WORDS(UC_LETTER, 3)}},
    {.names = NAMES("glm4", "chatglm-bpe"), .passes = {GLM4}},
    {.names = NAMES("glm5"), .whole_words = true, .passes = {GLM4}},
    {.names = NAMES("qwen2", "deepseek-r1-qwen", "stablelm2", "hunyuan", "solar-open", "megrez", "grok-2", "bailingmoe",
                    "bailingmoe2", "llada-moe", "kormo", "f2llmv2"),
     .passes = {WORDS(UC_LETTER, 1)}},
    {.names = NAMES("seed-coder"),
     .passes = {{.match = match_words, .letters = UC_LETTER, .digits = 1, .contractions = TOK_CONTRACTIONS_ANY}}},
    {.names = NAMES("qwen35"), .passes = {WORDS(UC_LETTER | UC_MARK, 1)}},
    {.names = NAMES("gpt-4o", "llama4", "kanana2", "minimax-m2", "talkie"),
     .passes = {{.match = match_cased,
                 .letters = UC_LETTER,
                 .digits = 3,
                 .contractions = TOK_CONTRACTIONS_ANY,
                 .tail = TOK_TAIL_LINES_AND_SLASHES}}},
    {.names = NAMES("tekken"),
     .whole_words = true,
     .adds_bos = true,
     .passes = {{.match = match_cased, .letters = UC_LETTER, .digits = 1, .tail = TOK_TAIL_LINES_AND_SLASHES}}},
    {.names = NAMES("deepseek-v3", "hunyuan-dense", "joyai", "joyai-llm", "hy_v4"),
     .passes = {{.match = match_digits, .digits = 3}, {.match = match_cjk_v3}, {.match = match_deepseek3}}},
    {.names = NAMES("deepseek-coder"),
     .passes = {{.match = match_line_end},
                {.match = match_class, .letters = UC_LETTER},
                {.match = match_class, .letters = UC_PUNCT},
                {.match = match_cjk_hangul},
                {.match = match_digits, .digits = 1}}},
    {.names = NAMES("deepseek-llm"),
     .passes = {{.match = match_line_end},
                {.match = gp_tok_match_deepseek_letters},
                {.match = gp_tok_match_deepseek_signs},
                {.match = match_line_end, .trailing_space = true},
                {.match = match_cjk_hangul},
                {.match = match_digits, .digits = 255}}},
    {.names = NAMES("jais-2"),
     .passes = {{.match = match_jais2,
                 .letters = UC_LETTER,
                 .digits = 3,
                 .contractions = TOK_CONTRACTIONS_ANY,
                 .tail = TOK_TAIL_LINES}}},
    {.names = NAMES("exaone-moe"),
     .passes = {{.match = match_exaone_moe,
                 .letters = UC_LETTER,
                 .digits = 1,
                 .contractions = TOK_CONTRACTIONS_ANY,
                 .tail = TOK_TAIL_ONE}}},
    {.names = NAMES("superbpe"), .passes = {{.match = match_digits, .digits = 255}, {.match = match_threes}}},
    {.names = NAMES("kimi-k2"),
     .passes = {{.match = match_kimi,
                 .letters = UC_LETTER,
                 .digits = 3,
                 .contractions = TOK_CONTRACTIONS_ANY,
                 .tail = TOK_TAIL_LINES}}},
    {.names = NAMES("youtu"),
     .whole_words = true,
     .passes = {{.match = gp_tok_match_youtu_scripts},
                {.match = match_marked_words,
                 .letters = UC_LETTER,
                 .digits = 1,
                 .contractions = TOK_CONTRACTIONS_ANY,
                 .tail = TOK_TAIL_LINES_AND_SLASHES}}},
    {.names = NAMES("tiny_aya", "cohere2moe"),
     .passes = {{.match = match_threes_from_right},
                {.match = match_marked_words,
                 .letters = UC_LETTER,
                 .digits = 3,
                 .contractions = TOK_CONTRACTIONS_ANY,
                 .tail = TOK_TAIL_LINES_AND_SLASHES}}},
    {.names = NAMES("afmoe"),
     .passes = {{.match = match_threes_from_right}, {.match = gp_tok_match_afmoe_scripts}, {.match = match_deepseek3}}},
    {.names = NAMES("chameleon"),
     .adds_bos = true,
     .passes = {{.match = gp_tok_match_chameleon_sentinel},
                {.match = gp_tok_match_chameleon_image},
                {.match = gp_tok_match_chameleon_spaces},
                {.match = match_digits, .digits = 1},
                {.match = gp_tok_match_chameleon_sign},
                GPT2}},
    {.names = NAMES("minicpm5"),
     .whole_words = true,
     .passes = {{.match = match_digits, .digits = 3}, WORDS(UC_LETTER, 3)}},
    {.names = NAMES("laguna"), .passes = {{.match = match_lines}, WORDS(UC_LETTER, 1)}},
    {.names = NAMES("ufakzeka"),
     .passes = {{.match = match_words, .letters = UC_LETTER, .digits = 1, .tail = TOK_TAIL_LINES}}},
    {.names = NAMES("falcon"),
     .passes = {{.match = match_punctuation, .backtick = true}, GPT2, {.match = match_three_ascii_digits}}},
    {.names = NAMES("bloom", "poro-chat", "gpt3-finnish"), .passes = {{.match = match_bloom}}},
    {.names = NAMES("viking"), .passes = {{.match = match_bloom}, {.match = match_digits, .digits = 1}}},
    {.names = NAMES("default"),
     .passes = {{.match = match_punctuation},
                GPT2,
                {.match = match_digits, .digits = 255},
                {.match = match_three_ascii_digits}}},
};

const gp_tok_family *gp_tok_family_by_name(gp_str name)
{
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        for (const char *const *n = families[i].names; *n; n++)
            if (gp_str_eqc(name, *n)) return &families[i];
    return NULL;
}
