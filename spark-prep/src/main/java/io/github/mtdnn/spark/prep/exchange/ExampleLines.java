package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.task.Example;
import java.util.Optional;

/** A line for each example. */
abstract class ExampleLines<E extends Example> implements RowLines<Example> {
    private final Class<E> shape;

    /**
     * @param shape of the examples
     */
    ExampleLines(Class<E> shape) {
        this.shape = shape;
    }

    /**
     * The line of an example, without its end.
     *
     * @throws UnwritableExample where there is none
     */
    abstract String line(E example);

    @Override
    public final Optional<String> add(Example example) {
        return Optional.of(line(shape.cast(example)));
    }

    @Override
    public final Optional<String> finish() {
        return Optional.empty();
    }
}
