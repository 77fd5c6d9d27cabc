/* openrouter.c - the provider `openrouter`: Chat Completions (provider/openai.h) with a choice of hosters behind it.
 *
 * What it adds: `provider` names the hoster that answered (upstream); usage is always there, with the cost in USD;
 * native_finish_reason is the hoster's own word; thinking under `reasoning` or only in `reasoning_details`; comments
 * keep the stream alive while a hoster is waited for; errors come inside streams with status 200.
 *
 * A hoster that does not know a parameter of the request drops it without a word, the seed first of all; so for numbers
 * that are to be compared, pin one and demand that it knows them all:
 *     "extra": {"provider": {"only": ["deepinfra/fp8"], "allow_fallbacks": false, "require_parameters": true}} */
#include "provider/openai.h"

const gp_codec gp_codec_openrouter = {
    .provider = "openrouter",
    .base_url = "https://openrouter.ai/api/v1",
    .key_env = {"OPENROUTER_API_KEY"},
    .base_url_env = {"OPENROUTER_BASE_URL"},
    .key_required = true,
    .costs = {"models", "plugins", "transforms", "web_search_options", "tools"},
    .developer_role = true,
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA | GP_NEED_LOGPROBS,
    .params = {GP_SENDS(max_tokens, "max_tokens"), GP_SENDS(temperature, "temperature"), GP_SENDS(top_p, "top_p"),
               GP_SENDS(top_k, "top_k"), GP_SENDS(min_p, "min_p"), GP_SENDS(repeat_penalty, "repetition_penalty"),
               GP_SENDS(presence_penalty, "presence_penalty"), GP_SENDS(frequency_penalty, "frequency_penalty"),
               GP_SENDS_TOO(seed, "seed"), GP_SENDS(stop, "stop")},
    .root = "/api/v1",
    GP_OPENAI_SHAPE,
};
