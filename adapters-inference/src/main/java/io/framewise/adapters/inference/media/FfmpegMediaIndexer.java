package io.framewise.adapters.inference.media;

import io.framewise.adapters.inference.media.decoding.Limits;
import io.framewise.adapters.inference.media.decoding.MediaFacts;
import io.framewise.adapters.inference.media.decoding.Ratio;
import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.application.media.MediaIndexer;
import io.framewise.application.media.UploadedFile;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.Fraction;
import io.framewise.domain.media.FrameIndex;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Media files read by FFmpeg in a process of its own; archives by the JDK. */
@Singleton
public class FfmpegMediaIndexer implements MediaIndexer {

    private final DecoderPool pool;

    @Inject
    public FfmpegMediaIndexer(DecoderPool pool) {
        this.pool = pool;
    }

    @Override
    public IndexedMedia index(UploadedFile file, String path) {
        return pool.withProcessForLong(null, worker -> {
            ChildProcess process = worker.process();
            process.openVideo(null);
            worker.inbox().clear();
            Path inside = worker.inbox().put(file.file(), "upload");
            process.send(Wire.INDEX, body -> {
                Wire.text(body, inside.toString());
                pool.settings().limits().write(body);
            });
            return process.read((kind, body) ->
                            outcome(kind, body, path, pool.settings().limits()))
                    .orThrow();
        });
    }

    /** Either of the two, so that a refusal is thrown only after the answer was read to its end. */
    private record Outcome(List<IndexedMedia> media, List<Refusal> refusals) {

        IndexedMedia orThrow() {
            for (Refusal refusal : refusals) {
                throw refusal;
            }
            return media.get(0);
        }
    }

    private static Outcome outcome(byte kind, DataInputStream body, String path, Limits limits) throws IOException {
        if (kind == Wire.REFUSED) {
            String code = Wire.sentence(body);
            return new Outcome(List.of(), List.of(new Refusal.Invalid(path, code, Wire.sentence(body))));
        }
        if (kind != Wire.INDEXED) {
            throw new IOException("The answer " + kind + " was not expected.");
        }
        return new Outcome(List.of(media(MediaFacts.read(body, limits))), List.of());
    }

    private static IndexedMedia media(MediaFacts facts) throws IOException {
        try {
            return new IndexedMedia(
                    facts.video(),
                    facts.format(),
                    facts.codec(),
                    facts.width(),
                    facts.height(),
                    fraction(facts.frameRate()),
                    facts.rotation(),
                    new FrameIndex(
                            fraction(facts.index().timeBase()),
                            facts.index().pts(),
                            facts.index().keyFrames()),
                    facts.findings());
        } catch (IllegalArgumentException e) {
            throw new IOException("The answer makes no sense.", e);
        }
    }

    private static Fraction fraction(Ratio ratio) {
        return new Fraction(ratio.numerator(), ratio.denominator());
    }

    @Override
    public boolean isArchive(Path file) {
        return ImageArchive.isArchive(file);
    }

    @Override
    public List<UploadedFile> unpack(UploadedFile archive, Path into, String path) {
        return new ImageArchive(pool.settings(), path).unpack(archive, into);
    }
}
