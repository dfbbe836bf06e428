package io.github.mtdnn.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.mtdnn.jobs.bench.PeerTokenizer;
import java.io.IOException;
import java.nio.file.Path;

/** A Rust tokenizer of Hugging Face, opened without asking the network for anything. */
abstract class RustTokenizer implements PeerTokenizer {
    static {
        Djl.keepFromTheNetwork();
    }

    private HuggingFaceTokenizer tokenizer;

    final HuggingFaceTokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public final void open(Path tokenizerJson) throws IOException {
        tokenizer =
                HuggingFaceTokenizer.builder()
                        .optTokenizerPath(tokenizerJson)
                        .optTruncation(false)
                        .optPadding(false)
                        .optAddSpecialTokens(false)
                        .build();
    }

    @Override
    public final void close() {
        tokenizer.close();
    }
}
