/**
 * How good predictions are: the measures that tasks are judged by, with bootstrap intervals, and
 * the comparison of two runs.
 *
 * <p>{@link io.github.mtdnn.metric.Predictions} is the seam: each {@link
 * io.github.mtdnn.task.PredictionKind} has one class here that knows its independent units and
 * takes its measures; {@link io.github.mtdnn.metric.Metrics}, the bootstrap and {@link
 * io.github.mtdnn.metric.PairedComparison} know nothing else. A new measure is a {@link
 * io.github.mtdnn.task.MetricName}, listed with its kind, and a case in that class.
 */
package io.github.mtdnn.metric;
