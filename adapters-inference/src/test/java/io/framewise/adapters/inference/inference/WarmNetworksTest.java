package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import io.framewise.domain.media.ContentHash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmNetworksTest {

    private static final Device CPU = new Device.Cpu();

    private final WarmNetworks networks = new WarmNetworks(TestNetworks.blobs(), TestNetworks.engine(), 2);
    private final ContentHash first = weights("mean-colour.pt");
    private final ContentHash second = weights("shares.pt");
    private final ContentHash third = weights("refuses-bright.pt");

    @AfterEach
    void close() {
        networks.close();
    }

    @Test
    void a_network_is_loaded_once_and_kept() {
        WarmNetworks.Lease before = networks.lease(first, CPU);
        before.close();
        WarmNetworks.Lease after = networks.lease(first, CPU);

        assertThat(after.network()).isSameAs(before.network());
    }

    @Test
    void the_network_that_was_not_used_for_longest_goes_first() {
        TorchNetwork kept = use(first);
        TorchNetwork gone = use(second);
        use(first);
        use(third);

        assertThat(networks.size()).isEqualTo(2);
        assertThat(use(first)).isSameAs(kept);
        assertThat(use(second)).isNotSameAs(gone);
    }

    @Test
    void a_network_in_use_works_on_after_it_was_evicted() {
        try (WarmNetworks.Lease held = networks.lease(first, CPU)) {
            use(second);
            use(third);

            assertThat(ask(held.network())).hasSize(3);
        }
    }

    @Test
    void a_network_in_use_works_on_after_closing_and_none_is_given_out_any_more() {
        try (WarmNetworks.Lease held = networks.lease(first, CPU)) {
            networks.close();

            assertThat(ask(held.network())).hasSize(3);
            assertThatThrownBy(() -> networks.lease(first, CPU)).isInstanceOf(Refusal.Unavailable.class);
        }
    }

    @Test
    void a_device_that_is_not_there_is_a_refusal() {
        assertThatThrownBy(() -> networks.lease(first, new Device.Gpu(7)))
                .isInstanceOf(Refusal.Unavailable.class)
                .hasMessageContaining("gpu:7");
    }

    private TorchNetwork use(ContentHash weights) {
        try (WarmNetworks.Lease lease = networks.lease(weights, CPU)) {
            return lease.network();
        }
    }

    private static float[] ask(TorchNetwork network) {
        ByteBuffer input = ByteBuffer.allocateDirect(3 * 4 * 4 * Float.BYTES).order(ByteOrder.nativeOrder());
        return network.answer(input, 1, 4, 4).values();
    }

    private static ContentHash weights(String name) {
        return TestNetworks.job(name, 1).iteration().weights();
    }
}
