package io.github.mtdnn.jobs.bench;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Somebody else's tokenizer, to be timed beside ours. Found on the class path by {@link
 * java.util.ServiceLoader}, so that what we ship does without it.
 */
public interface PeerTokenizer extends AutoCloseable {
    /** For the table of results. */
    String name();

    /** Reads the tokenizer of a {@code tokenizer.json}; called once, before all else. */
    void open(Path tokenizerJson) throws IOException;

    /** The ids of a text, without specials around it. */
    long[] ids(String text);

    @Override
    void close();
}
