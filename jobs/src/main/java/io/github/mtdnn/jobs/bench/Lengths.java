package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.data.PackedBatch;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * How long the examples of a benchmark are.
 *
 * @param name for the table
 * @param lengths length of example i of a batch
 */
record Lengths(String name, IntUnaryOperator lengths) {
    /**
     * Share of MRPC's training examples by length in tokens, in bins of 8: counted by {@code
     * prepare} with the uncased BERT vocabulary.
     */
    private static final int[] MRPC_PER_MILLE = {
        0, 0, 2, 38, 123, 190, 207, 211, 148, 61, 15, 3, 2
    };

    private static final int BIN = 8;

    /** All examples of one length. */
    static Lengths fixed(int length) {
        return new Lengths("length " + length, i -> length);
    }

    /** Lengths drawn from those of MRPC, always the same. */
    static Lengths mrpc() {
        SplittableRandom random = new SplittableRandom(7);
        int[] drawn = new int[1024];
        for (int i = 0; i < drawn.length; i++) {
            int left = random.nextInt(1000);
            int bin = 0;
            while (left >= MRPC_PER_MILLE[bin]) {
                left -= MRPC_PER_MILLE[bin++];
            }
            drawn[i] = bin * BIN + random.nextInt(BIN);
        }
        return new Lengths("lengths of MRPC", i -> drawn[i % drawn.length]);
    }

    /** A batch of random tokens with these lengths. */
    PackedBatch batch(int size, int vocabSize, int classes, long position) {
        SplittableRandom random = new SplittableRandom(11 + position);
        PackedBatch batch = new PackedBatch();
        batch.clear(0, position);
        for (int b = 0; b < size; b++) {
            int length = lengths.applyAsInt((int) position * size + b);
            int[] ids = random.ints(length, 0, vocabSize).toArray();
            int[] types = new int[length];
            for (int i = length / 2; i < length; i++) {
                types[i] = 1;
            }
            batch.add(ids, types, 0, length, random.nextInt(classes));
        }
        return batch;
    }
}
