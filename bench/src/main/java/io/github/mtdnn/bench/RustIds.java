package io.github.mtdnn.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.github.mtdnn.jobs.bench.PeerTokenizer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The Rust tokenizers of Hugging Face as DJL binds them, asked for ids and nothing else: the least
 * that can be asked of the binding.
 */
public final class RustIds implements PeerTokenizer {
    private HuggingFaceTokenizer tokenizer;

    @Override
    public String name() {
        return "Rust, ids only";
    }

    @Override
    public void open(Path tokenizerJson) throws IOException {
        tokenizer = RustTokenizers.open(tokenizerJson);
    }

    @Override
    public long[] ids(String text) {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long encoding = library.encode(tokenizer.getHandle(), text, false);
        long[] ids = library.getTokenIds(encoding);
        library.deleteEncoding(encoding);
        return ids;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
