/* server.h - a chat server for tests, on a random loopback port. It speaks, by the path of the request, OpenAI's Chat
 * Completions (with extras of OpenRouter and llama-server) and Responses, Anthropic's Messages, Gemini's
 * generateContent and Ollama's /api/chat, whole or as a stream, and misbehaves on request. One thread, poll, hundreds
 * of connections.
 *
 * In a unit test:   ts_server *s = ts_start(NULL); ... ts_port(s) ... ts_stop(s);
 * As a program:     build/tests/testserver (see tests/tools/testserver.c)
 *
 * What it answers, to the last user message without its markers: the answer from the table if one is given and has the
 * prompt; else the value of the first sum such as "12 + 30" in it; else what follows "copy: " / "reverse: " (reversed);
 * else the prompt itself.
 *
 * How it behaves is chosen by markers in the last user message or in the model name, each standing for itself ("#401
 * #delay=50"). Durations: "200", "200ms" or "0.2s".
 *   #delay=D      wait before the response            #slow-headers=D wait between headers and body
 *   #slow-stream=D  wait before every token           #drip[=D]       every byte on its own, D apart (default 5 ms)
 *   #stall        one token, then silence             #hang           no byte at all, for ever
 *   #stall-headers  headers, then silence             #stall-reply    half of a plain reply, then silence
 *   #cut          close in the middle of the body     #reset          the same with a TCP reset
 *   #drop         close before any byte               #cut-headers    close inside the headers
 *   #400 #401 #402 #403 #404 #408 #413 #422 #429 #500 #503 #529 that status, with an error body (429: Retry-After: 7)
 *   #first=N      those statuses, #html, #drop, #hang and their kin only for the first N requests with this very body
 *   #at-most=N    429 while N other requests are being answered
 *   #retry-after=V  that Retry-After with the error (without a value: none)   #reset-in=D  OpenAI's rate-limit headers
 *                   instead
 *   #retry-date=N a Retry-After that is a date, N s after the server's Date, whose clock is an hour ahead
 *   #never-again  x-should-retry: false with the error
 *   #quota        429 of the kind that waiting does not cure
 *   #context      400, prompt too long                #context-prose  the same said only in words
 *   #moderated    403 about the prompt, said in words #template       500, a chat template that raises
 *   #finish=WORD  that word for the end of the reply (Responses: its status)
 *   #filter       finish reason content_filter        #length         finish reason length, half of the answer
 *   #empty        no text                             #nochoices      choices missing
 *   #nofinish     no finish reason                    #nodone         no [DONE]
 *   #badjson      not JSON                            #badutf8        a byte that is not UTF-8 inside the answer
 *   #nul          a NUL (\u0000) inside the answer    #html           200 with an HTML page
 *   #error        200 with an error in the body       #error-late     the same after the first token of a stream
 *   #string-error 200 with {"error": "text"}          #plain          a plain reply to a stream request
 *   #notype       no Content-Type                     #crlf           CRLF line ends in the stream
 *   #reasoning    thinking under reasoning_content    #think          thinking inside <think> in the answer
 *   #tools        two tool calls instead of text      #comments       keep-alive comments between events
 *   #redirect[=U] 302 elsewhere, with a query (to U)  #garbage        not HTTP
 *   #big-headers  more header bytes than are allowed  #big=N          an answer of N bytes
 *   #open         a whole stream whose response is never ended
 *   #long-header  one header of 150000 bytes          #coded          says that the body is compressed
 *   #echo-key     the key received, in the answer     #echo-key-error the key received, in a 401's message
 *   #close        Connection: close                   #body           the request's body as the answer
 *   #number       the reply's number, in seven words    #llamacpp     Server: llama.cpp
 *   #upstream     names an upstream provider          #cost           usage with a cost
 *   #timings      llama-server's timings              #blocked        Gemini: the prompt is blocked
 *   #loop[=N]     N letters (40000), never an end      #loop-phrase[=N] the same with a phrase
 *   #loop-reasoning[=N]  a stream's reasoning loops     #model=NAME   says that NAME has answered
 * Markers act on every API where it has the thing: with Ollama #error-late is a line, with Gemini bare JSON. */
#ifndef GP_TESTS_SERVER_H
#define GP_TESTS_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct ts_server ts_server;

typedef struct ts_options {
    const char
        *answers;    /* JSON file {PROMPT: ANSWER}, of "*TEXT" any prompt that holds it; a list of {name, arguments} is
                          * tool calls, with OpenAI's API only; NULL for none */
    const char *key; /* requests without this key in the API's header get 401; NULL for no check */
    FILE *
        log; /* "request N METHOD PATH with a key" (or "without a key") and "arrived N SECONDS" for each request, "token N
                          * SECONDS" when the first token of its reply is given to the socket (CLOCK_MONOTONIC).
                          * Numbered from 1; the number is in the reply's id, "test-N" */
    FILE *requests;     /* one line per request read: its number and path; NULL for none */
    const char *tls_ca; /* speak TLS, with a certificate made on the spot; the authority's goes to this file (tls.h) */
    const char *tls_kind; /* "good" (NULL), "expired", "other-host" */
    bool proxy;           /* with tls_ca: speak plain HTTP, and TLS behind a CONNECT, whomever it names */
    bool watch_stdin;     /* stop when standard input ends, so that no server outlives its parent */
} ts_options;

/* Listen on 127.0.0.1 (port 0: any). NULL with a reason on stderr. */
ts_server *ts_open(const ts_options *o, int port);
int ts_port(const ts_server *s);
/* Serve until ts_ask_stop (which may be called from a signal handler) or the end of standard input. */
void ts_serve(ts_server *s);
void ts_ask_stop(ts_server *s);
void ts_close(ts_server *s);

/* The same in a thread of its own: open and serve; stop and close. */
ts_server *ts_start(const ts_options *o);
void ts_stop(ts_server *s);

/* What has happened so far; callable from any thread. */
size_t ts_requests(ts_server *s);                  /* requests read whole */
size_t ts_connections(ts_server *s);               /* connections accepted */
size_t ts_open_now(ts_server *s);                  /* connections open */
double ts_token_time(ts_server *s, size_t number); /* when reply `number` sent its first token; NaN if it has not */

#endif
