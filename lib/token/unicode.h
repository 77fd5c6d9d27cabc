/* unicode.h - what the pre-tokenizers ask about a code point. Private to lib/engine. */
#ifndef GP_TOKEN_UNICODE_H
#define GP_TOKEN_UNICODE_H

#include <stdint.h>

/* Bits, so that a set of classes is one mask. Each code point has exactly one of them. */
enum {
    UC_OTHER = 1 << 0,   /* control, format, separators that are no white space, unassigned */
    UC_CASED = 1 << 1,   /* letters Lu, Ll, Lt */
    UC_UNCASED = 1 << 2, /* letters Lm, Lo */
    UC_MARK = 1 << 3,
    UC_NUMBER = 1 << 4,
    UC_PUNCT = 1 << 5,
    UC_SYMBOL = 1 << 6,
    UC_SPACE = 1 << 7, /* property White_Space */
    UC_LETTER = UC_CASED | UC_UNCASED
};

uint8_t gp_uc_class(uint32_t cp);

#endif
