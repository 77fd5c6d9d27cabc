/* providers.h - the remote providers, a row each, in the order of help. The row NAME is gp_codec_NAME of
 * lib/provider/NAME.c; everything else about a provider stands there. */
#ifndef GP_PROVIDER_PROVIDERS_H
#define GP_PROVIDER_PROVIDERS_H

#define GP_PROVIDERS(row)                                                                                         \
    row(openai) row(responses) row(anthropic) row(gemini) row(ollama) row(openrouter) row(llamacpp) row(lmstudio) \
        row(vllm)

#endif
