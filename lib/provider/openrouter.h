/* openrouter.h - the provider `openrouter`: Chat Completions (provider/openai.h) with a choice of hosters behind it.
 *
 * What it adds: `provider` names the hoster that answered (upstream); usage is always there, with the cost in USD;
 * native_finish_reason is the hoster's own word; thinking under `reasoning` or only in `reasoning_details`; comments keep
 * the stream alive while a hoster is waited for; errors come inside streams with status 200.
 *
 * A hoster that does not know a parameter of the request drops it without a word, the seed first of all; so for numbers
 * that are to be compared, pin one and demand that it knows them all:
 *     "extra": {"provider": {"only": ["deepinfra/fp8"], "allow_fallbacks": false, "require_parameters": true}} */
#ifndef GP_PROVIDER_OPENROUTER_H
#define GP_PROVIDER_OPENROUTER_H

#include "provider/codec.h"

extern const gp_codec gp_codec_openrouter;

#endif
