/* ollama.h - the provider `ollama`: POST BASE/api/chat, a server of one's own or https://ollama.com.
 *
 * Streams are lines of JSON, the last of which has "done": true. Thinking comes apart as message.thinking; tool calls come
 * whole; the finish reason of a call is "stop". The server's own durations go to load_s, prompt_s and output_s.
 *
 * The window goes as options.num_ctx from the target's `context`; without it the server takes what it likes, by memory.
 * "truncate": false is sent, because the server would otherwise drop the oldest messages of a long chat without a word.
 * Members of `extra.options` join the options; `extra.think` and `extra.keep_alive` are the API's own.
 *
 * OLLAMA_HOST is read as that program reads it: the scheme may be missing (http), and so may the port (11434; 80 or 443
 * where a scheme is given). OLLAMA_API_KEY is sent where it is set. */
#ifndef GP_PROVIDER_OLLAMA_H
#define GP_PROVIDER_OLLAMA_H

#include "provider/codec.h"

extern const gp_codec gp_codec_ollama;

#endif
