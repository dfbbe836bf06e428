package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.averaging.ErrorFeedback;
import io.github.mtdnn.config.Settings.AveragingStrategy;
import io.github.mtdnn.config.Settings.WireFormat;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.model.StepResult;
import io.github.mtdnn.spark.train.container.GraphTrainer;
import io.github.mtdnn.spark.train.container.WorkerKernels;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import io.github.mtdnn.spark.train.refine.WorkerMessage.Report;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.spark.train.table.StepReport;
import io.github.mtdnn.spark.train.vector.ChunkedVector;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What an executor keeps from round to round for a worker: a graph and all memory of its steps, so
 * that nothing large is allocated in a round. Its contents are never relied on: each round begins
 * from the broadcast parameters, and from the stored optimiser state unless this session holds that
 * very state still.
 */
final class WorkerSession implements AutoCloseable {
    private static final int NO_ROUND = Integer.MIN_VALUE;

    private final RunContext run;
    private final GraphTrainer trainer;
    private final WorkerState states;
    private final long[] examples;
    private ChunkedVector start;
    private ChunkedVector residual;
    private int worker;
    private int round;
    private int stateAfterRound = NO_ROUND;

    WorkerSession(RunContext run) {
        this.run = run;
        EnvironmentCheck.requireForTraining(run.kernels(), need(run));
        trainer =
                new GraphTrainer(
                        run.network(),
                        run.optimizer(),
                        WorkerKernels.create(run.kernels()),
                        run.extent());
        states = new WorkerState(RunDirectory.at(run.runDirectory(), run.hadoop().value()));
        examples = new long[run.network().heads().size()];
        residual = noResidual();
    }

    private ChunkedVector noResidual() {
        return run.exchangesChanges()
                ? ChunkedVector.zeros(trainer.parameters().length(), run.chunkLength())
                : ChunkedVector.empty(run.chunkLength());
    }

    private static MemoryNeed need(RunContext run) {
        return MemoryNeed.ofTraining(
                run.network(), run.extent().batchSize(), run.extent().maxSeqLength(), 1);
    }

    boolean isOf(RunContext other) {
        return run.session().equals(other.session());
    }

    /** Whether it holds the optimiser state that a worker had after its last round here. */
    boolean holdsStateOf(int worker) {
        return this.worker == worker && stateAfterRound != NO_ROUND;
    }

    ComputationGraph graph() {
        return trainer.graph();
    }

    /** Takes on the parameters and the optimiser state that a worker begins a round with. */
    void begin(int worker, RoundStart start) {
        boolean holdsState = holdsStateOf(worker) && stateAfterRound == start.round() - 1;
        this.worker = worker;
        round = start.round();
        Arrays.fill(examples, 0);
        this.start = start.parameters();
        this.start.copyTo(trainer.parameters());
        if (run.averaging().strategy() == AveragingStrategy.MEAN) {
            start.optimizerState().copyTo(trainer.state());
            trainer.setStepCounts(start.stepCounts());
        } else if (round == 0) {
            trainer.state().assign(0);
            trainer.setStepCounts(new long[1 + examples.length]);
            residual = noResidual();
        } else if (!holdsState) {
            WorkerState.Snapshot snapshot = states.read(worker, round - 1);
            snapshot.moments().copyTo(trainer.state());
            trainer.setStepCounts(snapshot.stepCounts());
            residual = snapshot.residual();
        }
        stateAfterRound = NO_ROUND;
    }

    /** One step: forward, backward, update. */
    StepReport step(StepData data) {
        long began = System.nanoTime();
        StepPath path = data.path();
        StepResult result = trainer.step(data.batches(), path.step());
        long count = 0;
        for (PackedBatch batch : data.batches()) {
            examples[batch.task()] += batch.count();
            count += batch.count();
        }
        return new StepReport(
                round,
                path.step(),
                worker,
                path.batches().get(0).task(),
                result.loss(),
                result.learningRate(),
                result.gradNorm(),
                count,
                result.tokens(),
                (System.nanoTime() - began) / 1e9);
    }

    /** Ends the round: what stays with the worker is stored, and the rest is there to be sent. */
    Report finish(List<StepReport> steps) {
        trainer.settle();
        if (run.exchangesChanges()) {
            becomeChange();
        }
        start = null;
        if (run.averaging().strategy() == AveragingStrategy.DILOCO) {
            states.write(
                    worker,
                    round,
                    new WorkerState.Snapshot(
                            trainer.stepCounts(),
                            ChunkedVector.over(trainer.state(), run.chunkLength()),
                            residual));
            stateAfterRound = round;
        }
        return new Report(worker, examples.clone(), trainer.stepCounts(), steps);
    }

    /** Puts the change of the parameters in their place; the next round brings new ones. */
    private void becomeChange() {
        for (int i = 0; i < parameterChunks(); i++) {
            float[] change = ChunkedVector.copyOf(trainer.parameters(), i, run.chunkLength());
            ErrorFeedback.apply(start.chunks().get(i), change, residual.chunks().get(i));
            ChunkedVector.write(change, trainer.parameters(), i, run.chunkLength());
        }
    }

    WireFormat wireFormat() {
        return run.averaging().wireFormat();
    }

    /** Chunks of the parameters, after them those of the state where it is averaged. */
    int chunkCount() {
        return parameterChunks() + (averagesState() ? stateChunks() : 0);
    }

    /** A copy of one of the chunks that are averaged, after the round. */
    float[] chunk(int index) {
        return index < parameterChunks()
                ? ChunkedVector.copyOf(trainer.parameters(), index, run.chunkLength())
                : ChunkedVector.copyOf(
                        trainer.state(), index - parameterChunks(), run.chunkLength());
    }

    private boolean averagesState() {
        return run.averaging().strategy() == AveragingStrategy.MEAN;
    }

    private int parameterChunks() {
        return ChunkedVector.count(trainer.parameters().length(), run.chunkLength());
    }

    private int stateChunks() {
        return ChunkedVector.count(trainer.state().length(), run.chunkLength());
    }

    @Override
    public void close() {
        trainer.close();
    }
}
