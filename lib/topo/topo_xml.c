/* topo_xml.c - take what identifies a machine out of hwloc's XML export.
 *
 * On the text and not on the topology, because hwloc lets nobody remove info attributes from a loaded one. A list of
 * names that may stay, and not of names that must go: the next version of hwloc may find new serial numbers. */
#include <string.h>

#include "topo/topo_int.h"

static const char *const harmless[] = {
    "Architecture",  "Backend",    "CPUFamilyNumber",      "CPUModel",         "CPUModelNumber", "CPUStepping",
    "CPUVendor",     "CoreType",   "FrequencyMaxMHz",      "FrequencyBaseMHz", "Inclusive",      "MemoryTier",
    "OSName",        "OSRelease",  "SyntheticDescription", "hwlocVersion",     "DMIProductName", "DMISysVendor",
    "LinuxCapacity", "SoC0Family", "CPURevision",
};

static bool stays(gp_str name)
{
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (gp_str_eqc(name, harmless[i])) return true;
    return false;
}

/* The value of name="..." inside a tag, or an empty string. */
static gp_str name_of(gp_str tag)
{
    size_t at = gp_str_find(tag, GP_STR(" name=\""));
    if (at == SIZE_MAX) return (gp_str){0};
    gp_str rest = {tag.p + at + 7, tag.n - at - 7};
    size_t end = gp_str_find(rest, GP_STR("\""));
    return end == SIZE_MAX ? (gp_str){0} : (gp_str){rest.p, end};
}

/* Offset behind the '>' that closes the tag at the start of `s`; a '>' inside quotes is text. */
static size_t tag_end(gp_str s)
{
    bool quoted = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') quoted = !quoted;
        else if (s.p[i] == '>' && !quoted) return i + 1;
    }
    return s.n;
}

/* Leave out the white space in front of what was removed, so that no empty line stays. */
static void drop_indent(gp_buf *out)
{
    while (out->n && (out->p[out->n - 1] == ' ' || out->p[out->n - 1] == '\n')) out->p[--out->n] = 0;
}

void gp_topo_scrub(gp_str xml, gp_buf *out)
{
    while (xml.n) {
        size_t at = gp_str_find(xml, GP_STR("<info "));
        if (at == SIZE_MAX) at = xml.n;
        gp_buf_put(out, xml.p, at);
        xml = (gp_str){xml.p + at, xml.n - at};
        size_t n = tag_end(xml);
        gp_str tag = {xml.p, n};
        if (xml.n && stays(name_of(tag))) gp_buf_str(out, tag);
        else if (xml.n) drop_indent(out);
        xml = (gp_str){xml.p + n, xml.n - n};
    }
}
