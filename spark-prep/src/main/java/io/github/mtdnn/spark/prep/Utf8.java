package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Decodes UTF-8 and refuses what is not UTF-8. */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /**
     * @throws RowProblem where the bytes are not UTF-8
     */
    static String decode(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, UTF_8);
        // The fast decoder replaces what it cannot read; the text may also hold that character
        // itself.
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireValid(bytes, length);
        }
        return text;
    }

    private static void requireValid(byte[] bytes, int length) {
        CharsetDecoder decoder =
                UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        CoderResult result = decoder.decode(in, CharBuffer.allocate(length), true);
        if (result.isError()) {
            throw new RowProblem(
                    ("byte %d of the line, 0x%02X, is not UTF-8. Convert the file to UTF-8 "
                                    + "(for example by iconv).")
                            .formatted(in.position() + 1, bytes[in.position()] & 0xFF));
        }
    }
}
