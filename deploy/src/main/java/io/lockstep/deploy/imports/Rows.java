package io.lockstep.deploy.imports;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Iterator;

/** The rows of a file, one after the other, read as they are needed. */
abstract class Rows implements Iterator<Row>, Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final CountingStream stream;

    Rows(CountingStream stream) {
        this.stream = stream;
    }

    static Rows of(ImportOptions options, FieldTypes types) throws IOException {
        var stream = new CountingStream(Files.newInputStream(options.file()));
        return options.isCsv() ? new CsvRows(stream, options.id(), types) : new JsonRows(stream, options.id());
    }

    /** About how much of the file has been read. */
    long bytesRead() {
        return stream.bytes;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** A file that knows how much of it was read. */
    static final class CountingStream extends InputStream {
        private final InputStream file;
        private long bytes;

        CountingStream(InputStream file) {
            this.file = new BufferedInputStream(file, BUFFER_BYTES);
        }

        @Override
        public int read() throws IOException {
            int next = file.read();
            bytes += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = file.read(into, offset, length);
            bytes += Math.max(count, 0);
            return count;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
