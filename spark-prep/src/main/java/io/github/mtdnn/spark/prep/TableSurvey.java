package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mtdnn.data.Sha256;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** What is found when the rows of a table are gone through; partial results add up in any order. */
final class TableSurvey implements Serializable {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
    private static final byte[] NULL = {1};
    private static final byte[] NOT_NULL = {0};

    private long rows;
    private long leftOutRows;
    private long badRows;
    private RowKey problemRow = new RowKey("", -1);
    private String problem = "";

    /** Sum of the digests of the rows: it does not depend on the order in which they come. */
    private BigInteger digestSum = BigInteger.ZERO;

    TableSurvey add(TableRow row, ExampleMapper mapper) {
        addDigest(digest(row));
        try {
            if (mapper.map(row, 0).isPresent()) {
                rows++;
            } else {
                leftOutRows++;
            }
        } catch (RowProblem e) {
            badRows++;
            addProblem(row.key(), e.getMessage());
        }
        return this;
    }

    TableSurvey addAll(TableSurvey other) {
        rows += other.rows;
        leftOutRows += other.leftOutRows;
        badRows += other.badRows;
        addDigest(other.digestSum);
        if (!other.problem.isEmpty()) {
            addProblem(other.problemRow, other.problem);
        }
        return this;
    }

    long rows() {
        return rows;
    }

    long leftOutRows() {
        return leftOutRows;
    }

    /** Rows that are not sound. */
    long badRows() {
        return badRows;
    }

    /** What is wrong with the first row that is not sound; empty where all are. */
    String problem() {
        return problem;
    }

    /** That row. */
    RowKey problemRow() {
        return problemRow;
    }

    /** Digest of all rows. */
    String digest() {
        return Sha256.of(digestSum.toByteArray());
    }

    private void addDigest(BigInteger digest) {
        digestSum = digestSum.add(digest).mod(MODULUS);
    }

    private void addProblem(RowKey row, String found) {
        if (problem.isEmpty() || row.compareTo(problemRow) < 0) {
            problemRow = row;
            problem = found;
        }
    }

    private static BigInteger digest(TableRow row) {
        MessageDigest digest = Sha256.newDigest();
        add(digest, row.key().file());
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, row.key().row()));
        for (String value : row.values()) {
            if (value == null) {
                digest.update(NULL);
            } else {
                digest.update(NOT_NULL);
                add(digest, value);
            }
        }
        return new BigInteger(1, digest.digest());
    }

    /** With its length before it, so that no two sequences of texts give the same bytes. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }
}
