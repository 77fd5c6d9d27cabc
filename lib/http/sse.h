/* sse.h - server-sent events out of bytes in any chunking. Pure: no I/O, no clock.
 *
 * Follows the HTML standard's event stream format: lines end in LF, CR or CRLF; a byte order mark at the start is
 * skipped; lines beginning with ':' are comments; several `data` lines of one event are joined by LF; an event without
 * data is dropped; unknown fields are ignored. Bytes are not decoded: whoever reads the data checks its UTF-8. Two
 * steps further than the standard: a last event whose closing empty line is missing is given out by gp_sse_end,
 * because some servers close without it; and "error: TEXT" is the event "error" with that data, because llama-server
 * wrote its errors so until September 2025. */
#ifndef GP_HTTP_SSE_H
#define GP_HTTP_SSE_H

#include "base/str.h"

/* One event; the slices are valid during the call only. `type` is empty where the server gave none. Return false to
 * take no more events: what is left of the chunk and all later bytes are ignored. */
typedef bool (*gp_sse_fn)(void *user, gp_str type, gp_str data);

typedef struct gp_sse { /* private; {0} is a parser at the start of a stream */
    gp_buf line, type, data;
    size_t cap;      /* set by the caller if wanted: most bytes of one line or event; 0 is GP_CAP_HTTP_BODY */
    size_t seen;     /* bytes of a byte order mark matched so far */
    size_t comments; /* comment lines read: a server's sign of life */
    bool started, after_cr, has_data, stopped;
} gp_sse;

/* Feed the next bytes. False for good once a line or event was larger than the cap. */
bool gp_sse_feed(gp_sse *s, gp_str bytes, gp_sse_fn fn, void *user);

/* The stream is over: give out a last event that lacks its empty line. */
bool gp_sse_end(gp_sse *s, gp_sse_fn fn, void *user);

void gp_sse_free(gp_sse *s); /* leaves {0} */

#endif
