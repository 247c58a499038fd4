package io.framewise.domain.label;

/** What people have made of an answer of a run. One that was rejected is gone. */
public enum Review {
    /** Nobody has looked at it: a later run, or another threshold, may change it. */
    PROPOSED,
    /** A person stands behind it: protected as if the person had given it. */
    ACCEPTED
}
