/* language.c - libexttextcat behind a lock. */
#include "grade/language.h"

#include <libexttextcat/textcat.h>
#include <pthread.h>
#include <string.h>

#include "base/caps.h"
#include "base/sys.h"
#include "unicode/forms.h"

const char gp_language_data[] = GP_TEXTCAT_DATA;

#define LIST "/fpdb.conf" /* lines "MODEL-FILE NAME", where a name is "en--utf8" or "zh-CN-utf8" */

/* Reading the models takes a twentieth of a second, which nobody should pay for each answer. They are never freed. */
static struct models {
    pthread_mutex_t lock;
    void *handle; /* NULL: not read */
} models = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* "en--utf8" is "en". */
static const char *code_of(gp_arena *a, gp_str name)
{
    if (gp_str_ends(name, GP_STR("-utf8"))) name.n -= 5;
    while (name.n && name.p[name.n - 1] == '-') name.n--;
    return gp_str_dup(a, name).p;
}

static gp_str word_at(gp_str line, size_t *at)
{
    while (*at < line.n && gp_char_space(line.p[*at])) ++*at;
    size_t from = *at;
    while (*at < line.n && !gp_char_space(line.p[*at])) ++*at;
    return (gp_str){line.p + from, *at - from};
}

gp_code gp_language_codes(gp_arena *a, const char *folder, const char *const **out, size_t *n, gp_err *err)
{
    gp_str path = gp_str_fmt(a, "%s" LIST, folder);
    gp_str text;
    gp_err why = {0};
    *n = 0;
    if (gp_read_file(a, path.p, GP_CAP_FILE, &text, &why))
        return gp_fail(err, GP_E_IO, "there are no language models: %s; install libexttextcat with its data", why.msg);
    size_t lines = 2;
    for (size_t i = 0; i < text.n; i++) lines += text.p[i] == '\n';
    const char **codes = GP_NEW_ARRAY(a, const char *, lines);
    for (size_t at = 0, end; at < text.n; at = end + 1) {
        for (end = at; end < text.n && text.p[end] != '\n';) end++;
        size_t in = 0;
        gp_str line = {text.p + at, end - at}, model = word_at(line, &in), name = word_at(line, &in);
        if (name.n && model.p[0] != '#') codes[(*n)++] = code_of(a, name);
    }
    *out = codes;
    return GP_OK;
}

static size_t letters_of(gp_str text)
{
    size_t n = 0;
    for (size_t at = 0; at < text.n;) {
        int32_t cp = gp_utf8_next(text, &at);
        bool letter = gp_char_word(cp) && !(cp >= '0' && cp <= '9');
        n += gp_char_unspaced(cp) ? 4 : letter;
    }
    return n;
}

/* Within the lock. */
static void ask(gp_arena *a, gp_str text, gp_languages *out)
{
    candidate_t *list = textcat_GetClassifyFullOutput(models.handle);
    int n = list ? textcat_ClassifyFull(models.handle, text.p, text.n, list) : 0;
    for (int i = 0; i < n && i <= GP_LANGUAGES_NEAR; i++) out->codes[out->n++] = code_of(a, gp_str_c(list[i].name));
    if (list) textcat_ReleaseClassifyFullOutput(models.handle, list);
}

gp_code gp_language_of(gp_arena *a, gp_str text, gp_languages *out, gp_err *err)
{
    bool there = true;
    if (text.n > GP_LANGUAGE_MAX) text.n = GP_LANGUAGE_MAX;
    text = gp_utf8_repair(a, text);
    *out = (gp_languages){.letters = letters_of(text)};
    if (out->letters < GP_LANGUAGE_LETTERS) return GP_OK;
    pthread_mutex_lock(&models.lock);
    if (!models.handle)
        models.handle = special_textcat_Init(gp_str_fmt(a, "%s" LIST, gp_language_data).p,
                                             gp_str_fmt(a, "%s/", gp_language_data).p);
    there = models.handle != NULL;
    if (there) ask(a, text, out);
    pthread_mutex_unlock(&models.lock);
    if (there) return GP_OK;
    return gp_fail(err, GP_E_IO, "the language models in %s cannot be read; install libexttextcat with its data",
                   gp_language_data);
}

bool gp_language_is(gp_str wanted, const char *code)
{
    gp_str s = gp_str_c(code);
    return gp_str_starts(s, wanted) && (s.n == wanted.n || s.p[wanted.n] == '-');
}
