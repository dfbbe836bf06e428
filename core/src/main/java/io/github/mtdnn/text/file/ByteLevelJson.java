package io.github.mtdnn.text.file;

import io.github.mtdnn.text.ByteLevelTokenizer;
import io.github.mtdnn.text.BytePairVocabulary;
import io.github.mtdnn.text.BytePairVocabulary.Merge;
import java.util.ArrayList;
import java.util.List;

/** A {@code tokenizer.json} of GPT-2's and RoBERTa's kind. */
final class ByteLevelJson {
    private ByteLevelJson() {}

    static ByteLevelTokenizer tokenizer(JsonPart root) {
        JsonPart model = root.member("model");
        JsonPart dropout = model.member("dropout");
        if (!dropout.isAbsent() && dropout.node().asDouble(1) != 0) {
            throw dropout.unsupported("null");
        }
        model.member("continuing_subword_prefix").requireText("");
        model.member("end_of_word_suffix").requireText("");
        model.member("byte_fallback").requireFlag(false);
        model.member("ignore_merges").requireFlag(false);
        JsonPart normalizer = root.member("normalizer");
        if (!normalizer.isAbsent()) {
            throw normalizer.unsupported("null");
        }
        JsonPart preTokenizer = root.member("pre_tokenizer");
        preTokenizer.member("type").requireText("ByteLevel");
        preTokenizer.member("use_regex").requireFlag(true);
        if (!root.member("post_processor").isAbsent()) {
            PostProcessor.requireByteLevel(root.member("post_processor"));
        }

        BytePairVocabulary vocabulary =
                new BytePairVocabulary(
                        root.source(), AddedTokens.tokens(root), merges(model.member("merges")));
        return new ByteLevelTokenizer(
                vocabulary,
                preTokenizer.member("add_prefix_space").flag(true),
                AddedTokens.specials(root));
    }

    /** Merges are written {@code "a b"}, since 2024 also {@code ["a", "b"]}. */
    private static List<Merge> merges(JsonPart list) {
        List<Merge> merges = new ArrayList<>();
        for (JsonPart merge : list.elements()) {
            if (merge.node().isArray() && merge.node().size() == 2) {
                List<JsonPart> pair = merge.elements();
                merges.add(new Merge(pair.get(0).text(), pair.get(1).text()));
            } else {
                String where = "%s: %s".formatted(merge.source(), merge.path());
                merges.add(BytePairVocabulary.parseMerge(where, merge.text()));
            }
        }
        return merges;
    }
}
