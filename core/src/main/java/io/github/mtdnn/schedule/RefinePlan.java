package io.github.mtdnn.schedule;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which examples every step of a training run sees: a pure function of the sizes of the training
 * splits, the configuration and the seed. It knows workers, not executors, so a retried task or a
 * resumed run sees the same examples.
 *
 * <p>An epoch shuffles each task's units, cuts them into batches of one task (the last one of a
 * task may be short), and puts the batches of all tasks into the order of the {@link TaskMix}.
 * Batch i of an epoch goes to worker i mod W; {@code accumulation} of a worker's batches make one
 * of its steps, {@code stepsPerRound} steps one round. Rounds end with their epoch, so the last one
 * of an epoch may be shorter, and a worker may have one step less than another in it.
 */
public final class RefinePlan {
    private final int[] units;
    private final Shape shape;
    private final TaskMix mix;
    private final long seed;
    private final int[] batches;
    private final int batchesPerEpoch;
    private final int stepsPerEpoch;
    private int cachedEpoch = -1;
    private List<BatchRef> cachedBatches = List.of();

    /**
     * The numbers that cut the data into steps and rounds.
     *
     * @param batchSize units per batch
     * @param accumulation batches per step
     * @param workers W
     * @param stepsPerRound steps of each worker between two averagings
     * @param epochs passes over the data
     * @param maxSteps steps of each worker at which the plan ends early; 0: none
     */
    public record Shape(
            int batchSize,
            int accumulation,
            int workers,
            int stepsPerRound,
            int epochs,
            long maxSteps)
            implements Serializable {
        public Shape {
            requirePositive("batchSize", batchSize);
            requirePositive("accumulation", accumulation);
            requirePositive("workers", workers);
            requirePositive("stepsPerRound", stepsPerRound);
            requirePositive("epochs", epochs);
            if (maxSteps < 0) {
                throw new IllegalArgumentException("maxSteps = " + maxSteps + " is negative");
            }
        }

        private static void requirePositive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " = " + value + " is not positive");
            }
        }
    }

    /**
     * What one worker does in one round.
     *
     * @param firstStep number of this worker's steps before the round, for the learning rate
     * @param steps the batches of each step
     */
    public record Share(long firstStep, List<List<BatchRef>> steps) {}

    /**
     * @param units training units of each task: rows, or in ranking groups of candidates
     * @param mix strategy of mixing the tasks
     */
    public RefinePlan(int[] units, Shape shape, TaskMix mix, long seed) {
        this.units = units.clone();
        this.shape = shape;
        this.mix = mix;
        this.seed = seed;
        batches = new int[units.length];
        for (int task = 0; task < units.length; task++) {
            batches[task] = ceilDiv(units[task], shape.batchSize());
        }
        batchesPerEpoch = mix.order(batches, 0).length;
        if (batchesPerEpoch == 0) {
            throw new IllegalArgumentException("no task has training rows");
        }
        stepsPerEpoch = ceilDiv(batchesPerEpoch, shape.workers() * shape.accumulation());
    }

    /** Steps of a worker in one epoch: the greatest number over the workers. */
    public int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /** Steps of a worker in the whole run: the length of the learning-rate schedule. */
    public long totalSteps() {
        long all = (long) stepsPerEpoch * shape.epochs();
        return shape.maxSteps() == 0 ? all : Math.min(all, shape.maxSteps());
    }

    public int roundsPerEpoch() {
        return ceilDiv(stepsPerEpoch, shape.stepsPerRound());
    }

    /** Rounds in the whole run. */
    public int rounds() {
        long fullEpochs = totalSteps() / stepsPerEpoch;
        int stepsLeft = (int) (totalSteps() % stepsPerEpoch);
        return (int) (fullEpochs * roundsPerEpoch()) + ceilDiv(stepsLeft, shape.stepsPerRound());
    }

    /** The epoch that a round belongs to, from 0. */
    public int epochOf(int round) {
        return round / roundsPerEpoch();
    }

    /** Whether an epoch, or the run, ends with this round. */
    public boolean endsEpoch(int round) {
        return (round + 1) % roundsPerEpoch() == 0 || round + 1 == rounds();
    }

    /** Steps of a worker up to the end of a round. */
    public long stepsAfter(int round) {
        long steps =
                (long) epochOf(round) * stepsPerEpoch
                        + Math.min(
                                stepsPerEpoch,
                                (long) (round % roundsPerEpoch() + 1) * shape.stepsPerRound());
        return Math.min(steps, totalSteps());
    }

    /** What each worker does in a round, in the order of the workers. */
    public List<Share> round(int round) {
        if (round < 0 || round >= rounds()) {
            throw new IllegalArgumentException("round " + round + " of " + rounds());
        }
        int epoch = epochOf(round);
        List<BatchRef> epochBatches = epochBatches(epoch);
        int from = (round % roundsPerEpoch()) * shape.stepsPerRound();
        long firstStep = (long) epoch * stepsPerEpoch + from;
        int to = (int) Math.min(stepsPerEpoch, from + (long) shape.stepsPerRound());
        to = (int) Math.min(to, from + totalSteps() - firstStep);

        List<Share> shares = new ArrayList<>();
        for (int worker = 0; worker < shape.workers(); worker++) {
            List<List<BatchRef>> steps = new ArrayList<>();
            for (int step = from; step < to; step++) {
                List<BatchRef> microBatches = new ArrayList<>();
                for (int i = 0; i < shape.accumulation(); i++) {
                    int index = (step * shape.accumulation() + i) * shape.workers() + worker;
                    if (index < epochBatches.size()) {
                        microBatches.add(epochBatches.get(index));
                    }
                }
                if (!microBatches.isEmpty()) {
                    steps.add(microBatches);
                }
            }
            shares.add(new Share(firstStep, steps));
        }
        return shares;
    }

    /** All batches of an epoch in their order. */
    private synchronized List<BatchRef> epochBatches(int epoch) {
        if (cachedEpoch != epoch) {
            int[] order = mix.order(batches, epochSeed(epoch, -1));
            int[][] shuffledUnits = new int[units.length][];
            for (int task = 0; task < units.length; task++) {
                shuffledUnits[task] = Shuffle.of(epochSeed(epoch, task)).permutation(units[task]);
            }
            int[] taken = new int[units.length];
            List<BatchRef> refs = new ArrayList<>(order.length);
            for (int i = 0; i < order.length; i++) {
                int task = order[i];
                int from = (taken[task]++ % batches[task]) * shape.batchSize();
                int to = Math.min(from + shape.batchSize(), units[task]);
                int[] batchUnits = Arrays.copyOfRange(shuffledUnits[task], from, to);
                refs.add(new BatchRef((long) epoch * batchesPerEpoch + i, task, batchUnits));
            }
            cachedBatches = List.copyOf(refs);
            cachedEpoch = epoch;
        }
        return cachedBatches;
    }

    private long epochSeed(int epoch, int task) {
        return Shuffle.of(seed, epoch, task).nextSeed();
    }

    private static int ceilDiv(int dividend, int divisor) {
        return Math.floorDiv(dividend + divisor - 1, divisor);
    }
}
