package io.github.mtdnn.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An archive of TorchScript with one module, as libtorch loads it: a zip file that holds the source
 * of its class, and the pickled values of its attributes.
 */
final class ScriptArchive {
    private static final String FORMAT_VERSION = "10\n";

    private final String className;
    private final byte[] source;
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    /**
     * @param source that declares the class and all of its attributes
     */
    ScriptArchive(String className, byte[] source) {
        this.className = className;
        this.source = source.clone();
        attributes.put("training", false);
    }

    /**
     * Gives an attribute a value.
     *
     * @param value a boolean, an int, a double or an empty list
     */
    ScriptArchive with(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    /** The archive's bytes. */
    InputStream open() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add("data.pkl", new Pickle().object(className, attributes), zip);
            add("code/__torch__.py", source, zip);
            add("constants.pkl", new Pickle().emptyTuple(), zip);
            add("version", FORMAT_VERSION.getBytes(US_ASCII), zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** libtorch reads entries in place: they must not be compressed. */
    private void add(String name, byte[] content, ZipOutputStream zip) throws IOException {
        ZipEntry entry = new ZipEntry(className + "/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** The little of Python's pickle format, version 2, that an archive needs. */
    private static final class Pickle {
        private static final int PROTOCOL = 0x80;
        private static final int TRUE = 0x88;
        private static final int FALSE = 0x89;
        private static final int NEW_OBJECT = 0x81;

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        private Pickle() throws IOException {
            out.write(PROTOCOL);
            out.write(2);
        }

        private byte[] emptyTuple() throws IOException {
            out.writeBytes(").");
            return bytes.toByteArray();
        }

        /** An object of a class of the archive: its class, no arguments, a dictionary as state. */
        private byte[] object(String className, Map<String, Object> state) throws IOException {
            out.writeBytes("c__torch__\n" + className + "\n)");
            out.write(NEW_OBJECT);
            out.writeBytes("}(");
            for (Map.Entry<String, Object> entry : state.entrySet()) {
                text(entry.getKey());
                value(entry.getValue());
            }
            out.writeBytes("ub.");
            return bytes.toByteArray();
        }

        private void text(String text) throws IOException {
            out.write('X');
            littleEndian(text.length());
            out.writeBytes(text);
        }

        private void value(Object value) throws IOException {
            if (value instanceof Boolean flag) {
                out.write(flag ? TRUE : FALSE);
            } else if (value instanceof Integer number) {
                out.write('J');
                littleEndian(number);
            } else if (value instanceof Double number) {
                out.write('G');
                out.writeDouble(number);
            } else if (value instanceof List<?> list && list.isEmpty()) {
                out.write(']');
            } else {
                throw new IllegalArgumentException("no attribute can be " + value);
            }
        }

        private void littleEndian(int number) throws IOException {
            out.writeInt(Integer.reverseBytes(number));
        }
    }
}
