package io.github.mtdnn.model;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random weights as BERT has them before training (Devlin et al. 2019): matrices from N(0, range²),
 * biases 0, LayerNorm gain 1 and bias 0.
 *
 * <p>The numbers of a parameter depend on the seed and its name alone: not on the order of the task
 * heads, nor on the machine.
 */
public final class ParameterInitializer {
    private final double range;
    private final long seed;

    /**
     * @param range standard deviation
     * @param seed of the run
     */
    public ParameterInitializer(double range, long seed) {
        this.range = range;
        this.seed = seed;
    }

    /** All parameters of a layout. */
    public float[] initialize(ParameterLayout layout) {
        float[] flat = new float[Math.toIntExact(layout.size())];
        for (ParameterBlock block : layout.blocks()) {
            initialize(block, flat, Math.toIntExact(block.offset()));
        }
        return flat;
    }

    /**
     * One parameter.
     *
     * @param target receives its numbers from {@code from} on
     */
    public void initialize(ParameterBlock block, float[] target, int from) {
        int to = Math.toIntExact(from + block.size());
        if (block.decays()) {
            fillNormal(block.name(), target, from, to);
        } else {
            Arrays.fill(target, from, to, block.name().endsWith("LayerNorm.weight") ? 1f : 0f);
        }
    }

    /** Marsaglia's polar method (1964); StrictMath gives the same numbers on every machine. */
    private void fillNormal(String name, float[] target, int from, int to) {
        SplittableRandom random = new SplittableRandom(seed * 31 + hash(name));
        int i = from;
        while (i < to) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double square = x * x + y * y;
            if (square < 1 && square > 0) {
                double factor = range * Math.sqrt(-2 * StrictMath.log(square) / square);
                target[i++] = (float) (x * factor);
                if (i < to) {
                    target[i++] = (float) (y * factor);
                }
            }
        }
    }

    /** FNV-1a, 64 bits. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
