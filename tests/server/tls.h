/* tls.h - TLS for the test server: an authority and a certificate that are made when the server starts and forgotten
 * when it ends. Only the authority's certificate is ever written; keys stay in memory. */
#ifndef GP_TESTS_TLS_H
#define GP_TESTS_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct ts_tls ts_tls;           /* shared by all connections of a server */
typedef struct ts_tls_conn ts_tls_conn; /* one connection */

/* Certificate for 127.0.0.1, localhost and *.test.invalid by a new authority, whose own certificate goes to the file
 * `ca_out` (PEM). `kind`: NULL or "good"; "expired" (a day in 1970); "other-host" (a name that nobody asks for).
 * NULL with a reason on stderr. */
ts_tls *ts_tls_open(const char *ca_out, const char *kind);
void ts_tls_close(ts_tls *t);

/* Speak TLS on an accepted, non-blocking socket, which stays the caller's. NULL: out of memory. */
ts_tls_conn *ts_tls_accept(ts_tls *t, int fd);
void ts_tls_end(ts_tls_conn *c);

/* Like recv and send: -1 with EAGAIN when it must wait, -1 with EPROTO when TLS broke. The handshake is part of
 * reading. */
ssize_t ts_tls_read(ts_tls_conn *c, void *buf, size_t n);
ssize_t ts_tls_write(ts_tls_conn *c, const void *buf, size_t n);

#endif
