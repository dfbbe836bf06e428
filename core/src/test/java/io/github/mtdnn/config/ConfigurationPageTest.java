package io.github.mtdnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    private static final String COMMAND =
            "mvn -B -pl core test -Dtest=ConfigurationPageTest -Dmtdnn.write-docs=true";
    private static final Path PAGE =
            Path.of(System.getProperty("mtdnn.root"), "docs", "configuration.md");

    @Test
    void theCommittedPageIsUpToDate() throws IOException {
        String page = ConfigurationPage.render();
        if (Boolean.getBoolean("mtdnn.write-docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as(
                        "docs/configuration.md does not show reference.conf; write it anew: %s",
                        COMMAND)
                .isEqualTo(page);
    }

    @Test
    void showsEverySettingWithDefaultRangeAndDescription() {
        String page = ConfigurationPage.render();
        assertThat(page)
                .contains(
                        "| `data.max-seq-length` | `128` | a whole number from 8 to 512 | Longest"
                                + " example in tokens, [CLS] and [SEP] included;")
                .contains("| `refine.averaging.strategy` | `\"mean\"` | one of mean, diloco |");
        List<String> keys = SettingKey.all().stream().map(SettingKey::path).toList();
        assertThat(keys).isNotEmpty().allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }
}
