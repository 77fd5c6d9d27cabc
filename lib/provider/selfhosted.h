/* selfhosted.h - the providers `llamacpp` (llama-server), `lmstudio` and `vllm`: Chat Completions (provider/openai.h) as
 * the servers that people run themselves speak it. They differ from `openai` in their default address, in needing no key,
 * and in taking more sampling parameters under names of their own.
 *
 *   llamacpp   http://127.0.0.1:8080   LLAMACPP_BASE_URL   LLAMA_API_KEY   timings with cached, prompt and output times;
 *                                                                          thinking under reasoning_content
 *   lmstudio   http://127.0.0.1:1234   LMSTUDIO_BASE_URL   LM_API_TOKEN    "event: error" in a stream with status 200
 *   vllm       http://127.0.0.1:8000   VLLM_BASE_URL       VLLM_API_KEY    thinking under reasoning; errors before [DONE]
 *
 * A base URL that names only host and port gets /v1. */
#ifndef GP_PROVIDER_SELFHOSTED_H
#define GP_PROVIDER_SELFHOSTED_H

#include "provider/codec.h"

extern const gp_codec gp_codec_llamacpp, gp_codec_lmstudio, gp_codec_vllm;

#endif
