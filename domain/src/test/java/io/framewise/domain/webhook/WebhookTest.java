package io.framewise.domain.webhook;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.WebhookEvent.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {

    private static final ProjectId PROJECT = new ProjectId(UUID.randomUUID());

    @Test
    void aSecretIsNoneThatIsNotInItsForm() {
        assertThatThrownBy(() -> new WebhookSecret("secret")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WebhookSecret("whsec_***")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").toString())
                .doesNotContain("MfKQ");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "example.org",
                "ftp://example.org/",
                "http:///path",
                "http://anna:secret@example.org/",
                "https://example.org/#part",
                "https://exa mple.org/",
                "file:///etc/passwd"
            })
    void anAddressThatCannotBeCalledIsRefused(String url) {
        assertThat(violations(() -> Webhook.address(url))).containsExactly("/url webhook-url-invalid");
    }

    @Test
    void anAddressMayHaveAPortAndAQuery() {
        assertThat(Webhook.address("https://example.org:8443/hooks?of=framewise"))
                .hasToString("https://example.org:8443/hooks?of=framewise");
    }

    @Test
    void whatHappensIsToldByItsKind() {
        assertThat(Type.ofAction("inference-run.succeeded")).containsExactly(Type.RUN_FINISHED, Type.LABELS_CHANGED);
        assertThat(Type.ofAction("inference-run.failed")).containsExactly(Type.RUN_FAILED, Type.LABELS_CHANGED);
        assertThat(Type.ofAction("inference-run.cancelled")).containsExactly(Type.RUN_CANCELLED, Type.LABELS_CHANGED);
        assertThat(Type.ofAction("inference-run.confidence-changed")).containsExactly(Type.LABELS_CHANGED);
        assertThat(Type.ofAction("label.accepted")).containsExactly(Type.LABELS_CHANGED);
        assertThat(Type.ofAction("inference-run.started")).isEmpty();
        assertThat(Type.ofAction("project.created")).isEmpty();
    }

    @Test
    void aDeliveryIsTriedWithGrowingPausesAndAtLastFails() {
        WebhookDelivery delivery = delivery();
        List<Long> pauses = new ArrayList<>();

        while (delivery.state() == WebhookDelivery.State.PENDING) {
            delivery = delivery.refused(500, "It answered 500.", NOW);
            pauses.add(delivery.pause(Duration.ofSeconds(5)).toSeconds());
        }

        assertThat(delivery.state()).isEqualTo(WebhookDelivery.State.FAILED);
        assertThat(delivery.tries()).isEqualTo(WebhookDelivery.TRIES);
        assertThat(pauses).startsWith(5L, 20L, 80L, 320L, 1280L, 5120L, 20480L);
    }

    @Test
    void aDeliveryThatWasTakenHasNoProblemAnyMore() {
        WebhookDelivery delivery =
                delivery().refused(null, "Nobody answered.", NOW).delivered(204, NOW);

        assertThat(delivery.state()).isEqualTo(WebhookDelivery.State.DELIVERED);
        assertThat(delivery.tries()).isEqualTo(2);
        assertThat(delivery.status()).isEqualTo(204);
        assertThat(delivery.problem()).isNull();
    }

    private static WebhookDelivery delivery() {
        WebhookEvent event =
                new WebhookEvent(UUID.randomUUID(), Type.TEST, PROJECT, "/api", "webhook.tested", ANNA, NOW, Map.of());
        return WebhookDelivery.of(
                new WebhookDeliveryId(UUID.randomUUID()), new WebhookId(UUID.randomUUID()), event, NOW);
    }
}
