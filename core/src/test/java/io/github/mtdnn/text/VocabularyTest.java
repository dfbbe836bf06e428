package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
    @TempDir Path directory;

    @Test
    void numbersPiecesByLine() throws IOException {
        Vocabulary vocabulary = read("[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##aff\n");

        assertThat(vocabulary.size()).isEqualTo(6);
        assertThat(vocabulary.piece(5)).isEqualTo("##aff");
        assertThat(vocabulary.id("un")).hasValue(4);
        assertThat(vocabulary.id("[MASK]")).isEmpty();
        assertThat(vocabulary.padId()).isZero();
        assertThat(vocabulary.unknownId()).isEqualTo(1);
        assertThat(vocabulary.clsId()).isEqualTo(2);
        assertThat(vocabulary.sepId()).isEqualTo(3);
    }

    @Test
    void isIdentifiedByTheHashOfItsBytes() throws IOException {
        // sha256sum of the same bytes
        assertThat(read("[PAD]\n[UNK]\n[CLS]\n[SEP]\n").sha256())
                .isEqualTo("c4b8e11215f047171c3b588b2e0b06b81e3937afeb929b234026ef802be5ebdf");
    }

    @Test
    void readsLinesThatEndAsOnWindowsAndALastLineWithoutEnd() throws IOException {
        Vocabulary vocabulary = read("[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\nähre");

        assertThat(vocabulary.size()).isEqualTo(5);
        assertThat(vocabulary.id("ähre")).hasValue(4);
    }

    @Test
    void survivesSerialisation() throws IOException, ClassNotFoundException {
        Vocabulary vocabulary = Vocabulary.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(vocabulary);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Vocabulary copy = (Vocabulary) in.readObject();
            assertThat(copy.id("a")).hasValue(4);
            assertThat(copy.sha256()).isEqualTo(vocabulary.sha256());
        }
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> Vocabulary.read(directory.resolve("vocab.txt")))
                .withMessage(
                        "vocabulary %s is not there. Set encoder.vocab to the vocab.txt of the "
                                        .formatted(directory.resolve("vocab.txt"))
                                + "encoder.");
    }

    @Test
    void refusesADirectory() {
        refuses(() -> Vocabulary.read(directory), directory + " cannot be read");
    }

    @Test
    void namesTheSpecialsThatAreMissing() {
        refuses(
                () -> read("[PAD]\n[CLS]\nun\n"),
                "vocab.txt: [UNK], [SEP] are not among the 3 pieces.",
                "a line for each of [PAD], [UNK], [CLS], [SEP]",
                "check that this is the vocabulary file of the encoder");
        refuses(() -> read("[PAD]\n[CLS]\n[SEP]\n"), "vocab.txt: [UNK] is not among the 3 pieces.");
        refuses(() -> read(""), "[PAD], [UNK], [CLS], [SEP] are not among the 0 pieces");
    }

    @Test
    void namesBothLinesOfADuplicate() {
        refuses(
                () -> read("[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\nun\n"),
                "vocab.txt line 6: piece \"un\" stands in line 5 already.",
                "Each piece may occur once");
    }

    @Test
    void namesTheLineThatIsNotUtf8() {
        byte[] bytes = "[PAD]\n[UNK]\n\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        refuses(
                () -> Vocabulary.parse("vocab.txt", bytes),
                "vocab.txt line 3 is not valid UTF-8.",
                "convert the file or fetch it again");
    }

    @Test
    void refusesAnEmptyLineAndAByteOrderMark() {
        refuses(() -> read("[PAD]\n\n[UNK]\n"), "vocab.txt line 2 is empty.", "remove the line");
        refuses(
                () -> read("\uFEFF[PAD]\n[UNK]\n"),
                "vocab.txt line 1 begins with a byte order mark",
                "without byte order mark");
    }

    private Vocabulary read(String text) throws IOException {
        Path file = directory.resolve("vocab.txt");
        Files.writeString(file, text, StandardCharsets.UTF_8);
        return Vocabulary.read(file);
    }

    private static void refuses(ThrowingCallable reading, String... parts) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(reading)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(parts));
    }
}
