/* conformance_tok FOLDER - compare tokenizers with recorded results.
 *
 * FOLDER/tokenizers/X.gguf: vocabularies, with X.gguf.inp (cases, each followed by a separator line) and X.gguf.out
 * (ids, one line per case), and the same as X.gguf.more.*. FOLDER/models/NAME/{model.gguf,prompts.json,ref.json}: ids
 * of the prompts, of single texts under all flags, and bytes of id lists. Prints one line per vocabulary and the first
 * differences; exit 1 if anything differs, 2 if there is nothing to compare. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/sys.h"
#include "token/tokenizer.h"

typedef struct tally {
    const char *name;
    unsigned cases, bad;
} tally;

static void show(const char *what, gp_str text, const gp_ids *got)
{
    gp_buf b = {0};
    gp_show(&b, text, 60);
    printf("     %s \"%.*s\" gives", what, GP_ARG(gp_buf_view(&b)));
    for (size_t i = 0; i < got->n && i < 40; i++) printf(" %d", got->v[i]);
    printf("\n");
    gp_buf_free(&b);
}

static void count(tally *t, bool equal, const char *what, gp_str text, const gp_ids *got)
{
    t->cases++;
    if (equal) return;
    if (t->bad++ < 3) show(what, text, got);
}

/* --- cases in text files --- */

static bool same_line(const gp_ids *got, gp_str line)
{
    gp_buf b = {0};
    for (size_t i = 0; i < got->n; i++) gp_buf_fmt(&b, i ? " %d" : "%d", got->v[i]);
    bool equal = gp_str_eq(gp_buf_view(&b), gp_str_trim(line));
    gp_buf_free(&b);
    return equal;
}

static gp_str take(gp_str *s, gp_str separator)
{
    size_t at = gp_str_find(*s, separator);
    if (at == SIZE_MAX) at = s->n;
    gp_str head = {s->p, at};
    size_t skip = at + separator.n < s->n ? at + separator.n : s->n;
    *s = (gp_str){s->p + skip, s->n - skip};
    return head;
}

static gp_code text_cases(const gp_tokenizer *tok, gp_arena *a, const char *stem, tally *t, gp_err *err)
{
    gp_str in, want;
    const char *in_path = gp_str_fmt(a, "%s.inp", stem).p, *out_path = gp_str_fmt(a, "%s.out", stem).p;
    if (!gp_is_file(in_path)) return GP_OK;
    gp_code code = gp_read_file(a, in_path, 0, &in, err);
    if (!code) code = gp_read_file(a, out_path, 0, &want, err);
    while (!code && in.n) {
        gp_str text = take(&in, GP_STR("\n__ggml_vocab_test__\n"));
        gp_ids ids = {0};
        code = gp_tokenize(tok, text, GP_TOK_PLAIN, &ids, err);
        count(t, same_line(&ids, take(&want, GP_STR("\n"))), "plain", text, &ids);
        gp_ids_free(&ids);
    }
    return code;
}

static gp_code check_vocabulary(gp_arena *a, const char *path, tally *t, gp_err *err)
{
    gp_gguf *g;
    gp_tokenizer *tok = NULL;
    gp_code code = gp_gguf_open(path, &g, err);
    if (code) return code;
    code = gp_tokenizer_open(g, &tok, err);
    if (!code) code = text_cases(tok, a, path, t, err);
    if (!code) code = text_cases(tok, a, gp_str_fmt(a, "%s.more", path).p, t, err);
    gp_tokenizer_close(tok);
    gp_gguf_close(g);
    return code;
}

/* --- cases in ref.json --- */

static bool same_array(const gp_ids *got, const gp_json *want)
{
    if (!want || want->n != got->n) return false;
    size_t i = 0;
    for (const gp_json *v = want->first; v; v = v->next)
        if (v->i != got->v[i++]) return false;
    return true;
}

static gp_code compare(const gp_tokenizer *tok, gp_str text, unsigned flags, const gp_json *want, const char *what,
                       tally *t, gp_err *err)
{
    gp_ids ids = {0};
    gp_code code = gp_tokenize(tok, text, flags, &ids, err);
    count(t, !code && same_array(&ids, want), what, text, &ids);
    gp_ids_free(&ids);
    return code;
}

static gp_code prompt_cases(const gp_tokenizer *tok, const gp_json *prompts, const gp_json *ref, tally *t, gp_err *err)
{
    gp_code code = GP_OK;
    const gp_json *r = gp_json_get(ref, "prompts");
    r = r ? r->first : NULL;
    for (const gp_json *p = prompts->first; !code && p && r; p = p->next, r = r->next) {
        gp_str text = gp_json_get(p, "text")->s;
        code = compare(tok, text, GP_TOK_BOS | GP_TOK_SPECIAL, gp_json_get(r, "ids"), "prompt", t, err);
        if (!code) code = compare(tok, text, GP_TOK_PLAIN, gp_json_get(r, "ids_plain"), "plain prompt", t, err);
    }
    return code;
}

static gp_code flag_cases(const gp_tokenizer *tok, const gp_json *ref, tally *t, gp_err *err)
{
    static const char *const keys[] = {"plain", "add", "parse", "add_parse"}; /* index is the flags */
    const gp_json *list = gp_json_get(ref, "tokenize");
    gp_code code = GP_OK;
    for (const gp_json *c = list ? list->first : NULL; !code && c; c = c->next)
        for (unsigned flags = 0; !code && flags < 4; flags++)
            code = compare(tok, gp_json_get(c, "text")->s, flags, gp_json_get(c, keys[flags]), keys[flags], t, err);
    return code;
}

static bool same_hex(gp_buf *got, const gp_json *want)
{
    char *hex = malloc(2 * got->n + 1);
    if (!hex) return false;
    gp_hex(hex, got->p, got->n);
    bool equal = want && gp_str_eqc(want->s, hex);
    free(hex);
    return equal;
}

static void byte_cases(const gp_tokenizer *tok, const gp_json *ref, tally *t)
{
    const gp_json *list = gp_json_get(ref, "detokenize");
    for (const gp_json *c = list ? list->first : NULL; c; c = c->next) {
        gp_ids ids = {0};
        for (const gp_json *v = gp_json_get(c, "ids")->first; v; v = v->next) gp_ids_add(&ids, (int32_t)v->i);
        for (int special = 0; special < 2; special++) {
            gp_buf b = {0};
            gp_detokenize(tok, ids.v, ids.n, special, &b);
            count(t, same_hex(&b, gp_json_get(c, special ? "bytes_hex_special_shown" : "bytes_hex_special_hidden")),
                  "detokenize", gp_buf_view(&b), &ids);
            gp_buf_free(&b);
        }
        gp_ids_free(&ids);
    }
}

static gp_code load(gp_arena *a, const char *folder, const char *name, const gp_json **out, gp_err *err)
{
    const char *path = gp_path_join(a, folder, name);
    gp_str text;
    gp_code code = gp_read_file(a, path, 0, &text, err);
    return code ? code : gp_json_parse(a, path, text, out, err);
}

static gp_code check_model(gp_arena *a, const char *folder, tally *t, gp_err *err)
{
    gp_gguf *g = NULL;
    gp_tokenizer *tok = NULL;
    const gp_json *prompts, *ref;
    gp_code code = load(a, folder, "prompts.json", &prompts, err);
    if (!code) code = load(a, folder, "ref.json", &ref, err);
    if (!code) code = gp_gguf_open(gp_path_join(a, folder, "model.gguf"), &g, err);
    if (!code) code = gp_tokenizer_open(g, &tok, err);
    if (!code) code = prompt_cases(tok, prompts, ref, t, err);
    if (!code) code = flag_cases(tok, ref, t, err);
    if (!code) byte_cases(tok, ref, t);
    gp_tokenizer_close(tok);
    gp_gguf_close(g);
    return code;
}

/* --- all of them --- */

typedef gp_code check_fn(gp_arena *a, const char *path, tally *t, gp_err *err);

static gp_code check_all(gp_arena *a, const char *folder, const char *ending, check_fn *check, unsigned *bad,
                         unsigned *cases, gp_err *err)
{
    const char *const *names;
    size_t n, k = strlen(ending);
    gp_code code = gp_list_dir(a, folder, &names, &n, err);
    for (size_t i = 0; !code && i < n; i++) {
        size_t len = strlen(names[i]);
        if (len < k || strcmp(names[i] + len - k, ending) != 0) continue;
        tally t = {.name = names[i]};
        if (check(a, gp_path_join(a, folder, names[i]), &t, err)) {
            printf("     %s\n", err->msg);
            t.bad++;
        }
        printf("%s %-32s %4u cases, %u differ\n", t.bad ? "FAIL" : "ok  ", t.name, t.cases, t.bad);
        *bad += t.bad;
        *cases += t.cases;
    }
    return code;
}

int main(int argc, char **argv)
{
    gp_arena a = {0};
    gp_err err = {0};
    unsigned bad = 0, cases = 0;
    if (argc != 2) {
        fprintf(stderr, "usage: conformance_tok FOLDER\n");
        return 2;
    }
    gp_code code = check_all(&a, gp_path_join(&a, argv[1], "tokenizers"), ".gguf", check_vocabulary, &bad, &cases,
                             &err);
    if (!code) code = check_all(&a, gp_path_join(&a, argv[1], "models"), "", check_model, &bad, &cases, &err);
    gp_arena_free(&a);
    printf("%u cases, %u differ\n", cases, bad);
    if (code || cases == 0) {
        fprintf(stderr, "%s\n", code ? err.msg : "nothing to compare");
        return 2;
    }
    return bad ? 1 : 0;
}
