/* vllm.c - the provider `vllm`, on one's own machine by default. Chat Completions (openai.h) with more sampling
 * parameters; thinking under reasoning; errors stand in front of [DONE]. */
#include "provider/openai.h"

const gp_codec gp_codec_vllm = {
    .provider = "vllm",
    .base_url = "http://127.0.0.1:8000/v1",
    .key_env = {"VLLM_API_KEY"},
    .base_url_env = {"VLLM_BASE_URL"},
    .developer_role = true,
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA | GP_NEED_LOGPROBS,
    .params = {GP_SENDS(max_tokens, "max_tokens"), GP_SENDS(temperature, "temperature"), GP_SENDS(top_p, "top_p"),
               GP_SENDS(top_k, "top_k"), GP_SENDS(min_p, "min_p"), GP_SENDS(repeat_penalty, "repetition_penalty"),
               GP_SENDS(presence_penalty, "presence_penalty"), GP_SENDS(frequency_penalty, "frequency_penalty"),
               GP_SENDS_TOO(seed, "seed"), GP_SENDS(stop, "stop")},
    .root = "/v1",
    GP_OPENAI_SHAPE,
};
