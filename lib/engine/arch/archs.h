/* archs.h - private to the engine: the table rows. A new architecture is a file engine/arch/NAME.c and a line in
 * archs.c. */
#ifndef GP_ENGINE_ARCH_ARCHS_H
#define GP_ENGINE_ARCH_ARCHS_H

#include "engine/arch.h"

extern const gp_arch gp_arch_llama, gp_arch_mistral3, gp_arch_smollm3, gp_arch_qwen2, gp_arch_qwen3, gp_arch_qwen3moe,
    gp_arch_gemma, gp_arch_gemma2, gp_arch_gemma3, gp_arch_phi3, gp_arch_gemma4, gp_arch_gpt_oss, gp_arch_gemma3n,
    gp_arch_qwen35, gp_arch_qwen35moe, gp_arch_qwen3next;

#endif
