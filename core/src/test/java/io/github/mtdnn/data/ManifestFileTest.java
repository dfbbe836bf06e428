package io.github.mtdnn.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestFileTest {
    private static final Manifest MANIFEST =
            new Manifest(
                    Manifest.FORMAT_VERSION,
                    "rte",
                    "train",
                    List.of(
                            new Manifest.Shard(
                                    "part-00000.parquet",
                                    3,
                                    2,
                                    false,
                                    31,
                                    List.of(1L, 2L),
                                    hex('a')),
                            new Manifest.Shard(
                                    "part-00001.parquet",
                                    1,
                                    0,
                                    true,
                                    20,
                                    List.of(0L, 0L, 1L),
                                    hex('b'))),
                    hex('1'),
                    hex('2'),
                    hex('3'),
                    128,
                    2);

    @Test
    void readsWhatItWrote() {
        Manifest read = ManifestFile.parse(ManifestFile.toJson(MANIFEST), "manifest.json");

        assertThat(read).isEqualTo(MANIFEST);
        assertThat(read.rows()).isEqualTo(4);
        assertThat(read.groups()).isEqualTo(2);
        assertThat(read.tokens()).isEqualTo(51);
    }

    @Test
    void refusesAnotherFormatVersion() {
        assertRefused(
                json().replace("\"formatVersion\" : 2", "\"formatVersion\" : 7, \"new\" : 1"),
                "store/manifest.json: format version 7 cannot be read, this program reads version 2.");
    }

    @Test
    void asksForAnotherPreparationOfAnOlderFormat() {
        assertRefused(
                json().replace("\"formatVersion\" : 2", "\"formatVersion\" : 1"),
                "store/manifest.json: format version 1 cannot be read, this program reads version 2.",
                "Run prepare again");
    }

    @Test
    void refusesAGroupThatGoesOnBeforeOneHasBegun() {
        assertRefused(
                json().replace("\"continuesGroup\" : false", "\"continuesGroup\" : true"),
                "part-00000.parquet continues a group, and none has begun");
    }

    @Test
    void refusesWhatIsNoJson() {
        assertRefused(json().substring(0, 100), "store/manifest.json: not a manifest", "prepare");
        assertRefused("", "store/manifest.json: not a manifest", "formatVersion");
    }

    @Test
    void refusesAMissingOrUnknownKey() {
        assertRefused(json().replace("\"rawHash\"", "\"rawhash\""), "property 'rawHash'");
        assertRefused(
                json().replace("{\n  \"formatVersion\"", "{\"extra\" : 1, \"formatVersion\""),
                "extra");
        assertRefused(
                json().replace("\"truncatedRows\" : 2", "\"truncatedRows\" : null"),
                "Cannot map `null` into type `long`.");
    }

    @Test
    void refusesAShardOutsideItsDirectory() {
        assertRefused(
                json().replace("part-00001.parquet", "../dev/part-00001.parquet"),
                "\"../dev/part-00001.parquet\" is not the name of a file beside it");
    }

    @Test
    void refusesANonsenseChecksum() {
        assertRefused(
                json().replace(hex('b'), "beef"),
                "checksum \"beef\" of part-00001.parquet is not 64 hexadecimal digits");
    }

    @Test
    void refusesAHistogramThatDoesNotCountTheRows() {
        assertRefused(
                json().replace("\"rows\" : 3", "\"rows\" : 5"),
                "the length histogram of part-00000.parquet counts 3 rows of 5");
    }

    private static void assertRefused(String json, String... parts) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> ManifestFile.parse(json.getBytes(UTF_8), "store/manifest.json"))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static String json() {
        return new String(ManifestFile.toJson(MANIFEST), UTF_8);
    }

    private static String hex(char digit) {
        return String.valueOf(digit).repeat(Sha256.HEX_DIGITS);
    }
}
