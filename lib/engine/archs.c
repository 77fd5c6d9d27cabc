/* archs.c - the table of architectures. */
#include "engine/archs.h"

static const gp_arch *const table[] = {&gp_arch_llama};

const gp_arch *gp_arch_find(gp_str name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (gp_str_eqc(name, table[i]->name)) return table[i];
    return NULL;
}

const char *gp_engine_architectures(void) { return "llama"; }
