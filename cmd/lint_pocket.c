/* lint_pocket.c - asking the bundled model for lint --pocket: an ordinary run into a folder that is removed again. */
#include "lint_pocket.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sys.h"

static gp_code keep(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    gp_pocket_answers *p = user;
    (void)offset;
    p->list = gp_grow(p->list, p->n, &p->room, sizeof *p->list);
    return gp_transcript_read(&p->a, "the pocket model", gp_str_dup(&p->a, line), 0, &p->list[p->n++], err);
}

static int by_case(const void *x, const void *y)
{
    return gp_str_cmp(((const gp_transcript *)x)->case_id, ((const gp_transcript *)y)->case_id);
}

static gp_code run_in(const char *dir, const char *suite, const char *model, gp_pocket_answers *out, gp_err *err)
{
    gp_arena a = {0};
    gp_run_outcome end;
    const gp_str target = gp_str_fmt(&a, "local:%s", model);
    const gp_run_options o = {.suites = &suite,
                              .n_suites = 1,
                              .targets = &target,
                              .n_targets = 1,
                              .output = gp_path_join(&a, dir, "run"),
                              .golden = gp_path_join(&a, dir, "golden"),
                              .limit = -1,
                              .seed = -1,
                              .jobs = 4,
                              .max_cost = NAN,
                              .ungated = true};
    gp_code code = gp_run(&o, &end, err);
    const char *journal = gp_path_join(&a, o.output, "transcripts.jsonl");
    if (!code) code = gp_journal_scan(journal, keep, out, err);
    if (out->n) qsort(out->list, out->n, sizeof *out->list, by_case);
    gp_arena_free(&a);
    return code;
}

gp_code gp_pocket_ask(const char *suite, const char *model, gp_pocket_answers *out, gp_err *err)
{
    gp_arena a = {0};
    const char *tmp = getenv("TMPDIR");
    *out = (gp_pocket_answers){0};
    if (!model)
        return gp_fail(err, GP_E_USAGE, "--pocket: the bundled model is not there (make install puts it into place)");
    gp_str name = gp_str_fmt(&a, "%s/goldpin-lint-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    char *dir = gp_arena_array(&a, name.n + 1, 1);
    memcpy(dir, name.p, name.n + 1);
    gp_code code = GP_OK;
    if (!mkdtemp(dir))
        code = gp_fail(err, GP_E_IO,
                       "--pocket needs a folder for its run, and %s cannot be made: %s; TMPDIR names another", name.p,
                       strerror(errno));
    if (!code) code = run_in(dir, suite, model, out, err);
    gp_remove_tree(dir);
    gp_arena_free(&a);
    return code;
}

const gp_transcript *gp_pocket_answered(void *user, gp_str case_id)
{
    const gp_pocket_answers *p = user;
    const gp_transcript key = {.case_id = case_id};
    return p->n ? bsearch(&key, p->list, p->n, sizeof *p->list, by_case) : NULL;
}

void gp_pocket_free(gp_pocket_answers *p)
{
    free(p->list);
    gp_arena_free(&p->a);
}
