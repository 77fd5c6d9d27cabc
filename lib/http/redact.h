/* redact.h - keep keys out of everything that is written, shown or recorded.
 *
 * A gp_redact holds the secrets of a run (values from the environment or an env file). Every occurrence in a text is
 * replaced by "[redacted]", also in the forms it takes inside JSON strings (a slash as \/) and URLs (%XX). Secrets
 * shorter than GP_REDACT_MIN bytes are not looked for: they would match ordinary words.
 *
 * Redact text when it is whole: a server may send a key in two pieces. For recorded pieces that must stay apart there
 * is gp_redact_pieces. Immutable after the last gp_redact_add, then safe to use from several threads. */
#ifndef GP_HTTP_REDACT_H
#define GP_HTTP_REDACT_H

#include "base/str.h"

enum { GP_REDACT_MIN = 8 };

typedef struct gp_redact gp_redact;

/* Empty set. Free with gp_redact_free (NULL allowed), which wipes the secrets. */
gp_redact *gp_redact_new(void);
void gp_redact_free(gp_redact *r);

/* Add one secret (copied). False: it is too short to be looked for. Adding the same one again changes nothing. */
bool gp_redact_add(gp_redact *r, gp_str secret);

/* True if `text` holds a secret. A NULL set holds none. */
bool gp_redact_hits(const gp_redact *r, gp_str text);

/* Append `text` to `out` with every secret replaced. `r` may be NULL (plain copy). */
void gp_redact_put(const gp_redact *r, gp_str text, gp_buf *out);

/* Replace the secrets in a buffer in place; does nothing (and allocates nothing) when there are none. */
void gp_redact_buf(const gp_redact *r, gp_buf *text);

/* Treat pieces[0..n) as one text and redact it, secrets across borders included; the replacement goes where the secret
 * starts, and the pieces behind lose the bytes that belonged to it. Changed pieces are allocated in the arena. */
void gp_redact_pieces(const gp_redact *r, gp_arena *a, gp_str *pieces, size_t n);

#endif
