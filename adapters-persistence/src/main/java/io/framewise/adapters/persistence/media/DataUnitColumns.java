package io.framewise.adapters.persistence.media;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;

/** What there is of each data unit, without its files: of images they are as many as its frames. */
@MappedSuperclass
abstract class DataUnitColumns {

    @Id
    UUID id;

    UUID projectId;
    String title;
    String kind;
    String contentHash;

    int frameCount;
    int width;
    int height;
    long frameRateNumerator;
    long frameRateDenominator;
    int rotation;
    String[] findings;
    Instant createdAt;
}
