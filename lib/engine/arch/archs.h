/* archs.h - private to the engine: the list of architectures. A new one is a row gp_arch_NAME in a file of engine/arch and its
 * NAME here. */
#ifndef GP_ENGINE_ARCH_ARCHS_H
#define GP_ENGINE_ARCH_ARCHS_H

#include "engine/arch.h"

/* X(name in C, name in files) */
#define GP_ARCHS(X)                     \
    X(llama, "llama")                   \
    X(mistral3, "mistral3")             \
    X(mistral4, "mistral4")             \
    X(smollm3, "smollm3")               \
    X(qwen2, "qwen2")                   \
    X(qwen2moe, "qwen2moe")             \
    X(qwen2vl, "qwen2vl")               \
    X(qwen3, "qwen3")                   \
    X(qwen3moe, "qwen3moe")             \
    X(qwen3vl, "qwen3vl")               \
    X(qwen3vlmoe, "qwen3vlmoe")         \
    X(qwen3next, "qwen3next")           \
    X(qwen35, "qwen35")                 \
    X(qwen35moe, "qwen35moe")           \
    X(gemma, "gemma")                   \
    X(gemma2, "gemma2")                 \
    X(gemma3, "gemma3")                 \
    X(gemma3n, "gemma3n")               \
    X(gemma4, "gemma4")                 \
    X(phi3, "phi3")                     \
    X(phimoe, "phimoe")                 \
    X(gpt_oss, "gpt-oss")               \
    X(deepseek2, "deepseek2")           \
    X(llama4, "llama4")                 \
    X(muse_glimmer, "muse-glimmer")     \
    X(glm4, "glm4")                     \
    X(glm4moe, "glm4moe")               \
    X(lfm2, "lfm2")                     \
    X(lfm2moe, "lfm2moe")               \
    X(granite, "granite")               \
    X(granitemoe, "granitemoe")         \
    X(granitehybrid, "granitehybrid")   \
    X(granite_swa, "granite_swa")       \
    X(mamba2, "mamba2")                 \
    X(nemotron, "nemotron")             \
    X(nemotron_h, "nemotron_h")         \
    X(nemotron_h_moe, "nemotron_h_moe") \
    X(falcon_h1, "falcon-h1")           \
    X(olmo, "olmo")                     \
    X(olmo2, "olmo2")                   \
    X(olmoe, "olmoe")                   \
    X(seed_oss, "seed_oss")             \
    X(ernie4_5, "ernie4_5")             \
    X(ernie4_5_moe, "ernie4_5-moe")     \
    X(exaone4, "exaone4")               \
    X(exaone_moe, "exaone-moe")         \
    X(hunyuan_dense, "hunyuan-dense")   \
    X(hunyuan_moe, "hunyuan-moe")       \
    X(hy_v3, "hy_v3")                   \
    X(command_r, "command-r")           \
    X(cohere2, "cohere2")               \
    X(cohere2moe, "cohere2moe")         \
    X(apertus, "apertus")               \
    X(bailingmoe2, "bailingmoe2")       \
    X(dots1, "dots1")                   \
    X(minimax_m2, "minimax-m2")         \
    X(laguna, "laguna")                 \
    X(mellum, "mellum")                 \
    X(stablelm, "stablelm")             \
    X(starcoder2, "starcoder2")         \
    X(internlm2, "internlm2")           \
    X(arcee, "arcee")                   \
    X(minicpm, "minicpm")               \
    X(minicpm3, "minicpm3")             \
    X(nanbeige, "nanbeige")             \
    X(spark2_5, "spark2_5")             \
    X(bitnet, "bitnet")

#define GP_ARCH_DECLARE(id, name) extern const gp_arch gp_arch_##id;
GP_ARCHS(GP_ARCH_DECLARE)
#undef GP_ARCH_DECLARE

#endif
