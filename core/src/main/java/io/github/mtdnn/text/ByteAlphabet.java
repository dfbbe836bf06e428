package io.github.mtdnn.text;

/**
 * The visible characters in which GPT-2 (Radford et al. 2019, its published code) writes bytes: a
 * byte that is a printable Latin-1 character stands for itself, the others are in their order the
 * characters from U+0100 on. A space, for one, is {@code Ġ}.
 */
final class ByteAlphabet {
    private static final int BYTES = 256;
    private static final char[] CHARACTERS = characters();

    private ByteAlphabet() {}

    /** The character of a byte from 0 to 255. */
    static char character(int unsignedByte) {
        return CHARACTERS[unsignedByte];
    }

    private static char[] characters() {
        char[] characters = new char[BYTES];
        int hidden = 0;
        for (int b = 0; b < BYTES; b++) {
            characters[b] = (char) (isPrintable(b) ? b : BYTES + hidden++);
        }
        return characters;
    }

    private static boolean isPrintable(int b) {
        boolean ascii = b >= '!' && b <= '~';
        boolean latin1 = b >= '\u00a1' && b <= '\u00ff' && b != '\u00ad';
        return ascii || latin1;
    }
}
