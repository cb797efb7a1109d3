package io.journey360.touchpoint.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.journey360.platform.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Comma-separated values (RFC 4180) in UTF-8, the first record naming the columns. */
final class CsvRows implements Rows {

    private static final int LONGEST_FIELD = 64 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final CsvReader<CsvRecord> csv;
    private final CloseableIterator<CsvRecord> records;
    private final Map<String, Integer> columns = new HashMap<>();
    private long number;

    CsvRows(InputStream in) {
        var utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        csv = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(LONGEST_FIELD)
                .ofCsvRecord(new InputStreamReader(in, utf8));
        records = csv.iterator();
        var header = read();
        if (header == null) {
            throw Problem.of(400, "invalid-file", "The file is empty: its first record must name the columns");
        }
        for (int i = 0; i < header.getFieldCount(); i++) {
            var name = i == 0 && header.getField(0).indexOf(BYTE_ORDER_MARK) == 0
                    ? header.getField(0).substring(1)
                    : header.getField(i);
            if (columns.put(name, i) != null) {
                throw Problem.of(400, "invalid-file", "Two columns have the same name")
                        .with("column", name);
            }
        }
    }

    @Override
    public Set<String> header() {
        return columns.keySet();
    }

    @Override
    public @Nullable Row next() {
        var row = read();
        if (row == null) {
            return null;
        }
        number++;
        if (row.getFieldCount() != columns.size()) {
            return new Row.Unreadable(
                    number,
                    text(row),
                    Problem.of(
                            400,
                            "invalid-row",
                            "The row has %d fields, the header %d".formatted(row.getFieldCount(), columns.size())));
        }
        return new CsvRow(number, row);
    }

    private @Nullable CsvRecord read() {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            throw broken("The CSV cannot be read: " + e.getMessage());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw broken("The file is not in UTF-8");
            }
            throw e;
        }
    }

    private Problem broken(String detail) {
        return Problem.of(400, "invalid-file", detail).with("row", number + 1);
    }

    private static String text(CsvRecord row) {
        return String.join(",", row.getFields());
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private final class CsvRow implements Row.Readable {

        private final long rowNumber;
        private final CsvRecord fields;

        CsvRow(long rowNumber, CsvRecord fields) {
            this.rowNumber = rowNumber;
            this.fields = fields;
        }

        @Override
        public long number() {
            return rowNumber;
        }

        @Override
        public String text() {
            return CsvRows.text(fields);
        }

        @Override
        public @Nullable Object value(String column) {
            var index = columns.get(column);
            return index == null ? null : fields.getField(index);
        }

        @Override
        public Set<String> columns() {
            return columns.keySet();
        }
    }
}
