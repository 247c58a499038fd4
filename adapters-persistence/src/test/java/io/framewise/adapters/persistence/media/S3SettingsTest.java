package io.framewise.adapters.persistence.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9000", "https://s3.example", "https://s3.example/base"})
    void anEndpointIsAnAddress(String text) {
        assertThat(S3Settings.endpoint(text)).isEqualTo(URI.create(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3.example:9000",
                "ftp://s3.example",
                "https://me:hidden@s3.example",
                "https:///",
                "ht tp://hidden"
            })
    void anythingElseIsRefusedAndNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Settings.endpoint(text))
                .withMessageContaining("framewise.blobs.s3.endpoint")
                .matches(refusal -> !refusal.getMessage().contains("hidden"));
    }

    @Test
    void oneKeyWithoutTheOtherIsRefusedAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Settings.keys(Optional.empty(), Optional.of("hidden")))
                .withMessageContaining("framewise.blobs.s3.access-key")
                .matches(refusal -> !refusal.getMessage().contains("hidden"));
    }

    @Test
    void noKeysLeaveItToTheSurroundings() {
        assertThat(S3Settings.keys(Optional.empty(), Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "/a/b", "a/b/", "//a/b//"})
    void aPrefixEndsWithOneSlash(String prefix) {
        assertThat(settings(prefix).prefix()).isEqualTo("a/b/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void noPrefixStaysEmpty(String prefix) {
        assertThat(settings(prefix).prefix()).isEmpty();
    }

    private static S3Settings settings(String prefix) {
        return new S3Settings("bucket", Optional.empty(), "us-east-1", Optional.empty(), false, prefix);
    }
}
