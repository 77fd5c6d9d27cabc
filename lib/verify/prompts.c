/* prompts.c - prompts of local trials, rendered again: the bundle's templates over its suites' messages must give the
 * texts whose digests the transcripts state. */
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "targets/prompt.h"
#include "verify/verify_impl.h"

enum { MOST_TOLD = 100 };

typedef struct prompts {
    gp_verifying *v;
    gp_suite **suites;          /* [manifest.n_suites], open */
    gp_arena scratch;           /* of one trial */
    size_t lines;               /* of the journal, so far */
    size_t held, told, unheard; /* replies whose prompt is the same, is not, or was made by a composite */
} prompts;

static const gp_manifest_target *target_of(const gp_manifest *m, gp_str name)
{
    for (size_t i = 0; i < m->n_targets; i++)
        if (gp_str_eq(m->targets[i].name, name)) return &m->targets[i];
    return NULL;
}

static gp_code find_case(prompts *p, gp_trial *trial, const gp_transcript *t, gp_err *err)
{
    for (size_t i = 0; i < p->v->manifest.n_suites; i++) {
        gp_suite *s = p->suites[i];
        size_t at = gp_str_eq(gp_suite_facts(s)->name, t->suite) ? gp_suite_find(s, t->case_id) : SIZE_MAX;
        gp_case *c = NULL;
        if (at == SIZE_MAX) continue;
        gp_code code = gp_suite_case(s, at, &p->scratch, &c, err);
        trial->c = c;
        return code;
    }
    return GP_OK; /* none: the check of the inputs tells it */
}

static void differs(prompts *p, const gp_transcript *t, size_t reply, gp_str what)
{
    gp_arena *a = p->v->a;
    if (p->told++ < MOST_TOLD)
        gp_verify_differs(p->v, GP_CHECK_PROMPTS, GP_FILE_JOURNAL, (int64_t)p->lines, gp_str_dup(a, t->id),
                          gp_str_fmt(a, "reply %zu: %.*s", reply + 1, GP_ARG(what)));
}

static void check_reply(prompts *p, const gp_manifest_target *m, gp_trial *trial, const gp_transcript *t, size_t i)
{
    char hex[GP_SHA256_HEX];
    gp_str text, stated = t->replies[i].prompt_sha256;
    gp_err why = {0};
    if (gp_prompt_again(&p->scratch, m, trial, t, i, &text, &why)) {
        differs(p, t, i, gp_str_fmt(p->v->a, "its prompt cannot be rendered: %s", why.msg));
        return;
    }
    gp_sha256_hex_of(text, hex);
    if (gp_str_eqc(stated, hex)) p->held++;
    else
        differs(p, t, i,
                gp_str_fmt(p->v->a, "the template and the messages give a prompt with SHA-256 %s, and %.*s was asked",
                           hex, GP_ARG(stated)));
}

static gp_code check_line(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    prompts *p = user;
    gp_transcript t;
    gp_trial trial = {0};
    p->lines++;
    gp_arena_reset(&p->scratch);
    gp_code code = gp_transcript_read(&p->scratch, GP_FILE_JOURNAL, line, (size_t)offset, &t, err);
    const gp_manifest_target *m = code ? NULL : target_of(&p->v->manifest, t.target);
    for (size_t i = 0; !code && i < t.n_replies; i++) {
        if (!t.replies[i].prompt_sha256.n) continue;
        if (!m || !m->chat.chat.n) p->unheard++;
        else if (!trial.c) code = find_case(p, &trial, &t, err);
        if (!code && trial.c) check_reply(p, m, &trial, &t, i);
    }
    gp_arena_free(&trial.arena);
    return code;
}

static gp_code open_suites(prompts *p, gp_err *err)
{
    const char *const *paths = gp_verify_suites(p->v);
    gp_code code = GP_OK;
    p->suites = GP_NEW_ARRAY(p->v->a, gp_suite *, p->v->manifest.n_suites);
    for (size_t i = 0; i < p->v->manifest.n_suites && !code; i++)
        code = gp_suite_open(paths[i], &gp_graders, &p->suites[i], err);
    return code;
}

static void sum_up(prompts *p)
{
    gp_arena *a = p->v->a;
    const char *more =
        !p->unheard
            ? ""
            : gp_str_fmt(a, "; %zu that a composite made %s not", p->unheard, p->unheard == 1 ? "was" : "were").p;
    if (p->told)
        gp_verify_said(p->v, GP_CHECK_PROMPTS,
                       gp_str_fmt(a, "%zu of %zu prompts are not what was asked", p->told, p->told + p->held));
    else if (p->held)
        gp_verify_said(
            p->v, GP_CHECK_PROMPTS,
            gp_str_fmt(a, "%zu prompt%s of local trials rendered again%s", p->held, p->held == 1 ? "" : "s", more));
    else
        gp_verify_not_made(p->v, GP_CHECK_PROMPTS,
                           p->unheard ? GP_STR("composites made all prompts of local trials")
                                      : GP_STR(GP_VERIFY_NO_PROMPT));
}

/* Is there a local target without its template? */
static bool is_of_before(const gp_manifest *m)
{
    bool any = false;
    for (size_t i = 0; i < m->n_targets; i++)
        any = any || (gp_str_eqc(m->targets[i].provider, "local") && !m->targets[i].imported &&
                      !m->targets[i].n_members && !m->targets[i].chat.chat.n);
    return any;
}

gp_code gp_verify_prompts(gp_verifying *v, gp_err *err)
{
    prompts p = {.v = v};
    if (v->out->checks[GP_CHECK_INPUTS].state != GP_CHECK_HOLDS) {
        gp_verify_not_made(v, GP_CHECK_PROMPTS, GP_STR("without the run's own suites nothing can be rendered"));
        return GP_OK;
    }
    gp_code code = open_suites(&p, err);
    if (!code) code = gp_journal_scan(gp_path_join(v->a, v->o->bundle, GP_FILE_JOURNAL), check_line, &p, err);
    for (size_t i = 0; i < v->manifest.n_suites; i++) gp_suite_close(p.suites[i]);
    gp_arena_free(&p.scratch);
    if (code) return code;
    if (!p.held && !p.told && is_of_before(&v->manifest))
        gp_verify_not_made(v, GP_CHECK_PROMPTS,
                           GP_STR("the bundle does not hold chat templates; an earlier version wrote it"));
    else sum_up(&p);
    return GP_OK;
}
