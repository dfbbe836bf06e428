package io.github.mtdnn.text;

import java.util.Arrays;

/**
 * Merges the bytes of a word to pieces (Sennrich et al. 2016): again and again the neighbours whose
 * merge has the least rank, the leftmost of equals. The candidates wait in a heap, the pieces are a
 * linked list, so a word of n bytes takes O(n log n). Belongs to one thread.
 */
final class BytePairMerger {
    private static final int NONE = -1;

    private final MergeTable table;

    // The pieces of the word as a list through the places of their first bytes.
    private int[] pieces = new int[64];
    private int[] previous = new int[64];
    private int[] next = new int[64];
    private int length;

    /** Candidates as rank · 2³² + place of the left piece; the least first. */
    private long[] heap = new long[64];

    private int heapSize;

    BytePairMerger(MergeTable table) {
        this.table = table;
    }

    /** Begins a word. */
    void clear() {
        length = 0;
    }

    /** Adds a byte to the word, as the id of its piece. */
    void add(int piece) {
        if (length == pieces.length) {
            pieces = Arrays.copyOf(pieces, 2 * length);
            previous = Arrays.copyOf(previous, 2 * length);
            next = Arrays.copyOf(next, 2 * length);
        }
        pieces[length++] = piece;
    }

    /** Appends the ids of the word's pieces. */
    void mergeInto(PieceIds ids) {
        link();
        while (heapSize > 0) {
            long candidate = pop();
            int place = (int) candidate;
            int rank = (int) (candidate >>> Integer.SIZE);
            // A neighbour may have been merged away since; then the pair is another, or none.
            if (pieces[place] != NONE && next[place] < length) {
                int slot = table.slot(pieces[place], pieces[next[place]]);
                if (table.rank(slot) == rank) {
                    merge(place, table.merged(slot));
                }
            }
        }
        for (int place = 0; place < length; place = next[place]) {
            ids.add(pieces[place]);
        }
    }

    private void link() {
        heapSize = 0;
        for (int place = 0; place < length; place++) {
            previous[place] = place - 1;
            next[place] = place + 1;
        }
        for (int place = 0; place < length; place++) {
            push(place);
        }
    }

    private void merge(int place, int merged) {
        int gone = next[place];
        pieces[place] = merged;
        pieces[gone] = NONE;
        next[place] = next[gone];
        if (next[place] < length) {
            previous[next[place]] = place;
        }
        push(place);
        if (previous[place] >= 0) {
            push(previous[place]);
        }
    }

    /** Puts the pair of a piece and its successor into the heap, if they merge. */
    private void push(int place) {
        if (next[place] >= length) {
            return;
        }
        int rank = table.rank(table.slot(pieces[place], pieces[next[place]]));
        if (rank == MergeTable.NO_MERGE) {
            return;
        }
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, 2 * heapSize);
        }
        long candidate = (long) rank << Integer.SIZE | place;
        int at = heapSize++;
        while (at > 0 && heap[(at - 1) / 2] > candidate) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = candidate;
    }

    private long pop() {
        long least = heap[0];
        long last = heap[--heapSize];
        int at = 0;
        for (int child = 1; child < heapSize; child = 2 * at + 1) {
            if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return least;
    }
}
