package io.journey360.events;

/** The ends of a survey's scale, both of which can be chosen. */
public record Scale(double min, double max) {}
