package io.framewise.application;

import io.framewise.domain.Fixtures;
import java.time.Instant;
import java.time.InstantSource;

/** Every look at it is a second later than the one before. */
public final class SteppingClock implements InstantSource {

    private Instant now = Fixtures.NOW;

    @Override
    public Instant instant() {
        now = now.plusSeconds(1);
        return now;
    }
}
