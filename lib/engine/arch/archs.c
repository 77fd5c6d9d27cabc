/* archs.c - the table of architectures. */
#include "engine/arch/archs.h"

static const gp_arch *const table[] = {&gp_arch_llama,     &gp_arch_mistral3, &gp_arch_smollm3,   &gp_arch_qwen2,
                                       &gp_arch_qwen3,     &gp_arch_qwen3moe, &gp_arch_qwen3next, &gp_arch_qwen35,
                                       &gp_arch_qwen35moe, &gp_arch_gemma,    &gp_arch_gemma2,    &gp_arch_gemma3,
                                       &gp_arch_gemma3n,   &gp_arch_gemma4,   &gp_arch_phi3,      &gp_arch_gpt_oss};

const gp_arch *gp_arch_find(gp_str name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (gp_str_eqc(name, table[i]->name)) return table[i];
    return NULL;
}

const char *gp_engine_architectures(void)
{
    return "llama, mistral3, smollm3, qwen2, qwen3, qwen3moe, qwen3next, qwen35, qwen35moe, gemma, gemma2, gemma3, gemma3n, gemma4, phi3, gpt-oss";
}
