/* openai.h - Chat Completions in OpenAI's style: the provider `openai` and, with another base URL, the many servers
 * that speak the same. POST BASE/chat/completions; replies whole or as server-sent events ending in [DONE].
 *
 * What is tolerated, because servers in use do it: thinking under `reasoning_content`, `reasoning` or `thinking`; a
 * missing choice index; content as a list of parts; tool calls in one piece or many, with or without an index; `error`
 * as object, string or flat members, also inside a stream with status 200; usage on any chunk; a last chunk that
 * repeats the finish reason; a missing [DONE] when a finish reason came.
 *
 * The token limit goes as `max_completion_tokens` to api.openai.com (newer models refuse the old name) and as
 * `max_tokens` elsewhere (which every compatible server understands); gp_chat_request.max_tokens_field overrides. */
#ifndef GP_PROVIDER_OPENAI_H
#define GP_PROVIDER_OPENAI_H

#include "provider/wire.h"

/* For every provider whose API has this shape: the end of its gp_codec. Where a base URL may name only a host, `root`
 * says what belongs behind it; `openai` takes its base URL as it is. */
#define GP_OPENAI_SHAPE                                                                                   \
    .conversation = "messages", .think_tags = true, .path = "/chat/completions", .lacking = "choices",    \
    .members = gp_openai_members, .take = gp_openai_take, .url = gp_wire_url, .headers = gp_wire_headers, \
    .body = gp_wire_body, .event = gp_openai_event, .whole = gp_wire_whole, .refusal = gp_wire_refusal

void gp_openai_members(const gp_codec *c, const gp_chat_request *given, const gp_json *extra, gp_jw *w);
/* One chunk of a stream or one whole reply. */
void gp_openai_take(gp_chat_reply *r, gp_body *b, const gp_node *root);
bool gp_openai_event(gp_chat_reply *r, gp_str type, gp_str data);

#endif
