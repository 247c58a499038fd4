package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.media.FrameSource;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Normalisation;
import io.framewise.domain.model.Preprocessing.Resize;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptPicturesTest {

    private static final FrameSource SOURCE =
            TestNetworks.job("mean-colour.pt", 10).source();
    private static final Preprocessing SIZE = new Preprocessing(2, 2, Resize.SQUISH, null);
    private static final FrameRanges ALL = FrameRanges.of(0, 9);

    private final KeptPictures kept = new KeptPictures(36);

    @Test
    void a_picture_is_there_whatever_is_done_with_it_after_the_first_resize() {
        Preprocessing normalised =
                new Preprocessing(2, 2, Resize.SQUISH, new Normalisation(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)));

        kept.keep(SOURCE, SIZE, 3, picture(3));

        assertThat(kept.of(SOURCE, ALL, normalised)).containsOnlyKeys(3);
        assertThat(kept.of(SOURCE, ALL, normalised).get(3)).isEqualTo(picture(3));
    }

    @Test
    void another_size_or_frame_is_another_picture() {
        kept.keep(SOURCE, SIZE, 3, picture(3));

        assertThat(kept.of(SOURCE, ALL, new Preprocessing(2, 3, Resize.SQUISH, null)))
                .isEmpty();
        assertThat(kept.of(SOURCE, ALL, new Preprocessing(2, 2, Resize.CROP, null)))
                .isEmpty();
        assertThat(kept.of(SOURCE, FrameRanges.of(4, 9), SIZE)).isEmpty();
    }

    @Test
    void it_keeps_a_copy() {
        byte[] reused = picture(3);
        kept.keep(SOURCE, SIZE, 3, reused);

        reused[0] = 99;

        assertThat(kept.of(SOURCE, ALL, SIZE).get(3)).isEqualTo(picture(3));
    }

    @Test
    void the_eldest_go_when_there_is_too_much() {
        for (int frame : new int[] {5, 6, 7, 7, 8}) {
            kept.keep(SOURCE, SIZE, frame, picture(frame));
        }

        Map<Integer, byte[]> left = kept.of(SOURCE, ALL, SIZE);

        assertThat(left).containsOnlyKeys(6, 7, 8);
    }

    private static byte[] picture(int value) {
        return new byte[] {(byte) value, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    }
}
