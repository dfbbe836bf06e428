package io.github.mtdnn.text.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.text.file.TokenizerFiles.Rules;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerConfigFileTest {
    private static final String PIECES = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nLow\nlow\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"do_lower_case\": false} | false | Low",
                "{\"do_lower_case\": false, \"strip_accents\": null} | true | Low",
                "{\"do_lower_case\": true} | false | low",
                "{\"model_max_length\": 512} | true | Low",
                "{\"model_max_length\": 512} | false | low",
            })
    void saysWhetherAVocabularyIsCased(String file, boolean cased, String piece) {
        assertThat(files(file, cased).open().tokenize("Low")).containsExactly(piece);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"do_lower_case\": \"no\"} | do_lower_case is \"no\"; it has to be true or false.",
                "{\"strip_accents\": false} | strip_accents = false, which a vocab.txt with do_lower_case = true cannot have",
                "{\"tokenize_chinese_chars\": false} | Use the tokenizer.json that was published",
                "{\"do_lower_case\": | not valid JSON",
            })
    void refusesWhatCannotBeDone(String file, String message) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> files(file, false))
                .withMessageStartingWith("there/tokenizer_config.json")
                .withMessageContaining(message);
    }

    @Test
    void refusesASettingThatItContradicts() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> files("{\"do_lower_case\": true}", true))
                .withMessageContaining(
                        "encoder.cased = true, but there/tokenizer_config.json says do_lower_case = true.");
    }

    @Test
    void isWrittenAsItIsRead() {
        for (boolean cased : new boolean[] {true, false}) {
            TokenizerFiles files =
                    TokenizerFiles.of(vocabulary(), Optional.empty(), new Rules(cased, false));
            String written = new String(TokenizerConfigFile.write(files, 64), UTF_8);

            assertThat(written)
                    .contains(
                            "\"tokenizer_class\" : \"BertTokenizer\"",
                            "\"do_lower_case\" : " + !cased,
                            "\"model_max_length\" : 64",
                            "\"pad_token\" : \"[PAD]\"",
                            "\"mask_token\" : \"[MASK]\"");
            assertThat(files(written, false).sha256()).isEqualTo(files.sha256());
        }
    }

    private static TokenizerFiles files(String config, boolean cased) {
        return TokenizerFiles.of(
                vocabulary(),
                Optional.empty(),
                Optional.of(
                        new TokenizerFile("there/tokenizer_config.json", config.getBytes(UTF_8))),
                new Rules(cased, false));
    }

    private static TokenizerFile vocabulary() {
        return new TokenizerFile("there/vocab.txt", PIECES.getBytes(UTF_8));
    }
}
