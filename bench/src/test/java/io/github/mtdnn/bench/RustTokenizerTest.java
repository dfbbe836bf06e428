package io.github.mtdnn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.jobs.bench.PeerTokenizer;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.Vocabulary;
import io.github.mtdnn.text.file.TokenizerJsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RustTokenizerTest {
    private static final Vocabulary VOCABULARY =
            Vocabulary.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##able");

    @Test
    void areFoundAndGiveIdsWithoutSpecials(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("tokenizer.json");
        Files.writeString(file, TokenizerJsonWriter.wordPiece(VOCABULARY, Normalization.UNCASED));
        List<String> names = new ArrayList<>();
        for (PeerTokenizer peer : ServiceLoader.load(PeerTokenizer.class)) {
            peer.open(file);
            names.add(peer.name());
            assertThat(peer.ids("UNable x [MASK]")).containsExactly(5, 6, 1, 4);
            peer.close();
        }
        assertThat(names).hasSize(2);
    }
}
