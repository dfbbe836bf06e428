package io.github.mtdnn.text.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.ByteLevelTokenizer;
import io.github.mtdnn.text.BytePairVocabulary;
import io.github.mtdnn.text.BytePairVocabulary.Merge;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.Tokenizer;
import io.github.mtdnn.text.Vocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerJsonTest {
    private static final Path SHARED =
            Path.of(System.getProperty("mtdnn.root", "."), "..", "shared").normalize();

    private final String bert =
            TokenizerJsonWriter.wordPiece(
                    Vocabulary.of(
                            "[PAD]",
                            "[UNK]",
                            "[CLS]",
                            "[SEP]",
                            "[MASK]",
                            "un",
                            "##able",
                            "caf\u00e9",
                            "Un"),
                    Normalization.CASED);
    private final String gpt2 = TokenizerJsonWriter.byteLevel(byteLevelVocabulary(), false);

    @Test
    void readsWordPieceWithTheCaseThatTheFileNames() {
        assertThat(TokenizerJson.parse("t.json", bert).tokenize("Unable caf\u00e9[MASK]"))
                .containsExactly("Un", "##able", "caf\u00e9", "[MASK]");
        String uncased = bert.replace("\"lowercase\":false", "\"lowercase\":true");
        assertThat(TokenizerJson.parse("t.json", uncased).tokenize("UNABLE CAF\u00c9"))
                .containsExactly("un", "##able", "caf\u00e9");
        // Accents go with upper case where the file does not say.
        String byDefault = uncased.replace("\"strip_accents\":false", "\"strip_accents\":null");
        assertThat(TokenizerJson.parse("t.json", byDefault).tokenize("caf\u00e9"))
                .containsExactly("[UNK]");
    }

    @Test
    void readsByteLevelBpeWithBothSpellingsOfMerges() {
        String pairs = gpt2.replace("\"l o\"", "[\"l\",\"o\"]");
        for (String file : List.of(gpt2, pairs)) {
            Tokenizer tokenizer = TokenizerJson.parse("t.json", file);
            assertThat(tokenizer).isInstanceOf(ByteLevelTokenizer.class);
            assertThat(tokenizer.tokenize("low lo<mask>"))
                    .containsExactly("lo", "w", "\u0120", "lo", "<mask>");
        }
        String prefixed = gpt2.replace("\"add_prefix_space\":false", "\"add_prefix_space\":true");
        assertThat(TokenizerJson.parse("t.json", prefixed).tokenize("lo"))
                .containsExactly("\u0120", "lo");
    }

    @Test
    void takesAddedTokensBeyondTheVocabulary() {
        String added =
                bert.replace(
                        "\"added_tokens\":[",
                        "\"added_tokens\":[{\"id\":9,\"content\":\"<e1>\",\"lstrip\":false,"
                                + "\"rstrip\":false,\"single_word\":false,\"normalized\":false},");
        Tokenizer tokenizer = TokenizerJson.parse("t.json", added);
        assertThat(tokenizer.size()).isEqualTo(10);
        assertThat(tokenizer.tokenize("un<e1>un")).containsExactly("un", "<e1>", "un");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"type\":\"WordPiece\"     | \"type\":\"Unigram\"      | model.type is \"Unigram\"",
                "BertNormalizer             | Sequence                  | normalizer.type is \"Sequence\"",
                "\"clean_text\":true        | \"clean_text\":false      | normalizer.clean_text is false",
                "BertPreTokenizer           | Whitespace                | pre_tokenizer.type is \"Whitespace\"",
                "max_input_chars_per_word\":100 | max_input_chars_per_word\":50 | model.max_input_chars_per_word is 50",
                "\"single_word\":false      | \"single_word\":true      | added_tokens[0].single_word is true",
                "\"normalized\":false       | \"normalized\":true       | added_tokens[0].normalized is true",
                "\"un\":5                   | \"un\":77                 | piece \"un\" has id 77",
                "\"version\"                | version                   | t.json line 1: not valid JSON"
            })
    void namesWhatItDoesNotSupport(String found, String replacement, String message) {
        assertThat(bert).contains(found);
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> TokenizerJson.parse("t.json", bert.replace(found, replacement)))
                .withMessageStartingWith("t.json")
                .withMessageContaining(message);
    }

    @Test
    void refusesOtherPlacesOfSpecials() {
        String template =
                gpt2.replace(
                        "\"type\":\"RobertaProcessing\"",
                        "\"pair\":[{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],"
                                + "\"type\":\"TemplateProcessing\"");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> TokenizerJson.parse("t.json", template))
                .withMessageContaining("post_processor.pair")
                .withMessageContaining("<s>:0 A:0 </s>:0 </s>:0 B:0 </s>:0");
    }

    @Test
    void readsAPublishedFile() {
        Path file = SHARED.resolve("data/parity/tinybert/tinybert-tokenizer.json");
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
        Tokenizer tokenizer = TokenizerJson.read(file);
        assertThat(tokenizer).isInstanceOf(BertTokenizer.class);
        assertThat(tokenizer.size()).isEqualTo(1656);
        assertThat(tokenizer.tokenize("the")).containsExactly("the");
    }

    @Test
    void writesWhatItReadsAgainOnThePublishedVocabularies() {
        Path file = SHARED.resolve("data/vocab/bert-base-uncased-vocab.txt");
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
        Vocabulary vocabulary = Vocabulary.read(file);
        Tokenizer read =
                TokenizerJson.parse(
                        "t.json", TokenizerJsonWriter.wordPiece(vocabulary, Normalization.UNCASED));
        assertThat(((BertTokenizer) read).vocabulary().sha256()).isEqualTo(vocabulary.sha256());
    }

    private static BytePairVocabulary byteLevelVocabulary() {
        List<String> tokens = new ArrayList<>(List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>"));
        for (int c = 0; c < 512 && tokens.size() < 261; c++) {
            boolean visible = c > ' ' && c < 127 || c > 160 && c != 173 && c < 256;
            if (visible || c >= 256) {
                tokens.add(String.valueOf((char) c));
            }
        }
        tokens.add("lo");
        return new BytePairVocabulary("v", tokens, List.of(new Merge("l", "o")));
    }
}
