package io.framewise.adapters.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.domain.webhook.WebhookSecret;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    /** The example of the specification of Standard Webhooks. */
    @Test
    void aSignatureIsWhatStandardWebhooksSays() {
        WebhookSecret secret = new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        String signature =
                WebhookSignature.of(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}");

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
