package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.OptimizerName;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.spark.train.container.WorkerKernels;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * Whose steps are timed beside ours.
 *
 * @param threads that each may use
 */
public record Peers(List<PeerLibrary> libraries, int threads) {
    /** Nobody's. */
    public static final Peers NONE = new Peers(List.of(), 1);

    public Peers {
        libraries = List.copyOf(libraries);
    }

    /**
     * All that are on the class path, on as many threads as our kernels have.
     *
     * @throws EnvironmentException where there are none, or a part of one is missing
     * @throws ConfigException where they cannot do what the settings say
     */
    public static Peers onClassPath(Settings settings) {
        OptimizerName optimizer = settings.optimizer().name();
        if (optimizer != OptimizerName.ADAMW) {
            throw new ConfigException(
                    "optimizer.name = %s cannot be measured beside others, who step by adamw. Leave it out, or --peer."
                            .formatted(
                                    optimizer.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        }
        List<PeerLibrary> libraries =
                ServiceLoader.load(PeerLibrary.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        if (libraries.isEmpty()) {
            throw new EnvironmentException(
                    "There is nobody to measure beside us on the class path. Run ./mtdnn bench"
                            + " --peer, which puts module bench there.");
        }
        libraries.forEach(PeerLibrary::requireUsable);
        return new Peers(libraries, WorkerKernels.threads(settings.kernels()));
    }

    /** Name of a library's figures in the table. */
    static String name(PeerLibrary library, Precision precision) {
        return library.name() + " " + precision.name().toLowerCase(Locale.ROOT);
    }

    /** The network of each. */
    List<PeerNetwork> open(StepSpec spec, Precision precision) {
        return libraries.stream().map(library -> library.open(spec, precision, threads)).toList();
    }
}
