package io.journey360.platform.problem;

/** What the rendering of a problem leaves in the exchange for those that look at the outcome. */
public final class ProblemAttributes {

    /** The {@link Problem} that was rendered. */
    public static final String PROBLEM = Problem.class.getName();

    private ProblemAttributes() {}
}
