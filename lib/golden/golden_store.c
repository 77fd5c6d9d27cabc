/* golden_store.c - folders of goldens: candidates, accepting them, the unused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/sys.h"
#include "bundle/bundle.h"
#include "golden/golden_file.h"

/* --- pending: collect the trials of one case, write them as one file --- */

enum { MOST_REPEATS = 100000 };

struct gp_golden_pending {
    char dir[GP_CAP_PATH];
    gp_arena arena; /* of the case that is being collected */
    gp_golden_file file;
    gp_golden_trial *trials;
    size_t room;
};

gp_code gp_golden_pending_open(const char *bundle_dir, gp_golden_pending **out, gp_err *err)
{
    gp_golden_pending *p = gp_alloc(sizeof *p);
    int n = snprintf(p->dir, sizeof p->dir, "%s/" GP_FOLDER_PENDING, bundle_dir);
    if (n > 0 && (size_t)n < sizeof p->dir) return *out = p, GP_OK;
    free(p);
    return gp_fail(err, GP_E_INPUT, "the path %.200s… is too long", bundle_dir);
    return GP_OK;
}

static int by_repeat(const void *x, const void *y)
{
    int64_t a = ((const gp_golden_trial *)x)->repeat, b = ((const gp_golden_trial *)y)->repeat;
    return (a > b) - (a < b);
}

static gp_code flush_pending(gp_golden_pending *p, gp_err *err)
{
    if (p->file.n_trials == 0) return GP_OK;
    gp_buf b = {0};
    qsort(p->trials, p->file.n_trials, sizeof *p->trials, by_repeat);
    p->file.trials = p->trials;
    gp_golden_write(&p->file, &b);
    const char *path = gp_golden_path(&p->arena, p->dir, p->file.suite, p->file.target, p->file.case_id);
    gp_code code = gp_write_below(&p->arena, path, gp_buf_view(&b), err);
    gp_buf_free(&b);
    gp_arena_reset(&p->arena);
    p->file = (gp_golden_file){0};
    p->trials = NULL;
    p->room = 0;
    return code;
}

static gp_str keep(gp_golden_pending *p, gp_str s) { return gp_str_dup(&p->arena, s); }

static void begin_case(gp_golden_pending *p, const gp_golden_key *key, const gp_case *c, gp_str date)
{
    gp_golden_file *f = &p->file;
    f->suite = keep(p, key->suite);
    f->target = keep(p, key->target);
    f->case_id = keep(p, c->id);
    f->mode = keep(p, gp_str_c(gp_golden_mode_name(c->golden)));
    f->case_digest = keep(p, gp_str_c(c->digest));
    f->grader_digest = keep(p, gp_str_c(c->grader_digest));
    f->weights_sha256 = keep(p, key->weights_sha256);
    f->composite_sha256 = keep(p, key->composite_sha256);
    f->date = keep(p, date);
}

static gp_code make_room(gp_golden_pending *p, gp_err *err)
{
    if (p->file.n_trials < p->room) return GP_OK;
    if (p->room >= MOST_REPEATS)
        return gp_fail(err, GP_E_NOMEM, "more than %d repeats of one case cannot be kept as goldens",
                       (int)MOST_REPEATS);
    size_t room = p->room ? p->room * 2 : 4;
    gp_golden_trial *grown = GP_NEW_ARRAY(&p->arena, gp_golden_trial, room);
    if (p->file.n_trials) memcpy(grown, p->trials, p->file.n_trials * sizeof *grown);
    p->trials = grown;
    p->room = room;
    return GP_OK;
}

static gp_golden_reply keep_reply(gp_golden_pending *p, const gp_reply *from)
{
    gp_golden_reply to = {
        .answer = keep(p, from->answer), .finish = keep(p, from->finish), .tool_calls = keep(p, from->tool_calls)};
    if (!from->tokens) return to;
    to.tokens = memcpy(GP_NEW_ARRAY(&p->arena, int32_t, from->n_tokens), from->tokens,
                       from->n_tokens * sizeof *to.tokens);
    to.n_tokens = from->n_tokens;
    return to;
}

static gp_code keep_trial(gp_golden_pending *p, const gp_transcript *t, const gp_grade *g, gp_err *err)
{
    gp_code code = make_room(p, err);
    if (code) return code;
    gp_golden_reply *replies = GP_NEW_ARRAY(&p->arena, gp_golden_reply, t->n_replies);
    for (size_t i = 0; i < t->n_replies; i++) replies[i] = keep_reply(p, &t->replies[i]);
    p->trials[p->file.n_trials++] = (gp_golden_trial){.repeat = t->repeat,
                                                      .status = g->status,
                                                      .score = g->score,
                                                      .replies = replies,
                                                      .n_replies = t->n_replies,
                                                      .logits_sha256 = keep(p, t->logits_sha256)};
    return GP_OK;
}

gp_code gp_golden_pending_add(gp_golden_pending *p, const gp_golden_key *key, const gp_case *c, const gp_transcript *t,
                              const gp_grade *g, gp_err *err)
{
    if (c->golden == GP_GOLDEN_NONE || (g->status != GP_PASSED && g->status != GP_FAILED)) return GP_OK;
    bool same = p->file.n_trials && gp_str_eq(p->file.suite, key->suite) && gp_str_eq(p->file.target, key->target) &&
                gp_str_eq(p->file.case_id, c->id);
    gp_code code = same ? GP_OK : flush_pending(p, err);
    if (code) return code;
    if (!same) begin_case(p, key, c, t->date);
    return keep_trial(p, t, g, err);
}

gp_code gp_golden_pending_close(gp_golden_pending *p, gp_err *err)
{
    if (!p) return GP_OK;
    gp_code code = flush_pending(p, err);
    gp_arena_free(&p->arena);
    free(p);
    return code;
}

/* --- walking a tree of goldens: SUITE/TARGET/CASE.json, sorted --- */

static gp_code walk_files(gp_arena *a, const char *root, const char *suite, const char *target, gp_golden_visit visit,
                          void *user, gp_err *err)
{
    const char *const *names;
    size_t n;
    gp_code code = gp_list_dir(a, gp_str_fmt(a, "%s/%s/%s", root, suite, target).p, &names, &n, err);
    for (size_t i = 0; !code && i < n; i++) {
        size_t length = strlen(names[i]);
        if (length < 6 || strcmp(names[i] + length - 5, ".json") != 0) continue;
        code = visit(user, root, gp_str_fmt(a, "%s/%s/%s", suite, target, names[i]).p, err);
    }
    return code;
}

static gp_code walk_all(gp_arena *a, const char *root, gp_golden_visit visit, void *user, gp_err *err)
{
    const char *const *suites, *const *targets;
    size_t ns, nt;
    gp_code code = gp_list_dir(a, root, &suites, &ns, err);
    for (size_t s = 0; !code && s < ns; s++) {
        const char *folder = gp_path_join(a, root, suites[s]);
        gp_entry what;
        code = gp_look(folder, &what, err);
        if (code || what != GP_FOLDER) continue;
        code = gp_list_dir(a, folder, &targets, &nt, err);
        for (size_t t = 0; !code && t < nt; t++) {
            code = gp_look(gp_path_join(a, folder, targets[t]), &what, err);
            if (!code && what == GP_FOLDER) code = walk_files(a, root, suites[s], targets[t], visit, user, err);
        }
    }
    return code;
}

gp_code gp_golden_walk(const char *root, gp_golden_visit visit, void *user, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = walk_all(&a, root, visit, user, err);
    gp_arena_free(&a);
    return code;
}

static gp_code count_golden(void *user, const char *root, const char *relative, gp_err *err)
{
    gp_arena a = {0};
    gp_golden_file f;
    gp_code code = gp_golden_read(&a, gp_path_join(&a, root, relative), &f, err);
    ++*(size_t *)user;
    gp_arena_free(&a);
    return code;
}

gp_code gp_golden_look(const char *root, gp_err *err)
{
    gp_arena a = {0};
    size_t goldens = 0, entries = 0;
    const char *const *names;
    gp_code code = gp_list_dir(&a, root, &names, &entries, err);
    if (!code) code = gp_golden_walk(root, count_golden, &goldens, err);
    if (!code && entries && !goldens)
        code = gp_fail(err, GP_E_INPUT,
                       "%s is neither the bundle of a run (it has no results.json) nor a folder of goldens (it has no "
                       "SUITE/TARGET/CASE.json)",
                       root);
    gp_arena_free(&a);
    return code;
}

/* --- bless --- */

typedef struct blessing {
    const char *root;
    const gp_bless_wish *wish;
    size_t matched;
} blessing;

static gp_blessed look_at(const gp_golden_file *f, const char *relative)
{
    gp_blessed b = {.path = relative, .what = "new", .trials = f->n_trials};
    for (size_t i = 0; i < f->n_trials; i++) b.failed += f->trials[i].status == GP_FAILED;
    return b;
}

static gp_code bless_text(gp_arena *a, const blessing *b, gp_blessed *one, const char *candidate, gp_err *err)
{
    gp_str fresh, old;
    const char *path = gp_path_join(a, b->root, one->path);
    gp_code code = gp_read_file(a, candidate, 0, &fresh, err);
    gp_entry there = GP_NOTHING;
    if (!code) code = gp_look(path, &there, err);
    if (!code && there == GP_FILE) {
        code = gp_read_file(a, path, 0, &old, err);
        if (!code) one->what = gp_str_eq(old, fresh) ? "same" : "changed";
    }
    bool same = strcmp(one->what, "same") == 0;
    one->left_out = one->failed && !same && !b->wish->failing;
    if (!code && !same && !one->left_out && !b->wish->dry_run) code = gp_write_below(a, path, fresh, err);
    if (!code && b->wish->told) b->wish->told(b->wish->user, one);
    return code;
}

static gp_code bless_one(void *user, const char *root, const char *relative, gp_err *err)
{
    blessing *b = user;
    gp_arena a = {0};
    gp_golden_file f;
    const char *candidate = gp_path_join(&a, root, relative);
    gp_code code = gp_golden_read(&a, candidate, &f, err);
    if (!code && (!b->wish->glob || gp_glob(gp_str_c(b->wish->glob), f.case_id))) {
        gp_blessed one = look_at(&f, relative);
        b->matched++;
        code = bless_text(&a, b, &one, candidate, err);
    }
    gp_arena_free(&a);
    return code;
}

gp_code gp_golden_bless(const char *bundle_dir, const char *root, const gp_bless_wish *wish, gp_err *err)
{
    if (gp_in_ci() && !wish->dry_run)
        return gp_fail(
            err, GP_E_USAGE,
            "goldens are not accepted in CI (CI, TF_BUILD, JENKINS_URL or TEAMCITY_VERSION is set); bless on a machine where somebody reviews the change");
    gp_arena a = {0};
    blessing b = {.root = root, .wish = wish};
    const char *pending = gp_path_join(&a, bundle_dir, GP_FOLDER_PENDING);
    gp_code code = GP_OK;
    if (!gp_is_dir(pending))
        code = gp_fail(err, GP_E_USAGE,
                       "%s has no folder " GP_FOLDER_PENDING
                       "/: nothing to accept (no case of the run has \"golden\", or this is not a bundle)",
                       bundle_dir);
    if (!code) code = gp_golden_walk(pending, bless_one, &b, err);
    if (!code && b.matched == 0)
        code = gp_fail(err, GP_E_USAGE,
                       wish->glob ? "no candidate in %s has a case id that matches \"%s\"" : "%s holds no candidate%s",
                       pending, wish->glob ? wish->glob : "");
    gp_arena_free(&a);
    return code;
}

/* --- unused --- */

typedef struct unused_search {
    gp_arena *a;
    gp_str suite, target;
    bool (*has)(void *user, gp_str case_id);
    void *user;
    const char **paths;
    size_t n, room;
} unused_search;

static void note_unused(unused_search *s, const char *relative)
{
    if (s->n == s->room) {
        s->room = s->room ? s->room * 2 : 16;
        const char **grown = GP_NEW_ARRAY(s->a, const char *, s->room);
        if (s->n) memcpy(grown, s->paths, s->n * sizeof *grown);
        s->paths = grown;
    }
    s->paths[s->n++] = gp_arena_copy(s->a, relative, strlen(relative));
}

static gp_code look_unused(void *user, const char *root, const char *relative, gp_err *err)
{
    unused_search *s = user;
    gp_arena a = {0};
    gp_golden_file f;
    gp_code code = gp_golden_read(&a, gp_path_join(&a, root, relative), &f, err);
    if (!code && gp_str_eq(f.suite, s->suite) && gp_str_eq(f.target, s->target) && !s->has(s->user, f.case_id))
        note_unused(s, relative);
    gp_arena_free(&a);
    return code;
}

gp_code gp_golden_unused(gp_arena *a, const char *root, gp_str suite, gp_str target,
                         bool (*has)(void *user, gp_str case_id), void *user, const char *const **paths, size_t *n,
                         gp_err *err)
{
    unused_search s = {.a = a, .suite = suite, .target = target, .has = has, .user = user};
    gp_arena scratch = {0};
    gp_entry what;
    /* ROOT/SUITE/TARGET of this pair alone; its names come from the path of any case */
    const char *folder = gp_path_dir(&scratch, gp_golden_path(&scratch, root, suite, target, GP_STR("x")));
    const char *suite_name = gp_path_base(gp_path_dir(&scratch, folder));
    gp_code code = gp_look(folder, &what, err);
    if (!code && what == GP_FOLDER)
        code = walk_files(&scratch, root, suite_name, gp_path_base(folder), look_unused, &s, err);
    gp_arena_free(&scratch);
    if (code) return code;
    *paths = s.paths;
    *n = s.n;
    return GP_OK;
}
