/* language.h - which language a text is in, by libexttextcat's models. Internal to lib/grade; language.c is the only
 * file that knows the library.
 *
 * The library compares which groups of letters are frequent with models in its data folder, one for each language. They
 * are read once in a process, and everybody waits for a lock while one asks: calls from any thread are safe, and the
 * same text has the same answer with the same data. Errors are GP_E_IO: the data are not there. */
#ifndef GP_GRADE_LANGUAGE_H
#define GP_GRADE_LANGUAGE_H

#include "base/str.h"

enum {
    GP_LANGUAGES_NEAR = 5,    /* most languages that can be candidates at once */
    GP_LANGUAGE_LETTERS = 40, /* letters of a script with spaces that a text must have; a quarter of it of others */
    GP_LANGUAGE_MAX = 65536   /* bytes of a text that are looked at, which bounds the time */
};

typedef struct gp_languages {
    const char *codes[GP_LANGUAGES_NEAR + 1]; /* the likeliest first: "en", "zh-CN"; no further is nearly as likely */
    size_t n;                                 /* 0: too short, or like no language more than like others */
    size_t letters;                           /* that were counted: one of a script without spaces as four */
} gp_languages;

/* The language of a text, into the arena. Its folder of data is the one that goldpin was built for. */
gp_code gp_language_of(gp_arena *a, gp_str text, gp_languages *out, gp_err *err) GP_MUST_CHECK;
/* The codes that there are models for, in the order of the data, and NULL. */
gp_code gp_language_codes(gp_arena *a, const char *folder, const char *const **out, size_t *n,
                          gp_err *err) GP_MUST_CHECK;
extern const char gp_language_data[]; /* the folder */

/* Is `code` this language: the same, or the same before its region ("zh" for "zh-CN")? */
bool gp_language_is(gp_str wanted, const char *code);

#endif
