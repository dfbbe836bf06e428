package io.github.mtdnn.text;

import java.util.Arrays;
import java.util.Objects;

/**
 * Where tokens stand in the text they were made from: for each a range of UTF-16 characters, as
 * {@link String#substring(int, int)} takes it. To be filled, read, cleared and filled again.
 */
public final class Offsets {
    private int[] bounds = new int[1024];
    private int size;

    /** Forgets all ranges and keeps the memory. */
    public void clear() {
        size = 0;
    }

    /** Number of tokens. */
    public int size() {
        return size;
    }

    /** First character of a token, from token 0 to {@link #size()} - 1. */
    public int start(int token) {
        return bounds[2 * Objects.checkIndex(token, size)];
    }

    /** One past the last character of a token. */
    public int end(int token) {
        return bounds[2 * Objects.checkIndex(token, size) + 1];
    }

    void add(int start, int end) {
        if (2 * size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * size] = start;
        bounds[2 * size + 1] = end;
        size++;
    }
}
