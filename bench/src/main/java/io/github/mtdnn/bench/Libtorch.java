package io.github.mtdnn.bench;

import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.jobs.bench.PeerLibrary;
import io.github.mtdnn.jobs.bench.PeerNetwork;
import io.github.mtdnn.jobs.bench.StepSpec;
import io.github.mtdnn.kernels.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** libtorch, the library of PyTorch, as DJL binds it. */
public final class Libtorch implements PeerLibrary {
    /**
     * In the jar of the native libraries, which only profile {@code peers} puts on a class path.
     */
    private static final String NATIVES = "/native/lib/pytorch.properties";

    static {
        // Before a class of DJL asks.
        Djl.keepFromTheNetwork();
    }

    /** Whether the native libraries are on the class path. */
    static boolean isThere() {
        return version().isPresent();
    }

    @Override
    public void requireUsable() {
        if (!isThere()) {
            throw new EnvironmentException(
                    "libtorch is not on the class path: its 115 MB are only built when asked for."
                            + " Run ./mtdnn bench --peer, or mvn -P peers -DskipTests package.");
        }
    }

    @Override
    public String name() {
        return "libtorch " + version().orElse("");
    }

    @Override
    public PeerNetwork open(StepSpec spec, Precision precision, int threads) {
        return new LibtorchNetwork(spec, precision, threads);
    }

    /** Such as 2.7.1; the day of the build that follows it is left out. */
    private static Optional<String> version() {
        try (InputStream stream = Libtorch.class.getResourceAsStream(NATIVES)) {
            if (stream == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(stream);
            return Optional.of(properties.getProperty("version").split("-")[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
