package io.github.mtdnn.spark.train.refine;

import java.util.Iterator;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import scala.Tuple2;

/**
 * Runs one worker's round where its partition of paths lies, and gives back its result in messages:
 * under key c ≥ 0 chunk c, under a negative key the report.
 */
final class RoundFunction implements PairFlatMapFunction<Iterator<String>, Integer, WorkerMessage> {
    private static final long serialVersionUID = 1L;

    private final RoundWorker worker;
    private final MultiDataSetLoader loader;

    RoundFunction(RoundWorker worker, MultiDataSetLoader loader) {
        this.worker = worker;
        this.loader = loader;
    }

    /** Key of a worker's report. */
    static int reportKey(int worker) {
        return -1 - worker;
    }

    @Override
    public Iterator<Tuple2<Integer, WorkerMessage>> call(Iterator<String> paths) {
        if (!paths.hasNext()) {
            return messages(worker.getFinalResultNoData());
        }
        ComputationGraph graph = worker.getInitialModelGraph();
        RoundWorker.Result result = null;
        try (StepsAhead steps = new StepsAhead(paths, loader)) {
            while (steps.hasNext()) {
                MultiDataSet step = steps.next();
                result = worker.processMinibatch(step, graph, !steps.hasNext());
            }
        }
        return messages(result);
    }

    /** Each chunk is copied from the device where Spark writes it down. */
    private static Iterator<Tuple2<Integer, WorkerMessage>> messages(RoundWorker.Result result) {
        WorkerMessage.Report report = result.report();
        WorkerSession session = result.session();
        int chunks = session.chunkCount();
        return new Iterator<>() {
            private int next = -1;

            @Override
            public boolean hasNext() {
                return next < chunks;
            }

            @Override
            public Tuple2<Integer, WorkerMessage> next() {
                int index = next++;
                return index < 0
                        ? new Tuple2<>(reportKey(report.worker()), report)
                        : new Tuple2<>(
                                index,
                                new WorkerMessage.Chunk(
                                        report.worker(),
                                        report.examples(),
                                        session.wireFormat(),
                                        () -> session.chunk(index)));
            }
        };
    }
}
