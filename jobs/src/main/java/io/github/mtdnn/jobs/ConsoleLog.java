package io.github.mtdnn.jobs;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** Sets up what a driver's log shows on the console. */
final class ConsoleLog {
    private static final String CHOSEN_BY_USER = "log4j2.configurationFile";

    private ConsoleLog() {}

    /**
     * Progress of ours and warnings of others, unless the user chose a configuration of their own
     * with {@code -Dlog4j2.configurationFile}.
     */
    static void configure() {
        if (System.getProperty(CHOSEN_BY_USER) != null) {
            return;
        }
        URL configuration = ConsoleLog.class.getResource("log4j2.xml");
        try {
            URI uri = configuration.toURI();
            Configurator.reconfigure(uri);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not a URI: " + configuration, e);
        }
    }

    /**
     * Leaves failed tasks to the final message: in one process no task is tried again, so there is
     * nothing more to tell.
     */
    static void hideFailedTasks() {
        if (System.getProperty(CHOSEN_BY_USER) == null) {
            Configurator.setLevel("org.apache.spark.scheduler.TaskSetManager", Level.OFF);
        }
    }
}
