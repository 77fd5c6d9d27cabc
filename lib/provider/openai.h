/* openai.h - Chat Completions in OpenAI's style: the provider `openai` and, with another base URL, the many servers that
 * speak the same. POST BASE/chat/completions; replies whole or as server-sent events ending in [DONE].
 *
 * What is tolerated, because servers in use do it: thinking under `reasoning_content`, `reasoning` or `thinking`; a
 * missing choice index; content as a list of parts; tool calls in one piece or many, with or without an index; `error` as
 * object, string or flat members, also inside a stream with status 200; usage on any chunk; a last chunk that repeats the
 * finish reason; a missing [DONE] when a finish reason came.
 *
 * The token limit goes as `max_completion_tokens` to api.openai.com (newer models refuse the old name) and as
 * `max_tokens` elsewhere (which every compatible server understands); gp_chat_request.max_tokens_field overrides. */
#ifndef GP_PROVIDER_OPENAI_H
#define GP_PROVIDER_OPENAI_H

#include "provider/codec.h"

extern const gp_codec gp_codec_openai;

/* For the providers whose API has this shape (provider/openrouter.h, provider/selfhosted.h): members of their gp_codec. Their
 * base URL gets "/v1" where it names only a host; `openai` takes its base URL as it is. */
void gp_openai_url(const gp_codec *c, const gp_chat_request *q, gp_buf *out);
gp_code gp_openai_body(const gp_codec *c, const gp_chat_request *q, gp_buf *out, gp_err *err) GP_MUST_CHECK;
bool gp_openai_event(gp_chat_reply *r, gp_str type, gp_str data);
void gp_openai_whole(gp_chat_reply *r, gp_str text);

#endif
