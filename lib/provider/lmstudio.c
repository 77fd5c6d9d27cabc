/* lmstudio.c - the provider `lmstudio`: LM Studio, on one's own machine by default. Chat Completions (openai.h); an
 * error inside a stream with status 200 is an "event: error". Its OpenAI form documents neither min_p nor logprobs. */
#include "provider/openai.h"

const gp_codec gp_codec_lmstudio = {
    .provider = "lmstudio",
    .base_url = "http://127.0.0.1:1234/v1",
    .key_env = {"LM_API_TOKEN"},
    .base_url_env = {"LMSTUDIO_BASE_URL"},
    .needs = GP_NEED_IMAGE | GP_NEED_TOOLS | GP_NEED_JSON_SCHEMA,
    .params = {GP_SENDS(max_tokens, "max_tokens"), GP_SENDS(temperature, "temperature"), GP_SENDS(top_p, "top_p"),
               GP_SENDS(top_k, "top_k"), GP_SENDS(repeat_penalty, "repeat_penalty"),
               GP_SENDS(presence_penalty, "presence_penalty"), GP_SENDS(frequency_penalty, "frequency_penalty"),
               GP_SENDS_TOO(seed, "seed"), GP_SENDS(stop, "stop")},
    .root = "/v1",
    GP_OPENAI_SHAPE,
};
