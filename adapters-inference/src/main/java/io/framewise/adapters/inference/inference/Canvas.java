package io.framewise.adapters.inference.inference;

import io.framewise.domain.model.Preprocessing.Resize;

/**
 * The part of a picture that is resized to a network's input, in coordinates of the picture. Where it reaches beyond the
 * picture it is padded.
 *
 * <p>The arithmetic is that of fastai's {@code Resize} at validation time (fastai/vision/augment.py): doubles, cut off to
 * whole pixels towards zero; a missing single pixel is padded behind the picture.
 *
 * @param left column of the picture, below 0 when the picture is padded
 * @param top row of the picture, below 0 when the picture is padded
 */
record Canvas(int left, int top, int width, int height) {

    static Canvas of(Resize method, int pictureWidth, int pictureHeight, int inputWidth, int inputHeight) {
        if (method == Resize.SQUISH) {
            return new Canvas(0, 0, pictureWidth, pictureHeight);
        }
        double across = pictureWidth / (double) inputWidth;
        double down = pictureHeight / (double) inputHeight;
        double scale = method == Resize.PAD ? Math.max(across, down) : Math.min(across, down);
        int width = Math.max(1, (int) (scale * inputWidth));
        int height = Math.max(1, (int) (scale * inputHeight));
        int left = (int) (0.5 * (pictureWidth - width));
        int top = (int) (0.5 * (pictureHeight - height));
        return new Canvas(left, top, width, height);
    }

    boolean reachesBeyond(int pictureWidth, int pictureHeight) {
        return left < 0 || top < 0 || left + width > pictureWidth || top + height > pictureHeight;
    }
}
