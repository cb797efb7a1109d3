package io.journey360.touchpoint.imports;

import io.journey360.platform.problem.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The events of an XES log (IEEE 1849), a row each, numbered through the file. Columns are the event's attributes, and its trace's with
 * {@code trace.} before their keys. A document type is refused: nothing outside the file is ever read, nor anything expanded.
 */
final class XesRows implements Rows {

    private static final String TRACE_PREFIX = "trace.";
    private static final int MOST_TEXT = 8 * 1024;

    private final Budget in;
    private final XMLStreamReader xml;
    private final Map<String, Object> trace = new LinkedHashMap<>();
    private boolean isInTrace;
    private long number;

    XesRows(InputStream file) {
        var in = new Budget(file);
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        this.in = in;
        try {
            xml = factory.createXMLStreamReader(in);
            int token = xml.getEventType();
            while (token != XMLStreamConstants.START_ELEMENT) {
                if (token == XMLStreamConstants.DTD) {
                    throw Problem.of(400, "invalid-file", "The XML declares a document type, which is refused");
                }
                token = xml.next();
            }
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
        if (!xml.getLocalName().equals("log")) {
            throw Problem.of(400, "invalid-file", "The XML is no XES: its root is not log");
        }
    }

    @Override
    public @Nullable Set<String> header() {
        return null;
    }

    @Override
    public @Nullable Row next() throws IOException {
        try {
            while (xml.hasNext()) {
                in.renew();
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        var row = element();
                        if (row != null) {
                            return row;
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (xml.getLocalName().equals("trace")) {
                            isInTrace = false;
                        }
                    }
                    case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD -> throw broken();
                    default -> {}
                }
            }
            return null;
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException failure && !(failure instanceof TooMuch)) {
                throw failure;
            }
            throw unreadable(e);
        }
    }

    private Problem unreadable(XMLStreamException e) {
        return e.getNestedException() instanceof TooMuch
                ? Problem.of(400, "invalid-file", "An event or its trace's heading has more than 1 MiB")
                        .with("row", number + 1)
                : broken();
    }

    private @Nullable Row element() throws XMLStreamException {
        switch (xml.getLocalName()) {
            case "trace" -> {
                isInTrace = true;
                trace.clear();
            }
            case "event" -> {
                return event();
            }
            case "global", "extension", "classifier" -> skip();
            default -> {
                if (isInTrace) {
                    attribute(TRACE_PREFIX, trace);
                } else {
                    skip();
                }
            }
        }
        return null;
    }

    private Row event() throws XMLStreamException {
        number++;
        var values = new LinkedHashMap<String, Object>();
        while (xml.next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                attribute("", values);
            } else if (xml.getEventType() == XMLStreamConstants.ENTITY_REFERENCE) {
                throw broken();
            }
        }
        values.putAll(trace);
        var text = values.toString();
        return new MapRow(number, text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT), values);
    }

    /** Reads past the attribute's end; attributes of attributes are left out. */
    private void attribute(String prefix, Map<String, Object> values) throws XMLStreamException {
        var key = xml.getAttributeValue(null, "key");
        var text = xml.getAttributeValue(null, "value");
        if (key != null && text != null) {
            var value = typed(xml.getLocalName(), text);
            if (value != null) {
                values.put(prefix + key, value);
            }
        }
        skip();
    }

    private static @Nullable Object typed(String element, String text) {
        try {
            return switch (element) {
                case "string", "date", "id" -> text;
                case "int" -> Long.parseLong(text.strip());
                case "float" -> {
                    double value = Double.parseDouble(text.strip());
                    yield Double.isFinite(value) ? value : null;
                }
                case "boolean" -> Boolean.parseBoolean(text.strip());
                default -> null;
            };
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private void skip() throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.ENTITY_REFERENCE -> throw broken();
                default -> {}
            }
        }
    }

    private Problem broken() {
        return Problem.of(400, "invalid-file", "The XML is not well formed, or refers to something outside of it")
                .with("row", number + 1);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class TooMuch extends IOException {}

    /** The parser keeps a value in memory however long it is; so what it may read for one event is bounded. */
    private static final class Budget extends FilterInputStream {

        private static final long BYTES = 1024 * 1024;

        private long left = BYTES;

        Budget(InputStream in) {
            super(in);
        }

        void renew() {
            left = BYTES;
        }

        @Override
        public int read() throws IOException {
            if (left-- <= 0) {
                throw new TooMuch();
            }
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new TooMuch();
            }
            int count = super.read(bytes, offset, length);
            left -= count;
            return count;
        }
    }
}
