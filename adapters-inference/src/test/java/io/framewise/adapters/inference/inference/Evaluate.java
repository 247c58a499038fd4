package io.framewise.adapters.inference.inference;

import com.fasterxml.jackson.databind.*;
import io.framewise.adapters.inference.media.RgbPicture;
import io.framewise.adapters.inference.model.*;
import io.framewise.adapters.inference.model.fastai.FastaiReader;
import io.framewise.adapters.inference.model.graph.*;
import io.framewise.domain.inference.Device;
import io.framewise.domain.model.*;
import java.nio.*;
import java.nio.file.*;
import java.util.*;
import javax.imageio.ImageIO;

class Evaluate {
    public static void main(String[] a) throws Exception {
        long t0 = System.currentTimeMillis();
        ReadNetwork read = new FastaiReader()
                .read(Path.of(a[0], "export.pkl"), new NetworkReader.Expected(Optional.empty(), OptionalInt.empty()));
        System.out.println(read.description() + " read in " + (System.currentTimeMillis() - t0));
        Preprocessing p = read.description().preprocessing().orElseThrow();
        TorchEngine torch = new TorchEngine("/tmp/lead/engine", 1);
        NetworkGraph g = ((ReadNetwork.Program.Graph) read.program()).graph();
        NetworkGraph f = BatchNormFolding.fold(g);
        NetworkLoader loader = new NetworkLoader(torch, NetworkLoader.Preference.AUTO, 2);
        int h = p.inputHeight(), w = p.inputWidth();
        List<LoadedNetwork> nets = List.of(
                loader.torch(g, false, new Device.Cpu(), "as imported"),
                loader.folded(f, new Device.Cpu()),
                loader.asOnnx(f, h, w));
        JsonNode json = new ObjectMapper()
                .readTree(Path.of(a[0], "golden", "golden.json").toFile());
        Preprocessor pre = new Preprocessor(p);
        for (LoadedNetwork n : nets) {
            double max = 0;
            List<Double> all = new ArrayList<>();
            int agree = 0, count = 0;
            for (JsonNode s : json.get("samples")) {
                var img = ImageIO.read(
                        Path.of(a[0], "golden", s.get("image").asText()).toFile());
                byte[] rgb = new byte[3 * img.getWidth() * img.getHeight()];
                for (int y = 0, i = 0; y < img.getHeight(); y++)
                    for (int x = 0; x < img.getWidth(); x++) {
                        int c = img.getRGB(x, y);
                        rgb[i++] = (byte) (c >> 16);
                        rgb[i++] = (byte) (c >> 8);
                        rgb[i++] = (byte) c;
                    }
                ByteBuffer in = ByteBuffer.allocateDirect(pre.floats() * 4).order(ByteOrder.nativeOrder());
                pre.write(new RgbPicture(img.getWidth(), img.getHeight(), rgb), in.asFloatBuffer(), 0);
                float[] q = Probabilities.of(
                        n.network().answer(in, 1, h, w).values(),
                        0,
                        s.get("probabilities").size(),
                        Activation.SOFTMAX);
                int best = 0, gold = 0;
                for (int i = 0; i < q.length; i++) {
                    double gp = s.get("probabilities").get(i).asDouble();
                    double d = Math.abs(q[i] - gp);
                    max = Math.max(max, d);
                    all.add(d);
                    if (q[i] > q[best]) best = i;
                    if (gp > s.get("probabilities").get(gold).asDouble()) gold = i;
                }
                agree += best == gold ? 1 : 0;
                count++;
            }
            Collections.sort(all);
            System.out.println(n.engine() + " " + n.engineVersion() + " " + n.form() + ": agree " + agree + "/" + count
                    + " max " + max + " median " + all.get(all.size() / 2));
        }
        LoadedNetwork best = loader.load(read, new Device.Cpu(), h, w);
        System.out.println("chosen " + best.engine() + " " + best.form());
        System.exit(0);
    }
}
