package io.framewise.adapters.inference.inference;

import static io.framewise.adapters.inference.inference.TestNetworks.job;
import static io.framewise.adapters.inference.inference.TestNetworks.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.framewise.adapters.inference.media.FrameDecoder;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.application.inference.FrameClassifier.Report;
import io.framewise.application.inference.FrameClassifier.Result;
import io.framewise.application.media.FrameSource;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Resize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DjlFrameClassifierTest {

    private final WarmNetworks networks = TestNetworks.warm(4);
    private final KeptPictures kept = new KeptPictures(1 << 20);
    private final List<DjlFrameClassifier> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(DjlFrameClassifier::close);
        networks.close();
    }

    @Test
    void gives_the_probabilities_that_were_worked_out_by_hand() {
        FrameDecoder decoder = new DrawingDecoder(frame -> plain(255, 102, 0));

        List<Result> results = classify(decoder, job("mean-colour.pt", 1));

        double sum = Math.exp(10) + Math.exp(4) + Math.exp(0);
        float[] probabilities = probabilities(results.get(0));
        assertThat(probabilities[0]).isCloseTo((float) (Math.exp(10) / sum), within(1e-6f));
        assertThat(probabilities[1]).isCloseTo((float) (Math.exp(4) / sum), within(1e-6f));
        assertThat(probabilities[2]).isCloseTo((float) (1 / sum), within(1e-6f));
        assertThat(probabilities[0] + probabilities[1] + probabilities[2]).isCloseTo(1f, within(1e-6f));
    }

    @Test
    void gives_each_frame_of_the_ranges_one_result_in_ascending_order() {
        FrameRanges frames =
                FrameRanges.ofAll(List.of(FrameRange.of(3, 40), FrameRange.single(50), FrameRange.of(60, 99)));
        Job job = job(TestNetworks.network("mean-colour.pt"), frames, TestNetworks.EIGHT, 3, Activation.SOFTMAX);

        List<Result> results = classify(DrawingDecoder.reds(), job);

        assertThat(results.stream().mapToInt(Result::frame).toArray())
                .isEqualTo(frames.frames().toArray());
        for (int i = 1; i < results.size(); i++) {
            assertThat(probabilities(results.get(i))[0]).isGreaterThan(probabilities(results.get(i - 1))[0]);
        }
    }

    @Test
    void gives_the_same_results_for_every_batch_size_and_any_number_of_threads() {
        Job job = job("mean-colour.pt", 37);
        List<Result> one = classify(classifier(DrawingDecoder.reds(), 1, 1), job);

        for (int batchSize : new int[] {2, 8, 16, 100}) {
            List<Result> others = classify(classifier(DrawingDecoder.reds(), batchSize, 3), job);
            assertThat(others).hasSameSizeAs(one);
            for (int i = 0; i < one.size(); i++) {
                assertThat(probabilities(others.get(i))).containsExactly(probabilities(one.get(i)), within(1e-6f));
            }
        }
    }

    @Test
    void calls_the_sink_on_the_calling_thread_with_no_more_than_a_batch() {
        List<Thread> threads = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();

        Report report = classifier(DrawingDecoder.reds(), 8, 2).classify(job("mean-colour.pt", 20), batch -> {
            threads.add(Thread.currentThread());
            return sizes.add(batch.size());
        });

        assertThat(threads).containsOnly(Thread.currentThread());
        assertThat(sizes).first().isEqualTo(8);
        assertThat(sizes).allMatch(size -> size <= 8);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
        assertThat(report.engine()).isEqualTo("PyTorch");
        assertThat(report.engineVersion()).startsWith("2.7.1");
    }

    @Test
    void the_last_batches_are_smaller_so_that_no_predictor_is_left_with_much_when_the_others_are_done() {
        List<Integer> sizes = new ArrayList<>();

        classifier(DrawingDecoder.reds(), 8, 2).classify(job("mean-colour.pt", 37), batch -> sizes.add(batch.size()));

        assertThat(sizes).containsExactly(8, 8, 8, 7, 3, 2, 1);
    }

    @Test
    void a_frame_that_cannot_be_decoded_fails_alone() {
        FrameDecoder decoder = new DrawingDecoder(frame -> frame % 5 == 2 ? null : plain(frame, 0, 0));

        List<Result> results = classify(decoder, job("mean-colour.pt", 20));

        assertThat(failures(results)).containsExactly(2, 7, 12, 17);
        assertThat(results.get(7)).isEqualTo(new Result.Failed(7, "Frame 7 is broken."));
    }

    @Test
    void what_a_job_keeps_for_the_next_network_is_not_decoded_again_and_gives_the_same() {
        AskedDecoder decoder = new AskedDecoder(DrawingDecoder.reds());
        DjlFrameClassifier classifier = classifier(decoder, 8, 2);
        FrameRanges odd = FrameRanges.ofAll(List.of(FrameRange.single(3), FrameRange.of(7, 12), FrameRange.single(25)));
        for (Preprocessing size : List.of(TestNetworks.EIGHT, new Preprocessing(5, 9, Resize.CROP, null))) {
            Job second = job(TestNetworks.network("mean-colour.pt"), odd, size, 3, Activation.SOFTMAX);
            List<Result> alone = classify(classifier(DrawingDecoder.reds(), 8, 2), second);

            classify(classifier, keepingFor(job("mean-colour.pt", 20), size));
            decoder.asked.clear();
            List<Result> results = classify(classifier, second);

            assertThat(decoder.asked).containsExactly(FrameRanges.of(25, 25));
            assertThat(results.stream().mapToInt(Result::frame).toArray())
                    .isEqualTo(odd.frames().toArray());
            for (int i = 0; i < alone.size(); i++) {
                assertThat(probabilities(results.get(i))).containsExactly(probabilities(alone.get(i)), within(1e-6f));
            }
        }
    }

    @Test
    void when_every_picture_is_kept_the_decoder_is_not_asked() {
        AskedDecoder decoder = new AskedDecoder(DrawingDecoder.reds());
        DjlFrameClassifier classifier = classifier(decoder, 8, 2);
        classify(classifier, keepingFor(job("mean-colour.pt", 20), TestNetworks.EIGHT));
        decoder.asked.clear();

        List<Result> results = classify(classifier, job("mean-colour.pt", 20));

        assertThat(results).hasSize(20).allMatch(Result.Classified.class::isInstance);
        assertThat(decoder.asked).isEmpty();
    }

    private static Job keepingFor(Job job, Preprocessing next) {
        return new Job(job.source(), job.frames(), job.iteration(), job.features(), job.device(), List.of(next));
    }

    /** Remembers what it is asked for. */
    private static final class AskedDecoder implements FrameDecoder {
        private final List<FrameRanges> asked = new ArrayList<>();
        private final FrameDecoder decoder;

        AskedDecoder(FrameDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void decode(FrameSource source, FrameRanges frames, Sink sink) {
            asked.add(frames);
            decoder.decode(source, frames, sink);
        }
    }

    @Test
    void a_frame_that_the_decoder_leaves_out_has_failed() {
        FrameDecoder forgetful = (source, frames, sink) -> {
            sink.picture(1, plain(1, 1, 1));
            sink.picture(1, plain(1, 1, 1));
            sink.picture(3, plain(1, 1, 1));
        };

        List<Result> results = classify(forgetful, job("mean-colour.pt", 6));

        assertThat(results.stream().map(Result::frame)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(failures(results)).containsExactly(0, 2, 4, 5);
    }

    @Test
    void a_frame_on_which_the_network_throws_fails_alone() {
        FrameDecoder decoder = new DrawingDecoder(frame -> frame == 9 ? plain(255, 255, 255) : plain(frame, 9, 9));

        List<Result> results = classify(decoder, job("refuses-bright.pt", 20));

        assertThat(failures(results)).containsExactly(9);
        assertThat(((Result.Failed) results.get(9)).reason()).isEqualTo("The network failed: too bright.");
    }

    @Test
    void frames_are_tried_again_as_they_were_when_a_network_spoilt_its_input() {
        FrameDecoder decoder = new DrawingDecoder(frame -> frame == 3 ? plain(255, 0, 0) : plain(204, 102, 51));

        List<Result> results = classify(decoder, job("writes-to-input.pt", 8));

        assertThat(failures(results)).containsExactly(3);
        double sum = Math.exp(8) + Math.exp(4) + Math.exp(2);
        assertThat(probabilities(results.get(4))[0]).isCloseTo((float) (Math.exp(8) / sum), within(1e-5f));
    }

    @Test
    void a_frame_for_which_the_network_gives_no_number_fails_alone() {
        FrameDecoder decoder = new DrawingDecoder(frame -> frame == 4 ? plain(0, 0, 0) : plain(50, 100, 50));
        Job job = TestNetworks.withActivation(job("shares.pt", 10), Activation.NONE);

        List<Result> results = classify(decoder, job);

        assertThat(failures(results)).containsExactly(4);
        assertThat(probabilities(results.get(5))).containsExactly(new float[] {0.25f, 0.5f, 0.25f}, within(1e-6f));
    }

    @Test
    void numbers_that_do_not_add_up_to_one_are_no_probabilities() {
        Job job = TestNetworks.withActivation(job("mean-colour.pt", 2), Activation.NONE);

        List<Result> results = classify(new DrawingDecoder(frame -> plain(255, 255, 255)), job);

        assertThat(results.get(1))
                .isEqualTo(new Result.Failed(1, "The network's answers for a picture add up to 30.0 instead of 1."));
    }

    @Test
    void a_network_that_was_saved_in_training_mode_is_put_to_inference() {
        FrameDecoder decoder = new DrawingDecoder(frame -> plain(frame * 20, 100, 50));
        Job job = job("training.pt", 10);

        List<Result> alone = classify(classifier(decoder, 1, 1), job);
        List<Result> together = classify(classifier(decoder, 10, 2), job);

        for (int i = 0; i < 10; i++) {
            assertThat(probabilities(together.get(i))).containsExactly(probabilities(alone.get(i)), within(1e-5f));
        }
    }

    @Test
    void stops_when_the_sink_has_enough() {
        DrawingDecoder decoder = DrawingDecoder.reds();
        List<Result> results = new ArrayList<>();

        classifier(decoder, 4, 2).classify(job("mean-colour.pt", 10_000), batch -> {
            results.addAll(batch);
            return results.size() < 12;
        });

        assertThat(results).hasSize(12);
        assertThat(decoder.given).hasValueLessThan(100);
        assertThat(decoderThreads()).isEmpty();
    }

    @Test
    void the_decoder_waits_for_a_slow_sink() {
        DrawingDecoder decoder = DrawingDecoder.reds();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger ahead = new AtomicInteger();

        classifier(decoder, 4, 2).classify(job("mean-colour.pt", 200), batch -> {
            if (taken.get() % 100 == 0) {
                awaitStandstill(decoder.given);
            }
            ahead.accumulateAndGet(decoder.given.get() - taken.get(), Math::max);
            taken.addAndGet(batch.size());
            return true;
        });

        // Five batches of four go round, and one picture waits at the door.
        assertThat(ahead.get()).isBetween(9, 5 * 4 + 4 + 1);
    }

    @Test
    void a_refusal_of_the_decoder_comes_after_the_frames_before_it() {
        FrameDecoder dying = (source, frames, sink) -> {
            for (int frame = 0; frame < 11; frame++) {
                sink.picture(frame, plain(frame, 0, 0));
            }
            throw new Refusal.Unavailable("decoder-lost", "The decoder died.");
        };
        List<Result> results = new ArrayList<>();

        assertThatThrownBy(() -> classifier(dying, 4, 2).classify(job("mean-colour.pt", 100), results::addAll))
                .isInstanceOf(Refusal.Unavailable.class)
                .hasMessage("The decoder died.");
        assertThat(results.stream().map(Result::frame)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void what_the_sink_throws_ends_the_job() {
        DjlFrameClassifier classifier = classifier(DrawingDecoder.reds(), 4, 2);

        assertThatThrownBy(() -> classifier.classify(job("mean-colour.pt", 1000), batch -> {
                    throw new IllegalArgumentException("full");
                }))
                .hasMessage("full");
        assertThat(decoderThreads()).isEmpty();
    }

    @Test
    void jobs_run_side_by_side() throws InterruptedException {
        DjlFrameClassifier classifier = classifier(DrawingDecoder.reds(), 4, 2);
        List<Result> here = new ArrayList<>();
        List<Result> there = new ArrayList<>();

        Thread other = new Thread(() -> classifier.classify(job("mean-colour.pt", 200), there::addAll));
        other.start();
        classifier.classify(job("refuses-bright.pt", 200), here::addAll);
        other.join();

        assertThat(here).hasSize(200);
        assertThat(there).hasSize(200);
    }

    @Test
    void closing_stops_the_jobs_and_waits_for_them() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        DjlFrameClassifier classifier = classifier(DrawingDecoder.reds(), 4, 2);
        Thread working = new Thread(() -> {
            try {
                classifier.classify(job("mean-colour.pt", 1_000_000), batch -> {
                    begun.countDown();
                    return true;
                });
            } catch (RuntimeException e) {
                outcome.set(e);
            }
        });
        working.start();
        begun.await();

        classifier.close();

        working.join();
        assertThat(outcome.get()).isInstanceOf(Refusal.Unavailable.class).hasMessageContaining("shutting down");
        assertThat(decoderThreads()).isEmpty();
        assertThatThrownBy(() -> classifier.classify(job("mean-colour.pt", 1), batch -> true))
                .isInstanceOf(Refusal.Unavailable.class);
    }

    @Test
    void an_interrupted_caller_gets_out_and_stays_interrupted() {
        DjlFrameClassifier classifier = classifier(DrawingDecoder.reds(), 4, 2);

        assertThatThrownBy(() -> classifier.classify(job("mean-colour.pt", 100_000), batch -> {
                    Thread.currentThread().interrupt();
                    return true;
                }))
                .isInstanceOf(Refusal.Unavailable.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(decoderThreads()).isEmpty();
    }

    @Test
    void weights_that_cannot_be_loaded_are_a_refusal() {
        assertThatThrownBy(() -> classify(DrawingDecoder.reds(), job("state-dict.pth", 1)))
                .isInstanceOfSatisfying(
                        Refusal.Unavailable.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("network-unavailable"))
                .hasMessageStartingWith("The network cannot be loaded on cpu: ");
    }

    private DjlFrameClassifier classifier(FrameDecoder decoder, int batchSize, int predictors) {
        DjlFrameClassifier classifier =
                new DjlFrameClassifier(decoder, networks, kept, Activity.NONE, batchSize, predictors);
        open.add(classifier);
        return classifier;
    }

    private List<Result> classify(FrameDecoder decoder, Job job) {
        return classify(classifier(decoder, 8, 2), job);
    }

    private static List<Result> classify(DjlFrameClassifier classifier, Job job) {
        List<Result> results = new ArrayList<>();
        classifier.classify(job, results::addAll);
        return results;
    }

    private static float[] probabilities(Result result) {
        assertThat(result).isInstanceOf(Result.Classified.class);
        return ((Result.Classified) result).probabilities();
    }

    private static List<Integer> failures(List<Result> results) {
        return results.stream()
                .filter(Result.Failed.class::isInstance)
                .map(Result::frame)
                .toList();
    }

    private static List<Thread> decoderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("framewise-decoder"))
                .toList();
    }

    /** Until a number has not changed for a while. */
    private static void awaitStandstill(AtomicInteger number) {
        int last = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < 30_000_000) {
            if (number.get() != last) {
                last = number.get();
                since = System.nanoTime();
            }
            Thread.onSpinWait();
        }
    }
}
