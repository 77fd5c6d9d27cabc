/* archs.h - private to the engine: the table rows. A new architecture is a file arch_NAME.c, a line here and in archs.c. */
#ifndef GP_ENGINE_ARCHS_H
#define GP_ENGINE_ARCHS_H

#include "engine/arch.h"

extern const gp_arch gp_arch_llama;

#endif
