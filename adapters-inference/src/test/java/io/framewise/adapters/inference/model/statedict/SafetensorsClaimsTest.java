package io.framewise.adapters.inference.model.statedict;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsClaimsTest {

    @TempDir
    private Path folder;

    @Test
    void tensors_may_not_share_values_as_each_would_take_its_own_memory() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}";

        assertRefused(file(header.length(), header, 16), "tensor-refused", "The tensor b is not taken");
    }

    @Test
    void a_header_is_there_and_not_too_long() throws IOException {
        assertRefused(file(1L << 40, "{}", 0), "archive-damaged", "The header is said to have 1099511627776 bytes");
        assertRefused(file(-1, "{}", 0), "archive-damaged", "The header is said to have 18446744073709551615 bytes");
        assertRefused(Files.write(folder.resolve("short"), new byte[3]), "archive-damaged", "The file is cut off.");
    }

    private static void assertRefused(Path file, String code, String start) {
        assertThatExceptionOfType(RefusedNetworkException.class)
                .isThrownBy(() -> new SafetensorsReader()
                        .read(file, new NetworkReader.Expected(Optional.empty(), OptionalInt.empty())))
                .withMessageStartingWith(start)
                .returns(code, RefusedNetworkException::code);
    }

    private Path file(long told, String header, int values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + header.length() + values)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(told)
                .put(header.getBytes(StandardCharsets.US_ASCII));
        return Files.write(folder.resolve("weights.safetensors"), bytes.array());
    }
}
