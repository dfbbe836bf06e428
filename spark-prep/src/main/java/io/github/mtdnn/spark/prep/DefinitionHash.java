package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.OnBadRow;
import io.github.mtdnn.data.Sha256;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextShape;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;

/**
 * Names what, beside the raw data and the vocabulary, decides how a split is encoded. Where the raw
 * data lies is no part of it.
 */
public final class DefinitionHash {
    /** To be raised when the same input begins to give other rows. */
    private static final String ENCODING_VERSION = "3";

    private final MessageDigest digest = Sha256.newDigest();

    private DefinitionHash() {}

    /** The name, in hexadecimal. */
    public static String of(Task task, SplitSource source, Settings settings) {
        DefinitionHash hash = new DefinitionHash();
        hash.add(ENCODING_VERSION);
        hash.add(task.type());
        hash.add(task.shape());
        hash.add(task.labels());
        hash.add(task.numClasses());
        hash.add(source.split().role());
        hash.add(source.format());
        hash.add(source.header());
        hash.add(source.stripLines());
        hash.add(source.separator());
        hash.add(source.columnCounts());
        hash.add(source.shortRows());
        hash.add(source.rows());
        for (Field field : Field.values()) {
            hash.add(source.column(field));
        }
        hash.add(source.selection().skipLabels());
        hash.add(source.selection().where());
        hash.add(source.selection().sample());
        hash.add(settings.data().onBadRow());
        hash.add(
                settings.data().onBadRow() == OnBadRow.QUARANTINE
                        ? settings.data().maxTextLength()
                        : "any length"); // which else fails, and changes no row
        hash.add(settings.data().maxSeqLength());
        hash.add(settings.data().pairOrder());
        hash.add(settings.data().maxQuestionPieces());
        hash.add(settings.data().windowOverlap());
        hash.add(settings.data().shardRows());
        if (task.shape() == TextShape.DOCUMENT) {
            hash.add(source.documents());
            hash.add(settings.data().maskedShare());
            hash.add(settings.data().maskedCopies());
        }
        return Sha256.hex(hash.digest.digest());
    }

    private void add(List<String> values) {
        add(values.size());
        values.forEach(this::add);
    }

    private void add(ColumnRef column) {
        add(column.getClass().getSimpleName());
        add((Object) column);
    }

    /** With its length before it, so that no two sequences of values give the same bytes. */
    private void add(Object value) {
        byte[] bytes = value.toString().getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }
}
