/* xml_walk.h - a document that must be well-formed, and its elements one after the other. */
#ifndef GP_TESTS_XML_WALK_H
#define GP_TESTS_XML_WALK_H

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "t.h"

static inline xmlDoc *well_formed(gp_str text)
{
    xmlDoc *doc = xmlReadMemory(text.p, (int)text.n, "page", NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_HUGE);
    if (!doc) fail_msg("not well-formed: %s", xmlGetLastError() ? xmlGetLastError()->message : "?");
    return doc;
}

/* The element behind e in the order of the document; NULL behind the last. */
static inline xmlNode *next_element(xmlNode *e)
{
    do {
        if (e->children) e = e->children;
        else {
            while (e && !e->next) e = e->parent && e->parent->type == XML_ELEMENT_NODE ? e->parent : NULL;
            e = e ? e->next : NULL;
        }
    } while (e && e->type != XML_ELEMENT_NODE);
    return e;
}

/* Of e, or "" where it has none; good until the document is freed. */
static inline const char *attribute_of(xmlNode *e, const char *name)
{
    for (xmlAttr *p = e->properties; p; p = p->next)
        if (strcmp((const char *)p->name, name) == 0) return p->children ? (const char *)p->children->content : "";
    return "";
}

static inline bool is_element(xmlNode *e, const char *name) { return strcmp((const char *)e->name, name) == 0; }

#endif
