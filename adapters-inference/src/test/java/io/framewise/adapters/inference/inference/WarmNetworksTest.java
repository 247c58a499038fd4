package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmNetworksTest {

    private final WarmNetworks networks = TestNetworks.warm(2);
    private final Job first = weights("mean-colour.pt");
    private final Job second = weights("shares.pt");
    private final Job third = weights("refuses-bright.pt");

    @AfterEach
    void close() {
        networks.close();
    }

    @Test
    void a_network_is_loaded_once_and_kept() {
        WarmNetworks.Lease before = networks.lease(first);
        before.close();
        WarmNetworks.Lease after = networks.lease(first);

        assertThat(after.network()).isSameAs(before.network());
    }

    @Test
    void the_network_that_was_not_used_for_longest_goes_first() {
        LoadedNetwork kept = use(first);
        LoadedNetwork gone = use(second);
        use(first);
        use(third);

        assertThat(networks.size()).isEqualTo(2);
        assertThat(use(first)).isSameAs(kept);
        assertThat(use(second)).isNotSameAs(gone);
    }

    @Test
    void a_network_in_use_works_on_after_it_was_evicted() {
        try (WarmNetworks.Lease held = networks.lease(first)) {
            use(second);
            use(third);

            assertThat(ask(held.network().network())).hasSize(3);
        }
    }

    @Test
    void a_network_in_use_works_on_after_closing_and_none_is_given_out_any_more() {
        try (WarmNetworks.Lease held = networks.lease(first)) {
            networks.close();

            assertThat(ask(held.network().network())).hasSize(3);
            assertThatThrownBy(() -> networks.lease(first)).isInstanceOf(Refusal.Unavailable.class);
        }
    }

    @Test
    void a_device_that_is_not_there_is_a_refusal() {
        assertThatThrownBy(() -> networks.lease(onGpu(first)))
                .isInstanceOf(Refusal.Unavailable.class)
                .hasMessageContaining("gpu:7");
    }

    private LoadedNetwork use(Job weights) {
        try (WarmNetworks.Lease lease = networks.lease(weights)) {
            return lease.network();
        }
    }

    private static float[] ask(Network network) {
        ByteBuffer input = ByteBuffer.allocateDirect(3 * 4 * 4 * Float.BYTES).order(ByteOrder.nativeOrder());
        return network.answer(input, 1, 4, 4).values();
    }

    private static Job onGpu(Job job) {
        return new Job(job.source(), job.frames(), job.iteration(), job.features(), new Device.Gpu(7));
    }

    private static Job weights(String name) {
        return TestNetworks.job(name, 1);
    }
}
