package io.github.mtdnn.jobs.bench;

import com.sun.management.ThreadMXBean;
import io.github.mtdnn.data.PackedBatch;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** Times training steps and inference of networks, in turns on the same batches. */
final class StepBench {
    private final StepBatches batches;
    private final float[] logits;

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

    StepBench(StepBatches batches) {
        this.batches = batches;
        logits = new float[batches.sequences() * StepSpec.CLASSES];
    }

    /**
     * Times steps, after one for each batch that does not count. The networks take turns, a step
     * for each batch at a time.
     *
     * @param repeats of a step of each network, rounded up, so that each batch comes as often as
     *     the others
     * @return of each network
     */
    List<Result> measure(Pass pass, List<? extends StepNetwork> networks, int repeats) {
        int turns = (repeats + StepBatches.COUNT - 1) / StepBatches.COUNT;
        networks.forEach(network -> eachBatch(pass, network));
        List<Turns> timed =
                networks.stream().map(network -> new Turns(pass, network, turns)).toList();
        ForeignLoad foreign = ForeignLoad.begin();
        for (int turn = 0; turn < turns; turn++) {
            timed.forEach(Turns::take);
        }
        double foreignLoad = foreign.share();
        return timed.stream().map(network -> network.result(foreignLoad)).toList();
    }

    /** A step for each batch. */
    void eachBatch(Pass pass, StepNetwork network) {
        batches.all().forEach(batch -> step(pass, network, batch));
    }

    private void step(Pass pass, StepNetwork network, PackedBatch batch) {
        switch (pass) {
            case TRAINING -> network.train(batch);
            case INFERENCE -> network.infer(batch, logits);
        }
    }

    /** One network's turns, each a step for each batch. */
    private final class Turns {
        private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final Pass pass;
        private final StepNetwork network;
        private final double[] seconds;
        private int steps;
        private long heapBytes;

        private Turns(Pass pass, StepNetwork network, int count) {
            this.pass = pass;
            this.network = network;
            seconds = new double[count * StepBatches.COUNT];
        }

        private void take() {
            long heapBefore = thread.getCurrentThreadAllocatedBytes();
            for (PackedBatch batch : batches.all()) {
                long began = System.nanoTime();
                step(pass, network, batch);
                seconds[steps++] = (System.nanoTime() - began) / 1e9;
            }
            heapBytes += thread.getCurrentThreadAllocatedBytes() - heapBefore;
        }

        private Result result(double foreignLoad) {
            return new Result(
                    Samples.of(seconds),
                    batches.sequences(),
                    batches.tokens(),
                    pass.shareOfFlops * batches.trainingFlops(),
                    (double) heapBytes / steps,
                    PeakMemory.residentBytes(),
                    foreignLoad);
        }
    }
}
