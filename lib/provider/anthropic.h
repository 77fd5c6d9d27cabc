/* anthropic.h - the provider `anthropic`: POST BASE/v1/messages, version 2023-06-01.
 *
 * System messages go to `system`. The API demands a token limit: without one GP_ANTHROPIC_MAX_TOKENS is sent; thinking
 * counts towards it. It has no seed. What belongs to single models is left to `extra`: thinking, output_config.effort.
 *
 * Streams are named events that end with message_stop. Blocks come by index: text, thinking, tool_use with its input in
 * pieces; other kinds are passed over. The input count is the sum of what was read anew, written to and read from the
 * cache; the cached count is what was read from it. A refusal is a filtered answer.
 *
 * The base URL may end in /v1 or not. */
#ifndef GP_PROVIDER_ANTHROPIC_H
#define GP_PROVIDER_ANTHROPIC_H

#include "provider/codec.h"

enum { GP_ANTHROPIC_MAX_TOKENS = 4096 };

extern const gp_codec gp_codec_anthropic;

#endif
