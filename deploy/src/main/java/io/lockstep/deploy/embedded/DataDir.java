package io.lockstep.deploy.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lockstep.deploy.StartFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The directory in which a server keeps what must outlive it, and its programs and logs. Used by one server at a time. */
public final class DataDir {
    private static final int SECRET_BYTES = 48;

    private final Path root;

    public DataDir(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path redis() {
        return root.resolve("redis");
    }

    /** Where the programs of a server are unpacked. */
    Path programs(String server) {
        return root.resolve("bin").resolve(server);
    }

    Path log(String server) {
        return directory(root.resolve("logs")).resolve(server + ".log");
    }

    /** Keeps other servers away until it is closed; the operating system ends it with the process. */
    public FileChannel lock() {
        var file = directory(root).resolve("lockstep.lock");
        try {
            var channel = FileChannel.open(file, CREATE, WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw inUse();
            }
            return channel;
        } catch (OverlappingFileLockException sameProcess) {
            throw inUse();
        } catch (IOException failure) {
            throw notWritable(file, failure);
        }
    }

    /** The secret that signs tokens, if a server has made one; empty also when it may not be read. */
    public Optional<String> jwtSecretIfAny() {
        var file = root.resolve("jwt-secret");
        try {
            return Files.isReadable(file)
                    ? Optional.of(Files.readString(file, UTF_8).strip())
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The secret that signs tokens: made at the first start, readable by its owner only. */
    public String jwtSecret() {
        var file = directory(root).resolve("jwt-secret");
        try {
            if (!Files.exists(file)) {
                writeSecret(file);
            }
            return Files.readString(file, UTF_8).strip();
        } catch (IOException failure) {
            throw notWritable(file, failure);
        }
    }

    private static void writeSecret(Path file) throws IOException {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        // Moved into its place whole, so that a crash leaves no half secret.
        var draft = Files.createTempFile(file.getParent(), "jwt-secret", null, ownerOnly);
        Files.writeString(draft, Base64.getEncoder().encodeToString(bytes), UTF_8);
        Files.move(draft, file, ATOMIC_MOVE);
    }

    private static Path directory(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException failure) {
            throw notWritable(directory, failure);
        }
    }

    private StartFailure inUse() {
        return new StartFailure("The data directory " + root
                + " is in use by another Lockstep: stop that one or set LOCKSTEP_DATA_DIR to another directory");
    }

    private static StartFailure notWritable(Path path, IOException failure) {
        return new StartFailure(
                path
                        + " cannot be written: make it writable for this user or set LOCKSTEP_DATA_DIR to another directory",
                failure);
    }
}
