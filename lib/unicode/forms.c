/* forms.c - normal forms and properties of characters, by libunistring. */
#include "unicode/forms.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <uniwbrk.h>

#include "base/memory.h"

const char *const gp_form_names[GP_FORMS] = {"nfc", "nfkc", "case", "spaces", "punctuation"};

/* What libunistring made of n bytes, moved into the arena. Its only trouble with valid text is memory. */
static gp_str taken(gp_arena *a, uint8_t *made, size_t length, size_t n)
{
    if (!made) gp_memory_gone(n);
    gp_str s = gp_str_dup(a, (gp_str){(const char *)made, length});
    free(made);
    return s;
}

static gp_str normal(gp_arena *a, gp_str s, uninorm_t form)
{
    size_t length = 0;
    if (!s.n) return s;
    uint8_t *made = u8_normalize(form, (const uint8_t *)s.p, s.n, NULL, &length);
    return taken(a, made, length, s.n);
}

static gp_str folded(gp_arena *a, gp_str s)
{
    size_t length = 0;
    if (!s.n) return s;
    uint8_t *made = u8_casefold((const uint8_t *)s.p, s.n, NULL, NULL, NULL, &length);
    return taken(a, made, length, s.n);
}

gp_str gp_form_letters(gp_arena *a, gp_str s, gp_letters to)
{
    size_t length = 0;
    s = gp_utf8_repair(a, s);
    if (!s.n) return s;
    uint8_t *made = to == GP_LOWER ? u8_tolower((const uint8_t *)s.p, s.n, NULL, NULL, NULL, &length)
                                   : u8_toupper((const uint8_t *)s.p, s.n, NULL, NULL, NULL, &length);
    return taken(a, made, length, s.n);
}

/* Without punctuation; and with single spaces, none of them around the text. */
static gp_str thinned(gp_arena *a, gp_str s, bool punctuation, bool spaces)
{
    gp_buf b = {0};
    bool space = false;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        int32_t cp = gp_utf8_next(s, &at);
        if (punctuation && gp_char_punctuation(cp)) continue;
        if (spaces && gp_char_space(cp)) {
            space = true;
            continue;
        }
        if (space && b.n) gp_buf_byte(&b, ' ');
        space = false;
        gp_buf_put(&b, s.p + from, at - from);
    }
    gp_str out = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return out;
}

gp_str gp_form_text(gp_arena *a, gp_str s, uint32_t forms)
{
    uninorm_t form = forms & GP_FORM_NFKC ? UNINORM_NFKC : forms & GP_FORM_NFC ? UNINORM_NFC : NULL;
    bool punctuation = forms & GP_FORM_PUNCTUATION, spaces = forms & GP_FORM_SPACES;
    if (!forms) return s;
    s = gp_utf8_repair(a, s);
    if (form) s = normal(a, s, form);
    /* Folding may undo a form, and a form may bring letters that fold: twice is enough for every character. */
    for (int i = 0; i < 2 && forms & GP_FORM_CASE; i++) {
        s = folded(a, s);
        if (form) s = normal(a, s, form);
    }
    if (punctuation || spaces) s = thinned(a, s, punctuation, spaces);
    /* What stood around a punctuation mark may compose now. */
    return form && punctuation ? normal(a, s, form) : s;
}

bool gp_char_space(int32_t cp) { return cp >= 0 && uc_is_property_white_space((ucs4_t)cp); }

static bool is(int32_t cp, uint32_t categories)
{
    return cp >= 0 && uc_is_general_category_withtable((ucs4_t)cp, categories);
}

bool gp_char_punctuation(int32_t cp) { return is(cp, UC_CATEGORY_MASK_P); }

bool gp_char_word(int32_t cp) { return is(cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N); }

bool gp_char_mark(int32_t cp) { return is(cp, UC_CATEGORY_MASK_M); }

bool gp_char_cased(int32_t cp) { return cp >= 0 && uc_is_property_cased((ucs4_t)cp); }

bool gp_char_upper(int32_t cp) { return gp_char_cased(cp) && uc_is_property_changes_when_lowercased((ucs4_t)cp); }

bool gp_char_lower(int32_t cp)
{
    return cp >= 0 && uc_is_property_lowercase((ucs4_t)cp) && uc_is_property_changes_when_uppercased((ucs4_t)cp);
}

/* The boundaries of words of UAX #29 leave out the letters of just these scripts. Katakana has a class of its own. */
bool gp_char_unspaced(int32_t cp)
{
    if (!is(cp, UC_CATEGORY_MASK_L)) return false;
    int class = uc_wordbreak_property((ucs4_t)cp);
    return class == WBP_OTHER || class == WBP_KATAKANA;
}

bool gp_char_joined(int32_t cp)
{
    return gp_char_unspaced(cp) && uc_wordbreak_property((ucs4_t)cp) == WBP_OTHER &&
           !uc_is_property_ideographic((ucs4_t)cp) && !uc_is_script((ucs4_t)cp, uc_script_byname("Hiragana"));
}
