package io.github.mtdnn.spark.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.spark.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

class TaskFailuresTest {
    @Test
    void findsTheUserFailureThatATaskThrew() {
        assertThat(failureOf(new DataFormatException("line 7 is broken")))
                .isInstanceOf(DataFormatException.class)
                .hasMessage("line 7 is broken");
    }

    @Test
    void findsItBehindOtherExceptions() {
        RuntimeException wrapped =
                new IllegalStateException(new EnvironmentException("too little memory"));

        assertThat(failureOf(wrapped))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("too little memory");
    }

    @Test
    void keepsAFailureThatIsNotTheUsers() {
        RuntimeException failure =
                failureOf(new UncheckedIOException(new IOException("disk on fire")));

        assertThat(failure).isInstanceOf(IllegalStateException.class);
        assertThat(failure.getCause()).isInstanceOf(SparkException.class);
        assertThat(failure).hasMessageContaining("disk on fire");
    }

    @Test
    void throwsErrorsOn() {
        Error error = new OutOfMemoryError("heap");

        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> TaskFailures.unwrap(error))
                .isSameAs(error);
    }

    private static RuntimeException failureOf(RuntimeException thrown) {
        JavaRDD<Integer> failing =
                LocalSpark.context()
                        .parallelize(List.of(1), 1)
                        .map(
                                one -> {
                                    throw thrown;
                                });
        try {
            failing.collect();
        } catch (Exception e) {
            return TaskFailures.unwrap(e);
        }
        throw new AssertionError("the job did not fail");
    }
}
