#include "provider/selfhosted.h"

#include "provider/openai.h"
#include "provider/wire.h"

#define COMMON                                                                                                    \
    .think_tags = true, .url = gp_openai_url, .headers = gp_wire_headers, .body = gp_openai_body,                 \
    .event = gp_openai_event, .whole = gp_openai_whole, .refusal = gp_wire_refusal

#define PARAMS                                                                                                    \
    [GP_CHAT_MAX_TOKENS] = "max_tokens", [GP_CHAT_TEMPERATURE] = "temperature", [GP_CHAT_TOP_P] = "top_p",        \
    [GP_CHAT_TOP_K] = "top_k", [GP_CHAT_PRESENCE_PENALTY] = "presence_penalty",                                   \
    [GP_CHAT_FREQUENCY_PENALTY] = "frequency_penalty", [GP_CHAT_SEED] = "seed", [GP_CHAT_STOP] = "stop"

const gp_codec gp_codec_llamacpp = {
    .provider = "llamacpp",
    .base_url = "http://127.0.0.1:8080/v1",
    .key_env = {"LLAMA_API_KEY"},
    .base_url_env = {"LLAMACPP_BASE_URL"},
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA | GP_NEED_LOGPROBS,
    .params = {PARAMS, [GP_CHAT_MIN_P] = "min_p", [GP_CHAT_REPEAT_PENALTY] = "repeat_penalty"},
    COMMON,
};

/* Its OpenAI form documents neither min_p nor logprobs. */
const gp_codec gp_codec_lmstudio = {
    .provider = "lmstudio",
    .base_url = "http://127.0.0.1:1234/v1",
    .key_env = {"LM_API_TOKEN"},
    .base_url_env = {"LMSTUDIO_BASE_URL"},
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA,
    .params = {PARAMS, [GP_CHAT_REPEAT_PENALTY] = "repeat_penalty"},
    COMMON,
};

const gp_codec gp_codec_vllm = {
    .provider = "vllm",
    .base_url = "http://127.0.0.1:8000/v1",
    .key_env = {"VLLM_API_KEY"},
    .base_url_env = {"VLLM_BASE_URL"},
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA | GP_NEED_LOGPROBS,
    .params = {PARAMS, [GP_CHAT_MIN_P] = "min_p", [GP_CHAT_REPEAT_PENALTY] = "repetition_penalty"},
    COMMON,
};
