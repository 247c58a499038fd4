package io.framewise.adapters.inference.inference;

/** Told what each thread is at, so that a crash or a hang has a culprit. */
interface Activity {

    Activity NONE = what -> {};

    /** @param what of the calling thread; empty when it is at nothing dangerous */
    void at(String what);
}
