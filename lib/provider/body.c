/* body.c - API bodies through cJSON, with what cJSON leaves open decided first: encoding, depth and NULs.
 *
 * cJSON keeps strings NUL-terminated, so \u0000 in a reply would cut a string short without a sign. Where the text
 * holds that escape, each one is replaced before parsing by the escape of a noncharacter that occurs nowhere in the
 * text, and the accessors turn it back. Both escapes are six bytes, so offsets stay. */
#include "provider/body.h"

#include <cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"

struct gp_body {
    cJSON *root;
    gp_arena arena;
    char nul[4]; /* UTF-8 of the stand-in for NUL; empty if the text has none */
};

struct gp_node; /* is a cJSON; the type exists to keep others from looking inside */

static const cJSON *item(const gp_node *n) { return (const cJSON *)(const void *)n; }
static const gp_node *node(const cJSON *c) { return (const gp_node *)(const void *)c; }

/* Walk the text once: nesting within the cap, no raw control characters in strings (which cJSON would let pass), and
 * whether a \u0000 occurs. */
static gp_code scan(gp_str t, bool *has_nul, gp_err *err)
{
    size_t depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];
        if (in_string) {
            if ((unsigned char)c < 0x20)
                return gp_fail(err, GP_E_INPUT, "not JSON: control character in a string at byte %zu", i);
            if (c == '\\' && i + 1 < t.n) {
                if (t.n - i >= 6 && memcmp(t.p + i, "\\u0000", 6) == 0) *has_nul = true;
                i++;
            } else if (c == '"') in_string = false;
        } else if (c == '"') in_string = true;
        else if ((c == '{' || c == '[') && ++depth > GP_CAP_JSON_DEPTH)
            return gp_fail(err, GP_E_INPUT, "JSON nested deeper than %d levels at byte %zu", GP_CAP_JSON_DEPTH, i);
        else if ((c == '}' || c == ']') && depth) depth--;
        else if (c == '\0') return gp_fail(err, GP_E_INPUT, "not JSON: NUL at byte %zu", i);
    }
    return GP_OK;
}

/* A copy of the text with the stand-in in place of every \u0000, or NULL where all stand-ins occur. */
static char *stand_in(gp_body *b, gp_str t)
{
    char *copy = gp_arena_copy(&b->arena, t.p, t.n);
    for (unsigned cp = 0xFDD0; cp <= 0xFDEF; cp++) {
        char esc[7];
        (void)snprintf(esc, sizeof esc, "\\u%04x", cp);
        b->nul[gp_utf8_put(b->nul, cp)] = '\0';
        if (strstr(copy, b->nul) || strcasestr(copy, esc)) continue;
        for (size_t i = 0; i + 6 <= t.n; i++) {
            if (copy[i] != '\\') continue;
            if (memcmp(copy + i, "\\u0000", 6) == 0) memcpy(copy + i, esc, 6);
            i++;
        }
        return copy;
    }
    return NULL;
}

static gp_code parse(gp_body *b, gp_str t, gp_err *err)
{
    bool has_nul = false;
    size_t bad = gp_utf8_bad(t);
    if (bad != SIZE_MAX) return gp_fail(err, GP_E_INPUT, "invalid UTF-8 at byte %zu", bad);
    gp_code c = scan(t, &has_nul, err);
    if (c) return c;
    if (has_nul) {
        char *copy = stand_in(b, t);
        if (!copy) return gp_fail(err, GP_E_INPUT, "\\u0000 beside every noncharacter that could stand for it");
        t.p = copy;
    }
    const char *end = NULL;
    b->root = t.n ? cJSON_ParseWithLengthOpts(t.p, t.n, &end, 0) : NULL;
    if (!b->root) {
        size_t at = end && end >= t.p && end <= t.p + t.n ? (size_t)(end - t.p) : 0;
        return t.n ? gp_fail(err, GP_E_INPUT, "not JSON at byte %zu", at)
                   : gp_fail(err, GP_E_INPUT, "not JSON: nothing there");
    }
    for (; end < t.p + t.n; end++)
        if (!strchr(" \t\r\n", *end))
            return gp_fail(err, GP_E_INPUT, "not JSON: text behind the value at byte %zu", (size_t)(end - t.p));
    return GP_OK;
}

gp_code gp_body_parse(gp_str text, gp_body **out, gp_err *err)
{
    /* cJSON says the same of a text that is not JSON and of memory that is gone: so it gets memory that does not run
     * out. */
    cJSON_InitHooks(&(cJSON_Hooks){gp_alloc, free});
    gp_body *b = gp_alloc(sizeof *b);
    gp_code c = parse(b, text, err);
    if (c) gp_body_free(b);
    else *out = b;
    return c;
}

void gp_body_free(gp_body *b)
{
    if (!b) return;
    cJSON_Delete(b->root);
    gp_arena_free(&b->arena);
    free(b);
}

const gp_node *gp_body_root(const gp_body *b) { return node(b->root); }

/* Not cJSON's own search: most names differ in their first letter, and a reply asks for many that are not there. */
const gp_node *gp_node_get(const gp_node *n, const char *key)
{
    if (!cJSON_IsObject(item(n))) return NULL;
    for (const cJSON *c = item(n)->child; c; c = c->next)
        if (c->string && c->string[0] == key[0] && strcmp(c->string, key) == 0) return node(c);
    return NULL;
}

const gp_node *gp_node_first(const gp_node *n)
{
    return cJSON_IsObject(item(n)) || cJSON_IsArray(item(n)) ? node(item(n)->child) : NULL;
}

const gp_node *gp_node_next(const gp_node *n) { return n ? node(item(n)->next) : NULL; }

const gp_node *gp_node_at(const gp_node *n, size_t index)
{
    const gp_node *c = cJSON_IsArray(item(n)) ? gp_node_first(n) : NULL;
    while (c && index--) c = gp_node_next(c);
    return c;
}

gp_json_type gp_node_type(const gp_node *n)
{
    const cJSON *c = item(n);
    if (cJSON_IsObject(c)) return GP_JSON_OBJECT;
    if (cJSON_IsArray(c)) return GP_JSON_ARRAY;
    if (cJSON_IsString(c)) return GP_JSON_STRING;
    if (cJSON_IsNumber(c)) return GP_JSON_REAL;
    return cJSON_IsBool(c) ? GP_JSON_BOOL : GP_JSON_NULL;
}

/* `text` with stand-ins turned back into NULs, in the arena. */
static gp_str restore(gp_body *b, const char *text)
{
    gp_str s = gp_str_c(text);
    if (!b->nul[0] || !strstr(text, b->nul)) return s;
    char *p = gp_arena_copy(&b->arena, s.p, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; n++) {
        bool hit = s.n - i >= 3 && memcmp(s.p + i, b->nul, 3) == 0;
        p[n] = hit ? '\0' : s.p[i];
        i += hit ? 3 : 1;
    }
    return (gp_str){p, n};
}

gp_str gp_node_str(gp_body *b, const gp_node *n)
{
    return cJSON_IsString(item(n)) && item(n)->valuestring ? restore(b, item(n)->valuestring) : (gp_str){0};
}

double gp_node_num(const gp_node *n) { return cJSON_IsNumber(item(n)) ? item(n)->valuedouble : (double)NAN; }

int64_t gp_node_count(const gp_node *n)
{
    double v = gp_node_num(n);
    return v >= 0 && v <= 9007199254740992.0 && floor(v) == v ? (int64_t)v : -1;
}

bool gp_node_true(const gp_node *n) { return cJSON_IsTrue(item(n)); }

gp_str gp_node_word(gp_body *b, const gp_node *n)
{
    char num[32];
    if (!cJSON_IsNumber(item(n))) return gp_node_str(b, n);
    return gp_str_dup(&b->arena, (gp_str){num, gp_fmt_double(num, item(n)->valuedouble)});
}

/* Recursion is bounded by the nesting cap that parsing enforced. */
void gp_node_print(gp_body *b, const gp_node *n, gp_jw *w)
{
    gp_json_type t = gp_node_type(n);
    if (t == GP_JSON_OBJECT) {
        gp_jw_object(w);
        for (const gp_node *c = gp_node_first(n); c; c = gp_node_next(c)) {
            gp_jw_key_str(w, restore(b, item(c)->string));
            gp_node_print(b, c, w);
        }
        gp_jw_end_object(w);
    } else if (t == GP_JSON_ARRAY) {
        gp_jw_array(w);
        for (const gp_node *c = gp_node_first(n); c; c = gp_node_next(c)) gp_node_print(b, c, w);
        gp_jw_end_array(w);
    } else if (t == GP_JSON_STRING) gp_jw_str(w, gp_node_str(b, n));
    else if (t == GP_JSON_REAL) gp_jw_real(w, gp_node_num(n));
    else if (t == GP_JSON_BOOL) gp_jw_bool(w, gp_node_true(n));
    else gp_jw_null(w);
}
