/* origin.c - which fact of the manifest is not the one that the journal began with. */
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "verify/verify_impl.h"

/* Where the manifest has what an origin has; %s is the index. */
static const struct {
    const char *list, *key, *pointer;
} places[] = {
    {NULL, "played_chain", "/run/played/chain"},
    {NULL, "played_manifest", "/run/played/manifest_sha256"},
    {NULL, "repeat", "/run/repeat"},
    {NULL, "replay_of", "/run/replay_of"},
    {NULL, "started_epoch", "/run/started_epoch"},
    {"suites", "name", "/suites/%zu/name"},
    {"suites", "seed", "/suites/%zu/seed"},
    {"targets", "imported", "/targets/%zu/imported"},
    {"targets", "model", "/targets/%zu/model"},
    {"targets", "name", "/targets/%zu/name"},
    {"targets", "policy_sha256", "/targets/%zu/composite/policy_sha256"},
    {"targets", "provider", "/targets/%zu/provider"},
    {"targets", "weights_sha256", "/targets/%zu/weights/sha256"},
};

typedef struct comparing {
    gp_verifying *v;
    const gp_json *manifest; /* for the lines */
    size_t found;
} comparing;

static void tell(comparing *c, const char *list, size_t i, const char *key, const gp_json *then, const gp_json *now)
{
    gp_str pointer = {0};
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
        bool here = list ? places[k].list && !strcmp(places[k].list, list) : !places[k].list;
        if (!here || strcmp(places[k].key, key) != 0) continue;
        gp_buf b = {0};
        const char *hole = strstr(places[k].pointer, "%zu");
        size_t n = hole ? (size_t)(hole - places[k].pointer) : strlen(places[k].pointer);
        gp_buf_str(&b, (gp_str){places[k].pointer, n});
        if (hole) gp_buf_fmt(&b, "%zu%s", i, hole + 3);
        pointer = gp_str_dup(c->v->a, gp_buf_view(&b));
        gp_buf_free(&b);
    }
    const gp_json *at = pointer.n ? gp_json_at(c->manifest, pointer) : NULL;
    gp_buf text = {0};
    gp_buf_fmt(&text, "%.*s is ", GP_ARG(pointer));
    gp_show(&text, now ? now->raw : GP_STR("missing"), 100);
    gp_buf_c(&text, ", and the journal began with ");
    gp_show(&text, then ? then->raw : GP_STR("none"), 100);
    gp_verify_differs(c->v, GP_CHECK_CHAIN, GP_FILE_MANIFEST, at ? at->line : 0, (gp_str){0},
                      gp_str_dup(c->v->a, gp_buf_view(&text)));
    gp_buf_free(&text);
    c->found++;
}

static void compare(comparing *c, const char *list, size_t i, const gp_json *then, const gp_json *now)
{
    for (const gp_json *m = then->first; m; m = m->next) {
        gp_str key = gp_str_dup(c->v->a, m->key);
        const gp_json *other = gp_json_get(now, key.p);
        if (m->type == GP_JSON_ARRAY && other && other->type == GP_JSON_ARRAY) {
            const gp_json *q = other->first;
            size_t k = 0;
            for (const gp_json *p = m->first; p && q; p = p->next, q = q->next, k++) compare(c, key.p, k, p, q);
        } else if (!other || !gp_json_equal(m, other)) {
            tell(c, list, i, key.p, m, other);
        }
    }
}

bool gp_verify_origin(gp_verifying *v, const char *digest)
{
    char hex[GP_SHA256_HEX];
    gp_buf then = {0}, now = {0};
    const gp_json *x = NULL, *y = NULL;
    gp_str text;
    comparing c = {.v = v};
    gp_str kept = v->chain.origin;
    if (kept.n && !gp_json_canonical(kept, &then, NULL)) gp_sha256_hex_of(gp_buf_view(&then), hex);
    else hex[0] = 0;
    const char *path = gp_path_join(v->a, v->o->bundle, GP_FILE_MANIFEST);
    gp_manifest_origin_text(&v->manifest, &now);
    if (!strcmp(hex, digest) && !gp_json_parse(v->a, "origin", gp_str_dup(v->a, gp_buf_view(&then)), &x, NULL) &&
        !gp_json_parse(v->a, "origin", gp_str_dup(v->a, gp_buf_view(&now)), &y, NULL) &&
        !gp_read_file(v->a, path, 0, &text, NULL) && !gp_json_parse(v->a, path, text, &c.manifest, NULL))
        compare(&c, NULL, 0, x, y);
    gp_buf_free(&then);
    gp_buf_free(&now);
    return c.found > 0;
}
