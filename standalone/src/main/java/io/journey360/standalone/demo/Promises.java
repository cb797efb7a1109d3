package io.journey360.standalone.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the bank means its customers' journey to be, what it asks them, and whom it tells apart. */
final class Promises {

    private Promises() {}

    /** Bodies of {@code PUT /journey-maps/{id}} by id. */
    static Map<String, Map<String, Object>> journeyMaps() {
        var stages = List.of(
                stage("discover", "Hears of us", "discovered", "P7D", "curious", "too many products"),
                optional(stage("inform", "Reads up", "interacted", "P3D", "hopeful", "rates are hard to compare")),
                stage("book", "Books an adviser", "booked", "P7D", "relieved", "few evening slots"),
                stage("arrive", "Arrives", "checked-in", "PT10M", "a little nervous", "nobody says how long it takes"),
                stage("turn", "Is called", "called", "PT1H", "taken seriously", "waits on Mondays"),
                stage("advice", "Is advised", "served", "P3D", "well advised", "has to come back with papers"),
                optional(stage("review", "Tells us", "reviewed", null, "heard", "is asked too often")));
        return Map.of("advice", Map.of("name", "From advert to advice", "stages", stages));
    }

    /** Bodies of {@code PUT /surveys/{id}} by id. */
    static Map<String, Map<String, Object>> surveys() {
        var all = new LinkedHashMap<String, Map<String, Object>>();
        all.put("nps", survey("nps", "How likely are you to recommend us to a friend?", 0, 10));
        all.put("csat", survey("csat", "How satisfied were you with your visit?", 1, 5));
        all.put("ces", survey("ces", "We made it easy to get what you came for: do you agree?", 1, 7));
        all.put("stars", survey("stars", "How many stars do you give us?", 1, 5));
        return all;
    }

    /** Bodies of {@code PUT /personas/{id}} by id. */
    static Map<String, Map<String, Object>> personas() {
        var all = new LinkedHashMap<String, Map<String, Object>>();
        all.put(
                "browsers",
                persona(
                        "Browsers",
                        "Have looked around and never booked",
                        List.of(
                                Map.of("any", List.of(event("discovered"), event("interacted"))),
                                Map.of("not", event("booked")))));
        all.put("callers", persona("Callers", "Have booked by phone", List.of(booked(Map.of("channel", "phone")))));
        all.put(
                "silent-guests",
                persona(
                        "Silent guests",
                        "Were advised and have not told us how it was",
                        List.of(event("served"), Map.of("not", event("reviewed")))));
        return all;
    }

    private static Map<String, Object> persona(String name, String description, List<Map<String, Object>> conditions) {
        return Map.of("name", name, "description", description, "rule", Map.of("all", conditions));
    }

    private static Map<String, Object> event(String type) {
        return Map.of("event", type);
    }

    private static Map<String, Object> booked(Map<String, Object> filter) {
        var condition = new LinkedHashMap<>(event("booked")); // another order would be another version of the rule
        condition.put("filter", filter);
        return condition;
    }

    private static Map<String, Object> stage(
            String key, String name, String event, @Nullable String expectedToNext, String emotion, String painPoint) {
        var stage = new LinkedHashMap<String, Object>();
        stage.put("key", key);
        stage.put("name", name);
        stage.put("entry", List.of(Map.of("event", event)));
        if (expectedToNext != null) {
            stage.put("expectedToNext", expectedToNext);
        }
        stage.put("emotions", List.of(emotion));
        stage.put("painPoints", List.of(painPoint));
        return stage;
    }

    private static Map<String, Object> optional(Map<String, Object> stage) {
        stage.put("optional", true);
        return stage;
    }

    private static Map<String, Object> survey(String kind, String question, int min, int max) {
        var survey = new LinkedHashMap<String, Object>();
        survey.put("question", question);
        survey.put("kind", kind);
        survey.put("scale", Map.of("min", min, "max", max));
        survey.put("direction", "higher-better");
        survey.put("method", "mail after the visit");
        return survey;
    }
}
