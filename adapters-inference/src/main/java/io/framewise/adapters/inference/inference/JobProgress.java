package io.framewise.adapters.inference.inference;

import io.framewise.application.inference.FrameClassifier.Report;
import io.framewise.application.inference.FrameClassifier.Result;
import io.framewise.application.inference.FrameClassifier.Sink;
import io.framewise.domain.media.FrameRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far a job is, over all processes that worked on it: every frame is handed over once, in order. */
final class JobProgress {

    private final FrameRanges frames;
    private final Sink sink;
    private final TreeMap<Integer, String> lost = new TreeMap<>();
    private int next;
    private boolean more = true;
    private Report report = new Report("", "", "", 0, 0, 0);

    JobProgress(FrameRanges frames, Sink sink) {
        this.frames = frames;
        this.sink = sink;
    }

    /** Frames that no process has answered for. */
    FrameRanges open() {
        FrameRanges open = next == 0 ? frames : frames.minus(FrameRanges.of(0, next - 1));
        for (int frame : lost.keySet()) {
            open = open.minus(FrameRanges.of(frame, frame));
        }
        return open;
    }

    /** Gives a frame up. */
    void lose(int frame, String reason) {
        lost.put(frame, reason);
    }

    int lost() {
        return lost.size();
    }

    /** Grows with each answer. */
    int next() {
        return next;
    }

    /** Whether frames are open and wanted. */
    boolean isUnderWay() {
        return more && !open().isEmpty();
    }

    /**
     * @param results may be empty
     * @return whether to go on
     */
    boolean accept(List<Result> results) {
        List<Result> all = new ArrayList<>();
        for (Result result : results) {
            addLost(all, result.frame());
            all.add(result);
            next = result.frame() + 1;
        }
        more = more && sink.accept(all);
        return more;
    }

    private void addLost(List<Result> all, int before) {
        for (Map.Entry<Integer, String> entry :
                lost.subMap(next, Math.max(next, before)).entrySet()) {
            all.add(new Result.Failed(entry.getKey(), entry.getValue()));
        }
    }

    void loaded(String engine, String version, String form) {
        report = new Report(engine, version, form, report.duplicates(), report.decodeMillis(), report.inferMillis());
    }

    /** What a process that came to its end did. */
    void add(int duplicates, long decodeMillis, long inferMillis) {
        report = new Report(
                report.engine(),
                report.engineVersion(),
                report.form(),
                report.duplicates() + duplicates,
                report.decodeMillis() + decodeMillis,
                report.inferMillis() + inferMillis);
    }

    /** To be called when nothing more is to be done: hands over the frames that were given up behind the last answer. */
    Report finish() {
        List<Result> rest = new ArrayList<>();
        addLost(rest, Integer.MAX_VALUE);
        next = Integer.MAX_VALUE;
        if (more && !rest.isEmpty()) {
            more = sink.accept(rest);
        }
        return report;
    }
}
