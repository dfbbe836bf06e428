package io.github.mtdnn.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the Rust tokenizers without asking the network for anything. */
final class RustTokenizers {
    static {
        // DJL would report its use to its makers, and look for a newer native library.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    private RustTokenizers() {}

    static HuggingFaceTokenizer open(Path tokenizerJson) throws IOException {
        return HuggingFaceTokenizer.builder()
                .optTokenizerPath(tokenizerJson)
                .optTruncation(false)
                .optPadding(false)
                .optAddSpecialTokens(false)
                .build();
    }
}
