package io.github.mtdnn.model;

import io.github.mtdnn.averaging.NesterovOuterStep;
import io.github.mtdnn.averaging.SegmentAverage;
import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.golden.GoldenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AveragingGoldenTest {
    private static final int ROUNDS = 4;

    static Stream<Arguments> kernelsAndPolicies() {
        return GoldenWorker.kernelsAndPolicies();
    }

    @ParameterizedTest
    @MethodSource("kernelsAndPolicies")
    void averagesParametersAndOptimiserState(KernelsUnderTest kernels, AbsentHeads absentHeads) {
        try (Run run = new Run("parameter_averaging.npz", kernels, absentHeads)) {
            double[] norms = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                run.trainRound();
                float[] parameters = run.mean(GoldenWorker::parameters);
                float[] state = run.mean(GoldenWorker::state);
                run.workers.forEach(worker -> worker.setParameters(parameters));
                run.workers.forEach(worker -> worker.setState(state));
                norms[round] = norm(parameters);
            }
            run.golden.assertMatches("out/" + run.policy + "/loss", run.losses);
            run.golden.assertMatches("out/" + run.policy + "/round_norm", norms);
            run.assertParametersMatch("final/");
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndPolicies")
    void takesAnOuterStep(KernelsUnderTest kernels, AbsentHeads absentHeads) {
        NesterovOuterStep outer = new NesterovOuterStep(0.7, 0.9);
        try (Run run = new Run("diloco.npz", kernels, absentHeads)) {
            float[] parameters = run.workers.get(0).parameters();
            float[] momentum = new float[parameters.length];
            for (int round = 0; round < ROUNDS; round++) {
                run.trainRound();
                outer.apply(run.mean(GoldenWorker::parameters), momentum, parameters);
                run.workers.forEach(worker -> worker.setParameters(parameters));
                if (round == 0) {
                    run.assertParametersMatch("round1/");
                }
            }
            run.golden.assertMatches("out/" + run.policy + "/loss", run.losses);
            run.assertParametersMatch("final/");
        }
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /** The workers of a file, batch i with worker i mod W, until all their losses are known. */
    private static final class Run implements AutoCloseable {
        final GoldenFile golden;
        final String policy;
        final AbsentHeads absentHeads;
        final List<GoldenWorker> workers = new ArrayList<>();

        /** By worker and local step. */
        final double[] losses;

        final long[][] examples;
        private final int localSteps;
        private int stepsMade;

        Run(String file, KernelsUnderTest kernels, AbsentHeads absentHeads) {
            this.golden = kernels.golden(file);
            this.absentHeads = absentHeads;
            this.policy = absentHeads.name().toLowerCase(Locale.ROOT);
            int[] shape = golden.shape("out/" + policy + "/loss");
            for (int worker = 0; worker < shape[0]; worker++) {
                workers.add(new GoldenWorker(golden, kernels, absentHeads));
            }
            this.localSteps = shape[1];
            this.losses = new double[shape[0] * localSteps];
            this.examples = new long[shape[0]][workers.get(0).net.spec.heads().size()];
        }

        void trainRound() {
            int[] tasks = golden.ints("in/task");
            int examplesOfBatch = golden.shape("in/input_ids")[1];
            for (int i = 0; i < localSteps / ROUNDS; i++, stepsMade++) {
                for (int worker = 0; worker < workers.size(); worker++) {
                    int batch = (stepsMade * workers.size() + worker) % tasks.length;
                    losses[worker * localSteps + stepsMade] =
                            workers.get(worker).step(batch).loss();
                    examples[worker][tasks[batch]] += examplesOfBatch;
                }
            }
        }

        float[] mean(Function<GoldenWorker, float[]> vector) {
            long[] ends =
                    workers.get(0).net.layout.segments().stream().mapToLong(Segment::end).toArray();
            float[][] vectors = workers.stream().map(vector).toArray(float[][]::new);
            return new SegmentAverage(ends, absentHeads == AbsentHeads.DENSE)
                    .average(0, vectors, examples);
        }

        void assertParametersMatch(String prefix) {
            for (GoldenWorker worker : workers) {
                worker.net.assertTrainedMatch(prefix + policy + "/", worker.parameters());
            }
        }

        @Override
        public void close() {
            workers.forEach(GoldenWorker::close);
        }
    }
}
