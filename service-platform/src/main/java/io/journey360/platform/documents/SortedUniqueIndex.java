package io.journey360.platform.documents;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A unique index in key order, so that it answers ranges and sorted reads without visiting anything outside them. Guarded
 * by its collection's lock.
 */
final class SortedUniqueIndex extends AbstractUniqueIndex<Integer> {

    private static final Comparator<Object> BY_VALUE = SortedUniqueIndex::compareValues;

    /** Keyed by the bare value for an index of one field, else by {@link KeyValue}. */
    private final NavigableMap<Object, Integer> positions = new TreeMap<>(SortedUniqueIndex::compareKeys);

    private final String firstField;
    private final boolean compound;

    /** Set once a document has several keys (an array): a range may then not be narrowed from both sides. */
    private boolean multikey;

    SortedUniqueIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        firstField = keys.getFirst().getKey();
        compound = keys.size() > 1;
    }

    private static int compareKeys(@Nullable Object left, @Nullable Object right) {
        if (left instanceof KeyValue a && right instanceof KeyValue b) {
            for (int i = 0; i < a.size(); i++) {
                int order = compareValues(a.get(i), b.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
        return compareValues(left, right);
    }

    private static int compareValues(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        return ValueComparator.ascWithoutListHandling().compare(left, right);
    }

    private @Nullable Object key(KeyValue values) {
        return compound ? values : values.get(0);
    }

    /**
     * Positions of all documents that can match, in key order, or null when this index cannot narrow the query. The caller
     * still has to match each document.
     */
    @Nullable Iterable<Integer> candidates(Constraints query, boolean descending) {
        if (compound) {
            return compoundCandidates(query);
        }
        var points = query.points(firstField);
        if (points != null) {
            return points.contains(null) && isSparse() ? null : pointCandidates(points, descending);
        }
        var range = query.range(firstField);
        if (range == null || multikey) {
            return null;
        }
        var narrowed = positions;
        if (range.low() != null) {
            narrowed = narrowed.tailMap(normalized(range.low()), range.lowInclusive());
        }
        if (range.high() != null) {
            var high = normalized(range.high());
            if (!narrowed.isEmpty() && compareKeys(narrowed.firstKey(), high) > 0) {
                return List.of();
            }
            if (range.low() == null || compareKeys(normalized(range.low()), high) <= 0) {
                narrowed = narrowed.headMap(high, range.highInclusive());
            } else {
                return List.of();
            }
        }
        return (descending ? narrowed.descendingMap() : narrowed).values();
    }

    /** Every position in key order; null if some documents are missing here or stand here more than once. */
    @Nullable Iterable<Integer> all(boolean descending) {
        if (compound || isSparse() || multikey) {
            return null;
        }
        return (descending ? positions.descendingMap() : positions).values();
    }

    private Iterable<Integer> pointCandidates(Collection<@Nullable Object> points, boolean descending) {
        var sorted = new TreeSet<@Nullable Object>(descending ? BY_VALUE.reversed() : BY_VALUE);
        for (var point : points) {
            sorted.add(normalized(point));
        }
        var found = new LinkedHashSet<Integer>();
        for (var point : sorted) {
            var position = positions.get(point);
            if (position != null) {
                found.add(position);
            }
        }
        return found;
    }

    private @Nullable Iterable<Integer> compoundCandidates(Constraints query) {
        var values = new Document();
        for (var key : getKeys()) {
            var points = query.points(key.getKey());
            if (points == null || points.size() != 1) {
                return null;
            }
            values.put(key.getKey(), points.iterator().next());
        }
        if (isSparse() && values.values().stream().allMatch(Objects::isNull)) {
            return null;
        }
        var position = getPosition(new KeyValue(values.values()).normalized());
        return position == null ? List.of() : List.of(position);
    }

    private static @Nullable Object normalized(@Nullable Object value) {
        return value instanceof String
                ? value
                : new KeyValue(value).normalized().get(0);
    }

    /** Where the key is a single plain value, as every id is, the general way costs more than the rest of an insert. */
    private boolean hasPlainKey(Document document) {
        var value = document.get(firstField);
        return !compound && (value instanceof String || value instanceof Number);
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Integer> collection) {
        if (!hasPlainKey(document)) {
            super.checkAdd(document, collection);
        } else if (positions.containsKey(normalized(document.get(firstField)))) {
            throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(document.get(firstField)));
        }
    }

    @Override
    public void add(Document document, Integer position, MongoCollection<Integer> collection) {
        if (hasPlainKey(document)) {
            positions.put(normalized(document.get(firstField)), position);
            return;
        }
        if (!multikey && getKeyValues(document).size() != 1) {
            multikey = true;
        }
        super.add(document, position, collection);
    }

    /** Whether a document with this key is there. */
    boolean contains(Object key) {
        return positions.containsKey(normalized(key));
    }

    @Override
    public long getCount() {
        return positions.size();
    }

    @Override
    public long getDataSize() {
        return 0;
    }

    @Override
    protected @Nullable Integer removeDocument(KeyValue keyValue) {
        return positions.remove(key(keyValue));
    }

    @Override
    protected boolean putKeyPosition(KeyValue keyValue, Integer position) {
        return positions.putIfAbsent(key(keyValue), position) == null;
    }

    @Override
    protected @Nullable Integer getPosition(KeyValue keyValue) {
        return positions.get(key(keyValue));
    }

    @Override
    protected Iterable<Entry<KeyValue, Integer>> getIterable() {
        return positions.entrySet().stream()
                .map(entry -> java.util.Map.entry(
                        entry.getKey() instanceof KeyValue values ? values : new KeyValue(entry.getKey()),
                        entry.getValue()))
                .toList();
    }
}
