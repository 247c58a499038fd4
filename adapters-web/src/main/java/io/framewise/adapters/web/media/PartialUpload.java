package io.framewise.adapters.web.media;

import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.project.ProjectId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that is not there yet as a whole.
 *
 * @param length bytes of the whole file
 * @param offset bytes that are there
 * @param expires when it goes if nothing more comes
 * @param dataUnit what was made of it
 */
record PartialUpload(
        UUID id,
        ProjectId project,
        String name,
        long length,
        long offset,
        Instant expires,
        Optional<DataUnitId> dataUnit) {}
