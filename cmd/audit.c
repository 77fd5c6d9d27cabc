/* audit.c - goldpin audit: results of another tool, and what their numbers can and cannot support. */
#include "audit/audit.h"
#include "cli.h"

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const gp_output *o = a->options;
    gp_audit x;
    gp_code code = gp_audit_file(&a->mem, a->pos[0], &x, err);
    if (code) return code;
    if (o->json) gp_audit_json(&x, out);
    else gp_audit_markdown(&x, out);
    for (size_t i = 0; i < x.n; i++)
        if (x.findings[i].weight == GP_AUDIT_FAULT) a->exit_code = 1;
    return GP_OK;
}

const gp_command gp_cmd_audit = {
    .name = "audit",
    .usage = "FILE [options]",
    .summary = "what results of another tool can and cannot support",
    .opts = {{gp_json_opts, 0}},
    .options = sizeof(gp_output),
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .details =
        "FILE is what promptfoo eval -o writes, a log of inspect-ai as JSON, results_*.json or\n"
        "samples_*.jsonl of lm-evaluation-harness, or JSON of the harness of the published\n"
        "local-against-cloud comparisons. Bundles of goldpin are for goldpin verify.\n",
    .exits =
        "  0    no fault was found; doubts and notes are no faults\n  1    a fault was found\n  2    FILE is in no known form\n  3    the file system refused\n",
    .example = "  goldpin audit results.json > audit.md\n  goldpin audit samples_arc_easy.jsonl --json\n"};
