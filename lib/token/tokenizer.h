/* tokenizer.h - text to token ids and back, as the GGUF file defines it.
 *
 * Supported: SentencePiece ("llama"), byte-level BPE ("gpt2") with the pre-tokenizer families listed in tok_pre.c, and
 * "gemma4". Anything else is refused by name, because a wrong split gives wrong ids silently.
 *
 * A tokenizer is immutable after opening and may be shared by threads. It borrows token texts from the gguf, which must
 * outlive it. Encoding takes bytes as they are: in the BPE kinds every byte that is not valid UTF-8 becomes U+FFFD
 * first, SentencePiece turns it into a byte token. */
#ifndef GP_TOKEN_TOKENIZER_H
#define GP_TOKEN_TOKENIZER_H

#include "gguf/gguf.h"

typedef struct gp_tokenizer gp_tokenizer;

typedef struct gp_ids { /* growing list of token ids; owns its memory; {0} is empty */
    int32_t *v;
    size_t n, room;
} gp_ids;
void gp_ids_add(gp_ids *ids, int32_t id);
void gp_ids_free(gp_ids *ids);

/* Errors: GP_E_INPUT with the key at fault; an unknown tokenizer model or pre-tokenizer is refused by name. */
gp_code gp_tokenizer_open(const gp_gguf *g, gp_tokenizer **out, gp_err *err) GP_MUST_CHECK;
void gp_tokenizer_close(gp_tokenizer *t); /* NULL is allowed */

typedef enum gp_tok_flags {
    GP_TOK_PLAIN = 0,
    GP_TOK_BOS = 1,    /* add what the model asks for (BOS, and EOS where the file says so) */
    GP_TOK_SPECIAL = 2 /* control tokens in the text become their ids; without it they are plain text */
} gp_tok_flags;

/* Append the ids of `text` (at most 256 MiB). Time n log n, also for adversarial input. User-defined tokens in the
 * text are found with and without GP_TOK_SPECIAL; of overlapping ones the longest wins. GP_E_INPUT: the text is too
 * long. */
gp_code gp_tokenize(const gp_tokenizer *t, gp_str text, unsigned flags, gp_ids *out, gp_err *err) GP_MUST_CHECK;

/* The same for a text that parts of others' making stand in: in the stretches `plain` (slices of `text`, in order)
 * control tokens are plain text, in the rest they become their ids, whatever `flags` says of that. The stretches are
 * no borders for words and merges. */
gp_code gp_tokenize_mixed(const gp_tokenizer *t, gp_str text, const gp_str *plain, size_t n_plain, unsigned flags,
                          gp_ids *out, gp_err *err) GP_MUST_CHECK;

/* Append the bytes of one token. Hidden tokens give nothing unless `special`. Unknown ids give nothing. */
void gp_token_bytes(const gp_tokenizer *t, int32_t id, bool special, gp_buf *out);
/* Append the bytes of a whole sequence as `model detokenize` prints it: those of its tokens, one behind the other; a
 * space that encoding put in front is not taken away. */
void gp_detokenize(const gp_tokenizer *t, const int32_t *ids, size_t n, bool special, gp_buf *out);

/* The longest prefix of `bytes` that does not end inside a UTF-8 character: what a stream may show now. */
size_t gp_utf8_whole(gp_str bytes);

int32_t gp_tokenizer_size(const gp_tokenizer *t);
gp_str gp_tokenizer_model(const gp_tokenizer *t);        /* "gpt2", "llama", "gemma4", ... */
gp_str gp_tokenizer_pre(const gp_tokenizer *t);          /* pre-tokenizer family, may be empty */
gp_str gp_token_text(const gp_tokenizer *t, int32_t id); /* as stored in the file */
int32_t gp_token_id(const gp_tokenizer *t, gp_str text); /* by stored text; -1 if there is none */
int32_t gp_token_bos(const gp_tokenizer *t);             /* -1 if there is none; likewise below */
int32_t gp_token_eos(const gp_tokenizer *t);
bool gp_tokenizer_adds_bos(const gp_tokenizer *t);
/* True for every token that ends a reply: eos, eot, eom and the well-known end texts of the families. */
bool gp_token_ends(const gp_tokenizer *t, int32_t id);
bool gp_token_is_control(const gp_tokenizer *t, int32_t id);
/* A control token that gives no text: all but those in which gpt-oss speaks of its channels. */
bool gp_token_is_hidden(const gp_tokenizer *t, int32_t id);

#endif
