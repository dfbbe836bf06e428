package io.github.mtdnn.jobs.bench;

import java.time.Instant;
import java.util.List;

/**
 * One run of a benchmark: what the table {@code bench} holds of it.
 *
 * @param id name of the run
 * @param version of this software
 */
public record BenchRun(
        String id,
        Instant started,
        String version,
        Machine machine,
        List<Measurement> measurements) {

    public BenchRun {
        measurements = List.copyOf(measurements);
    }
}
