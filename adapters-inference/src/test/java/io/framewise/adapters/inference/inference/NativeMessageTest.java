package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeMessageTest {

    @Test
    void keeps_the_reason_of_a_failed_network_and_drops_the_traces() {
        RuntimeException failure = new RuntimeException("""
                The following operation failed in the TorchScript interpreter.
                Traceback of TorchScript, serialized code (most recent call last):
                  File "code/__torch__/net.py", line 12, in forward
                    return torch.linear(x, w)
                           ~~~~~~~~~~~~ <--- HERE
                RuntimeError: mat1 and mat2 shapes cannot be multiplied (1x12 and 192x3)
                """);

        assertThat(NativeMessage.of(failure)).isEqualTo("mat1 and mat2 shapes cannot be multiplied (1x12 and 192x3).");
    }

    @Test
    void is_a_sentence_whatever_comes() {
        assertThat(NativeMessage.of(new RuntimeException())).isEqualTo("the engine gave no reason.");
        assertThat(NativeMessage.of(new RuntimeException("x".repeat(1000)))).hasSize(200);
        assertThat(NativeMessage.of(new RuntimeException("broken (no at /a/b.cpp:12)")))
                .doesNotContain(".cpp");
    }
}
