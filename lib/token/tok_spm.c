/* tok_spm.c - SentencePiece texts to ids. */
#include "token/tok.h"

/* SentencePiece models ("llama"): spaces become marks, then the adjacent pair whose joint text is the token with the
 * highest score merges, the leftmost of equals first. */

/* Length of a character by its first byte alone, as the reference has it; a stray continuation byte is one
 * character. */
static size_t char_length(unsigned char lead, size_t left)
{
    size_t n = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    return n < left ? n : left;
}

static bool mark_at(gp_str s, size_t at)
{
    return s.n - at >= 3 && s.p[at] == TOK_SPACE_MARK[0] && s.p[at + 1] == TOK_SPACE_MARK[1] &&
           s.p[at + 2] == TOK_SPACE_MARK[2];
}

/* End of the part from `at` that can be merged on its own. */
static size_t part_end(const gp_tokenizer *t, gp_str s, size_t at)
{
    if (!t->space_starts_word) return s.n;
    while (at < s.n && mark_at(s, at)) at += 3;
    while (at < s.n && !mark_at(s, at)) at += char_length((unsigned char)s.p[at], s.n - at);
    return at;
}

/* A symbol that is no token becomes byte tokens, where the vocabulary has them, else the unknown token. */
static void put_symbol(const gp_tokenizer *t, gp_str text, const gp_tok_symbol *s, gp_ids *out)
{
    gp_str bytes = {text.p + s->at, s->len};
    int32_t id = s->id >= 0 ? s->id : gp_tok_texts_find(&t->by_text, bytes);
    if (id >= 0) gp_ids_add(out, id);
    for (size_t i = 0; id < 0 && i < bytes.n; i++) {
        int32_t byte = t->byte_symbol[(unsigned char)bytes.p[i]];
        if (byte >= 0 || t->unk >= 0) gp_ids_add(out, byte >= 0 ? byte : t->unk);
        if (byte < 0) break;
    }
}

static void encode_part(const gp_tokenizer *t, gp_tok_scratch *s, gp_str part, gp_ids *out)
{
    gp_tok_room((void **)&s->symbols, &s->symbols_room, part.n, sizeof *s->symbols);
    s->n_symbols = 0;
    for (size_t at = 0; at < part.n;) {
        size_t n = char_length((unsigned char)part.p[at], part.n - at);
        gp_tok_symbol_add(s, (uint32_t)at, (uint32_t)n, -1);
        at += n;
    }
    gp_tok_merge_all(t, s, part.p);
    for (int32_t i = 0; i >= 0; i = s->symbols[i].next) put_symbol(t, part, &s->symbols[i], out);
}

void gp_tok_spm_encode(const gp_tokenizer *t, gp_tok_scratch *s, gp_str text, bool first, gp_ids *out)
{
    gp_buf_clear(&s->text);
    if (first && t->space_prefix) gp_buf_c(&s->text, TOK_SPACE_MARK);
    for (size_t at = 0; at < text.n;) {
        size_t to = at;
        while (to < text.n && text.p[to] != ' ') to++;
        gp_buf_put(&s->text, text.p + at, to - at);
        for (at = to; at < text.n && text.p[at] == ' '; at++) gp_buf_c(&s->text, TOK_SPACE_MARK);
    }
    gp_str marked = gp_buf_view(&s->text);
    for (size_t at = 0, to; at < marked.n; at = to) {
        to = part_end(t, marked, at);
        encode_part(t, s, (gp_str){marked.p + at, to - at}, out);
    }
}
