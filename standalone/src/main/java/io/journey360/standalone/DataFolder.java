package io.journey360.standalone;

import io.journey360.platform.operations.StartupRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The data folder, held by this process alone: two that write one log's documents would each show half of them. */
final class DataFolder implements AutoCloseable {

    /** Below this an embedded log would stop within minutes. */
    private static final long NEEDED_BYTES = 64L << 20;

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static DataFolder open(Path folder) {
        var path = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw notWritable(path, e);
        }
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(path.resolve("journey.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw notWritable(path, e);
        }
        try {
            if (lock(channel) == null) {
                channel.close();
                throw new StartupRefused(
                        "Another Journey 360 is running on the data folder " + path + ".",
                        "Use that one, stop it first, or choose another folder by journey.data (JOURNEY_DATA).");
            }
            var free = Files.getFileStore(path).getUsableSpace();
            if (free < NEEDED_BYTES) {
                channel.close();
                throw new StartupRefused(
                        "The disk of the data folder %s is full: %d MiB are left, %d MiB are needed."
                                .formatted(path, free >> 20, NEEDED_BYTES >> 20),
                        "Make room, or choose a folder on another disk by journey.data (JOURNEY_DATA).");
            }
        } catch (IOException e) {
            throw notWritable(path, e);
        }
        return new DataFolder(path, channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static StartupRefused notWritable(Path path, IOException e) {
        return new StartupRefused(
                "The data folder " + path + " cannot be written ("
                        + e.getClass().getSimpleName() + ").",
                "Let the user that runs this write it, or choose another folder by journey.data (JOURNEY_DATA).");
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
