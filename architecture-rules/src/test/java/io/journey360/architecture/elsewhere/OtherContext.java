package io.journey360.architecture.elsewhere;

/** Stands for a class of another context. */
public final class OtherContext {}
