package io.github.mtdnn.bench;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;

/**
 * The Rust tokenizers of Hugging Face as DJL binds them, asked for ids and nothing else: the least
 * that can be asked of the binding.
 */
public final class RustIds extends RustTokenizer {
    @Override
    public String name() {
        return "Rust, ids only";
    }

    @Override
    public long[] ids(String text) {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long encoding = library.encode(tokenizer().getHandle(), text, false);
        long[] ids = library.getTokenIds(encoding);
        library.deleteEncoding(encoding);
        return ids;
    }
}
