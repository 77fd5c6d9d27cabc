/* wire.h - what the providers' codecs share: pieces of requests, and the parts of replies and errors that look alike.
 * Pure, like the codecs. For them, and for target.c, which writes messages as chat templates read them. */
#ifndef GP_PROVIDER_WIRE_H
#define GP_PROVIDER_WIRE_H

#include "provider/body.h"
#include "provider/codec.h"

/* --- requests --- */

/* gp_codec.body: texts checked, `extra` parsed, an object with what c->members writes and then what is left of `extra`;
 * its member c->merged is left to `members`. */
gp_code gp_wire_body(const gp_codec *c, const gp_chat_request *q, gp_buf *out, gp_err *err) GP_MUST_CHECK;

/* Begin a member unless `extra` decides about it. */
bool gp_wire_open(gp_jw *w, const gp_json *extra, const char *key);
/* The member c->merged: an object of what `members` writes and of what `extra` has for it, which comes first; left out
 * where extra has null. */
void gp_wire_merged(const gp_codec *c, const gp_chat_request *q, const gp_json *extra, gp_codec_members *members,
                    gp_jw *w);

/* Parameter number i that a request may set, as a row over gp_chat_request: those of sampling, then the seed and the
 * context. Its key is what files and messages call it. False behind the last. */
bool gp_wire_param_at(size_t i, gp_field *out);
bool gp_wire_is_set(const gp_chat_request *q, const gp_field *param);
/* Every parameter that is set and has a name at this provider, unless `extra` decides about it. */
void gp_wire_put_params(const gp_codec *c, const gp_chat_request *q, const gp_json *extra, gp_jw *w);

/* The request's base URL, or the provider's, without slashes at the end. */
void gp_wire_base(const gp_codec *c, const gp_chat_request *q, gp_buf *out);
/* gp_codec.url: the base, c->root where the base has no path (people write http://host:port for servers whose API lies
 * below /v1), and c->path. */
void gp_wire_url(const gp_codec *c, const gp_chat_request *q, gp_buf *out);
/* gp_codec.headers: Content-Type, Accept, c->version, the key; returns how many. */
size_t gp_wire_headers(const gp_codec *c, gp_arena *a, const gp_chat_request *q, gp_str key, gp_codec_header *out);

/* The function of one of a case's tools (OpenAI's form, nested or flat). */
typedef struct gp_wire_tool {
    gp_str name, description;           /* description may be empty */
    const gp_json *parameters, *strict; /* NULL if absent */
} gp_wire_tool;
/* An array with an object for each: "type" (NULL: none), its name and description, and what `rest` adds. */
void gp_wire_put_tools(const gp_json *tools, const char *type, void (*rest)(const gp_wire_tool *f, gp_jw *w), gp_jw *w);

bool gp_wire_is_system(const gp_chat_message *m); /* "system" or "developer" */
/* Nothing to send: an earlier reply without text. Some APIs refuse empty texts. */
bool gp_wire_is_blank(const gp_chat_message *m);
bool gp_wire_has_system(const gp_chat_request *q); /* one that is not blank */
/* A string member that holds an image as a data URL. */
void gp_wire_put_data_url(const char *key, const gp_chat_part *image, gp_jw *w);
/* The member "arguments" of a call: an object, or its JSON text, which is how some APIs carry it. */
void gp_wire_put_arguments(const gp_tool_call *c, bool as_text, gp_jw *w);
/* The member "tool_calls" of a message: with ids {"id", "type", "function": {"name", "arguments"}}, else the function
 * alone. */
void gp_wire_put_calls(const gp_tool_call *calls, size_t n, bool ids, bool as_text, gp_jw *w);

/* --- replies --- */

/* Keep a count of tokens, an amount in USD, where the node holds one that a single reply can mean. */
void gp_wire_count(int64_t *field, const gp_node *n);
void gp_wire_cost(double *field, const gp_node *n);
/* Sum of the counts that are known; -1 if none is. */
int64_t gp_wire_sum(const int64_t *counts, size_t n);
/* A list of tokens, each with its log-probability under `name`. */
void gp_wire_logprobs(gp_chat_reply *r, const gp_node *list, const char *name);
/* A tool call that came whole: arguments as an object or as text. */
void gp_wire_call(gp_chat_reply *r, gp_body *b, gp_str id, gp_str name, const gp_node *arguments);
/* A piece of a call (NULL: the reply fails, there are too many): id and name where they are new, more arguments. */
void gp_wire_piece(gp_chat_reply *r, gp_body *b, gp_chat_call *call, gp_str id, gp_str name, const gp_node *arguments);
/* Append arguments, given as an object or as text, to a call (NULL: as above). */
void gp_wire_arguments(gp_chat_reply *r, gp_body *b, gp_chat_call *call, const gp_node *arguments);

/* Does the document report an error? `error` as object, text or true; {"object": "error"}; {"type": "error"}. */
bool gp_wire_is_error(gp_body *b, const gp_node *root);
/* If it does, report it; true then. */
bool gp_wire_failed(gp_chat_reply *r, gp_body *b, const gp_node *root);
/* Report an error: members under `error` or flat, in any of the names that APIs give them. */
void gp_wire_error(gp_chat_reply *r, gp_body *b, const gp_node *root, int status);

/* What a word of any provider for the end of a reply means; GP_CHAT_FINISH_OTHER for one that none documents. One table
 * for all of them: gateways and compatible servers pass the words of others on. */
gp_chat_finish gp_wire_finish(gp_str word);

/* A document parsed and handed to `take`; a broken one fails the reply. False: nothing more to read. */
bool gp_wire_take(gp_chat_reply *r, gp_str data, gp_codec_take *take);
/* gp_codec.event, gp_codec.whole: by the codec's take, take_whole and lacking. */
bool gp_wire_event(gp_chat_reply *r, gp_str type, gp_str data);
void gp_wire_whole(gp_chat_reply *r, gp_str body);
/* gp_codec.refusal of every provider. */
void gp_wire_refusal(gp_chat_reply *r, gp_str body);

#endif
