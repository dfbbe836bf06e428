package io.github.mtdnn.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.mtdnn.jobs.bench.PeerTokenizer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The Rust tokenizers of Hugging Face through the public call of DJL, which also brings tokens,
 * masks, word ids and offsets to Java.
 */
public final class RustEncodings implements PeerTokenizer {
    private HuggingFaceTokenizer tokenizer;

    @Override
    public String name() {
        return "Rust, DJL's encode";
    }

    @Override
    public void open(Path tokenizerJson) throws IOException {
        tokenizer = RustTokenizers.open(tokenizerJson);
    }

    @Override
    public long[] ids(String text) {
        return tokenizer.encode(text, false, false).getIds();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
