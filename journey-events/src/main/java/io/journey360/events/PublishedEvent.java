package io.journey360.events;

/** Anything the log may hold. Sealed in branches, so every consumer decides what each event means to it. */
public sealed interface PublishedEvent
        permits CatalogueEvent, JourneyEvent, PersonaEvent, ProfileEvent, Retracted, RetentionEvent {}
