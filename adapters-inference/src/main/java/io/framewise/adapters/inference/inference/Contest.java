package io.framewise.adapters.inference.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jboss.logging.Logger;

/** Lets engines run the same network in turn and keeps the fastest; seconds at most. */
final class Contest {

    private static final Logger LOG = Logger.getLogger(Contest.class);
    private static final int PICTURES = 4;
    private static final int ROUNDS = 3;

    private Contest() {}

    /**
     * @param candidates those that do not win are closed
     * @param threads that ask at once
     */
    static LoadedNetwork fastest(List<LoadedNetwork> candidates, int threads, int height, int width) {
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        ByteBuffer input = ByteBuffer.allocateDirect(PICTURES * 3 * height * width * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        long[][] nanos = new long[candidates.size()][ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            for (int i = 0; i < candidates.size(); i++) {
                long took = round(candidates.get(i).network(), input, threads, height, width);
                if (round >= 0) {
                    nanos[i][round] = took;
                }
            }
        }
        int best = 0;
        for (int i = 0; i < candidates.size(); i++) {
            Arrays.sort(nanos[i]);
            best = nanos[i][ROUNDS / 2] < nanos[best][ROUNDS / 2] ? i : best;
            LOG.infof(
                    "%s (%s): %.1f pictures/s",
                    candidates.get(i).engine(),
                    candidates.get(i).form(),
                    PICTURES * threads * 1e9 / nanos[i][ROUNDS / 2]);
        }
        for (int i = 0; i < candidates.size(); i++) {
            if (i != best) {
                candidates.get(i).close();
            }
        }
        return candidates.get(best);
    }

    private static long round(Network network, ByteBuffer input, int threads, int height, int width) {
        long begin = System.nanoTime();
        List<FutureTask<Network.Answer>> asked = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            FutureTask<Network.Answer> task =
                    new FutureTask<>(() -> network.answer(input.duplicate(), PICTURES, height, width));
            asked.add(task);
            Thread thread = new Thread(task, "contest-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        try {
            for (FutureTask<Network.Answer> task : asked) {
                task.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            return Long.MAX_VALUE;
        }
        return System.nanoTime() - begin;
    }
}
