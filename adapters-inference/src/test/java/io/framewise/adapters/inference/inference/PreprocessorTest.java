package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.domain.model.Preprocessing;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class PreprocessorTest {

    @Test
    void resizes_to_the_very_bytes_of_PIL_and_fastai() throws IOException, NoSuchAlgorithmException {
        List<String> lines = Files.readAllLines(TestNetworks.network("resized.csv"));

        SoftAssertions all = new SoftAssertions();
        for (String line : lines) {
            String[] cells = line.split(",");
            Preprocessing preprocessing = new Preprocessing(
                    Integer.parseInt(cells[3]),
                    Integer.parseInt(cells[4]),
                    Preprocessing.Resize.valueOf(cells[0].toUpperCase(Locale.ROOT)),
                    null);
            RgbPicture picture = drawn(Integer.parseInt(cells[1]), Integer.parseInt(cells[2]));
            byte[] resized = new Preprocessor(preprocessing).resize(picture);
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(resized));
            all.assertThat(sha256).as(line).isEqualTo(cells[5]);
        }

        assertThat(lines).hasSizeGreaterThan(200);
        all.assertAll();
    }

    @Test
    void normalises_each_channel_and_puts_the_channels_one_after_the_other() {
        Preprocessing.Normalisation usual =
                new Preprocessing.Normalisation(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
        Preprocessor preprocessor = new Preprocessor(new Preprocessing(2, 1, Preprocessing.Resize.SQUISH, usual));
        FloatBuffer target = FloatBuffer.allocate(8);

        preprocessor.write(new RgbPicture(2, 1, new byte[] {0, 51, (byte) 255, 102, 0, 0}), target, 1);

        assertThat(target.array())
                .containsExactly(
                        new float[] {
                            0f,
                            -0.485f / 0.229f,
                            (0.4f - 0.485f) / 0.229f,
                            (0.2f - 0.456f) / 0.224f,
                            -0.456f / 0.224f,
                            (1f - 0.406f) / 0.225f,
                            -0.406f / 0.225f,
                            0f
                        },
                        org.assertj.core.data.Offset.offset(1e-6f));
    }

    @Test
    void serves_pictures_of_changing_sizes() {
        Preprocessing preprocessing = new Preprocessing(8, 8, Preprocessing.Resize.PAD, null);
        Preprocessor reused = new Preprocessor(preprocessing);

        for (int[] size : new int[][] {{16, 9}, {9, 16}, {16, 9}, {1, 40}}) {
            RgbPicture picture = drawn(size[0], size[1]);
            assertThat(reused.resize(picture)).isEqualTo(new Preprocessor(preprocessing).resize(picture));
        }
    }

    /** The formula of make_resized.py. */
    static RgbPicture drawn(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                rgb[at++] = (byte) (x * 7 + y * 3);
                rgb[at++] = (byte) (x * y);
                rgb[at++] = (byte) ((x ^ y) * 5);
            }
        }
        return new RgbPicture(width, height, rgb);
    }
}
