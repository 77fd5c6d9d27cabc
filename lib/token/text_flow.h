/* text_flow.h - the text of a growing answer, cut at stop strings, handed out in whole characters.
 *
 * Bytes come token by token. What could still become part of a stop string, or is an unfinished UTF-8 character, is
 * held back from `news`. */
#ifndef GP_TOKEN_TEXT_FLOW_H
#define GP_TOKEN_TEXT_FLOW_H

#include "token/tokenizer.h"

typedef struct gp_text {
    const gp_tokenizer *t; /* NULL: no text */
    bool special;
    gp_str *stops; /* owned copies */
    size_t n_stops, longest;
    gp_buf bytes;
    size_t shown; /* bytes handed out by gp_text_news */
    size_t
        from;   /* stop strings are looked for from this byte on; it moves on with the text, and the owner may set it */
    bool blind; /* set by the owner: no stop string counts now; it may once this is taken back */
    bool ended; /* nothing is held back any more */
} gp_text;

gp_code gp_text_open(gp_text *x, const gp_tokenizer *t, const gp_str *stops, size_t n_stops, bool special,
                     gp_err *err) GP_MUST_CHECK;
void gp_text_free(gp_text *x);
/* Append a token's bytes. True if a stop string is complete: the text then ends before it and *index says which one. */
bool gp_text_add(gp_text *x, int32_t id, size_t *index);
/* No more tokens: what was held back may be shown. */
void gp_text_end(gp_text *x);
/* Bytes that became final since the last call. */
gp_str gp_text_news(gp_text *x);
/* Move the whole text out. */
void gp_text_take(gp_text *x, gp_buf *out);

#endif
