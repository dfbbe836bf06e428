package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.schedule.BatchRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One training step as a "path", the unit in which Deeplearning4j's Spark API hands data to
 * workers: it names the units of the step's batches, and the worker reads them itself.
 *
 * <pre>
 *   step/17;34:0=5,7,9;36:2=80,3      17th step of the worker; at position 34 of the plan a batch
 *                                     of units 5, 7, 9 of task 0; at position 36 one of task 2
 * </pre>
 *
 * @param step number of the worker's steps before this one
 * @param batches whose gradients are summed
 */
record StepPath(long step, List<BatchRef> batches) {
    private static final String PREFIX = "step/";

    static StepPath parse(String path) {
        try {
            String[] parts = path.split(";");
            if (!parts[0].startsWith(PREFIX)) {
                throw new IllegalArgumentException("it does not begin with " + PREFIX);
            }
            List<BatchRef> batches = new ArrayList<>(parts.length - 1);
            for (int i = 1; i < parts.length; i++) {
                int colon = parts[i].indexOf(':');
                int equals = parts[i].indexOf('=');
                long position = Long.parseLong(parts[i].substring(0, colon));
                int task = Integer.parseInt(parts[i].substring(colon + 1, equals));
                int[] units =
                        Arrays.stream(parts[i].substring(equals + 1).split(","))
                                .mapToInt(Integer::parseInt)
                                .toArray();
                batches.add(new BatchRef(position, task, units));
            }
            return new StepPath(Long.parseLong(parts[0].substring(PREFIX.length())), batches);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not the path of a training step: " + path, e);
        }
    }

    @Override
    public String toString() {
        return PREFIX
                + step
                + batches.stream().map(StepPath::toString).collect(Collectors.joining());
    }

    private static String toString(BatchRef batch) {
        return ";%d:%d=%s"
                .formatted(
                        batch.position(),
                        batch.task(),
                        Arrays.stream(batch.units())
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(",")));
    }
}
