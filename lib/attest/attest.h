/* attest.h - statements about a bundle in forms that other tools read, and envelopes that sign them.
 *
 * The subject of every statement is the bundle: the SHA-256 of its SHA256SUMS, which covers every other file. A statement
 * lies outside the bundle, so that signing changes nothing in it.
 *
 *   test-result  in-toto Statement v1 with predicate test-result v0.1: the gate's verdict and the trials by outcome
 *   eval-result  in-toto Statement v1 with the draft predicate eval-result v0.1 (attestation pull request 575 as of
 *                2026-09-28): for one local target, whose model the draft wants to be named by its digest
 *   vsa          in-toto Statement v1 with SLSA's verification summary v1: the gate as a policy over the bundle
 *   model-card   CycloneDX 1.7: every target as a machine-learning-model with pass rate, mean score and their intervals
 *
 * DSSE (secure-systems-lab/dsse, protocol v1): what is signed is PAE(type, payload), "DSSEv1", then both with their lengths
 * in bytes, a space between. Signatures that are made are Ed25519 (RFC 8032); ECDSA over the
 * curves P-256, P-384 and P-521 with SHA-256, SHA-384 and SHA-512, as other signers make them, is checked too. A key's id is the SHA-256 of its public key as DER
 * SubjectPublicKeyInfo, in hexadecimal. */
#ifndef GP_ATTEST_ATTEST_H
#define GP_ATTEST_ATTEST_H

#include "base/sha256.h"
#include "report/results.h"

#define GP_INTOTO_PAYLOAD "application/vnd.in-toto+json"
#define GP_CYCLONEDX_PAYLOAD "application/vnd.cyclonedx+json"

typedef struct gp_attested { /* what is stated; borrowed */
    const gp_results *results;
    const gp_manifest *manifest;
    char subject[GP_SHA256_HEX]; /* gp_attest_subject */
    bool reproduced;             /* all local trials were asked again and were bitwise the same */
    bool all_reproduced;         /* and the run has no other trials */
    int64_t verified_epoch;      /* when the bundle was verified */
} gp_attested;

/* The digest of the bundle in this folder. Errors: as of gp_sha256_file. */
gp_code gp_attest_subject(const char *bundle, char out[GP_SHA256_HEX], gp_err *err) GP_MUST_CHECK;

gp_code gp_attest_test_result(const gp_attested *x, gp_buf *out, gp_err *err) GP_MUST_CHECK;
/* Of target number i; false: it has no weights of its own that could be named. */
bool gp_attest_eval_result(const gp_attested *x, size_t i, gp_buf *out);
void gp_attest_vsa(const gp_attested *x, gp_buf *out);
void gp_attest_model_card(const gp_attested *x, gp_buf *out);

/* --- envelopes --- */

void gp_dsse_pae(gp_str type, gp_str payload, gp_buf *out);
/* An envelope; key: a file with an Ed25519 private key as PEM, or NULL: without a signature, for another signer. Errors:
 * GP_E_INPUT where the file holds no such key. */
gp_code gp_dsse_wrap(gp_arena *a, const char *type, gp_str payload, const char *key, gp_buf *out,
                     gp_err *err) GP_MUST_CHECK;

typedef struct gp_dsse {
    gp_str type, payload; /* in the arena */
    gp_str signed_by;     /* ids of its signatures' keys, with ", " between; empty: it has none */
    bool good;            /* a signature is that of the key over this payload */
} gp_dsse;
/* Open an envelope, or the one in a sigstore bundle; key: a file with an Ed25519 or EC public key as PEM, or NULL: nothing is checked, and nothing is good.
 * Errors: GP_E_INPUT (no envelope, no key; located). */
gp_code gp_dsse_open(gp_arena *a, const char *path, const char *key, gp_dsse *out, gp_err *err) GP_MUST_CHECK;

#endif
