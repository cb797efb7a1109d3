package io.journey360.standalone.demo;

import java.time.YearMonth;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The demo of one seed and month: the same for ever, byte by byte. */
public final class Demo {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<DemoEvent> events;

    public Demo(long seed, YearMonth month) {
        events = Stream.concat(new Stories(month).events().stream(), new BankMonth(seed, month).events().stream())
                .sorted(Comparator.comparing(DemoEvent::time))
                .toList();
    }

    List<DemoEvent> events() {
        return events;
    }

    public int size() {
        return events.size();
    }

    /** Bodies to {@code PUT}, by path below {@code /api/v1/}: touchpoints, surveys, a journey map, personas. */
    public Map<String, String> declarations() {
        var bodies = new LinkedHashMap<String, String>();
        Touchpoints.declarations()
                .forEach((id, body) -> bodies.put("touchpoints/" + id, JSON.writeValueAsString(body)));
        Promises.surveys().forEach((id, body) -> bodies.put("surveys/" + id, JSON.writeValueAsString(body)));
        Promises.journeyMaps().forEach((id, body) -> bodies.put("journey-maps/" + id, JSON.writeValueAsString(body)));
        Promises.personas().forEach((id, body) -> bodies.put("personas/" + id, JSON.writeValueAsString(body)));
        return bodies;
    }

    /** CloudEvents in the order they happened, one JSON document each, as {@code POST /events} takes them as NDJSON. */
    public Iterator<String> lines() {
        return events.stream()
                .map(event -> JSON.writeValueAsString(event.json()))
                .iterator();
    }
}
