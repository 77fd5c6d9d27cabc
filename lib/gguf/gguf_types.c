/* gguf_types.c - the numbers of types and what they mean. */
#include "gguf/gguf.h"

#include <strings.h>

/* Indexed by the number in the file; a hole has no name. 9 (Q8_1) and 15 (Q8_K) are formats of activations. */
static const gp_ggml_traits traits[] = {
    [GP_GGML_F32] = {"F32", 1, 4},
    [GP_GGML_F16] = {"F16", 1, 2},
    [GP_GGML_Q4_0] = {"Q4_0", 32, 18},
    [GP_GGML_Q4_1] = {"Q4_1", 32, 20},
    [GP_GGML_Q5_0] = {"Q5_0", 32, 22},
    [GP_GGML_Q5_1] = {"Q5_1", 32, 24},
    [GP_GGML_Q8_0] = {"Q8_0", 32, 34},
    [GP_GGML_Q2_K] = {"Q2_K", 256, 84},
    [GP_GGML_Q3_K] = {"Q3_K", 256, 110},
    [GP_GGML_Q4_K] = {"Q4_K", 256, 144},
    [GP_GGML_Q5_K] = {"Q5_K", 256, 176},
    [GP_GGML_Q6_K] = {"Q6_K", 256, 210},
    [GP_GGML_IQ2_XXS] = {"IQ2_XXS", 256, 66},
    [GP_GGML_IQ2_XS] = {"IQ2_XS", 256, 74},
    [GP_GGML_IQ3_XXS] = {"IQ3_XXS", 256, 98},
    [GP_GGML_IQ1_S] = {"IQ1_S", 256, 50},
    [GP_GGML_IQ4_NL] = {"IQ4_NL", 32, 18},
    [GP_GGML_IQ3_S] = {"IQ3_S", 256, 110},
    [GP_GGML_IQ2_S] = {"IQ2_S", 256, 82},
    [GP_GGML_IQ4_XS] = {"IQ4_XS", 256, 136},
    [GP_GGML_I8] = {"I8", 1, 1},
    [GP_GGML_I16] = {"I16", 1, 2},
    [GP_GGML_I32] = {"I32", 1, 4},
    [GP_GGML_I64] = {"I64", 1, 8},
    [GP_GGML_F64] = {"F64", 1, 8},
    [GP_GGML_IQ1_M] = {"IQ1_M", 256, 56},
    [GP_GGML_BF16] = {"BF16", 1, 2},
    [GP_GGML_TQ1_0] = {"TQ1_0", 256, 54},
    [GP_GGML_TQ2_0] = {"TQ2_0", 256, 66},
    [GP_GGML_MXFP4] = {"MXFP4", 32, 17},
    [GP_GGML_NVFP4] = {"NVFP4", 64, 36},
    [GP_GGML_Q1_0] = {"Q1_0", 128, 18},
    [GP_GGML_Q2_0] = {"Q2_0", 64, 18},
};

enum { N_TRAITS = sizeof traits / sizeof traits[0] };

gp_ggml_traits gp_ggml_traits_of(uint32_t type) { return type < N_TRAITS ? traits[type] : (gp_ggml_traits){0}; }

int gp_ggml_type_by_name(gp_str name)
{
    for (int i = 0; i < N_TRAITS; i++) {
        const char *have = traits[i].name;
        if (have && name.n && gp_str_c(have).n == name.n && strncasecmp(have, name.p, name.n) == 0) return i;
    }
    return -1;
}
