package io.journey360.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Standalone as its users run it: the jar, with the options file, as a process of its own. */
final class SuiteProcess implements AutoCloseable {

    private static final int START_LIMIT_SECONDS = 600;

    private final Process process;
    private final int port;
    private final long readyMillis;

    private SuiteProcess(Process process, int port, long readyMillis) {
        this.process = process;
        this.port = port;
        this.readyMillis = readyMillis;
    }

    /** Returns when the process says that it is ready. Call from the repository's root. */
    static SuiteProcess start(Path data, int port, String... settings) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@standalone/jvm.options");
        command.addAll(List.of("-jar", "standalone/target/standalone.jar"));
        command.addAll(List.of("--journey.data=" + data, "--journey.port=" + port));
        command.addAll(List.of(settings));
        long begun = System.nanoTime();
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var ready = new CountDownLatch(1);
        var output = new StringBuffer();
        Thread.ofPlatform().daemon().name("output").start(() -> {
            try (var lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    output.append(line).append('\n');
                    if (line.startsWith("Journey 360 is ready")) {
                        ready.countDown();
                    }
                }
            } catch (IOException closed) {
                // the process has ended
            }
        });
        if (!ready.await(START_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("Not ready:\n" + output);
        }
        return new SuiteProcess(process, port, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    int port() {
        return port;
    }

    long readyMillis() {
        return readyMillis;
    }

    /** Resident memory, on Linux; 0 elsewhere. */
    long residentMebibytes() throws IOException {
        var status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
                .findFirst()
                .orElse(0);
    }

    /** Of the process since its start. */
    double cpuSeconds() {
        return process.toHandle()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    /** Until it has computed next to nothing for a second; for a minute at most. */
    void awaitRest() throws InterruptedException {
        double before = cpuSeconds();
        for (int seconds = 0; seconds < 60; seconds++) {
            TimeUnit.SECONDS.sleep(1);
            double now = cpuSeconds();
            if (now - before < 0.15) {
                return;
            }
            before = now;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
