package io.github.mtdnn.text.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.ByteLevelTokenizer;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.Vocabulary;
import io.github.mtdnn.text.file.TokenizerFiles.Rules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerFilesTest {
    private static final Rules NONE = new Rules(false, false);
    private static final Rules CASED = new Rules(true, false);
    private static final Rules PREFIX_SPACE = new Rules(false, true);

    // Names that say nothing: what a file is, its content tells.
    private final TokenizerFile pieces =
            file("pieces", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nlow\n##er\nLow\n");
    private final TokenizerFile bytePairs = file("byte pairs", bytePairs("lo", "\u0120lo"));
    private final TokenizerFile merges = file("merges", "#version: 0.2\nl o\n\u0120 lo\n");
    private final TokenizerFile described =
            file(
                    "described",
                    TokenizerJsonWriter.wordPiece(
                            Vocabulary.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "low", "##er", "Low"),
                            Normalization.CASED));

    @Test
    void tellsTheKindsApartByTheirContent() {
        assertThat(files(pieces, NONE).open()).isInstanceOf(BertTokenizer.class);
        assertThat(files(pieces, NONE).contents()).containsOnlyKeys("vocab.txt");
        assertThat(files(pieces, NONE).open().tokenize("Lower")).containsExactly("low", "##er");

        assertThat(files(described, NONE).contents()).containsOnlyKeys("tokenizer.json");
        assertThat(files(described, NONE).open().tokenize("Lower")).containsExactly("Low", "##er");

        TokenizerFiles gpt2 = files(bytePairs, merges, NONE);
        assertThat(gpt2.open()).isInstanceOf(ByteLevelTokenizer.class);
        assertThat(gpt2.contents()).containsOnlyKeys("vocab.json", "merges.txt");
        assertThat(gpt2.open().tokenize("lo lo")).containsExactly("lo", "\u0120lo");
    }

    @Test
    void takesAPieceOfBracesForNoJson() {
        TokenizerFile braces = file("braces", "{\n}\n[PAD]\n[UNK]\n[CLS]\n[SEP]\n");
        assertThat(files(braces, NONE).contents()).containsOnlyKeys("vocab.txt");
    }

    @Test
    void followsTheRulesThatFilesLeaveOpen() {
        assertThat(files(pieces, CASED).open().tokenize("Lower")).containsExactly("Low", "##er");
        assertThat(files(bytePairs, merges, PREFIX_SPACE).open().tokenize("lo"))
                .containsExactly("\u0120lo");
    }

    @Test
    void keepsContentsByteForByte() {
        TokenizerFile windows = file("windows", "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\nlow\r\n");
        assertThat(files(windows, NONE).contents().get("vocab.txt")).isEqualTo(windows.bytes());
        assertThat(files(bytePairs, merges, NONE).contents().get("merges.txt"))
                .isEqualTo(merges.bytes());
    }

    @Test
    void hashesFilesAndRulesButNotNames() {
        String hash = files(pieces, NONE).sha256();
        TokenizerFile elsewhere = new TokenizerFile("elsewhere", pieces.bytes());
        assertThat(hash).hasSize(64).isEqualTo(files(elsewhere, NONE).sha256());
        assertThat(
                        List.of(
                                files(pieces, CASED).sha256(),
                                files(described, NONE).sha256(),
                                files(bytePairs, merges, NONE).sha256(),
                                files(bytePairs, file("merges", "l o\n\u0120 lo\n"), NONE).sha256(),
                                files(bytePairs, merges, PREFIX_SPACE).sha256()))
                .doesNotContain(hash)
                .doesNotHaveDuplicates();
    }

    @Test
    void travelsWithoutItsTokenizer() throws Exception {
        TokenizerFiles sent = files(bytePairs, merges, PREFIX_SPACE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(sent);
        }
        TokenizerFiles received;
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            received = (TokenizerFiles) in.readObject();
        }
        assertThat(received.sha256()).isEqualTo(sent.sha256());
        assertThat(received.open()).isSameAs(received.open());
        assertThat(received.open().tokenize("lo")).containsExactly("\u0120lo");
    }

    @Test
    void asksForTheMergesOfABytePairVocabulary() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> files(bytePairs, NONE))
                .withMessageStartingWith("byte pairs is a byte-level BPE vocabulary")
                .withMessageContaining("Set encoder.merges");
    }

    @Test
    void refusesMergesToAnythingElse() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> files(pieces, merges, NONE))
                .withMessageStartingWith("pieces is a WordPiece vocabulary (vocab.txt)")
                .withMessageContaining("encoder.merges (tokenize: --merges) is merges");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> files(described, merges, NONE))
                .withMessageStartingWith("described is a tokenizer.json");
    }

    @Test
    void refusesRulesThatDoNotApply() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> files(bytePairs, merges, CASED))
                .withMessage(
                        "encoder.cased = true (tokenize: --cased) applies to a vocab.txt, and byte"
                                + " pairs is a byte-level BPE vocabulary (vocab.json). Leave it"
                                + " out.");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> files(described, CASED))
                .withMessageContaining("described is a tokenizer.json");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> files(pieces, PREFIX_SPACE))
                .withMessageStartingWith("encoder.prefix-space = true")
                .withMessageContaining("a vocab.json with merges");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> files(described, PREFIX_SPACE))
                .withMessageStartingWith("encoder.prefix-space = true");
    }

    @Test
    void readsFilesAtOnceSoThatBadOnesAreFoundEarly() {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> files(file("short", "[PAD]\n[UNK]\n"), NONE))
                .withMessageContaining("short")
                .withMessageContaining("[CLS]");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> files(file("cut", "{\"<s>\": 0, "), merges, NONE))
                .withMessageStartingWith("cut line 1: not valid JSON");
        byte[] latin1 = {'{', '"', (byte) 0xe9, '"', ':', '0', '}'};
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> files(new TokenizerFile("latin1", latin1), merges, NONE))
                .withMessageStartingWith("latin1 is not valid UTF-8");
    }

    @Test
    void namesTheFileThatIsNotThere(@TempDir Path directory) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> TokenizerFile.read(directory.resolve("absent.txt")))
                .withMessageContaining("absent.txt is not there");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> TokenizerFile.read(directory))
                .withMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 0}", " \n{\n\t\"a\": 0\n}", "{\"model\": {}}"})
    void knowsAJsonObjectWithMembers(String text) {
        assertThat(file("f", text).isJsonObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}", "{\n##a\n", "\"a\"", "[PAD]\n{\n\""})
    void knowsWhatIsNone(String text) {
        assertThat(file("f", text).isJsonObject()).isFalse();
    }

    @Test
    void readsWhatIsOnADisk(@TempDir Path directory) throws Exception {
        Path path = Files.write(directory.resolve("v.txt"), pieces.bytes());
        TokenizerFile read = TokenizerFile.read(path);
        assertThat(read.source()).isEqualTo(path.toString());
        assertThat(read.bytes()).isEqualTo(pieces.bytes());
        assertThat(read.text()).startsWith("[PAD]\n");
    }

    private static TokenizerFiles files(TokenizerFile vocabulary, Rules rules) {
        return TokenizerFiles.of(vocabulary, Optional.empty(), rules);
    }

    private static TokenizerFiles files(
            TokenizerFile vocabulary, TokenizerFile merges, Rules rules) {
        return TokenizerFiles.of(vocabulary, Optional.of(merges), rules);
    }

    /** Specials, the 256 bytes in the alphabet of GPT-2, and pieces, as a vocab.json. */
    private static String bytePairs(String... pieces) {
        List<String> tokens = new ArrayList<>(List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>"));
        IntStream.concat(
                        IntStream.rangeClosed('!', '~'),
                        IntStream.rangeClosed('\u00a1', '\u0143').filter(c -> c != '\u00ad'))
                .mapToObj(Character::toString)
                .forEach(tokens::add);
        tokens.addAll(List.of(pieces));
        ObjectNode ids = JsonNodeFactory.instance.objectNode();
        tokens.forEach(token -> ids.put(token, ids.size()));
        return ids.toString();
    }

    private static TokenizerFile file(String source, String text) {
        return new TokenizerFile(source, text.getBytes(UTF_8));
    }
}
