package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SplittingNetworkTest {

    /** Answers the first number of each picture; has memory for so many pictures. */
    private static final class Small implements Network {
        private final int memory;
        private final List<Integer> asked = new ArrayList<>();

        Small(int memory) {
            this.memory = memory;
        }

        @Override
        public Answer answer(ByteBuffer input, int pictures, int height, int width) {
            asked.add(pictures);
            if (pictures > memory) {
                throw new OutOfMemoryException("CUDA out of memory");
            }
            float[] values = new float[pictures];
            for (int i = 0; i < pictures; i++) {
                values[i] = input.getFloat(i * 3 * height * width * Float.BYTES);
            }
            return new Answer(1, new long[] {pictures, 1}, values);
        }

        @Override
        public void close() {}
    }

    private static ByteBuffer input(int pictures) {
        ByteBuffer input = ByteBuffer.allocateDirect(pictures * 3 * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < pictures; i++) {
            input.putFloat(i * 3 * Float.BYTES, i + 1);
        }
        return input;
    }

    @Test
    void what_does_not_fit_is_asked_for_in_halves_and_answered_as_one() {
        Small small = new Small(3);
        SplittingNetwork network = new SplittingNetwork(small);

        Network.Answer answer = network.answer(input(8), 8, 1, 1);

        assertThat(answer.values()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(answer.shape()).containsExactly(8, 1);
        assertThat(small.asked).containsExactly(8, 4, 2, 2, 2, 2);
    }

    @Test
    void the_next_batch_is_not_tried_as_a_whole_again() {
        Small small = new Small(3);
        SplittingNetwork network = new SplittingNetwork(small);
        network.answer(input(8), 8, 1, 1);
        small.asked.clear();

        Network.Answer answer = network.answer(input(5), 5, 1, 1);

        assertThat(answer.values()).containsExactly(1, 2, 3, 4, 5);
        assertThat(small.asked).containsExactly(2, 2, 1);
        assertThat(network.most()).isEqualTo(2);
    }

    @Test
    void a_single_picture_that_does_not_fit_fails() {
        SplittingNetwork network = new SplittingNetwork(new Small(0));

        assertThatThrownBy(() -> network.answer(input(4), 4, 1, 1)).isInstanceOf(Network.OutOfMemoryException.class);
    }

    @Test
    void a_gpu_takes_as_many_pictures_as_its_memory_holds_and_not_more_than_help() {
        assertThat(BatchSize.of(8, OptionalLong.empty())).isEqualTo(8);
        assertThat(BatchSize.of(8, OptionalLong.of(512L << 20))).isEqualTo(8);
        assertThat(BatchSize.of(8, OptionalLong.of(4L << 30))).isEqualTo(32);
        assertThat(BatchSize.of(8, OptionalLong.of(80L << 30))).isEqualTo(64);
    }
}
