/* tok_vocab.c - the vocabulary, as the file has it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "token/tok.h"

enum { MAX_TOKENS = 1000000 };

/* Texts that end a reply whatever the file says its end token is: base models' settings survive in many chat models.
 * The last lines are what separates files in code models' training data; few files have the keys for them. */
static const char *const end_texts[] = {"<|eot_id|>",
                                        "<|im_end|>",
                                        "<|end|>",
                                        "<|return|>",
                                        "<|call|>",
                                        "<|flush|>",
                                        "<|calls|>",
                                        "<end_of_turn>",
                                        "<|endoftext|>",
                                        "</s>",
                                        "<|eom_id|>",
                                        "<EOT>",
                                        "_<EOT>",
                                        "[EOT]",
                                        "[EOS]",
                                        "<|end_of_text|>",
                                        "<end_of_utterance>",
                                        "<eos>",
                                        "<turn|>",
                                        "<|tool_response>",
                                        "<\uff5cend\u2581of\u2581sentence\uff5c>",
                                        "<|fim_pad|>",
                                        "<fim-pad>",
                                        "<fim_pad>",
                                        "<PAD>",
                                        "[PAD]",
                                        "<|fim_repo|>",
                                        "<|repo_name|>",
                                        "<fim-repo>",
                                        "<REPO>",
                                        "<reponame>",
                                        "<|file_sep|>"};

static const char *const end_keys[] = {"tokenizer.ggml.eos_token_id",     "tokenizer.ggml.eot_token_id",
                                       "tokenizer.ggml.eom_token_id",     "tokenizer.ggml.fim_pad_token_id",
                                       "tokenizer.ggml.fim_rep_token_id", "tokenizer.ggml.fim_sep_token_id"};

static const char key_tokens[] = "tokenizer.ggml.tokens";

int gp_tok_byte_value(gp_str s)
{
    if (s.n != 6 || memcmp(s.p, "<0x", 3) != 0 || s.p[5] != '>') return -1;
    int v = 0;
    for (int i = 3; i < 5; i++) { /* exactly two hex digits: no sign, no space */
        char c = s.p[i];
        int d = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                       : -1;
        if (d < 0) return -1;
        v = v * 16 + d;
    }
    return v;
}

/* --- the byte-level alphabet: printable bytes stand for themselves, the 68 others for U+0100 and on --- */

static bool own_char(unsigned b) { return (b >= 0x21 && b <= 0x7e) || (b >= 0xa1 && b <= 0xac) || b >= 0xae; }

static void make_alphabet(gp_tokenizer *t)
{
    uint16_t next = 0x100;
    for (int c = 0; c < TOK_ALPHABET; c++) t->byte_of[c] = -1;
    for (unsigned b = 0; b < 256; b++) {
        t->alphabet[b] = (uint16_t)(own_char(b) ? b : next++);
        t->byte_of[t->alphabet[b]] = (int16_t)b;
    }
}

/* --- texts and types --- */

static gp_code find_array(gp_tokenizer *t, const char *key, gp_gguf_kind elem, bool needed, const gp_gguf_value **out,
                          gp_err *err)
{
    const gp_gguf_value *v = *out = gp_gguf_find(t->gguf, key);
    if (!v)
        return needed ? gp_gguf_fail(t->gguf, key, NULL, err, "the file has no such key; its tokenizer cannot be used")
                      : GP_OK;
    bool fits = v->elem == elem || (elem == GP_GGUF_I32 && v->elem == GP_GGUF_U32);
    const char *want = elem == GP_GGUF_STRING ? "strings" : elem == GP_GGUF_F32 ? "32-bit floats" : "32-bit numbers";
    if (v->kind != GP_GGUF_ARRAY || !fits) return gp_gguf_fail(t->gguf, key, NULL, err, "must be an array of %s", want);
    if (t->n && v->count != (uint64_t)t->n)
        return gp_gguf_fail(t->gguf, key, NULL, err, "has %llu elements, but there are %d tokens",
                            (unsigned long long)v->count, t->n);
    return GP_OK;
}

/* The key of the hash tables comes from the texts themselves: the same file behaves the same everywhere, and a file
 * whose texts collide under a key made of those very texts cannot be built. */
static gp_tok_key derive_key(const gp_gguf_value *tokens)
{
    gp_str last = tokens->strings[tokens->count - 1];
    unsigned char digest[GP_SHA256_LEN];
    gp_tok_key key;
    gp_sha256_of((gp_str){(const char *)tokens->data, (size_t)(last.p + last.n - (const char *)tokens->data)}, digest);
    memcpy(&key.a, digest, 8);
    memcpy(&key.b, digest + 8, 8);
    return key;
}

/* Room for the texts of merges, which may have parts and results that are no tokens. */
static size_t extra_texts(const gp_tokenizer *t)
{
    const gp_gguf_value *v = t->kind == TOK_SPM ? NULL : gp_gguf_find(t->gguf, "tokenizer.ggml.merges");
    return v && v->kind == GP_GGUF_ARRAY && v->elem == GP_GGUF_STRING ? 3 * (size_t)v->count : 0;
}

static gp_code load_texts(gp_tokenizer *t, gp_err *err)
{
    const gp_gguf_value *v;
    gp_code code = find_array(t, key_tokens, GP_GGUF_STRING, true, &v, err);
    if (code) return code;
    if (v->count == 0 || v->count > MAX_TOKENS)
        return gp_gguf_fail(t->gguf, key_tokens, NULL, err, "%llu tokens; 1 to %d are allowed",
                            (unsigned long long)v->count, MAX_TOKENS);
    t->n = t->n_texts = (int32_t)v->count;
    size_t room = v->count + extra_texts(t);
    gp_str *texts = GP_NEW_ARRAY(&t->arena, gp_str, room);
    memcpy(texts, v->strings, v->count * sizeof *texts);
    t->texts = texts;
    gp_tok_texts_init(&t->by_text, &t->arena, derive_key(v), texts, room);
    for (int32_t id = 0; id < t->n; id++) {
        if (!texts[id].n) continue; /* reachable by number only */
        gp_tok_texts_add(&t->by_text, id);
        if (texts[id].n > t->longest) t->longest = texts[id].n;
    }
    return GP_OK;
}

/* Control tokens, whatever the file says, that a model family speaks to the user's program with: shown like text, yet
 * never read from a user's. */
static bool always_shown(gp_str s)
{
    return gp_str_eqc(s, "<|channel|>") || gp_str_eqc(s, "<|message|>") || gp_str_eqc(s, "<|start|>") ||
           gp_str_eqc(s, "<|constrain|>");
}

static gp_code load_types(gp_tokenizer *t, gp_err *err)
{
    const gp_gguf_value *v;
    gp_code code = find_array(t, "tokenizer.ggml.token_type", GP_GGUF_I32, false, &v, err);
    if (code) return code;
    t->types = GP_NEW_ARRAY(&t->arena, uint8_t, (size_t)t->n);
    for (int32_t id = 0; id < t->n; id++) {
        int64_t type = v ? gp_gguf_elem_int(v, (uint64_t)id) : TOK_NORMAL;
        if (type < TOK_UNDEFINED || type > TOK_BYTE)
            return gp_gguf_fail(t->gguf, "tokenizer.ggml.token_type", NULL, err, "token %d has the unknown type %lld",
                                id, (long long)type);
        t->types[id] = (uint8_t)(always_shown(t->texts[id]) ? TOK_CONTROL | TOK_SHOWN : type);
    }
    return GP_OK;
}

/* Scores as unsigned numbers in falling order, so that the merge heap compares whole numbers. */
static uint32_t priority_of(float score)
{
    uint32_t bits;
    if (score == 0 || isnan(score)) score = 0; /* -0 equals 0 */
    memcpy(&bits, &score, sizeof bits);
    uint32_t rising = bits & 0x80000000u ? ~bits : bits | 0x80000000u;
    return ~rising;
}

static gp_code load_scores(gp_tokenizer *t, gp_err *err)
{
    const gp_gguf_value *v;
    gp_code code = find_array(t, "tokenizer.ggml.scores", GP_GGUF_F32, true, &v, err);
    if (code) return code;
    t->priority = GP_NEW_ARRAY(&t->arena, uint32_t, (size_t)t->n);
    for (int32_t id = 0; id < t->n; id++) t->priority[id] = priority_of((float)gp_gguf_elem_real(v, (uint64_t)id));
    return GP_OK;
}

/* --- special tokens --- */

/* An id from the file; one that is no token is left at its default, as the reference does. */
static gp_code load_id(gp_tokenizer *t, const char *key, int32_t *id, gp_err *err)
{
    int64_t v = *id;
    gp_code code = gp_gguf_get_i64(t->gguf, key, &v, err);
    if (!code && v >= 0 && v < t->n) *id = (int32_t)v;
    if (*id >= t->n) *id = -1;
    return code;
}

/* The id of an end. -1, in either width, says that there is none; any other that is no token would never come, and
 * replies would have no end. */
static gp_code load_end(gp_tokenizer *t, const char *key, int32_t *id, gp_err *err)
{
    int64_t v = -1;
    gp_code code = gp_gguf_get_i64(t->gguf, key, &v, err);
    if (!code && v != -1 && v != UINT32_MAX && (v < 0 || v >= t->n))
        code = gp_gguf_fail(t->gguf, key, NULL, err, "is %lld, but the vocabulary has the tokens 0 to %d", (long long)v,
                            t->n - 1);
    return code ? code : load_id(t, key, id, err);
}

static gp_code load_ids(gp_tokenizer *t, gp_err *err)
{
    bool spm = t->kind == TOK_SPM;
    t->bos = spm ? 1 : -1;
    t->eos = spm ? 2 : -1;
    t->unk = spm ? 0 : -1;
    gp_code code = load_id(t, "tokenizer.ggml.bos_token_id", &t->bos, err);
    if (!code) code = load_end(t, "tokenizer.ggml.eos_token_id", &t->eos, err);
    if (!code) code = load_id(t, "tokenizer.ggml.unknown_token_id", &t->unk, err);
    return code;
}

static void mark_end(gp_tokenizer *t, int32_t id)
{
    if (id >= 0 && id < t->n) t->types[id] |= TOK_ENDS;
}

static bool has_text(const gp_tokenizer *t, const char *text) { return gp_token_id(t, gp_str_c(text)) >= 0; }

/* A text that ends replies makes a control token, whatever type the file gives it: as a user-defined one a user's text
 * could end the turn, as a normal one it would be cut to pieces in the template's. */
static void mark_end_text(gp_tokenizer *t, const char *text)
{
    int32_t id = gp_token_id(t, gp_str_c(text));
    if (id >= 0) t->types[id] = (uint8_t)((t->types[id] & ~TOK_TYPE_MASK) | TOK_CONTROL | TOK_ENDS);
}

/* "</s>" is an element of HTML too. Where another token ends the text and the file does not say that this one controls
 * anything, it is shown and ends nothing; it is still not read from a user's text. */
static bool is_plain_s(const gp_tokenizer *t, const char *text)
{
    int32_t id = gp_token_id(t, gp_str_c(text));
    int type = id < 0 ? TOK_CONTROL : gp_tok_type(t, id);
    return !strcmp(text, "</s>") && (type == TOK_NORMAL || type == TOK_USER) && t->eos >= 0 && t->eos != id;
}

static void mark_plain(gp_tokenizer *t, const char *text)
{
    int32_t id = gp_token_id(t, gp_str_c(text));
    t->types[id] = (uint8_t)((t->types[id] & ~TOK_TYPE_MASK) | TOK_CONTROL | TOK_SHOWN);
}

static gp_code load_ends(gp_tokenizer *t, gp_err *err)
{
    /* Where replies have channels, <|end|> ends a channel only; where tools answer inside a turn, </s> is no end. */
    bool channels = has_text(t, "<|return|>") && has_text(t, "<|call|>"), tools = has_text(t, "<|tool_response>");
    for (size_t i = 0; i < sizeof end_texts / sizeof end_texts[0]; i++) {
        bool none = (channels && !strcmp(end_texts[i], "<|end|>")) || (tools && !strcmp(end_texts[i], "</s>"));
        if (!none && is_plain_s(t, end_texts[i])) mark_plain(t, end_texts[i]);
        else if (!none) mark_end_text(t, end_texts[i]);
    }
    gp_code code = GP_OK;
    for (size_t i = 0; !code && i < sizeof end_keys / sizeof end_keys[0]; i++) {
        int32_t id = -1;
        code = load_end(t, end_keys[i], &id, err);
        mark_end(t, id);
    }
    mark_end(t, t->eos);
    return code;
}

/* Phi-3 was trained with special tokens that swallow the white space behind them; the file does not say so, its name
 * does. */
static gp_code load_strips(gp_tokenizer *t, gp_err *err)
{
    gp_str name = {0};
    gp_code code = gp_gguf_get_str(t->gguf, "general.name", &name, err);
    if (code) return code;
    char low[256];
    size_t n = name.n < sizeof low ? name.n : sizeof low;
    for (size_t i = 0; i < n; i++) low[i] = (char)(name.p[i] >= 'A' && name.p[i] <= 'Z' ? name.p[i] + 32 : name.p[i]);
    gp_str lower = {low, n};
    if (gp_str_find(lower, GP_STR("phi3")) == SIZE_MAX && gp_str_find(lower, GP_STR("phi-3")) == SIZE_MAX) return GP_OK;
    for (int32_t id = 0; id < t->n; id++) {
        int type = gp_tok_type(t, id);
        gp_str s = t->texts[id];
        if (gp_str_eqc(s, "<unk>") || gp_str_eqc(s, "<s>") || gp_str_eqc(s, "<|endoftext|>")) continue;
        if (type == TOK_CONTROL || type == TOK_USER || type == TOK_UNKNOWN) t->types[id] |= TOK_RSTRIP;
    }
    return GP_OK;
}

/* --- bytes and flags --- */

static void load_bytes(gp_tokenizer *t)
{
    static const char hex[] = "0123456789ABCDEF";
    make_alphabet(t);
    for (unsigned b = 0; b < 256; b++) {
        char one[4], code[] = {'<', '0', 'x', hex[b >> 4], hex[b & 15], '>'};
        gp_str alphabet = {one, gp_utf8_put(one, t->alphabet[b])};
        t->byte_symbol[b] = gp_tok_texts_find(&t->by_text, t->kind == TOK_BPE ? alphabet : (gp_str){code, 6});
    }
    for (int c = 0; c < 128; c++) t->ascii[c] = gp_tok_texts_find(&t->by_text, (gp_str){(char[]){(char)c}, 1});
}

/* True if a space mark stands only at the beginning of token texts (or behind other space marks): then no merge
 * crosses the place where a word begins, and words can be merged one by one. */
static bool spaces_lead(const gp_tokenizer *t)
{
    gp_str mark = GP_STR(TOK_SPACE_MARK);
    for (int32_t id = 0; id < t->n; id++) {
        gp_str s = t->texts[id];
        while (gp_str_starts(s, mark)) s = (gp_str){s.p + mark.n, s.n - mark.n};
        if (s.n && gp_str_find(s, mark) != SIZE_MAX) return false;
    }
    return true;
}

static gp_code load_flags(gp_tokenizer *t, gp_err *err)
{
    t->add_bos = t->kind == TOK_SPM || (t->family && t->family->adds_bos);
    t->space_prefix = t->kind == TOK_SPM;
    gp_code code = gp_gguf_get_bool(t->gguf, "tokenizer.ggml.add_bos_token", &t->add_bos, err);
    if (!code) code = gp_gguf_get_bool(t->gguf, "tokenizer.ggml.add_eos_token", &t->add_eos, err);
    if (!code) code = gp_gguf_get_bool(t->gguf, "tokenizer.ggml.add_space_prefix", &t->space_prefix, err);
    if (t->kind == TOK_GEMMA4) t->add_bos = true; /* whatever the file says: the models cannot do without */
    if (t->bos < 0) t->add_bos = false;
    if (t->eos < 0) t->add_eos = false;
    return code;
}

gp_code gp_tok_vocab_load(gp_tokenizer *t, gp_err *err)
{
    gp_code code = load_texts(t, err);
    if (!code) code = load_types(t, err);
    if (!code && t->kind == TOK_SPM) code = load_scores(t, err);
    if (!code) code = load_ids(t, err);
    if (!code) code = load_ends(t, err);
    if (!code) code = load_strips(t, err);
    if (!code && t->kind != TOK_SPM) code = gp_tok_merges_load(t, err);
    if (!code) code = load_flags(t, err);
    if (!code) load_bytes(t);
    if (!code) t->space_starts_word = t->kind == TOK_SPM && spaces_lead(t);
    return code ? code : gp_tok_special_build(t, err);
}
