package io.framewise.domain.media;

/**
 * One stored file of a data unit.
 *
 * @param name as it was uploaded, for people
 * @param bytes its size
 * @param format the container as FFmpeg names it, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param codec as FFmpeg names it, such as {@code h264} or {@code mjpeg}
 * @param width of the picture as it is shown, px
 * @param height of the picture as it is shown, px
 */
public record MediaFile(
        ContentHash contentHash, String name, long bytes, String format, String codec, int width, int height) {}
