package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.averaging.NesterovOuterStep;
import io.github.mtdnn.averaging.SegmentAverage;
import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.config.Settings.AveragingStrategy;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.model.Segment;
import io.github.mtdnn.spark.train.container.NetworkGraph;
import io.github.mtdnn.spark.train.refine.WorkerMessage.Report;
import io.github.mtdnn.spark.train.vector.ChunkedVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The training state between rounds, on the driver: the graph's vectors hold the parameters and,
 * where it is averaged, the optimiser state; beside them stand the step counts and the momentum of
 * the outer step.
 */
final class GlobalState {
    private final RunContext run;
    private final ComputationGraph graph;
    private final NesterovOuterStep outer;
    private final List<Report> reports = new ArrayList<>();
    private ChunkedVector momentum;
    private long[] stepCounts;
    private int round;

    /** The state before the first round, with the parameters that the graph holds. */
    GlobalState(RunContext run, ComputationGraph graph) {
        this.run = run;
        this.graph = graph;
        outer =
                new NesterovOuterStep(
                        run.averaging().outerLearningRate(), run.averaging().outerMomentum());
        momentum =
                averagesState()
                        ? ChunkedVector.empty(run.chunkLength())
                        : ChunkedVector.zeros(graph.params().length(), run.chunkLength());
        stepCounts = new long[1 + run.network().heads().size()];
    }

    /** Number of the next round. */
    int round() {
        return round;
    }

    /** Updates made so far of the shared part and of each task head; zeros with {@code diloco}. */
    long[] stepCounts() {
        return stepCounts.clone();
    }

    /** What a checkpoint keeps beside the parameters: averaged optimiser state, or momentum. */
    ChunkedVector storedVector() {
        return averagesState()
                ? ChunkedVector.copyOf(NetworkGraph.state(graph), run.chunkLength())
                : momentum;
    }

    ComputationGraph graph() {
        return graph;
    }

    /** Whether the optimiser state is averaged, and so belongs to the global state. */
    boolean averagesState() {
        return run.averaging().strategy() == AveragingStrategy.MEAN;
    }

    /** Goes on from a checkpoint; the graph's vectors have been filled from it. */
    void resume(int nextRound, long[] counts, ChunkedVector outerMomentum) {
        round = nextRound;
        stepCounts = counts.clone();
        momentum = outerMomentum;
    }

    /** What the workers begin the next round with. */
    RoundStart startOfRound() {
        ChunkedVector optimizerState =
                averagesState() ? storedVector() : ChunkedVector.empty(run.chunkLength());
        reports.clear();
        return new RoundStart(
                round,
                ChunkedVector.copyOf(graph.params(), run.chunkLength()),
                optimizerState,
                stepCounts());
    }

    /** Chunks that a worker gives back: of the parameters and of the state that is averaged. */
    int chunks() {
        return parameterChunks()
                + (averagesState()
                        ? ChunkedVector.count(NetworkGraph.state(graph).length(), run.chunkLength())
                        : 0);
    }

    /** How the workers' chunks become one. */
    ChunkAverage chunkAverage() {
        List<Segment> segments = new ParameterLayout(run.network()).segments();
        SegmentAverage average =
                new SegmentAverage(
                        segments.stream().mapToLong(Segment::end).toArray(),
                        run.optimizer().absentHeads() == AbsentHeads.DENSE);
        return new ChunkAverage(average, run.chunkLength(), parameterChunks());
    }

    /** Takes on the mean of what the workers have given back of a chunk. */
    void acceptMean(int chunk, float[] mean) {
        if (chunk >= parameterChunks()) {
            ChunkedVector.write(
                    mean, NetworkGraph.state(graph), chunk - parameterChunks(), run.chunkLength());
        } else if (averagesState()) {
            ChunkedVector.write(mean, graph.params(), chunk, run.chunkLength());
        } else {
            float[] parameters = ChunkedVector.copyOf(graph.params(), chunk, run.chunkLength());
            if (run.exchangesChanges()) {
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += parameters[i];
                }
            }
            outer.apply(mean, momentum.chunks().get(chunk), parameters);
            ChunkedVector.write(parameters, graph.params(), chunk, run.chunkLength());
        }
    }

    void accept(Report report) {
        reports.add(report);
    }

    /** Ends the round, when all chunks and reports have been taken on. */
    void endRound() {
        reports.sort(Comparator.comparingInt(Report::worker));
        if (averagesState()) {
            for (Report report : reports) {
                for (int i = 0; i < stepCounts.length; i++) {
                    stepCounts[i] = Math.max(stepCounts[i], report.stepCounts()[i]);
                }
            }
        }
        round++;
    }

    /** Reports of the last round, in the order of the workers. */
    List<Report> reports() {
        return Collections.unmodifiableList(reports);
    }

    private int parameterChunks() {
        return ChunkedVector.count(graph.params().length(), run.chunkLength());
    }
}
