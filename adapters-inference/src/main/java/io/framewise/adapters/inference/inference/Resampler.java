package io.framewise.adapters.inference.inference;

import io.framewise.domain.model.Preprocessing.SecondResize;

/**
 * The second resize of one channel, as PyTorch does it for fastai's {@code affine_coord}: {@code interpolate(mode="area")}
 * to about half the excess when the picture is more than twice too large, then {@code grid_sample(mode="bilinear")} over
 * the whole of it.
 */
final class Resampler {

    private final SecondResize resize;
    private final int stride;
    private final int middleWidth;
    private final int middleHeight;
    private final float[] middle;
    private final float[] result;

    /** @param stride width of the picture that is resized, px */
    Resampler(SecondResize resize, int stride) {
        this.resize = resize;
        this.stride = stride;
        double excess =
                Math.min((double) resize.cutHeight() / resize.height(), (double) resize.cutWidth() / resize.width())
                        / 2;
        double zoom = resize.alignCorners() ? 1 : 1 / (1 - 1.0 / Math.max(resize.width(), resize.height()));
        boolean areaFirst = excess > 1 && excess > zoom;
        middleWidth = areaFirst ? (int) Math.floor(resize.cutWidth() * (1 / excess)) : resize.cutWidth();
        middleHeight = areaFirst ? (int) Math.floor(resize.cutHeight() * (1 / excess)) : resize.cutHeight();
        middle = new float[middleWidth * middleHeight];
        result = new float[resize.width() * resize.height()];
    }

    /** @return row-major; the same array each time */
    float[] resample(float[] plane) {
        if (resize.copies()) {
            for (int y = 0; y < resize.height(); y++) {
                System.arraycopy(
                        plane, (y + resize.top()) * stride + resize.left(), result, y * resize.width(), resize.width());
            }
            return result;
        }
        average(plane);
        for (int y = 0; y < resize.height(); y++) {
            float row = position(y, resize.height(), middleHeight);
            int top = (int) Math.floor(row);
            float down = row - top;
            for (int x = 0; x < resize.width(); x++) {
                float column = position(x, resize.width(), middleWidth);
                int left = (int) Math.floor(column);
                float across = column - left;
                result[y * resize.width() + x] = at(top, left) * (1 - down) * (1 - across)
                        + at(top, left + 1) * (1 - down) * across
                        + at(top + 1, left) * down * (1 - across)
                        + at(top + 1, left + 1) * down * across;
            }
        }
        return result;
    }

    /** Where a pixel of the result lies in the picture. */
    private float position(int index, int to, int from) {
        float at;
        if (resize.alignCorners()) {
            float relative = to == 1 ? 0 : -1 + 2f * index / (to - 1);
            at = (relative + 1) / 2 * (from - 1);
        } else {
            float relative = (2f * index + 1) / to - 1;
            at = ((relative + 1) * from - 1) / 2;
        }
        return Math.max(0, Math.min(from - 1, at));
    }

    private float at(int row, int column) {
        return middle[Math.min(row, middleHeight - 1) * middleWidth + Math.min(column, middleWidth - 1)];
    }

    private void average(float[] plane) {
        for (int y = 0; y < middleHeight; y++) {
            int top = y * resize.cutHeight() / middleHeight;
            int bottom = ((y + 1) * resize.cutHeight() + middleHeight - 1) / middleHeight;
            for (int x = 0; x < middleWidth; x++) {
                int left = x * resize.cutWidth() / middleWidth;
                int right = ((x + 1) * resize.cutWidth() + middleWidth - 1) / middleWidth;
                float sum = 0;
                for (int row = top; row < bottom; row++) {
                    for (int column = left; column < right; column++) {
                        sum += plane[(row + resize.top()) * stride + column + resize.left()];
                    }
                }
                middle[y * middleWidth + x] = sum / ((bottom - top) * (right - left));
            }
        }
    }
}
