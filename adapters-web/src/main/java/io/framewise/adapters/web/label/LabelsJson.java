package io.framewise.adapters.web.label;

import io.framewise.domain.label.Label;
import io.framewise.domain.media.FrameRange;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The labels on a range. */
@Schema(name = "Labels", description = "The labels on a range, cut to it, parents before children.")
record LabelsJson(FrameRange frameRange, List<Label> labels) {}
