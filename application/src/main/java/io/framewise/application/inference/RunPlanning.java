package io.framewise.application.inference;

import io.framewise.application.media.DataUnits;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.media.FrameRanges;
import java.util.List;

/** Cuts the range of a run into shards, by what is eligible when it is requested. */
final class RunPlanning {

    private final FrameChoice choice;
    private final DataUnits dataUnits;
    private final int shardFrames;

    /** @param shardFrames frames of a shard that are classified, at most */
    RunPlanning(FrameChoice choice, DataUnits dataUnits, int shardFrames) {
        this.choice = choice;
        this.dataUnits = dataUnits;
        this.shardFrames = shardFrames;
    }

    List<Shard> of(RunRequest request) {
        return of(List.of(request));
    }

    /** @param requests of one cascade: same frames, same stride */
    List<Shard> of(List<RunRequest> requests) {
        RunRequest first = requests.get(0);
        FrameRanges eligible = requests.stream()
                .map(request ->
                        choice.of(request, List.of(request.frameRange())).eligible())
                .reduce(FrameRanges.NONE, FrameRanges::union);
        int[] keyFrames = dataUnits.frames(first.dataUnitId()).keyFrames();
        return Shard.plan(first.frameRange(), eligible, first.stride(), keyFrames, shardFrames);
    }
}
