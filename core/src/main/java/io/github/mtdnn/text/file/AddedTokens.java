package io.github.mtdnn.text.file;

import io.github.mtdnn.text.SpecialToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The {@code added_tokens} of a {@code tokenizer.json}: what is not split where a text has it. */
final class AddedTokens {
    private AddedTokens() {}

    /** The tokens of the model and, with the ids after them, those added that it lacks. */
    static List<String> tokens(JsonPart root) {
        JsonPart vocabulary = root.member("model").member("vocab");
        List<String> tokens =
                new ArrayList<>(Json.tokensById(vocabulary.source(), vocabulary.node()));
        List<JsonPart> added = new ArrayList<>(root.member("added_tokens").elements());
        added.sort(Comparator.comparingInt(token -> token.member("id").number()));
        for (JsonPart token : added) {
            JsonPart id = token.member("id");
            String content = token.member("content").text();
            if (id.number() == tokens.size()) {
                tokens.add(content);
            } else if (id.number() < 0
                    || id.number() > tokens.size()
                    || !tokens.get(id.number()).equals(content)) {
                throw id.unsupported(
                        "the id of \"%s\" in model.vocab, or the next free one, %d"
                                .formatted(content, tokens.size()));
            }
        }
        return tokens;
    }

    static List<SpecialToken> specials(JsonPart root) {
        List<SpecialToken> specials = new ArrayList<>();
        for (JsonPart token : root.member("added_tokens").elements()) {
            token.member("single_word").requireFlag(false);
            token.member("rstrip").requireFlag(false);
            specials.add(
                    new SpecialToken(
                            token.member("content").text(),
                            token.member("id").number(),
                            token.member("lstrip").flag(false)));
        }
        return specials;
    }
}
