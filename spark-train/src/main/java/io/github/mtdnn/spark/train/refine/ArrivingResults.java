package io.github.mtdnn.spark.train.refine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Hands the results of an RDD to the driver partition by partition, as they arrive: all partitions
 * are computed side by side, and the driver holds only those that it has not looked at yet. ({@code
 * collect} holds all of them, {@code toLocalIterator} computes one after the other.)
 */
final class ArrivingResults {
    private ArrivingResults() {}

    /** What is done with a result, on one thread at a time, in no fixed order. */
    interface Receiver {
        void accept(int key, WorkerMessage message);
    }

    /** Returns when every result has been received. */
    static void forEach(JavaPairRDD<Integer, WorkerMessage> results, Receiver receiver) {
        List<Object> partitions = new ArrayList<>();
        IntStream.range(0, results.getNumPartitions()).forEach(partitions::add);
        ClassTag<Partition> tag = ClassTag$.MODULE$.apply(Partition.class);
        results.context()
                .runJob(
                        results.rdd(),
                        new ToPartition(),
                        JavaConverters.asScalaBuffer(partitions).toSeq(),
                        new ToReceiver(receiver),
                        tag);
    }

    private record Partition(List<Tuple2<Integer, WorkerMessage>> results)
            implements Serializable {}

    /** On the executor. */
    private static final class ToPartition
            extends AbstractFunction2<
                    TaskContext, Iterator<Tuple2<Integer, WorkerMessage>>, Partition>
            implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Partition apply(TaskContext task, Iterator<Tuple2<Integer, WorkerMessage>> results) {
            List<Tuple2<Integer, WorkerMessage>> all = new ArrayList<>();
            while (results.hasNext()) {
                all.add(results.next());
            }
            return new Partition(all);
        }
    }

    /** On the driver. */
    private static final class ToReceiver extends AbstractFunction2<Object, Partition, BoxedUnit> {
        private final Receiver receiver;

        private ToReceiver(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public BoxedUnit apply(Object index, Partition partition) {
            partition.results().forEach(result -> receiver.accept(result._1(), result._2()));
            return BoxedUnit.UNIT;
        }
    }
}
