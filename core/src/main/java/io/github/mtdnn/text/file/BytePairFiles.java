package io.github.mtdnn.text.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mtdnn.text.BytePairVocabulary;
import java.nio.file.Path;

/**
 * Reads a byte-level BPE vocabulary from its two files: {@code vocab.json} and {@code merges.txt},
 * or {@code encoder.json} and {@code vocab.bpe} as GPT-2 was published.
 */
public final class BytePairFiles {
    private BytePairFiles() {}

    /** Reads both files. */
    public static BytePairVocabulary read(Path vocabulary, Path merges) {
        return parse(
                vocabulary.toString(),
                TokenizerFile.read(vocabulary).text(),
                merges.toString(),
                TokenizerFile.read(merges).text());
    }

    /**
     * Reads both files, and the {@code dict.txt} by which the RoBERTa of fairseq numbers the pieces
     * of GPT-2.
     */
    public static BytePairVocabulary read(Path vocabulary, Path merges, Path dictionary) {
        return read(vocabulary, merges)
                .inOrderOf(dictionary.toString(), TokenizerFile.read(dictionary).text());
    }

    /** Takes a vocabulary from the text of its files, for files that do not lie on a local disk. */
    public static BytePairVocabulary parse(
            String vocabularySource, String vocabulary, String mergesSource, String merges) {
        JsonNode ids = Json.parse(vocabularySource, vocabulary);
        return new BytePairVocabulary(
                vocabularySource,
                Json.tokensById(vocabularySource, ids),
                BytePairVocabulary.parseMerges(mergesSource, merges));
    }
}
