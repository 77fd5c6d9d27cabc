/* plan_impl.h - what the files of the test server's planning share: one response in the making, and the APIs. */
#ifndef GP_TESTS_PLAN_IMPL_H
#define GP_TESTS_PLAN_IMPL_H

#include "plan.h"

typedef struct reply {
    plan *p;
    const plan_request *q;
    const struct plan_api *api;
    gp_arena a;
    gp_str model, prompt; /* last user message as sent */
    bool stream, usage, chunked;
    double drip;
    size_t piece_most; /* bytes of one piece of a stream; SIZE_MAX: words are not cut. Less: the stream never ends */
    gp_buf body;       /* collected here, then sent whole or in pieces */
    int blocks;        /* of a stream, for APIs that number them */
    const gp_json
        *calls; /* of the table, in place of a text: objects with `name` and `arguments` (a text); else NULL */
} reply;

/* One API: where it lives, how a request is read, how a response is written. */
typedef struct plan_api {
    bool (*path)(reply *r, gp_str path);         /* is it this one? May take model and stream from the path */
    bool (*read)(reply *r, const gp_json *root); /* model, prompt, stream, usage; false: 400 */
    /* an object */
    void (*error)(reply *r, gp_jw *w, int status, const char *type, const char *code, const char *message);
    void (*whole)(reply *r, gp_str answer);
    const char *stream_type;
    /* a stream: its beginning, a piece of text, tool calls, an error in the middle, its end */
    void (*begin)(reply *r);
    void (*piece)(reply *r, bool reasoning, gp_str text, bool first);
    void (*calls)(reply *r);
    void (*broken)(reply *r);
    void (*end)(reply *r, gp_str answer);
} plan_api;

extern const plan_api plan_openai, plan_responses, plan_anthropic, plan_gemini, plan_ollama;

/* --- for the APIs --- */

bool marked(const reply *r, const char *name);
/* The value of a marker, as #finish=WORD; NULL where it is not there. */
const char *marker_word(const reply *r, const char *name);
bool ends_with(gp_str s, const char *tail);
/* The text of a message's content: a string, or the "text" of its parts. */
gp_str text_of(reply *r, const gp_json *content);
/* The text of the last message of role user in a list of messages. */
gp_str last_user(reply *r, const gp_json *messages, const char *content);
size_t words(gp_str s);
/* Begin a JSON document in r->body. */
void document(reply *r, gp_jw *w);
gp_str reply_id(reply *r);    /* "test-N" */
gp_str reply_model(reply *r); /* the model with a date behind it */
/* The document is whole: put in what the writer would not let through (#badutf8, #nul), break it (#badjson). */
void finish_document(reply *r);
/* Send r->body whole; as one event (`type` may be NULL); as one line. */
void send_whole(reply *r);
void send_event(reply *r, const char *type, bool token);
void send_line(reply *r, bool token);
void send_text_event(reply *r, gp_str data);
/* Bytes in the middle of a stream that belong to no event. */
void send_raw(reply *r, gp_str bytes);

extern const char *const call_names[2], *const call_arguments[2]; /* the two tool calls of #tools */

#endif
