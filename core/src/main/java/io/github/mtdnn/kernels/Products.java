package io.github.mtdnn.kernels;

import java.util.stream.Stream;
import org.bytedeco.dnnl.memory.data_type;

/** How the matrices of some kernels are multiplied: by which library, in which precision. */
interface Products {

    /** For logs. */
    String describe();

    /** For one member of a team. */
    Product product();

    /** For one matrix at a time of such a product, made by the threads of a team. */
    Operand operand(ThreadTeam team);

    /** A product for each member of a team. */
    default Product[] productsOf(ThreadTeam team) {
        return Stream.generate(this::product).limit(team.members()).toArray(Product[]::new);
    }

    /** An operand for each member of a team, which makes it alone. */
    default Operand[] operandsOf(ThreadTeam team) {
        return Stream.generate(() -> operand(new ThreadTeam(1)))
                .limit(team.members())
                .toArray(Operand[]::new);
    }

    /** The fastest here of those that are precise enough. */
    static Products of(Precision precision) {
        if (OneDnn.obstacle().isPresent()) {
            return blas();
        }
        boolean bfloat16 =
                switch (precision) {
                    case FLOAT32 -> false;
                    case BF16 -> OneDnn.multipliesBfloat16();
                    case AUTO -> OneDnn.multipliesBfloat16Fast();
                };
        return bfloat16 ? oneDnnBfloat16() : oneDnn();
    }

    /** Float32 by the BLAS that ND4J brings. */
    static Products blas() {
        return new Products() {
            @Override
            public String describe() {
                return "float32 products by " + BlasProduct.library();
            }

            @Override
            public Product product() {
                return new BlasProduct();
            }

            @Override
            public Operand operand(ThreadTeam team) {
                return new FloatOperand();
            }
        };
    }

    /** Float32 by oneDNN. */
    static Products oneDnn() {
        return new Products() {
            @Override
            public String describe() {
                return "float32 products by " + OneDnn.describe();
            }

            @Override
            public Product product() {
                return new OneDnnProduct(data_type.f32);
            }

            @Override
            public Operand operand(ThreadTeam team) {
                return new FloatOperand();
            }
        };
    }

    /** Bfloat16, summed up in float32, by oneDNN. */
    static Products oneDnnBfloat16() {
        return new Products() {
            @Override
            public String describe() {
                return "bf16 products by " + OneDnn.describe();
            }

            @Override
            public Product product() {
                return new OneDnnProduct(data_type.bf16);
            }

            @Override
            public Operand operand(ThreadTeam team) {
                return new RoundedOperand(team);
            }
        };
    }
}
