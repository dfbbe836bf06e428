package io.github.mtdnn.jobs.bench;

import com.sun.management.ThreadMXBean;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.spark.train.environment.PeakMemory;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Times training steps and inference of networks that take turns. */
final class StepBench {
    /** What is done with a batch. */
    enum Pass {
        TRAINING(1),
        /** The forward pass alone: a third of the operations. */
        INFERENCE(1.0 / 3);

        private final double shareOfFlops;

        Pass(double shareOfFlops) {
            this.shareOfFlops = shareOfFlops;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was measured.
     *
     * @param seconds per step
     * @param tokens of a batch, on average
     * @param flops of a batch, on average
     * @param heapBytesPerStep allocated by the calling thread
     * @param residentBytes of the process, at the most since it began
     * @param foreignLoad share of the cores that other processes had meanwhile
     */
    record Result(
            Samples seconds,
            int sequences,
            double tokens,
            double flops,
            double heapBytesPerStep,
            double residentBytes,
            double foreignLoad) {}

    private StepBench() {}

    /** Who takes steps, and on what. */
    static final class Entrant {
        private final StepNetwork network;
        private final StepBatches batches;
        private final float[] logits;

        Entrant(StepNetwork network, StepBatches batches) {
            this.network = network;
            this.batches = batches;
            logits = new float[batches.sequences() * StepSpec.CLASSES];
        }

        /** A step for each batch. */
        void eachBatch(Pass pass) {
            batches.all().forEach(batch -> step(pass, batch));
        }

        private void step(Pass pass, PackedBatch batch) {
            switch (pass) {
                case TRAINING -> network.train(batch);
                case INFERENCE -> network.infer(batch, logits);
            }
        }
    }

    /**
     * How long a network's steps are measured.
     *
     * @param repeats of a step at least, rounded up, so that each batch comes as often as the
     *     others
     * @param seconds at least, both before, for code to be compiled, and while it counts
     */
    record Effort(int repeats, double seconds) {}

    /**
     * Times steps, after some that do not count. A turn is a step for each batch.
     *
     * @return of each entrant
     */
    static List<Result> measure(Pass pass, List<Entrant> entrants, Effort effort) {
        int least = (effort.repeats() + StepBatches.COUNT - 1) / StepBatches.COUNT;
        long nanos = (long) (effort.seconds() * 1e9);
        for (Entrant entrant : entrants) {
            long began = System.nanoTime();
            do {
                entrant.eachBatch(pass);
            } while (System.nanoTime() - began < nanos);
        }
        List<Turns> timed = entrants.stream().map(entrant -> new Turns(pass, entrant)).toList();
        ForeignLoad foreign = ForeignLoad.begin();
        long began = System.nanoTime();
        for (int turn = 0;
                turn < least || System.nanoTime() - began < nanos * entrants.size();
                turn++) {
            timed.forEach(Turns::take);
        }
        double foreignLoad = foreign.share();
        return timed.stream().map(turns -> turns.result(foreignLoad)).toList();
    }

    /** One entrant's turns. */
    private static final class Turns {
        private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final Pass pass;
        private final Entrant entrant;
        private final List<Double> seconds = new ArrayList<>();
        private long heapBytes;

        private Turns(Pass pass, Entrant entrant) {
            this.pass = pass;
            this.entrant = entrant;
        }

        private void take() {
            long heapBefore = thread.getCurrentThreadAllocatedBytes();
            double[] ofBatches = new double[StepBatches.COUNT];
            for (int i = 0; i < StepBatches.COUNT; i++) {
                long began = System.nanoTime();
                entrant.step(pass, entrant.batches.all().get(i));
                ofBatches[i] = (System.nanoTime() - began) / 1e9;
            }
            heapBytes += thread.getCurrentThreadAllocatedBytes() - heapBefore;
            Arrays.stream(ofBatches).forEach(seconds::add);
        }

        private Result result(double foreignLoad) {
            StepBatches batches = entrant.batches;
            return new Result(
                    Samples.of(seconds.stream().mapToDouble(Double::doubleValue).toArray()),
                    batches.sequences(),
                    batches.tokens(),
                    pass.shareOfFlops * batches.trainingFlops(),
                    (double) heapBytes / seconds.size(),
                    PeakMemory.residentBytes(),
                    foreignLoad);
        }
    }
}
