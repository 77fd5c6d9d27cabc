/* archs.c - the table of architectures. */
#include "engine/arch/archs.h"

#define ROW(id, name) &gp_arch_##id,
static const gp_arch *const table[] = {GP_ARCHS(ROW)};
#define LISTED(id, name) ", " name
static const char listed[] = GP_ARCHS(LISTED);

const gp_arch *gp_arch_find(gp_str name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (gp_str_eqc(name, table[i]->name)) return table[i];
    return NULL;
}

const char *gp_engine_architectures(void) { return listed + 2; }
