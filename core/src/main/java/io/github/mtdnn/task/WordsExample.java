package io.github.mtdnn.task;

import java.util.List;

/**
 * A sentence that is split into words.
 *
 * @param words in their order
 * @param tags of the words as the raw data spells them; empty where they are not known
 */
public record WordsExample(String uid, List<String> words, List<String> tags) implements Example {
    public WordsExample {
        words = List.copyOf(words);
        tags = List.copyOf(tags);
    }

    @Override
    public WordsExample withUid(String other) {
        return new WordsExample(other, words, tags);
    }
}
