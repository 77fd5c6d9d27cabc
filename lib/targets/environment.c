/* environment.c - a plain target with something done around its trials: an asker over that one target.
 *
 * What can be arranged depends on the target, and is said in its facts:
 *   cold       local: closed and opened again before each trial. A server that unloads its model on request
 *              (gp_codec.unload): asked to. Others: a connection of its own per request; what runs behind it cannot be
 *              restarted.
 *   warm       one priming prompt, which the first trial waits for
 *   sustained  the same, and each trial notes when it began
 *   recovery   local: a prompt that does not fit the context. Others: a body whose messages are a number.
 * Requests that a target's own body cannot say go through a second one, `side`, that is opened with another `extra`.
 * What was sent stands in the transcript of the trial that came after it. */
#include <math.h>
#include <stdlib.h>

#include "base/sys.h"
#include "targets/ask.h"
#include "targets/target_impl.h"
#include "call/timing.h"

static const char priming_prompt[] = "Reply with the word ready.";
enum { PRIMING_TOKENS = 16, MAIN = 0, SIDE = 1 };

typedef struct surroundings {
    gp_asker asker; /* first, so that one is the other */
    const gp_target_spec *spec;
    gp_target_spec side_spec;
    gp_target_services env; /* for opening */
    gp_target *members[2];  /* the target; side, or NULL */
    bool local, primed;
    int64_t context; /* local: tokens */
    double opened;
    gp_flight *to_load; /* cold, local: waits for the next pump, since the model may be on the stack */
    gp_arena reopened;  /* cold, local: facts of the newest opening */
} surroundings;

typedef struct stage {
    gp_round before[1];
    size_t n_before;
    bool asked; /* the trial itself is under way */
    double begun;
} stage;

static const char *const names[] = {NULL, "cold", "warm", "sustained", "recovery"};

const char *gp_environment_name(gp_environment e) { return (size_t)e < sizeof names / sizeof *names ? names[e] : NULL; }

int gp_environment_by_name(gp_str name)
{
    for (int i = 1; i < (int)(sizeof names / sizeof *names); i++)
        if (gp_str_eqc(name, names[i])) return i;
    return -1;
}

static surroundings *of(const gp_flight *f) { return (surroundings *)f->asker; }

/* --- requests around a trial --- */

static gp_case *case_of(gp_flight *f, gp_str text)
{
    gp_arena *a = &f->trial->arena;
    gp_case *c = GP_NEW(a, gp_case);
    gp_message *m = GP_NEW(a, gp_message);
    gp_part *part = GP_NEW(a, gp_part);
    part->text = text;
    *m = (gp_message){.role = GP_STR("user"), .parts = part, .n_parts = 1};
    *c = (gp_case){.id = f->trial->c->id,
                   .messages = m,
                   .n_messages = 1,
                   .sampling = gp_sampling_none(),
                   .limits = f->trial->c->limits};
    c->sampling.max_tokens = PRIMING_TOKENS;
    return c;
}

/* More tokens than fit, whatever the tokenizer: none joins digits over a blank. */
static gp_str too_long(gp_flight *f)
{
    gp_buf b = {0};
    for (int64_t i = 0; i <= of(f)->context; i++) gp_buf_fmt(&b, "%d ", (int)(i % 10));
    gp_str s = gp_str_dup(&f->trial->arena, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static void ask_before(gp_flight *f, int member, gp_str text) { gp_ask(f, of(f)->members[member], case_of(f, text)); }

static void ask_trial(gp_flight *f)
{
    stage *s = f->state;
    s->asked = true;
    s->begun = gp_us(gp_now_mono() - of(f)->opened);
    gp_ask(f, of(f)->members[MAIN], f->trial->c);
}

static void note_before(gp_flight *f, const char *role, const gp_transcript *t)
{
    stage *s = f->state;
    s->before[s->n_before++] = (gp_round){
        gp_str_c(gp_environment_name(of(f)->env.environment)), gp_str_c(role), f->asker->name, 1, 1, t};
}

/* The model closed and opened again; the trial's own time begins afterwards. */
static void load_again(gp_flight *f)
{
    surroundings *k = of(f);
    k->to_load = NULL;
    gp_transcript *t = gp_transcript_begin(f->trial, f->asker->name);
    gp_manifest_target facts = {0};
    gp_err err = {0};
    double start = gp_now_mono();
    gp_target_close(k->members[MAIN]);
    k->members[MAIN] = NULL;
    gp_arena_free(&k->reopened);
    gp_code code = gp_target_open(&k->reopened, k->spec, &k->env, &k->members[MAIN], &facts, &err);
    k->asker.n_members = k->members[MAIN] ? 1 : 0;
    t->duration_s = gp_us(gp_now_mono() - start);
    note_before(f, "load", t);
    if (code) gp_flight_fail(f, NULL, GP_FAIL_SERVER_ERROR, "the model could not be loaded again: %s", err.msg);
    else ask_trial(f);
}

/* --- a trial --- */

static bool ready(const void *impl)
{
    const surroundings *k = impl;
    bool alone = k->env.environment == GP_ENVIRONMENT_COLD ||
                 (k->env.environment != GP_ENVIRONMENT_RECOVERY && !k->primed);
    if (alone && k->asker.first) return false;
    return gp_asker_ready(k) && (!k->members[MAIN] || gp_target_ready(k->members[MAIN]));
}

static void start(void *impl, gp_trial *trial)
{
    surroundings *k = impl;
    gp_flight *f = gp_flight_begin(&k->asker, trial);
    f->state = GP_NEW(&trial->arena, stage);
    if (k->env.environment == GP_ENVIRONMENT_COLD && k->local) k->to_load = f;
    else if (k->env.environment == GP_ENVIRONMENT_COLD && k->members[SIDE])
        ask_before(f, SIDE, gp_str_c(priming_prompt));
    else if (k->env.environment == GP_ENVIRONMENT_RECOVERY && k->local) ask_before(f, MAIN, too_long(f));
    else if (k->env.environment == GP_ENVIRONMENT_RECOVERY) ask_before(f, SIDE, gp_str_c(priming_prompt));
    else if (k->env.environment != GP_ENVIRONMENT_COLD && !k->primed) ask_before(f, MAIN, gp_str_c(priming_prompt));
    else ask_trial(f);
}

/* An empty reply; Ollama's own word for it is among those for a reply that broke off. */
static bool unloaded(const gp_transcript *t)
{
    return t->failure == GP_FAIL_EMPTY ||
           (t->failure == GP_FAIL_INTERRUPTED && gp_str_find(t->error, GP_STR("\"unload\"")) != SIZE_MAX);
}

static void answered_before(gp_flight *f, const gp_transcript *t)
{
    surroundings *k = of(f);
    gp_transcript *seen = GP_NEW(&f->trial->arena, gp_transcript);
    *seen = *t;
    if (k->env.environment == GP_ENVIRONMENT_COLD && unloaded(t)) {
        seen->failure = GP_FAIL_NONE;
        seen->error = (gp_str){0};
    }
    note_before(f,
                k->env.environment == GP_ENVIRONMENT_COLD       ? "unload"
                : k->env.environment == GP_ENVIRONMENT_RECOVERY ? "bad_request"
                                                                : "priming",
                seen);
    k->primed = true;
    ask_trial(f);
}

static void answered(gp_flight *f, const gp_transcript *t)
{
    stage *s = f->state;
    if (!s->asked) {
        answered_before(f, t);
        return;
    }
    gp_transcript *out = GP_NEW(&f->trial->arena, gp_transcript);
    *out = *t;
    out->before = s->before;
    out->n_before = s->n_before;
    if (of(f)->env.environment == GP_ENVIRONMENT_SUSTAINED) out->begun_s = s->begun;
    gp_flight_end(f, out);
}

static void pump(void *impl)
{
    surroundings *k = impl;
    gp_asker_pump(k);
    if (k->to_load) load_again(k->to_load);
}

static void cancel(void *impl)
{
    surroundings *k = impl;
    gp_flight *f = k->to_load;
    k->to_load = NULL;
    if (f) gp_flight_fail(f, NULL, GP_FAIL_CANCELLED, "the run was stopped");
    gp_asker_cancel(k);
}

/* --- opening --- */

static void surroundings_close(void *impl)
{
    surroundings *k = impl;
    gp_target_close(k->members[MAIN]);
    gp_target_close(k->members[SIDE]);
    gp_arena_free(&k->reopened);
    free(k);
}

static const gp_target_ops surroundings_ops = {ready, start, pump, cancel, surroundings_close, NULL};

/* The target's `extra` for the side's requests. In front of it an empty conversation with the member that unloads the
 * model, or a number as conversation; what the target itself says of these two is left out. */
static gp_code side_extra(gp_arena *a, const gp_target_spec *spec, const gp_codec *codec, bool unload,
                          const gp_json **out, gp_err *err)
{
    gp_buf b = {0};
    if (unload) gp_buf_fmt(&b, "{\"%s\":[],\"%s\":0", codec->conversation, codec->unload);
    else gp_buf_fmt(&b, "{\"%s\":5", codec->conversation);
    for (const gp_json *m = spec->extra ? spec->extra->first : NULL; m; m = m->next) {
        if (gp_codec_holds_messages(m->key) || (codec->unload && gp_str_eqc(m->key, codec->unload))) continue;
        gp_jw w;
        gp_buf_byte(&b, ',');
        gp_jw_init(&w, &b, 0);
        gp_jw_str(&w, m->key);
        gp_buf_byte(&b, ':');
        gp_buf_str(&b, m->raw);
    }
    gp_buf_byte(&b, '}');
    gp_str text = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return gp_json_parse(a, "extra", text, out, err);
}

static gp_code open_side(gp_arena *a, surroundings *k, gp_err *err)
{
    const gp_codec *codec = gp_codec_find(k->spec->provider); /* NULL: local */
    bool unload = k->env.environment == GP_ENVIRONMENT_COLD && codec && codec->unload;
    bool bad = k->env.environment == GP_ENVIRONMENT_RECOVERY && codec;
    gp_manifest_target facts = {0};
    if (!unload && !bad) return GP_OK;
    k->side_spec = *k->spec;
    gp_code code = side_extra(a, k->spec, codec, unload, &k->side_spec.extra, err);
    if (!code) code = gp_target_open(a, &k->side_spec, &k->env, &k->members[SIDE], &facts, err);
    if (!code) k->asker.n_members = 2;
    return code;
}

static const char *meaning(const surroundings *k)
{
    switch (k->env.environment) {
    case GP_ENVIRONMENT_COLD:
        if (k->local)
            return "the model was closed and opened again before each trial, one trial at a time; its file may have been in the system's cache";
        if (k->members[SIDE])
            return "the server was asked to unload the model before each trial, one trial at a time, over new connections; whether it did shows in the load time that it states";
        return "one trial at a time, each request over a new connection, no priming; what runs behind the address cannot be restarted from here, so its model may have been warm";
    case GP_ENVIRONMENT_WARM: return "one priming prompt came before the first trial";
    case GP_ENVIRONMENT_SUSTAINED:
        return "after one priming prompt, trials followed each other without pause, every case once and then every case again";
    case GP_ENVIRONMENT_RECOVERY:
        return k->local ? "before each trial a prompt was sent that does not fit the context"
                        : "before each trial a request was sent that is not well formed";
    case GP_ENVIRONMENT_NONE: break;
    }
    return NULL;
}

gp_code gp_environment_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_target **out,
                            gp_manifest_target *facts, gp_err *err)
{
    gp_target_services inner;
    surroundings *k = gp_alloc(sizeof *k);
    gp_target *t = gp_target_make(spec, env, &inner);
    *k = (surroundings){.asker = {.env = inner,
                                  .name = spec->name,
                                  .members = k->members,
                                  .n_members = 1,
                                  .answered = answered,
                                  .charges = t->charges},
                        .spec = spec,
                        .env = *env,
                        .local = gp_str_eqc(spec->provider, "local"),
                        .opened = gp_now_mono()};
    t->ops = &surroundings_ops;
    t->impl = k;
    gp_code code = gp_target_open(a, spec, env, &k->members[MAIN], facts, err);
    if (!code) code = open_side(a, k, err);
    k->context = facts->context;
    facts->environment = gp_str_c(meaning(k));
    if (code) gp_target_close(t);
    else *out = t;
    return code;
}
