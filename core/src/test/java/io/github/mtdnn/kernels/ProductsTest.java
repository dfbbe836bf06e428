package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {
    @ParameterizedTest
    @CsvSource({
        "FLOAT32, true, true, float32",
        "BF16, true, true, bf16",
        "BF16, true, false, bf16",
        "AUTO, true, true, bf16",
        "AUTO, true, false, float32",
        "AUTO, false, false, float32"
    })
    void multiplyInThePrecisionAskedForWhereTheProcessorCan(
            Precision asked, boolean multiplies, boolean fast, String used) {
        assertThat(Products.of(asked, Optional.empty(), multiplies, fast).describe())
                .matches(used + " products by oneDNN with [^()]+");
    }

    @Test
    void sayWhyItIsNotBfloat16() {
        assertThat(Products.of(Precision.BF16, Optional.empty(), false, false).describe())
                .startsWith("float32 products by oneDNN with ")
                .endsWith(" (bf16 needs a processor with AVX-512)");
    }

    @Test
    void areOfBlasWhereOneDnnIsNot() {
        assertThat(Products.of(Precision.BF16, Optional.of("no oneDNN"), false, false).describe())
                .matches("float32 products by \\S+ \\S+ \\(no oneDNN\\)");
    }

    @Test
    void refuseToAddAProductWithABias() {
        Product product = Products.blas().productsOf(new ThreadTeam(1))[0];

        assertThatIllegalStateException()
                .isThrownBy(() -> product.shape(1, 1, 1).bias(8).into(8, 1, true))
                .withMessage("a product with a bias is written, not added");
    }
}
