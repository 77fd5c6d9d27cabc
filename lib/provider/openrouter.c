#include "provider/openrouter.h"

#include "provider/openai.h"
#include "provider/wire.h"

static void url(const gp_codec *c, const gp_chat_request *q, gp_buf *out)
{
    gp_wire_url(c, q, "/api/v1", "/chat/completions", out);
}

const gp_codec gp_codec_openrouter = {
    .provider = "openrouter",
    .base_url = "https://openrouter.ai/api/v1",
    .key_env = {"OPENROUTER_API_KEY"},
    .base_url_env = {"OPENROUTER_BASE_URL"},
    .key_required = true,
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA | GP_NEED_LOGPROBS,
    .think_tags = true,
    .params = {[GP_CHAT_MAX_TOKENS] = "max_tokens", [GP_CHAT_TEMPERATURE] = "temperature", [GP_CHAT_TOP_P] = "top_p", [GP_CHAT_TOP_K] = "top_k",
               [GP_CHAT_MIN_P] = "min_p", [GP_CHAT_REPEAT_PENALTY] = "repetition_penalty", [GP_CHAT_PRESENCE_PENALTY] = "presence_penalty",
               [GP_CHAT_FREQUENCY_PENALTY] = "frequency_penalty", [GP_CHAT_SEED] = "seed", [GP_CHAT_STOP] = "stop"},
    .url = url,
    .headers = gp_wire_headers,
    .body = gp_openai_body,
    .event = gp_openai_event,
    .whole = gp_openai_whole,
    .refusal = gp_wire_refusal,
};
