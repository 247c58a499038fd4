package io.framewise.adapters.inference.model.statedict;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.inference.model.NarrowWeights;
import io.framewise.adapters.inference.model.RefusedFile;
import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.TorchFiles;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.WeightsFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsReaderTest {

    @TempDir
    private Path folder;

    private final SafetensorsReader reader = new SafetensorsReader();

    private RefusedNetworkException refusal(String header) throws IOException {
        return RefusedFile.by(reader, TorchFiles.safetensors(folder.resolve("x.safetensors"), header, new byte[16]));
    }

    @Test
    void a_file_as_safetensors_writes_it_is_read() throws IOException {
        Path file = TorchFiles.safetensors(folder.resolve("good.safetensors"), NarrowWeights.of(Architecture.RESNET18));

        assertThat(reader.recognises(file)).isTrue();
        assertThat(RefusedFile.read(reader, file).format()).isEqualTo(WeightsFormat.SAFETENSORS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F16 | [8] | [0, 16] | it has values of the type F16",
                "BF16 | [8] | [0, 16] | it has values of the type BF16",
                "I8 | [16] | [0, 16] | it has values of the type I8",
                "F64 | [2] | [0, 16] | it has values of the type F64",
                "F32 | [3] | [0, 16] | does not fit its shape",
                "F32 | [5] | [0, 16] | does not fit its shape",
                "F32 | [-4] | [0, 16] | shape makes no sense",
                "F32 | [4.0] | [0, 16] | shape makes no sense",
                "F32 | [2147483648] | [0, 16] | shape makes no sense",
                "F32 | [9223372036854775807, 4] | [0, 16] | shape makes no sense",
                "F32 | [65536, 65536, 65536, 65536] | [0, 16] | more than",
                "F32 | [2147483647, 2147483647] | [0, 16] | more than",
                "F32 | [1,1,1,1,1,1,1,1,4] | [0, 16] | shape makes no sense",
                "F32 | 4 | [0, 16] | shape is no list",
                "F32 | {\"a\": 4} | [0, 16] | shape is no list",
            })
    void a_tensor_that_does_not_fit_is_refused_by_name(String type, String shape, String place, String reason)
            throws IOException {
        RefusedNetworkException refusal = refusal(
                "{\"fc.weight\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + place + "}}");

        assertThat(refusal)
                .hasMessageContaining("The tensor fc.weight is not taken")
                .hasMessageContaining(reason)
                .returns("tensor-refused", RefusedNetworkException::code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[0, 8]   | [4, 16] | overlap",
                "[0, 16]  | [0, 16] | those of another one",
                "[0, 4]   | [8, 16] | gap",
                "[4, 8]   | [8, 16] | gap",
                "[0, 4]   | [4, 8]  | 16 bytes of values; its header tells of 8",
                "[0, 16]  | [16, 32] | 16 bytes of values; its header tells of 32",
                "[0, 8]   | [8, 4]  | header tells of 4",
                "[-8, 0]  | [0, 16] | gap",
                "[0, 9223372036854775807] | [8, 16] | overlap",
            })
    void every_byte_belongs_to_one_tensor(String first, String second, String reason) throws IOException {
        RefusedNetworkException refusal = refusal("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":" + first
                + "},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":" + second + "}}");

        assertThat(refusal).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}",
                "{\"a\":",
                "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F16\"}}",
                "{\"a\":[[[[[[[[[[[[1]]]]]]]]]]]]}",
                "{a}",
            })
    void a_header_that_is_no_json_or_says_things_twice_is_refused(String header) throws IOException {
        assertThat(refusal(header))
                .hasMessageContaining("not valid JSON")
                .returns("archive-damaged", RefusedNetworkException::code);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1000, 1L << 32 | 60, Long.MAX_VALUE, Long.MIN_VALUE, -1, 17 << 20})
    void a_header_of_another_length_than_is_said_is_refused(long length) throws IOException {
        byte[] file = Files.readAllBytes(TorchFiles.safetensors(
                folder.resolve("x.safetensors"), "{\"a\":{\"dtype\":\"F32\",\"shape\":[4]}}", new byte[16]));
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Path lying = Files.write(folder.resolve("lying.safetensors"), file);

        RefusedNetworkException refusal = RefusedFile.by(reader, lying);

        assertThat(refusal)
                .hasMessageContaining(Long.toUnsignedString(length))
                .returns("archive-damaged", RefusedNetworkException::code);
    }

    @Test
    void a_file_that_was_cut_off_anywhere_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(TorchFiles.safetensors(
                folder.resolve("whole.safetensors"),
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}",
                new byte[16]));

        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, length));
            assertThat(RefusedFile.by(reader, cut).code()).isEqualTo("archive-damaged");
        }
    }
}
