/* tokenizer.c - opening, and the way of a text through the kinds. */
#include "token/tokenizer.h"

#include <stdlib.h>
#include <string.h>

#include "token/tok.h"

enum { MAX_TEXT = 1 << 28 }; /* bytes of one text: its marked form, three times as long, must fit a buffer */

/* --- lists of ids --- */

void gp_ids_add(gp_ids *ids, int32_t id)
{
    gp_tok_room((void **)&ids->v, &ids->room, ids->n + 1, sizeof *ids->v);
    ids->v[ids->n++] = id;
}

void gp_ids_free(gp_ids *ids)
{
    free(ids->v);
    *ids = (gp_ids){0};
}

/* --- opening --- */

static gp_code choose_kind(gp_tokenizer *t, gp_err *err)
{
    static const char key_model[] = "tokenizer.ggml.model", key_pre[] = "tokenizer.ggml.pre";
    gp_code code = gp_gguf_get_str(t->gguf, key_model, &t->model, err);
    if (!code) code = gp_gguf_get_str(t->gguf, key_pre, &t->pre, err);
    if (code) return code;
    if (!t->model.n)
        return gp_gguf_fail(t->gguf, key_model, NULL, err, "the file has no such key: it has no tokenizer");
    if (gp_str_eqc(t->model, "llama")) t->kind = TOK_SPM;
    else if (gp_str_eqc(t->model, "gpt2")) t->kind = TOK_BPE;
    else if (gp_str_eqc(t->model, "gemma4")) t->kind = TOK_GEMMA4;
    else
        return gp_gguf_fail(t->gguf, key_model, NULL, err,
                            "tokenizer \"%.*s\" is not supported (llama, gpt2 and gemma4 are)", GP_ARG(t->model));
    if (t->kind != TOK_BPE) return GP_OK;
    if (!t->pre.n)
        return gp_gguf_fail(t->gguf, key_pre, NULL, err,
                            "the file does not say how text is split; convert the model again");
    t->family = gp_tok_family_by_name(t->pre);
    if (!t->family)
        return gp_gguf_fail(t->gguf, key_pre, NULL, err, "pre-tokenizer \"%.*s\" is not supported", GP_ARG(t->pre));
    return GP_OK;
}

gp_code gp_tokenizer_open(const gp_gguf *g, gp_tokenizer **out, gp_err *err)
{
    gp_tokenizer *t = gp_alloc(sizeof *t);
    *out = NULL;
    t->gguf = g;
    gp_code code = choose_kind(t, err);
    if (!code) code = gp_tok_vocab_load(t, err);
    if (code) gp_tokenizer_close(t);
    else *out = t;
    return code;
}

void gp_tokenizer_close(gp_tokenizer *t)
{
    if (!t) return;
    gp_arena_free(&t->arena);
    free(t);
}

/* --- text to ids --- */

static void encode_piece(const gp_tokenizer *t, gp_tok_scratch *s, gp_str text, bool first, gp_ids *out)
{
    switch (t->kind) {
    case TOK_SPM: gp_tok_spm_encode(t, s, text, first, out); return;
    case TOK_BPE: gp_tok_bpe_encode(t, s, text, out); return;
    case TOK_GEMMA4: gp_tok_gemma4_encode(t, s, text, out); return;
    }
}

gp_code gp_tokenize_mixed(const gp_tokenizer *t, gp_str text, const gp_str *plain, size_t n_plain, unsigned flags,
                          gp_ids *out, gp_err *err)
{
    if (text.n > MAX_TEXT)
        return gp_fail(err, GP_E_INPUT, "a text of %zu bytes is too long to tokenize; the limit is %d", text.n,
                       MAX_TEXT);
    size_t n;
    gp_tok_piece *pieces = gp_tok_special_cut(t, text, plain, n_plain, &n);
    if ((flags & GP_TOK_BOS) && t->add_bos) gp_ids_add(out, t->bos);
    gp_tok_scratch s = {0};
    for (size_t i = 0; i < n; i++) {
        bool first = i == 0 || pieces[i - 1].id >= 0; /* at the start, or right behind a special token */
        if (pieces[i].id >= 0) gp_ids_add(out, pieces[i].id);
        else encode_piece(t, &s, (gp_str){text.p + pieces[i].at, pieces[i].n}, first, out);
    }
    gp_tok_scratch_free(&s);
    free(pieces);
    if ((flags & GP_TOK_BOS) && t->add_eos) gp_ids_add(out, t->eos);
    return GP_OK;
}

gp_code gp_tokenize(const gp_tokenizer *t, gp_str text, unsigned flags, gp_ids *out, gp_err *err)
{
    return gp_tokenize_mixed(t, text, &text, flags & GP_TOK_SPECIAL ? 0 : 1, flags, out, err);
}

/* --- ids to bytes --- */

/* From the byte-level alphabet back to bytes; a character that is not of the alphabet stays as it is. */
static void put_alphabet(const gp_tokenizer *t, gp_buf *out, gp_str text)
{
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        int32_t cp = gp_utf8_next(text, &at);
        int byte = cp >= 0 && cp < TOK_ALPHABET ? t->byte_of[cp] : -1;
        if (byte >= 0) gp_buf_byte(out, (char)byte);
        else gp_buf_put(out, text.p + from, at - from);
    }
}

static void put_marked(gp_buf *out, gp_str text)
{
    gp_str mark = GP_STR(TOK_SPACE_MARK);
    while (text.n) {
        size_t at = gp_str_find(text, mark);
        if (at == SIZE_MAX) {
            gp_buf_str(out, text);
            return;
        }
        gp_buf_put(out, text.p, at);
        gp_buf_byte(out, ' ');
        text = (gp_str){text.p + at + mark.n, text.n - at - mark.n};
    }
}

void gp_token_bytes(const gp_tokenizer *t, int32_t id, bool special, gp_buf *out)
{
    if (id < 0 || id >= t->n) return;
    gp_str text = t->texts[id];
    int byte;
    switch (gp_tok_type(t, id)) {
    case TOK_CONTROL:
    case TOK_UNKNOWN:
        if (special || (t->types[id] & TOK_SHOWN)) gp_buf_str(out, text);
        break;
    case TOK_USER: gp_buf_str(out, text); break;
    case TOK_NORMAL:
        if (t->kind == TOK_BPE) put_alphabet(t, out, text);
        else put_marked(out, text);
        break;
    case TOK_BYTE:
        byte = gp_tok_byte_value(text);
        if (byte >= 0) gp_buf_byte(out, (char)byte);
        break;
    default: break;
    }
}

void gp_detokenize(const gp_tokenizer *t, const int32_t *ids, size_t n, bool special, gp_buf *out)
{
    for (size_t i = 0; i < n; i++) gp_token_bytes(t, ids[i], special, out);
}

size_t gp_utf8_whole(gp_str bytes)
{
    for (size_t back = 1; back <= 3 && back <= bytes.n; back++) {
        unsigned char c = (unsigned char)bytes.p[bytes.n - back];
        if ((c & 0xc0) == 0x80) continue;
        size_t length = c >= 0xf0 && c < 0xf8 ? 4 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xc0 && c < 0xe0 ? 2 : 1;
        return length > back ? bytes.n - back : bytes.n;
    }
    return bytes.n;
}

/* --- looking --- */

int32_t gp_tokenizer_size(const gp_tokenizer *t) { return t->n; }
gp_str gp_tokenizer_model(const gp_tokenizer *t) { return t->model; }
gp_str gp_tokenizer_pre(const gp_tokenizer *t) { return t->pre; }
int32_t gp_token_bos(const gp_tokenizer *t) { return t->bos; }
int32_t gp_token_eos(const gp_tokenizer *t) { return t->eos; }
bool gp_tokenizer_adds_bos(const gp_tokenizer *t) { return t->add_bos; }

gp_str gp_token_text(const gp_tokenizer *t, int32_t id)
{
    return id >= 0 && id < t->n ? t->texts[id] : (gp_str){"", 0};
}

int32_t gp_token_id(const gp_tokenizer *t, gp_str text)
{
    int32_t id = gp_tok_texts_find(&t->by_text, text);
    return id < t->n ? id : -1;
}

bool gp_token_ends(const gp_tokenizer *t, int32_t id) { return id >= 0 && id < t->n && (t->types[id] & TOK_ENDS); }

bool gp_token_is_control(const gp_tokenizer *t, int32_t id)
{
    return id >= 0 && id < t->n && gp_tok_type(t, id) == TOK_CONTROL;
}

bool gp_token_is_hidden(const gp_tokenizer *t, int32_t id)
{
    return gp_token_is_control(t, id) && !(t->types[id] & TOK_SHOWN);
}
