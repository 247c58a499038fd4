package io.framewise.application.media;

import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.FrameIndex;

/** A data unit and its frame index: all that is needed to find any of its frames. */
public record FrameSource(DataUnit dataUnit, FrameIndex frames) {}
