/* chain.h - chain.json: what the files of a bundle were when its run had ended, and where its trials come from.
 *
 * The journal is chained from line to line (transcript/transcript.h); this file holds both ends: the origin, whose digest
 * its first line names, and the digest of the last line. So whoever keeps this file's digest, or signs it, keeps all of
 * the evidence. Two runs that say the same have the same results.json, and another chain.json. */
#ifndef GP_MANIFEST_CHAIN_H
#define GP_MANIFEST_CHAIN_H

#include "manifest/manifest.h"

typedef struct gp_chain {   /* digests are SHA-256, hex */
    gp_str manifest_sha256; /* of manifest.json */
    gp_str topology_sha256; /* of topology.xml */
    gp_str origin;          /* what the chain begins with, as gp_manifest_origin_text writes it */
    int64_t lines;          /* of transcripts.jsonl */
    gp_str last;            /* digest of the last of them, which holds that of the line before, and so on */
    gp_str evidence_sha256; /* of evidence.jsonl; empty: there is none */
    gp_str inputs_sha256;   /* of the files in inputs/, as gp_bundle_digest makes it */
    gp_str results_sha256;  /* of results.json */
} gp_chain;

void gp_chain_write(const gp_chain *c, gp_buf *out); /* indented JSON with a final line feed */
gp_code gp_chain_read(gp_arena *a, const char *path, gp_chain *out, gp_err *err) GP_MUST_CHECK;
void gp_chain_schema(gp_buf *out); /* what lib/manifest/schema/chain.schema.json holds */

#endif
