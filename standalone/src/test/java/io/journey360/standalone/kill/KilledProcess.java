package io.journey360.standalone.kill;

import io.journey360.standalone.Api;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Standalone as a process of its own on one data folder and port, started again and again. */
final class KilledProcess implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final List<String> settings;
    private Process process;

    KilledProcess(Path folder, String... settings) throws IOException {
        this.folder = folder;
        this.settings = List.of(settings);
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    URI uri() {
        return URI.create("http://localhost:" + port);
    }

    Path database() {
        return folder.resolve("data/journey.db");
    }

    void start() throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx768m", "-Xshare:auto"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add("io.journey360.standalone.StandaloneApplication");
        command.addAll(List.of("--journey.data=" + folder.resolve("data"), "--journey.port=" + port));
        command.addAll(settings);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output()))
                .start();
    }

    private File output() {
        return folder.resolve("output-" + port + ".txt").toFile();
    }

    String said() throws IOException {
        return Files.readString(output().toPath());
    }

    /** Waits until all views show what the log holds; a failure tells what the process said. */
    void awaitReady(Api api, Duration limit) throws IOException {
        try {
            api.awaitCaughtUp(limit);
        } catch (AssertionError e) {
            throw new AssertionError(said(), e);
        }
    }

    /** Whatever it wrote, what it said included. */
    String bytes() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM, as Ctrl-C. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor(60, TimeUnit.SECONDS);
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("Still running");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
