package io.framewise.app;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Image sequences of any length, of small pictures of which no two are the same. */
public final class Pictures {
    private static final int SIDE = 32;
    private static final int WHITE = 0xffffff;

    private Pictures() {}

    /** @param white which of them are white, instead of noise */
    public static Path sequence(Path folder, int count, IntPredicate white) throws IOException {
        var archive = folder.resolve("pictures-" + count + ".zip");
        var random = new Random(count);
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)))) {
            for (int number = 0; number < count; number++) {
                var png = png(random, white.test(number));
                var entry = new ZipEntry("%06d.png".formatted(number));
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(png.length);
                var sum = new CRC32();
                sum.update(png);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(png);
            }
        }
        return archive;
    }

    private static byte[] png(Random random, boolean white) throws IOException {
        var picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y += 8) {
            for (int x = 0; x < SIDE; x += 8) {
                var colour = white ? WHITE : random.nextInt(WHITE) & 0x7f7f7f;
                for (int i = 0; i < 64; i++) {
                    picture.setRGB(x + i % 8, y + i / 8, colour);
                }
            }
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }
}
