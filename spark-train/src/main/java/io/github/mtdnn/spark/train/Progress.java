package io.github.mtdnn.spark.train;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells the user on the console how far a job is. */
public final class Progress {
    private final PrintStream console;

    public Progress(PrintStream console) {
        this.console = console;
    }

    /** One line, formatted for no country in particular. */
    public void line(String format, Object... arguments) {
        console.printf(Locale.ROOT, format + "%n", arguments);
        console.flush();
    }

    /** A duration as {@code h:mm:ss}. */
    public static String clock(double seconds) {
        Duration duration = Duration.ofMillis(Math.round(seconds * 1000));
        return "%d:%02d:%02d"
                .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
