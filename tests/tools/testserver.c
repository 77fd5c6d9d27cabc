/* testserver - the chat server of tests/server as a program.
 *
 *     testserver [--port N] [--answers FILE.json] [--key KEY] [--log FILE] [--requests FILE]
 *                [--tls FILE [--cert KIND] [--proxy]] [--stay]
 *
 * Prints its port on a line of its own, then serves until SIGTERM, SIGINT or the end of standard input; so started as
 * `testserver < fifo` or from a pipe it never outlives its parent. With standard input from /dev/null it would stop at
 * once: give --stay for that case. --tls speaks TLS and writes the certificate to trust to FILE; KIND is good, expired
 * or other-host; --proxy speaks TLS only behind a CONNECT. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "../server/server.h"

static ts_server *server; /* for the signal handler only */

static void stop(int sig)
{
    (void)sig;
    if (server) ts_ask_stop(server);
}

int main(int argc, char **argv)
{
    ts_options o = {.watch_stdin = true};
    int port = 0;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--stay") == 0) o.watch_stdin = false;
        else if (strcmp(argv[i], "--proxy") == 0) o.proxy = true;
        else if (value && strcmp(argv[i], "--port") == 0) port = atoi(argv[++i]);
        else if (value && strcmp(argv[i], "--answers") == 0) o.answers = argv[++i];
        else if (value && strcmp(argv[i], "--key") == 0) o.key = argv[++i];
        else if (value && strcmp(argv[i], "--tls") == 0) o.tls_ca = argv[++i];
        else if (value && strcmp(argv[i], "--cert") == 0) o.tls_kind = argv[++i];
        else if (value && strcmp(argv[i], "--log") == 0) o.log = fopen(argv[++i], "w");
        else if (value && strcmp(argv[i], "--requests") == 0) o.requests = fopen(argv[++i], "w");
        else {
            fprintf(
                stderr,
                "usage: testserver [--port N] [--answers FILE] [--key KEY] [--log FILE] [--requests FILE] [--tls FILE [--cert KIND] [--proxy]] [--stay]\n");
            return 2;
        }
    }
    server = ts_open(&o, port);
    if (!server) return 3;
    (void)signal(SIGTERM, stop);
    (void)signal(SIGINT, stop);
    (void)signal(SIGPIPE, SIG_IGN);
    printf("%d\n", ts_port(server));
    (void)fflush(stdout);
    ts_serve(server);
    if (o.log) (void)fclose(o.log);
    if (o.requests) (void)fclose(o.requests);
    ts_close(server);
    return 0;
}
