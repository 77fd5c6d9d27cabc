/* responses.h - the provider `openai-responses`: POST BASE/responses.
 *
 * Messages become input items in their order, system messages among them. Tools lie flat and are sent as not strict, so
 * that the model is held to no more than in Chat Completions. The API has no seed, no stop texts and no penalties.
 * "store": false is sent: an evaluation leaves nothing with the provider. Effort and summaries of reasoning are asked for
 * by `extra.reasoning`.
 *
 * Streams are named events; the last one (completed, incomplete, failed) holds the whole response, whose text counts
 * where it differs from the pieces. There is no [DONE]. Errors come as an event, flat or nested, with status 200. */
#ifndef GP_PROVIDER_RESPONSES_H
#define GP_PROVIDER_RESPONSES_H

#include "provider/codec.h"

extern const gp_codec gp_codec_responses;

#endif
