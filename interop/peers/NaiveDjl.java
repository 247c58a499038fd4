import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.transform.Normalize;
import ai.djl.modality.cv.transform.Resize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** DJL as its introduction shows it: one picture at a time through a translator; ffmpeg decodes. */
final class NaiveDjl {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;

    /** Arguments: TorchScript, clip of 1280 x 720, features by commas. */
    public static void main(String[] arguments) throws Exception {
        ImageClassificationTranslator translator = ImageClassificationTranslator.builder()
                .addTransform(new Resize(224, 224))
                .addTransform(new ToTensor())
                .addTransform(new Normalize(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f}))
                .optApplySoftmax(true)
                .optSynset(List.of(arguments[2].split(",")))
                .build();
        Criteria<Image, Classifications> criteria = Criteria.builder()
                .setTypes(Image.class, Classifications.class)
                .optModelPath(Path.of(arguments[0]))
                .optTranslator(translator)
                .optEngine("PyTorch")
                .build();
        try (ZooModel<Image, Classifications> model = criteria.loadModel();
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            classify(predictor, arguments, 200);
            long begin = System.nanoTime();
            List<List<Double>> rows = classify(predictor, arguments, Integer.MAX_VALUE);
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.println(new ObjectMapper().writeValueAsString(Map.of("seconds", seconds, "rows", rows)));
        }
    }

    private static List<List<Double>> classify(Predictor<Image, Classifications> predictor, String[] arguments, int most) throws Exception {
        Process ffmpeg = new ProcessBuilder(
                        "ffmpeg", "-nostdin", "-loglevel", "error", "-i", arguments[1], "-f", "rawvideo", "-pix_fmt", "rgb24", "-")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<List<Double>> rows = new ArrayList<>();
        try (InputStream frames = ffmpeg.getInputStream()) {
            byte[] rgb = frames.readNBytes(3 * WIDTH * HEIGHT);
            while (rgb.length == 3 * WIDTH * HEIGHT && rows.size() < most) {
                BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
                int[] pixels = new int[WIDTH * HEIGHT];
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
                }
                picture.setRGB(0, 0, WIDTH, HEIGHT, pixels, 0, WIDTH);
                Classifications answer = predictor.predict(ImageFactory.getInstance().fromImage(picture));
                List<Double> row = new ArrayList<>();
                for (String feature : arguments[2].split(",")) {
                    row.add(answer.get(feature).getProbability());
                }
                rows.add(row);
                rgb = frames.readNBytes(3 * WIDTH * HEIGHT);
            }
        }
        ffmpeg.destroy();
        return rows;
    }
}
