/* A JSON Schema, a NUL, and bytes that pick what comes next among what the grammar lets pass. Every state goes on or
 * may end; what ends is JSON. */
#include <stdlib.h>
#include <string.h>

#include "reply/grammar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void want(bool good)
{
    if (!good) abort();
}

/* The byte that choice c picks; -1 if none is possible. */
static int pick(const gp_grammar *g, const gp_grammar_state *s, unsigned c)
{
    for (unsigned i = 0; i < 256; i++) {
        gp_grammar_state t = *s;
        if (gp_grammar_byte(g, &t, (unsigned char)(c + i))) return (int)((c + i) & 255);
    }
    return -1;
}

static void walk(const gp_grammar *g, gp_str choices)
{
    gp_grammar_state s;
    gp_buf text = {0};
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *v = NULL;
    gp_grammar_start(g, &s);
    for (size_t i = 0; i <= choices.n; i++) {
        bool end = gp_grammar_complete(g, &s);
        int c = pick(g, &s, i < choices.n ? (unsigned char)choices.p[i] : '"');
        want(end || c >= 0);
        if (end) {
            gp_code code = gp_json_parse(&a, "reply", gp_buf_view(&text), &v, &err);
            want(!code || strstr(err.msg, "duplicate key"));
        }
        if (c < 0) break;
        want(gp_grammar_byte(g, &s, (unsigned char)c));
        gp_buf_byte(&text, (char)c);
    }
    gp_buf_free(&text);
    gp_arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gp_arena a = {0};
    gp_grammar *g = NULL;
    const gp_json *schema = NULL;
    char *copy = malloc(size + 1);
    want(copy != NULL);
    if (size) memcpy(copy, data, size);
    const char *nul = size ? memchr(copy, 0, size) : NULL;
    size_t n = nul ? (size_t)(nul - copy) : size;
    if (gp_json_parse(&a, "schema", (gp_str){copy, n}, &schema, NULL) == GP_OK &&
        gp_grammar_new(schema, &g, NULL) == GP_OK)
        walk(g, nul ? (gp_str){nul + 1, size - n - 1} : (gp_str){copy, 0});
    gp_grammar_free(g);
    gp_arena_free(&a);
    free(copy);
    return 0;
}
