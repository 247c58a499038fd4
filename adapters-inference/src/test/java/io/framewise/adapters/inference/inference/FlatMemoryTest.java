package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Memory of the engine is invisible to the garbage collector: a leak of a tensor a batch would go unnoticed. */
@EnabledOnOs(OS.LINUX)
class FlatMemoryTest {

    @Test
    void a_thousand_batches_leave_nothing_behind() throws IOException {
        Preprocessing side = new Preprocessing(128, 128, Preprocessing.Resize.SQUISH, null);
        WarmNetworks networks = TestNetworks.warm(1);
        DjlFrameClassifier classifier = new DjlFrameClassifier(
                new DrawingDecoder(frame -> TestNetworks.plain(4, 4, frame % 251, frame / 251, 9)),
                networks,
                new KeptPictures(0),
                Activity.NONE,
                4,
                2);
        classifier.classify(job(side, 800), batch -> true);

        long before = residentBytes();
        classifier.classify(job(side, 4000), batch -> true);
        long after = residentBytes();

        classifier.close();
        networks.close();
        // The inputs alone were 750 MB.
        assertThat(after - before).isLessThan(100L << 20);
    }

    private static Job job(Preprocessing preprocessing, int frames) {
        return TestNetworks.job(
                TestNetworks.network("mean-colour.pt"),
                FrameRanges.of(0, frames - 1),
                preprocessing,
                3,
                Activation.SOFTMAX);
    }

    private static long residentBytes() throws IOException {
        String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
        return Long.parseLong(pages) * 4096;
    }
}
