package io.framewise.application.label;

import io.framewise.application.Page;
import io.framewise.application.PageRequest;
import io.framewise.application.UnitOfWork;
import io.framewise.application.media.DataUnits;
import io.framewise.domain.Refusal;
import io.framewise.domain.label.FrameChange;
import io.framewise.domain.media.DataUnitId;

/** Asks how the labels of a data unit came to be what they are. */
public final class ReadLabelHistory {

    private final UnitOfWork unitOfWork;
    private final DataUnits dataUnits;
    private final LabelHistory history;

    public ReadLabelHistory(UnitOfWork unitOfWork, DataUnits dataUnits, LabelHistory history) {
        this.unitOfWork = unitOfWork;
        this.dataUnits = dataUnits;
        this.history = history;
    }

    /**
     * Who or which run has set, changed or removed the answers on a frame, the newest first.
     *
     * @throws Refusal.NotFound when the data unit has no such frame
     */
    public Page<FrameChange> ofFrame(DataUnitId id, int frame, PageRequest request) {
        return unitOfWork.run(() -> {
            if (frame < 0 || frame >= dataUnits.get(id).frameCount()) {
                throw new Refusal.NotFound("frame", frame);
            }
            return history.ofFrame(id, frame, request);
        });
    }

    /** The number of the newest change of a data unit's labels, 0 before the first. */
    public int version(DataUnitId id) {
        return unitOfWork.run(() -> history.version(id));
    }
}
