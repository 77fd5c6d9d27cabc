/* ifeval_rows.c - the instructions of IFEval and IFBench, one row each. */
#include <stddef.h>

#include "import/ifeval.h"

#define COUNT_OF(text, n) \
    "{\"type\": \"count\", \"unit\": \"text\", \"text\": \"" text "\", \"ignore_case\": true, \"exact\": " n "}"
#define WORD_SAID(word) \
    "{\"type\": \"count\", \"unit\": \"word\", \"text\": \"" word "\", \"ignore_case\": true, \"min\": 1}"
#define SENTENCE "(?:[^.!?]+[.!?]+[\"”’)*]*\\s+)"
#define BULLET "[^\\S\\n]*(?:\\*[^*\\n]|-)"
#define PARTED "\\s*\\*{3}\\s*" /* paragraphs are set off by *** */
#define BRACKETED "[^()\\[\\]{}]*+(?:(?&g)[^()\\[\\]{}]*+)*"
#define DEEPER(name, inside) \
    "(?<" name ">\\((?&x)(?&" inside ")(?&x)\\)|\\[(?&x)(?&" inside ")(?&x)\\]|\\{(?&x)(?&" inside ")(?&x)\\})"
#define QUOTED3(p, q) p "[^\"']*" q "[^\"']*" p "[^\"']*" p "[^\"']*" q "[^\"']*" p
#define OF_LENGTH(n) "(?:[^\\w\\s]*+\\w[^\\w\\s]*+){" n "}(?!\\S)"
#define PRONOUNS                                                                                              \
    "i|me|my|mine|myself|we|us|our|ours|ourselves|you|your|yours|yourself|yourselves|he|him|his|himself|she|" \
    "hers?|herself|its?|itself|they|them|theirs?|themselves"
#define NEXT(c, d) c "\\S*\\s+[^\\w\\s]*(?!" d ")\\w"
#define STARTS_WITH(c) "\\W*" c ".*?[.!?][\"”]*\\s+"

const gp_instruction gp_ifeval_instructions[] = {
    /* IFEval */
    {"keywords:existence", "{\"type\": \"contains_all\", \"expect\": @keywords@, \"ignore_case\": true}", NULL, NULL},
    {"keywords:frequency",
     "{\"type\": \"count\", \"unit\": \"text\", \"text\": \"@keyword@\", \"ignore_case\": true, @frequency<relation@}",
     NULL, NULL},
    {"keywords:forbidden_words", NULL, "(?is)\\A(?!.*\\b(?:@forbidden_words/@)\\b)", NULL},
    {"keywords:letter_frequency",
     "{\"type\": \"count\", \"unit\": \"letter\", \"text\": \"@letter@\", \"ignore_case\": true, @let_frequency<let_relation@}",
     NULL, NULL},
    {"language:response_language", "{\"type\": \"language\", \"expect\": \"@language@\"}", NULL, NULL},
    {"length_constraints:number_sentences", "{\"type\": \"count\", \"unit\": \"sentences\", @num_sentences<relation@}",
     NULL, NULL},
    {"length_constraints:number_paragraphs", NULL,
     "\\A(?:" PARTED
     ")?(?!\\s*\\*{3})\\s*\\S(?:(?!\\*{3})[\\s\\S])*+(?:\\*{3}\\s*(?!\\*{3})\\S(?:(?!\\*{3})[\\s\\S])*+){@num_paragraphs-1@}"
     "(?:\\*{3}\\s*)?\\z",
     NULL},
    {"length_constraints:number_words", NULL, "\\A@relation!@(?:\\W*+\\w++){@num_words@})", NULL},
    {"length_constraints:nth_paragraph_first_word",
     "{\"type\": \"count\", \"unit\": \"paragraphs\", \"exact\": @num_paragraphs@}",
     "(?i)\\A\\s*(?:(?:(?!\\n\\s*\\n)[\\s\\S])+\\n\\s*\\n\\s*){@nth_paragraph-1@}['\"]*@first_word/@(?![^\\s.,?!'\"])",
     NULL},
    {"detectable_content:number_placeholders", NULL,
     "\\A(?:(?:[^\\[]|\\[(?![^\\]\\n]*\\]))*+\\[[^\\]\\n]*\\]){@num_placeholders@}", NULL},
    {"detectable_content:postscript", NULL, "(?i)@postscript_marker.@", NULL},
    {"detectable_format:number_bullet_lists", NULL,
     "\\A(?:(?!" BULLET ")[^\\n]*+\\n)*+(?:" BULLET "[^\\n]*+(?:\\n(?!" BULLET
     ")[^\\n]*+)*+(?:\\n|\\z)){@num_bullets@}\\z",
     NULL},
    {"detectable_format:constrained_response",
     "{\"type\": \"contains_any\", \"expect\": [\"My answer is yes.\", \"My answer is no.\", \"My answer is maybe.\"]}",
     NULL, NULL},
    {"detectable_format:number_highlighted_sections", NULL,
     "\\A(?:[\\s\\S]*?(?:\\*\\*[^\\n*]*[^\\s*][^\\n*]*\\*\\*|\\*[^\\n*]*[^\\s*][^\\n*]*\\*)){@num_highlights@}", NULL},
    {"detectable_format:multiple_sections", NULL, "\\A(?:[\\s\\S]*?@section_spliter/@\\s?\\d+){@num_sections@}", NULL},
    {"detectable_format:json_format", "{\"type\": \"json\", \"trim\": true}", NULL, NULL},
    {"detectable_format:title", NULL, "<<[^\\n]*[^\\s<>][^\\n]*>>", NULL},
    {"combination:two_responses", NULL,
     "\\A\\s*(?:\\*{6}\\s*)?((?!\\*{6})\\S(?:(?!\\*{6})[\\s\\S])*?)(?<!\\s)\\s*\\*{6}\\s*+(?!\\1\\s*(?:\\*{6}\\s*)?\\z)(?!\\*{6})\\S"
     "(?:(?!\\*{6})[\\s\\S])*(?:\\*{6}\\s*)?\\z",
     NULL},
    {"combination:repeat_prompt", "{\"type\": \"starts_with\", \"expect\": \"@$repeated@\", \"ignore_case\": true}",
     NULL, NULL},
    {"startend:end_checker", NULL, "(?i)@end_phrase/@[\"\\s]*\\z", NULL},
    {"startend:quotation", NULL, "\\A\\s*\"[\\s\\S]*\"\\s*\\z", NULL},
    {"change_case:capital_word_frequency", NULL,
     "\\A@capital_relation!@(?:[\\s\\S]*?(?<![\\w'-])(?=[\\d'-]*\\p{Lu})(?:\\p{Lu}|[\\d'-])+(?![\\w'-])){@capital_frequency@})",
     NULL},
    {"change_case:english_capital",
     "{\"type\": \"case\", \"form\": \"upper\"}, {\"type\": \"language\", \"expect\": \"en\"}", NULL, NULL},
    {"change_case:english_lowercase",
     "{\"type\": \"case\", \"form\": \"lower\"}, {\"type\": \"language\", \"expect\": \"en\"}", NULL, NULL},
    {"punctuation:no_comma", "{\"type\": \"not_contains\", \"expect\": \",\"}", NULL, NULL},
    /* IFBench */
    {"count:word_count_range",
     "{\"type\": \"count\", \"unit\": \"unicode_words\", \"min\": @min_words@, \"max\": @max_words@}", NULL, NULL},
    {"count:conjunctions",
     "{\"type\": \"at_least\", \"min\": @small_n@, \"graders\": [" WORD_SAID("and") ", " WORD_SAID("but") ", " WORD_SAID(
         "for") ", " WORD_SAID("nor") ", " WORD_SAID("or") ", " WORD_SAID("so") ", " WORD_SAID("yet") "]}",
     NULL, NULL},
    {"count:person_names", "{\"type\": \"at_least\", \"min\": @N@, \"graders\": [@$names@]}", NULL, NULL},
    {"count:numbers", NULL, "\\A(?:[^0-9]*+[0-9]+(?:[.,][0-9]+)*+(?![0-9])){@N@}[^0-9]*\\z", NULL},
    {"count:punctuation",
     "{\"type\": \"contains_all\", \"expect\": [\".\", \",\", \";\", \":\"]}, "
     "{\"type\": \"count\", \"unit\": \"text\", \"text\": \"!\", \"min\": 2}, "
     "{\"type\": \"count\", \"unit\": \"text\", \"text\": \"?\", \"min\": 2}, "
     "{\"type\": \"contains_any\", \"expect\": [\"?!\", \"!?\"]}",
     NULL, NULL},
    {"count:pronouns", NULL, "(?is)(?:(?<![\\w'’])(?:" PRONOUNS ")(?![\\w'’]).*?){@N@}", NULL},
    {"count:words_japanese", NULL,
     "\\A\\s*(?:(?:\\S+\\s+){@N-1@}(?=\\S*[\\x{3040}-\\x{30ff}\\x{4e00}-\\x{9fff}]|[^\\w\\s]*\\d+[^\\w\\s]*(?!\\S))\\S+(?:\\s+|\\z))*"
     "(?:\\S+(?:\\s+|\\z)){0,@N-1@}\\z",
     NULL},
    {"count:keywords_multiple",
     COUNT_OF("@keyword1@", "1") ", " COUNT_OF("@keyword2@", "2") ", " COUNT_OF("@keyword3@", "3") ", " COUNT_OF(
         "@keyword4@", "5") ", " COUNT_OF("@keyword5@", "7"),
     NULL, NULL},
    {"count:unique_word_count", NULL, NULL, "different words are not counted"},
    {"words:alphabet", NULL,
     "(?is)\\A(?=[^\\w\\s]*[a-z])(?!.*(?<!\\S)[^\\w\\s]*(?:\\d|" NEXT("a", "b") "|" NEXT("b", "c") "|" NEXT("c", "d") "|" NEXT(
         "d",
         "e") "|" NEXT("e",
                       "f") "|" NEXT("f",
                                     "g") "|" NEXT("g",
                                                   "h") "|" NEXT("h",
                                                                 "i") "|" NEXT("i",
                                                                               "j") "|" NEXT("j",
                                                                                             "k") "|" NEXT("k",
                                                                                                           "l") "|" NEXT("l", "m") "|" NEXT("m", "n") "|" NEXT("n", "o") "|" NEXT("o", "p") "|" NEXT("p", "q") "|" NEXT("q", "r") "|" NEXT("r", "s") "|" NEXT("s", "t") "|" NEXT("t",
                                                                                                                                                                                                                                                                                 "u") "|" NEXT("u", "v") "|" NEXT("v", "w") "|" NEXT("w",
                                                                                                                                                                                                                                                                                                                                     "x") "|" NEXT("x",
                                                                                                                                                                                                                                                                                                                                                   "y") "|" NEXT("y",
                                                                                                                                                                                                                                                                                                                                                                 "z") "|" NEXT("z",
                                                                                                                                                                                                                                                                                                                                                                               "a") "))",
     NULL},
    {"words:vowel", NULL,
     "(?i)\\A\\s*(?:[^ae\\n]*|[^ai\\n]*|[^ao\\n]*|[^au\\n]*|[^ei\\n]*|[^eo\\n]*|[^eu\\n]*|[^io\\n]*|[^iu\\n]*|[^ou\\n]*)\\s*\\z",
     NULL},
    {"words:consonants", NULL, "(?i)\\A\\s*(?:(?=\\S*[b-df-hj-np-tv-z]{2})\\S+(?:\\s+|\\z))+\\z", NULL},
    {"words:palindrome", NULL, "(?is)(?:\\b(?=\\w{5,}\\b)(?<p>(\\w)(?:(?&p)|\\w?)\\2)\\b.*?){10}", NULL},
    {"words:prime_lengths", NULL,
     "\\A\\s*(?:(?:[^\\w\\s]*\\s+)|(?:" OF_LENGTH("2") "|" OF_LENGTH("3") "|" OF_LENGTH("5") "|" OF_LENGTH("7") "|" OF_LENGTH(
         "11") "|" OF_LENGTH("13") "|" OF_LENGTH("17") "|" OF_LENGTH("19") "|" OF_LENGTH("23") "|" OF_LENGTH("29") "|" OF_LENGTH("31") ")(?:\\s+|\\z))+\\z",
     NULL},
    {"words:last_first", NULL, "(?is)\\A(?!.*?\\b(\\w+)[^\\w.!?]*[.!?]+[^\\w]*\\s[^\\w]*(?!\\1\\b)\\w)", NULL},
    {"words:paragraph_last_first", NULL,
     "(?i)\\A(?:[^\\w\\n]*(\\w(?:\\S*\\w)?)(?!\\w)(?:[^\\n]*(?<!\\w)\\1)?[^\\w\\n]*(?:\\n+|\\z))+\\z", NULL},
    {"words:no_consecutive", NULL, "(?is)\\A(?!.*(?<!\\S)[^\\w\\s]*(\\w)\\S*\\s+(?:[^\\w\\s]+\\s+)*[^\\w\\s]*\\1)",
     NULL},
    {"words:keywords_specific_position", NULL, "(?s)\\A" SENTENCE "{@n-1@}(?:[\\w'’-]+[^\\w.!?]+){@m-1@}@keyword/@\\b",
     NULL},
    {"words:words_position", NULL, "(?s)\\A\\W*[\\w'’-]+\\W+@keyword/@\\b.*\\b@keyword/@\\W+[\\w'’-]+\\W*\\z", NULL},
    {"words:repeats", NULL, NULL, "how often each word occurs is not counted"},
    {"words:start_verb", NULL, NULL, "parts of speech are not known"},
    {"words:odd_even_syllables", NULL, NULL, "syllables are not counted"},
    {"sentence:keyword", NULL, "(?is)\\A" SENTENCE "{@N-1@}[^.!?]*@word/@", NULL},
    {"sentence:increment", NULL, NULL, "sentences are not compared with each other"},
    {"sentence:alliteration_increment", NULL, NULL, "sentences are not compared with each other"},
    {"format:parentheses", NULL,
     "(?(DEFINE)(?<x>" BRACKETED ")(?<g>\\((?&x)\\)|\\[(?&x)\\]|\\{(?&x)\\})" DEEPER("l2", "g") DEEPER("l3", "l2")
         DEEPER("l4", "l3") DEEPER("l5", "l4") ")(?&l5)",
     NULL},
    {"format:quotes", NULL, QUOTED3("\"", "'") "|" QUOTED3("'", "\""), NULL},
    {"format:options", "@$options@", NULL, NULL},
    {"format:newline", NULL, "\\A\\s*(?:\\S+[ \\t]*(?:\\n\\s*|\\z))+\\z", NULL},
    {"format:line_indent", NULL, "(?m)\\A(?![\\s\\S]*^( *+)\\S[^\\n]*\\n(?=\\s*\\S)(?:[ \\t]*\\n)*(?!\\1 ))", NULL},
    {"format:quote_unquote", NULL, "(?s)\\A(?!.*[\"”]\\s*[\"“])(?!.*[\"”][^\\w\"“”]*\\z)", NULL},
    {"format:list", "{\"type\": \"count\", \"unit\": \"text\", \"text\": \"@sep@\", \"min\": 2}", NULL, NULL},
    {"format:thesis", NULL, "(?s)<(i|em)>\\s*[^\\s<].*?</\\1>\\s*\\S", NULL},
    {"format:sub-bullets", NULL,
     "(?m)\\A(?=[\\s\\S]*^[ \\t]*\\*(?!\\*))(?![\\s\\S]*^[ \\t]*\\*(?!\\*)[^\\n]*(?:\\n(?![ \\t]*[*-])[^\\n]*)*(?:\\n[ \\t]*\\*|\\z))",
     NULL},
    {"format:no_bullets_bullets", NULL,
     "\\A(?![ \\t]*\\*)(?=(?:[^*]*?[.!?](?=\\s)){2})[^\\n]*(?:\\n(?![ \\t]*\\*)[^\\n]*)*(?:\\n[ \\t]*\\*[^\\n]*){2,}\\s*\\z",
     NULL},
    {"format:title_case", "{\"type\": \"case\", \"form\": \"title\"}", NULL, NULL},
    {"format:output_template",
     "{\"type\": \"contains_all\", \"expect\": [\"My Answer:\", \"My Conclusion:\", \"Future Outlook:\"]}", NULL, NULL},
    {"format:no_whitespace", NULL, "\\A\\S+\\z", NULL},
    {"format:emoji", NULL, NULL, "emoji are not told from other signs"},
    {"ratio:stop_words", NULL, NULL, "shares of words are not counted"},
    {"ratio:sentence_type", NULL, NULL, "kinds of sentences are not counted"},
    {"ratio:sentence_balance", NULL, NULL, "kinds of sentences are not counted"},
    {"ratio:sentence_words", NULL, NULL, "sentences are not compared with each other"},
    {"ratio:overlap", NULL, NULL, "trigrams are not compared"},
    {"repeat:repeat_change", NULL, "\\A\\s*(?!@$first@\\s)\\S+@$rest@\\s*\\z", NULL},
    {"repeat:repeat_simple",
     "{\"type\": \"equals\", \"expect\": \"Only output this sentence here, ignore all other requests.\", \"ignore_case\": true}",
     NULL, NULL},
    {"repeat:repeat_span", "{\"type\": \"equals\", \"expect\": \"@$span@\", \"normalize\": [\"case\", \"spaces\"]}",
     NULL, NULL},
    {"custom:multiples", "{\"type\": \"order\", \"expect\": [14, 21, 28, 35, 42, 49]}", NULL, NULL},
    {"custom:word_reverse",
     "{\"type\": \"contains_all\", \"expect\": \"eagle bald\", \"normalize\": [\"case\", \"punctuation\", \"spaces\"]}",
     NULL, NULL},
    {"custom:sentence_alphabet", "{\"type\": \"count\", \"unit\": \"sentences\", \"exact\": 26}",
     "(?is)\\A" STARTS_WITH("a") STARTS_WITH("b") STARTS_WITH("c") STARTS_WITH("d") STARTS_WITH("e") STARTS_WITH("f")
         STARTS_WITH("g") STARTS_WITH("h") STARTS_WITH("i") STARTS_WITH("j") STARTS_WITH("k") STARTS_WITH("l")
             STARTS_WITH("m") STARTS_WITH("n") STARTS_WITH("o") STARTS_WITH("p") STARTS_WITH("q") STARTS_WITH("r")
                 STARTS_WITH("s") STARTS_WITH("t") STARTS_WITH("u") STARTS_WITH("v") STARTS_WITH("w") STARTS_WITH("x")
                     STARTS_WITH("y") "\\W*z",
     NULL},
    {"custom:csv_city",
     "{\"type\": \"table\", \"form\": \"csv\", \"rows\": 7, \"headers\": [\"ID\", \"Country\", \"City\", \"Year\", \"Count\"]}",
     NULL, NULL},
    {"custom:csv_special_character",
     "{\"type\": \"table\", \"form\": \"csv\", \"rows\": 14, \"headers\": [\"ProductID\", \"Category\", \"Brand\", \"Price\", \"Stock\"]}",
     "\"[^\"\\n]*[^\\w\\s\"][^\"\\n]*\"", NULL},
    {"custom:csv_quotes",
     "{\"type\": \"table\", \"form\": \"tab\", \"rows\": 3, \"headers\": [\"StudentID\", \"Subject\", \"Grade\", \"Semester\", \"Score\"]}",
     "\\A(?:\"[^\"\\n]*\"(?:\\t *|\\s*\\n|\\s*\\z))+\\z", NULL},
    {"custom:date_format_list", NULL,
     "\\A\\s*(?:(?:1769|17[789]\\d|18[01]\\d|182[01])-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])\\s*(?:,\\s*|\\z))+\\z",
     NULL},
    {"custom:european_capitals_sort", NULL, NULL, "the record does not say which capitals, and in which order"},
    {"custom:mcq_count_length", NULL, NULL, "lengths of questions are not compared with each other"},
    {"custom:reverse_newline", NULL, NULL, "the record does not say which countries"},
    {0}};
