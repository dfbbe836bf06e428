package io.github.mtdnn.kernels;

/**
 * The tokens of a packed batch: those of all its sequences, one after the other, without padding.
 * Reused from batch to batch; only the leading entries count.
 *
 * <p>B sequences, N tokens in all: {@code offsets[0..B]} with {@code offsets[0] = 0} and {@code
 * offsets[B] = N}; sequence b has the tokens {@code offsets[b] .. offsets[b+1]-1}, and the position
 * of a token is its distance from {@code offsets[b]}.
 */
public interface Sequences {
    /** B. */
    int count();

    /** N. */
    int tokens();

    /** Where each sequence begins; entries 0 to B count. */
    int[] offsets();

    /** Token ids; entries 0 to N-1 count. */
    int[] inputIds();

    /** Token types; entries 0 to N-1 count. */
    int[] tokenTypeIds();
}
