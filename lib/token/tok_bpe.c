/* tok_bpe.c - byte-level and gemma4 texts to ids. */
#include <string.h>

#include "token/tok.h"
#include "token/unicode.h"

/* BPE by ranked merges: byte-level ("gpt2"), where a text is a row of bytes, each written as a character of its own
 * alphabet, and "gemma4", where it is a row of characters with marks for spaces. */

static const char key_merges[] = "tokenizer.ggml.merges";

/* --- loading --- */

/* Number of this text, a new one where it is no token. */
static int32_t symbol_of(gp_tokenizer *t, gp_str text)
{
    int32_t id = gp_tok_texts_find(&t->by_text, text);
    if (id >= 0) return id;
    id = t->n_texts++;
    t->texts[id] = text; /* load_texts made room for all of them */
    gp_tok_texts_add(&t->by_text, id);
    return id;
}

/* Both parts of a merge joined, borrowed from the vocabulary where it is a token. */
static int32_t joined_symbol(gp_tokenizer *t, gp_str left, gp_str right, gp_buf *scratch)
{
    gp_buf_clear(scratch);
    gp_buf_str(scratch, left);
    gp_buf_str(scratch, right);
    int32_t id = gp_tok_texts_find(&t->by_text, gp_buf_view(scratch));
    return id >= 0 ? id : symbol_of(t, gp_str_dup(&t->arena, gp_buf_view(scratch)));
}

static gp_code load_merge(gp_tokenizer *t, uint32_t rank, gp_str merge, gp_buf *scratch, gp_err *err)
{
    size_t space = 1;
    while (space < merge.n && merge.p[space] != ' ') space++;
    if (space + 1 >= merge.n)
        return gp_gguf_fail(t->gguf, key_merges, NULL, err, "merge %u is not two texts with a space between them",
                            rank);
    gp_str left = {merge.p, space}, right = {merge.p + space + 1, merge.n - space - 1};
    int32_t result = joined_symbol(t, left, right, scratch);
    gp_tok_pairs_add(&t->merges, symbol_of(t, left), symbol_of(t, right), result, rank);
    return GP_OK;
}

gp_code gp_tok_merges_load(gp_tokenizer *t, gp_err *err)
{
    const gp_gguf_value *v = gp_gguf_find(t->gguf, key_merges);
    if (!v)
        return gp_gguf_fail(t->gguf, key_merges, NULL, err, "the file has no such key; its tokenizer cannot be used");
    if (v->kind != GP_GGUF_ARRAY || v->elem != GP_GGUF_STRING)
        return gp_gguf_fail(t->gguf, key_merges, NULL, err, "must be an array of strings");
    gp_tok_pairs_init(&t->merges, &t->arena, t->by_text.key, (size_t)v->count);
    gp_code code = GP_OK;
    gp_buf scratch = {0};
    for (uint32_t i = 0; !code && i < v->count; i++) code = load_merge(t, i, v->strings[i], &scratch, err);
    gp_buf_free(&scratch);
    return code;
}

/* --- characters --- */

/* Classify a text whose bytes are valid UTF-8; how many characters it has. */
static size_t read_chars(gp_tok_scratch *s, gp_str text)
{
    size_t n = 0;
    gp_tok_room((void **)&s->chars, &s->chars_room, text.n + 1, sizeof *s->chars);
    for (size_t at = 0; at < text.n;) {
        gp_tok_char *c = &s->chars[n++];
        c->at = (uint32_t)at;
        c->cp = (uint32_t)gp_utf8_next(text, &at);
        c->klass = gp_uc_class(c->cp);
    }
    s->chars[n].at = (uint32_t)text.n;
    return n;
}

/* The text with U+FFFD for every byte that is not valid UTF-8, in s->text; the text itself where there is none. */
static gp_str valid_text(gp_tok_scratch *s, gp_str text)
{
    if (gp_utf8_bad(text) == SIZE_MAX) return text;
    gp_buf_clear(&s->text);
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        if (gp_utf8_next(text, &at) < 0) gp_buf_c(&s->text, "\xef\xbf\xbd");
        else gp_buf_put(&s->text, text.p + from, at - from);
    }
    return gp_buf_view(&s->text);
}

/* --- byte-level words --- */

/* A word written in the byte-level alphabet, as a token; -1 if it is none. */
static int32_t whole_word(const gp_tokenizer *t, gp_tok_scratch *s, gp_str word)
{
    if (word.n > t->longest) return -1;
    gp_buf_clear(&s->word);
    for (size_t i = 0; i < word.n; i++) {
        char c[4];
        gp_buf_put(&s->word, c, gp_utf8_put(c, t->alphabet[(unsigned char)word.p[i]]));
    }
    int32_t id = gp_tok_texts_find(&t->by_text, gp_buf_view(&s->word));
    return id < t->n ? id : -1;
}

/* A merged symbol that is no token falls apart into the tokens of its characters that are one byte long; the reference
 * drops the others. */
static void put_bytes(const gp_tokenizer *t, gp_str bytes, gp_ids *out)
{
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char b = (unsigned char)bytes.p[i];
        int32_t id = b >= 0x21 && b <= 0x7e ? t->byte_symbol[b] : -1;
        if (id >= 0 && id < t->n) gp_ids_add(out, id);
    }
}

static void encode_word(const gp_tokenizer *t, gp_tok_scratch *s, gp_str word, gp_ids *out)
{
    int32_t whole = t->family->whole_words ? whole_word(t, s, word) : -1;
    if (whole >= 0) {
        gp_ids_add(out, whole);
        return;
    }
    gp_tok_room((void **)&s->symbols, &s->symbols_room, word.n, sizeof *s->symbols);
    s->n_symbols = 0;
    for (size_t i = 0; i < word.n; i++) gp_tok_symbol_add(s, (uint32_t)i, 1, t->byte_symbol[(unsigned char)word.p[i]]);
    gp_tok_merge_all(t, s, word.p);
    for (int32_t i = 0; i >= 0; i = s->symbols[i].next) {
        const gp_tok_symbol *y = &s->symbols[i];
        if (y->id >= 0 && y->id < t->n) gp_ids_add(out, y->id);
        else put_bytes(t, (gp_str){word.p + y->at, y->len}, out);
    }
}

/* --- splitting into words --- */

typedef struct splitter {
    const gp_tokenizer *t;
    gp_tok_scratch *s;
    gp_str text;
    gp_ids *out;
} splitter;

static void split(splitter *sp, unsigned pass, size_t from, size_t to);

static void split_tail(splitter *sp, unsigned pass, size_t from, size_t to)
{
    size_t tail = to;
    while (tail > from && sp->s->chars[tail - 1].klass == UC_SPACE) tail--;
    if (tail > from) split(sp, pass + 1, from, tail);
    if (tail < to) split(sp, pass + 1, tail, to);
}

/* Apply pass number `pass` to c[from..to); matches and what lies between them go to the next pass. */
static void split(splitter *sp, unsigned pass, size_t from, size_t to)
{
    const gp_tok_char *c = sp->s->chars;
    const gp_tok_pass *p = &sp->t->family->passes[pass];
    if (pass == TOK_PASSES || !p->match) {
        encode_word(sp->t, sp->s, (gp_str){sp->text.p + c[from].at, c[to].at - c[from].at}, sp->out);
        return;
    }
    if (p->trailing_space) {
        split_tail(sp, pass, from, to);
        return;
    }
    size_t gap = from;
    for (size_t at = from; at < to;) {
        size_t end = p->match(p, c, at, to);
        if (end == at) {
            at++;
            continue;
        }
        if (gap < at) split(sp, pass + 1, gap, at);
        split(sp, pass + 1, at, end);
        gap = at = end;
    }
    if (gap < to) split(sp, pass + 1, gap, to);
}

void gp_tok_bpe_encode(const gp_tokenizer *t, gp_tok_scratch *s, gp_str text, gp_ids *out)
{
    splitter sp = {.t = t, .s = s, .text = valid_text(s, text), .out = out};
    split(&sp, 0, 0, read_chars(s, sp.text));
}

/* --- gemma4 --- */

static void put_gemma4(const gp_tokenizer *t, gp_str bytes, int32_t id, gp_ids *out)
{
    bool known = id >= 0 && id < t->n;
    if (known) gp_ids_add(out, id);
    for (size_t i = 0; !known && i < bytes.n; i++) {
        int32_t byte = t->byte_symbol[(unsigned char)bytes.p[i]];
        if (byte < 0 || byte >= t->n) byte = t->unk;
        if (byte >= 0) gp_ids_add(out, byte);
    }
}

static void encode_line(const gp_tokenizer *t, gp_tok_scratch *s, gp_str line, gp_ids *out)
{
    int32_t whole = line.p[0] == '\n' && line.n <= t->longest ? gp_tok_texts_find(&t->by_text, line) : -1;
    if (whole >= 0 && whole < t->n) {
        gp_ids_add(out, whole);
        return;
    }
    gp_tok_room((void **)&s->symbols, &s->symbols_room, line.n, sizeof *s->symbols);
    s->n_symbols = 0;
    for (size_t at = 0; at < line.n;) {
        size_t from = at;
        int32_t cp = gp_utf8_next(line, &at);
        int32_t id = cp >= 0 && cp < 128 ? t->ascii[cp]
                                         : gp_tok_texts_find(&t->by_text, (gp_str){line.p + from, at - from});
        gp_tok_symbol_add(s, (uint32_t)from, (uint32_t)(at - from), id);
    }
    gp_tok_merge_all(t, s, line.p);
    for (int32_t i = 0; i >= 0; i = s->symbols[i].next) {
        const gp_tok_symbol *y = &s->symbols[i];
        put_gemma4(t, (gp_str){line.p + y->at, y->len}, y->id, out);
    }
}

/* Merges cross spaces but not the borders between line feeds and everything else. */
void gp_tok_gemma4_encode(const gp_tokenizer *t, gp_tok_scratch *s, gp_str text, gp_ids *out)
{
    gp_str valid = valid_text(s, text);
    gp_buf_clear(&s->word);
    for (size_t i = 0; i < valid.n; i++) {
        if (valid.p[i] == ' ') gp_buf_c(&s->word, TOK_SPACE_MARK);
        else gp_buf_byte(&s->word, valid.p[i]);
    }
    gp_str marked = gp_buf_view(&s->word);
    for (size_t at = 0, to; at < marked.n; at = to) {
        to = at;
        bool feed = marked.p[at] == '\n';
        while (to < marked.n && (marked.p[to] == '\n') == feed) to++;
        encode_line(t, s, (gp_str){marked.p + at, to - at}, out);
    }
}
