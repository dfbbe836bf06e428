package io.github.mtdnn.kernels;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How the matrices of some kernels are multiplied: by which library, in which precision. */
final class Products {
    private final String description;
    private final Supplier<Product> product;
    private final Function<ThreadTeam, Operand> operand;
    private final BiFunction<ThreadTeam, Products, CpuLinear> linear;

    private Products(
            String description,
            Supplier<Product> product,
            Function<ThreadTeam, Operand> operand,
            BiFunction<ThreadTeam, Products, CpuLinear> linear) {
        this.description = description;
        this.product = product;
        this.operand = operand;
        this.linear = linear;
    }

    /** The fastest here of those in the precision asked for, float32 where that cannot be. */
    static Products of(Precision precision) {
        Optional<String> obstacle = OneDnn.obstacle();
        return obstacle.isPresent()
                ? of(precision, obstacle, false, false)
                : of(
                        precision,
                        obstacle,
                        OneDnn.multipliesBfloat16(),
                        OneDnn.multipliesBfloat16Fast());
    }

    /**
     * @param obstacle to oneDNN
     * @param multiplies whether that can multiply bfloat16
     * @param fast whether the processor has instructions for it
     */
    static Products of(
            Precision precision, Optional<String> obstacle, boolean multiplies, boolean fast) {
        if (obstacle.isPresent()) {
            return blas().remarked(obstacle.get());
        }
        return switch (precision) {
            case FLOAT32 -> oneDnn();
            case BF16 ->
                    multiplies
                            ? oneDnnBfloat16()
                            : oneDnn().remarked("bf16 needs a processor with AVX-512");
            case AUTO -> fast ? oneDnnBfloat16() : oneDnn();
        };
    }

    /** Float32 by the BLAS that ND4J brings. */
    static Products blas() {
        return new Products(
                "float32 products by " + BlasProduct.library(),
                BlasProduct::new,
                team -> new FloatOperand(),
                TiledLinear::new);
    }

    /** Float32 by oneDNN. */
    static Products oneDnn() {
        return new Products(
                "float32 products by " + OneDnn.describe(),
                OneDnnProduct::ofFloat32,
                team -> new FloatOperand(),
                TiledLinear::new);
    }

    /** Bfloat16, summed up in float32, by oneDNN. */
    static Products oneDnnBfloat16() {
        return new Products(
                "bf16 products by " + OneDnn.describe(),
                OneDnnProduct::ofBfloat16,
                RoundedOperand::new,
                (team, products) ->
                        OneDnnProduct.packsBfloat16()
                                ? new PackedLinear(team)
                                : new TiledLinear(team, products));
    }

    private Products remarked(String remark) {
        return new Products("%s (%s)".formatted(description, remark), product, operand, linear);
    }

    /** For logs. */
    String describe() {
        return description;
    }

    /** Products with weights, by the threads of a team. */
    CpuLinear linear(ThreadTeam team) {
        return linear.apply(team, this);
    }

    /** For one matrix at a time of a product, made by the threads of a team. */
    Operand operand(ThreadTeam team) {
        return operand.apply(team);
    }

    /** A product for each member of a team. */
    Product[] productsOf(ThreadTeam team) {
        return Stream.generate(product).limit(team.members()).toArray(Product[]::new);
    }

    /** An operand for each member of a team, which makes it alone. */
    Operand[] operandsOf(ThreadTeam team) {
        return Stream.generate(() -> operand(new ThreadTeam(1)))
                .limit(team.members())
                .toArray(Operand[]::new);
    }
}
