package io.framewise.application.media;

import java.nio.file.Path;

/**
 * A file as it came in, not to be trusted.
 *
 * @param name the sender's name for it; says nothing about its content and is never used as a path
 * @param file where the bytes are for now
 */
public record UploadedFile(String name, Path file) {}
