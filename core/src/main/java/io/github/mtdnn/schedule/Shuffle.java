package io.github.mtdnn.schedule;

import java.util.SplittableRandom;

/**
 * Uniformly random orders, the same for the same seed on every machine (Fisher-Yates over the JDK's
 * SplittableRandom, whose numbers its specification fixes).
 */
final class Shuffle {
    private final SplittableRandom random;

    private Shuffle(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Orders drawn from the seed mixed with each of {@code salts} in turn. */
    static Shuffle of(long seed, long... salts) {
        long mixed = seed;
        for (long salt : salts) {
            mixed = new SplittableRandom(mixed + 0x632be59bd9b4e019L * (salt + 1)).nextLong();
        }
        return new Shuffle(mixed);
    }

    /** Puts the elements into random order. */
    void inPlace(int[] elements) {
        for (int i = elements.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = elements[i];
            elements[i] = elements[j];
            elements[j] = swapped;
        }
    }

    /** A seed for further draws. */
    long nextSeed() {
        return random.nextLong();
    }

    /** The numbers 0 to count-1 in random order. */
    int[] permutation(int count) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        inPlace(numbers);
        return numbers;
    }
}
