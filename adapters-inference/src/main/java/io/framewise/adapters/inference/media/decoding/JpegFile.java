package io.framewise.adapters.inference.media.decoding;

import io.framewise.adapters.inference.media.decoding.RgbConversion.Rgb;
import io.framewise.adapters.inference.media.decoding.VideoReader.DamagedException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A JPEG, decoded to the very pixels that Pillow gives: both use the IJG's library with its exact inverse transform and its
 * smooth upsampling of chroma, which FFmpeg does otherwise. Networks are trained on such pixels.
 *
 * <p>Format: ITU-T T.81, markers in B.1.1.3.
 */
final class JpegFile {

    private static final int SOI = 0xFFD8;
    private static final int SOF0 = 0xC0;
    private static final int SOF2 = 0xC2;
    private static final int DHT = 0xC4;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DRI = 0xDD;
    private static final int ADOBE = 0xEE;

    /** A segment that says YCbCr: the JDK guesses where there is none. */
    private static final byte[] JFIF = {
        (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };

    /** Of the words of the library for a scan that ends too early. */
    private static final String PREMATURE = "premature end";

    private final byte[] file;
    private int at = 2;
    private boolean adobe;
    private boolean namedRgb;

    private JpegFile(byte[] file) {
        this.file = file;
    }

    /**
     * @return nothing for files that are no JPEG, or none of 8 bits in grey or colour
     * @throws DamagedException when the file was cut off; Pillow refuses that, too
     */
    static Optional<Rgb> read(Path path, Limits limits) throws IOException, DamagedException {
        if (Files.size(path) > limits.bytes() || !begins(path)) {
            return Optional.empty();
        }
        JpegFile jpeg = new JpegFile(Files.readAllBytes(path));
        Optional<byte[]> plain = jpeg.plain(limits);
        return plain.isEmpty() ? Optional.empty() : decode(plain.get());
    }

    private static boolean begins(Path path) throws IOException {
        try (var in = Files.newInputStream(path)) {
            byte[] head = in.readNBytes(2);
            return head.length == 2 && ((head[0] & 0xFF) << 8 | head[1] & 0xFF) == SOI;
        }
    }

    /** The file without what would change colours, such as profiles; Pillow leaves the numbers as they are. */
    private Optional<byte[]> plain(Limits limits) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
        boolean framed = false;
        while (at + 4 <= file.length) {
            int marker = file[at + 1] & 0xFF;
            int length = (file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF;
            if ((file[at] & 0xFF) != 0xFF || length < 2 || at + 2 + length > file.length) {
                return Optional.empty();
            } else if (marker == SOS) {
                return framed ? Optional.of(whole(kept)) : Optional.empty();
            } else if (marker >= SOF0 && marker <= SOF2) {
                framed = true;
                if (!understood(length, limits)) {
                    return Optional.empty();
                }
            }
            adobe |= marker == ADOBE;
            boolean needed = marker >= SOF0 && marker <= SOF2
                    || marker == DHT
                    || marker == DQT
                    || marker == DRI
                    || marker == ADOBE;
            if (needed) {
                kept.write(file, at, 2 + length);
            } else if (marker < 0xE0) {
                return Optional.empty();
            }
            at += 2 + length;
        }
        return Optional.empty();
    }

    /** Whether a frame header is of 8 bits, with one component or three, and not too large. */
    private boolean understood(int length, Limits limits) {
        if (length < 11) {
            return false;
        }
        int components = file[at + 9] & 0xFF;
        int height = (file[at + 5] & 0xFF) << 8 | file[at + 6] & 0xFF;
        int width = (file[at + 7] & 0xFF) << 8 | file[at + 8] & 0xFF;
        namedRgb =
                components == 3 && length >= 17 && file[at + 10] == 'R' && file[at + 13] == 'G' && file[at + 16] == 'B';
        return file[at + 4] == 8
                && (components == 1 || components == 3)
                && width > 0
                && height > 0
                && (long) width * height <= limits.pixels();
    }

    private byte[] whole(ByteArrayOutputStream kept) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(file.length + JFIF.length);
        plain.write(SOI >> 8);
        plain.write(SOI & 0xFF);
        if (!adobe && !namedRgb) {
            plain.writeBytes(JFIF);
        }
        plain.writeBytes(kept.toByteArray());
        plain.write(file, at, file.length - at);
        return plain.toByteArray();
    }

    private static Optional<Rgb> decode(byte[] plain) throws DamagedException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        AtomicBoolean cut = new AtomicBoolean();
        reader.addIIOReadWarningListener((source, warning) -> cut.compareAndSet(false, warning.contains(PREMATURE)));
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(plain))) {
            reader.setInput(stream, true, true);
            BufferedImage image = reader.read(0);
            if (cut.get()) {
                throw new DamagedException("The image was cut off.");
            }
            return rgb(image);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        } finally {
            reader.dispose();
        }
    }

    private static Optional<Rgb> rgb(BufferedImage image) {
        int pixels = image.getWidth() * image.getHeight();
        boolean grey = image.getType() == BufferedImage.TYPE_BYTE_GRAY;
        if (!grey && image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
            return Optional.empty();
        }
        byte[] from = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            rgb[3 * i] = grey ? from[i] : from[3 * i + 2];
            rgb[3 * i + 1] = grey ? from[i] : from[3 * i + 1];
            rgb[3 * i + 2] = grey ? from[i] : from[3 * i];
        }
        return Optional.of(new Rgb(image.getWidth(), image.getHeight(), ByteBuffer.wrap(rgb)));
    }
}
