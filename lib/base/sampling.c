/* sampling.c - the table of sampling parameters. */
#include "base/sampling.h"

#define S gp_sampling_spec

static const gp_field fields[] = {
    GP_FIELD(REAL, "temperature", S, temperature, GP_RANGE(0, 100), .doc = "0 is greedy decoding.",
             .schema = "{\"examples\": [0]}"),
    GP_FIELD(REAL, "top_p", S, top_p, GP_RANGE(0, 1), .label = "top-p",
             .doc = "Nucleus sampling: share of the probability mass that is kept; 0 keeps the likeliest token alone, "
                    "1 all."),
    GP_FIELD(INT, "top_k", S, top_k, GP_RANGE(0, INT32_MAX), .label = "top-k",
             .doc = "Number of most likely tokens that are kept; 0 keeps all."),
    GP_FIELD(REAL, "min_p", S, min_p, GP_RANGE(0, 1), .label = "min-p",
             .doc = "Tokens less likely than this share of the most likely one are dropped."),
    GP_FIELD(REAL, "repeat_penalty", S, repeat_penalty, GP_RANGE(0.01, 100), .label = "repetition penalty",
             .doc = "Divides the logits of tokens that occurred; 1 does nothing."),
    GP_FIELD(REAL, "presence_penalty", S, presence_penalty, GP_RANGE(-100, 100), .label = "presence penalty",
             .doc = "Subtracted once from the logits of tokens that occurred."),
    GP_FIELD(REAL, "frequency_penalty", S, frequency_penalty, GP_RANGE(-100, 100), .label = "frequency penalty",
             .doc = "Subtracted from the logits of tokens per occurrence."),
    GP_FIELD(INT, "max_tokens", S, max_tokens, GP_RANGE(1, INT32_MAX), .label = "at most (tokens)",
             .doc = "Most tokens that one reply may have.", .schema = "{\"examples\": [64]}"),
    /* Later parameters stand here, with GP_OPTIONAL. "stop" is the last: gp_sampling_numbers ends before it. */
    GP_FIELD_LISTED(STRS, "stop", S, stop, n_stop, .flags = GP_FILLED | GP_BARE,
                    .doc = "Strings that end a reply; they are not part of it. An empty list takes back what was given "
                           "more generally.",
                    .schema = "{\"examples\": [[\"\\n\"]]}"),
};

const gp_record gp_sampling_asked = GP_RECORD(S, fields, "sampling", .def = "sampling", .flags = GP_OPTIONAL);
const gp_record gp_sampling_given = GP_RECORD(S, fields, "sampling", .flags = GP_OPTIONAL | GP_TOLD);
const gp_record gp_sampling_listed = GP_RECORD(S, fields, "the settings", .flags = GP_OPTIONAL | GP_QUOTED);
const gp_record gp_sampling_told = GP_RECORD(S, fields, "sampling", .flags = GP_TOLD);
const gp_record gp_sampling_numbers = {
    .what = "sampling", .fields = fields, .n = sizeof fields / sizeof *fields - 1, .size = sizeof(S), .flags = GP_TOLD};

gp_sampling_spec gp_sampling_none(void)
{
    gp_sampling_spec s = {0};
    gp_record_init(&gp_sampling_told, &s);
    return s;
}

gp_sampling_spec gp_sampling_merge(const gp_sampling_spec *of_case, const gp_sampling_spec *of_target)
{
    gp_sampling_spec s = *of_case;
    gp_record_merge(&gp_sampling_told, of_target, &s);
    return s;
}
