/* gemini.h - the provider `gemini`: POST BASE/v1beta/models/MODEL:streamGenerateContent?alt=sse (or :generateContent).
 *
 * The key goes in a header, never into the URL. System messages become systemInstruction, the role of earlier answers is
 * "model". Members of `extra.generationConfig` join that object; thinkingConfig is not sent of itself, because models
 * without thinking refuse it: {"generationConfig": {"thinkingConfig": {"includeThoughts": true}}} brings thoughts.
 *
 * Every event of a stream is a whole response with the next parts; there is no terminal sign, so a stream is complete when
 * it ends cleanly behind a finish reason. Errors may come in the middle of it as bare JSON. Output counts thoughts and
 * answer together, as they are billed. A prompt that is blocked is a filtered answer with the reason as native word; a
 * malformed function call is no failure of the server: what text there is gets graded.
 *
 * A model may be "models/NAME", "tunedModels/NAME" or NAME. The base URL may end in /v1beta, /v1 or neither. */
#ifndef GP_PROVIDER_GEMINI_H
#define GP_PROVIDER_GEMINI_H

#include "provider/codec.h"

extern const gp_codec gp_codec_gemini;

#endif
