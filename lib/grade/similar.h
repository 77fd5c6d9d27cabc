/* similar.h - how alike two texts are, by measures that people publish. Internal to lib/grade.
 *
 * Each is a number in [0,1], 1 for equal texts. Two texts that both lack what is counted are alike by levenshtein and
 * token_f1 (1), and not by the others (0). Nothing but + - * / and square roots makes them, so they have the same bits
 * everywhere.
 *
 * - rouge_l: ROUGE-L (Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries") with beta 1: with L the longest
 *   common subsequence of tokens, P = L / tokens of the answer, R = L / tokens of the reference, F1 = 2PR / (P + R).
 *   Tokens are GP_TOKEN of unicode/pieces.h in lower case; over ASCII these are those of the package rouge-score,
 *   without its stemmer.
 * - bleu: BLEU of one sentence (Papineni et al. 2002, "BLEU: a Method for Automatic Evaluation of Machine Translation"),
 *   orders 1 to 4, tokens as of mteval-v13a (Post 2018, "A Call for Clarity in Reporting BLEU Scores"). An order without
 *   a match counts as 1/2, 1/4, ... match (NIST's smoothing, "exp"); orders longer than the answer are left out; the
 *   brevity penalty is exp(1 - r/c). Not taken over from that tokenizer: entities, <skipped>, hyphens at line ends.
 * - chrf: chrF (Popovic 2015, "chrF: character n-gram F-score for automatic MT evaluation"), n 1 to 6, beta 2, over code
 *   points without white space. Precision and recall are means over the orders that both texts have.
 * - levenshtein: 1 - d / length of the longer, d the least number of code points inserted, deleted or replaced
 *   (Levenshtein 1966; computed as Hyyro 2003 has it, many cells of a column in one word).
 * - token_f1: F1 of the bags of tokens (Rajpurkar et al. 2016, "SQuAD: 100,000+ Questions for Machine Comprehension of
 *   Text"): lower case, without punctuation (Unicode P, and ASCII's symbols), without the words a, an, the, split at white
 *   space; letters of scripts without spaces are tokens of their own. Two empty bags are alike. */
#ifndef GP_GRADE_SIMILAR_H
#define GP_GRADE_SIMILAR_H

#include "base/str.h"

typedef enum gp_measure { GP_ROUGE_L, GP_BLEU, GP_CHRF, GP_LEVENSHTEIN, GP_TOKEN_F1, GP_MEASURES } gp_measure;
extern const char *const gp_measure_names[GP_MEASURES];

enum { GP_REFERENCE_MAX = 65536 }; /* bytes of a reference, which bounds the memory */

/* Time is linear in the answer, for a given reference. GP_E_INFRA where rouge_l or levenshtein of a long answer and a
 * long reference would take more than some seconds. */
gp_code gp_similar(gp_arena *a, gp_measure m, gp_str answer, gp_str reference, double *out, gp_err *err) GP_MUST_CHECK;

#endif
