package io.github.mtdnn.bench;

/**
 * The Rust tokenizers of Hugging Face through the public call of DJL, which also brings tokens,
 * masks, word ids and offsets to Java.
 */
public final class RustEncodings extends RustTokenizer {
    @Override
    public String name() {
        return "Rust, DJL's encode";
    }

    @Override
    public long[] ids(String text) {
        return tokenizer().encode(text, false, false).getIds();
    }
}
