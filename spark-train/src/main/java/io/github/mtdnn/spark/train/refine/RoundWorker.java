package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.spark.train.refine.WorkerMessage.Report;
import io.github.mtdnn.spark.train.table.StepReport;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * One worker's part of a round, in the terms of Deeplearning4j's Spark API: it begins with the
 * graph at the round's parameters, takes a step per path, and gives back what changed.
 */
final class RoundWorker implements TrainingWorker<RoundWorker.Result> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<RunContext> run;
    private final Broadcast<RoundStart> start;
    private transient WorkerSession session;
    private transient List<StepReport> reports;

    RoundWorker(Broadcast<RunContext> run, Broadcast<RoundStart> start) {
        this.run = run;
        this.start = start;
    }

    /** What a worker gives back after a round. */
    static final class Result implements TrainingResult, Serializable {
        private static final long serialVersionUID = 1L;

        private final transient WorkerSession session;
        private final Report report;

        private Result(WorkerSession session, Report report) {
            this.session = session;
            this.report = report;
        }

        /** The session whose graph holds the round's parameters and optimiser state. */
        WorkerSession session() {
            return session;
        }

        Report report() {
            return report;
        }

        @Override
        public void setStats(SparkTrainingStats stats) {
            // What a step did is in its report.
        }
    }

    @Override
    public ComputationGraph getInitialModelGraph() {
        int worker = TaskContext.getPartitionId();
        WorkerSession taken = WorkerSessions.take(run.value(), worker);
        // Not before the end of the task: Spark asks for the session's chunks one by one.
        TaskContext.get()
                .addTaskCompletionListener(
                        (TaskCompletionListener) task -> WorkerSessions.giveBack(taken));
        taken.begin(worker, start.value());
        session = taken;
        reports = new ArrayList<>();
        return session.graph();
    }

    @Override
    public Result processMinibatch(MultiDataSet data, ComputationGraph graph, boolean last) {
        reports.add(session.step((StepData) data));
        return last ? getFinalResult(graph) : null;
    }

    @Override
    public Result getFinalResult(ComputationGraph graph) {
        return new Result(session, session.finish(reports));
    }

    @Override
    public Result getFinalResultNoData() {
        getInitialModelGraph();
        return getFinalResult(session.graph());
    }

    @Override
    public void addHook(TrainingHook hook) {
        throw new IllegalStateException("hooks are not called in rounds; read the steps table");
    }

    @Override
    public void removeHook(TrainingHook hook) {
        // None can have been added.
    }

    @Override
    public WorkerConfiguration getDataConfiguration() {
        return new WorkerConfiguration(true, 1, 1, 0, 0, false);
    }

    @Override
    public long getInstanceId() {
        return TaskContext.getPartitionId();
    }

    @Override
    public MultiLayerNetwork getInitialModel() {
        throw notAGraph();
    }

    @Override
    public Result processMinibatch(DataSet data, MultiLayerNetwork network, boolean last) {
        throw notAGraph();
    }

    @Override
    public Result processMinibatch(DataSet data, ComputationGraph graph, boolean last) {
        throw notAGraph();
    }

    @Override
    public Pair<Result, SparkTrainingStats> processMinibatchWithStats(
            DataSet data, MultiLayerNetwork network, boolean last) {
        throw notAGraph();
    }

    @Override
    public Pair<Result, SparkTrainingStats> processMinibatchWithStats(
            DataSet data, ComputationGraph graph, boolean last) {
        throw notAGraph();
    }

    @Override
    public Pair<Result, SparkTrainingStats> processMinibatchWithStats(
            MultiDataSet data, ComputationGraph graph, boolean last) {
        return Pair.of(processMinibatch(data, graph, last), null);
    }

    @Override
    public Result getFinalResult(MultiLayerNetwork network) {
        throw notAGraph();
    }

    @Override
    public Pair<Result, SparkTrainingStats> getFinalResultNoDataWithStats() {
        return Pair.of(getFinalResultNoData(), null);
    }

    @Override
    public Pair<Result, SparkTrainingStats> getFinalResultWithStats(MultiLayerNetwork network) {
        throw notAGraph();
    }

    @Override
    public Pair<Result, SparkTrainingStats> getFinalResultWithStats(ComputationGraph graph) {
        return Pair.of(getFinalResult(graph), null);
    }

    private static IllegalStateException notAGraph() {
        return new IllegalStateException(
                "a round trains a multi-task graph on step paths: use"
                        + " SparkComputationGraph.fitPaths with a ShardBatchLoader");
    }
}
