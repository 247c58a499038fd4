package io.framewise.domain.media;

/** What a data unit is made of. */
public enum MediaKind {
    VIDEO,
    IMAGE,
    /** Several images that belong together, in the order in which they were given. */
    IMAGE_GROUP,
    /** The images of an archive, in the order of their names. */
    IMAGE_SEQUENCE
}
