package io.github.mtdnn.text;

import java.util.Arrays;
import java.util.Objects;

/** A growing sequence of piece ids, to be filled, read, cleared and filled again. */
public final class PieceIds {
    private int[] ids = new int[512];
    private int size;

    /** Forgets all ids and keeps the memory. */
    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    /** The id at a position, from 0 to {@link #size()} - 1. */
    public int get(int index) {
        return ids[Objects.checkIndex(index, size)];
    }

    public void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = id;
    }

    /** Appends some ids of an array. */
    void addAll(int[] source, int from, int length) {
        if (size + length > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(2 * ids.length, size + length));
        }
        System.arraycopy(source, from, ids, size, length);
        size += length;
    }

    /** Copies the first ids into an array. */
    void copyTo(int[] target, int at, int length) {
        System.arraycopy(ids, 0, target, at, length);
    }

    /** Drops all ids from a position on. */
    void cutTo(int newSize) {
        size = newSize;
    }

    /** A copy of the ids from a position on. */
    int[] copyFrom(int from) {
        return Arrays.copyOfRange(ids, from, size);
    }

    public int[] toArray() {
        return copyFrom(0);
    }
}
