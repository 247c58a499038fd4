package io.framewise.adapters.persistence.label;

import io.framewise.domain.label.RunOrigin;

/** The origin of an imported label as it is stored. */
record OriginDocument(int format, RunOrigin run) {

    static final int FORMAT = 1;

    static OriginDocument of(RunOrigin origin) {
        return new OriginDocument(FORMAT, origin);
    }
}
