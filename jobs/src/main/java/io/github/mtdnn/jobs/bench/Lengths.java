package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.data.PackedBatch;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * How long the examples of a benchmark are, in tokens with specials.
 *
 * <p>Those of the data sets were counted by {@code ./mtdnn bench lengths} with the uncased
 * vocabulary of BERT and {@code data.max-seq-length = 512}: MRPC's and SST-2's training splits and
 * QNLI's dev split.
 */
public final class Lengths implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Quantiles that stand for a distribution: those at 1 %, 3 %, …, 99 %. */
    static final int QUANTILES = 50;

    /** Positions that a preset encoder has. */
    private static final int MAX_LENGTH = 512;

    private static final int DRAWN = 20 * QUANTILES;

    private static final int[] MRPC_QUANTILES = {
        26, 30, 32, 34, 36, 37, 38, 39, 40, 41, 42, 43, 44, 44, 45, 46, 47,
        47, 48, 49, 50, 51, 51, 52, 53, 54, 54, 55, 56, 57, 58, 58, 59, 60,
        60, 61, 62, 62, 63, 64, 65, 66, 67, 68, 69, 71, 72, 74, 77, 83
    };

    private static final int[] SST_2_QUANTILES = {
        3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7,
        8, 8, 8, 8, 9, 9, 10, 10, 10, 11, 11, 12, 12, 13, 13, 14, 15,
        15, 16, 17, 18, 19, 20, 21, 22, 23, 25, 26, 28, 30, 33, 37, 44
    };

    private static final int[] QNLI_QUANTILES = {
        22, 25, 27, 29, 30, 31, 33, 33, 34, 35, 36, 37, 38, 39, 40, 41, 41,
        42, 43, 43, 44, 45, 46, 47, 47, 48, 49, 50, 51, 52, 52, 53, 54, 55,
        56, 58, 59, 60, 61, 62, 64, 66, 68, 70, 73, 77, 80, 87, 98, 116
    };

    private final String name;
    private final int[] lengths;

    /**
     * @param lengths of one example after the other, beginning anew at the end
     */
    private Lengths(String name, int[] lengths) {
        this.name = name;
        this.lengths = lengths;
    }

    /**
     * The lengths of a data set, by its name in any case, or of so many tokens for all examples.
     *
     * @param name {@code mrpc}, {@code sst-2}, {@code qnli} or a number from 1 to 512
     * @return empty where there are none of that name
     */
    public static Optional<Lengths> named(String name) {
        if (name.matches("[1-9]\\d{0,2}") && Integer.parseInt(name) <= MAX_LENGTH) {
            return Optional.of(fixed(Integer.parseInt(name)));
        }
        return Stream.of(mrpc(), sst2(), qnli())
                .filter(lengths -> lengths.name.equalsIgnoreCase(name))
                .findFirst();
    }

    /** All examples of one length. */
    static Lengths fixed(int length) {
        return new Lengths(Integer.toString(length), new int[] {length});
    }

    static Lengths mrpc() {
        return drawn("MRPC", MRPC_QUANTILES);
    }

    static Lengths sst2() {
        return drawn("SST-2", SST_2_QUANTILES);
    }

    static Lengths qnli() {
        return drawn("QNLI", QNLI_QUANTILES);
    }

    /**
     * Always the same lengths in the same order. Each quantile comes once in so many examples as
     * there are quantiles, so that a few batches have the distribution's mean.
     */
    private static Lengths drawn(String name, int[] quantiles) {
        SplittableRandom random = new SplittableRandom(7);
        int[] drawn = new int[DRAWN];
        for (int i = 0; i < DRAWN; i++) {
            // Shuffles each set of quantiles: Fisher and Yates, inside out.
            int first = i / QUANTILES * QUANTILES;
            int other = first + random.nextInt(i - first + 1);
            drawn[i] = drawn[other];
            drawn[other] = quantiles[i - first];
        }
        return new Lengths(name, drawn);
    }

    /** The quantiles that stand for some lengths. */
    static int[] quantiles(int[] lengths) {
        int[] sorted = lengths.clone();
        Arrays.sort(sorted);
        int[] quantiles = new int[QUANTILES];
        for (int q = 0; q < QUANTILES; q++) {
            quantiles[q] = sorted[(int) ((2 * q + 1) * (long) sorted.length / (2 * QUANTILES))];
        }
        return quantiles;
    }

    /** For the table of results. */
    String name() {
        return name;
    }

    /** Length of an example by its number. */
    int of(long example) {
        return lengths[(int) (example % lengths.length)];
    }

    /** Tokens of the longest example. */
    int longest() {
        return Arrays.stream(lengths).max().orElseThrow();
    }

    /** A batch of random tokens with these lengths. */
    PackedBatch batch(int size, int vocabSize, int classes, long position) {
        SplittableRandom random = new SplittableRandom(11 + position);
        PackedBatch batch = new PackedBatch();
        batch.clear(0, position);
        for (int b = 0; b < size; b++) {
            int length = of(position * size + b);
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
