package io.framewise.domain.inference;

/** A processor that networks run on. */
public sealed interface Device {

    /** As it is written in requests and records: {@code cpu} or {@code gpu:<index>}. */
    String value();

    record Cpu() implements Device {
        @Override
        public String value() {
            return "cpu";
        }
    }

    /** @param index from 0 */
    record Gpu(int index) implements Device {
        public Gpu {
            if (index < 0) {
                throw new IllegalArgumentException("GPUs are numbered from 0, not " + index + ".");
            }
        }

        @Override
        public String value() {
            return "gpu:" + index;
        }
    }
}
