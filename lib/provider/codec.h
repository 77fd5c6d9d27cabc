/* codec.h - what every chat provider has in common: one request type, one reply type, and the small interface behind
 * which a provider's own wire format lives. Pure: no I/O, no clock, no environment; bytes and arrival times come in, a
 * reply comes out. So a recorded response plays back through the same code as a live one.
 *
 * Journey of a reply:
 *   gp_codec_url, ->headers, ->body    make the request (the HTTP loop carries it)
 *   gp_chat_begin                      status and content type are known
 *   gp_chat_feed                       each piece of the body with its arrival time; after it, a reply->first_token
 *                                      that is no longer NaN says that the first token is in
 *   gp_chat_end                        the body is over, or the transport broke: settles `failure` and `message`
 * Afterwards the reply holds everything a transcript needs, with secrets already replaced. gp_chat_reply_free frees it.
 *
 * A reply whose answer, reasoning or arguments of a call only repeat themselves (reply/endless.h) breaks as
 * GP_FAIL_LOOP, while it arrives or when it came whole.
 *
 * Unknown is never invented: counts are -1, moments NaN, texts empty when the server did not say. */
#ifndef GP_PROVIDER_CODEC_H
#define GP_PROVIDER_CODEC_H

#include <math.h>
#include <stddef.h>

#include "http/redact.h"
#include "http/sse.h"
#include "provider/body.h"
#include "provider/providers.h"
#include "reply/reply.h"
#include "suite/suite.h"
#include "transcript/transcript.h"

/* --- request --- */

typedef struct gp_chat_part { /* a part of a message with images */
    gp_str text;              /* where mime is NULL */
    const char *mime;         /* "image/png", "image/jpeg", "image/webp", "image/gif" */
    gp_str base64;            /* the image's bytes */
} gp_chat_part;

typedef struct gp_chat_message {
    gp_str role;               /* "system", "user", "assistant", "tool" */
    gp_str content;            /* its text, UTF-8 */
    const gp_chat_part *parts; /* where it holds an image: all its parts in order; otherwise NULL */
    size_t n_parts;
    const gp_tool_call *calls; /* tools that this message of the assistant called */
    size_t n_calls;
    const gp_tool_call *answers; /* the call whose result this message is; NULL elsewhere */
} gp_chat_message;

/* Everything is borrowed. Zero-initialise with GP_CHAT_REQUEST_INIT so that what is not set is not sent. */
typedef struct gp_chat_request {
    gp_str base_url; /* without a slash at the end, e.g. "https://api.openai.com/v1"; empty: the provider's own */
    gp_str model;
    const gp_chat_message *messages;
    size_t n_messages;
    gp_sampling_spec sampling;    /* what is not set is not sent */
    const char *max_tokens_field; /* name to send max_tokens under; NULL: the codec's choice for this base URL */
    int64_t seed;                 /* -1: not sent */
    int64_t context;              /* window that the server is to set up, tokens; -1: not sent */
    const gp_json *tools;         /* array of OpenAI tool objects, or NULL */
    const gp_json *schema;        /* JSON Schema that the answer must follow, or NULL */
    bool logprobs;                /* ask for the log-probability of every token of the answer */
    bool stream;
    gp_str
        extra; /* a JSON object: each member is added to the body or replaces the codec's own; null removes it. Ollama's
                   * `options` and Gemini's `generationConfig` are merged member by member */
} gp_chat_request;
#define GP_CHAT_REQUEST_INIT                                      \
    {                                                             \
        .sampling = gp_sampling_none(), .seed = -1, .context = -1 \
    }

/* --- reply --- */

/* Finish reasons, mapped; the provider's own word stays in finish_native. */
typedef enum gp_chat_finish {
    GP_CHAT_FINISH_NONE,
    GP_CHAT_FINISH_STOP,
    GP_CHAT_FINISH_LENGTH,
    GP_CHAT_FINISH_TOOL_CALLS,
    GP_CHAT_FINISH_CONTENT_FILTER,
    GP_CHAT_FINISH_INTERRUPTED, /* a documented word for an end before the end: the reply fails as such */
    GP_CHAT_FINISH_OTHER        /* a word that no provider documents: the reply is graded, and flagged */
} gp_chat_finish;
const char *gp_chat_finish_name(
    gp_chat_finish f); /* "stop", "length", "tool_calls", "content_filter", "interrupted", "other"; "" for NONE */

typedef struct gp_chat_call { /* one tool call; arguments are JSON text as the model wrote it, perhaps invalid */
    gp_buf id, name, arguments;
    int64_t index; /* the provider's number for it while it streams */
    size_t looked; /* how far the arguments were searched for endless repetition */
} gp_chat_call;

enum { GP_CHAT_MESSAGE_MAX = 300, GP_CHAT_CALLS_MAX = 128 };

struct gp_codec;

typedef struct gp_chat_reply {
    /* what the model said */
    gp_buf answer;    /* capped at GP_CAP_ANSWER, like reasoning */
    gp_buf reasoning; /* kept apart; also what stood between <think> and </think> at the start of the answer, as `how`
                       * says */
    gp_chat_call *calls;
    size_t n_calls;
    bool refused; /* the answer is what the provider marked as a refusal */
    gp_chat_finish finish;
    gp_buf finish_native;

    /* how it ended; settled by gp_chat_end */
    gp_failure failure;                    /* GP_FAIL_NONE: a complete reply */
    char message[GP_CHAT_MESSAGE_MAX + 1]; /* one line for people, redacted; "" without failure */
    /* the server's error cannot go away by itself (quota, credit, bad request) */
    bool never_retry;
    /* what the error's own text asks to wait (Gemini's retryDelay); NaN: nothing */
    double retry_after_s;
    bool complete; /* finish reason seen and the provider's terminal sign, or a clean end */
    bool terminal; /* the terminal sign itself was seen ([DONE] and its kin) */

    /* what the server says about itself and its work */
    gp_buf id, model, fingerprint, upstream;
    int64_t input_tokens, output_tokens;     /* output includes reasoning; -1 unknown */
    int64_t cached_tokens, reasoning_tokens; /* parts of the two above; -1 unknown */
    double cost_usd;                         /* as billed by the server; NaN unknown */
    /* what the server measured: loading, reading the prompt, writing; NaN unknown */
    double load_s, prompt_s, output_s;

    /* Log-probability (natural) of each token of the answer, in order, as far as the server gave them: numbers and
     * commas. Not the tokens' texts, of which a key that the server echoes could be put together again. */
    gp_buf logprobs;
    int64_t logprob_tokens;
    double logprob_sum;

    /* arrival times as given to gp_chat_feed; NaN until they happen */
    double first_token; /* first text of any kind: reasoning, answer, tool call; NaN for a reply in one piece */
    double first_reasoning, first_answer;
    double last_token;
    gp_buf arrivals; /* doubles: arrival time of every piece with text, in order (gp_chat_arrivals) */

    gp_reasoning how; /* set by the caller behind gp_chat_begin, which sets GP_REASONING_AUTO */

    /* private */
    const struct gp_codec *codec;
    const gp_redact *redact;
    int status;
    bool framed;       /* the body is an event stream */
    bool sniffed;      /* framed is decided */
    uint8_t mark_seen; /* bytes of a byte order mark that stood in front */
    bool saw_choice;   /* there was something that can hold an answer */
    bool touched;      /* the event at hand brought text */
    bool is_whole;     /* the reply came as one document */
    bool unfinished;   /* the event at hand was not closed when the body ended: one that does not parse was cut off */
    bool lined;        /* the body is one JSON document per line */
    bool bare;         /* what comes now is a document outside of the event stream */
    char last_byte;    /* of the stream so far, to see where a line begins */
    double now;
    gp_sse sse;
    gp_buf body;       /* the reply so far where it is not an event stream; an unfinished line; a bare document */
    int64_t counts[4]; /* a codec's own, for counts that must be added up; -1 unknown */
    size_t think_at;   /* how far the answer was searched for </think> */
    size_t think_from; /* where the last block that it begins with ends */
    size_t answer_looked, reasoning_looked; /* how far they were searched for endless repetition */
} gp_chat_reply;

/* --- providers --- */

typedef struct gp_codec_header { /* a request header that the provider wants */
    const char *name, *value;
    bool secret;
} gp_codec_header;

typedef struct gp_codec_param { /* a parameter that the provider has a field for */
    size_t at;                  /* its offset in gp_chat_request */
    const char *name;           /* what the provider calls it */
} gp_codec_param;
#define GP_SENDS(parameter, name_)                           \
    {                                                        \
        offsetof(gp_chat_request, sampling.parameter), name_ \
    }
#define GP_SENDS_TOO(member, name_)              \
    {                                            \
        offsetof(gp_chat_request, member), name_ \
    } /* what is no sampling parameter */

enum { GP_CODEC_HEADERS_MAX = 8, GP_CODEC_PARAMS_MAX = 32, GP_CODEC_COSTS_MAX = 16 };

/* Writes the members of a body, or of an object in it; `extra` is NULL or what the target's `extra` has for it. */
typedef void gp_codec_members(const struct gp_codec *c, const gp_chat_request *q, const gp_json *extra, gp_jw *w);
/* Takes a document of a reply: an event, a line, or all of it. */
typedef void gp_codec_take(gp_chat_reply *r, gp_body *b, const gp_node *root);

/* One provider: constants and pure functions. Whatever only this provider knows stands here. */
typedef struct gp_codec {
    const char *provider;        /* "openai" */
    const char *base_url;        /* used when the request has none */
    const char *key_env[2];      /* environment variables of the key, the first that is set counts */
    const char *base_url_env[2]; /* environment variables that replace base_url, likewise */
    bool key_required;           /* without a key the own base_url cannot work (another base URL may) */
    const char *priced_as; /* the provider whose models these are in a price list; NULL: it is named there itself */
    const char *costs[GP_CODEC_COSTS_MAX]; /* members of `extra` that change what a request may cost; the token limit
                               * need not be named */
    const char *conversation; /* the member of a body that holds the messages; a number there makes it malformed */
    const char *unload;       /* the member that, as 0 and without messages, unloads the model; NULL: none */
    unsigned needs;           /* gp_need bits: what of a case's needs it can send */
    bool developer_role;      /* its API has the role "developer" */
    bool tool_role;           /* takes results of tools that name no call */
    bool lines;               /* its streams are lines of JSON, not server-sent events */
    bool bare_errors;         /* its streams may break off into a JSON document without "data:" */
    bool think_tags;          /* thinking may come as <think>...</think> inside the answer: GP_REASONING_AUTO */
    gp_codec_param params[GP_CODEC_PARAMS_MAX]; /* in the order they are written; one that is not here is ignored */
    /* The base URL as people write it in the variable, made complete; NULL: taken as it is. */
    gp_str (*tidy_base)(gp_arena *a, gp_str value);
    /* Append the full URL. */
    void (*url)(const struct gp_codec *c, const gp_chat_request *q, gp_buf *out);
    /* Fill out[0..GP_CODEC_HEADERS_MAX) from the arena; returns how many. `key` may be empty. */
    size_t (*headers)(const struct gp_codec *c, gp_arena *a, const gp_chat_request *q, gp_str key,
                      gp_codec_header *out);
    /* Append the JSON body. Errors: GP_E_INPUT (text that is not UTF-8, extra that is not an object). */
    gp_code (*body)(const struct gp_codec *c, const gp_chat_request *q, gp_buf *out, gp_err *err);
    /* One event (or line) of a stream. False: the stream has said its last word. */
    bool (*event)(gp_chat_reply *r, gp_str type, gp_str data);
    /* A whole body with status 2xx. */
    void (*whole)(gp_chat_reply *r, gp_str body);
    /* A body with another status: calls gp_chat_error. */
    void (*refusal)(gp_chat_reply *r, gp_str body);

    /* What the functions of wire.h go by, where they stand in the six above. */
    const char *root, *path;   /* gp_wire_url: put behind a base URL without a path, and behind every one */
    const char *key_header;    /* gp_wire_headers: the header of the key; NULL: Authorization, as a bearer token */
    gp_codec_header version;   /* the same: a header that is always sent; none without a name */
    gp_codec_members *members; /* gp_wire_body */
    const char *merged;        /* the same: the member that `members` merges with that of extra (gp_wire_merged) */
    gp_codec_take *take;       /* gp_wire_event, gp_wire_whole */
    gp_codec_take *take_whole; /* gp_wire_whole, where a whole reply looks unlike an event */
    const char *lacking;       /* the same: what a reply is none without */
} gp_codec;

#define GP_DECLARE_CODEC(name) extern const gp_codec gp_codec_##name;
GP_PROVIDERS(GP_DECLARE_CODEC)
#undef GP_DECLARE_CODEC

/* The codec of a provider name, or NULL. */
const gp_codec *gp_codec_find(gp_str provider);
/* All of them, in the order of help; NULL-terminated. */
extern const gp_codec *const gp_codecs[];

/* What the provider calls the parameter at this offset of gp_chat_request; NULL: it has no such field. */
const char *gp_codec_name_of(const gp_codec *c, size_t at);
/* The parameters that are set but not sent, because the provider has no field for them or null in `extra` takes them out
 * ("top_k, min_p"); nothing if there are none. One without a field that `extra` names is sent after all. The seed is not among them: it is reported on its own. */
void gp_chat_ignored(const gp_codec *c, const gp_chat_request *q, gp_buf *out);

/* An environment variable that holds the key of providers. */
typedef struct gp_key_variable {
    const char *name, *also; /* `also` (or NULL) is read where `name` is not set */
    const char *provider;    /* the first that reads it */
    bool required;           /* that provider's own address needs it */
} gp_key_variable;
/* Number i of them, each once; false when there are no more. */
bool gp_key_variable_at(size_t i, gp_key_variable *out);

/* Of what stands in a target's `extra` (NULL allowed), by all providers' names, since a gateway may pass a member on:
 * the first member, at any depth, that changes what a request may cost; NULL if there is none. */
const gp_json *gp_codec_costly(const gp_json *extra);
/* Does a provider keep the messages under this name? */
bool gp_codec_holds_messages(gp_str member);

/* --- reading a reply --- */

/* Start. `stream` is what the request asked for; content_type may be empty. `redact` (NULL allowed) must outlive the
 * reply. *r is overwritten: give it {0} or a freed reply. */
void gp_chat_begin(gp_chat_reply *r, const gp_codec *codec, const gp_redact *redact, bool stream, int status,
                   gp_str content_type);

/* Next bytes of the body, read at `at`. Returns false when nothing more is wanted (the reply broke; cancelling the
 * exchange is fine). */
bool gp_chat_feed(gp_chat_reply *r, gp_str bytes, double at);

/* The end. `broke` is GP_FAIL_NONE when the body ended as HTTP says it should, else how the transport failed, with its
 * text; that does not count if the reply was complete already. Also valid without gp_chat_feed, and after a
 * gp_chat_begin with status 0 for an exchange that never got a response. */
void gp_chat_end(gp_chat_reply *r, gp_failure broke, const char *text);

void gp_chat_reply_free(gp_chat_reply *r);

/* Tool calls as a JSON array of {"name", "arguments"}; nothing if there are none. Call ids stay out: servers draw them
 * at random, and the same calls must read the same. Arguments that parse as JSON are written in canonical form. */
void gp_chat_calls_json(const gp_chat_reply *r, gp_buf *out);

/* The arrival times: reply->arrivals as doubles. */
const double *gp_chat_arrivals(const gp_chat_reply *r, size_t *n);

/* --- for codecs --- */

void gp_chat_add_answer(gp_chat_reply *r, gp_str text);
void gp_chat_add_reasoning(gp_chat_reply *r, gp_str text);
/* The log-probability of the answer's next token; NaN is passed over. */
void gp_chat_add_logprob(gp_chat_reply *r, double logprob);
/* The call with this index; NULL if there is none. */
gp_chat_call *gp_chat_call_find(gp_chat_reply *r, int64_t index);
/* The same, made if new (index -1: always a new one); NULL over GP_CHAT_CALLS_MAX. */
gp_chat_call *gp_chat_call_at(gp_chat_reply *r, int64_t index);
/* The event at hand brought a token (the two functions above say so themselves). */
void gp_chat_touch(gp_chat_reply *r);
/* Keep the first non-empty value of a text that repeats on every event. */
void gp_chat_note(gp_buf *field, gp_str value);
/* The reply broke; the first call wins. Text is redacted, made printable and cut. */
void gp_chat_fail(gp_chat_reply *r, gp_failure kind, const char *fmt, ...) GP_PRINTF(3, 4);
/* The server reported an error: HTTP status (0: none, it came inside a stream), its code and type words (empty: none)
 * and its message. Finds the failure kind. */
void gp_chat_error(gp_chat_reply *r, int status, gp_str code, gp_str type, gp_str message);

#endif
