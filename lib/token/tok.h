/* tok.h - the inside of a tokenizer. Private to the tok_*.c files.
 *
 * Text becomes ids in these steps:
 *   tok_special.c  cuts the text at control and user-defined tokens;
 *   tokenizer.c    walks the pieces, adds BOS and EOS;
 *   tok_bpe.c / tok_spm.c   turn one piece without special tokens into ids, with
 *   tok_pre.c      the words that BPE merges must not cross, and
 *   tok_merge.c    the merging itself: a heap over adjacent pairs, O(n log n) for every input.
 * tok_vocab.c reads the vocabulary from the gguf, tok_map.c finds texts and pairs. */
#ifndef GP_TOKEN_TOK_H
#define GP_TOKEN_TOK_H

#include "token/tokenizer.h"

/* --- finding (tok_map.c): open addressing, keyed so that nobody can prepare collisions --- */

typedef struct gp_tok_key {
    uint64_t a, b;
} gp_tok_key;

/* Text to the lowest number that has this text. */
typedef struct gp_tok_texts {
    gp_tok_key key;
    const gp_str *texts; /* borrowed; index = number */
    uint32_t mask;
    struct gp_tok_text_slot {
        uint32_t hash;
        int32_t id;
    } * slots; /* id -1: empty */
} gp_tok_texts;

/* Pair of symbols to its merge. */
typedef struct gp_tok_pairs {
    gp_tok_key key;
    uint32_t mask;
    struct gp_tok_pair_slot {
        int32_t left, right, result;
        uint32_t rank;
    } * slots; /* left -1: empty */
} gp_tok_pairs;

void gp_tok_texts_init(gp_tok_texts *m, gp_arena *a, gp_tok_key key, const gp_str *texts, size_t room);
void gp_tok_texts_add(gp_tok_texts *m, int32_t id);            /* at most `room` times */
int32_t gp_tok_texts_find(const gp_tok_texts *m, gp_str text); /* -1 if there is none */
void gp_tok_pairs_init(gp_tok_pairs *m, gp_arena *a, gp_tok_key key, size_t room);
/* the first of a pair stays */
void gp_tok_pairs_add(gp_tok_pairs *m, int32_t left, int32_t right, int32_t result, uint32_t rank);
const struct gp_tok_pair_slot *gp_tok_pairs_find(const gp_tok_pairs *m, int32_t left, int32_t right);

/* --- pre-tokenizers (tok_pre.c) --- */

typedef struct gp_tok_char { /* one code point of a text */
    uint32_t cp;
    uint32_t at;   /* its first byte */
    uint8_t klass; /* UC_* */
} gp_tok_char;

struct gp_tok_pass;
/* End of the match that begins at c[at], or `at` if none begins there. Nothing at or behind c[end] is looked at; what
 * lies before c[at] may be, down to c[0], where the text begins. */
typedef size_t gp_tok_match(const struct gp_tok_pass *p, const gp_tok_char *c, size_t at, size_t end);

enum { TOK_TAIL_NONE, TOK_TAIL_LINES, TOK_TAIL_LINES_AND_SLASHES, TOK_TAIL_ONE };
enum { TOK_CONTRACTIONS_NONE, TOK_CONTRACTIONS_LOWER, TOK_CONTRACTIONS_ANY };

typedef struct gp_tok_pass { /* one regular expression of a family, with what distinguishes relatives */
    gp_tok_match *match;
    uint8_t letters;      /* UC_* that make a word */
    uint8_t digits;       /* most digits together */
    uint8_t contractions; /* TOK_CONTRACTIONS_* */
    uint8_t tail;         /* TOK_TAIL_*: what a run of punctuation takes along */
    bool backtick;        /* one sign more is punctuation */
    bool trailing_space;  /* the match is the white space at the end of a piece; `match` is any function */
} gp_tok_pass;

enum { TOK_PASSES = 6 };
typedef struct gp_tok_family {
    const char *const *names;       /* of tokenizer.ggml.pre, NULL at the end */
    bool whole_words;               /* a word that is a token is taken without merging */
    bool adds_bos;                  /* where the file does not say */
    gp_tok_pass passes[TOK_PASSES]; /* each applied to the pieces that the one before left; match NULL at the end */
} gp_tok_family;

/* tok_pre_more.c: what names its characters one by one. */
gp_tok_match gp_tok_match_deepseek_letters, gp_tok_match_deepseek_signs, gp_tok_match_youtu_scripts,
    gp_tok_match_afmoe_scripts;
gp_tok_match gp_tok_match_chameleon_sentinel, gp_tok_match_chameleon_image, gp_tok_match_chameleon_spaces,
    gp_tok_match_chameleon_sign;
bool gp_tok_is_han(uint32_t cp);
const gp_tok_family *gp_tok_family_by_name(gp_str name); /* NULL if unknown */

/* --- merging (tok_merge.c) --- */

typedef struct gp_tok_symbol {
    uint32_t at, len;   /* bytes; len 0: merged into its left neighbour */
    int32_t id;         /* symbol number, -1 unknown */
    int32_t prev, next; /* neighbours, -1 at the ends */
} gp_tok_symbol;

typedef struct gp_tok_candidate {
    uint64_t order; /* priority << 32 | left symbol: least first */
    uint32_t len;   /* bytes of both; stale when they have changed */
    int32_t result;
} gp_tok_candidate;

/* Memory of one gp_tokenize call, reused from word to word. {0} is empty. */
typedef struct gp_tok_scratch {
    gp_tok_symbol *symbols;
    size_t n_symbols, symbols_room;
    gp_tok_candidate *heap;
    size_t n_heap, heap_room;
    gp_tok_char *chars;
    size_t chars_room;
    gp_buf text, word;
} gp_tok_scratch;

void gp_tok_scratch_free(gp_tok_scratch *s);
/* Make room for `need` elements. */
void gp_tok_room(void **p, size_t *room, size_t need, size_t size);
/* Append a symbol behind the others; room must be there. */
void gp_tok_symbol_add(gp_tok_scratch *s, uint32_t at, uint32_t len, int32_t id);
/* Merge adjacent symbols of `base` until nothing merges any more. */
void gp_tok_merge_all(const gp_tokenizer *t, gp_tok_scratch *s, const char *base);

/* --- special tokens (tok_special.c) --- */

typedef struct gp_tok_piece {
    size_t at, n;
    int32_t id; /* -1: text */
} gp_tok_piece;

typedef struct gp_tok_trie_node {
    int32_t child, sibling; /* -1: none */
    int32_t id;             /* token that ends here, -1 none */
    uint8_t byte;
} gp_tok_trie_node;

gp_code gp_tok_special_build(gp_tokenizer *t, gp_err *err) GP_MUST_CHECK;
/* Cut `text` into *n pieces, in order, without empty text pieces; free() the list. Control tokens do not reach into the
 * stretches `plain` of it (slices in order). */
gp_tok_piece *gp_tok_special_cut(const gp_tokenizer *t, gp_str text, const gp_str *plain, size_t n_plain, size_t *n);

/* --- the tokenizer --- */

enum { TOK_ALPHABET = 0x144 }; /* characters of the byte-level alphabet lie below */
typedef enum gp_tok_kind { TOK_SPM, TOK_BPE, TOK_GEMMA4 } gp_tok_kind;
/* types, numbers as in the file */
enum { TOK_UNDEFINED, TOK_NORMAL, TOK_UNKNOWN, TOK_CONTROL, TOK_USER, TOK_UNUSED, TOK_BYTE };

struct gp_tokenizer {
    gp_arena arena;
    const gp_gguf *gguf; /* borrowed */
    gp_tok_kind kind;
    gp_str model, pre;
    const gp_tok_family *family; /* BPE only */
    int32_t n;                   /* tokens */
    gp_str *texts;               /* n token texts, then texts that occur in merges only */
    int32_t n_texts;
    /* per token; bit 7: ends a reply; bit 6: swallows white space behind it; bit 5: control, but shown */
    uint8_t *types;
    uint32_t *priority; /* SPM: least first, from the scores */
    size_t longest;     /* bytes of the longest token text */
    gp_tok_texts by_text;
    gp_tok_pairs merges;
    /* symbol that stands for a byte: start of byte-level BPE, fallback of the others; -1 none */
    int32_t byte_symbol[256];
    uint16_t alphabet[256];        /* the byte-level alphabet: character of each byte */
    int16_t byte_of[TOK_ALPHABET]; /* and byte of each character, -1 none */
    int32_t ascii[128];            /* GEMMA4: symbols of single characters */
    bool add_bos, add_eos, space_prefix;
    bool space_starts_word; /* SPM: no token has a space mark behind another character */
    int32_t bos, eos, unk;
    gp_tok_trie_node *trie;
    int32_t trie_root[256];
    size_t trie_longest;
};

enum { TOK_TYPE_MASK = 0x1f, TOK_ENDS = 0x80, TOK_RSTRIP = 0x40, TOK_SHOWN = 0x20 };
static inline int gp_tok_type(const gp_tokenizer *t, int32_t id) { return t->types[id] & TOK_TYPE_MASK; }

gp_code gp_tok_vocab_load(gp_tokenizer *t, gp_err *err) GP_MUST_CHECK;  /* tok_vocab.c */
gp_code gp_tok_merges_load(gp_tokenizer *t, gp_err *err) GP_MUST_CHECK; /* tok_bpe.c */
void gp_tok_bpe_encode(const gp_tokenizer *t, gp_tok_scratch *s, gp_str text, gp_ids *out);
void gp_tok_gemma4_encode(const gp_tokenizer *t, gp_tok_scratch *s, gp_str text, gp_ids *out);
void gp_tok_spm_encode(const gp_tokenizer *t, gp_tok_scratch *s, gp_str text, bool first, gp_ids *out);
/* Bytes of a single-byte token text "<0xHH>", or -1. */
int gp_tok_byte_value(gp_str text);

#define TOK_SPACE_MARK "\xe2\x96\x81" /* U+2581, written for a space in SPM and gemma4 vocabularies */

#endif
