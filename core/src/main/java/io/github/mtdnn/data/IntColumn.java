package io.github.mtdnn.data;

import java.util.Arrays;

/**
 * Numbers beside the tokens or the sequences of a batch that only some types of tasks have. Memory
 * is made at the first use and reused; places where nothing was put hold one number that says so.
 */
final class IntColumn {
    private final int absent;
    private int[] values = {};
    private int used; // entries that hold something

    IntColumn(int absent) {
        this.absent = absent;
    }

    void clear() {
        used = 0;
    }

    /** Puts numbers from {@code at} on; whatever was put behind there is forgotten. */
    void put(int at, int[] source, int from, int length) {
        grow(at + length);
        fillTo(at);
        System.arraycopy(source, from, values, at, length);
        used = at + length;
    }

    void put(int at, int value) {
        grow(at + 1);
        fillTo(at);
        values[at] = value;
        used = at + 1;
    }

    /** The numbers; entries 0 to size-1 count. */
    int[] values(int size) {
        grow(size);
        fillTo(size);
        return values;
    }

    private void fillTo(int size) {
        if (used < size) {
            Arrays.fill(values, used, size, absent);
            used = size;
        }
    }

    private void grow(int size) {
        if (values.length < size) {
            values = Arrays.copyOf(values, Math.max(size, 2 * values.length));
        }
    }
}
