package io.github.mtdnn.kernels;

/**
 * The random numbers of one dropout site in one step: a pure function of key and element, so that a
 * retried task, another number of executors or a resumed run draws the same, and that the backward
 * pass can draw them again instead of storing a mask.
 *
 * <p>Element {@code i} of the tensor (row-major, counted from the first row) draws
 *
 * <pre>
 *   h = mix(i + low(key));  h = mix(h ^ high(key));  keep iff (h &gt;&gt;&gt; 8) ≥ round(prob · 2²⁴)
 *   mix(x): x ^= x &gt;&gt;&gt; 16; x *= 0x21f0aaad; x ^= x &gt;&gt;&gt; 15; x *= 0xd35a2d97; x ^= x &gt;&gt;&gt; 15
 * </pre>
 *
 * in 32-bit arithmetic. (Constants of mix: C. Wellons, "Prospecting for hash functions",
 * 2018-2022.)
 *
 * @param key 64 bits that name the site: see {@link #at}
 */
public record Draws(long key) {
    static final int FIRST_FACTOR = 0x21f0aaad;
    static final int SECOND_FACTOR = 0xd35a2d97;

    /**
     * The draws of one site.
     *
     * @param seed of the run
     * @param step position of the batch in the plan
     * @param site number of the place in the network, unique within a step
     */
    public static Draws at(long seed, long step, int site) {
        return new Draws(mix64(mix64(mix64(seed) + step) + site));
    }

    /** Whether element {@code index} is kept under dropout with probability {@code prob}. */
    public static boolean keeps(long key, int index, int threshold) {
        int h = mix32(index + (int) key);
        h = mix32(h ^ (int) (key >>> 32));
        return (h >>> 8) >= threshold;
    }

    /** The threshold of {@link #keeps} for a probability of zeroing. */
    public static int threshold(double prob) {
        return (int) Math.round(prob * (1 << 24));
    }

    private static int mix32(int x) {
        x ^= x >>> 16;
        x *= FIRST_FACTOR;
        x ^= x >>> 15;
        x *= SECOND_FACTOR;
        x ^= x >>> 15;
        return x;
    }

    /** Finaliser of SplitMix64 (Steele, Lea and Flood, 2014) after its additive constant. */
    private static long mix64(long x) {
        x += 0x9e3779b97f4a7c15L;
        x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
