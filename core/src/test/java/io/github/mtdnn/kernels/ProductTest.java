package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProductTest {
    @Test
    void isComputedInFewDifferentSizes() {
        List<Integer> sizes = new ArrayList<>();
        int end = 10 + 16 * 5 + 7;
        for (int row = 10, next; row < end; row = next) {
            next = Product.next(row, end);
            sizes.add(next - row);
        }
        assertThat(sizes).containsExactly(80, 7);
    }
}
