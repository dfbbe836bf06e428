package io.github.mtdnn.kernels;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;

import java.util.Optional;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The library oneDNN as one member of a team uses it. The parallel part is ours, so oneDNN stays in
 * the calling thread; and the scratch memory of its primitives is ours, because its own would
 * belong to the thread that made them, and an instance may pass from one thread to another.
 */
final class OneDnn {
    private final engine processor = new engine(engine.kind.cpu, 0);
    private final stream order = new stream(processor);
    private BytePointer scratch = new BytePointer(1);
    private Thread last = null;

    /** Why it cannot be used here, if it cannot. */
    static Optional<String> obstacle() {
        return Library.OBSTACLE;
    }

    /** Whether it can multiply bfloat16. */
    static boolean multipliesBfloat16() {
        return supports(dnnl_cpu_isa_avx512_core);
    }

    /** Whether the processor has instructions for that, so that it is faster than float32. */
    static boolean multipliesBfloat16Fast() {
        return supports(dnnl_cpu_isa_avx512_core_bf16);
    }

    /** Library and the best instructions that it uses here, for logs. */
    static String describe() {
        return "oneDNN with " + instructions();
    }

    private static String instructions() {
        if (supports(dnnl_cpu_isa_avx512_core_amx)) {
            return "AMX";
        }
        if (supports(dnnl_cpu_isa_avx512_core_bf16)) {
            return "AVX-512 and its bf16";
        }
        if (supports(dnnl_cpu_isa_avx512_core)) {
            return "AVX-512";
        }
        return supports(dnnl_cpu_isa_avx2) ? "AVX2" : "SSE";
    }

    /**
     * The numbers of instruction sets are sets of bits, each with those of the sets it includes.
     */
    private static boolean supports(int instructionSet) {
        return (dnnl.dnnl_get_effective_cpu_isa() & instructionSet) == instructionSet;
    }

    /** What a primitive is made for. How many threads it takes is decided when it is made. */
    engine processor() {
        stayInThisThread();
        return processor;
    }

    /** Attributes with which every primitive is to be made. */
    static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(scratchpad_mode.user);
        return attributes;
    }

    /**
     * A call of a primitive.
     *
     * @param scratchpad what it asks for
     */
    Call call(primitive compiled, memory.desc scratchpad) {
        return new Call(compiled, scratchpad);
    }

    /** A primitive with its arguments, of which only the places change from run to run. */
    final class Call {
        private final primitive compiled;
        private final IntMemoryMap arguments = new IntMemoryMap();
        private final memory scratchpad;
        private final long scratchBytes;

        private Call(primitive compiled, memory.desc scratchpad) {
            this.compiled = compiled;
            this.scratchpad = argument(dnnl.DNNL_ARG_SCRATCHPAD, scratchpad);
            scratchBytes = scratchpad.get_size();
        }

        /** Adds an argument, whose place is to be put before each run. */
        memory argument(int number, memory.desc description) {
            memory argument = new memory(description, processor, new Pointer());
            arguments.put(number, argument);
            return argument;
        }

        /** Runs it to its end. */
        void run() {
            stayInThisThread();
            if (scratchBytes > 0) {
                putScratch();
            }
            compiled.execute(order, arguments);
            order._wait();
        }

        private void putScratch() {
            if (scratch.capacity() < scratchBytes) {
                scratch.close();
                scratch = new BytePointer(scratchBytes);
            }
            scratchpad.set_data_handle(scratch);
        }
    }

    private void stayInThisThread() {
        Thread current = Thread.currentThread();
        if (current != last) {
            Nd4jOpenMp.stayInThisThread();
            last = current;
        }
    }

    void free() {
        scratch.close();
    }

    /** Loaded once for all. */
    private static final class Library {
        private static final Optional<String> OBSTACLE = load();

        private static Optional<String> load() {
            try {
                dnnl.dnnl_get_effective_cpu_isa();
                return Optional.empty();
            } catch (LinkageError e) {
                return Optional.of("oneDNN cannot be loaded: " + e.getMessage());
            }
        }
    }
}
