package io.journey360.analytics.exports;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Parquet, compressed by gzip. Texts are UTF-8 strings, whole numbers int64, numbers double, times timestamps in microseconds of UTC
 * (the furthest ones that are, for times beyond). What is absent is null.
 */
final class ParquetTable implements Table {

    /** What is held in memory before it is written. */
    private static final long ROW_GROUP_BYTES = 8L << 20;

    private static final int PAGE_BYTES = 256 << 10;

    private final ParquetWriter<@Nullable Object[]> parquet;

    ParquetTable(Path file, List<Column> columns) throws IOException {
        parquet = new Builder(new LocalOutputFile(file), columns)
                .withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCodecFactory(new GzipCodec())
                .withCompressionCodec(CompressionCodecName.GZIP)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withPageSize(PAGE_BYTES)
                .build();
    }

    @Override
    public void write(@Nullable Object[] cells) throws IOException {
        parquet.write(cells);
    }

    @Override
    public void close() throws IOException {
        parquet.close();
    }

    private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {

        private final List<Column> columns;

        Builder(OutputFile file, List<Column> columns) {
            super(file);
            this.columns = columns;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration conf) {
            return new Cells(columns);
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration conf) {
            return new Cells(columns);
        }
    }

    private static final class Cells extends WriteSupport<@Nullable Object[]> {

        private final List<Column> columns;
        private @Nullable RecordConsumer consumer;

        Cells(List<Column> columns) {
            this.columns = columns;
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return context();
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return context();
        }

        private WriteContext context() {
            return new WriteContext(
                    new MessageType("row", columns.stream().map(Cells::field).toList()), Map.of());
        }

        private static Type field(Column column) {
            return switch (column.type()) {
                case TEXT ->
                    Types.optional(PrimitiveType.PrimitiveTypeName.BINARY)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(column.name());
                case WHOLE ->
                    Types.optional(PrimitiveType.PrimitiveTypeName.INT64).named(column.name());
                case NUMBER ->
                    Types.optional(PrimitiveType.PrimitiveTypeName.DOUBLE).named(column.name());
                case TIME ->
                    Types.optional(PrimitiveType.PrimitiveTypeName.INT64)
                            .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS))
                            .named(column.name());
            };
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(@Nullable Object[] cells) {
            var to = Objects.requireNonNull(consumer);
            to.startMessage();
            for (int i = 0; i < cells.length; i++) {
                var cell = cells[i];
                if (cell != null) {
                    to.startField(columns.get(i).name(), i);
                    add(to, columns.get(i).type(), cell);
                    to.endField(columns.get(i).name(), i);
                }
            }
            to.endMessage();
        }

        private static void add(RecordConsumer to, Column.Type type, Object cell) {
            switch (type) {
                case TEXT -> to.addBinary(Binary.fromString((String) cell));
                case WHOLE -> to.addLong((Long) cell);
                case NUMBER -> to.addDouble((Double) cell);
                case TIME -> to.addLong(micros((Instant) cell));
            }
        }

        private static long micros(Instant time) {
            // Saturating, as TimeUnit converts.
            long whole = TimeUnit.SECONDS.toMicros(time.getEpochSecond());
            return whole == Long.MAX_VALUE || whole == Long.MIN_VALUE ? whole : whole + time.getNano() / 1000;
        }
    }
}
