package io.framewise.adapters.inference.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.adapters.inference.media.FrameDecoder;
import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.application.inference.FrameClassifier.Job;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WatchedDecoderTest {

    private final Map<String, String> doing = new ConcurrentHashMap<>();
    private final Activity activity = what -> {
        if (what.isEmpty()) {
            doing.remove(Thread.currentThread().getName());
        } else {
            doing.put(Thread.currentThread().getName(), what);
        }
    };

    private FrameDecoder drawing() {
        FrameDecoder drawing = new DrawingDecoder(frame -> {
            activity.at("decoding frame " + frame);
            return TestNetworks.plain(frame, 2, 3);
        });
        return new WatchedDecoder(drawing, activity);
    }

    @Test
    void who_takes_a_picture_may_wait_while_nothing_is_decoded() {
        Job job = TestNetworks.job("mean-colour.pt", 3);
        List<Map<String, String>> seen = new CopyOnWriteArrayList<>();

        drawing().decode(job.source(), job.frames(), new FrameDecoder.Sink() {
            @Override
            public boolean picture(int frame, RgbPicture picture) {
                return seen.add(Map.copyOf(doing));
            }

            @Override
            public boolean failed(int frame, String reason) {
                return seen.add(Map.copyOf(doing));
            }
        });

        assertThat(seen).hasSize(3).allMatch(Map::isEmpty);
        assertThat(doing).isEmpty();
    }

    @Test
    void a_careful_job_is_at_one_thing_at_a_time() {
        List<Integer> most = new CopyOnWriteArrayList<>();
        Activity counting = what -> {
            activity.at(what);
            most.add(doing.size());
        };
        WarmNetworks networks = TestNetworks.warm(1);
        DjlFrameClassifier classifier =
                new DjlFrameClassifier(drawing(), networks, new KeptPictures(0), counting, 4, 2);

        classifier.classify(TestNetworks.job("mean-colour.pt", 100), true, results -> true);
        classifier.close();
        networks.close();

        assertThat(most).contains(1).allMatch(things -> things <= 1);
    }
}
