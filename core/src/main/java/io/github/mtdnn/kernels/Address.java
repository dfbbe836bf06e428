package io.github.mtdnn.kernels;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer for a native call that is moved instead of made anew for each. */
final class Address extends FloatPointer {
    Address() {
        super((Pointer) null);
    }

    Address at(long newAddress) {
        address = newAddress;
        return this;
    }
}
