package io.github.mtdnn.text.file;

import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.SpecialToken;
import io.github.mtdnn.text.Vocabulary;
import java.util.List;

/** A {@code tokenizer.json} of BERT's kind. */
final class WordPieceJson {
    private static final int MAX_WORD_LENGTH = 100;

    private WordPieceJson() {}

    static BertTokenizer tokenizer(JsonPart root) {
        JsonPart model = root.member("model");
        model.member("unk_token").requireText(Vocabulary.UNKNOWN);
        model.member("continuing_subword_prefix").requireText("##");
        JsonPart longest = model.member("max_input_chars_per_word");
        if (longest.number() != MAX_WORD_LENGTH) {
            throw longest.unsupported(Integer.toString(MAX_WORD_LENGTH));
        }
        root.member("pre_tokenizer").member("type").requireText("BertPreTokenizer");
        if (!root.member("post_processor").isAbsent()) {
            PostProcessor.requireBert(root.member("post_processor"));
        }

        List<String> tokens = AddedTokens.tokens(root);
        for (JsonPart added : root.member("added_tokens").elements()) {
            // It would be looked for in the normalised text.
            added.member("normalized").requireFlag(false);
        }
        List<SpecialToken> specials = AddedTokens.specials(root);
        return new BertTokenizer(
                Vocabulary.of(tokens), normalization(root.member("normalizer")), specials);
    }

    private static Normalization normalization(JsonPart normalizer) {
        normalizer.member("type").requireText("BertNormalizer");
        normalizer.member("clean_text").requireFlag(true);
        boolean lowersCase = normalizer.member("lowercase").flag(true);
        return new Normalization(
                lowersCase,
                normalizer.member("strip_accents").flag(lowersCase),
                normalizer.member("handle_chinese_chars").flag(true));
    }
}
