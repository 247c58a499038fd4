import io.framewise.adapters.inference.inference.Preprocessor;
import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.benchmarks.Machine;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.Preprocessing.Normalisation;
import io.framewise.domain.model.Preprocessing.Resize;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Milliseconds to make a decoded picture into a network's input, on one core, beside the JDK's own scaling. */
final class PreprocessTime {

    private static final int SIDE = 224;
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 15;
    private static final int PICTURES = 40;
    private static final Normalisation USUAL =
            new Normalisation(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    private interface Work {
        void on(RgbPicture picture);
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println(Machine.line());
        System.out.println();
        System.out.println("| picture | resize | Framewise, ms | JDK bilinear, ms |");
        System.out.println("|---|---|---|---|");
        for (int[] size : new int[][] {{1280, 720}, {1920, 1080}}) {
            for (Resize resize : List.of(Resize.CROP, Resize.SQUISH, Resize.PAD)) {
                FloatBuffer target = FloatBuffer.allocate(3 * SIDE * SIDE);
                Preprocessor ours = new Preprocessor(new Preprocessing(SIDE, SIDE, resize, USUAL));
                double[][] millis = race(
                        noise(size[0], size[1]), picture -> ours.write(picture, target, 0), picture -> jdk(picture, target));
                System.out.printf(
                        Locale.ROOT,
                        "| %d x %d | %s | %.2f | %.2f |%n",
                        size[0],
                        size[1],
                        resize.name().toLowerCase(Locale.ROOT),
                        Machine.median(millis[0]),
                        Machine.median(millis[1]));
            }
        }
    }

    /** In turn, so that both meet the same noise of the machine. */
    private static double[][] race(RgbPicture picture, Work... works) {
        double[][] millis = new double[works.length][ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            for (int i = 0; i < works.length; i++) {
                int pictures = round < 0 ? WARM_UP : PICTURES;
                long begin = System.nanoTime();
                for (int n = 0; n < pictures; n++) {
                    works[i].on(picture);
                }
                if (round >= 0) {
                    millis[i][round] = (System.nanoTime() - begin) / 1e6 / pictures;
                }
            }
        }
        return millis;
    }

    private static RgbPicture noise(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        new Random(1).nextBytes(rgb);
        return new RgbPicture(width, height, rgb);
    }

    /** Two taps a pixel, squished: quick, and not what networks were trained on. */
    private static void jdk(RgbPicture picture, FloatBuffer target) {
        BufferedImage whole = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
        whole.getRaster().setDataElements(0, 0, picture.width(), picture.height(), picture.rgb().array());
        BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(whole, 0, 0, SIDE, SIDE, null);
        graphics.dispose();
        int[] pixels = small.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE);
        for (int channel = 0; channel < 3; channel++) {
            for (int i = 0; i < pixels.length; i++) {
                float value = (pixels[i] >> 16 - 8 * channel & 0xff) / 255f;
                target.put(channel * pixels.length + i, (value - USUAL.mean().get(channel)) / USUAL.std().get(channel));
            }
        }
    }
}
