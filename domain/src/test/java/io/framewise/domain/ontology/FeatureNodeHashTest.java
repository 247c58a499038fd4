package io.framewise.domain.ontology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureNodeHashTest {

    @Test
    void sixBytesMakeEightCharactersOfUrlSafeBase64() {
        byte[] bytes = {(byte) 0xff, (byte) 0xff, (byte) 0xfe, 0, 1, 2};

        FeatureNodeHash hash = FeatureNodeHash.of(bytes);

        assertThat(hash.value()).isEqualTo("___-AAEC");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 7})
    void otherNumbersOfBytesMakeNone(int count) {
        assertThatThrownBy(() -> FeatureNodeHash.of(new byte[count])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AbCd0189", "abc+/def", "abc-_def"})
    void bothAlphabetsOfBase64AreTaken(String value) {
        assertThat(new FeatureNodeHash(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234567", "123456789", "1234567=", "12 45678", "1234567ä", "1234567\n"})
    void anythingElseIsNoHash(String value) {
        assertThat(FeatureNodeHash.isWellFormed(value)).isFalse();
        assertThatThrownBy(() -> new FeatureNodeHash(value)).isInstanceOf(IllegalArgumentException.class);
    }
}
