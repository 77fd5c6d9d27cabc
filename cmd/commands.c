/* commands.c - every command, in the order of help. */
#include "cli.h"

extern const gp_command gp_cmd_run, gp_cmd_diff, gp_cmd_bless, gp_cmd_report, gp_cmd_verify, gp_cmd_merge, gp_cmd_lint,
    gp_cmd_import, gp_cmd_plan, gp_cmd_topo, gp_cmd_doctor, gp_cmd_bench, gp_cmd_ppl, gp_cmd_ladder, gp_cmd_audit,
    gp_cmd_attest, gp_cmd_help;
extern const gp_command gp_cmd_history_add, gp_cmd_history_list, gp_cmd_history_trend;
extern const gp_command gp_cmd_init, gp_cmd_list, gp_cmd_show;
extern const gp_command gp_cmd_model_info, gp_cmd_model_estimate, gp_cmd_model_hash, gp_cmd_model_tokenize,
    gp_cmd_model_detokenize, gp_cmd_model_template, gp_cmd_model_logits, gp_cmd_model_score, gp_cmd_model_generate,
    gp_cmd_model_dequant;

const gp_command *const gp_commands[] = {&gp_cmd_init,
                                         &gp_cmd_list,
                                         &gp_cmd_show,
                                         &gp_cmd_run,
                                         &gp_cmd_diff,
                                         &gp_cmd_bless,
                                         &gp_cmd_report,
                                         &gp_cmd_verify,
                                         &gp_cmd_audit,
                                         &gp_cmd_attest,
                                         &gp_cmd_merge,
                                         &gp_cmd_history_add,
                                         &gp_cmd_history_list,
                                         &gp_cmd_history_trend,
                                         &gp_cmd_lint,
                                         &gp_cmd_import,
                                         &gp_cmd_plan,
                                         &gp_cmd_topo,
                                         &gp_cmd_doctor,
                                         &gp_cmd_bench,
                                         &gp_cmd_ppl,
                                         &gp_cmd_ladder,
                                         &gp_cmd_model_info,
                                         &gp_cmd_model_estimate,
                                         &gp_cmd_model_hash,
                                         &gp_cmd_model_tokenize,
                                         &gp_cmd_model_detokenize,
                                         &gp_cmd_model_template,
                                         &gp_cmd_model_logits,
                                         &gp_cmd_model_score,
                                         &gp_cmd_model_generate,
                                         &gp_cmd_model_dequant,
                                         &gp_cmd_help,
                                         NULL};
