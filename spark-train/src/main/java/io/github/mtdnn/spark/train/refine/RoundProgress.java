package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.refine.WorkerMessage.Report;
import io.github.mtdnn.spark.train.table.StepReport;
import java.util.List;

/** One console line per round: loss, speed and the time that is left. */
final class RoundProgress {
    private final Progress progress;
    private final int rounds;
    private final int firstRound;
    private final long began = System.nanoTime();

    /**
     * @param firstRound the round that this process begins with, 0 unless it resumes
     */
    RoundProgress(Progress progress, int rounds, int firstRound) {
        this.progress = progress;
        this.rounds = rounds;
        this.firstRound = firstRound;
    }

    /**
     * @param epoch of the round, from 0
     * @param seconds that the round took, averaging included
     */
    void round(int round, int epoch, List<Report> reports, double seconds) {
        double loss = 0;
        long examples = 0;
        long tokens = 0;
        for (Report report : reports) {
            for (StepReport step : report.steps()) {
                loss += step.loss() * step.examples();
                examples += step.examples();
                tokens += step.tokens();
            }
        }
        int done = round + 1 - firstRound;
        double elapsed = (System.nanoTime() - began) / 1e9;
        progress.line(
                "refine  epoch %d  round %d/%d  loss %.4f  %,.0f tokens/s  %,.0f examples/s  left %s",
                epoch + 1,
                round + 1,
                rounds,
                loss / examples,
                tokens / seconds,
                examples / seconds,
                Progress.clock(elapsed / done * (rounds - round - 1)));
    }
}
