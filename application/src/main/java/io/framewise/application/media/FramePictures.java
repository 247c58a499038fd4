package io.framewise.application.media;

/** Pictures of frames for people. */
public interface FramePictures {

    /**
     * One frame as a JPEG, as it is shown (rotated upright).
     *
     * @param frame 0-based, inside the source
     * @param maxWidth the picture is made smaller to fit this width, px; 0 for its own size
     * @throws io.framewise.domain.Refusal.Conflict with the code {@code frame-undecodable} when the file is damaged there
     */
    byte[] jpeg(FrameSource source, int frame, int maxWidth);
}
