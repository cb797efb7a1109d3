package io.journey360.analytics.exports;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV as in RFC 4180, in UTF-8, with the columns' names in the first line. Times are ISO 8601 in UTC. What is absent is an empty
 * cell, an empty text a quoted one.
 *
 * <p>A text that a spreadsheet would run as a formula (one that begins with {@code = + - @}, a tab or a line break) gets an apostrophe in
 * front. Numbers are numbers and stay as they are.
 */
final class CsvTable implements Table {

    private static final String FORMULA_BEGINNINGS = "=+-@\t\r\n";

    private final CsvWriter csv;
    private final List<String> line = new ArrayList<>();

    CsvTable(Path file, List<Column> columns) throws IOException {
        csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.CRLF)
                .quoteStrategy(QuoteStrategies.EMPTY)
                .build(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        csv.writeRecord(columns.stream().map(Column::name).toList());
    }

    @Override
    public void write(@Nullable Object[] cells) {
        line.clear();
        for (var cell : cells) {
            line.add(cell instanceof String text ? neutralised(text) : cell == null ? null : cell.toString());
        }
        csv.writeRecord(line);
    }

    private static String neutralised(String text) {
        return !text.isEmpty() && FORMULA_BEGINNINGS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
