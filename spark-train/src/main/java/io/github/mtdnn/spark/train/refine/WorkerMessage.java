package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.config.Settings.WireFormat;
import io.github.mtdnn.spark.train.table.StepReport;
import io.github.mtdnn.spark.train.vector.WireNumbers;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;

/** What a worker gives back after a round. */
sealed interface WorkerMessage extends Serializable {

    /** Number of the worker, from 0. */
    int worker();

    /**
     * One chunk of its parameters, or of their change, or of its optimiser state.
     *
     * <p>A stream of Java's serialisation keeps every object that it has written until it ends, so
     * that a chunk is copied from the worker's memory only when it is written, and not as an
     * object: the streams of a shuffle would otherwise hold the whole model.
     */
    final class Chunk implements WorkerMessage {
        /** Number of the worker of a chunk that is the mean of all. */
        static final int AVERAGE = -1;

        private static final long serialVersionUID = 1L;

        private final int worker;
        private final long[] examples;
        private final WireFormat format;
        private transient Supplier<float[]> values;

        /**
         * @param worker number of the worker, or {@link #AVERAGE}
         * @param examples examples of the round, by task: the weight of its result
         * @param format that can hold the numbers
         * @param values gives the numbers when they are needed
         */
        Chunk(int worker, long[] examples, WireFormat format, Supplier<float[]> values) {
            this.worker = worker;
            this.examples = examples;
            this.format = format;
            this.values = values;
        }

        @Override
        public int worker() {
            return worker;
        }

        long[] examples() {
            return examples;
        }

        float[] values() {
            return values.get();
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            float[] numbers = values.get();
            out.writeInt(numbers.length);
            WireNumbers.write(numbers, format, out);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            float[] numbers = new float[in.readInt()];
            WireNumbers.read(numbers, format, in);
            values = () -> numbers;
        }
    }

    /**
     * What it did, once a round.
     *
     * @param stepCounts updates made so far of the shared part and of each task head
     */
    record Report(int worker, long[] examples, long[] stepCounts, List<StepReport> steps)
            implements WorkerMessage {}
}
