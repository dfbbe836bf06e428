package io.github.mtdnn.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 checksums, spelled in lower-case hexadecimal. */
public final class Sha256 {
    /** Length of a checksum in hexadecimal digits. */
    public static final int HEX_DIGITS = 64;

    private Sha256() {}

    /** Checksum of the given bytes. */
    public static String of(byte[] content) {
        return hex(newDigest().digest(content));
    }

    /** A digest to feed piece by piece. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Spells a finished digest. */
    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
