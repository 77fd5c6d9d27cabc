/* report_world.h - one made-up run that the tests of manifest and reports share: two targets, every status, hostile
 * text. Nothing in it is measured. */
#ifndef GP_TESTS_REPORT_WORLD_H
#define GP_TESTS_REPORT_WORLD_H

#include <math.h>

#include "manifest/manifest.h"

#define HEX64(c) c c c c c c c c c c c c c c c c

static inline gp_sampling_spec world_no_sampling(void)
{
    return (gp_sampling_spec){.temperature = NAN, .top_p = NAN, .min_p = NAN, .repeat_penalty = NAN, .presence_penalty = NAN, .frequency_penalty = NAN, .top_k = -1, .max_tokens = -1};
}

static inline gp_manifest world_manifest(void)
{
    static const gp_manifest_suite suite[] = {{.name = GP_STR("smoke"), .version = GP_STR("1.0.0"), .license = GP_STR("Apache-2.0"), .description = GP_STR("Small tasks"),
                                              .digest = GP_STR(HEX64("5a5e")), .file = GP_STR("suites/smoke/suite.json"), .provenance = GP_STR("{\"generated\":true}"), .cases = 8, .selected = 6}};
    static gp_manifest_target target[2];
    static const gp_str stop[] = {GP_STR("\n\n")}, tags[] = {GP_STR("quick")};
    target[0] = (gp_manifest_target){
        .name = GP_STR("pocket"), .provider = GP_STR("local"), .model = GP_STR("pocket.gguf"), .claim = GP_STR("bitwise"), .claim_basis = GP_STR("own kernels, logits digest per trial"),
        .sampling = world_no_sampling(), .context = 512, .kv = GP_STR("f32"), .weights_sha256 = GP_STR(HEX64("b0b0")), .tensor_sha256 = GP_STR(HEX64("7e57")),
        .quantization = GP_STR("Q8_0"), .quantization_mix = GP_STR("Q8_0 x 57, F32 x 17"), .architecture = GP_STR("llama"), .model_name = GP_STR("pocket"), .weights_bytes = 2000000,
        .parameters = 1600000, .device = GP_STR("cpu-haswell"), .device_type = GP_STR("CPU"), .platform = GP_STR("Portable Computing Language"), .driver = GP_STR("3.1"),
        .dot_form = GP_STR("avx2"), .threads = 2, .binding = GP_STR("0,1"), .binding_status = GP_STR("enforced"), .pins = {.weights_sha256 = GP_STR(HEX64("b0b0")), .has_seed = true, .seed = 7},
        .price_input = NAN, .price_output = NAN};
    target[0].sampling.temperature = 0;
    target[0].sampling.max_tokens = 64;
    target[0].sampling.stop = stop;
    target[0].sampling.n_stop = 1;
    target[1] = (gp_manifest_target){
        .name = GP_STR("openai-any"), .provider = GP_STR("openai"), .model = GP_STR("any"), .base_url = GP_STR("http://127.0.0.1:8080/v1"), .claim = GP_STR("statistical"),
        .claim_basis = GP_STR("remote model"), .sampling = world_no_sampling(), .limits = {.connect_s = 10, .first_token_s = 60, .stall_s = 30, .total_s = 300}, .context = -1,
        .price_input = 0.5, .price_output = 1.5, .price_as_of = GP_STR("2026-11-01")};
    return (gp_manifest){.goldpin_version = GP_STR("0.1.0"), .build = GP_STR("gcc 12.2.0 -O2"), .libraries = GP_STR("libxml2 2.9.14"), .os = GP_STR("Debian GNU/Linux 12"),
                         .kernel = GP_STR("Linux 6.1"), .cpu = GP_STR("Example CPU"), .topology = GP_STR("1 package, 2 cores, 4 PUs"), .started_epoch = 1795168800, .seed = 7, .repeat = 1,
                         .jobs = 2, .limit = -1, .tags = tags, .n_tags = 1, .suites = suite, .n_suites = 1, .targets = target, .n_targets = 2, .trials = 12};
}

#endif
