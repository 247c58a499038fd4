package io.framewise.adapters.web;

import io.framewise.domain.audit.Actor;
import jakarta.inject.Singleton;

/** Says who acts: the one place to change when there are accounts. */
@Singleton
public final class CurrentActor {

    private static final Actor LOCAL = new Actor("local");

    public Actor actor() {
        return LOCAL;
    }
}
