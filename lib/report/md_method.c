/* Methodology in prose, generated from the manifest, with the commands that reproduce the run. */
#include <math.h>

#include "base/day.h"
#include "base/sys.h"
#include "report/md_data.h"

/* "LABEL VALUE" pieces of one sentence, comma-separated; unknown values are left out of the prose (the manifest has
 * them as null). */
typedef struct clauses {
    gp_buf *out;
    bool any;
} clauses;

static void say_text(clauses *c, const char *label, gp_str v)
{
    if (!v.n) return;
    gp_buf_fmt(c->out, "%s%s%s", c->any ? ", " : "", label, *label ? " " : "");
    gp_md_text(c->out, v, 0);
    c->any = true;
}

static void say_code(clauses *c, const char *label, gp_str v)
{
    if (!v.n) return;
    gp_buf_fmt(c->out, "%s%s%s", c->any ? ", " : "", label, *label ? " " : "");
    gp_md_code(c->out, v, 0);
    c->any = true;
}

static void say_int(clauses *c, const char *label, int64_t v)
{
    if (v < 0) return;
    gp_buf_fmt(c->out, "%s%s %lld", c->any ? ", " : "", label, (long long)v);
    c->any = true;
}

static void say_real(clauses *c, const char *label, double v)
{
    char text[32] = {0};
    if (!isfinite(v)) return;
    (void)gp_fmt_double(text, v);
    gp_buf_fmt(c->out, "%s%s %s", c->any ? ", " : "", label, text);
    c->any = true;
}

static void finish(clauses *c, const char *otherwise) { gp_buf_c(c->out, c->any ? ".\n" : otherwise); }

static void suites(const gp_manifest *m, gp_buf *b)
{
    for (size_t i = 0; i < m->n_suites; i++) {
        const gp_manifest_suite *s = &m->suites[i];
        clauses c = {.out = b};
        gp_buf_c(b, "- Suite ");
        gp_md_code(b, s->name, 0);
        gp_buf_c(b, ": ");
        say_text(&c, "version", s->version);
        say_text(&c, "licence", s->license);
        if (s->cases >= 0 && s->selected >= 0)
            gp_buf_fmt(b, "%s%lld of its %lld cases", c.any ? ", " : "", (long long)s->selected, (long long)s->cases);
        c.any = true;
        say_code(&c, "SHA-256", s->digest);
        say_text(&c, "date", s->date);
        say_code(&c, "from", s->file);
        finish(&c, "\n");
    }
}

static bool is_local(const gp_manifest_target *t) { return gp_str_eqc(t->provider, "local"); }

static void sampling(const gp_manifest_target *t, gp_buf *b)
{
    const gp_sampling_spec *s = &t->sampling;
    clauses c = {.out = b};
    gp_buf_c(b, "  - Sampling: ");
    for (size_t i = 0; i < gp_sampling_numbers.n; i++) {
        const gp_field *f = &gp_sampling_numbers.fields[i];
        const char *label = f->label ? f->label : f->key, *at = (const char *)s + f->offset;
        if (f->kind == GP_FIELD_INT) say_int(&c, label, *(const int64_t *)at);
        else say_real(&c, label, *(const double *)at);
    }
    for (size_t i = 0; i < s->n_stop; i++) say_code(&c, "stop at", s->stop[i]);
    finish(&c, is_local(t) ? "as each case asks.\n"
                           : "as each case asks; what it leaves open is for the server to decide.\n");
}

static void extra(const gp_manifest_target *t, gp_buf *b)
{
    if (!t->extra.n) return;
    gp_buf_c(b, is_local(t) ? "  - Given to the chat template as well: "
                            : "  - Added to every request, in place of what is named there: ");
    gp_md_code(b, t->extra, 0);
    gp_buf_c(b, ".\n");
}

static void headers(const gp_manifest_target *t, gp_buf *b)
{
    if (!t->headers.n) return;
    gp_buf_c(b, "  - Headers sent that may change what is asked, with the SHA-256 of their values: ");
    gp_md_code(b, t->headers, 0);
    gp_buf_c(b, ".\n");
}

static void date(const gp_manifest_target *t, gp_buf *b)
{
    if (!t->date.n) return;
    gp_buf_c(b, "  - What the chat template sees as today: ");
    gp_md_text(b, t->date, 0);
    gp_buf_c(b, gp_str_eqc(t->date, GP_DAY_DEFAULT) ? " (the default)" : "");
    gp_buf_c(b, ", where neither case nor suite says otherwise; never the clock.\n");
}

static void reasoning(const gp_manifest_target *t, gp_buf *b)
{
    if (gp_str_eqc(t->reasoning, "tags"))
        gp_buf_c(b, "  - Reasoning: what stands in a reply before `</think>`, also where nothing opened it.\n");
    if (gp_str_eqc(t->reasoning, "none"))
        gp_buf_c(b, "  - Reasoning: not told apart in a reply's text; all of it is the answer.\n");
}

static void system_text(const gp_manifest_target *t, gp_buf *b)
{
    if (gp_str_eqc(t->system, "user"))
        gp_buf_c(b, "  - System text: sent in front of the user's first message, an empty line between them.\n");
    if (gp_str_eqc(t->system, "developer")) gp_buf_c(b, "  - System text: sent under the role `developer`.\n");
    if (gp_str_eqc(t->template, "raw"))
        gp_buf_c(b, "  - Chat template: none; the text of the messages, a line feed between two.\n");
    else if (t->template.n) gp_buf_fmt(b, "  - Chat template: another than its file's, `%.*s`.\n", GP_ARG(t->template));
    if (gp_str_eqc(t->stop_in, "reply")) gp_buf_c(b, "  - Stop strings: hold for reasoning too.\n");
}

static void weights(const gp_manifest_target *t, gp_buf *b)
{
    clauses c = {.out = b};
    gp_buf_c(b, "  - Weights: ");
    say_text(&c, "quantization", t->quantization);
    say_text(&c, "mixed from", t->quantization_mix);
    say_text(&c, "architecture", t->architecture);
    say_int(&c, "parameters", t->parameters > 0 ? t->parameters : -1);
    say_int(&c, "bytes", t->weights_bytes > 0 ? t->weights_bytes : -1);
    say_int(&c, "files", t->n_parts > 1 ? (int64_t)t->n_parts : -1);
    say_code(&c, "SHA-256", t->weights_sha256);
    say_code(&c, "of the tensor data alone", t->tensor_sha256);
    finish(&c, "n/a\n");
    if (t->unconfirmed)
        gp_buf_c(b,
                 "  - **Unconfirmed**: no reference implementation has confirmed the numbers of this architecture.\n");
}

static void device(const gp_manifest_target *t, gp_buf *b)
{
    clauses c = {.out = b};
    gp_buf_c(b, "  - Device: ");
    say_text(&c, "", t->device);
    say_text(&c, "type", t->device_type);
    say_text(&c, "platform", t->platform);
    say_text(&c, "driver", t->driver);
    say_text(&c, "integer products", t->dot_form);
    say_int(&c, "threads", t->threads > 0 ? t->threads : -1);
    say_int(&c, "work group", t->work_group > 0 ? t->work_group : -1);
    say_int(&c, "batch", t->batch > 0 ? t->batch : -1);
    say_int(&c, "slots", t->slots > 0 ? t->slots : -1);
    say_code(&c, "bound to", t->binding);
    say_text(&c, "binding", t->binding_status);
    say_text(&c, "because", t->binding_reason);
    finish(&c, "n/a\n");
}

static void limits(const gp_manifest_target *t, gp_buf *b)
{
    clauses c = {.out = b};
    gp_buf_c(b, "  - Time limits (s): ");
    say_real(&c, "connect", t->limits.connect_s > 0 ? t->limits.connect_s : NAN);
    say_real(&c, "first token", t->limits.first_token_s > 0 ? t->limits.first_token_s : NAN);
    say_real(&c, "silence", t->limits.stall_s > 0 ? t->limits.stall_s : NAN);
    say_real(&c, "total", t->limits.total_s > 0 ? t->limits.total_s : NAN);
    finish(&c, "the defaults.\n");
}

static void pins(const gp_manifest_target *t, gp_buf *b)
{
    clauses c = {.out = b};
    gp_buf_c(b, "  - Pins of the targets file that held: ");
    say_code(&c, "weights", t->pins.weights_sha256);
    say_text(&c, "quantization", t->pins.quantization);
    say_text(&c, "device", t->pins.device);
    say_code(&c, "binding", t->pins.binding);
    say_int(&c, "seed", t->pins.seed);
    finish(&c, "none were stated.\n");
}

static void price(const gp_manifest_target *t, gp_buf *b)
{
    clauses c = {.out = b};
    gp_buf_c(b, "  - Price (USD per million tokens): ");
    say_real(&c, "input", t->price_input);
    say_real(&c, "output", t->price_output);
    say_real(&c, "cached input", t->price_cached_input);
    if (t->price_up_to > 0) say_int(&c, "for requests of at most (input tokens)", t->price_up_to);
    say_text(&c, "as of", t->price_as_of);
    say_text(&c, "by", t->price_source);
    if (t->price_context > 0) say_int(&c, "for a model that takes (tokens)", t->price_context);
    finish(&c, "n/a; costs are not estimated.\n");
}

/* Every assumption behind the cost of one's own machine. */
static void hardware(const gp_manifest_target *t, gp_buf *b)
{
    const gp_hardware *h = &t->hardware;
    clauses c = {.out = b};
    gp_buf_c(b, "  - Cost of the hardware (USD): ");
    say_real(&c, "the machine", h->usd);
    say_real(&c, "over years", h->life_years);
    say_real(&c, "working hours a day", h->hours_per_day);
    say_real(&c, "watts while it answers", h->watts);
    say_real(&c, "USD per kWh", h->usd_per_kwh);
    say_text(&c, "as of", h->as_of);
    say_text(&c, "by", h->source);
    say_real(&c, "which makes an hour", gp_hardware_hour(h));
    finish(&c, ".\n");
    gp_buf_c(
        b,
        "    Trials cost the time they took, shared by those that ran together; idle time and what nobody stated (rent, cooling, work) is not in it.\n");
}

/* How often a request is sent, and how many at once. */
static void policy(const gp_manifest_target *t, gp_buf *b)
{
    gp_buf_c(b, "  - Attempts: ");
    if (!t->retry_max || !t->n_retry_on) gp_buf_c(b, "one; nothing is sent again");
    else {
        gp_buf_fmt(b, "at most %lld, again after", (long long)t->retry_max + 1);
        for (size_t i = 0; i < t->n_retry_on; i++) {
            gp_buf_c(b, i ? ", " : " ");
            gp_md_text(b, t->retry_on[i], 0);
        }
        char base[32] = {0}, cap[32] = {0};
        (void)gp_fmt_double(base, t->retry_base_s);
        (void)gp_fmt_double(cap, t->retry_cap_s);
        gp_buf_fmt(
            b,
            "; it waits as long as the server asks, else a random share of a time that doubles from %s s on, and never for more than %s s. The time limits hold for each attempt",
            base, cap);
    }
    gp_buf_c(b, ".\n");
    if (t->concurrency > 0)
        gp_buf_fmt(b, "  - Trials in flight: at most %lld, fewer while the server refuses by rate limits.\n",
                   (long long)t->concurrency);
}

static void composition(const gp_manifest_target *t, gp_buf *b)
{
    gp_buf_c(b, "  - Policy, with its defaults and the texts that it puts around a case: ");
    gp_md_code(b, t->policy, 0);
    gp_buf_c(b, "; SHA-256 ");
    gp_md_code(b, t->policy_sha256, 0);
    gp_buf_c(b, ".\n");
    if (gp_str_eqc(t->provider, "refine"))
        gp_buf_c(
            b, "  - Drafts and reviews of one answer are one trial; the review is the critic's, never the graders'.\n");
    if (gp_str_eqc(t->provider, "fallback"))
        gp_buf_c(b, "  - The next member is asked when one broke, never because its answer was wrong.\n");
}

static const gp_manifest_target *named(const gp_manifest_target *list, size_t n, gp_str name)
{
    const gp_manifest_target *found = NULL;
    for (size_t i = 0; i < n && !found; i++)
        found = gp_str_eq(list[i].name, name) ? &list[i] : named(list[i].members, list[i].n_members, name);
    return found;
}

const gp_manifest_target *gp_md_named(const gp_manifest *m, gp_str name)
{
    return named(m->targets, m->n_targets, name);
}

/* `of`: the composite that it is a member of, or empty. */
static void target(const gp_manifest *m, const gp_manifest_target *t, gp_str of, gp_buf *b)
{
    clauses c = {.out = b};
    gp_buf_c(b, of.n ? "- Member " : "- Target ");
    gp_md_code(b, t->name, 0);
    if (of.n) gp_buf_c(b, " of ");
    if (of.n) gp_md_code(b, of, 0);
    gp_buf_c(b, ": ");
    if (gp_md_named(m, t->name) != t) {
        gp_buf_c(b, "the same as above.\n");
        return;
    }
    say_text(&c, "provider", t->provider);
    say_code(&c, t->n_members ? "over" : "model", t->model);
    say_code(&c, "at", t->base_url);
    say_int(&c, "context", t->context);
    say_text(&c, "KV cache", t->kv);
    finish(&c, "n/a\n");
    gp_buf_c(b, "  - Claim: ");
    gp_md_text(b, t->claim.n ? t->claim : GP_STR("n/a"), 0);
    if (t->claim_basis.n) gp_buf_c(b, " (");
    gp_md_text(b, t->claim_basis, 0);
    gp_buf_c(b, t->claim_basis.n ? ").\n" : ".\n");
    if (t->n_members) {
        composition(t, b);
        for (size_t i = 0; i < t->n_members; i++) target(m, &t->members[i], t->name, b);
        return;
    }
    if (t->imported) {
        gp_buf_c(b, "  - Asked by another tool: its settings, time limits, attempts and prices are n/a.\n");
        return;
    }
    if (is_local(t)) weights(t, b);
    if (is_local(t)) device(t, b);
    sampling(t, b);
    extra(t, b);
    headers(t, b);
    date(t, b);
    reasoning(t, b);
    system_text(t, b);
    if (t->whole) gp_buf_c(b, "  - Replies are asked for in one piece, not as a stream.\n");
    if (!is_local(t)) limits(t, b);
    if (!is_local(t)) policy(t, b);
    if (gp_hardware_known(&t->hardware)) hardware(t, b);
    else if (!is_local(t)) price(t, b);
    pins(t, b);
}

/* What was fixed before the run, and what it did otherwise. */
static void plan_facts(const gp_manifest *m, gp_buf *b)
{
    gp_buf_c(b, "- Fixed before the run in plan ");
    gp_md_code(b, m->plan, 0);
    gp_buf_c(b, m->n_departures ? "; the run departed from it:\n" : "; the run followed it.\n");
    for (size_t i = 0; i < m->n_departures; i++) {
        gp_buf_c(b, "  - ");
        gp_md_text(b, m->departures[i], 0);
        gp_buf_byte(b, '\n');
    }
}

static void run_facts(const gp_manifest *m, gp_buf *b)
{
    char when[24];
    clauses c = {.out = b};
    gp_buf_c(b, "- Run: ");
    if (m->started_epoch >= 0) gp_utc_iso(m->started_epoch, when);
    say_code(&c, "commit", m->commit);
    say_code(&c, "started", m->started_epoch >= 0 ? gp_str_c(when) : (gp_str){0});
    say_int(&c, "seed", m->seed);
    say_int(&c, "attempts per case", m->repeat);
    say_int(&c, "trials in flight", m->jobs);
    say_int(&c, "too few open files (ulimit -n) for", m->jobs_wanted > 0 ? m->jobs_wanted : -1);
    say_text(&c, "environment", m->environment);
    say_int(&c, "trials planned", m->trials);
    for (size_t i = 0; i < m->n_filters; i++)
        say_code(&c, gp_str_find(m->filters[i], GP_STR("/")) == SIZE_MAX ? "only case ids" : "only trials",
                 m->filters[i]);
    for (size_t i = 0; i < m->n_tags; i++) say_code(&c, "only tag", m->tags[i]);
    say_int(&c, "only the first cases:", m->limit);
    say_code(&c, "shard", m->shard);
    say_real(&c, "budget (USD)", m->max_cost_usd);
    say_code(&c, "replayed from", m->replay_of);
    say_code(&c, "raw exchanges with remote targets recorded in", m->recorded_in);
    finish(&c, "n/a\n");
    if (m->plan.n) plan_facts(m, b);
    c = (clauses){.out = b};
    gp_buf_c(b, "- Machine: ");
    say_text(&c, "", m->cpu);
    say_text(&c, "", m->topology);
    say_text(&c, "", m->os);
    say_text(&c, "kernel", m->kernel);
    finish(&c, "n/a\n");
    c = (clauses){.out = b};
    gp_buf_c(b, "- Program: ");
    say_text(&c, "goldpin", m->goldpin_version);
    say_text(&c, "built by", m->build);
    say_text(&c, "with", m->libraries);
    finish(&c, "n/a\n");
}

/* --- commands --- */

/* "MODEL", "MODEL_2": what stands for the path of number i. */
static void variable(gp_buf *b, const char *name, size_t i)
{
    gp_buf_c(b, name);
    if (i) gp_buf_fmt(b, "_%zu", i + 1);
}

static bool lost_suite(const gp_manifest_suite *s) { return gp_str_find(s->file, GP_STR("/")) == SIZE_MAX; }
static bool lost_model(const gp_manifest_target *t) { return is_local(t) && !t->spec.n; }

static void explain(gp_buf *b, const char *name, size_t i, const char *what, gp_str of)
{
    gp_buf_c(b, "# ");
    variable(b, name, i);
    gp_buf_fmt(b, " is the path of %s ", what);
    gp_text_line(b, of, 200);
    gp_buf_c(b, ": the bundle keeps none that holds elsewhere\n");
}

void gp_md_variables(gp_buf *out, const gp_manifest *m, gp_str suite, gp_str target)
{
    for (size_t i = 0; m && i < m->n_suites; i++)
        if (lost_suite(&m->suites[i]) && (!suite.n || gp_str_eq(suite, m->suites[i].name)))
            explain(out, "SUITE", i, "the suite", m->suites[i].name);
    for (size_t i = 0; m && i < m->n_targets; i++)
        if (lost_model(&m->targets[i]) && (!target.n || gp_str_eq(target, m->targets[i].name)))
            explain(out, "MODEL", i, "the file", m->targets[i].model);
}

void gp_md_suite_word(gp_buf *out, const gp_manifest *m, gp_str suite)
{
    size_t i = 0;
    while (m && i < m->n_suites && !gp_str_eq(m->suites[i].name, suite)) i++;
    if (!m || i == m->n_suites) {
        gp_md_shell(out, suite);
    } else if (lost_suite(&m->suites[i])) {
        gp_buf_c(out, "\"$");
        variable(out, "SUITE", i);
        gp_buf_c(out, "\"");
    } else {
        gp_md_shell(out, m->suites[i].file);
    }
}

void gp_md_target_option(gp_buf *b, const gp_manifest *m, const gp_manifest_target *t)
{
    gp_buf spec = {0};
    gp_buf_c(b, " -t ");
    if (lost_model(t)) {
        gp_buf_c(b, "\"");
        gp_text_line(b, t->name, 200);
        gp_buf_c(b, "=local:$");
        variable(b, "MODEL", (size_t)(t - m->targets));
        gp_buf_c(b, "\"");
        return;
    }
    if (t->spec.n) {
        gp_md_shell(b, t->spec);
        return;
    }
    gp_buf_str(&spec, t->provider);
    gp_buf_byte(&spec, ':');
    gp_buf_str(&spec, t->model);
    if (t->base_url.n) gp_buf_byte(&spec, '@');
    gp_buf_str(&spec, t->base_url);
    gp_md_shell(b, gp_buf_view(&spec));
    gp_buf_free(&spec);
}

static void option(gp_buf *b, const char *name, gp_str v)
{
    if (!v.n) return;
    gp_buf_fmt(b, " %s ", name);
    gp_md_shell(b, v);
}

bool gp_md_from_file(const gp_manifest_target *t) { return t->spec.n && gp_str_find(t->spec, GP_STR(":")) == SIZE_MAX; }

/* Entries of a targets file state it themselves. */
void gp_md_engine_options(gp_buf *b, const gp_manifest *m, gp_str target)
{
    const gp_manifest_target *t = NULL;
    for (size_t i = 0; i < m->n_targets && !t; i++)
        if (is_local(&m->targets[i]) && !gp_md_from_file(&m->targets[i]) &&
            (!target.n || gp_str_eq(target, m->targets[i].name)))
            t = &m->targets[i];
    if (t && t->context > 0) gp_buf_fmt(b, " --context %lld", (long long)t->context);
    if (t) option(b, "--kv", t->kv);
}

static void run_suites(gp_buf *b, const gp_manifest *m)
{
    gp_buf_c(b, "goldpin run");
    for (size_t i = 0; i < m->n_suites; i++) {
        gp_buf_byte(b, ' ');
        gp_md_suite_word(b, m, m->suites[i].name);
    }
}

static void reproduce(const gp_manifest *m, gp_buf *out)
{
    gp_buf b = {0};
    bool named = false;
    for (size_t i = 0; i < m->n_targets; i++) named = named || gp_md_from_file(&m->targets[i]);
    if (named) gp_buf_c(&b, "# with the targets file of this run: ./goldpin.json, or -c FILE\n");
    gp_md_variables(&b, m, (gp_str){0}, (gp_str){0});
    run_suites(&b, m);
    for (size_t i = 0; i < m->n_targets; i++) gp_md_target_option(&b, m, &m->targets[i]);
    if (m->seed >= 0) gp_buf_fmt(&b, " --seed %lld", (long long)m->seed);
    if (m->repeat > 1) gp_buf_fmt(&b, " --repeat %lld", (long long)m->repeat);
    option(&b, "--environment", m->environment);
    for (size_t i = 0; i < m->n_filters; i++) option(&b, "--filter", m->filters[i]);
    for (size_t i = 0; i < m->n_tags; i++) option(&b, "--tag", m->tags[i]);
    if (m->limit >= 0) gp_buf_fmt(&b, " --limit %lld", (long long)m->limit);
    option(&b, "--shard", m->shard);
    gp_md_engine_options(&b, m, (gp_str){0});
    gp_buf_byte(&b, '\n');
    run_suites(&b, m);
    gp_buf_c(&b, " --replay RUN\nsha256sum -c " GP_FILE_SUMS "\n");
    gp_buf_c(
        out,
        "\nTo run it again; to judge the recorded answers again without a model (RUN is the folder of this report); to check that its files are the ones that were written:\n\n> ```sh\n");
    gp_text_lines(out, gp_buf_view(&b), 0, "> ");
    gp_buf_c(out, "> ```\n");
    gp_buf_free(&b);
}

static void fixed_rules(gp_buf *b)
{
    gp_buf_c(
        b,
        "\nEvery case is asked once per attempt and graded by fixed rules, without a judging model; nothing is asked again because the answer was wrong. "
        "A target that broke is counted apart from a wrong answer. Rates have Wilson 95% intervals; medians are of trials with a known time; unknown values are n/a and never estimated. "
        "An answer cut by the token limit is graded like any other and marked.\n");
}

static void systems(const gp_md *d, size_t run, gp_buf *b)
{
    enum { MOST_SYSTEM = 2000 };
    for (size_t i = 0; i < d->n_systems; i++) {
        const gp_md_system *s = &d->systems[i];
        if (s->run != run) continue;
        gp_buf_fmt(b, "- System text of %zu trial%s:\n\n", s->trials, s->trials == 1 ? "" : "s");
        gp_md_fence(b, s->text, d->in->wish.markdown == GP_MARKDOWN_FULL ? 0 : MOST_SYSTEM);
        gp_buf_byte(b, '\n');
    }
    if (d->other_systems)
        gp_buf_fmt(b, "- %zu further trials had system texts that are in `" GP_FILE_RESULTS "`.\n", d->other_systems);
}

static void method_of(const gp_md *d, size_t i, gp_buf *b)
{
    const gp_manifest *m = gp_md_manifest(d, i);
    const gp_results_head *h = gp_results_facts(d->in->runs[i]);
    gp_buf_c(b, d->in->n > 1 ? "\n### " : "\n");
    if (d->in->n > 1) gp_buf_fmt(b, "Run %zu\n\n", i + 1);
    gp_buf_c(b, "- Fingerprint of the evidence: ");
    gp_md_code(b, h->fingerprint, 0);
    gp_buf_c(b, ".\n");
    if (!m) {
        gp_buf_c(b, "- There is no manifest beside these results: hardware, weights and settings are n/a.\n");
        systems(d, i, b);
        return;
    }
    suites(m, b);
    systems(d, i, b);
    for (size_t k = 0; k < m->n_targets; k++) target(m, &m->targets[k], (gp_str){0}, b);
    run_facts(m, b);
    reproduce(m, b);
}

gp_code gp_md_methodology(gp_md *d, gp_buf *out, gp_err *err)
{
    gp_md_section s = {.limit = gp_md_limit(d, 60000)};
    (void)err;
    for (size_t i = 0; i < d->in->n; i++) {
        if (!gp_md_row_begin(&s)) continue;
        method_of(d, i, &s.b);
        gp_md_row_end(&s);
    }
    gp_buf_c(out, "\n## Methodology\n");
    fixed_rules(out);
    gp_buf_str(out, gp_buf_view(&s.b));
    if (s.cut)
        gp_buf_fmt(out, "\nThe methodology of %zu runs is not shown here; it is in their `" GP_FILE_MANIFEST "`.\n",
                   s.cut);
    gp_buf_free(&s.b);
    return GP_OK;
}
